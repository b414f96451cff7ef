"""Territories × levers: how many of a lever's questions each territory answers yes, out of how many.

Promise: each cell says "3/5" in figures and by its shade, and beside it how far the unknown answers could take it.
Territories with the most yes come first. No total is printed: it would rank territories by what happens to be known.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from study.base.text import number_text, say
from study.figures.canvas import Canvas, line_mm
from study.figures.chart import Chart, check_words, csv_text
from study.figures.grid import Grid, require_cells
from study.figures.letters import width_mm, wrap
from study.figures.marks import KEY_HEIGHT, SWATCH_HEIGHT
from study.figures.spans import DASH, bounds_text
from study.figures.style import (
    AXIS,
    MIN_PT,
    QUIET_TEXT,
    SHARE_CLASSES,
    TEXT_PT,
    TEXT_WIDTH_MM,
    Weight,
    drawing,
    share_class,
)

KEY_BOX = 13.0


def intensity_matrix(
    values: pd.DataFrame,
    *,
    totals: Mapping[Any, int],
    row_labels: Mapping[Any, str],
    column_labels: Mapping[Any, str],
    key: str,
    title: str,
    alt: str,
    source: str,
    lang: str,
    upper: pd.DataFrame | None = None,
) -> Chart:
    """Return a matrix of yes counts, territories in the order given: what is documented does not rank them.

    `values`: index = territories, columns = levers, values = yes answers (a missing one prints as a dash); `upper`:
    the same shape, yes plus unknown; `totals`: the questions of each lever. ValueError unless 0 ≤ values ≤ upper ≤
    totals, or when labels or words are missing.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_cells(values, row_labels, column_labels, key)
    if missing := [str(column) for column in values.columns if column not in totals]:
        raise ValueError(f"figure {key}: no total for {', '.join(missing)}")
    limits = pd.Series({column: totals[column] for column in values.columns})
    high = values if upper is None else upper.loc[values.index, values.columns]
    if (
        bool((values < 0).any(axis=None))
        or bool((values > high).any(axis=None))
        or bool((high > limits).any(axis=None))
    ):
        raise ValueError(f"figure {key}: counts must be 0 ≤ yes ≤ yes and unknown ≤ questions")
    with drawing():
        canvas = draw(values, limits, None if upper is None else high, row_labels, column_labels, lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(_long(values, high, limits)))


def _long(values: pd.DataFrame, upper: pd.DataFrame, totals: pd.Series) -> pd.DataFrame:
    """Return one row per cell: territory, lever, yes, upper, total."""
    cells = [
        (row, column, values.at[row, column], upper.at[row, column], totals[column])
        for row in values.index
        for column in values.columns
    ]
    return pd.DataFrame(cells, columns=["territory", "lever", "yes", "upper", "total"])


def draw(
    values: pd.DataFrame,
    totals: pd.Series,
    upper: pd.DataFrame | None,
    row_labels: Mapping[Any, str],
    column_labels: Mapping[Any, str],
    lang: str,
) -> Canvas:
    """Draw the rows of `values` in their order; call it inside `style.drawing()`."""
    rows, columns = [row_labels[row] for row in values.index], [column_labels[column] for column in values.columns]
    grid = Grid.lay_out(rows, columns, above=KEY_HEIGHT + 5.5)
    canvas = Canvas(grid.bottom + 0.6)
    _key(canvas, grid.left, lang, with_bounds=upper is not None)
    grid.draw_heads(canvas)
    for row, name in enumerate(values.index):
        for column, lever in enumerate(values.columns):
            count, total = values.at[name, lever], int(totals[lever])
            high = None if upper is None else upper.at[name, lever]
            _cell(canvas, grid, row, column, count, high, total, lang)
    return canvas


def _cell(canvas: Canvas, grid: Grid, row: int, column: int, count: Any, high: Any, total: int, lang: str) -> None:
    x, y, width, height = grid.cell(row, column)
    middle, center = y + height / 2, x + width / 2
    if pd.isna(count) or total == 0:
        canvas.text(center, middle, DASH, color=QUIET_TEXT, align="center")
        return
    fill, ink = share_class(int(count) / total)
    canvas.box(x, y, width, height, fill=fill)
    text = say("{count}/{total}", lang, count=number_text(int(count), lang), total=number_text(total, lang))
    weight: Weight = "semibold" if count else "regular"
    if high is None:
        canvas.text(center, middle, text, weight=weight, color=ink, align="center")
        return
    canvas.text(center - 0.4, middle, text, weight=weight, color=ink, align="right")
    if not pd.isna(high):
        canvas.text(center + 1.4, middle, _at_most(int(high), lang), size=MIN_PT, color=ink)


def _at_most(count: int, lang: str) -> str:
    return f"≤\u202f{number_text(count, lang)}"


def _key(canvas: Canvas, x: float, lang: str, *, with_bounds: bool) -> None:
    middle = line_mm(MIN_PT) + 0.6  # the note beside the key may take two lines
    words = say("Share of yes", lang)
    canvas.text(x, middle, words, size=TEXT_PT)
    x += width_mm(words, TEXT_PT) + 2.5
    lower = 0.0
    for limit, fill, ink in SHARE_CLASSES:
        canvas.box(x, middle - SWATCH_HEIGHT / 2, KEY_BOX, SWATCH_HEIGHT, fill=fill, edge=AXIS if limit == 0 else None)
        canvas.text(x + KEY_BOX / 2, middle, bounds_text(lower, limit, lang), size=MIN_PT, color=ink, align="center")
        x += KEY_BOX + 0.7
        lower = limit + 0.01
    if with_bounds:
        lines = wrap(say("≤: at most, unknown answers included", lang), TEXT_WIDTH_MM - x - 2.0, MIN_PT, max_lines=2)
        canvas.lines(x + 2.0, middle, lines, size=MIN_PT, color=QUIET_TEXT)
