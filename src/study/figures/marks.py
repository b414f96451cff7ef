"""How a state looks wherever it appears: its box, its symbol, and the key that explains it.

Promise: a box in a bar, a cell of a matrix and a swatch of the key come from the same two functions.
"""

from collections.abc import Sequence

from study.base.text import say
from study.figures.canvas import Canvas
from study.figures.letters import width_mm
from study.figures.style import POINTS_PER_MM, SMALL_PT, STATES, TEXT, TEXT_PT

SWATCH_WIDTH, SWATCH_HEIGHT = 5.4, 3.6
KEY_HEIGHT = 4.2


def state_box(canvas: Canvas, state: str, x: float, y: float, width: float, height: float) -> None:
    """Fill a rectangle as `state` is drawn: fill, pattern, outline."""
    style = STATES[state]
    canvas.box(x, y, width, height, fill=style.fill)
    canvas.pattern(x, y, width, height, kind=style.pattern, ink=style.ink)
    if style.pattern != "solid":
        _frame(canvas, state, x, y, width, height)


def _frame(canvas: Canvas, state: str, x: float, y: float, width: float, height: float) -> None:
    canvas.box(x, y, width, height, fill="none", edge=STATES[state].ink)


def state_text(canvas: Canvas, state: str, x: float, middle: float, text: str, size: float = TEXT_PT) -> None:
    """Write on a state's box, centred at `x`, on a plate that keeps the pattern away from the letters."""
    style = STATES[state]
    if style.pattern != "solid":
        height = 0.92 * size / POINTS_PER_MM
        width = width_mm(text, size, "semibold") + 1.0
        canvas.box(x - width / 2, middle - height / 2, width, height, fill=style.fill)
    canvas.text(x, middle, text, size=size, weight="semibold", color=style.on_fill, align="center")


def state_key(
    canvas: Canvas, states: Sequence[str], x: float, middle: float, lang: str, *, symbols: bool = False
) -> None:
    """Draw a row of swatches with their words, from `x` rightwards; with the states' symbols when asked."""
    for state in states:
        state_box(canvas, state, x, middle - SWATCH_HEIGHT / 2, SWATCH_WIDTH, SWATCH_HEIGHT)
        if symbols:
            state_text(canvas, state, x + SWATCH_WIDTH / 2, middle, STATES[state].symbol, SMALL_PT)
        label = say(STATES[state].label, lang)
        canvas.text(x + SWATCH_WIDTH + 1.4, middle, label, size=TEXT_PT, color=TEXT)
        x += SWATCH_WIDTH + 1.4 + width_mm(label, TEXT_PT) + 5.0
