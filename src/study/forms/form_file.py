"""A form's file, opened: what kind it is, and the sheets of a workbook as texts.

Promise: the kind is told by the content, not by the name; a file that is no form says what it is and what to do.
Nothing swells in memory: a workbook is measured before it is unpacked. Cells are texts, at their true rows and columns.
Left out: what the sheets mean (`from_xlsform`), XML and tab-separated structures (`lime_xml`, `lime_tabs`).
"""

import datetime
import errno
import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from study.base.errors import Place, Problem
from study.base.show import Term
from study.base.text import mark
from study.exports import file_problems
from study.exports.kinds import Kind as WorkbookKind
from study.exports.kinds import kind_of as workbook_kind
from study.exports.workbooks import opened, said, worksheets
from study.forms import form_problems as found

# Forms are some hundred kilobytes; the largest ones, with tens of thousands of choices, some megabytes.
_LARGEST_MB = 64
_MEGABYTE = 1 << 20
_MOST_CELLS = 5_000_000
_TOO_LARGE = (file_problems.ZipBomb, file_problems.TooManyCells, file_problems.TooManyColumns)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Columns that platforms add to answers and never to a form.
_ANSWER_COLUMNS = (
    "_uuid",
    "_submission_time",
    "_id",
    "_index",
    "meta/instanceID",
    "submitdate",
    "lastpage",
    "startdate",
)


# What the system says, in the user's language; anything else is said in the system's own words.
_CAUSES = {
    errno.ENOENT: Term(mark("it is not there")),
    errno.EISDIR: Term(mark("it is a folder")),
    errno.EACCES: Term(mark("reading it is not allowed")),
}


class Kind(StrEnum):
    """What a form's file is."""

    WORKBOOK = "workbook"
    XML = "xml"
    TABS = "tabs"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its cells as texts, row by row from the sheet's first row."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def answer_columns(headings: list[str]) -> list[str]:
    """Return the headings that only answers have; two of them make an export of answers."""
    known = {name.casefold() for name in _ANSWER_COLUMNS}
    own = [heading.strip() for heading in headings]
    return [name for name in own if name.casefold() in known or name.casefold().endswith("/_uuid")]


def read_bytes(path: Path) -> tuple[bytes, list[Problem]]:
    """Read a form's file; empty bytes and a problem when it cannot be, is empty, or is far too large."""
    place = Place(path.name)
    try:
        if path.stat().st_size > _LARGEST_MB * _MEGABYTE:
            return b"", [found.FormTooLarge(place, details={"limit": _LARGEST_MB})]
        data = path.read_bytes()
    except OSError as error:
        reason = _CAUSES.get(error.errno or 0) or error.strerror or str(error)
        return b"", [found.FormNotRead(place, details={"reason": reason})]
    return data, [] if data.strip() else [found.EmptyForm(place)]


def kind_of(data: bytes, file: str) -> tuple[Kind | None, list[Problem]]:
    """Tell what a file is by its first bytes; None and a problem when it is no form."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return Kind.WORKBOOK, []
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?xml", b"<document", b"<!DOCTYPE document")):
        return Kind.XML, []
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    tabbed = [cell.strip().strip('"') for cell in first.rstrip("\r").split("\t")]
    if {"class", "type/scale", "name"} <= set(tabbed):
        return Kind.TABS, []
    separator = max(";,\t", key=first.count)
    answers = answer_columns([cell.strip().strip('"') for cell in first.rstrip("\r").split(separator)])
    if len(answers) > 1:
        return None, [found.ExportNotForm(Place(file, row=1), details={"known": answers})]
    return None, [found.NotAForm(Place(file))]


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return (value.date() if value.time() == datetime.time() else value).isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _swells(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist()) > _LARGEST_MB * _MEGABYTE


def _as_form(problem: Problem, data: bytes) -> Problem:
    """Return what is wrong with a workbook as what is wrong with a form."""
    place = problem.place
    if isinstance(problem, found.FormTooLarge):
        return problem
    if isinstance(problem, file_problems.PasswordProtected) or _encrypted(data):
        return found.EncryptedForm(place)
    if isinstance(problem, file_problems.DamagedWorkbook):
        return found.DamagedForm(place, details={"reason": problem.value})
    if isinstance(problem, _TOO_LARGE):
        return found.FormTooLarge(place, details={"limit": _LARGEST_MB})
    return found.NotAForm(place)


def _sheets(data: bytes, file: str) -> tuple[list[Sheet], list[Problem]]:
    large: list[Problem] = [found.FormTooLarge(Place(file), details={"limit": _LARGEST_MB})]
    if data.startswith(b"PK") and _swells(data):
        return [], large
    kind = workbook_kind(data, file)
    if not isinstance(kind, WorkbookKind):
        return [], [kind]
    workbook, facts, problems = opened(data, kind, file)
    if workbook is None:
        return [], problems
    if sum(sheet.last_row * (sheet.last + 1) for sheet in facts.values()) > _MOST_CELLS:
        return [], large
    return [
        Sheet(
            sheet.name,
            tuple(tuple(_cell_text(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False)),
        )
        for sheet, _ in worksheets(workbook, facts)
    ], []


def read_workbook(data: bytes, file: str) -> tuple[list[Sheet], list[Problem]]:
    """Read every sheet of an XLSX, XLS or ODS workbook (calamine); no sheet and a problem when it cannot be.

    It is looked through as those of answers are (`study.exports.workbooks`) before anything is laid out in memory.
    """
    sheets, problems = said(lambda: _sheets(data, file), file)
    return sheets or [], [_as_form(problem, data) for problem in problems]


def _encrypted(data: bytes) -> bool:
    """Tell whether an OLE file holds the stream in which Office puts an encrypted workbook."""
    return data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data
