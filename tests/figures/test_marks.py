"""States look the same wherever they appear."""

from collections.abc import Callable

import pytest

from study.figures.canvas import Canvas
from study.figures.marks import state_box, state_cell, state_key
from study.figures.style import STATES, drawing


def rendering(state: str) -> bytes:
    with drawing():
        canvas = Canvas(10, 20)
        state_box(canvas, state, 1, 1, 15, 7)
        return canvas.png()


def test_boxes_of_all_states_differ() -> None:
    assert len({rendering(state) for state in STATES}) == len(STATES)


@pytest.mark.parametrize("state", STATES)
def test_a_cell_shows_its_symbol(state: str, texts_of: Callable[[Canvas], list[str]]) -> None:
    with drawing():
        canvas = Canvas(10, 20)
        state_cell(canvas, state, 1, 1, 15, 7)
    assert texts_of(canvas) == [STATES[state].symbol]


def test_the_key_names_each_state_without_overlap(
    texts_of: Callable[[Canvas], list[str]], tidy: Callable[[Canvas], None]
) -> None:
    with drawing():
        canvas = Canvas(10)
        state_key(canvas, list(STATES), 5, 5, "en", symbols=True)
    assert [text for text in texts_of(canvas) if len(text) > 1] == ["Yes", "Planned", "No", "Unknown", "In conflict"]
    tidy(canvas)
