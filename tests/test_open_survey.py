"""An open survey, from an anonymous export to the blocks of its report: counted, and nobody named."""

import importlib.util
import json
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from study.base.layout import StudyPaths
from study.base.text import say
from study.intake.inputs import load_inputs
from study.intake.seal import seal
from study.recount.compare import compare, differences
from study.recount.run import recompute
from study.scaffold.new import new_study

CHOICES = """
  - question: main_mode
    type: choice
    label: {fr: Mode principal, en: Main mode}
    wording: {fr: Comment vous déplacez-vous ?, en: How do you travel?}
    codes:
      - {code: bike, label: {fr: à vélo, en: by bicycle}}
      - {code: walk, label: {fr: à pied, en: on foot}}
      - {code: other, label: {fr: autrement, en: otherwise}}
    other: true
    indicators: [count, share]

  - question: reasons
    type: multiple
    label: {fr: Raisons, en: Reasons}
    wording: {fr: Pourquoi ?, en: Why?}
    codes:
      - {code: cost, label: {fr: le prix, en: cost}}
      - {code: health, label: {fr: la santé, en: health}}
    indicators: [count, share]

  - question: since
    type: date
    label: {fr: Depuis, en: Since}
    wording: {fr: Depuis quand ?, en: Since when?}
    maximum: 2024-06-30
    indicators: [documented]
"""
HEADING = "id;submitdate;lastpage;ipaddr;bike_plan;main_mode;main_mode[other];reasons[cost];reasons[health];since"
DRAW = random.Random(4)


def a_row(number):
    mode = DRAW.choice(["bike", "walk", "-oth-", ""])
    return [
        str(number), "" if number % 9 == 0 else "2024-05-02 10:00:00", "3", "192.0.2.7",
        DRAW.choice(["Oui", "Non", ""]), mode, "en trottinette" if mode == "-oth-" else "",
        DRAW.choice(["Y", ""]), DRAW.choice(["Y", ""]), DRAW.choice(["2020-05-01 00:00:00", "05/03/2021", "01/01/2031", ""]),
    ]  # fmt: skip


ROWS = [a_row(number) for number in range(1, 31)]
COUNTED = [row for row in ROWS if row[1] and any(row[4:])]


def edited(path, *changes):
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> StudyPaths:
    paths = StudyPaths(tmp_path_factory.mktemp("open") / "study")
    new_study(paths.root)
    edited(paths.study_yaml, ("languages: [fr, en]", "languages: [fr, en]\nopen_survey: true"))
    edited(paths.wave_yaml("2024"), ("frame_vintage: 2024\npopulation_vintage: 2024\n", ""))
    for lever in (1, 2):
        edited(paths.lever_yaml(lever), ("weighted_share, ", ""))
    lever = paths.lever_yaml(1)
    lever.write_text(lever.read_text(encoding="utf-8").rstrip() + "\n" + CHOICES, encoding="utf-8")
    paths.frame.unlink()
    shutil.rmtree(paths.evidence_folder)
    claims = paths.claims("2024")
    claims.write_text(claims.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    for path in paths.responses("2024").iterdir():
        path.unlink()
    text = "\r\n".join([HEADING, *(";".join(row) for row in ROWS)]) + "\r\n"
    (paths.responses("2024") / "export.csv").write_text(text, encoding="utf-8")
    seal(paths)
    return paths


@pytest.fixture(scope="module")
def inputs(study):
    return load_inputs(study, "2024")


def test_units_are_the_responses_that_count(inputs):
    assert inputs.frame["territory"].tolist() == [f"r{n:04}" for n in range(1, len(COUNTED) + 1)]
    assert inputs.responses.received["fate"].value_counts()["counted"] == len(COUNTED)
    assert "192.0.2.7" not in inputs.responses.received.to_csv() + inputs.responses.answers.to_csv()


def test_indicators_are_those_counted_by_hand(study, inputs):
    from study.answers.clean import clean
    from study.indicators.wave import wave_indicators

    table = wave_indicators(inputs, clean(inputs), inputs.study.levers)
    found = table[table["territory"] == ""].set_index("indicator")

    def count(column, text):
        return sum(row[column] == text for row in COUNTED)

    assert found.loc["bike_plan.count", "value"] == count(4, "Oui")
    assert found.loc["bike_plan.count", "unknown"] == count(4, "")
    for code, text in (("bike", "bike"), ("walk", "walk"), ("other", "-oth-")):
        assert found.loc[f"main_mode.{code}.count", "value"] == count(5, text)
        assert found.loc[f"main_mode.{code}.share", "value"] == pytest.approx(count(5, text) / len(COUNTED))
        assert found.loc[f"main_mode.{code}.share", "upper"] == pytest.approx(
            (count(5, text) + count(5, "")) / len(COUNTED)
        )
    for code, column in (("cost", 7), ("health", 8)):
        assert found.loc[f"reasons.{code}.count", "value"] == count(column, "Y")
    neither = sum(row[7] == row[8] == "" for row in COUNTED)
    assert found.loc["reasons.cost.count", "unknown"] == neither
    # A day after the questionnaire's last one is refused, and no answer.
    assert found.loc["since.documented", "value"] == count(9, "2020-05-01 00:00:00") + count(9, "05/03/2021")
    assert set(inputs.responses.refused["raw"]) <= {"01/01/2031"}
    assert len(inputs.responses.refused) == count(9, "01/01/2031")


def test_the_report_counts_and_names_nobody(study, play_notebook):
    wave = {"wave": "2024", "lang": "fr"}
    copies = [play_notebook(study, "1_clean", "1_clean", wave)]
    copies += [play_notebook(study, "2_lever", f"2_lever-{n}", {**wave, "lever": n}) for n in (1, 2)]
    copies += [play_notebook(study, stem, stem, wave) for stem in ("3_overview", "4_replication")]
    blocks = [
        output["data"]
        for copy in copies
        for cell in json.loads(copy.read_text(encoding="utf-8"))["cells"]
        if any(tag.startswith("part-") for tag in cell["metadata"].get("tags", ()))
        for output in cell.get("outputs", ())
    ]
    text = json.dumps(blocks, ensure_ascii=False)
    assert "r0001" not in text and "192.0.2.7" not in text
    assert say("Which answers count", "fr") in text and "Mode principal" in text
    units = pd.read_parquet(study.units("2024"))
    assert len(units) == len(COUNTED)
    for path in study.processed("2024").rglob("numbers.csv"):
        assert "r0001" not in path.read_text(encoding="utf-8"), path


def test_the_sql_counts_the_responses_again(study):
    """Responses stand for the frame: boxes, write-ins, days and amounts, from the answers that cleaning left."""
    spec = importlib.util.spec_from_file_location("by_pandas", Path(__file__).parent / "recount" / "conftest.py")
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    found = list(compare(report.by_pandas(study, "2024"), recompute(study, "2024")))
    assert differences(found) == [] and len(found) > 100
    assert {"responses.count", "reasons.cost.share", "main_mode.bike.count"} <= {row.indicator for row in found}
