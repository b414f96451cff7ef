"""Labels: all placed, none over another, none over a symbol, the same each time."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.figures.labels import APART, GAP, Box, Label, Symbol, place_labels

SHEET = Box(0, 10, 165, 120)


def symbols(most: int, across: float = 165, down: float = 110) -> st.SearchStrategy[list[Symbol]]:
    one = st.builds(
        Symbol,
        x=st.floats(0, across),
        y=st.floats(10, 10 + down),
        radius=st.floats(0.3, 5),
        width=st.floats(1, 34),
        height=st.floats(2, 8),
    )
    return st.lists(one, max_size=most)


def assert_sound(wanted: list[Symbol], found: list[Label], sheet: Box = SHEET) -> None:
    assert len(found) == len(wanted)
    for symbol, label in zip(wanted, found, strict=True):
        box = label.box
        assert box.right - box.left == pytest.approx(symbol.width)
        assert box.bottom - box.top == pytest.approx(symbol.height)
        assert box.left >= sheet.left and box.right <= sheet.right + 1e-9 and box.top >= sheet.top
        for other in wanted:
            assert box.distance(other.x, other.y) >= other.radius - 1e-9, "a label lies on a symbol"
        if label.leader is None:
            assert box.distance(symbol.x, symbol.y) <= symbol.radius + 2.5 * GAP + 0.5, "too far off without a line"
            own = box.distance(symbol.x, symbol.y) - symbol.radius
            assert all(own < box.distance(s.x, s.y) - s.radius for s in wanted if s is not symbol), "it names another"
        else:
            (x, y), end = label.leader
            assert math.hypot(x - symbol.x, y - symbol.y) <= symbol.radius + 1e-6, "its line starts elsewhere"
            assert box.distance(*end) <= 1e-9, "its line ends elsewhere"
    for one, other in combinations(found, 2):
        assert not one.box.overlaps(other.box), "two labels overlap"


@settings(deadline=None, max_examples=60)
@given(symbols(25))
def test_every_label_is_placed_and_none_overlaps(wanted: list[Symbol]) -> None:
    found = place_labels(wanted, SHEET)
    assert_sound(wanted, found)
    assert found == place_labels(wanted, SHEET)


@settings(deadline=None, max_examples=25)
@given(symbols(30, across=12, down=8))
def test_a_crowd_in_one_corner_too(wanted: list[Symbol]) -> None:
    assert_sound(wanted, place_labels(wanted, SHEET))


def test_a_label_alone_stands_on_the_right_of_its_symbol_in_its_middle() -> None:
    [label] = place_labels([Symbol(50, 50, 2, 12, 3)], SHEET)
    assert label.leader is None
    assert label.box == Box(52 + GAP, 48.5, 64 + GAP, 51.5)


def test_at_the_right_side_of_the_sheet_it_stands_on_the_left() -> None:
    [label] = place_labels([Symbol(160, 50, 2, 12, 3)], SHEET)
    assert label.box.right == pytest.approx(158 - GAP) and label.leader is None


def test_a_label_keeps_off_a_line_when_another_side_is_free() -> None:
    coast = [((60.0, 0.0), (60.0, 120.0))]
    [label] = place_labels([Symbol(55, 50, 2, 12, 3)], SHEET, coast)
    assert label.box.right < 55


def test_one_label_gives_way_to_another() -> None:
    # Between two symbols there is room for one name: the left one's own goes to its left, whichever came first.
    left, right = Symbol(40, 50, 2, 15, 3), Symbol(60.5, 50, 2, 15, 3)
    wall = [Symbol(79, 50 + step, 1.5, 1, 2) for step in (-6, -3, 0, 3, 6)]
    for order in ([left, right, *wall], [right, left, *wall]):
        found = place_labels(order, SHEET)
        assert all(label.leader is None for label in found)


def test_where_there_is_no_room_beside_it_a_label_stands_off_at_the_end_of_a_line() -> None:
    around = [Symbol(50 + 5 * math.cos(turn), 50 + 5 * math.sin(turn), 2.4, 1, 2) for turn in (0, 1, 2, 3, 4, 5, 5.7)]
    found = place_labels([Symbol(50, 50, 2, 20, 3), *around], SHEET)
    assert_sound([Symbol(50, 50, 2, 20, 3), *around], found)
    assert found[0].leader is not None


def test_a_full_sheet_grows_downwards() -> None:
    small = Box(0, 0, 40, 12)
    wanted = [Symbol(4 + 4 * (i % 9), 3 + 3 * (i // 9), 1.4, 18, 3) for i in range(27)]
    found = place_labels(wanted, small)
    assert_sound(wanted, found, small)
    below = [label.box for label in found if label.box.top >= small.bottom]
    assert len(below) > 10
    assert max(box.bottom for box in below) > min(box.bottom for box in below), "more than one row"


def test_symbols_on_one_point_have_labels_of_their_own() -> None:
    wanted = [Symbol(50, 50, 2, 12, 3)] * 4
    assert_sound(wanted, place_labels(wanted, SHEET))


def test_labels_leave_a_little_air() -> None:
    wanted = [Symbol(50, 50, 2, 12, 3), Symbol(50, 53.2, 1, 12, 3)]
    one, other = (label.box for label in place_labels(wanted, SHEET))
    assert not one.overlaps(other, APART - 1e-9)


def test_a_label_wider_than_the_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="wider"):
        place_labels([Symbol(5, 5, 1, 200, 3)], SHEET)


def test_no_symbol_no_label() -> None:
    assert place_labels([], SHEET) == []
