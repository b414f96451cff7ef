"""A survey export as a sheet of texts: what every format of export is brought to before its answers are read.

Promise: cells are stripped texts, whatever they look like; `rows` are the spreadsheet's rows, the heading being row 1.
A CSV is UTF-8 with or without BOM, its separator the comma, semicolon or tab under which the heading is most like the
one expected; quoted line breaks are part of their cell. Rows are read many at a time, never cell by cell. Left out:
what headings and cells mean (`study.intake.responses`, `study.intake.decoding`).
"""

import csv
import io
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.intake import problems as found
from study.intake.tables import decoded

_SEPARATORS = ",;\t"
_LONGEST_CELL = 10_000_000
# Rows held as Python texts at once: enough for speed, little memory.
_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of an export: `cells` (str) has one column per heading, numbered from 0; `rows` (int64) their rows.

    `name` is the sheet's, empty where a file is one table.
    """

    file: str
    name: str
    heading: tuple[str, ...]
    cells: pd.DataFrame
    rows: "pd.Series[int]"

    def column(self, position: int) -> "pd.Series[str]":
        """Return the cells under one heading."""
        return self.cells.iloc[:, position]


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _heading(text: str, separator: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in next(_reader(text, separator), []))


def _likeness(text: str, separator: str, known: set[str]) -> int:
    """Return how many known headings a separator finds."""
    with suppress(csv.Error):
        return len(known & set(_heading(text, separator)))
    return 0


def _broken_row(text: str, separator: str) -> int:
    """Return the row at which the quotes break."""
    row = 1
    with suppress(csv.Error):
        for _ in _reader(text, separator):
            row += 1
    return row


def _chunks(text: str, separator: str, width: int, file: str) -> Iterator[tuple[pd.DataFrame, list[Problem]]]:
    """Yield the rows some thousands at a time, indexed by their spreadsheet row, with those of a wrong length."""
    reader = _reader(text, separator)
    next(reader)
    start = 2
    while chunk := list(islice(reader, _ROWS)):
        lengths = np.fromiter(map(len, chunk), dtype="int64", count=len(chunk))
        problems: list[Problem] = []
        for at in np.flatnonzero(lengths != width):
            if any(cell.strip() for cell in chunk[at]):
                details = {"cells": len(chunk[at]), "expected": width}
                problems.append(found.RowLength(Place(file, row=start + int(at)), None, details))
        sound = np.flatnonzero(lengths == width)
        rows = chunk if len(sound) == len(chunk) else [chunk[at] for at in sound]
        yield pd.DataFrame(rows, index=start + sound, columns=range(width), dtype="str"), problems
        start += len(chunk)


def read_csv(path: Path, expected: Collection[str], paths: StudyPaths) -> tuple[Sheet | None, list[Problem]]:
    """Read one CSV; None when its encoding, its quotes or its heading cannot be read.

    `expected` holds the headings that are known, to tell the separator. Rows without any text are left out.
    """
    file = paths.relative(path)
    try:
        data = path.read_bytes()
    except OSError:
        return None, [found.MissingFile(Place(file))]
    text, problems = decoded(data, file)
    if problems:
        return None, problems
    if not text.strip():
        return None, [found.EmptyFile(Place(file), None, {"columns": ["territory", "…"]})]
    known = set(expected)
    separator = max(_SEPARATORS, key=lambda item: _likeness(text, item, known))
    try:
        heading = _heading(text, separator)
        chunks = list(_chunks(text, separator, len(heading), file)) if heading else []
    except csv.Error:
        return None, [found.BrokenQuotes(Place(file, row=_broken_row(text, separator)))]
    cells = (
        pd.concat([cells for cells, _ in chunks]) if chunks else pd.DataFrame(columns=range(len(heading)), dtype="str")
    )
    cells = cells.apply(lambda column: column.str.strip())
    cells = cells[(cells != "").any(axis=1)]
    rows = pd.Series(cells.index, dtype="int64")
    problems = [problem for _, faults in chunks for problem in faults]
    return Sheet(file, "", heading, cells.reset_index(drop=True), rows), problems
