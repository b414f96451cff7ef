"""Rows as a reader gives them, gathered into a grid.

Promise: one way for texts and workbooks, and one place for the limits: no grid is made of a table that memory would
not hold, nor of one with a cell that is no answer. Cells are stripped, rows without any text are left out, and each
row keeps the number that a spreadsheet shows. Rows are handled many at a time, never cell by cell. Left out: where
rows come from (`texts`, `workbooks`).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import islice, zip_longest

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from study.base.errors import Place, Problem
from study.exports import file_problems as found
from study.exports.grid import Grid, letters

MOST_COLUMNS = 16_384
"""Columns of a spreadsheet (XLSX, and ODS today)."""

MOST_CELLS = 100_000_000
"""Cells of a table, empty ones included: a million rows of a hundred columns."""

LONGEST_CELL_BYTES = 1_000_000
"""A cell's text in UTF-8; Excel's own limit is 32,767 characters."""

# Enough rows for speed; few enough cells that one wide row among them costs little memory.
_ROWS_AT_ONCE = 20_000
_CELLS_AT_ONCE = 5_000_000

_Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def over_limits(rows: int, columns: int, place: Place) -> list[Problem]:
    """Return the problem of a table of that size, if it has one."""
    if columns > MOST_COLUMNS:
        return [found.TooManyColumns(place, None, {"columns": columns, "limit": MOST_COLUMNS})]
    if rows * columns > MOST_CELLS:
        return [found.TooManyCells(place, None, {"rows": rows, "columns": columns})]
    return []


def _overlong(columns: Sequence[pa.Array], first: int, file: str, sheet: str | None) -> list[Problem]:
    problems: list[Problem] = []
    for position, column in enumerate(columns):
        lengths = pc.binary_length(column)
        if (pc.max(lengths).as_py() or 0) > LONGEST_CELL_BYTES:
            wrong = pc.indices_nonzero(pc.greater(lengths, LONGEST_CELL_BYTES)).to_pylist()
            places = [Place(file, sheet=sheet, row=first + i, column=letters(position)) for i in wrong]
            problems += [
                found.OverlongCell(place, None, {"limit": LONGEST_CELL_BYTES // 1_000_000}) for place in places
            ]
    return problems


def _nul(columns: Sequence[pa.Array], first: int, file: str, sheet: str | None) -> list[Problem]:
    """Return the first NUL character, which a workbook can hold in spite of its format (as `_x0000_`)."""
    for position, column in enumerate(columns):
        found_here = pc.index(pc.match_substring(column, "\0"), True).as_py()
        if found_here >= 0:
            return [found.NulCharacters(Place(file, sheet=sheet, row=first + found_here, column=letters(position)))]
    return []


def _slices(chunk: list[Sequence[str]], broadest: int) -> Iterator[list[Sequence[str]]]:
    step = max(1, _CELLS_AT_ONCE // max(1, broadest))
    return (chunk[start : start + step] for start in range(0, len(chunk), step))


def _frame(parts: Sequence[Sequence[pa.Array]], lengths: Sequence[int], width: int) -> pd.DataFrame:
    empty = pa.scalar("", pa.large_string())
    columns = {
        position: pd.Series(
            pa.chunked_array(
                [
                    part[position] if position < len(part) else pa.repeat(empty, length)
                    for part, length in zip(parts, lengths, strict=True)
                ],
                pa.large_string(),
            ),
            dtype="str",
        )
        for position in range(width)
    }
    return pd.DataFrame(columns)


def gather(
    rows: Iterable[Sequence[str]], file: str, sheet: str = "", formulas: frozenset[tuple[int, int]] = frozenset()
) -> tuple[Grid | None, list[Problem]]:
    """Return the grid of a table's rows, the first of which is row 1; None when no cell holds text, or with problems.

    Rows may differ in length, and empty ones are counted. An exception of the iterable goes through.
    """
    source = iter(rows)
    parts: list[list[pa.Array]] = []
    numbers: list[_Numbers] = []
    widths: list[_Numbers] = []
    seen, kept, width = 0, 0, 0
    name = sheet or None
    while chunk := list(islice(source, _ROWS_AT_ONCE)):
        broadest = max(map(len, chunk))
        for piece in _slices(chunk, broadest):
            sizes = np.fromiter(map(len, piece), dtype=np.int64, count=len(piece))
            if sizes.max() > MOST_COLUMNS:
                at = int(sizes.argmax())
                return None, over_limits(1, int(sizes[at]), Place(file, sheet=name, row=seen + at + 1))
            cells = zip_longest(*piece, fillvalue="")
            columns = [pc.utf8_trim_whitespace(pa.array(column, pa.large_string())) for column in cells]
            if problems := _overlong(columns, seen + 1, file, name) or _nul(columns, seen + 1, file, name):
                return None, problems
            if columns:
                filled = reduce(pc.or_, (pc.not_equal(column, "") for column in columns))
                here = pc.indices_nonzero(filled).to_numpy().astype(np.int64)
                parts.append([column.filter(filled) for column in columns] if len(here) < len(piece) else columns)
                numbers.append(here + seen + 1)
                widths.append(sizes[here])
                kept += len(here)
                width = max(width, len(columns))
            seen += len(piece)
        if problems := over_limits(kept, width, Place(file, sheet=name)):
            return None, problems
    if not kept:
        return None, []
    frame = _frame(parts, [len(part) for part in numbers], width)
    return Grid(file, sheet, frame, np.concatenate(numbers), np.concatenate(widths), formulas), []
