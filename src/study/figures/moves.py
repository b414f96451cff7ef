"""Dumbbells: how many say yes at two waves, and how much of the way between them is a change.

Promise: one line per label, from the hollow dot of the earlier wave to the full one of the later wave. What was adopted
or ended is a thick line, what only became known (or ceased to be) a row of dots: a rise that fills the unknown does not
look like a rise. The pale band is what the unknown left open at the earlier wave: a dot inside it may have been there
all along. The counts stand at the right in words.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from study.base.text import number_text, say
from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.interval import DOT_RADIUS, INK
from study.figures.letters import width_mm
from study.figures.marks import KEY_HEIGHT
from study.figures.rows import labelled_rows
from study.figures.style import AXIS, QUIET_TEXT, RULE, SMALL_PT, TEXT_PT, TEXT_WIDTH_MM, WHITE, Weight, drawing

COLUMNS = ("label", "before", "after", "open", "adopted", "ended", "total")

LABEL_WIDTH = 56.0
LABEL_LINES = 4
COUNT_WIDTH, CHANGED_WIDTH = 15.0, 22.0
GAP = 4.0
ROW_HEIGHT = 6.2
HEAD_HEIGHT = 2 * KEY_HEIGHT + 10.0
BAND_HEIGHT, BAND_FILL = 2.6, "#E3E7EA"
CHANGE_PT, KNOWN_RADIUS, KNOWN_STEP = 3.2, 0.42, 1.5


def moves(
    data: pd.DataFrame, *, first: str, last: str, key: str, title: str, alt: str, source: str, lang: str
) -> Chart:
    """Return one dumbbell per row of `data`, in its order; `first` and `last` name the waves.

    `data`: label (str), before and after (how many say yes), open (how many are unknown at the earlier wave), adopted
    and ended (how many changed), total (how many are compared): counts. ValueError when columns or words are missing,
    or when a count does not lie between 0 and the total.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_columns(data, COLUMNS, key)
    counts = data.loc[:, list(COLUMNS[1:])]
    ends = counts["before"] + counts["open"]
    if bool((counts < 0).any(axis=None)) or bool((counts.gt(counts["total"], axis=0)).any(axis=None)):
        raise ValueError(f"figure {key}: a count does not lie between 0 and the total")
    if bool((ends > counts["total"]).any()) or bool((counts["total"] < 1).any()):
        raise ValueError(f"figure {key}: yes and unknown are more than the total")
    kept = data.loc[:, list(COLUMNS)]
    with drawing():
        canvas = draw(kept, first=first, last=last, lang=lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(kept))


def draw(data: pd.DataFrame, *, first: str, last: str, lang: str) -> Canvas:
    """Draw the rows of `data` in their order; call it inside `style.drawing()`."""
    rows = labelled_rows(data, LABEL_WIDTH, max_lines=LABEL_LINES, least_mm=ROW_HEIGHT, air_mm=1.6)
    canvas = Canvas(HEAD_HEIGHT + sum(row.height for row in rows) + 1.0)
    left, right = LABEL_WIDTH + GAP, TEXT_WIDTH_MM - COUNT_WIDTH - CHANGED_WIDTH - GAP
    most = int(data["total"].max())
    _key(canvas, first, last, lang)
    head = HEAD_HEIGHT - 3.4
    for part in (0.0, 0.5, 1.0):
        x = left + part * (right - left)
        if part in (0.0, 1.0) or most % 2 == 0:
            count = number_text(round(part * most), lang)
            canvas.text(x, head, count, size=SMALL_PT, color=QUIET_TEXT, align="center")
            canvas.line(x, HEAD_HEIGHT - 1.0, x, canvas.height, color=AXIS if part == 0 else RULE)
    columns = ((TEXT_WIDTH_MM - CHANGED_WIDTH, f"{first} → {last}"), (TEXT_WIDTH_MM, say("of which changes", lang)))
    for x, words in columns:
        size = SMALL_PT * min(1.0, (CHANGED_WIDTH - 1.0) / width_mm(words, SMALL_PT))
        canvas.text(x, head, words, size=size, color=QUIET_TEXT, align="right")
    top = HEAD_HEIGHT
    for row in rows:
        middle = top + row.height / 2
        canvas.lines(LABEL_WIDTH, middle, row.lines, align="right")
        _dumbbell(canvas, row.values, left, middle, (right - left) / most)
        _counts(canvas, row.values, middle, lang)
        top += row.height
    return canvas


def _dumbbell(canvas: Canvas, values: dict[Hashable, Any], left: float, middle: float, unit: float) -> None:
    before, after, unknown, adopted, ended = (int(values[name]) for name in COLUMNS[1:6])
    start, end = left + before * unit, left + after * unit
    canvas.box(start, middle - BAND_HEIGHT / 2, unknown * unit, BAND_HEIGHT, fill=BAND_FILL)
    way = after - before
    # Of the way from dot to dot, what changed lies at the later dot; it cannot be longer than the way.
    changed = min(max((adopted - ended) * (1 if way > 0 else -1), 0), abs(way)) * unit
    turn = end - changed if way > 0 else end + changed
    _known(canvas, start, turn, middle)
    if changed:
        canvas.line(turn, middle, end, middle, color=INK, line_pt=CHANGE_PT)
    if way:
        canvas.dot(start, middle, DOT_RADIUS, fill=WHITE, edge=INK)
    canvas.dot(end, middle, DOT_RADIUS, fill=INK, edge=WHITE if way else INK)


def _known(canvas: Canvas, start: float, end: float, middle: float) -> None:
    """Draw the part of the way that is only a matter of what is known: dots at equal steps."""
    steps = int(abs(end - start) / KNOWN_STEP)
    for step in range(1, steps + 1):
        x = start + (end - start) * step / (steps + 1)
        canvas.dot(x, middle, KNOWN_RADIUS, fill=INK)


def _counts(canvas: Canvas, values: dict[Hashable, Any], middle: float, lang: str) -> None:
    before, after = (number_text(int(values[name]), lang) for name in ("before", "after"))
    x = TEXT_WIDTH_MM - CHANGED_WIDTH
    canvas.text(x, middle, f"{before} → {after}", weight="semibold", align="right")
    adopted, ended = int(values["adopted"]), int(values["ended"])
    said = [f"+{number_text(adopted, lang)}"] if adopted else []
    said += [f"−{number_text(ended, lang)}"] if ended else []
    weight: Weight = "semibold" if said else "regular"
    color = INK if said else QUIET_TEXT
    canvas.text(TEXT_WIDTH_MM, middle, " ".join(said) or "0", weight=weight, color=color, align="right")


def _key(canvas: Canvas, first: str, last: str, lang: str) -> None:
    """Draw the key in two rows: the dots of the waves and the band, then the two kinds of way."""
    middle, x = KEY_HEIGHT / 2, 0.0

    def said(words: str) -> None:
        nonlocal x
        canvas.text(x, middle, words)
        x += width_mm(words, TEXT_PT) + 6.0

    for name, fill, edge in ((first, WHITE, INK), (last, INK, WHITE)):
        canvas.dot(x + DOT_RADIUS, middle, DOT_RADIUS, fill=fill, edge=edge)
        x += 2 * DOT_RADIUS + 1.4
        said(name)
    canvas.box(x, middle - BAND_HEIGHT / 2, 9.0, BAND_HEIGHT, fill=BAND_FILL)
    x += 10.4
    said(say("left open by the unknown in {wave}", lang, wave=first))
    middle, x = middle + KEY_HEIGHT + 1.4, 0.0
    canvas.line(x, middle, x + 9.0, middle, color=INK, line_pt=CHANGE_PT)
    x += 10.4
    said(say("adopted or ended", lang))
    _known(canvas, x, x + 9.0, middle)
    x += 10.4
    said(say("only known since, or no longer", lang))
