"""States of territories × questions: a grid in which a symbol, a pattern and a colour say the same thing.

Promise: one row per territory and one column per question, in the order given. What is unknown stays quiet, so that
what is documented is seen first. Column heads are set upright, in the largest size at which no word is cut.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from study.figures.canvas import Canvas
from study.figures.chart import Chart, check_words, csv_text
from study.figures.grid import Grid, require_cells
from study.figures.marks import KEY_HEIGHT, state_cell, state_key
from study.figures.style import STATES, drawing


def state_matrix(
    states: pd.DataFrame,
    *,
    row_labels: Mapping[Any, str],
    column_labels: Mapping[Any, str],
    key: str,
    title: str,
    alt: str,
    source: str,
    lang: str,
) -> Chart:
    """Return a matrix of states.

    `states`: index = territories, columns = questions, values yes, planned, no, unknown, conflict; a missing value is
    left blank (the question was not put). Labels are looked up by index and column. ValueError for another value, a
    missing label, an empty frame or missing words.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    require_cells(states, row_labels, column_labels, key)
    found = {str(value) for value in pd.unique(states.to_numpy().ravel()) if not pd.isna(value)}
    if odd := sorted(found - set(STATES)):
        raise ValueError(f"figure {key}: not states: {', '.join(odd)}")
    with drawing():
        canvas = draw(states, row_labels, column_labels, lang)
        data = states.rename_axis("territory").reset_index()
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), csv_text(data))


def draw(states: pd.DataFrame, row_labels: Mapping[Any, str], column_labels: Mapping[Any, str], lang: str) -> Canvas:
    """Draw the grid; call it inside `style.drawing()`."""
    grid = Grid.lay_out(
        [row_labels[row] for row in states.index],
        [column_labels[column] for column in states.columns],
        above=KEY_HEIGHT + 3.5,
    )
    canvas = Canvas(grid.bottom + 0.6)
    found = [state for state in STATES if bool((states == state).any(axis=None))]
    state_key(canvas, found, grid.left, KEY_HEIGHT / 2, lang, symbols=True)
    grid.draw_heads(canvas)
    for row, values in enumerate(states.itertuples(index=False, name=None)):
        for column, value in enumerate(values):
            if not pd.isna(value):
                state_cell(canvas, str(value), *grid.cell(row, column))
    return canvas
