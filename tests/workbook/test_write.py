import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from study.workbook.sheets import Cell, Column, Sheet, Table
from study.workbook.write import Properties, text_of, written

ABOUT = Properties("T", "A", "S", "k", datetime.date(2021, 1, 15), "", "Page")


def book(*cells, about=ABOUT, **table):
    first = Sheet("Read me", "T", "S", (Table((Column("", 20),), ((Cell("x"),),)),))
    sheet = Sheet("Data", "T", "S", (Table((Column("A"),), tuple((cell,) for cell in cells), **table),))
    return written([first, sheet], about)


def column(content):
    return [row[0].value for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows(min_row=5)]


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


HOSTILE = ["=1+1", "+33 1", "-x", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://x.example","y")', "{=1}", "='x'!A1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_nor_becomes_one_elsewhere(text):
    content = book(Cell(text))
    [cell] = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows(min_row=5, max_row=5)]
    assert cell.data_type == "s" and not str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r"))
    for name in zipfile.ZipFile(io.BytesIO(content)).namelist():
        if name.startswith("xl/worksheets/"):
            assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read(name)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_whatever_is_written_is_read_back_by_two_readers(texts):
    content = book(*map(Cell, texts))
    again = [unescape(value or "") for value in column(content)]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Data").to_python()[4:]
    # What ends a line in XML is a line feed.
    same = [lines(text_of(text)) for text in texts]
    assert [lines(text) for text in again] == same
    assert [lines(str(row[0])) for row in rows] == same[: len(rows)]


def test_a_number_is_a_number_a_day_a_day_and_a_long_text_is_shortened():
    day = datetime.date(2020, 5, 1)
    found = column(book(Cell(0.5, "0%"), Cell(day, "yyyy-mm-dd"), Cell("x" * 40_000)))
    assert found[:2] == [0.5, datetime.datetime(2020, 5, 1)]
    assert len(found[2]) == 32_767 and found[2].endswith("…")


def test_only_pages_of_the_web_and_sheets_of_the_book_are_links():
    urls = ["https://example.org/a?b=1#c", "javascript:alert(1)", "file:///etc/passwd", "external:c:\\x.xlsx",
            "https://example.org/" + "x" * 3000]  # fmt: skip
    content = book(*(Cell("word", url=url) for url in urls), Cell("there", sheet="Read me"))
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows(min_row=5)]
    assert [cell.value for cell in cells] == ["word"] * 5 + ["there"]
    assert [bool(cell.hyperlink) for cell in cells] == [True, False, False, False, False, True]
    assert cells[0].hyperlink.target == "https://example.org/a?b=1" and cells[0].hyperlink.location == "c"
    assert cells[5].hyperlink.location == "'Read me'!A1"


def test_the_same_sheets_give_the_same_bytes_and_tell_no_other_day():
    one, two = book(Cell("a")), book(Cell("a"))
    assert one == two
    archive = zipfile.ZipFile(io.BytesIO(one))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert core.count("2021-01-15T00:00:00Z") == 2 and "2026" not in core


def test_a_fictitious_book_says_so_at_the_head_of_each_page_and_signs_of_headers_are_words():
    warned = Properties("T", "A", "S", "k", datetime.date(2021, 1, 15), "R&D: made up", "Page")
    for sheet in openpyxl.load_workbook(io.BytesIO(book(Cell("a"), about=warned))):
        assert sheet.oddHeader.left.text.endswith("R&&D: made up")
    for sheet in openpyxl.load_workbook(io.BytesIO(book(Cell("a")))):
        assert not sheet.oddHeader.left.text and "&P" in sheet.oddFooter.right.text


def test_a_row_is_as_tall_as_its_longest_cell_and_no_taller_than_a_spreadsheet_takes():
    content = book(Cell("short"), Cell("some words " * 40), Cell("two\nlines"), Cell("word " * 5000))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Data"]
    heights = [sheet.row_dimensions[row].height for row in range(5, 9)]
    wide = sheet.column_dimensions["A"].width
    one = heights[2] / 2
    assert heights[0] is None and 400 < heights[3] <= 409
    assert len("some words " * 40) / wide * one <= heights[1] <= 2 * len("some words " * 40) / wide * one
    # Headings, too: each of their words fits the column, all of them do not.
    table = Table((Column("A heading of several words", 8),), ((Cell("x"),),))
    first = Sheet("Read me", "T", "S", (table,))
    tall = openpyxl.load_workbook(io.BytesIO(written([first], ABOUT)))["Read me"].row_dimensions[4].height
    assert tall and tall >= 2 * one
