import io
import re

import pytest
import xlwt

from study.exports.biff import is_encrypted, xls_facts
from study.exports.compound import compound

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def stream(book):
    out = io.BytesIO()
    book.save(out)
    return compound(out.getvalue()).stream("Workbook")


def test_formulas_are_found_at_their_cells_sheet_by_sheet():
    book = xlwt.Workbook()
    first, second = book.add_sheet("a"), book.add_sheet("b")
    first.write(3, 2, xlwt.Formula("1+1"))
    first.write(3, 3, 2)
    second.write(0, 0, xlwt.Formula("1/0"))
    assert [facts.formulas for facts in xls_facts(stream(book))] == [{(4, 2)}, {(1, 0)}]


@pytest.mark.parametrize(("code", "sign"), ERRORS.items())
def test_errors_keep_their_sign(code, sign):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.row(5).set_cell_error(7, code)
    sheet.row(5).set_cell_boolean(8, True)
    assert xls_facts(stream(book))[0].errors == {(6, 7): sign}


def test_an_error_that_a_formula_gave_keeps_its_sign():
    book = xlwt.Workbook()
    book.add_sheet("a").write(1, 1, xlwt.Formula("1/0"))
    data = stream(book)
    # The record's result, which xlwt leaves for Excel to compute: type 2 (an error), code 7 (a division by zero).
    at = re.search(rb"\x06\x00..\x01\x00\x01\x00", data, re.S).start() + 4
    data = data[: at + 6] + b"\x02\x00\x07\x00\x00\x00\xff\xff" + data[at + 14 :]
    facts = xls_facts(data)[0]
    assert facts.errors == {(2, 1): "#DIV/0!"} and facts.formulas == {(2, 1)}


def test_hidden_rows_and_columns_are_found():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(3):
        sheet.write(row, 3, "x")
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    facts = xls_facts(stream(book))[0]
    assert facts.hidden_rows == {2} and facts.hidden_columns == [range(2, 3)]


def test_a_password_is_told():
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "x")
    data = stream(book)
    start = 4 + int.from_bytes(data[2:4], "little")
    record = b"\x2f\x00\x06\x00" + b"\0" * 6
    assert not is_encrypted(data) and is_encrypted(data[:start] + record + data[start:])


@pytest.mark.parametrize("data", [b"", b"\x09\x08", b"\x09\x08\xff\xff", b"\0" * 100])
def test_what_is_no_workbook_has_no_sheets(data):
    assert xls_facts(data) == [] and not is_encrypted(data)
