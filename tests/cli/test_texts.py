"""`study texts`: what respondents wrote, to be read; the lines it ends with release it."""

import openpyxl
import pytest
import yaml

FILE = "data/raw/waves/2020/responses/answers.csv"
EXPORT = (
    "territory;scheme;purchases_eur;lever_0.actions;lever_1.actions\n"
    "arbois;selon Mme Untel;5;Un club animé par Untel;\n"
    "belleville;oui;5;;Une charte\n"
)


@pytest.fixture
def root(make_study):
    return make_study({FILE: EXPORT}, sealed=False).root


def test_texts_are_shown_with_their_cells_and_how_to_release_them(root, study, one_line):
    status, out, _ = study("--lang", "en", "texts", "2020", "--root", root)
    assert status == 0
    said = one_line(out)
    assert "answers.csv:2:B Arbois [could not be read] selon Mme Untel" in said
    assert "answers.csv:3:E Belleville Une charte" in said and "3 texts are held back" in said
    path = root / "data/raw/waves/2020/wave.yaml"
    lines = out[out.index("  released:") :]
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\nsurvey:\n" + lines, "utf-8")
    assert yaml.safe_load(path.read_text("utf-8"))["survey"]["released"][0]["file"] == "answers.csv"
    # As they are printed, they are what releases the texts.
    status, out, _ = study("--lang", "en", "texts", "2020", "--root", root)
    assert (status, out) == (0, "Wave 2020: no text is held back.\n")
    assert "Une charte" in study("texts", "2020", "--all", "--root", root)[1]


def test_a_workbook_is_written_outside_the_study_and_nowhere_else(root, study, snapshot, tmp_path):
    before = snapshot(root)
    target = tmp_path.parent / f"{tmp_path.name}-texts.xlsx"
    status, out, _ = study("texts", "2020", "--to", target, "--root", root)
    assert status == 0 and "Untel" not in out and "released:" in out
    cells = [cell for row in openpyxl.load_workbook(target).active.iter_rows(values_only=True) for cell in row]
    assert "Un club animé par Untel" in cells
    status, _, err = study("texts", "2020", "--to", root / "texts.xlsx", "--root", root)
    assert status == 2 and "dossier de l’étude" in err
    assert snapshot(root) == before


def test_a_wave_that_is_not_there_is_said(root, study):
    status, _, err = study("texts", "2031", "--root", root)
    assert status == 2 and "2031" in err
