"""The texts of a wave for whoever reads them: whole, but for personal data that are recognised, and never in the study."""

import pytest

from study.base.errors import StudyError, UsageError
from study.intake.inputs import input_problems
from study.intake.unread import outside, unread

from ..released import release

FILE = "data/raw/waves/2020/responses/answers.csv"
EXPORT = (
    "territory;scheme;purchases_eur;lever_0.actions;lever_1.actions;contact\n"
    "arbois;selon Mme Untel;5;Un club animé par Untel, untel@exemple.fr;NSP;Untel\n"
    "belleville;oui;5;;Une charte de Quenouille;\n"
)


@pytest.fixture
def paths(make_study):
    return make_study({FILE: EXPORT}, sealed=False)


def test_texts_are_whole_but_for_what_is_recognised(paths):
    found = unread(paths, "2020")
    assert found.texts[["territory", "question", "text", "held"]].to_numpy().tolist() == [
        ["arbois", "lever_0.actions", "Un club animé par [personne], [e-mail]", True],
        ["arbois", "scheme", "selon Mme [personne]", False],
        ["arbois", "lever_1.actions", "NSP", False],
        ["belleville", "lever_1.actions", "Une charte de Quenouille", True],
    ]
    assert found.names["arbois"] == "Arbois" and found.lines.startswith("  released:\n    - file: ")


def test_once_released_nothing_is_held_and_the_texts_are_the_same(paths):
    before = unread(paths, "2020")
    release(paths, "2020")
    after = unread(paths, "2020")
    assert not after.texts["held"].any()
    assert after.texts.drop(columns="held").equals(before.texts.drop(columns="held"))


def test_a_row_that_is_held_stays_in_the_lines(paths):
    release(paths, "2020")
    path = paths.wave_yaml("2020")
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n    hold:\n      lever_1.actions: [3]\n", "utf-8")
    found = unread(paths, "2020")
    assert found.texts["held"].tolist() == [False, False, False, True]
    assert "hold: {lever_1.actions: [3]}" in found.lines


def test_a_response_that_does_not_count_is_read_too(make_study):
    # A release holds for the export: whatever a setting makes count later has been read by then.
    late = EXPORT + "belleville;non;5;;Un pacte avec Vybrask;\nailleurs;non;5;Chez Mauves;;\n"
    paths = make_study({FILE: late}, sealed=False)
    texts = unread(paths, "2020").texts[["territory", "row", "text", "held"]].to_numpy().tolist()
    assert ["belleville", 3, "Une charte de Quenouille", True] in texts  # replaced by the later one
    assert ["belleville", 4, "Un pacte avec Vybrask", True] in texts and ["", 5, "Chez Mauves", True] in texts
    release(paths, "2020")
    path = paths.wave_yaml("2020")
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n    hold:\n      lever_0.actions: [5]\n", "utf-8")
    assert unread(paths, "2020").texts["held"].tolist().count(True) == 1
    assert [problem.code for problem in input_problems(paths)] == []


@pytest.mark.parametrize(
    ("export", "code"),
    [
        (EXPORT.replace("belleville", "beleville"), "respondent-near"),
        (EXPORT.replace("lever_1.actions", "remarques"), "heading-of-no-question"),
    ],
)
def test_what_is_to_be_settled_comes_first(make_study, export, code):
    # What such a column or response holds would be released unread once it is settled.
    with pytest.raises(StudyError) as refused:
        unread(make_study({FILE: export}, sealed=False), "2020")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_texts_that_are_not_in_this_copy_are_not_said_to_be_none(make_study):
    withheld = {"data/raw/waves/2020/wave.yaml": lambda text: text + "\nsurvey: {withheld: true}\n"}
    paths = make_study({FILE: EXPORT, **withheld})
    (paths.root / FILE).unlink()
    with pytest.raises(StudyError) as refused:
        unread(paths, "2020")
    assert [problem.code for problem in refused.value.problems] == ["responses-withheld"]


def test_a_wave_without_a_survey_has_no_texts(small_study):
    found = unread(small_study, "2020")
    assert found.texts.empty and found.lines == ""


def test_a_place_within_the_study_is_refused(paths, tmp_path):
    assert outside(paths, tmp_path.parent / "texts.xlsx") == tmp_path.parent / "texts.xlsx"
    for name in ("texts.xlsx", "data/../reports/texts.xlsx"):
        with pytest.raises(UsageError, match="texts-inside-study"):
            outside(paths, paths.root / name)


def test_a_survey_that_is_streamed_is_not_read_through(paths, monkeypatch):
    study_yaml = paths.study_yaml
    study_yaml.write_text(study_yaml.read_text("utf-8").rstrip("\n") + "\nopen_survey: true\n", "utf-8")
    monkeypatch.setattr("study.exports.volume.MOST_WHOLE_BYTES", 1)
    with pytest.raises(StudyError) as refused:
        unread(paths, "2020")
    assert [problem.code for problem in refused.value.problems] == ["survey-streamed-only"]
