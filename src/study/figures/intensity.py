"""Territories × levers: how many of a lever's questions each territory answers yes, out of how many.

Promise: each cell says "3/5" in words and by its shade, and a thin track under the words shows what is documented and
what the unknown answers leave open. Territories with the most yes come first. No total is printed: levers ask
different numbers of questions, and adding them up would rank territories by what happens to be known.
"""

from collections.abc import Hashable, Mapping

import pandas as pd

from study.base.text import number_text, percent_text, say
from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text
from study.figures.grid import Grid, require_cells
from study.figures.letters import width_mm
from study.figures.marks import KEY_HEIGHT
from study.figures.spans import DASH
from study.figures.style import AXIS, QUIET_TEXT, SHARE_CLASSES, SMALL_PT, TEXT_PT, WHITE, drawing, share_class

CELL_GAP = 0.7
KEY_BOX = 11.0
TRACK = 1.0


def intensity_matrix(
    values: pd.DataFrame,
    *,
    totals: Mapping[Hashable, int],
    row_labels: Mapping[Hashable, str],
    column_labels: Mapping[Hashable, str],
    key: str,
    title: str,
    alt: str,
    source: str,
    lang: str,
    upper: pd.DataFrame | None = None,
) -> Chart:
    """Return a matrix of yes counts, territories with the most yes first.

    `values`: index = territories, columns = levers, values = yes answers (a missing one prints as a dash); `upper`:
    the same shape, yes plus unknown; `totals`: the questions of each lever. ValueError unless 0 ≤ values ≤ upper ≤
    totals, or when labels or words are missing.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_cells(values, row_labels, column_labels, key)
    limits = pd.Series({column: totals[column] for column in values.columns})
    high = values if upper is None else upper.loc[values.index, values.columns]
    if bool((values < 0).any(axis=None)) or bool((values > high).any(axis=None)) or bool((high > limits).any(axis=None)):
        raise ValueError(f"figure {key}: counts must be 0 ≤ yes ≤ yes and unknown ≤ questions")
    order = values.sum(axis="columns").sort_values(ascending=False, kind="stable").index
    with drawing():
        ordered, bounds = values.loc[order], None if upper is None else high.loc[order]
        canvas = draw(ordered, limits, bounds, row_labels, column_labels, lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(_long(ordered, high, limits)))


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
    row_labels: Mapping[Hashable, str],
    column_labels: Mapping[Hashable, str],
    lang: str,
) -> Canvas:
    """Draw the rows of `values` in their order; call it inside `style.drawing()`."""
    rows, columns = [row_labels[row] for row in values.index], [column_labels[column] for column in values.columns]
    grid = Grid.lay_out(rows, columns, above=KEY_HEIGHT + 3.5)
    canvas = Canvas(grid.bottom + 0.6)
    _key(canvas, grid.left, lang, with_track=upper is not None)
    grid.draw_heads(canvas)
    for row, name in enumerate(values.index):
        for column, lever in enumerate(values.columns):
            count, total = values.at[name, lever], int(totals[lever])
            high = None if upper is None else upper.at[name, lever]
            _cell(canvas, grid, row, column, count, high, total, lang)
    return canvas


def _cell(
    canvas: Canvas, grid: Grid, row: int, column: int, count: object, high: object, total: int, lang: str
) -> None:
    x, y = grid.corner(row, column)
    middle, center = y + grid.cell_height / 2, x + grid.cell_width / 2
    if pd.isna(count) or total == 0:  # type: ignore[call-overload]
        canvas.text(center, middle, DASH, color=QUIET_TEXT, align="center")
        return
    yes = int(str(count))
    fill, ink = share_class(yes / total)
    canvas.box(x + CELL_GAP / 2, y + CELL_GAP / 2, grid.cell_width - CELL_GAP, grid.cell_height - CELL_GAP, fill=fill)
    text = say("{count}/{total}", lang, count=number_text(yes, lang), total=number_text(total, lang))
    canvas.text(center, middle, text, weight="semibold" if yes else "regular", color=ink, align="center")


def _key(canvas: Canvas, x: float, lang: str, *, with_track: bool) -> None:
    middle = KEY_HEIGHT / 2
    words = say("Share of the lever's questions answered yes", lang)
    canvas.text(x, middle, words, size=TEXT_PT)
    x += width_mm(words, TEXT_PT) + 3.0
    for number, (limit, fill, ink) in enumerate(SHARE_CLASSES):
        edge = AXIS if number == 0 else None
        canvas.box(x, 0.2, KEY_BOX, KEY_HEIGHT - 0.4, fill=fill, edge=edge)
        text = percent_text(limit, lang) if number == 0 else f"≤\u00a0{percent_text(limit, lang)}"
        canvas.text(x + KEY_BOX / 2, middle, text, size=SMALL_PT, color=ink, align="center")
        x += KEY_BOX + 0.7
