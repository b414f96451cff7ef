"""Dumbbells: what changed is drawn apart from what only became known."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.lines import Line2D

from study.figures.moves import CHANGE_PT, KNOWN_RADIUS, draw, moves
from study.figures.style import drawing

from .conftest import HOSTILE, assert_tidy, drawn_words

COLUMNS = ["label", "before", "after", "open", "adopted", "ended", "total"]


def frame(*rows):
    return pd.DataFrame(list(rows), columns=COLUMNS)


def drawn(data, lang="en"):
    with drawing():
        return draw(data, first="2019", last="2025", lang=lang)


def ways(canvas, key=1):
    """Return the lengths of the thick lines and how many dots of knowledge there are, those of the key left out."""
    artists = canvas.figure.axes[0].get_children()
    thick = [line for line in artists if isinstance(line, Line2D) and line.get_linewidth() == CHANGE_PT]
    dots = [patch for patch in artists if getattr(patch, "width", 0) == 2 * KNOWN_RADIUS]
    in_key = drawn(frame(("Still", 3, 3, 1, 0, 0, 22))) if key else None
    return (
        [abs(line.get_xdata()[1] - line.get_xdata()[0]) for line in thick][1:],
        len(dots) - (ways(in_key, key=0)[1] if in_key else 0),
    )


def test_a_rise_that_only_fills_the_unknown_has_no_line_and_a_real_one_no_dots():
    assert ways(drawn(frame(("Known", 4, 17, 18, 0, 0, 22))))[0] == []
    assert ways(drawn(frame(("Known", 4, 17, 18, 0, 0, 22))))[1] > 5
    lines, dots = ways(drawn(frame(("Adopted", 6, 15, 0, 9, 0, 22))))
    assert len(lines) == 1 and dots == 0


def test_the_line_is_as_long_as_the_adoptions():
    whole, _ = ways(drawn(frame(("All adopted", 6, 15, 0, 9, 0, 22))))
    part, dots = ways(drawn(frame(("Some adopted", 6, 15, 16, 3, 0, 22))))
    assert part[0] == pytest.approx(whole[0] / 3) and dots > 0


def test_an_adoption_against_a_fall_makes_no_line():
    assert ways(drawn(frame(("Fell", 10, 8, 3, 1, 0, 22))))[0] == []


def test_counts_are_written_and_nothing_overlaps():
    canvas = drawn(frame(("A plan", 6, 15, 3, 9, 1, 22), ("A member", 8, 8, 14, 0, 0, 22)))
    words = drawn_words(canvas)
    assert {"6 → 15", "+9 −1", "8 → 8", "0", "11", "22"} <= set(words)
    with drawing():
        assert_tidy(canvas)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from([*HOSTILE, "A plan", "y" * 400]), min_size=1, max_size=9), st.integers(1, 500))
def test_any_label_and_count_stays_on_the_sheet(labels, total):
    canvas = drawn(frame(*((label, 0, total, total, total, 0, total) for label in labels)), "fr")
    with drawing():
        assert_tidy(canvas)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.drop(columns="ended"), "ended"),
        (lambda data: data.head(0), "no row"),
        (lambda data: data.assign(before=-1), "between 0 and the total"),
        (lambda data: data.assign(adopted=23), "between 0 and the total"),
        (lambda data: data.assign(open=20), "more than the total"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, words):
    data = frame(("A plan", 6, 15, 3, 9, 0, 22))
    with pytest.raises(ValueError, match=words):
        moves(change(data), first="1", last="2", key="k", title="t", alt="a" * 30 + "1", source="s", lang="en")


def test_the_csv_holds_what_is_drawn():
    data = frame(("A plan", 6, 15, 3, 9, 0, 22))
    chart = moves(data, first="1", last="2", key="k", title="t", alt="a" * 30 + "1", source="s", lang="en")
    assert chart.data_csv.splitlines() == [",".join(COLUMNS), "A plan,6,15,3,9,0,22"]
