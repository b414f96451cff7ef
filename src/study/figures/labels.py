"""Labels beside the symbols of a map, none over another.

Promise: every label is placed; it overlaps no label and no symbol, and nothing leaves the sheet's sides. A label stands
close to its symbol and clearly nearer to it than to any other, on the right for choice; where there is no room it
stands further off, at the end of a line; where there is none at all, in rows below the sheet, which grows, and there
lines may cross what they pass. The same symbols give the same places. Distances are millimetres, y runs down.
Source of the order of preference: E. Imhof, "Positioning Names on Maps", The American Cartographer 2, 1975.
Left out: an optimum. Places are taken one by one, the most cramped label first, and then improved in turn.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from study.figures.canvas import Stroke

GAP = 0.7  # between a symbol and its label
APART = 0.3  # between a label and any other thing
NEAR_OTHER = 1.6  # a label so near to another symbol might be taken for its name
OWN = 0.6  # how much nearer a label without a line is to its own symbol than to any other
# Where a label goes beside its symbol: (direction in degrees, clockwise from the right; what it costs).
DIRECTIONS = (
    *((0, 0.0), (180, 0.5), (-30, 0.9), (30, 1.0), (-60, 1.3), (60, 1.4), (-90, 1.2), (90, 1.3)),
    *((-150, 1.5), (150, 1.6), (-120, 2.1), (120, 2.2)),
)
FURTHER = (0.0, 1.0)  # how much further than GAP, without a line
LEADERS = (4.0, 6.5, 9.0, 12.0, 16.0, 21.0, 27.0)  # lengths of lines, the shortest that has room
CROSSED = 0.6  # what it costs to stand on a line that the map draws
LEFT_OUT = 50.0  # what it costs not to be placed beside one's symbol
ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", apart: float = 0.0) -> bool:
        """Tell whether two boxes are less than `apart` away from each other along both axes."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def within(self, other: "Box") -> bool:
        """Tell whether this box lies in another one."""
        inside_across = self.left >= other.left and self.right <= other.right
        return inside_across and self.top >= other.top and self.bottom <= other.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the box that is nearest to a point."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the box: 0 inside."""
        near_x, near_y = self.nearest(x, y)
        return math.hypot(near_x - x, near_y - y)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol as a disc, and the size of the label that it wants."""

    x: float
    y: float
    radius: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A label's place, and the line that ties it to its symbol when it stands far off."""

    box: Box
    leader: Stroke | None = None


@dataclass(frozen=True, slots=True)
class _Choice:
    label: Label
    cost: float


def place_labels(symbols: Sequence[Symbol], sheet: Box, lines: Sequence[Stroke] = ()) -> list[Label]:
    """Return the place of each symbol's label, in the order given.

    `lines` are strokes of the map that a label had better not cover. A label wider than the sheet raises ValueError;
    when a label's box ends below `sheet.bottom`, the sheet must grow as far.
    """
    if any(symbol.width > sheet.right - sheet.left for symbol in symbols):
        raise ValueError("a label is wider than its sheet")
    near = [sorted(_near(symbols, i, sheet, lines), key=lambda choice: choice.cost) for i in range(len(symbols))]
    chosen = _first_places(near)
    _improve(near, chosen)
    for i in (i for i in range(len(symbols)) if i not in chosen):
        far = next((c for c in _far(symbols, i, sheet) if _free(c.label, chosen.values())), None)
        if far is not None:
            chosen[i] = far
    placed = {i: choice.label for i, choice in chosen.items()}
    placed |= _rows_below([i for i in range(len(symbols)) if i not in placed], symbols, sheet)
    return [placed[i] for i in range(len(symbols))]


def _at(symbol: Symbol, direction: float, gap: float) -> Box:
    """Return the label's box in a direction from the symbol; what faces the symbol, side or corner, is `gap` off."""
    across, down = math.cos(math.radians(direction)), math.sin(math.radians(direction))
    reach = symbol.radius + gap
    # The box slides along its own side as the direction turns, and is centred when it lies straight that way.
    x, y = symbol.x + reach * across, symbol.y + reach * down
    left = x - symbol.width * (1 - across) / 2 if abs(across) < 0.3 else x - (symbol.width if across < 0 else 0.0)
    top = y - symbol.height * (1 - down) / 2
    return Box(left, top, left + symbol.width, top + symbol.height)


def _clear(box: Box, symbols: Sequence[Symbol], sheet: Box) -> bool:
    """Tell whether a box is on the sheet and off every symbol."""
    return box.within(sheet) and all(box.distance(s.x, s.y) >= s.radius + APART for s in symbols)


def _near(symbols: Sequence[Symbol], i: int, sheet: Box, lines: Sequence[Stroke]) -> Iterator[_Choice]:
    """Yield the places beside a symbol that are free of symbols."""
    own = symbols[i]
    # What lies out of reach of all its places need not be looked at each time.
    reach = own.radius + GAP + max(FURTHER) + max(own.width, own.height) + NEAR_OTHER
    around = Box(own.x - reach, own.y - reach, own.x + reach, own.y + reach)
    others = [s for j, s in enumerate(symbols) if j != i and around.distance(s.x, s.y) <= s.radius]
    close = [line for line in lines if around.overlaps(_around(line))]
    for further in FURTHER:
        for direction, cost in DIRECTIONS:
            box = _at(own, direction, GAP + further)
            away = [box.distance(s.x, s.y) - s.radius for s in others]
            if not _clear(box, [own], sheet) or min(away, default=math.inf) < GAP + further + OWN:
                continue
            nearness = (max(NEAR_OTHER - distance, 0.0) for distance in away)
            crossed = CROSSED if any(_crosses(line, box) for line in close) else 0.0
            yield _Choice(Label(box), cost + 2.5 * (further > 0) + 1.5 * sum(nearness) + crossed)


def _far(symbols: Sequence[Symbol], i: int, sheet: Box) -> Iterator[_Choice]:
    """Yield the places at the end of a line that are free of symbols, the shortest line first."""
    own = symbols[i]
    others = [s for j, s in enumerate(symbols) if j != i]
    for length in LEADERS:
        for direction in range(0, 360, 15):
            box = _at(own, direction, length)
            line = _leader(own, box)
            passes = all(_distance(line, s.x, s.y) >= s.radius + APART for s in others)
            if passes and _clear(box, symbols, sheet):
                yield _Choice(Label(box, line), 5.0 + length)


def _leader(symbol: Symbol, box: Box) -> Stroke:
    """Return the line from a symbol's edge to its label."""
    x, y = box.nearest(symbol.x, symbol.y)
    away = math.hypot(x - symbol.x, y - symbol.y) or 1.0
    part = min(symbol.radius / away, 1.0)
    return (symbol.x + (x - symbol.x) * part, symbol.y + (y - symbol.y) * part), (x, y)


def _first_places(near: Sequence[Sequence[_Choice]]) -> dict[int, _Choice]:
    """Give each label a free place, those with the fewest first; a label with none is left out."""
    chosen: dict[int, _Choice] = {}
    options = {i: list(choices) for i, choices in enumerate(near) if choices}
    while options:
        i = min(options, key=lambda j: (len(options[j]), j))
        mine = options.pop(i)

        def price(choice: _Choice) -> float:
            blocked = (
                sum(_clash(choice.label, other.label) for other in left) / len(left) for left in options.values()
            )
            return choice.cost + 3.0 * sum(blocked)

        chosen[i] = min(mine, key=price)
        for j in list(options):
            options[j] = [other for other in options[j] if not _clash(chosen[i].label, other.label)]
            if not options[j]:
                del options[j]
    return chosen


def _improve(near: Sequence[Sequence[_Choice]], chosen: dict[int, _Choice]) -> None:
    """Move labels to better places, or place those left out, as long as one other label at most must give way."""
    for _ in range(ROUNDS):
        better = False
        for i in range(len(near)):
            move = _best_move(near, chosen, i)
            chosen.update(move)
            better = better or bool(move)
        if not better:
            return


def _best_move(near: Sequence[Sequence[_Choice]], chosen: dict[int, _Choice], i: int) -> dict[int, _Choice]:
    """Return the new places of a label, and of one that gives way to it, that save most; nothing when none does."""
    others = {j: other for j, other in chosen.items() if j != i}
    best, most = {}, 1e-9
    for choice in near[i]:
        saved = (chosen[i].cost if i in chosen else LEFT_OUT) - choice.cost
        if saved <= most:
            break  # they come by cost
        in_the_way = [j for j, other in others.items() if _clash(choice.label, other.label)]
        if not in_the_way:
            best, most = {i: choice}, saved
        elif len(in_the_way) == 1:
            j = in_the_way[0]
            rest = [*(other for k, other in others.items() if k != j), choice]
            other = next((c for c in near[j] if _free(c.label, rest)), None)
            if other is not None and saved + others[j].cost - other.cost > most:
                best, most = {i: choice, j: other}, saved + others[j].cost - other.cost
    return best


def _rows_below(left_out: Sequence[int], symbols: Sequence[Symbol], sheet: Box) -> dict[int, Label]:
    """Set labels in rows below the sheet and its symbols, from the left, each with its line."""
    x, top, row_height = sheet.left, max([sheet.bottom, *(s.y + s.radius for s in symbols)]) + GAP, 0.0
    placed: dict[int, Label] = {}
    for i in sorted(left_out, key=lambda j: (symbols[j].x, j)):
        own = symbols[i]
        if x > sheet.left and x + own.width > sheet.right:
            x, top, row_height = sheet.left, top + row_height + GAP, 0.0
        box = Box(x, top, x + own.width, top + own.height)
        placed[i] = Label(box, _leader(own, box))
        x, row_height = x + own.width + 2 * GAP, max(row_height, own.height)
    return placed


def _free(label: Label, others: Iterable[_Choice]) -> bool:
    return not any(_clash(label, other.label) for other in others)


def _clash(one: Label, other: Label) -> bool:
    """Tell whether two labels, or the line of one and the other, come too close."""
    if one.box.overlaps(other.box, APART):
        return True
    if one.leader and (_crosses(one.leader, other.box) or (other.leader and _meet(one.leader, other.leader))):
        return True
    return other.leader is not None and _crosses(other.leader, one.box)


def _around(line: Stroke) -> Box:
    (x, y), (to_x, to_y) = line
    return Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _crosses(line: Stroke, box: Box) -> bool:
    """Tell whether a line touches a box."""
    if not _around(line).overlaps(box):
        return False
    (x, y), (to_x, to_y) = line
    if box.distance(x, y) == 0 or box.distance(to_x, to_y) == 0:
        return True
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    return any(_meet(line, side) for side in pairwise([*corners, corners[0]]))


def _meet(one: Stroke, other: Stroke) -> bool:
    """Tell whether two lines cross."""

    def side(line: Stroke, point: tuple[float, float]) -> float:
        (x, y), (to_x, to_y) = line
        return (to_x - x) * (point[1] - y) - (to_y - y) * (point[0] - x)

    return side(one, other[0]) * side(one, other[1]) <= 0 and side(other, one[0]) * side(other, one[1]) <= 0


def _distance(line: Stroke, x: float, y: float) -> float:
    """Return how far a point is from a line."""
    (from_x, from_y), (to_x, to_y) = line
    across, down = to_x - from_x, to_y - from_y
    length = across**2 + down**2
    part = min(max(((x - from_x) * across + (y - from_y) * down) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(from_x + part * across - x, from_y + part * down - y)
