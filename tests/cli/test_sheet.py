"""Asking for one territory's sheet as typed."""

import shutil

import pytest

from study.base.layout import StudyPaths
from study.scaffold.new import new_study


@pytest.fixture
def computed(study_with_notebooks, play_notebook):
    paths, wave = study_with_notebooks, {"wave": "2020", "lang": "fr"}
    play_notebook(paths, "1_clean", "1_clean", wave)
    for lever in (0, 1):
        play_notebook(paths, "2_lever", f"2_lever-{lever}", {**wave, "lever": lever})
    play_notebook(paths, "3_overview", "3_overview", wave)
    return paths


def test_a_sheet_goes_among_the_others_or_where_it_is_told_to(computed, study, tmp_path):
    status, out, err = study("sheet", "Arbois", "--wave", "2020", "--root", computed.root)
    assert (status, err, out.strip()) == (0, "", "reports/2020/territories/arbois.pdf")
    assert computed.territory_sheet("2020", "arbois").read_bytes().startswith(b"%PDF")
    status, out, _ = study("sheet", "arbois", "--lang-report", "en", "--root", computed.root)
    assert (status, out.strip()) == (0, "reports/2020/en/territories/arbois.pdf")
    told = tmp_path / "elsewhere" / "a.pdf"
    assert study("sheet", "arbois", "--to", told, "--root", computed.root)[0] == 0
    assert told.read_bytes() == computed.territory_sheet("2020", "arbois").read_bytes()


def test_what_is_wrong_is_said_on_one_screen(computed, study):
    status, _, err = study("sheet", "Arbios", "--root", computed.root)
    assert status == 2 and "« Arbios »" in err and "« arbois »" in err and "belleville" in err
    status, _, err = study("sheet", "arbois", "--lang-report", "de", "--root", computed.root)
    assert status == 2 and "« de »" in err
    status, _, err = study("sheet", "arbois", "--wave", "2031", "--root", computed.root)
    assert status == 2 and "2031" in err
    shutil.rmtree(computed.processed("2020"))
    status, _, err = study("sheet", "arbois", "--root", computed.root)
    assert status == 2 and "study report 2020" in err


def test_an_open_survey_has_no_sheets(study, tmp_path):
    new_study(tmp_path / "new")
    paths = StudyPaths(tmp_path / "new")
    text = paths.study_yaml.read_text("utf-8")
    paths.study_yaml.write_text(text.replace("languages: [fr, en]", "languages: [fr, en]\nopen_survey: true"), "utf-8")
    status, _, err = study("sheet", "anyone", "--wave", "2024", "--root", paths.root)
    assert status == 2 and "enquête est ouverte" in err
    _, _, err = study("--lang", "en", "sheet", "anyone", "--wave", "2024", "--root", paths.root)
    assert "Wave 2024 has no sheets" in err and "nobody is named, so nobody’s answers may be shown" in " ".join(
        err.split()
    )
