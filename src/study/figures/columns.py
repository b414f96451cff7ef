"""Small multiples over time: how the answers to each question divide at each wave, one column per wave.

Promise: one panel per label, in the order given; every column is as high as its whole base, so the unknown is seen
beside the yes at every wave and a rise that only fills the unknown looks like one. The columns of a panel have one
scale: a question put to fewer has a lower column. The yes stands above each column in words. Waves stand side by side
at equal steps, under their names.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd

from study.figures.canvas import Canvas, line_mm
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.letters import width_mm, wrap
from study.figures.marks import KEY_HEIGHT, state_box, state_key
from study.figures.style import AXIS, PAGE_HEIGHT_MM, QUIET_TEXT, SMALL_PT, TEXT, TEXT_PT, TEXT_WIDTH_MM, drawing

COLUMNS = ("label", "wave", "yes", "planned", "no", "unknown", "shown")
PARTS = ("yes", "planned", "no", "unknown")

ACROSS = (3, 4)  # panels side by side: as many as leave the fewest rows, then the fewest gaps
GAP, ROW_GAP = 7.0, 6.0
LABEL_LINES = 3
HEIGHT, HEIGHT_MIN = 21.0, 9.0  # of a whole column; lower where many panels must fit on a page
COLUMN_MAX, COLUMN_SHARE = 9.0, 0.62
SHOWN_HEIGHT = 4.2
WAVE_HEIGHT = 4.6


def state_columns(data: pd.DataFrame, *, key: str, title: str, alt: str, source: str, lang: str) -> Chart:
    """Return one panel per label of `data`, a column per wave.

    `data`: label and wave (str), yes, planned, no, unknown (counts), shown (str, printed above the column); labels and
    waves in the order of their first rows. ValueError when columns or words are missing, when a row counts nothing, or
    when a label has a wave twice.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_columns(data, COLUMNS, key)
    counts = data.loc[:, list(PARTS)]
    if not bool((counts >= 0).all(axis=None)) or not bool((counts.sum(axis="columns") > 0).all()):
        raise ValueError(f"figure {key}: a row counts nothing")
    if bool(data.duplicated(["label", "wave"]).any()):
        raise ValueError(f"figure {key}: a label has a wave twice")
    with drawing():
        canvas = draw(data, lang=lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(data.loc[:, list(COLUMNS)]))


def draw(data: pd.DataFrame, *, lang: str) -> Canvas:
    """Draw the panels; call it inside `style.drawing()`."""
    labels = list(dict.fromkeys(data["label"]))
    waves = list(dict.fromkeys(data["wave"]))
    across = min(ACROSS, key=lambda many: (-(-len(labels) // many), -len(labels) % many))
    width = (TEXT_WIDTH_MM - GAP * (across - 1)) / across
    heads = {label: wrap(str(label), width, TEXT_PT, "semibold", max_lines=LABEL_LINES) for label in labels}
    rows = [labels[start : start + across] for start in range(0, len(labels), across)]
    words = [_head_height(heads, row) + SHOWN_HEIGHT + WAVE_HEIGHT + ROW_GAP for row in rows]
    room = (PAGE_HEIGHT_MM - KEY_HEIGHT - 4.0 - sum(words)) / len(rows)
    height = max(HEIGHT_MIN, min(HEIGHT, room))
    tops, top = [], KEY_HEIGHT + 4.0
    for taken in words:
        tops.append(top)
        top += taken + height
    canvas = Canvas(top - ROW_GAP + 0.6)
    state_key(canvas, [part for part in PARTS if bool((data[part] > 0).any())], 0.0, KEY_HEIGHT / 2, lang)
    for row, top in zip(rows, tops, strict=True):
        head = _head_height(heads, row)
        for number, label in enumerate(row):
            left = number * (width + GAP)
            middle = top + head - len(heads[label]) * line_mm(TEXT_PT) / 2
            canvas.lines(left, middle, heads[label], weight="semibold")
            mine = data[data["label"] == label].to_dict("records")
            _panel(canvas, mine, waves, (left, top + head + SHOWN_HEIGHT, width, height))
    return canvas


def _head_height(heads: dict[str, tuple[str, ...]], row: Sequence[str]) -> float:
    return max(len(heads[label]) for label in row) * line_mm(TEXT_PT) + 0.8


def _panel(
    canvas: Canvas,
    rows: Sequence[dict[Hashable, Any]],
    waves: Sequence[str],
    box: tuple[float, float, float, float],
) -> None:
    left, top, width, height = box
    step = width / len(waves)
    thick = min(step * COLUMN_SHARE, COLUMN_MAX)
    size = _fitting(waves, step)
    found = {str(row["wave"]): row for row in rows}
    unit = height / max(_base(row) for row in rows)
    for number, wave in enumerate(waves):
        center = left + (number + 0.5) * step
        canvas.text(center, top + height + WAVE_HEIGHT / 2 + 0.4, wave, size=size, color=QUIET_TEXT, align="center")
        if wave in found:
            _column(canvas, found[wave], (center, top + height, thick, unit), step)
    canvas.line(left, top + height, left + width, top + height, color=AXIS)


def _fitting(words: Sequence[str], step: float) -> float:
    """Return the size at which words side by side stay apart: small, or as much smaller as it takes."""
    widest = max(width_mm(word, SMALL_PT) for word in words) + 0.8
    return SMALL_PT * min(1.0, step / widest)


def _base(values: dict[Hashable, Any]) -> int:
    return sum(int(values[part]) for part in PARTS)


def _column(canvas: Canvas, values: dict[Hashable, Any], box: tuple[float, float, float, float], step: float) -> None:
    center, bottom, thick, unit = box
    for part in PARTS:
        height = int(values[part]) * unit
        if height:
            bottom -= height
            state_box(canvas, part, center - thick / 2, bottom, thick, height)
    shown = str(values["shown"])
    size = TEXT_PT * min(1.0, step / (width_mm(shown, TEXT_PT, "semibold") + 0.6))
    canvas.text(center, bottom - SHOWN_HEIGHT / 2, shown, size=size, weight="semibold", color=TEXT, align="center")
