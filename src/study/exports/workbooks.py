"""A workbook (XLSX, XLSM, XLS, ODS) as grids, one for each sheet that holds anything.

Promise: values come from calamine, as texts: whole numbers without `.0`, others with all their digits and no exponent,
days and moments in ISO order (a midnight is a day), logical values as `true` and `false`, errors by their sign
(`#REF!`). Rows and columns are where a spreadsheet shows them, hidden ones included. Before calamine opens a file, its
package and its sheets are looked through: what would not fit in memory, a password and damage are problems, and
whatever goes wrong in a reader is one too. Calamine drops a line break or tabulation that an ODS cell holds within one
paragraph.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, repeat
from typing import Any, TypeVar

import numpy as np
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from study.base.errors import Place, Problem
from study.exports import file_problems as found
from study.exports.apart import OldSheet, OldWorkbook, old_workbook
from study.exports.archives import bomb_problems, members, package_problems, sheet_members
from study.exports.biff import is_encrypted, xls_facts
from study.exports.compound import compound
from study.exports.gathering import gather, over_limits
from study.exports.grid import Grid, letters
from study.exports.kinds import Kind
from study.exports.ods_facts import ods_facts
from study.exports.sheet_facts import Area, SheetFacts
from study.exports.xlsx_facts import xlsx_facts

_MOST_CELLS_NAMED = 5
# Texts that an ODS repeats, written out: more than a thousand times an ordinary export.
_MOST_CHARACTERS = 1_000_000_000
# A table reaches over some times the cells that are filled, and repeats some; a file made to exhaust memory says little
# and reaches far. Below the first number nothing is looked at.
_WORTH_LOOKING_CELLS = 1_000_000
_MOST_SPREAD = 200
# From here on Python writes a whole number with an exponent.
_WHOLE = 10**16
_HALF_SECOND = timedelta(microseconds=500_000)

Workbook = CalamineWorkbook | OldWorkbook
Sheet = CalamineSheet | OldSheet
Opened = tuple[Workbook | None, dict[str, SheetFacts], list[Problem]]
_Row = list[str]
_T = TypeVar("_T")


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _WHOLE:
        return str(int(value))
    # The shortest digits that give this number again; an infinity has none, and is no answer.
    return f"{Decimal(repr(value)):f}"


def _moment(value: datetime) -> str:
    whole = (value + _HALF_SECOND).replace(microsecond=0) if value.microsecond else value
    return whole.date().isoformat() if whole.time() == time() else f"{whole:%Y-%m-%d %H:%M:%S}"


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _time(value: time) -> str:
    return _duration(
        timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    )


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: _time,
    timedelta: _duration,
}


def _texts(row: Sequence[Any]) -> _Row:
    return [value if type(value) is str else _TEXTS[type(value)](value) for value in row]


def _is_title(rows: Sequence[_Row], area: Area) -> bool:
    """Return whether an area shares its rows with no other text: a title above the table, a note below."""
    covered = rows[area.first_row - 1 : area.last_row]
    return not any(cell for row in covered for i, cell in enumerate(row) if not area.first <= i <= area.last and cell)


def _filled(rows: list[_Row], areas: Sequence[Area]) -> list[_Row]:
    """Give the value of each merged area to all its cells, so that a group's heading or a territory holds.

    A title, alone in its rows, stays in its first cell: it is no heading of each column.
    """
    width = max(map(len, rows), default=0)
    covered = np.zeros((len(rows), width), dtype=bool)
    for area in areas:
        here = covered[area.first_row - 1 : area.last_row, area.first : area.last + 1]
        if here.any():
            raise ValueError(f"row {area.first_row}: merged areas overlap")
        here[:] = True
        if area.first_row <= len(rows) and area.first < len(rows[area.first_row - 1]) and not _is_title(rows, area):
            value = rows[area.first_row - 1][area.first]
            for row in rows[area.first_row - 1 : area.last_row]:
                row[area.first : area.last + 1] = [value] * len(row[area.first : area.last + 1])
    return rows


def _rows(sheet: Sheet, facts: SheetFacts) -> Iterator[_Row]:
    """Yield the rows of a sheet from row 1, calamine leaving errors empty."""
    signs: dict[int, list[tuple[int, str]]] = {}
    for (number, position), sign in facts.errors.items():
        signs.setdefault(number, []).append((position, sign))
    left = sheet.start[1] if sheet.start else 0
    bottom, right = sheet.end or (-1, -1)
    last = max(bottom + 1, max(signs, default=0))
    width = max(right, max((position for _, position in facts.errors), default=-1)) + 1
    # Calamine gives the rows above its first value, and not the columns before it; errors may stand beyond all it has.
    margin = [""] * left
    read = chain((margin + _texts(values) for values in sheet.iter_rows()), repeat([]))
    for number, row in zip(range(1, last + 1), read, strict=False):
        cells = row if len(row) == width else [*row, *[""] * (width - len(row))]
        for position, sign in signs.get(number, ()):
            cells[position] = sign
        yield cells


def _sheet_notes(facts: SheetFacts, place: Place) -> list[Problem]:
    notes: list[Problem] = []
    if facts.uncomputed:
        cells = [f"{letters(position)}{row}" for row, position in sorted(facts.uncomputed)]
        named = [*cells[:_MOST_CELLS_NAMED], "…"] if len(cells) > _MOST_CELLS_NAMED else cells
        notes.append(found.FormulaWithoutValue(place, None, {"cells": named}))
    columns = facts.hidden_positions
    if facts.hidden_rows or columns:
        counts = {"rows": len(facts.hidden_rows), "columns": len(columns)}
        notes.append(found.HiddenCells(place, None, counts))
    return notes


def _grid(sheet: Sheet, facts: SheetFacts, shown: str, name: str) -> tuple[Grid | None, list[Problem]]:
    facts.last = max(facts.last, sheet.end[1] if sheet.end else -1)
    rows: Iterator[_Row] | list[_Row] = _rows(sheet, facts)
    if facts.merged:
        whole = list(rows)
        width = max(map(len, whole), default=0)
        rows = _filled([row + [""] * (width - len(row)) for row in whole], facts.merged)
    grid, problems = gather(rows, shown, name, frozenset(facts.formulas))
    return grid, problems or (_sheet_notes(facts, Place(shown, sheet=name)) if grid is not None else [])


def _package_facts(data: bytes, kind: Kind, shown: str) -> tuple[dict[str, SheetFacts], list[Problem]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if problems := bomb_problems(archive, shown) or package_problems(archive, shown):
            return {}, problems
        if kind is Kind.ODS:
            with archive.open(members(archive)["content.xml"]) as content:
                return ods_facts(content), []
        facts = {}
        for name, member in sheet_members(archive).items():
            with archive.open(member) as sheet:
                facts[name] = xlsx_facts(sheet)
        return facts, []


def _is_spread(sheet: SheetFacts, area: int) -> bool:
    cells = max(area, sheet.repeated)
    return cells > _WORTH_LOOKING_CELLS and cells > _MOST_SPREAD * sheet.values


def _old(data: bytes, shown: str) -> Opened:
    """Look through an XLS workbook: to find where its sheets are merged it must be read as a whole."""
    held = compound(data)
    stream = held.stream("Workbook" if "Workbook" in held.names else "Book")
    if is_encrypted(stream):
        return None, {}, [found.PasswordProtected(Place(shown))]
    workbook = old_workbook(data)
    facts = dict(zip(workbook.sheet_names, xls_facts(stream), strict=False))
    for sheet in workbook.sheets_metadata:
        merged = [Area(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges]
        facts.setdefault(sheet.name, SheetFacts()).merged = merged
    return workbook, facts, []


def opened(data: bytes, kind: Kind, shown: str) -> Opened:
    """Return a workbook, what each sheet says beside its values, by name, and the problems that forbid opening it."""
    if kind is Kind.XLS:
        return _old(data, shown)
    facts, problems = _package_facts(data, kind, shown)
    for name, sheet in facts.items():
        place, rows, columns = Place(shown, sheet=name), sheet.last_row, sheet.last + 1
        over = over_limits(rows, columns, place)
        if not over and (sheet.characters > _MOST_CHARACTERS or _is_spread(sheet, rows * columns)):
            over = [found.TooManyCells(place, None, {"rows": rows, "columns": columns})]
        problems += over
    return None if problems else CalamineWorkbook.from_filelike(io.BytesIO(data)), facts, problems


def worksheets(workbook: Workbook, facts: Mapping[str, SheetFacts]) -> Iterator[tuple[Sheet, bool]]:
    """Yield the sheets of a workbook that hold cells, and whether each is shown."""
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.name not in facts:
            raise ValueError(f"{about.name}: no such sheet in the package")
        yield workbook.get_sheet_by_name(about.name), about.visible == SheetVisibleEnum.Visible


def _grids(workbook: Workbook, facts: Mapping[str, SheetFacts], shown: str) -> tuple[list[Grid], list[Problem]]:
    grids: list[Grid] = []
    problems: list[Problem] = []
    hidden: list[str] = []
    for sheet, visible in worksheets(workbook, facts):
        grid, faults = _grid(sheet, facts[sheet.name], shown, sheet.name)
        problems += faults
        if grid is not None:
            grids.append(grid)
            if not visible:
                hidden.append(sheet.name)
    if hidden:
        problems.append(found.HiddenSheets(Place(shown), None, {"sheets": hidden}))
    if not grids and not problems:
        problems.append(found.EmptyWorkbook(Place(shown)))
    return grids, problems


def read_workbook(data: bytes, kind: Kind, shown: str) -> tuple[list[Grid], list[Problem]]:
    """Return a grid for each sheet of a workbook that holds anything, in its order, and what is to be said about it.

    `shown` is what places call the file. With an error about the file as a whole there is no grid.
    """

    def read() -> tuple[list[Grid], list[Problem]]:
        workbook, facts, problems = opened(data, kind, shown)
        return ([], problems) if workbook is None else _grids(workbook, facts, shown)

    grids, problems = said(read, shown)
    return grids or [], problems


def said(read: Callable[[], tuple[_T, list[Problem]]], shown: str) -> tuple[_T | None, list[Problem]]:
    """Return what `read` gives; None, and a problem of the file, where a reader of workbooks fails in whatever way."""
    try:
        return read()
    except PasswordError:
        return None, [found.PasswordProtected(Place(shown))]
    except BaseException as error:
        # A panic of calamine's is no `Exception`, and its class cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return None, [found.DamagedWorkbook(Place(shown), " ".join(str(error).split()) or type(error).__name__)]
