"""Stacked bars: how the answers to each question divide into yes, planned, no and unknown.

Promise: one bar per question, as long as the territories it was put to, the most frequent yes first; the counts stand
in the bars and the share of yes with its bounds beside them, so that nothing has to be read off an axis.
"""

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from study.base.text import number_text, say
from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.letters import width_mm
from study.figures.marks import KEY_HEIGHT, state_box, state_key, state_text
from study.figures.rows import labelled_rows
from study.figures.spans import bounds_text, share_text
from study.figures.style import QUIET_TEXT, RULE, SMALL_PT, TEXT_PT, TEXT_WIDTH_MM, drawing

COLUMNS = ("label", "yes", "planned", "no", "unknown", "share", "lower", "upper")
PARTS = ("yes", "planned", "no", "unknown")

LABEL_WIDTH = 56.0
LABEL_LINES = 8
SHARE_WIDTH = 21.0
GAP = 3.5
BAR_HEIGHT = 6.6
ROW_GAP = 3.4
HEAD_HEIGHT = KEY_HEIGHT + 6.9


def stacked_bars(data: pd.DataFrame, *, key: str, title: str, alt: str, source: str, lang: str, total: int) -> Chart:
    """Return stacked bars, one per row of `data`, sorted by yes.

    `data`: label (str), yes, planned, no, unknown (counts), share, lower, upper (0 to 1; a missing share prints as a
    dash). `total` is the number of territories, hence the length of a full bar: a question put to fewer has a shorter
    one. ValueError when columns or words are missing, or when a row counts more than `total` or less than 0.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_columns(data, COLUMNS, key)
    counts = data.loc[:, list(PARTS)]
    if not bool((counts >= 0).all(axis=None)) or bool((counts.sum(axis="columns") > total).any()) or total < 1:
        raise ValueError(f"figure {key}: a row does not count 0 to {total} territories")
    ordered = data.loc[:, list(COLUMNS)].sort_values(["yes", "planned", "no"], ascending=False, kind="stable")
    with drawing():
        canvas = draw(ordered, lang=lang, total=total)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(ordered))


def draw(data: pd.DataFrame, *, lang: str, total: int) -> Canvas:
    """Draw the rows of `data` in their order; call it inside `style.drawing()`."""
    rows = labelled_rows(data, LABEL_WIDTH, max_lines=LABEL_LINES, least_mm=BAR_HEIGHT)
    canvas = Canvas(HEAD_HEIGHT + sum(row.height for row in rows) + ROW_GAP * (len(rows) - 1) + 1.0)
    left, right = LABEL_WIDTH + GAP, TEXT_WIDTH_MM - SHARE_WIDTH - GAP
    state_key(canvas, PARTS, left, KEY_HEIGHT / 2, lang)
    canvas.text(TEXT_WIDTH_MM, KEY_HEIGHT / 2, say("Share of yes", lang), size=TEXT_PT, align="right")
    bounds = say("and its bounds", lang)
    canvas.text(TEXT_WIDTH_MM, KEY_HEIGHT / 2 + 3.9, bounds, size=SMALL_PT, color=QUIET_TEXT, align="right")
    canvas.line(left, HEAD_HEIGHT - 2.4, TEXT_WIDTH_MM, HEAD_HEIGHT - 2.4, color=RULE)
    top = HEAD_HEIGHT
    for row in rows:
        middle = top + row.height / 2
        canvas.lines(LABEL_WIDTH, middle, row.lines, align="right")
        _bar(canvas, row.values, left, middle, (right - left) / total, lang)
        _share(canvas, row.values, middle, lang)
        top += row.height + ROW_GAP
    return canvas


def _bar(canvas: Canvas, values: dict[Hashable, Any], x: float, middle: float, unit: float, lang: str) -> None:
    for state in PARTS:
        count = int(values[state])
        if count == 0:
            continue
        width = count * unit
        state_box(canvas, state, x, middle - BAR_HEIGHT / 2, width, BAR_HEIGHT)
        text = number_text(count, lang)
        if width_mm(text, TEXT_PT, "semibold") + 1.4 <= width:
            state_text(canvas, state, x + width / 2, middle, text)
        x += width


def _share(canvas: Canvas, values: dict[Hashable, Any], middle: float, lang: str) -> None:
    share, lower, upper = (float(values[name]) for name in ("share", "lower", "upper"))
    shift = 0.0 if math.isnan(share) or lower == upper else 1.8
    canvas.text(TEXT_WIDTH_MM, middle - shift, share_text(share, lang), size=9.5, weight="semibold", align="right")
    if shift:
        bounds = bounds_text(lower, upper, lang)
        canvas.text(TEXT_WIDTH_MM, middle + 2.2, bounds, size=SMALL_PT, color=QUIET_TEXT, align="right")
