import pytest

from study.base.errors import StudyError, UsageError
from study.pipeline.check import check_wave, look


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_wave_without_problems_comes_back_cleaned_and_nothing_is_written(small_study):
    before = snapshot(small_study.root)
    found = check_wave(small_study, "2020")
    assert len(found.inputs.evidence) == 14 and sorted(found.cleaned.levers) == [0, 1]
    assert found.cleaned.conflicts()["expect"].tolist() == ["E008=yes;E009=no"]
    assert snapshot(small_study.root) == before


def test_all_problems_of_all_inputs_come_at_once_the_seal_included(make_study):
    paths = make_study()
    for file, old, new in (
        (paths.evidence, "E001,arbois,0", "E001,arbios,0"),
        (paths.evidence, "E010,cassis,1,clauses,yes,2020-01", "E010,cassis,1,clauses,yes,juil.-19"),
        (paths.claims("2020"), "scheme.count", "schem.count"),
        (paths.wave_yaml("2020"), "fictitious: true", "ficticious: true"),
    ):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(StudyError) as caught:
        check_wave(paths, "2020")
    assert caught.value.exit_status == 1
    places = {(problem.place.file.rsplit("/", 1)[1], problem.value) for problem in caught.value.problems}
    assert {("evidence.csv", "arbios"), ("evidence.csv", "juil.-19"), ("claims.csv", "schem.count")} <= places
    assert {"wave.yaml", "evidence.csv", "claims.csv"} == {file for file, value in places if value is None} | {
        "wave.yaml"
    }


def test_a_correction_that_no_longer_holds_is_a_problem_of_the_inputs(make_study):
    line = "2020,belleville,clauses,E008=yes;E010=no,yes,Checked by telephone,analyst,2021-01-02\n"
    paths = make_study({"data/raw/evidence/corrections.csv": lambda text: text + line})
    with pytest.raises(StudyError) as caught:
        check_wave(paths, "2020")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.place.column) == ("correction-expired", 2, "expect")


def test_an_unknown_wave_is_wrong_usage(small_study):
    with pytest.raises(UsageError) as caught:
        check_wave(small_study, "202")
    assert caught.value.problems[0].details["nearest"] == "2020"


def test_a_number_typed_in_prose_is_told_before_anything_is_built_in_whichever_language(make_study):
    folder = "data/raw/waves/2020/commentary"
    paths = make_study({f"{folder}/fr/method.md": "Il y en a 12.\n", f"{folder}/en/method.md": "All\nof 13.\n"})
    with pytest.raises(StudyError) as caught:
        check_wave(paths, "2020")
    found = {(problem.place.file, problem.place.line, problem.value) for problem in caught.value.problems}
    assert found == {(f"{folder}/fr/method.md", 1, "12"), (f"{folder}/en/method.md", 2, "13")}
    assert {problem.code for problem in caught.value.problems} == {"prose-typed-digit"}


def test_a_look_names_untranslated_texts_only_where_a_translation_has_been_begun(make_study):
    folder = "data/raw/waves/2020/commentary"
    french = {f"{folder}/fr/method.md": "Un.\n"}
    assert look(make_study(french), "2020", "fr").unwritten == ()
    # As `study wave new` leaves them: empty, in each language.
    empty = {f"{folder}/en/method.md": "", f"{folder}/en/introduction.md": ""}
    assert look(make_study(french | empty), "2020", "fr").unwritten == ()
    begun = look(make_study(french | empty | {f"{folder}/en/method.md": "One.\n"}), "2020", "fr")
    (problem,) = begun.unwritten
    assert (problem.code, problem.place.file, problem.value) == (
        "prose-untranslated", f"{folder}/en/introduction.md", "en",
    )  # fmt: skip
    assert begun.settled
