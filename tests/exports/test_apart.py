"""XLS workbooks in a process of their own: what calamine says of a sound one, and a reader that ends or does not."""

import datetime
import io
import struct

import pytest
import xlwt
from python_calamine import CalamineWorkbook, PasswordError

from study.exports import apart
from study.exports.apart import old_workbook
from study.exports.kinds import Kind
from study.exports.workbooks import read_workbook


def xls():
    """Two sheets, the first from C2 on, with each type of value and a merged area; one sheet is empty, one is hidden."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Réponses")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, value in enumerate(("oui", 3, 2.5, True), start=2):
        sheet.write(1, column, value)
    sheet.write(2, 2, datetime.date(2019, 7, 4), day)
    sheet.write_merge(4, 5, 2, 3, "ensemble")
    book.add_sheet("Vide")
    hidden = book.add_sheet("Notes")
    hidden.write(0, 0, "à part")
    hidden.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_all_is_as_calamine_says_it():
    data = xls()
    ours, theirs = old_workbook(data), CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert ours.sheet_names == theirs.sheet_names == ["Réponses", "Vide", "Notes"]
    for about, its in zip(ours.sheets_metadata, theirs.sheets_metadata, strict=True):
        assert (about.name, about.typ, about.visible) == (its.name, its.typ, its.visible)
        one, other = ours.get_sheet_by_name(about.name), theirs.get_sheet_by_name(about.name)
        assert (one.start, one.end) == (other.start, other.end)
        assert one.merged_cell_ranges == (other.merged_cell_ranges or [])
        assert list(one.iter_rows()) == list(other.iter_rows())
        for skipped in (True, False):
            assert one.to_python(skip_empty_area=skipped) == other.to_python(skip_empty_area=skipped)
    assert ours.get_sheet_by_name("Réponses").start == (1, 2)


def damaged(data, kind, at, value):
    """The workbook with a number of its first record of a kind changed; its stream stands right after the heading."""
    place = 512
    while (found := struct.unpack_from("<HH", data, place))[0] != kind:
        place += 4 + found[1]
    return data[: place + 4 + at] + struct.pack("<I", value) + data[place + 8 + at :]


def test_a_file_that_asks_for_all_memory_is_damaged_and_ends_nobody_else():
    # The row after a sheet's last one (Dimensions, [MS-XLS] 2.4.90): calamine makes room for all before it.
    data = damaged(xls(), 0x0200, 4, 0x7FFFFFFF)
    grids, (problem,) = read_workbook(data, Kind.XLS, "a.xls")
    assert grids == [] and problem.code == "export-damaged"
    assert problem.value == "asked for more than 8 GB"


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("import sys\nfrom study.exports import apart\napart._hold(*map(int, sys.argv[1:]))\nwhile True: pass", "read for 1 s without an end"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)", "its reader ended (SIGSEGV)"),
        ("import sys\nsys.exit(7)", "its reader ended (7)"),
    ],
)  # fmt: skip
def test_a_reader_that_does_not_end_or_ends_is_said(monkeypatch, reader, words):
    monkeypatch.setattr(apart, "_READER", ("-c", reader))
    monkeypatch.setattr(apart, "_MOST_SECONDS", 1)
    _, (problem,) = read_workbook(xls(), Kind.XLS, "a.xls")
    assert (problem.code, problem.value) == ("export-damaged", words)


def test_what_the_reader_says_is_said():
    with pytest.raises(ValueError, match="Cannot detect file format"):
        old_workbook(b"")


def test_a_password_is_one(monkeypatch):
    told = "import pickle, sys; sys.stdout.buffer.write(pickle.dumps(('PasswordError', 'x'))); sys.exit(3)"
    monkeypatch.setattr(apart, "_READER", ("-c", told))
    with pytest.raises(PasswordError):
        old_workbook(b"")
