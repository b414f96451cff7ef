"""A table of an export as it stands in its file: every cell a text, nothing interpreted yet.

Promise: what every format is brought to before anyone asks what its headings and cells mean. `cells` holds every row of
the table that has any text, from the first one on (titles and headings included), stripped; a number or a day that a
workbook holds as such is written plainly (`1200000`, `0.5`, `2026-03-05`), a logical value as `true` or `false`. Left
out: reading files (`texts`, `workbooks`), and which row is the heading (`headings`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from study.base.errors import Place


def letters(position: int) -> str:
    """Return how a spreadsheet calls the column at a position counted from 0.

    >>> letters(0), letters(25), letters(31), letters(702)
    ('A', 'Z', 'AF', 'AAA')
    """
    name, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: `cells` (str; columns 0, 1, …; a plain index) and the spreadsheet `rows` (int64) that they stand in.

    `file` is the path from the study's root, `sheet` the sheet's name, empty where a file is one table. `widths`
    (int64) says how many cells each row has in the file; the others are padded with empty texts. `formulas` are the
    cells, as spreadsheet row and position, that hold a formula: their text is the value last computed.
    """

    file: str
    sheet: str
    cells: pd.DataFrame
    rows: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    widths: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    formulas: frozenset[tuple[int, int]] = frozenset()

    def column(self, position: int) -> "pd.Series[str]":
        """Return the cells of one column."""
        return self.cells.iloc[:, position]

    def place(self, row: int | None = None, position: int | None = None) -> Place:
        """Return the place of a cell (`row` a spreadsheet's), of a column or of the whole table."""
        column = None if position is None else letters(position)
        return Place(self.file, sheet=self.sheet or None, row=row, column=column)
