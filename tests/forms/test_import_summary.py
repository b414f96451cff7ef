"""What `study questionnaire import` says, typed in this process."""

import sys

import pytest
from fielding_form_makers import Lime, choices, survey, workbook

from study import cli
from study.forms.import_summary import summary_lines
from study.forms.take_in import take_in

FR = "label::Français (fr)"
FORM = workbook(
    survey=survey(
        {"type": "text", "name": "email", FR: "E-mail"},
        {"type": "begin_group", "name": "g", FR: "Politique"},
        {"type": "select_one yn", "name": "Plan", FR: "Un plan ?"},
        {"type": "integer", "name": "people", FR: "Combien de personnes ?", "relevant": "${Plan} != 'no'"},
        {"type": "geopoint", "name": "where", FR: "Où ?"},
        {"type": "image", "name": "picture", FR: "Une photo ?"},
        {"type": "end_group"},
    ),
    choices=choices(["yn", "yes", "Oui"], ["yn", "no", "Non"]),
)


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(FORM)
    return path


@pytest.fixture
def study(monkeypatch, capsys):
    """Type a command: (exit status, standard output, errors)."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("STUDY_LANG", raising=False)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["study", *map(str, arguments)])
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = stop.code or 0
        said = capsys.readouterr()
        return status, said.out, " ".join(said.err.split())

    return run


def test_the_summary_says_what_came_in_and_what_did_not(form, tmp_path):
    lines = summary_lines(take_in(form, tmp_path / "new"), "new", "en")
    assert lines == [
        "Questionnaire written in new: study.yaml and lever-1.yaml. Questions: 2.",
        "  Lever 1, Politique: 1 yes_no and 1 number.",
        "  About the person who answers: email.",
        "To look at:",
        "  sheet survey, row 5, column relevant: The condition of “people” is not taken over: ${Plan} != 'no'",
        "    → Write a universe that comes near it, or leave the question to all.",
        "  sheet survey, row 5, column name: “people” is a number, and the form does not say its unit.",
        "    → Write its unit, here and under “units” in study.yaml.",
        "Left out or changed:",
        "  sheet survey, row 6, column name: “where” is left out: it records a place on a map.",
        "  sheet survey, row 7, column name: “picture” is left out: it asks for a file, a picture or a recording.",
        "    → Ask it otherwise if the study needs it; its column in the answers will belong to no question.",
        "  sheet survey, row 2, column name: “email” is about the person who answers: it stands under “contact” in study.yaml.",
        "    → If this is another question, move it into a lever.",
        "  sheet survey, row 4, column name: “Plan” becomes “plan”.",
        "    → Choose names that you like before the first answers come in: they stay for good.",
        "Next: read these files through, then put them in data/raw/questionnaire of a study; study new makes one.",
    ]


def test_what_a_form_says_is_shown_and_not_obeyed(tmp_path):
    path = tmp_path / "survey.lss"
    lime = Lime()
    lime.tables["group_l10ns"][0]["group_name"] = "[red]Titre \u202e[/red]"
    path.write_bytes(lime.ask("S", "A", "Un").bytes())
    lines = summary_lines(take_in(path, tmp_path / "new"), "new", "en")
    assert lines[1] == "  Lever 1, [red]Titre \\u202e[/red]: 1 text."


def test_the_command_writes_and_says_so_in_french(form, tmp_path, study):
    status, out, err = study("questionnaire", "import", form, "--to", tmp_path / "new", "--languages", "fr")
    assert (status, err) == (0, "")
    for words in (
        "Questions : 2.",
        "study.yaml",
        "Politique",
        "feuille survey, ligne 5, colonne relevant",
        "« where »",
        "study new",
    ):
        assert words in out.replace("\u00a0", " "), words
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["lever-1.yaml", "study.yaml"]
    assert "# Fait à partir du formulaire form.xlsx." in (tmp_path / "new" / "study.yaml").read_text("utf-8")


def test_in_a_study_s_root_the_next_step_is_its_seal(form, small_study, study):
    for path in small_study.questionnaire.iterdir():
        path.unlink()
    status, out, _ = study("--lang", "en", "questionnaire", "import", form, "--to", small_study.root)
    assert status == 0 and "study seal" in out
    assert study("questions", "--root", small_study.root)[0] == 0


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--languages", "fr,de"], 2, ("« de »", "--languages")),
        ([], 0, ()),
    ],
)
def test_languages_are_asked_for_by_name(form, tmp_path, study, options, status, words):
    found, _, err = study("questionnaire", "import", form, "--to", tmp_path / "new", *options)
    assert found == status and all(word in err.replace("\u00a0", " ") for word in words)


def test_mistakes_are_told_with_what_to_do(form, tmp_path, study):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "study.yaml").write_text("mine", "utf-8")
    status, out, err = study("questionnaire", "import", form, "--to", tmp_path / "there")
    assert (status, out) == (2, "") and "study.yaml" in err and "--to" in err
    status, out, err = study("questionnaire", "import", tmp_path / "absent.xlsx", "--to", tmp_path / "new")
    assert (status, out) == (1, "") and "absent.xlsx" in err and "Que faire" in err
    assert not (tmp_path / "new").exists()
