"""The sheets of a workbook as plain data: cells, columns, tables, what stands around them.

Promise: a number is a number with the way it is written, a day is a day, and a missing answer is a word of its own
tone, never an empty cell; where a cell leads is an address of the web or another sheet. Left out: what each sheet shows
(one module each), and the file (`study.workbook.write`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from study.ledger.entries import Ledger

COUNT, DECIMAL, DAY = "#,##0", "#,##0.##", "yyyy-mm-dd"
NOTHING = "–"
"""What stands where a study has no such measure."""

Tone = Literal["", "yes", "planned", "missing", "label"]

# What a spreadsheet takes in the name of a sheet, besides that it is short.
_LONGEST = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_RESERVED = "history"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, a number or a day; `form` is a spreadsheet's number format, `url` a page, `sheet` one of the workbook."""

    content: str | float | date
    form: str = ""
    url: str = ""
    sheet: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how wide it may become, in signs."""

    label: str
    most: int = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `bands` stand above its heading: (words, first column, last column), counted from 0."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    bands: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, title and what it holds in a sentence; the first of its tables may be filtered."""

    name: str
    title: str
    told: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


def sheet_name(text: str, taken: Collection[str]) -> str:
    """Return a text as the name of a sheet that none of those `taken` has, whatever the case of their letters.

    >>> sheet_name("a/b: c", []), sheet_name("A", ["a"]), len(sheet_name("x" * 40, []))
    ('a b  c', 'A (2)', 31)
    """
    bare = text.translate(_NOT_IN_NAMES).strip(" '") or "–"
    used = {name.casefold() for name in taken} | {_RESERVED}
    number, name = 1, bare[:_LONGEST].strip(" '")
    while name.casefold() in used:
        number += 1
        end = f" ({number})"
        name = bare[: _LONGEST - len(end)].rstrip(" '") + end
    return name


def number(value: float) -> Cell:
    """Return a number that is written with no more decimals than it has.

    >>> number(60000.0).form, number(0.5).form
    ('#,##0', '#,##0.##')
    """
    return Cell(float(value), COUNT if float(value).is_integer() else DECIMAL)


def of_ledger(ledger: Ledger, key: str, lang: str) -> Cell:
    """Return a number of the ledger as a number; its words where it could not be computed, a dash without such a key.

    The value is the exact one, written with the decimals that the report prints.
    """
    if key not in ledger.entries:
        return Cell(NOTHING, tone="missing")
    entry = ledger.entries[key]
    if entry.value is None:
        return Cell(entry.texts[lang], tone="missing")
    decimals = "." + "0" * entry.decimals if entry.decimals else ""
    return Cell(entry.value, f"0{decimals}%" if entry.unit == "share" else f"{COUNT}{decimals}")
