"""How every figure looks: colours, patterns, fonts, sizes, and the settings that make a drawing repeatable.

Promise: five states told apart by lightness, hue, pattern and symbol, so that colour never stands alone; inks of at
least 4.5:1 for text and 3:1 for marks on white, under simulated deuteranopia too (the tests measure both).
`drawing()` gives matplotlib's own defaults plus ours, whatever a matplotlibrc says. It holds a lock, because
matplotlib's settings belong to the whole process: figures may be asked for in threads, and are drawn in turn.
Left out: pyplot, which keeps figures alive and is not safe in threads; system fonts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, Literal

import matplotlib
from matplotlib.font_manager import FontProperties

from study.base.text import mark

FONT_DIR = Path(__file__).resolve().parents[1] / "report" / "fonts"
Weight = Literal["regular", "semibold"]
FONT_FILES: dict[Weight, str] = {"regular": "SourceSans3-Regular.ttf", "semibold": "SourceSans3-Semibold.ttf"}

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
TEXT_WIDTH_MM = 165.0  # the text of an A4 page between its margins; a figure is as wide as that text
PAGE_HEIGHT_MM = 225.0  # what an A4 page leaves to a figure, below its title and above its source
PNG_DPI = 200

TEXT_PT = 8.5
SMALL_PT = 7.5
MIN_PT = 6.5  # below this size print is no longer comfortable: labels are cut rather than set smaller

WHITE = "#FFFFFF"
TEXT = "#1F2933"
QUIET_TEXT = "#5A636C"
RULE = "#D5D9DD"  # hairlines that only guide the eye: they carry no information, so need no contrast
AXIS = "#7B838B"

Pattern = Literal["solid", "stripes", "dots", "crosses"]


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How one state is drawn: `ink` for outline, pattern and coloured text; `fill` behind; `on_fill` for text on it."""

    label: str
    fill: str
    ink: str
    on_fill: str
    pattern: Pattern
    symbol: str


# Dark and solid: documented. Striped: on its way. Grey: no. White with dots: nobody knows, the page shows through.
STATES: dict[str, StateStyle] = {
    "yes": StateStyle(mark("Yes"), "#004F63", "#004F63", WHITE, "solid", "✓"),
    "planned": StateStyle(mark("Planned"), "#FBDFB8", "#B45309", "#7C3A06", "stripes", "→"),
    "no": StateStyle(mark("No"), "#757575", "#757575", WHITE, "solid", "×"),
    "unknown": StateStyle(mark("Unknown"), WHITE, "#7B838B", "#4A535C", "dots", "?"),
    "conflict": StateStyle(mark("In conflict"), "#F3E3FA", "#7B1FA2", "#5E1480", "crosses", "≠"),
}

# Shares of an intensity matrix, from none to all: each class is (its upper limit, fill, text on it).
SHARE_CLASSES: tuple[tuple[float, str, str], ...] = (
    (0.0, WHITE, QUIET_TEXT),
    (0.25, "#DCEBEF", TEXT),
    (0.50, "#A9CDD6", TEXT),
    (0.75, "#33768A", WHITE),
    (1.0, "#004F63", WHITE),
)

_LOCK = RLock()
_settled = False  # read and written under the lock only
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "study",  # ids inside an SVG come from this and from the drawing, not from chance
    "svg.fonttype": "path",  # letters as outlines: the same on every screen, and nothing to embed
    "text.parse_math": False,  # a dollar sign in somebody's answer is a dollar sign
    "text.hinting": "none",  # so that a text is exactly as wide on paper as when it was measured
    "path.simplify": False,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Hold the settings under which figures are made and saved, one figure at a time; the caller's come back after."""
    global _settled
    with _LOCK:
        if _settled:  # this thread holds them already: setting some three hundred values again takes a millisecond
            yield
            return
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(_SETTINGS)
            _settled = True
            try:
                yield
            finally:
                _settled = False


@cache
def font(weight: Weight, size_pt: float) -> FontProperties:
    """Return the shipped font of that weight and size; FileNotFoundError when the package lacks it."""
    path = FONT_DIR / FONT_FILES[weight]
    if not path.is_file():
        raise FileNotFoundError(path)
    return FontProperties(fname=str(path), size=size_pt)


def share_class(share: float) -> tuple[str, str]:
    """Return (fill, text colour) of the class that holds a share from 0 to 1.

    >>> share_class(0.0)[0]
    '#FFFFFF'
    """
    for limit, fill, text in SHARE_CLASSES:
        if share <= limit + 1e-9:
            return fill, text
    raise ValueError(f"not a share: {share}")
