"""How a state looks wherever it appears: its box, its symbol, and the key that explains it.

Promise: a box in a bar, a cell of a matrix and a swatch of the key come from the same functions.
"""

from collections.abc import Sequence

from study.base.text import say
from study.figures.canvas import Canvas
from study.figures.letters import width_mm
from study.figures.style import POINTS_PER_MM, QUIET_TEXT, STATES, TEXT, TEXT_PT

SWATCH_WIDTH, SWATCH_HEIGHT = 5.4, 3.6
KEY_HEIGHT = 4.2


def state_box(canvas: Canvas, state: str, x: float, y: float, width: float, height: float) -> None:
    """Fill a rectangle as `state` is drawn: fill, pattern, outline."""
    style = STATES[state]
    canvas.box(x, y, width, height, fill=style.fill)
    canvas.pattern(x, y, width, height, kind=style.pattern, ink=style.ink)
    if style.pattern != "solid":
        canvas.box(x, y, width, height, fill="none", edge=style.ink)


def state_text(canvas: Canvas, state: str, x: float, middle: float, text: str, size: float = TEXT_PT) -> None:
    """Write on a state's box, centred at `x`, on a plate that keeps the pattern away from the letters."""
    style = STATES[state]
    if style.pattern != "solid":
        height = 0.92 * size / POINTS_PER_MM
        width = width_mm(text, size, "semibold") + 1.0
        canvas.box(x - width / 2, middle - height / 2, width, height, fill=style.fill)
    canvas.text(x, middle, text, size=size, weight="semibold", color=style.on_fill, align="center")


def state_cell(canvas: Canvas, state: str, x: float, y: float, width: float, height: float) -> None:
    """Draw a state as a cell of a matrix: its box and symbol; the symbol alone for unknown, which most cells are."""
    middle, center, symbol = y + height / 2, x + width / 2, STATES[state].symbol
    if state == "unknown":
        canvas.text(center, middle, symbol, size=TEXT_PT, color=QUIET_TEXT, align="center")
        return
    state_box(canvas, state, x, y, width, height)
    state_text(canvas, state, center, middle, symbol)


def state_key(
    canvas: Canvas, states: Sequence[str], x: float, middle: float, lang: str, *, symbols: bool = False
) -> None:
    """Draw a row of swatches with their words, from `x` rightwards; with the states' symbols when asked."""
    for state in states:
        mark = state_cell if symbols else state_box
        mark(canvas, state, x, middle - SWATCH_HEIGHT / 2, SWATCH_WIDTH, SWATCH_HEIGHT)
        label = say(STATES[state].label, lang)
        canvas.text(x + SWATCH_WIDTH + 1.4, middle, label, size=TEXT_PT, color=TEXT)
        x += SWATCH_WIDTH + 1.4 + width_mm(label, TEXT_PT) + 5.0
