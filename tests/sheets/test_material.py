"""What sheets are made from: the tables as the notebooks left them, and what is wrong when they did not."""

import shutil

import pytest

from study.base.errors import UsageError
from study.sheets.content import sheet_of
from study.sheets.limits import Limits
from study.sheets.material import open_material
from study.sheets.problems import NotComputed, UnknownSheet

EVIDENCE = "data/raw/evidence/evidence.csv"
STUDY = "data/raw/questionnaire/study.yaml"


def refused(call):
    with pytest.raises(UsageError) as caught:
        call()
    assert caught.value.exit_status == 2
    return caught.value.problems[0]


def test_a_territory_is_found_by_its_key_its_name_or_its_short_name(computed):
    material = open_material(computed(), "2020")
    for said in ("arbois", "Arbois", "Métropole d’Arbois", "METROPOLE D'ARBOIS"):
        assert material.territory(said) == "arbois"
    problem = refused(lambda: material.territory("Arbios"))
    assert isinstance(problem, UnknownSheet) and problem.details["nearest"] == "arbois"
    assert problem.details["known"] == ["arbois", "belleville", "cassis"]


def test_a_wave_that_was_never_computed_says_which_file_is_not_there(study_with_notebooks, said):
    problem = refused(lambda: open_material(study_with_notebooks, "2020"))
    assert isinstance(problem, NotComputed)
    assert problem.place.file == "data/processed/2020/clean/numbers.csv"
    assert "study report 2020" in said(problem, "fr") and "fiches" in said(problem, "fr")


def test_a_wave_that_is_half_computed_is_refused_too(computed):
    paths = computed()
    shutil.rmtree(paths.lever_dir("2020", 1))
    assert isinstance(refused(lambda: open_material(paths, "2020")), NotComputed)


def test_further_actions_are_facts_in_force_of_questions_answered_in_words(computed):
    again = "E020,cassis,1,charter,yes,2019-06,month,,S002,high,A charter,Une charte\n"
    newer = "E021,cassis,1,charter,yes,2020-06,month,,S001,high,Renewed,Renouvelée\n"
    lapsed = "E022,cassis,1,charter,yes,2009,year,,S001,high,Old,Ancienne\n"
    material = open_material(computed({EVIDENCE: lambda text: text + again + newer + lapsed}), "2020")
    assert [fact["evidence"] for fact in material.actions["cassis"]] == ["E021", "E013"]
    assert [fact["evidence"] for fact in material.actions["arbois"]] == ["E004"]


def test_the_changes_of_a_territory_are_counted_over_core_questions(computed):
    def at(wave, day):
        return lambda text: text.replace('"2020"', f'"{wave}"').replace("2020-12-31", day).replace(": true", ": false")

    raw = "data/raw/waves"
    paths = computed({f"{raw}/2020/wave.yaml": at("2020", "2020-12-31")})
    text = paths.wave_yaml("2020").read_text("utf-8")
    paths.wave_folder("2018").mkdir()
    paths.wave_yaml("2018").write_text(at("2018", "2018-12-31")(text), "utf-8")
    shutil.copy(paths.claims("2020"), paths.claims("2018"))
    shutil.copytree(paths.processed("2020"), paths.processed("2018"))
    material = open_material(paths, "2020")
    entries = {entry.key: entry.value for entry in material.entries}
    core = sum(question.core for question in material.context.study.questions)
    for territory in material.context.territories:
        # The same answers at both waves.
        assert entries[f"evolution.2018.stable.{territory}"] == entries[f"evolution.2018.base.{territory}"] <= core
        assert entries[f"evolution.2018.adopted.{territory}"] == 0
    # What a change is called follows what the wave rests on, as in the report.
    assert "Newly documented" in sheet_of(material, "arbois", "en", Limits()).data["evolution"]["headings"]
    paths.responses("2020").mkdir()
    (paths.responses("2020") / "answers.csv").write_text("territory\n", "utf-8")
    material = open_material(paths, "2020")  # what a wave rests on is looked up once
    headings = sheet_of(material, "arbois", "en", Limits()).data["evolution"]["headings"]
    assert {"Yes, unknown before", "Unknown, yes before"} <= set(headings) and "Newly documented" not in headings
