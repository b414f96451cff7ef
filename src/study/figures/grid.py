"""A grid of cells with heads for its rows and columns, laid out before anything is drawn.

Promise: the grid is as wide as the text; names of rows take the room they need up to a limit, columns share the rest.
Heads of columns wrap within their column, in the largest size at which no word is cut. Long labels end in an ellipsis
rather than overlap; the figure's CSV holds them whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from study.figures.canvas import Canvas, line_mm
from study.figures.letters import longest_word_mm, width_mm, wrap
from study.figures.style import MIN_PT, PAGE_HEIGHT_MM, RULE, TEXT_PT, TEXT_WIDTH_MM

ROW_LABEL_MIN, ROW_LABEL_MAX = 24.0, 48.0
ROW_LABEL_LINES = 2
HEAD_LINES = 9
LOW_HEAD_LINES = 4
CUT_PT = 7.5  # when a word must be cut anyway, the letters need not be small as well
HEAD_GAP = 1.2  # between the words of neighbouring heads
HEAD_SIZES = (8.5, 8.0, 7.5, 7.0, MIN_PT)  # letters, in points
GUTTER = 2.5
CELL_WIDTH_MAX = 34.0
CELL_GAP = 0.7
CELL_HEIGHT, CELL_HEIGHT_MIN = 4.5, 4.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Where everything stands, in millimetres."""

    rows: tuple[tuple[str, ...], ...]
    heads: tuple[tuple[str, ...], ...]
    head_pt: float
    left: float
    top: float
    cell_width: float
    cell_height: float

    @classmethod
    def lay_out(cls, row_labels: Sequence[str], column_labels: Sequence[str], *, above: float) -> "Grid":
        """Place a grid below `above` millimetres of key."""
        widest = max(width_mm(" ".join(wrap(label, 1000, TEXT_PT)), TEXT_PT) for label in row_labels) + 0.2
        label_width = min(max(widest, ROW_LABEL_MIN), ROW_LABEL_MAX)
        left = label_width + GUTTER
        cell_width = min((TEXT_WIDTH_MM - left) / len(column_labels), CELL_WIDTH_MAX)
        head_pt, heads = _heads(column_labels, cell_width - HEAD_GAP)
        rows = tuple(wrap(label, label_width, TEXT_PT, max_lines=ROW_LABEL_LINES) for label in row_labels)
        top = above + max(map(len, heads)) * line_mm(head_pt) + 2.0
        needed = max(map(len, rows)) * line_mm(TEXT_PT) + 0.4
        roomy = min(CELL_HEIGHT, (PAGE_HEIGHT_MM - top) / len(rows))
        return cls(rows, heads, head_pt, left, top, cell_width, max(roomy, needed, CELL_HEIGHT_MIN))

    @property
    def right(self) -> float:
        """Return the right side of the last column."""
        return self.left + self.cell_width * len(self.heads)

    @property
    def bottom(self) -> float:
        """Return the lower side of the last row."""
        return self.top + self.cell_height * len(self.rows)

    def cell(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return the box of a cell: its top left corner, width and height, apart from its neighbours."""
        x, y = self.left + column * self.cell_width, self.top + row * self.cell_height
        return x + CELL_GAP / 2, y + CELL_GAP / 2, self.cell_width - CELL_GAP, self.cell_height - CELL_GAP

    def draw_heads(self, canvas: Canvas) -> None:
        """Draw the heads of columns, the names of rows and the hairlines between them."""
        for column, lines in enumerate(self.heads):
            x = self.left + (column + 0.5) * self.cell_width
            middle = self.top - 1.6 - len(lines) * line_mm(self.head_pt) / 2
            canvas.lines(x, middle, lines, size=self.head_pt, align="center")
        for row, lines in enumerate(self.rows):
            y = self.top + row * self.cell_height
            canvas.line(0, y, self.right, y, color=RULE, line_pt=0.4)
            canvas.lines(0, y + self.cell_height / 2, lines)
        canvas.line(0, self.bottom, self.right, self.bottom, color=RULE, line_pt=0.4)


def _heads(labels: Sequence[str], room: float) -> tuple[float, tuple[tuple[str, ...], ...]]:
    """Return the largest letter size at which no word is cut and heads stay low, and the heads in lines."""
    wrapped = {size: tuple(wrap(label, room, size, max_lines=HEAD_LINES) for label in labels) for size in HEAD_SIZES}
    whole = [size for size in HEAD_SIZES if all(longest_word_mm(label, size) <= room for label in labels)]
    if not whole:
        return CUT_PT, wrapped[CUT_PT]
    low = [size for size in whole if max(map(len, wrapped[size])) <= LOW_HEAD_LINES]
    size = low[0] if low else min(whole, key=lambda size: (max(map(len, wrapped[size])), -size))
    return size, wrapped[size]


def require_cells(
    data: pd.DataFrame, row_labels: Mapping[Any, str], column_labels: Mapping[Any, str], key: str
) -> None:
    """Raise ValueError when a matrix has no cell, or when a row or column has no label."""
    if data.empty:
        raise ValueError(f"figure {key}: its data have no cell")
    missing = [str(name) for name in data.index if name not in row_labels]
    missing += [str(name) for name in data.columns if name not in column_labels]
    if missing:
        raise ValueError(f"figure {key}: no label for {', '.join(missing)}")
