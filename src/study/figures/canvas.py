"""A sheet in millimetres to draw on, and its SVG and PNG.

Promise: x runs right and y runs down from the top left corner, in millimetres of the printed page, so that a layout is
computed before it is drawn and nothing is scaled afterwards. The SVG is one bare element, without prolog, metadata or
comments (matplotlib writes each label into one), and its ids open with the figure's key: several may share a web page.
"""

import re
from io import BytesIO
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Patch, PathPatch, Rectangle
from matplotlib.path import Path as Outline

from study.figures import letters
from study.figures.style import (
    MM_PER_INCH,
    PNG_DPI,
    POINTS_PER_MM,
    TEXT,
    TEXT_PT,
    TEXT_WIDTH_MM,
    WHITE,
    Pattern,
    Weight,
    font,
)

Align = Literal["left", "center", "right"]
Stroke = tuple[tuple[float, float], tuple[float, float]]

LEADING = 1.3  # line pitch over letter size: lines with accents below lines with tails do not touch
CAP_HEIGHT = 0.66  # of Source Sans, over its size: what the eye centres on
STRIPE_MM = 1.15
DOT_MM = 1.3
DOT_RADIUS = 0.2
_DIAMOND = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
_POLYGON = (Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY)


def line_mm(size_pt: float) -> float:
    """Return the pitch of lines of that size, in millimetres."""
    return size_pt * LEADING / POINTS_PER_MM


class Canvas:
    """A white sheet; make and save it inside `style.drawing()`."""

    def __init__(self, height: float, width: float = TEXT_WIDTH_MM) -> None:
        self.width, self.height = width, height
        self._drawn = 0
        self.figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor=WHITE)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        size: float = TEXT_PT,
        weight: Weight = "regular",
        color: str = TEXT,
        align: Align = "left",
    ) -> None:
        """Draw one line whose capitals are centred on height `middle`."""
        baseline = middle + CAP_HEIGHT / 2 * size / POINTS_PER_MM
        text = letters.drawable(text, weight)
        self._axes.text(
            x,
            baseline,
            text,
            fontproperties=font(weight, size),
            color=color,
            ha=align,
            va="baseline",
            clip_on=False,
            zorder=self._above(),
        )

    def lines(
        self,
        x: float,
        middle: float,
        lines: tuple[str, ...],
        *,
        size: float = TEXT_PT,
        weight: Weight = "regular",
        color: str = TEXT,
        align: Align = "left",
    ) -> None:
        """Draw lines as one block centred on height `middle`."""
        first = middle - (len(lines) - 1) / 2 * line_mm(size)
        for number, line in enumerate(lines):
            self.text(x, first + number * line_mm(size), line, size=size, weight=weight, color=color, align=align)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str,
        edge: str | None = None,
        line_pt: float = 0.6,
    ) -> None:
        """Draw a rectangle from its top left corner; its outline stays inside it."""
        inset = line_pt / POINTS_PER_MM / 2 if edge else 0.0
        corner = (x + inset, y + inset)
        size = max(width - 2 * inset, 0.0), max(height - 2 * inset, 0.0)
        line = line_pt if edge else 0.0
        self._add(Rectangle(corner, *size, facecolor=fill, edgecolor=edge or "none", linewidth=line))

    def pattern(self, x: float, y: float, width: float, height: float, *, kind: Pattern, ink: str) -> None:
        """Draw a pattern in a rectangle, as plain lines and dots: viewers disagree on SVG's own patterns."""
        if kind in ("stripes", "crosses"):
            self._strokes(_diagonals(x, y, width, height, rising=True), ink)
        if kind == "crosses":
            self._strokes(_diagonals(x, y, width, height, rising=False), ink)
        if kind == "dots":
            columns, rows = int(width / DOT_MM), int(height / DOT_MM)
            left, top = x + (width - (columns - 1) * DOT_MM) / 2, y + (height - (rows - 1) * DOT_MM) / 2
            dots = [(left + column * DOT_MM, top + row * DOT_MM) for row in range(rows) for column in range(columns)]
            # Tiny diamonds in one path: drawn as circles they would make nine tenths of the file.
            corners = [(x + dx * DOT_RADIUS, y + dy * DOT_RADIUS) for x, y in dots for dx, dy in _DIAMOND]
            self._path(corners, [*_POLYGON] * len(dots), facecolor=ink, edgecolor="none")

    def _strokes(self, strokes: list[Stroke], ink: str) -> None:
        points = [point for stroke in strokes for point in stroke]
        codes = [Outline.MOVETO, Outline.LINETO] * len(strokes)
        self._path(points, codes, facecolor="none", edgecolor=ink, linewidth=0.55, capstyle="butt")

    def _path(self, points: list[tuple[float, float]], codes: list[Any], **look: Any) -> None:
        if points:
            self._add(PathPatch(Outline(points, codes), snap=False, **look))

    def _add(self, patch: Patch) -> None:
        """Add a patch above all that was drawn before it."""
        patch.set(clip_on=False, zorder=self._above())
        self._axes.add_artist(patch)  # add_patch would measure it, to no end: the limits are set

    def _above(self) -> int:
        self._drawn += 1
        return self._drawn

    def dot(self, x: float, y: float, radius: float, *, fill: str, edge: str | None = None) -> None:
        """Draw a disc."""
        line = 0.8 if edge else 0.0
        self._add(Ellipse((x, y), 2 * radius, 2 * radius, facecolor=fill, edgecolor=edge or "none", linewidth=line))

    def line(self, x: float, y: float, to_x: float, to_y: float, *, color: str, line_pt: float = 0.5) -> None:
        """Draw a straight line."""
        line = Line2D([x, to_x], [y, to_y], color=color, linewidth=line_pt, solid_capstyle="butt")
        line.set(clip_on=False, zorder=self._above())
        self._axes.add_artist(line)

    def svg(self, key: str) -> str:
        """Return the drawing as one `<svg>` element whose ids open with `key`."""
        stream = BytesIO()
        self.figure.savefig(stream, format="svg", metadata={"Date": None})
        text = stream.getvalue().decode()
        text = text[text.index("<svg") :]
        text = re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
        text = re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)
        # matplotlib styles every element of the page (`*{…}`); inside a web page that must stay within the figure.
        text = re.sub(r"\s*<defs>\s*<style[^>]*>\*\{(.*?)\}</style>\s*</defs>", "", text, count=1, flags=re.DOTALL)
        text = text.replace("<svg", '<svg stroke-linejoin="round" stroke-linecap="butt"', 1)
        text = re.sub(r'(?<= d=")[^"]*', _rounded, text)
        return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{key}-", text)

    def png(self) -> bytes:
        """Return the drawing as a PNG of 200 dots per inch."""
        stream = BytesIO()
        self.figure.savefig(stream, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return stream.getvalue()


def _rounded(path: re.Match[str]) -> str:
    """Round a path's coordinates to a thousandth of a point: half the bytes, and no float noise."""
    return re.sub(r"\d+\.\d{4,}", lambda number: f"{float(number[0]):.3f}".rstrip("0").rstrip("."), path[0])


def _diagonals(x: float, y: float, width: float, height: float, *, rising: bool) -> list[Stroke]:
    """Return the 45° strokes of a rectangle, `STRIPE_MM` apart along x, cut at its sides."""
    strokes = []
    start = STRIPE_MM / 2
    while start < width + height:
        low, high = max(0.0, start - width), min(start, height)  # distances down from the top that are inside
        ends = [(start - down, down) for down in (low, high)]
        if high - low > 0.1:
            placed = [(x + across if rising else x + width - across, y + down) for across, down in ends]
            strokes.append((placed[0], placed[1]))
        start += STRIPE_MM
    return strokes
