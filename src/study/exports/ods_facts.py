"""What the sheets of an OpenDocument say beside their values: formulas, errors, merged areas, hidden cells.

Promise: `content.xml` is streamed and never held. An OpenDocument writes a cell or a row that repeats once, with a
number that may be anything: how far a sheet reaches, and how much text it comes to, is reckoned from the numbers,
before a reader writes it all out. Left out: the values themselves, which calamine reads.
"""

import re
from typing import IO
from xml.parsers import expat

from study.exports.sheet_facts import Area, SheetFacts
from study.exports.xlsx_facts import parse_utf8, refuse_cdata, refuse_doctype

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

_SHEET, _ROW, _COLUMN = _TABLE + "table", _TABLE + "table-row", _TABLE + "table-column"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_NOTE = _OFFICE + "annotation"
_SPACES = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 s"
_MOST_SPACES = 1_000_000
# What a typed cell's value stands in, and what it may be: calamine gives nothing, or false, for the rest.
_NUMBER = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")
_TYPED = {
    "float": ("value", _NUMBER),
    "percentage": ("value", _NUMBER),
    "currency": ("value", _NUMBER),
    "boolean": ("boolean-value", re.compile("true|false")),
    "date": ("date-value", re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?", re.ASCII)),
    "time": ("time-value", re.compile("-?P.*")),
    "string": None,
    "void": None,
}
_HIDDEN = ("collapse", "filter")
# Programs that know no error type write a formula's error as the text of a number or of nothing.
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#N/A|Err:[0-9]+")
# Formulas that repeat are named at each of their cells, up to a number that no formula written by people reaches.
_MOST_COPIES = 1_000

_Attributes = dict[str, str]


def _count(attributes: _Attributes, name: str) -> int:
    count = int(attributes.get(_TABLE + name, "1"))
    if count < 1:
        raise ValueError(f"{name}: {count}")
    return count


class _Content:
    """The state of a document's reading."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetFacts] = {}
        self.facts = SheetFacts()
        self.depth = self.notes = 0
        self.row, self.rows, self.position, self.cells = 1, 1, 0, 1
        self.column, self.characters = 0, 0
        self.hidden = self.in_cell = self.has_value = False
        self.cell: _Attributes = {}
        self.texts: list[str] = []

    def start(self, name: str, attributes: _Attributes) -> None:
        if name == _SHEET:
            self.depth += 1
            named = attributes.get(_TABLE + "name", "")
            # Calamine reads the cells of a table within a table as its own, and one of two sheets of a name.
            if self.depth > 1 or named in self.sheets:
                raise ValueError(f"{named}: a second table of this name, or one within another")
            self.row, self.column = 1, 0
            self.facts = self.sheets[named] = SheetFacts()
        elif self.depth != 1:
            return
        elif name == _NOTE:
            self.notes += 1
        elif name == _ROW:
            self.rows, self.position = _count(attributes, "number-rows-repeated"), 0
            self.hidden, self.characters = attributes.get(_TABLE + "visibility") in _HIDDEN, 0
        elif name in _CELLS:
            self.cell, self.texts, self.in_cell = attributes, [], True
            self.cells = _count(attributes, "number-columns-repeated")
        elif name == _COLUMN:
            count = _count(attributes, "number-columns-repeated")
            if attributes.get(_TABLE + "visibility") in _HIDDEN:
                self.facts.hidden_columns.append(range(self.column, self.column + count))
            self.column += count
        elif name == _SPACES and self.in_cell and not self.notes:
            # Blanks that repeat are written as a number too.
            count = int(attributes.get(_SPACES.replace(" s", " c"), "1"))
            if count > _MOST_SPACES:
                raise ValueError(f"row {self.row}: {count} blanks in a cell")
            self.texts.append(" " * count)

    def text(self, text: str) -> None:
        if self.in_cell and not self.notes:
            self.texts.append(text)

    def end(self, name: str) -> None:
        if name == _SHEET:
            self.depth -= 1
        elif self.depth != 1:
            return
        elif name == _NOTE:
            self.notes -= 1
        elif name == _ROW:
            self.facts.characters += self.characters * self.rows
            self.row += self.rows
        elif name in _CELLS:
            self.end_cell("".join(self.texts).strip())
            self.position += self.cells
            self.in_cell = False

    def _check(self, text: str, *, is_formula: bool) -> None:
        """Refuse a cell whose value is not what its type says, unless it shows the error of a formula."""
        kind = self.cell.get(_OFFICE + "value-type")
        if is_formula or _ERROR.fullmatch(text):
            return
        if kind not in _TYPED:
            raise ValueError(f"row {self.row}: a cell without a type that is known: {kind}")
        if typed := _TYPED[kind]:
            name, pattern = typed
            value = self.cell.get(_OFFICE + name, "")
            if not pattern.fullmatch(value):
                raise ValueError(f"row {self.row}: a cell of type {kind} with the value “{value[:20]}”")

    def end_cell(self, text: str) -> None:
        facts, here = self.facts, (self.row, self.position)
        last_row, last = self.row + self.rows - 1, self.position + self.cells - 1
        is_formula = _TABLE + "formula" in self.cell
        has_value = _OFFICE + "value-type" in self.cell or bool(text)
        if has_value:
            facts.last_row, facts.last = max(facts.last_row, last_row), max(facts.last, last)
            facts.values += 1
            facts.repeated += self.rows * self.cells
            self._check(text, is_formula=is_formula)
            self.characters += (len(text) + len(self.cell.get(_OFFICE + "string-value", ""))) * self.cells
            if self.hidden:
                facts.hidden_rows.update(range(self.row, self.row + min(self.rows, _MOST_COPIES)))
        if is_formula:
            rows = range(self.row, self.row + min(self.rows, _MOST_COPIES))
            positions = range(self.position, self.position + min(self.cells, _MOST_COPIES))
            copies = {(row, position) for row in rows for position in positions}
            facts.formulas |= copies
            if not has_value:
                facts.uncomputed |= copies
            if self.cell.get(_CALC + "value-type") == "error" or _ERROR.fullmatch(text):
                facts.errors |= dict.fromkeys(copies, text)
        down, across = _count(self.cell, "number-rows-spanned"), _count(self.cell, "number-columns-spanned")
        if down > 1 or across > 1:
            facts.merged.append(Area(*here, self.row + down - 1, self.position + across - 1))


def ods_facts(stream: IO[bytes]) -> dict[str, SheetFacts]:
    """Return what each sheet of `content.xml` says, by name; ValueError and expat.ExpatError mean damage."""
    parser = expat.ParserCreate("UTF-8", " ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartCdataSectionHandler = refuse_cdata
    parser.buffer_text = True
    content = _Content()
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.text
    parse_utf8(parser, stream)
    return content.sheets
