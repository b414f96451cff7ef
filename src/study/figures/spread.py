"""How territories spread over a scale, lever by lever: one dot per territory, and where the unknown could take it.

Promise: one strip per label on an axis from 0 to 100 %. Above its line stands a full dot for each territory, at the
share that it is known to say yes to; below, a hollow one, at the share that it would reach if every unknown were a yes.
Dots of one place form a block whose number is written beside it. Nobody is named: a spread ranks no one.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from study.base.text import number_text, percent_text, say
from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.interval import INK
from study.figures.letters import width_mm, wrap
from study.figures.marks import KEY_HEIGHT
from study.figures.style import AXIS, QUIET_TEXT, RULE, SMALL_PT, TEXT_PT, TEXT_WIDTH_MM, WHITE, drawing

COLUMNS = ("label", "share", "known", "at_most")

LABEL_WIDTH = 44.0
LABEL_LINES = 3
GAP = 9.0  # a block of dots is centred on its share, so that half of the first lies left of the axis
RIGHT = 9.0
RADIUS, PITCH = 0.62, 1.5
HIGH, WIDE = 4, 6  # dots of a block upon each other, and at the most side by side
HALF = HIGH * PITCH + 0.9
STRIP = 2 * HALF + 2.2
HEAD_HEIGHT = KEY_HEIGHT + 8.0
MOST = HIGH * WIDE


def spread(data: pd.DataFrame, *, key: str, title: str, alt: str, source: str, lang: str) -> Chart:
    """Return a strip per label of `data`, labels in the order of their first rows.

    `data`: label (str), share (0 to 1), known and at_most (how many territories stand there). ValueError when columns
    or words are missing, for a share outside 0 to 1 or a count below 0.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_columns(data, COLUMNS, key)
    if not bool(data["share"].between(0, 1).all()) or bool((data.loc[:, ["known", "at_most"]] < 0).any(axis=None)):
        raise ValueError(f"figure {key}: shares must lie between 0 and 1, and counts may not be negative")
    kept = data.loc[:, list(COLUMNS)]
    with drawing():
        canvas = draw(kept, lang=lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(kept))


def draw(data: pd.DataFrame, *, lang: str) -> Canvas:
    """Draw the strips; call it inside `style.drawing()`."""
    labels = list(dict.fromkeys(data["label"]))
    canvas = Canvas(HEAD_HEIGHT + STRIP * len(labels) + 0.6)
    left, right = LABEL_WIDTH + GAP, TEXT_WIDTH_MM - RIGHT
    # Where more territories share a place than a block of dots holds, a dot stands for several.
    each = max(1, -(-max(int(data[name].max()) for name in ("known", "at_most")) // MOST))
    _key(canvas, each, lang)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * (right - left)
        canvas.text(x, HEAD_HEIGHT - 3.2, percent_text(share, lang), size=SMALL_PT, color=QUIET_TEXT, align="center")
        canvas.line(x, HEAD_HEIGHT - 1.0, x, canvas.height, color=RULE)
    for number, label in enumerate(labels):
        middle = HEAD_HEIGHT + STRIP * number + STRIP / 2
        lines = wrap(str(label), LABEL_WIDTH, TEXT_PT, max_lines=LABEL_LINES)
        canvas.lines(LABEL_WIDTH, middle, lines, align="right")
        canvas.line(left - 5.0, middle, TEXT_WIDTH_MM, middle, color=AXIS)
        _strip(canvas, data[data["label"] == label].to_dict("records"), (left, right, middle), each, lang)
    return canvas


def _strip(
    canvas: Canvas,
    places: Sequence[dict[Hashable, Any]],
    where: tuple[float, float, float],
    each: int,
    lang: str,
) -> None:
    left, right, middle = where
    for place in places:
        x = left + float(place["share"]) * (right - left)
        for name, up in (("known", True), ("at_most", False)):
            if count := int(place[name]):
                _block(canvas, count, (x, middle), each, lang, up=up)


def _block(canvas: Canvas, count: int, place: tuple[float, float], each: int, lang: str, *, up: bool) -> None:
    """Draw the dots of one place, column by column from its middle line outwards, and their number beside them."""
    dots = -(-count // each)
    columns = -(-dots // HIGH)
    x, middle = place
    start = x - (columns - 1) / 2 * PITCH
    for dot in range(dots):
        column, row = divmod(dot, HIGH)
        away = (row + 0.5) * PITCH + 0.35
        center = start + column * PITCH, middle - away if up else middle + away
        canvas.dot(*center, RADIUS, fill=INK if up else WHITE, edge=None if up else INK)
    if count > 1:
        away = 1.3 * PITCH
        beside = start + (columns - 0.5) * PITCH + 0.5
        canvas.text(beside, middle - away if up else middle + away, number_text(count, lang), size=SMALL_PT,
                    color=QUIET_TEXT)  # fmt: skip


def _key(canvas: Canvas, each: int, lang: str) -> None:
    x, middle = 0.0, KEY_HEIGHT / 2
    for words, fill, edge in (
        (say("Share of yes", lang), INK, None),
        (say("at most, unknown answers included", lang), WHITE, INK),
    ):
        canvas.dot(x + RADIUS, middle, RADIUS, fill=fill, edge=edge)
        x += 2 * RADIUS + 1.4
        canvas.text(x, middle, words)
        x += width_mm(words, TEXT_PT) + 6.0
    if each > 1:
        words = say("a dot: up to {count}", lang, count=number_text(each, lang))
        canvas.text(x, middle, words, color=QUIET_TEXT)
