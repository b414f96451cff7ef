import io
import os
from pathlib import Path

import pytest
import xlsxwriter

from study.base.errors import Severity
from study.exports import files
from study.exports.files import read_file

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"


@pytest.fixture
def read(tmp_path):
    def made(data, name="export.csv"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_file(tmp_path / name, f"responses/{name}")

    return made


def workbook(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return out.getvalue()


@pytest.mark.parametrize("name", ["export.csv", "export.xls", "export.xlsx", "export"])
def test_the_content_says_what_a_file_is_and_the_name_nothing(read, name):
    for data in (b"id;name\n1;x\n", workbook(a=[["id", "name"], [1, "x"]])):
        (grid,), problems = read(data, name)
        assert problems == [] and grid.file == f"responses/{name}"
        assert grid.cells.to_numpy().tolist() == [["id", "name"], ["1", "x"]]


def test_a_workbook_gives_a_grid_for_each_sheet_that_holds_anything(read):
    grids, problems = read(workbook(answers=[["id"], [1]], empty=[], notes=[["x"]]), "export.xlsx")
    assert [grid.sheet for grid in grids] == ["answers", "notes"] and problems == []


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_an_empty_file_is_an_error(read, data):
    grids, problems = read(data)
    assert grids == [] and [problem.code for problem in problems] == ["export-empty"]


def test_a_missing_file_a_folder_and_a_pipe_cannot_be_read(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "missing.csv", tmp_path / "pipe.csv"):
        grids, problems = read_file(path, "responses/f.csv")
        assert grids == [] and [problem.code for problem in problems] == ["export-unreadable"]
        assert problems[0].place.file == "responses/f.csv" and str(tmp_path) not in problems[0].value


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("opened"))
    assert [problem.code for problem in read_file(path, "f")[1]] == ["export-too-large"]


def test_forms_are_told_from_answers(read):
    survey = [["type", "name", "label::Français (fr)"], ["text", "nom", "Nom"]]
    limesurvey = "class\ttype/scale\tname\trelevance\ttext\nS\t\tsid\t\t1\nG\tG0\tOne\t1\t\n"
    for data, form in (
        (workbook(survey=survey, choices=[["list_name", "name"]]), "XLSForm"),
        (limesurvey, "LimeSurvey"),
    ):
        grids, problems = read(data)
        assert grids == [] and [(problem.code, problem.details["form"]) for problem in problems] == [
            ("export-is-a-form", form)
        ]


def test_answers_that_look_a_little_like_a_form_are_answers(read):
    answers = [["type", "name", "comment"], ["a", "b", "c"]]
    assert len(read(workbook(survey=answers))[0]) == 1
    assert len(read(workbook(answers=[["type", "name", "label"]]))[0]) == 1
    assert len(read("class;type/scale\n1;2\n")[0]) == 1


def test_an_error_in_one_sheet_leaves_no_grid_of_the_others(read):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("a").write(0, 0, "x")
        book.add_worksheet("b").write(1_048_575, 16_383, "far")
    grids, problems = read(out.getvalue())
    assert grids == [] and [(problem.code, problem.place.sheet) for problem in problems] == [
        ("export-too-many-cells", "b")
    ]


# Rows and columns as a spreadsheet program shows them, rows without any text left out.
SHAPES = {
    "insee_populations_legales_2019_extrait.ods": [
        ("Régions", 24, 7),
        ("Départements", 107, 9),
        ("Collectivités d'outre-mer", 11, 7),
        ("Documentation", 22, 2),
    ],
    "insee_populations_regions_2019_cp1252.csv": [("", 24, 7)],
    "kb01_export_repetition_sep-point.xlsx": [("Sample Dataset KoboloadeR", 6, 25), ("members", 13, 13)],
    "kb05_formpack_4versions_type-change_codes.csv": [("", 9, 16)],
    "kb06_formpack_or-other_libelles.csv": [("", 4, 16)],
    "kb07_formpack_groupes_libelles_es.csv": [("", 4, 16)],
    "kb08_formpack_multi_detail-seul.csv": [("", 4, 12)],
    "kb08_formpack_multi_resume-seul.csv": [("", 4, 9)],
    "kb09_formpack_guillemets_retours_urls.csv": [("", 6, 9)],
    "ls01_fr_codes_pointvirgule_bom_crlf.csv": [("", 61, 25)],
    "ls02_de_textecomplet_pointvirgule_bom.csv": [("", 97, 317)],
    "ls02_en_textecomplet_pointvirgule_bom.csv": [("", 97, 317)],
    "ls05_en_code-et-texte_virgule_2017nl.csv": [("", 78, 131)],
}


def sample(name):
    if not (SAMPLES / name).is_file():
        pytest.skip(f"the sample {name} is not here")
    return read_file(SAMPLES / name, name)


@pytest.mark.parametrize("name", SHAPES)
def test_real_exports_have_the_shape_that_a_spreadsheet_shows(name):
    grids, problems = sample(name)
    assert [(grid.sheet, *grid.cells.shape) for grid in grids] == SHAPES[name]
    said = [(problem.code, problem.severity, problem.details["encoding"], problem.value) for problem in problems]
    assert said == ([("export-encoding", Severity.NOTE, "Windows-1252", "légales")] if "cp1252" in name else [])
    assert all(set(grid.widths.tolist()) == {grid.cells.shape[1]} for grid in grids)


def test_a_real_form_is_told_from_answers():
    grids, problems = sample("kb01_xlsform_sample.xlsx")
    assert grids == [] and [problem.details["form"] for problem in problems] == ["XLSForm"]


def test_the_first_and_last_rows_of_real_exports_are_where_they_stand():
    ods, *_ = sample("insee_populations_legales_2019_extrait.ods")[0]
    assert ods.cells.iloc[6, :2].tolist() == ["Code région", "Nom de la région"] and ods.rows[6] == 8
    assert ods.cells.iloc[7].tolist() == ["84", "Auvergne-Rhône-Alpes", "39", "241", "4092", "7916889", "8104357"]
    csv = sample("ls01_fr_codes_pointvirgule_bom_crlf.csv")[0][0]
    assert csv.cells.iloc[0, 0] == "id" and csv.rows.tolist() == list(range(1, 62))
    kobo = sample("kb01_export_repetition_sep-point.xlsx")[0][0]
    assert kobo.cells.iloc[1, 0] == "2022-10-27 08:57:58"


def test_every_sample_has_its_place_in_these_tests():
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not here")
    tables = {path.name for path in SAMPLES.iterdir() if path.suffix != ".md"}
    assert tables == {*SHAPES, "kb01_xlsform_sample.xlsx"}
