"""Which sheets of a file are tables of answers, and rows whose cells have slipped."""

import pytest
import xlsxwriter

from study.exports.settings import SurveySettings
from study.survey.tables import read_tables


@pytest.fixture
def book(tmp_path):
    """`book({"Sheet": [[…]]})`: a workbook."""

    def make(sheets):
        path = tmp_path / "answers.xlsx"
        with xlsxwriter.Workbook(path) as made:
            for name, rows in sheets.items():
                sheet = made.add_worksheet(name)
                for i, row in enumerate(rows):
                    sheet.write_row(i, 0, row)
        return path

    return make


@pytest.fixture
def tables(tools):
    def read(path, **settings):
        return read_tables(path, path.name, tools.small, SurveySettings(**settings), ["métropole"])

    return read


def answers(tools):
    name = tools.small.questions[0].question
    return [["territory", name], ["Arbois", "oui"], ["Cassis", "non"]]


def test_a_sheet_without_a_question_is_left_aside_and_told(book, tables, tools):
    read, problems = tables(book({"Notes": [["À lire"], ["Merci"]], "Réponses": answers(tools)}))
    assert [table.grid.sheet for table in read] == ["Réponses"] and len(read[0].asked) == 1
    assert [(item.code, item.place.sheet) for item in problems if item.code == "sheet-not-read"] == [
        ("sheet-not-read", "Notes")
    ]


def test_answers_on_several_sheets_are_all_read(book, tables, tools):
    read, _ = tables(book({"A": answers(tools), "B": answers(tools)}))
    assert [table.grid.sheet for table in read] == ["A", "B"]


def test_the_wave_may_name_the_sheet(book, tables, tools):
    sheets = {"A": answers(tools), "B": answers(tools)}
    assert [table.grid.sheet for table in tables(book(sheets), sheet="b")[0]] == ["B"]
    read, problems = tables(book(sheets), sheet="C")
    assert read == [] and [(item.code, item.details["known"]) for item in problems] == [("no-such-sheet", ["A", "B"])]


def test_where_no_sheet_asks_anything_the_widest_says_why(book, tables):
    sheets = {"Small": [["x"], ["y"]], "Wide": [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]}
    read, problems = tables(book(sheets))
    assert [table.grid.sheet for table in read] == ["Wide"]
    assert ("no-question-column", "Wide") in [(item.code, item.place.sheet) for item in problems]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("Arbois,oui\nCassis,non,3\n", [3]),
        ("Arbois,oui\nCassis\n", []),  # one cell: nothing was answered, nothing has slipped
        ("Arbois,oui\n\nNote: none\n", []),
    ],
)
def test_rows_whose_cells_have_slipped(tmp_path, tables, tools, rows, wrong):
    path = tmp_path / "answers.csv"
    path.write_text(f"territory,{tools.small.questions[0].question}\n{rows}", encoding="utf-8")
    _, problems = tables(path)
    assert [item.place.row for item in problems if item.code == "row-length"] == wrong
    assert [item.code for item in problems if item.code == "column-without-heading"] == []


def test_a_file_that_cannot_be_read_has_no_table(tmp_path, tables):
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"")
    read, problems = tables(path)
    assert read == [] and [item.code for item in problems] == ["export-empty"]
