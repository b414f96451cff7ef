"""Maps: where the territories are, and how much, or what, is documented for each.

Promise: two maps of one drawing. Discs whose area is a count, inside a ring as large as the count would be if every
unknown were a yes; or the state of one question, told by shape, sign and colour. Every territory is shown, and named
unless there are too many. The outline is quiet: it says where one is, and nothing else. Symbols that would touch move
apart a little, and then shrink. Left out: areas filled by value, which show how large a territory is, not what it does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
from matplotlib.path import Path as Curve

from study.base.text import mark, number_text, say
from study.figures.canvas import Canvas, Stroke, line_mm
from study.figures.chart import Chart, check_words, csv_text, require_columns
from study.figures.interval import INK, OPEN_FILL
from study.figures.labels import Box, Label, Symbol, place_labels
from study.figures.letters import width_mm, wrap
from study.figures.projection import Position, suited_to
from study.figures.style import AXIS, POINTS_PER_MM, STATES, TEXT_PT, TEXT_WIDTH_MM, drawing

PLACES = ("name", "lon", "lat")
COUNTS = ("yes", "upper", "total")

LAND, COAST = "#F1F3F5", "#B4BBC2"
LAND_HEIGHT = 72.0  # with its key and a grid of some twenty territories, what a page leaves to figures
SIDE = 12.0  # left and right of the land, so that names near its border stay on the sheet
EDGE = 4.0  # above and below it
KEY_MIDDLE = 3.0  # the key holds discs as large as the map's
HEAD_HEIGHT = 2 * KEY_MIDDLE + 0.5
LABEL_WIDTH = 34.0
LABEL_LINES = 2
LETTERS = 1.08  # height of a line over its size, from accents to tails: capitals are in its middle
LARGEST, SMALLEST = 3.0, 1.6  # radius of the largest disc: as it should be, and at the least
SIGN, SMALLEST_SIGN = 2.0, 1.2  # radius of a state's sign, likewise
SMALLER = 0.95  # by how much symbols shrink at a time
BETWEEN = 0.4  # what symbols leave between them
MOVED = 1.2  # how far a symbol may stand from its point: the territories are much larger than that
ROUNDS = 60
DOT = 0.5  # where there is nothing to show, the territory is
MOST_NAMES = 60  # more would hide the map

NOT_ASKED = mark("Not asked")
# The shape of each state, by its corners (degrees, clockwise from the right); no corners make a disc.
CORNERS: dict[str, tuple[float, ...]] = {
    "yes": (),
    "planned": (-90, 0, 90, 180),
    "no": (-135, -45, 45, 135),
    "unknown": (),
    "conflict": (-90, -30, 30, 90, 150, 210),
}
# Corners lie that much further out than a disc's edge, so that all shapes look equally large.
REACH = {"yes": 1.0, "planned": 1.3, "no": 1.25, "unknown": 0.85, "conflict": 1.15}


class _Sheet(Canvas):
    """A sheet on which areas can be drawn."""

    def area(self, rings: Sequence[Sequence[Position]], *, fill: str, edge: str, line_pt: float) -> None:
        """Draw rings as one area: a ring that runs against the one around it is a hole."""
        points = [point for ring in rings for point in ring]
        codes: list[Any] = []
        for ring in rings:
            codes += [Curve.MOVETO, *[Curve.LINETO] * (len(ring) - 2), Curve.CLOSEPOLY]
        self._path(points, codes, facecolor=fill, edgecolor=edge, linewidth=line_pt)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The land and the territories' points on the sheet, in millimetres, and where both end."""

    rings: tuple[tuple[Position, ...], ...]
    points: tuple[Position, ...]
    bottom: float

    @property
    def strokes(self) -> list[Stroke]:
        return [stroke for ring in self.rings for stroke in pairwise(ring)]


def intensity_map(
    data: pd.DataFrame,
    *,
    rings: Sequence[Sequence[Position]],
    key: str,
    title: str,
    alt: str,
    source: str,
    lang: str,
    counted: str,
) -> Chart:
    """Return a map of counts: discs as large as `yes`, in rings as large as `upper`.

    `data`: index = territories; name (str), lon, lat (degrees), yes, upper (yes plus unknown) and total (counts).
    `rings`: the outline, closed rings of (longitude, latitude); `counted`: what is counted, for the key. ValueError
    when columns, points or words are missing, or unless 0 ≤ yes ≤ upper ≤ total.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    _require_points(data, (*PLACES, *COUNTS), key)
    yes, upper, total = (data[name] for name in COUNTS)
    if not bool(((yes >= 0) & (yes <= upper) & (upper <= total)).all()):
        raise ValueError(f"figure {key}: counts must be 0 ≤ yes ≤ yes and unknown ≤ questions")
    with drawing():
        canvas = draw_intensity(data, rings, counted, lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), _csv(data, COUNTS))


def state_map(
    data: pd.DataFrame,
    *,
    rings: Sequence[Sequence[Position]],
    key: str,
    title: str,
    alt: str,
    source: str,
    lang: str,
) -> Chart:
    """Return a map of the states of one question.

    `data`: index = territories; name (str), lon, lat (degrees), state (yes, planned, no, unknown, conflict; missing
    where the question was not put). `rings`: as for `intensity_map`. ValueError for another state, or when columns,
    points or words are missing.
    """
    check_words(key=key, title=title, alt=alt, source=source)
    _require_points(data, (*PLACES, "state"), key)
    if odd := sorted({str(state) for state in data["state"].dropna()} - set(STATES)):
        raise ValueError(f"figure {key}: not states: {', '.join(odd)}")
    with drawing():
        canvas = draw_states(data, rings, lang)
        return Chart(key, title, alt, source, canvas.svg(key), canvas.png(), _csv(data, ("state",)))


def _require_points(data: pd.DataFrame, columns: Sequence[str], key: str) -> None:
    require_columns(data, columns, key)
    if bool(data[["lon", "lat"]].isna().any(axis=None)):
        raise ValueError(f"figure {key}: a territory has no longitude or no latitude")


def _csv(data: pd.DataFrame, values: Sequence[str]) -> str:
    return csv_text(data.loc[:, [*PLACES, *values]].rename_axis("territory").reset_index())


def draw_intensity(data: pd.DataFrame, rings: Sequence[Sequence[Position]], counted: str, lang: str) -> Canvas:
    """Draw the map of counts; call it inside `style.drawing()`."""
    ground = _ground(data, rings)
    counts = [(int(yes), int(upper)) for yes, upper in data[["yes", "upper"]].itertuples(index=False, name=None)]
    uppers = [upper for _, upper in counts]
    largest = math.sqrt(max(uppers)) or 1.0
    points, radii = _apart(ground.points, [math.sqrt(upper) / largest for upper in uppers], LARGEST, SMALLEST)
    unit = max(radii) / largest
    canvas, labels = _land(ground, list(data["name"]), points, radii)
    # The largest first: where discs must overlap after all, none is hidden.
    for i in sorted(range(len(counts)), key=lambda j: (-radii[j], j)):
        yes, upper = counts[i]
        _disc(canvas, *points[i], unit * math.sqrt(yes), unit * math.sqrt(upper))
    _names(canvas, list(data["name"]), labels)
    _disc_key(canvas, unit, max(uppers), counted, lang)
    return canvas


def draw_states(data: pd.DataFrame, rings: Sequence[Sequence[Position]], lang: str) -> Canvas:
    """Draw the map of states; call it inside `style.drawing()`."""
    ground = _ground(data, rings)
    states = [None if pd.isna(state) else str(state) for state in data["state"]]
    points, radii = _apart(ground.points, [REACH[state] if state else 0.0 for state in states], SIGN, SMALLEST_SIGN)
    radius = max(radii) / max([REACH[state] for state in states if state], default=1.0)
    canvas, labels = _land(ground, list(data["name"]), points, radii)
    # What is documented above what is not.
    for state in (None, *reversed(STATES)):
        for point, found in zip(points, states, strict=True):
            if found == state:
                _sign(canvas, state, *point, radius)
    _names(canvas, list(data["name"]), labels)
    x = 0.0
    for state in (*STATES, None):
        if count := states.count(state):
            _sign(canvas, state, x + SIGN * 1.3, KEY_MIDDLE, SIGN)
            words = f"{say(STATES[state].label if state else NOT_ASKED, lang)} ({number_text(count, lang)})"
            canvas.text(x + 2 * SIGN * 1.3 + 1.0, KEY_MIDDLE, words)
            x += 2 * SIGN * 1.3 + width_mm(words, TEXT_PT) + 6.0
    return canvas


def _ground(data: pd.DataFrame, rings: Sequence[Sequence[Position]]) -> _Ground:
    """Project the land and the points, and fit both into the sheet, north up."""
    points = [(float(lon), float(lat)) for lon, lat in data[["lon", "lat"]].itertuples(index=False, name=None)]
    everything = [*points, *(position for ring in rings for position in ring)]
    project = suited_to(everything)
    flat = [project(position) for position in everything]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    low, high = min(y for _, y in flat), max(y for _, y in flat)
    room = TEXT_WIDTH_MM - 2 * SIDE
    # A single point has no extent: it stands in the middle of a sheet of any scale.
    scale = min(room / max(right - left, 1e-9), LAND_HEIGHT / max(high - low, 1e-9))
    start, top = (TEXT_WIDTH_MM - scale * (right - left)) / 2, HEAD_HEIGHT + EDGE

    def placed(position: Position) -> Position:
        x, y = project(position)
        return start + scale * (x - left), top + scale * (high - y)

    drawn = tuple(tuple(placed(position) for position in ring) for ring in rings)
    return _Ground(drawn, tuple(placed(point) for point in points), top + scale * (high - low) + EDGE)


def _apart(
    points: Sequence[Position], sizes: Sequence[float], wanted: float, least: float
) -> tuple[list[Position], list[float]]:
    """Return where symbols of these relative sizes stand and their radii, `least` to `wanted` for a size of 1."""
    radius = wanted
    while True:
        radii = [max(radius * size, DOT) for size in sizes]
        placed = _moved(points, radii)
        pairs = combinations(range(len(placed)), 2)
        touching = any(math.dist(placed[i], placed[j]) < radii[i] + radii[j] for i, j in pairs)
        if radius == least or not touching:
            return placed, radii
        radius = max(radius * SMALLER, least)


def _moved(points: Sequence[Position], radii: Sequence[float]) -> list[Position]:
    """Push symbols apart that are less than `BETWEEN` from each other, none further than `MOVED` from its point."""
    placed = list(points)
    for _ in range(ROUNDS):
        pushed = False
        for i, j in combinations(range(len(placed)), 2):
            (x, y), (other_x, other_y) = placed[i], placed[j]
            distance = math.dist(placed[i], placed[j])
            short = radii[i] + radii[j] + BETWEEN - distance
            if short <= 0.01:
                continue
            pushed = True
            # Two that stand on the same point part sideways.
            across, down = ((other_x - x) / distance, (other_y - y) / distance) if distance else (1.0, 0.0)
            placed[i] = _kept_near(points[i], (x - across * short / 2, y - down * short / 2))
            placed[j] = _kept_near(points[j], (other_x + across * short / 2, other_y + down * short / 2))
        if not pushed:
            break
    return placed


def _kept_near(point: Position, moved: Position) -> Position:
    away = math.dist(point, moved)
    part = min(MOVED / away, 1.0) if away else 0.0
    return point[0] + (moved[0] - point[0]) * part, point[1] + (moved[1] - point[1]) * part


def _land(
    ground: _Ground, names: Sequence[str], points: Sequence[Position], radii: Sequence[float]
) -> tuple[_Sheet, list[Label]]:
    """Return the sheet with the land on it, and the places of the names."""
    labels: list[Label] = []
    if len(names) <= MOST_NAMES:
        wanted = [
            Symbol(*point, radius, *_label_size(name)) for point, radius, name in zip(points, radii, names, strict=True)
        ]
        sheet = Box(0.0, HEAD_HEIGHT, TEXT_WIDTH_MM, ground.bottom)
        labels = place_labels(wanted, sheet, ground.strokes)
    canvas = _Sheet(max([ground.bottom, *(label.box.bottom + 0.6 for label in labels)]))
    canvas.area(ground.rings, fill=LAND, edge=COAST, line_pt=0.5)
    for label in labels:
        if label.leader:
            canvas.line(*label.leader[0], *label.leader[1], color=AXIS)
    return canvas, labels


def _label_lines(name: str) -> tuple[str, ...]:
    return wrap(name, LABEL_WIDTH, TEXT_PT, max_lines=LABEL_LINES)


def _label_size(name: str) -> tuple[float, float]:
    lines = _label_lines(name)
    height = TEXT_PT / POINTS_PER_MM * LETTERS + (len(lines) - 1) * line_mm(TEXT_PT)
    return max((width_mm(line, TEXT_PT) for line in lines), default=0.0), max(height, 0.0)


def _names(canvas: Canvas, names: Sequence[str], labels: Sequence[Label]) -> None:
    for name, label in zip(names, labels, strict=False):  # no labels when there are too many names
        middle = (label.box.top + label.box.bottom) / 2
        canvas.lines(label.box.left, middle, _label_lines(name))


def _disc(canvas: Canvas, x: float, y: float, documented: float, possible: float) -> None:
    """Draw a disc within its ring; what is left open by unknown answers has the tint that it has in every figure."""
    if possible <= 0:
        canvas.dot(x, y, DOT, fill=AXIS)
        return
    if possible > documented:
        canvas.dot(x, y, possible, fill=OPEN_FILL, edge=INK)
    if documented > 0:
        canvas.dot(x, y, documented, fill=INK, edge=INK if possible == documented else None)


def _sign(canvas: _Sheet, state: str | None, x: float, y: float, radius: float) -> None:
    if state is None:
        canvas.dot(x, y, DOT, fill=AXIS)
        return
    style, reach = STATES[state], radius * REACH[state]
    if corners := CORNERS[state]:
        ring = [(x + reach * math.cos(math.radians(a)), y + reach * math.sin(math.radians(a))) for a in corners]
        canvas.area([[*ring, ring[0]]], fill=style.fill, edge=style.ink, line_pt=0.8)
    else:
        canvas.dot(x, y, reach, fill=style.fill, edge=style.ink)
    size = 1.65 * radius * POINTS_PER_MM
    canvas.text(x, y, style.symbol, size=size, weight="semibold", color=style.on_fill, align="center")


def _disc_key(canvas: Canvas, unit: float, most: int, counted: str, lang: str) -> None:
    middle = KEY_MIDDLE
    canvas.text(0.0, middle, counted)
    x = width_mm(counted, TEXT_PT) + 3.0
    for count in _round_counts(most):
        radius = unit * math.sqrt(count)
        canvas.dot(x + radius, middle, radius, fill=INK)
        text = number_text(count, lang)
        canvas.text(x + 2 * radius + 1.0, middle, text)
        x += 2 * radius + 1.0 + width_mm(text, TEXT_PT) + 4.0
    x += 3.0
    radius = 2.1
    canvas.dot(x + radius, middle, radius, fill=OPEN_FILL, edge=INK)
    canvas.dot(x + radius, middle, radius * 0.6, fill=INK)
    canvas.text(x + 2 * radius + 1.4, middle, say("Left open by unknown answers", lang))


def _round_counts(most: int) -> list[int]:
    """Return up to three round counts of discs for the key, none above `most`.

    >>> _round_counts(22), _round_counts(3), _round_counts(0)
    ([5, 10, 20], [1, 2], [])
    """
    steps = [digit * 10**power for power in range(len(str(most))) for digit in (1, 2, 5)]
    return [step for step in steps if step <= most][-3:]
