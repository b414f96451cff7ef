"""The SQL against the report's own computation, on every kind of study at hand."""

import builtins
import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.recount.compare import NUMBERS, compare, differences
from study.recount.run import Recount, recompute
from study.recount.script import audit_sql

ROOT = Path(__file__).parents[2]
SHOPS = ROOT / "tests" / "another_study" / "shops"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The study's inputs in a folder of their own: nothing is built in the repository."""
    paths = StudyPaths(tmp_path_factory.mktemp("real") / "study")
    shutil.copytree(ROOT / "data" / "raw", paths.raw)
    return paths


def agree(report, sql, in_order):
    assert in_order(sql) == in_order(report)
    assert differences(list(compare(report, sql))) == []


@pytest.mark.parametrize("wave", ["2019", "2021", "2025", "example"])
def test_every_indicator_of_the_study_is_the_same_by_sql(real, wave, pandas_indicators, in_order):
    report = pandas_indicators(real, wave)
    sql = recompute(real, wave)
    assert len(sql) > 600
    agree(report, sql, in_order)
    kinds = {name.split(".")[0] for name in sql["indicator"]}
    assert {"frame", "evidence", "lever_1", "all_levers", "claims"} <= kinds
    assert ("evolution" in kinds) == (wave in ("2021", "2025")) and ("responses" in kinds) == (wave == "example")


def test_the_command_line_alone_returns_the_same_rows(real):
    cli = Path(sys.executable).parent / "duckdb"
    if not cli.is_file():
        pytest.skip("the duckdb command of duckdb-cli is not installed")
    script = audit_sql(real, "2021")
    done = subprocess.run([cli, "-csv"], input=script, cwd=real.root, capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    sql = recompute(real, "2021")
    assert [(row["indicator"], row["territory"]) for row in rows] == list(
        sql[["indicator", "territory"]].itertuples(index=False, name=None)
    )
    for name in NUMBERS:
        told = [None if row[name] in ("", "NULL") else float(row[name]) for row in rows]
        assert told == [None if pd.isna(value) else float(value) for value in sql[name]], name
    # Desk evidence is all that it reads: no generated file.
    assert "data/processed/" not in script and str(real.root) not in script


def test_the_small_study_is_the_same_by_sql(small_study, pandas_indicators, in_order):
    agree(pandas_indicators(small_study, "2020"), recompute(small_study, "2020"), in_order)


def test_a_survey_alone_in_other_words_is_the_same_by_sql(tmp_path, pandas_indicators, in_order):
    """Forty shops: choices single and multiple, days, amounts, filters, no evidence and no publication to repeat."""
    paths = StudyPaths(tmp_path / "shops")
    shutil.copytree(SHOPS, paths.root)
    report = pandas_indicators(paths, "2024")
    sql = recompute(paths, "2024")
    agree(report, sql, in_order)
    assert sql["indicator"].str.startswith("responses.").sum() > 5


CHOSEN = """
  - question: tools
    type: multiple
    label: {fr: Outils, en: Tools}
    wording: {fr: Quels outils ?, en: Which tools?}
    codes:
      - {code: guide, label: {fr: Guide, en: Guide}}
      - {code: training, label: {fr: L’«atelier» d’ici, en: "It's a workshop"}}
      - {code: network, label: {fr: Réseau, en: Network}}
    indicators: [count, share, share_determined, weighted_share]
  - question: scope
    type: choice
    label: {fr: Portée, en: Scope}
    wording: {fr: Quelle portée ?, en: Which scope?}
    universe: {question: tools, answers: [guide, network]}
    codes:
      - {code: whole, label: {fr: Toute, en: Whole}}
      - {code: part, label: {fr: Partie, en: Part}}
    validity: {kind: permanent}
    indicators: [count, share, share_determined, weighted_share]
  - question: since
    type: date
    label: {fr: Depuis, en: Since}
    wording: {fr: Depuis quand ?, en: Since when?}
    universe: {question: scope, answers: [whole]}
    indicators: [documented]
"""
CHOSEN_FACTS = """\
E101,arbois,1,tools,guide;training,2019,year,,S001,high,,
E102,arbois,1,tools,training;guide,2019-01,month,,S002,medium,,
E103,belleville,1,tools,0,2020-02,month,,S001,high,,
E104,arbois,1,scope,whole,2015,year,,S001,low,,
E105,belleville,1,scope,part,2019,year,,S001,high,,
E106,arbois,1,since,2018-05-06,2019,year,,S001,high,,
E107,cassis,1,since,2018-05-07,2019,year,,S001,high,,
E108,cassis,1,tools,network,2019,year,,S001,high,,
E109,cassis,1,tools,guide,2019,year,,S001,medium,,
"""


@pytest.mark.parametrize("base", ["respondents", "ticks"])
def test_choices_days_and_filters_of_filters_are_the_same_by_sql(make_study, base, pandas_indicators, in_order):
    paths = make_study(
        {
            "data/raw/questionnaire/lever-1.yaml": lambda text: text.rstrip() + CHOSEN,
            "data/raw/evidence/evidence.csv": lambda text: text + CHOSEN_FACTS,
            "data/raw/waves/2020/wave.yaml": lambda text: text + f"survey: {{multiple_base: {base}}}\n",
        }
    )
    report, sql = pandas_indicators(paths, "2020"), recompute(paths, "2020")
    agree(report, sql, in_order)
    share = sql.set_index("indicator").loc["tools.guide.share"]
    # Of two that answered, one ticked two boxes and the other none; the third is a conflict, of three boxes.
    ticks, respondents = (1, 2, 1 / (2 + 2), 2 / 3), (1, 3, 1 / 3, 2 / 3)
    expected = ticks if base == "ticks" else respondents
    assert share[["numerator", "base", "lower", "upper"]].tolist() == pytest.approx(expected)
    # With tools in conflict the filter is open, and cassis stays in the base of what hangs on it.
    assert sql.set_index("indicator").loc["since.documented", ["value", "base"]].tolist() == [2, 2]


def test_claims_have_the_same_verdicts_by_sql(make_study, pandas_indicators, in_order):
    """At partial dates, with and without names, in per cent, with measures that have one bound or none."""
    rows = [
        ("C11", "2019", "1", "scheme.count", "arbois"),
        ("C12", "2019-02", "2", "scheme.count", ""),
        ("C13", "2020-12-31", "33", "scheme.share", ""),
        ("C14", "2020-12-31", "17", "scheme.weighted_share", ""),
        ("C15", "2020", "100", "elected.share_determined", ""),
        ("C16", "2020", "85000000", "purchases_eur.total", ""),
        ("C17", "2020", "90000000", "purchases_eur.total", ""),
        ("C18", "2020", "42500000.25", "purchases_eur.median", ""),
        ("C19", "2020", "1", "purchases_eur.documented", ""),
        ("C20", "2010", "3", "purchases_eur.documented", ""),
        ("C21", "2020", "1", "clauses.count", "cassis"),
        ("C22", "2020", "1", "clauses.count", "arbois"),
        ("C23", "2020", "1", "levers.count", ""),
        ("C24", "2010", "50", "elected.share_determined", ""),
    ]
    claims = "".join(f"{key},x,{day},s,s,{value},u,,{name},{names},,S001\n" for key, day, value, name, names in rows)
    paths = make_study({"data/raw/waves/2020/claims.csv": lambda text: text + claims})
    report, sql = pandas_indicators(paths, "2020"), recompute(paths, "2020")
    agree(report, sql, in_order)
    verdicts = sql.set_index("indicator").loc[
        ["claims.reproduced", "claims.consistent", "claims.contradicted"], "value"
    ]
    assert verdicts.min() >= 2


# Facts of the small study, as wild as its rules allow: every precision, plans, conflicts, lapses, ends, withdrawals.
QUESTIONS = {
    (0, "elected"): ["yes", "no", "planned", "proposed"],
    (0, "staff"): ["yes", "no", "planned"],
    (0, "council"): ["a text"],
    (1, "scheme"): ["yes", "no", "planned", "proposed"],
    (1, "clauses"): ["yes", "no", "planned"],
    (1, "purchases_eur"): ["1000", "1000.0", "2500.5", "-3", "0"],
}
DAYS = [
    "2010-03-01",
    "2014-03-30",
    "2014-05-02",
    "2017-12-31",
    "2018-01-01",
    "2019-06-15",
    "2020-06-28",
    "2020-12-31",
    "2021-01-01",
]


@st.composite
def facts(draw):
    lever, question = draw(st.sampled_from(sorted(QUESTIONS)))
    day, precision = draw(st.sampled_from(DAYS)), draw(st.sampled_from(["day", "month", "year", "inferred"]))
    as_of = day[: {"day": 10, "month": 7, "year": 4, "inferred": 10}[precision]]
    ends = ["", "", "", "2021", "2020", "2020-12", "2020-12-31", "2021-03-01"]
    return {
        "territory": draw(st.sampled_from(["arbois", "belleville", "cassis"])),
        "lever": str(lever),
        "question": question,
        "answer": draw(st.sampled_from(QUESTIONS[lever, question])),
        "as_of": as_of if precision != "inferred" else draw(st.sampled_from([day[:4], day[:7]])),
        "as_of_precision": precision,
        "valid_until": draw(st.sampled_from([end for end in ends if not end or end >= "2021"])),
        "source": draw(st.sampled_from(["S001", "S002"])),
        "confidence": draw(st.sampled_from(["high", "medium", "low", "withdrawn"])),
    }


def written(rows, corrections=()):
    """Return the small study's files for some facts, and for corrections of the conflicts that they hold."""
    stream = io.StringIO()
    columns = ["evidence", *rows[0], "note", "note_fr"]
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"evidence": f"E{i:03}", "note": "", "note_fr": "", **row} for i, row in enumerate(rows, start=1))
    return stream.getvalue()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(facts(), min_size=4, max_size=40), st.data())
def test_whatever_the_facts_both_ways_agree(small_study, pandas_indicators, in_order, rows, data):
    small_study.evidence.write_text(written(rows), "utf-8")
    small_study.corrections.write_text("wave,territory,question,expect,answer,reason,role,date\n", "utf-8")
    agree(pandas_indicators(small_study, "2020"), recompute(small_study, "2020"), in_order)
    conflicts = pd.read_csv(small_study.processed("2020") / "conflicts.csv", dtype="str")
    if conflicts.empty:
        return
    # Then with some of the conflicts settled, their evidence in another order.
    lines = ["wave,territory,question,expect,answer,reason,role,date"]
    for row in conflicts.to_dict("records"):
        if data.draw(st.booleans()):
            expect = " ; ".join(reversed(row["expect"].split(";")))
            answer = expect.split("=")[-1]
            lines.append(f"2020,{row['territory']},{row['question']},{expect},{answer},because,analyst,2021-01-02")
    small_study.corrections.write_text("\n".join(lines) + "\n", "utf-8")
    agree(pandas_indicators(small_study, "2020"), recompute(small_study, "2020"), in_order)


def test_other_evidence_can_be_tried_without_reading_the_files_again(small_study, tmp_path):
    text = small_study.evidence.read_text("utf-8")
    other = tmp_path / "other.csv"
    other.write_text(text.replace("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,no"), "utf-8")
    with Recount(small_study, "2020") as recount:
        as_it_is = recount.indicators()
        table = pd.read_csv(other, dtype="str", keep_default_na=False)
        tried = recount.indicators(table)
    assert tried.equals(recompute(small_study, "2020", evidence=other))
    moved = [row.indicator for row in differences(list(compare(as_it_is, tried)))]
    assert "clauses.count" in moved and not [name for name in moved if "scheme" in name]


def test_a_survey_that_is_not_cleaned_is_told(tmp_path):
    paths = StudyPaths(tmp_path / "shops")
    shutil.copytree(SHOPS, paths.root)
    with pytest.raises(StudyError) as error:
        recompute(paths, "2024")
    assert error.value.problems[0].code == "survey-not-cleaned"


def test_without_duckdb_it_is_said_what_to_do(small_study, monkeypatch, said):
    real_import = builtins.__import__

    def without(name, *rest):
        if name == "duckdb":
            raise ImportError(name)
        return real_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(StudyError) as error:
        recompute(small_study, "2020")
    assert "make setup" in said(error.value.problems[0], "en")
    assert "DuckDB is not installed here" in said(error.value.problems[0], "en")
    # The script itself needs none.
    assert "CREATE" in audit_sql(small_study, "2020")
