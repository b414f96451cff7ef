"""A CSV table as a spreadsheet saves it, read whole and checked cell by cell.

Promise: a table has exactly the columns that it declares, in any order; UTF-8 with or without BOM; comma or semicolon,
whichever makes the heading row match (so nothing is guessed); line breaks within quotes. Cells are stripped texts,
except whole numbers and numbers, which are typed. `row` is the spreadsheet's row, the heading being row 1. Every
problem of the file is returned at once. Left out: what refers from one table to another.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pandas as pd

from study.base.characters import ControlCharacter, control_in
from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.base.reading import read_input
from study.exports.file_problems import OverlongCell
from study.exports.gathering import MOST_COLUMNS, over_limits
from study.exports.grid import letters
from study.intake import problems as found

INTEGER = r"-?(?:0|[1-9][0-9]{0,14})"
DECIMAL = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"
KEY = r"[A-Za-z][A-Za-z0-9_-]*"

_SEPARATORS = ",;"
# A cell may hold a page of text; the csv module's own limit (131072) reads as a broken file.
_LONGEST_CELL = 10_000_000


class Kind(StrEnum):
    """What a column's cells hold, and so their dtype: str, int64 or float64."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """What a table says about one of its columns; an empty cell is fine unless it is `required`.

    An `optional` column may be missing altogether, and reads as empty then.
    """

    name: str
    required: bool = False
    optional: bool = False
    kind: Kind = Kind.TEXT
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    problem: type[Problem] = found.BadKey
    """Class for cells that do not match `pattern`."""
    limits: tuple[float, float] | None = None


def cell_problems(
    frame: pd.DataFrame,
    wrong: "pd.Series[bool]",
    column: str,
    problem: type[Problem],
    file: str,
    details: Mapping[str, Any] | None = None,
    near: Iterable[str] = (),
) -> list[Problem]:
    """Return one problem per row where `wrong`, at its cell of `column`; `near` are the names to suggest from."""
    if not wrong.any():
        return []
    bad = frame.loc[wrong, ["row", column]]
    known = list(near)
    suggested = {value: nearest(str(value), known) for value in bad[column].unique()} if known else {}
    return [
        problem(
            Place(file, row=int(row), column=column),
            str(value) or None,
            {**(details or {}), **({"nearest": suggested[value]} if known else {})},
        )
        for row, value in zip(bad["row"], bad[column], strict=True)
    ]


def decoded(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, with or without BOM; empty, with a problem, when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        # The words around it, on its own line: what a user can search for.
        before = data[max(0, error.start - 15) : error.start].split(b"\n")[-1]
        after = data[error.start : error.start + 10].split(b"\n")[0]
        near = " ".join((before + after).decode("cp1252", errors="replace").split())
        row = data.count(b"\n", 0, error.start) + 1
        return "", [found.NotUtf8(Place(file, row=row), near)]


def _parsed(text: str, separator: str, file: str) -> tuple[list[list[str]], list[Problem]]:
    """Return the records that can be read, and the problem at which reading stops, if it does."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            records.append(record)
    except csv.Error as error:
        place = Place(file, row=len(records) + 1)
        if "field limit" in str(error):
            return records, [OverlongCell(place, None, {"limit": _LONGEST_CELL // 1_000_000})]
        return records, [found.BrokenQuotes(place)]
    return records, []


def _control_problems(records: Sequence[Sequence[str]], file: str) -> list[Problem]:
    """Return the cells with a character that no text holds; a column is called by its letters."""
    return [
        ControlCharacter(Place(file, row=i, column=letters(position)), control)
        for i, record in enumerate(records, start=1)
        for position, cell in enumerate(record)
        if (control := control_in(cell))
    ]


def _heading(text: str, names: Sequence[str]) -> str:
    """Return the separator under which the heading row is most like the expected one."""
    csv.field_size_limit(_LONGEST_CELL)

    def known(separator: str) -> int:
        try:
            first = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:  # a cell without end: said when the records are read
            return 0
        return len({cell.strip() for cell in first} & set(names))

    return max(_SEPARATORS, key=known)


def _heading_problems(heading: Sequence[str], declared: Sequence[Column], file: str) -> list[Problem]:
    problems: list[Problem] = []
    names = [column.name for column in declared]
    columns: dict[str, Any] = {"columns": list(names)}
    if len(heading) > MOST_COLUMNS:
        return over_limits(1, len(heading), Place(file, row=1))
    missing = [column.name for column in declared if column.name not in heading and not column.optional]
    for name, times in Counter(heading).items():
        place = Place(file, row=1, column=name or None)
        if times > 1 and name in names:
            problems.append(found.DuplicateColumn(place, name))
        elif name not in names:
            near = {"nearest": nearest(name, missing)}
            problems.append(found.UnknownColumn(place, name, columns | near))
    problems += [found.MissingColumn(Place(file, row=1, column=name), name, columns) for name in missing]
    return problems


def _column_problems(frame: pd.DataFrame, column: Column, file: str) -> list[Problem]:
    cells = frame[column.name]
    empty = cells == ""
    problems: list[Problem] = []
    if column.required:
        problems += cell_problems(frame, empty, column.name, found.EmptyCell, file)
    if column.allowed:
        wrong = ~empty & ~cells.isin(column.allowed)
        details = {"allowed": list(column.allowed)}
        problems += cell_problems(frame, wrong, column.name, found.NotAllowedValue, file, details, column.allowed)
    if column.pattern:
        wrong = ~empty & ~cells.str.fullmatch(column.pattern)
        problems += cell_problems(frame, wrong, column.name, column.problem, file)
    if column.kind is not Kind.TEXT:
        whole = column.kind is Kind.INTEGER
        wrong = ~empty & ~cells.str.fullmatch(INTEGER if whole else DECIMAL)
        kind = found.NotWholeNumber if whole else found.NotNumber
        problems += cell_problems(frame, wrong, column.name, kind, file)
        if column.limits:
            lowest, highest = column.limits
            values = pd.to_numeric(cells.where(~wrong & ~empty), errors="coerce")
            wrong = values.notna() & ~values.between(lowest, highest)
            limits = {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
            problems += cell_problems(frame, wrong, column.name, found.OutOfRange, file, limits)
    return problems


def _key_problems(frame: pd.DataFrame, key: Sequence[str], file: str) -> list[Problem]:
    """Name each later row of a key with the first one; rows without their whole key are reported as empty cells."""
    whole = frame.loc[(frame[list(key)] != "").all(axis=1)]
    again = whole[whole.duplicated(list(key))]
    if again.empty:
        return []
    first: dict[tuple[str, ...], int] = {}
    for row, *cells in whole[["row", *key]].itertuples(index=False, name=None):
        first.setdefault(tuple(cells), int(row))
    problems: list[Problem] = []
    for row, *cells in again[["row", *key]].itertuples(index=False, name=None):
        at = {"first_row": first[tuple(cells)]}
        problems.append(found.DuplicateKey(Place(file, row=int(row), column=key[0]), ", ".join(cells), at))
    return problems


def _typed(frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    typed = frame.copy()
    for column in columns:
        if column.kind is Kind.TEXT:
            continue
        whole = column.kind is Kind.INTEGER
        cells = typed[column.name]
        # A cell that is no number has been reported, whatever pandas would make of it; int64 needs every one.
        values = pd.to_numeric(cells.where(cells.str.fullmatch(INTEGER if whole else DECIMAL)), errors="coerce")
        whole = whole and not values.isna().any()
        typed[column.name] = values.astype("int64" if whole else "float64")
    return typed


def empty_table(columns: Sequence[Column]) -> pd.DataFrame:
    """Return a table without rows: the columns as declared, then `row`."""
    frame = pd.DataFrame({column.name: pd.Series([], dtype="str") for column in columns})
    frame["row"] = pd.Series([], dtype="int64")
    return _typed(frame, columns)


def read_table(
    path: Path, columns: Sequence[Column], key: Sequence[str], paths: StudyPaths
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one table; the key's columns are required, and no two rows share a key.

    Returns the rows (columns as declared, then `row`) and all the problems; the table is empty when its heading, its
    encoding or its quotes are broken, and holds the sound-shaped rows otherwise.
    """
    file = paths.relative(path)
    names = [column.name for column in columns]
    data, problems = read_input(path, paths)
    if data is None:
        return empty_table(columns), problems or [found.MissingFile(Place(file))]
    text, problems = decoded(data, file)
    if problems:
        return empty_table(columns), problems
    if not text.strip():
        return empty_table(columns), [found.EmptyFile(Place(file), None, {"columns": names})]
    records, problems = _parsed(text, _heading(text, names), file)
    if control_in(text):
        problems += _control_problems(records, file)
    records = [[cell.strip() for cell in record] for record in records]
    if not records:
        return empty_table(columns), problems
    heading = records[0]
    if faults := _heading_problems(heading, columns, file):
        return empty_table(columns), [*problems, *faults]
    rows = [(i, record) for i, record in enumerate(records[1:], start=2) if any(record)]
    for i, record in rows:
        if len(record) != len(heading):
            details = {"cells": len(record), "expected": len(heading)}
            problems.append(found.RowLength(Place(file, row=i), None, details))
    sound = [(i, record) for i, record in rows if len(record) == len(heading)]
    frame = pd.DataFrame([record for _, record in sound], columns=heading, dtype="str")
    frame = frame.reindex(columns=names, fill_value="")
    frame["row"] = pd.Series([i for i, _ in sound], dtype="int64")
    for column in columns:
        required = column.required or column.name in key
        problems += _column_problems(frame, replace(column, required=required), file)
    problems += _key_problems(frame, key, file)
    return _typed(frame, columns), problems
