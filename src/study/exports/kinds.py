"""What a file is, by what it holds: its name may say anything.

Promise: every file is a text, a workbook of one of the three formats that are read, or something else that is said by
name, so that whoever put it there knows what to do. Only the beginning is looked at, and the table of contents of an
archive. Left out: reading it (`texts`, `workbooks`), and forms that are workbooks or texts (`files`).
"""

import io
import re
import zipfile
from enum import StrEnum

from study.base.errors import Place, Problem
from study.base.show import Term
from study.base.text import mark
from study.exports import file_problems as found
from study.exports.archives import members
from study.exports.compound import SIGNATURE, compound


class Kind(StrEnum):
    """What is read, and by whom."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


_IMAGE = mark("an image")
_DOCUMENT = mark("a text document")
_SLIDES = mark("a presentation")
_PDF = mark("a PDF document")
_JSON = mark("JSON data")
_XML = mark("XML data")
_DATABASE = mark("a database")
_STATISTICS = mark("a file of a statistics program")
_OLE = mark("an Office file without a table")
_XLSB = mark("a binary workbook of Excel (XLSB)")
_XML_2003 = mark("an XML workbook of Excel 2003")
_FLAT = mark("a flat OpenDocument")
_NUMBERS = mark("a workbook of Numbers")
_OLD_EXCEL = mark("a workbook of Excel 4 or earlier")
_PARQUET = mark("a Parquet file")

_STARTS = (
    (b"%PDF", found.NotAnExport, _PDF),
    (b"\x89PNG", found.NotAnExport, _IMAGE),
    (b"\xff\xd8\xff", found.NotAnExport, _IMAGE),
    (b"GIF8", found.NotAnExport, _IMAGE),
    (b"II*\0", found.NotAnExport, _IMAGE),
    (b"MM\0*", found.NotAnExport, _IMAGE),
    (b"{\\rtf", found.NotAnExport, _DOCUMENT),
    (b"SQLite format 3\0", found.NotAnExport, _DATABASE),
    (b"$FL2", found.NotAnExport, _STATISTICS),
    (b"$FL3", found.NotAnExport, _STATISTICS),
    (b"<stata_dta>", found.NotAnExport, _STATISTICS),
    (b"PAR1", found.OtherSpreadsheet, _PARQUET),
    (b"\x09\x00\x04\x00", found.OtherSpreadsheet, _OLD_EXCEL),
    (b"\x09\x02\x06\x00", found.OtherSpreadsheet, _OLD_EXCEL),
    (b"\x09\x04\x06\x00", found.OtherSpreadsheet, _OLD_EXCEL),
    (b"\x1f\x8b", found.ArchiveGiven, ""),
    (b"7z\xbc\xaf\x27\x1c", found.ArchiveGiven, ""),
    (b"Rar!", found.ArchiveGiven, ""),
    (b"PK\x05\x06", found.ArchiveGiven, ""),
)
_ZIP = b"PK\x03\x04"
_HEAD_BYTES = 8_192
_PAGE = re.compile(r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b|mime-version:", re.I | re.S)
_JSON_START = re.compile(r'\{\s*"[^"\r\n]*"\s*:|\[\s*\{\s*"|\{\s*\}\s*$|\[\s*\]\s*$')
_FORM = re.compile(r"<LimeSurveyDocType>\s*(?:Survey|Group|Question)\s*<")
_LIMESURVEY = "LimeSurvey"

_CONTENTS = (
    ("xl/workbook.xml", None, ""),
    ("xl/workbook.bin", found.OtherSpreadsheet, _XLSB),
    ("index/document.iwa", found.OtherSpreadsheet, _NUMBERS),
    ("word/document.xml", found.NotAnExport, _DOCUMENT),
    ("ppt/presentation.xml", found.NotAnExport, _SLIDES),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_KINDS = {"text": _DOCUMENT, "presentation": _SLIDES, "graphics": _IMAGE}

_STREAMS = (
    ("WordDocument", found.NotAnExport, _DOCUMENT),
    ("PowerPoint Document", found.NotAnExport, _SLIDES),
)


def _said(problem: type[Problem], kind: str, shown: str) -> Problem:
    return problem(Place(shown), None, {"kind": Term(kind)} if kind else {})


def _head(data: bytes) -> str:
    """Return the beginning as text, whatever its encoding: markup is ASCII in all of them."""
    start = data[:_HEAD_BYTES]
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = start.decode("utf-16", "ignore") if wide else start.decode("latin-1").removeprefix("ï»¿")
    return text.lstrip()


def _markup(data: bytes, shown: str) -> Problem | None:
    head = _head(data)
    if _PAGE.match(head):
        return found.HtmlPage(Place(shown))
    if head.startswith(("<?xml", "<document")):
        if _FORM.search(head):
            return found.QuestionnaireGiven(Place(shown), None, {"form": _LIMESURVEY})
        if "urn:schemas-microsoft-com:office:spreadsheet" in head:
            return _said(found.OtherSpreadsheet, _XML_2003, shown)
        if "<office:document" in head:
            return _said(found.OtherSpreadsheet, _FLAT, shown)
        is_page = re.search(r"<html\b", head, re.I) is not None
        return found.HtmlPage(Place(shown)) if is_page else _said(found.NotAnExport, _XML, shown)
    return _said(found.NotAnExport, _JSON, shown) if _JSON_START.match(head) else None


def _packed(data: bytes, shown: str) -> Kind | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = members(archive)
            kind = held.get("mimetype")
            declared = archive.read(kind).decode("ascii", "replace") if kind and kind.file_size < 200 else ""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        return found.DamagedWorkbook(Place(shown), str(error))
    if declared.startswith(_OPEN_DOCUMENT):
        what = declared.removeprefix(_OPEN_DOCUMENT).removesuffix("-template")
        return Kind.ODS if what == "spreadsheet" else _said(found.NotAnExport, _OPEN_KINDS.get(what, _DOCUMENT), shown)
    for name, problem, words in _CONTENTS:
        if name in held:
            return Kind.XLSX if problem is None else _said(problem, words, shown)
    return found.ArchiveGiven(Place(shown))


def _streams(data: bytes, shown: str) -> Kind | Problem:
    try:
        names = compound(data).names
    except ValueError as error:
        return found.DamagedWorkbook(Place(shown), str(error))
    if "EncryptedPackage" in names:
        return found.PasswordProtected(Place(shown))
    if names & {"Workbook", "Book"}:
        return Kind.XLS
    known = (_said(problem, words, shown) for name, problem, words in _STREAMS if name in names)
    return next(known, _said(found.NotAnExport, _OLE, shown))


def kind_of(data: bytes, shown: str) -> Kind | Problem:
    r"""Return what a file holds, from its bytes, or the problem that says what it is instead of a table.

    >>> kind_of(b"id;name\n", "export.xls")
    <Kind.TEXT: 'text'>
    """
    for start, problem, words in _STARTS:
        if data.startswith(start):
            return _said(problem, words, shown)
    if data.startswith(_ZIP):
        return _packed(data, shown)
    if data.startswith(SIGNATURE):
        return _streams(data, shown)
    return _markup(data, shown) or Kind.TEXT
