"""The sheets of an XLSForm: which column says what, and in which language.

Promise: `label`, `label::Français (fr)`, `label:fr` and the like are one column in some language; every other column is
known by one name, however it is spelt; a cell is found again by its sheet, row and column. A language is a code of two
or three letters. Left out: what the rows mean (`from_xlsform`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from study.base.errors import Place, Problem
from study.base.nearest import plain
from study.forms import form_problems as found
from study.forms.form_file import Sheet
from study.forms.imported import Texts
from study.forms.plain_text import from_label

PLAIN = ""
"""The language of a column whose heading names none."""

_TEXTS = ("label", "hint")
_ALIASES = {
    "caption": "label", "relevance": "relevant", "read_only": "readonly", "listname": "list_name", "value": "name",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?\s*\)\s*$")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?")


@cache
def _language_names() -> dict[str, str]:
    """Return the code of each language by its name in English, in French and in itself."""
    names: dict[str, str] = {}
    for lang in ("en", "fr"):
        for code, name in Locale(lang).languages.items():
            if _CODE.fullmatch(code) and "_" not in code:
                names.setdefault(plain(name), code)
    for code in ("de", "es", "it", "pt", "nl", "ar", "pl", "ro", "sv", "fi", "el", "uk", "ru", "tr", "ca", "eu", "br"):
        names.setdefault(plain(Locale(code).get_language_name(code) or code), code)
    return names


def language_code(text: str) -> str | None:
    """Return the code of a language as a form names it, None when it is no language.

    >>> language_code("Français (fr)"), language_code("English"), language_code("pt-BR"), language_code("Klingonais")
    ('fr', 'en', 'pt', None)
    """
    if match := _IN_BRACKETS.search(text):
        return match[1].casefold()
    if name := _language_names().get(plain(text)):
        return name
    match = _CODE.fullmatch(text.strip())
    return match[1].casefold() if match else None


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what it says, and in which language (`PLAIN` where the heading names none)."""

    name: str
    lang: str
    position: int


def _heading(text: str, position: int) -> tuple[Heading | None, str]:
    """Return a column, and the name of its language where that is unknown."""
    parts = [part.strip() for part in re.split(r"::?", text)]
    if parts[0].casefold() in ("bind", "body", "control") and len(parts) > 1:
        parts = parts[1:]
    name = re.sub(r"\s+", "_", parts[0]).casefold()
    name = _ALIASES.get(name, name)
    if name not in _TEXTS or len(parts) == 1 or not parts[1]:
        return Heading(name, PLAIN, position), ""
    code = language_code(parts[1])
    return (Heading(name, code, position), "") if code else (None, parts[1])


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, those of texts by column and language."""

    sheet: str
    number: int
    cells: dict[str, str]
    texts: dict[str, Texts]

    def get(self, name: str) -> str:
        """Return a cell, empty when the sheet has no such column."""
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet that hold anything, and its columns."""

    file: str
    sheet: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]

    def place(self, row: int | None = None, column: str | None = None) -> Place:
        """Return the place of a cell."""
        return Place(self.file, sheet=self.sheet, row=row, column=column)

    @property
    def languages(self) -> list[str]:
        """Return the languages of the labels, in the order of their columns."""
        return list(dict.fromkeys(item.lang for item in self.headings if item.name == "label"))


def read_rows(sheet: Sheet, file: str, needed: Sequence[str]) -> tuple[Rows, list[Problem]]:
    """Read a sheet, whose first row with anything is its heading; a problem for each of `needed` that is no column."""
    first = next((i for i, row in enumerate(sheet.rows) if any(cell.strip() for cell in row)), len(sheet.rows))
    headings: list[Heading] = []
    problems: list[Problem] = []
    for position, text in enumerate(sheet.rows[first] if first < len(sheet.rows) else ()):
        if text.strip():
            heading, unknown = _heading(text.strip(), position)
            if heading:
                headings.append(heading)
            else:
                place = Place(file, sheet=sheet.name, row=first + 1, column=text.strip())
                problems.append(found.FormLanguageUnknown(place, unknown))
    missing = [name for name in needed if name not in {heading.name for heading in headings}]
    place = Place(file, sheet=sheet.name)
    problems += [found.FormColumnMissing(place, name) for name in missing]
    rows = [_row(sheet.name, i + 1, cells, headings) for i, cells in enumerate(sheet.rows) if i > first]
    return Rows(file, sheet.name, tuple(headings), tuple(row for row in rows if row.cells or row.texts)), problems


def _row(sheet: str, number: int, cells: Sequence[str], headings: Sequence[Heading]) -> Row:
    said: dict[str, str] = {}
    texts: dict[str, Texts] = {}
    for heading in headings:
        text = cells[heading.position].strip() if heading.position < len(cells) else ""
        if text and heading.name in _TEXTS:
            texts.setdefault(heading.name, {}).setdefault(heading.lang, from_label(text))
        elif text:
            said.setdefault(heading.name, text)
    return Row(sheet, number, said, texts)
