"""A wave that is streamed, as typed: the look and the indicators are those of the ordinary way."""

import json
import shutil

import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.bulk import collect
from study.bulk.wave import load_large, streams
from study.exports import volume
from study.intake.inputs import load_inputs
from study.intake.seal import seal
from study.scaffold.new import new_study

ROWS = [
    "1;2024-05-02;Aubelle;Oui;A", "2;2024-05-02;Aubelle;Non;B", "3;2024-05-02;Bourg;peut-être;C", "4;;Bourg;Oui;D",
    "5;2024-05-03;bourg;;écrire à anne@exemple.fr", "6;2024-05-03;;Oui;",
]  # fmt: skip


@pytest.fixture
def paths(tmp_path) -> StudyPaths:
    """The study of the template as an open survey, with one question answered."""
    paths = StudyPaths(tmp_path / "study")
    new_study(paths.root)
    text = paths.study_yaml.read_text("utf-8").replace("languages: [fr, en]", "languages: [fr, en]\nopen_survey: true")
    paths.study_yaml.write_text(text, "utf-8")
    about = paths.wave_yaml("2024")
    about.write_text(about.read_text("utf-8").replace("frame_vintage: 2024\npopulation_vintage: 2024\n", ""), "utf-8")
    for lever in (1, 2):
        file = paths.lever_yaml(lever)
        file.write_text(file.read_text("utf-8").replace("weighted_share, ", ""), "utf-8")
    paths.frame.unlink()
    shutil.rmtree(paths.evidence_folder)
    claims = paths.claims("2024")
    claims.write_text(claims.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    for path in paths.responses("2024").iterdir():
        path.unlink()
    export = paths.responses("2024") / "export.csv"
    export.write_text("\n".join(["id;submitdate;ville;bike_plan;remarque", *ROWS]) + "\n", "utf-8")
    text = about.read_text("utf-8").replace("  # ignored_columns: [date_reponse]", "  ignored_columns: [remarque]")
    about.write_text(text, "utf-8")
    seal(paths)
    return paths


@pytest.fixture
def long(paths, monkeypatch):
    """The same, its export being taken for a long one."""
    monkeypatch.setattr(volume, "STREAMED_BYTES", 10)
    return paths


def indicators(study, paths, *more):
    status, out, err = study("indicators", "2024", "--json", *more, "--root", paths.root)
    assert (status, err) == (0, "")
    return [row for row in json.loads(out) if not row["territory"]], json.loads(out)


def test_indicators_and_look_are_those_of_the_ordinary_way(paths, study, monkeypatch):
    assert not streams(paths, "2024")
    ordinary, _ = indicators(study, paths)
    look = json.loads(study("check", "2024", "--json", "--root", paths.root)[1])["survey"]
    monkeypatch.setattr(volume, "STREAMED_BYTES", 10)
    assert streams(paths, "2024")
    assert indicators(study, paths)[0] == ordinary
    streamed = json.loads(study("check", "2024", "--json", "--root", paths.root)[1])["survey"]
    for key in ("wave", "title", "exports", "fates", "questions", "territories", "answered", "missing"):
        assert streamed[key] == look[key], key
    codes = {item["code"] for item in streamed["problems"]}
    assert "not-a-code" in codes and codes <= {item["code"] for item in look["problems"]}


def test_territories_are_told_when_they_are_asked_for(long, study):
    _, rows = indicators(study, long, "--by-territory")
    counts = {row["territory"]: (row["value"], row["base"]) for row in rows if row["indicator"] == "bike_plan.count"}
    # Bourg: one that cannot be read; the fourth response was never submitted, the fifth says nothing.
    assert counts == {"": (2, 4), "Aubelle": (1, 2), "Bourg": (0, 1), "—": (1, 1)}


def test_a_folder_receives_answers_log_and_refusals(long, study, tmp_path):
    folder = tmp_path / "out"
    indicators(study, long, "--to", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == [
        "answers.parquet", "cleaning.csv", "indicators.csv", "refused.csv",
    ]  # fmt: skip
    refused = (folder / "refused.csv").read_text("utf-8").splitlines()
    assert len(refused) == 2 and ",4,D,r0003,1,bike_plan,peut-être," in refused[1]


def test_a_study_with_a_frame_is_not_streamed(small_study, study):
    status, _, err = study("indicators", "--by-territory", "--root", small_study.root)
    assert status == 2 and "Traceback" not in err
    assert not streams(small_study, "2020")


def refused(study, paths):
    status, out, err = study("--lang", "en", "indicators", "2024", "--by-territory", "--root", paths.root)
    assert (status, out) == (1, "")
    return " ".join(err.split())


def test_measures_by_territory_need_a_column_that_names_territories(long, study, monkeypatch):
    monkeypatch.setattr(collect, "MOST_TERRITORIES", 1)
    told = refused(study, long)
    assert "The column “ville” holds more than 5000 different texts" in told and "respondent_column" in told
    export = long.responses("2024") / "export.csv"
    export.write_text(export.read_text("utf-8").replace(";ville;", ";remarque2;"), "utf-8")
    about = long.wave_yaml("2024")
    about.write_text(about.read_text("utf-8").replace("[remarque]", "[remarque, remarque2]"), "utf-8")
    seal(long)
    assert "No column says to which territory a respondent belongs" in refused(study, long)


def test_a_correction_of_one_response_is_refused(long):
    long.corrections.parent.mkdir()
    heading = "wave,territory,question,expect,answer,reason,role,date\n"
    long.corrections.write_text(heading + "2024,r0003,bike_plan,peut-être,yes,x,y,2024-06-01\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        load_large(long, "2024")
    assert [problem.code for problem in caught.value.problems] == ["large-corrected"]


def test_what_must_be_streamed_has_no_report_and_can_be_sealed(paths, monkeypatch):
    monkeypatch.setattr(volume, "MOST_WHOLE_BYTES", 10)
    seal(paths)
    with pytest.raises(StudyError) as caught:
        load_inputs(paths, "2024")
    assert [problem.code for problem in caught.value.problems] == ["survey-streamed-only"]
