"""The command as it is typed: exit status, words, and what it leaves. A traceback never appears."""

import shutil

import pytest

from study.base.layout import ROOT_VARIABLE

EVIDENCE = "data/raw/evidence/evidence.csv"


def test_many_problems_fit_one_screen_unless_all_are_asked_for(make_study, study):
    def edit(text):
        rows = [f"X{i:03},nowhere{i},0,elected,yes,2020,year,,S001,high,n,n\n" for i in range(40)]
        return text + "".join(rows)

    paths = make_study({EVIDENCE: edit})
    status, _, err = study("check", "--root", paths.root)
    assert status == 1 and "nowhere0" in err and "nowhere39" not in err and "--all" in err
    status, _, err = study("check", "--all", "--root", paths.root)
    assert status == 1 and "nowhere39" in err


@pytest.mark.parametrize("command", ["check", "report", "indicators"])
def test_an_unsealed_change_is_refused_with_its_remedy_and_nothing_is_written(
    study_with_notebooks, study, command, snapshot
):
    small_study = study_with_notebooks
    small_study.evidence.write_text(
        small_study.evidence.read_text("utf-8").replace("Two people", "Three people"), "utf-8"
    )
    before = snapshot(small_study.root)
    status, out, err = study(command, "2020", "--root", small_study.root)
    said = " ".join(out.split()) + err
    assert status == 1 and EVIDENCE in said and "study seal" in said
    assert snapshot(small_study.root) == before


@pytest.mark.parametrize("command", ["check", "report", "indicators"])
def test_an_unknown_wave_is_wrong_usage_and_the_nearest_one_is_told(small_study, study, command, snapshot):
    before = snapshot(small_study.root)
    status, _, err = study(command, "202", "--root", small_study.root)
    assert status == 2 and "« 202 »" in err and "« 2020 »" in err
    assert snapshot(small_study.root) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("chek",),
        ("--lang", "xx", "waves"),
        ("indicators", "--lever", "9"),
        ("indicators", "--lever", "one"),
        ("report", "--workers", "0"),
        ("check", "2020", "2021"),
        ("questions", "--lever", "9"),
    ],
)
def test_wrong_usage_ends_with_two(small_study, study, arguments, monkeypatch):
    monkeypatch.chdir(small_study.root)
    status, _, err = study(*arguments)
    assert status == 2 and err


@pytest.mark.parametrize("number", ["0", "-1"])
def test_no_notebook_at_once_is_wrong_usage_in_both_languages(small_study, study, number):
    for lang, words in {"fr": "au moins un", "en": "at least one"}.items():
        status, out, err = study("--lang", lang, "report", f"-n{number}", "--root", small_study.root)
        assert (status, out) == (2, "") and f"--workers {'vaut' if lang == 'fr' else 'is'} {number}." in err
        assert words in " ".join(err.split())


def test_a_folder_without_a_study_is_wrong_usage(tmp_path, study, monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    for arguments in (("waves",), ("waves", "--root", tmp_path / "nowhere")):
        status, out, err = study(*arguments)
        assert (status, out) == (2, "") and "--root" in err


def test_a_study_without_waves_is_told(make_study, study):
    paths = make_study()
    shutil.rmtree(paths.wave_folder("2020"))
    status, _, err = study("check", "--root", paths.root)
    assert status == 2 and "Cette étude n’a pas encore de vague" in err and "data/raw/waves/<" in err
    assert "« »" not in err and "«  »" not in err


def test_the_study_is_found_from_any_folder_in_it(small_study, study, monkeypatch):
    monkeypatch.chdir(small_study.evidence_folder)
    assert study("waves")[0] == 0


@pytest.mark.parametrize("arguments", [(), ("--help",), ("report", "--help")])
def test_help_is_there(study, arguments):
    status, out, err = study(*arguments)
    assert status in (0, 2) and "--" in out + err
