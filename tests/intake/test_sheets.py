"""A CSV export as texts, however a spreadsheet or a platform saved it."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.intake import sheets
from study.intake.sheets import read_csv

EXPECTED = ["territory", "scheme", "clauses"]


@pytest.fixture
def read(tmp_path):
    """`read(text or bytes)`: the sheet of one file, and its problems."""

    def one(content):
        path = tmp_path / "a.csv"
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return read_csv(path, EXPECTED, StudyPaths(tmp_path))

    return one


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_save(read, separator, mark, end):
    rows = [["territory", "scheme"], [" Arbois ", 'a "b"'], ["x,y;z\tt", f"two{end}lines"], ["", ""], ["\u00a0é", ""]]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    sheet, problems = read(mark + stream.getvalue())
    assert problems == []
    assert (sheet.file, sheet.name, sheet.heading) == ("a.csv", "", ("territory", "scheme"))
    assert sheet.column(0).tolist() == ["Arbois", "x,y;z\tt", "é"]
    assert sheet.column(1).tolist() == ['a "b"', f"two{end}lines", ""]
    assert sheet.rows.tolist() == [2, 3, 5]  # a quoted line break is no row, a blank row is one
    assert sheet.rows.dtype == "int64" and sheet.column(0).dtype == "str"


def test_texts_that_look_like_something_else_stay_as_they_are(read):
    sheet, _ = read("territory,scheme\nNA,007\nnull,1e3\nnan,True\n")
    assert sheet.column(0).tolist() == ["NA", "null", "nan"]
    assert sheet.column(1).tolist() == ["007", "1e3", "True"]


def test_blank_lines_count_as_rows_and_hold_nothing(read):
    sheet, problems = read("territory,scheme\n\na,yes\n,\n   \nb,no\n\n")
    assert problems == []
    assert (sheet.column(0).tolist(), sheet.rows.tolist()) == (["a", "b"], [3, 6])


def test_a_heading_alone_is_an_export_without_rows(read):
    sheet, problems = read("territory,scheme\n")
    assert problems == []
    assert (sheet.heading, len(sheet.cells), len(sheet.rows)) == (("territory", "scheme"), 0, 0)
    assert sheet.column(1).tolist() == []


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("territory;sch\xe9ma\nbourg;oui\n".encode("cp1252"), "not-utf8", 1),
        ("", "empty-file", None),
        (" \n\n", "empty-file", None),
        ('territory,scheme\na,yes\nb,"no\nc,yes\n', "broken-quotes", 3),
        ('territory,scheme\na,"yes"?\n', "broken-quotes", 2),
        ('"territory,scheme\n', "broken-quotes", 1),
    ],
)
def test_a_file_that_cannot_be_read(read, content, code, row):
    sheet, [problem] = read(content)
    assert sheet is None
    assert (problem.code, problem.place.file, problem.place.row) == (code, "a.csv", row)


def test_rows_of_another_length_are_named_and_the_others_read(read):
    sheet, problems = read("territory,scheme\na,yes\nb\nc,no,more\n;;;;\nd,no\n")
    assert [(item.code, item.place.row, item.details) for item in problems] == [
        ("row-length", 3, {"cells": 1, "expected": 2}),
        ("row-length", 4, {"cells": 3, "expected": 2}),
        ("row-length", 5, {"cells": 1, "expected": 2}),
    ]
    assert (sheet.column(0).tolist(), sheet.rows.tolist()) == (["a", "d"], [2, 6])


def test_a_file_that_is_gone(tmp_path):
    sheet, [problem] = read_csv(tmp_path / "no.csv", EXPECTED, StudyPaths(tmp_path))
    assert (sheet, problem.code) == (None, "missing-file")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6), min_size=2, max_size=2),
        max_size=9,
    ),
    separator=st.sampled_from(",;\t"),
)
def test_many_rows_read_as_few_do(tmp_path, monkeypatch, rows, separator):
    """The same cells whatever the size of a chunk, and those that the standard reader gives."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([EXPECTED[:2], *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(stream.getvalue().encode("utf-8"))
    whole, _ = read_csv(path, EXPECTED, StudyPaths(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(sheets, "_ROWS", 2)
        parts, _ = read_csv(path, EXPECTED, StudyPaths(tmp_path))
    expected = [(i, *map(str.strip, row)) for i, row in enumerate(rows, start=2)]
    expected = [row for row in expected if any(row[1:])]
    for sheet in (whole, parts):
        assert list(zip(sheet.rows, sheet.column(0), sheet.column(1), strict=True)) == expected
