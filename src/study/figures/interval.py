"""Dots with intervals: a share, and how far the unknown answers could move it.

Promise: one line per row on an axis from 0 to 100 %, the highest value first; the dot is what is documented, the bar
runs from the lower to the upper bound, and both are written at the right. These are bounds, no confidence interval.
"""

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from study.base.text import percent_text, say
from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.letters import width_mm
from study.figures.marks import KEY_HEIGHT
from study.figures.rows import labelled_rows
from study.figures.spans import bounds_text, share_text
from study.figures.style import AXIS, QUIET_TEXT, RULE, SMALL_PT, STATES, TEXT_PT, TEXT_WIDTH_MM, WHITE, drawing

COLUMNS = ("label", "value", "lower", "upper")

LABEL_WIDTH = 56.0
LABEL_LINES = 8
SHARE_WIDTH = 28.0
GAP = 4.5
ROW_HEIGHT = 7.4
HEAD_HEIGHT = KEY_HEIGHT + 8.0
DOT_RADIUS = 1.35
BAR_HEIGHT = 1.5
INK = STATES["yes"].ink
OPEN_FILL = "#A9CDD6"


def dot_interval(data: pd.DataFrame, *, key: str, title: str, alt: str, source: str, lang: str) -> Chart:
    """Return dots with intervals, one per row of `data`, sorted by value then upper bound.

    `data`: label (str), value, lower, upper (0 to 1; a missing value has no dot). ValueError when columns or words are
    missing, or unless 0 ≤ lower ≤ value ≤ upper ≤ 1.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_columns(data, COLUMNS, key)
    low, value, high = data["lower"], data["value"], data["upper"]
    if bool(((low < 0) | (high > 1) | (low > high) | (value < low) | (value > high)).any()):
        raise ValueError(f"figure {key}: shares must be 0 ≤ lower ≤ value ≤ upper ≤ 1")
    ordered = data.loc[:, list(COLUMNS)].sort_values(["value", "upper"], ascending=False, kind="stable")
    with drawing():
        canvas = draw(ordered, lang=lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(ordered))


def draw(data: pd.DataFrame, *, lang: str) -> Canvas:
    """Draw the rows of `data` in their order; call it inside `style.drawing()`."""
    rows = labelled_rows(data, LABEL_WIDTH, max_lines=LABEL_LINES, least_mm=ROW_HEIGHT, air_mm=2.4)
    canvas = Canvas(HEAD_HEIGHT + sum(row.height for row in rows) + 0.8)
    left, right = LABEL_WIDTH + GAP, TEXT_WIDTH_MM - SHARE_WIDTH - GAP
    _key(canvas, left, lang)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * (right - left)
        canvas.text(x, HEAD_HEIGHT - 3.2, percent_text(share, lang), size=SMALL_PT, color=QUIET_TEXT, align="center")
        canvas.line(x, HEAD_HEIGHT - 1.0, x, canvas.height, color=AXIS if share == 0 else RULE)
    top = HEAD_HEIGHT
    for row in rows:
        middle = top + row.height / 2
        canvas.lines(LABEL_WIDTH, middle, row.lines, align="right")
        _interval(canvas, row.values, left, right, middle, lang)
        top += row.height
    return canvas


def _interval(canvas: Canvas, values: dict[Hashable, Any], left: float, right: float, middle: float, lang: str) -> None:
    value, lower, upper = (float(values[name]) for name in ("value", "lower", "upper"))
    if upper > lower:
        start, end = (left + share * (right - left) for share in (lower, upper))
        _open_bar(canvas, start, end, middle)
    if not math.isnan(value):
        canvas.dot(left + value * (right - left), middle, DOT_RADIUS, fill=INK, edge=WHITE)
    column = right + GAP
    canvas.text(column + 9.0, middle, share_text(value, lang), size=9.0, weight="semibold", align="right")
    if upper > lower:
        bounds = bounds_text(lower, upper, lang)
        canvas.text(TEXT_WIDTH_MM, middle, bounds, size=SMALL_PT, color=QUIET_TEXT, align="right")


def _open_bar(canvas: Canvas, start: float, end: float, middle: float) -> None:
    """Draw what is left open: a pale bar with inked outline, closed by a stroke at its upper bound."""
    canvas.box(start, middle - BAR_HEIGHT / 2, end - start, BAR_HEIGHT, fill=OPEN_FILL, edge=INK, line_pt=0.5)
    canvas.line(end, middle - BAR_HEIGHT, end, middle + BAR_HEIGHT, color=INK, line_pt=0.9)


def _key(canvas: Canvas, x: float, lang: str) -> None:
    middle = KEY_HEIGHT / 2
    counted, open_words = say("Share of yes", lang), say("Left open by unknown answers", lang)
    canvas.dot(x + DOT_RADIUS, middle, DOT_RADIUS, fill=INK, edge=WHITE)
    x += 2 * DOT_RADIUS + 1.4
    canvas.text(x, middle, counted, size=TEXT_PT)
    x += width_mm(counted, TEXT_PT) + 6.0
    _open_bar(canvas, x, x + 9.0, middle)
    canvas.text(x + 10.6, middle, open_words, size=TEXT_PT)
