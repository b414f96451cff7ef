"""Spreads: a dot for each territory, its number, and where the unknown could take it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.figures.interval import INK
from study.figures.spread import MOST, RADIUS, draw, spread
from study.figures.style import drawing

from .conftest import HOSTILE, assert_tidy, drawn_words

COLUMNS = ["label", "share", "known", "at_most"]


def frame(*rows):
    return pd.DataFrame(list(rows), columns=COLUMNS)


def dots(canvas):
    """Return how many full and hollow dots there are, those of the key left out."""
    found = [patch for patch in canvas.figure.axes[0].get_children() if getattr(patch, "width", 0) == 2 * RADIUS]
    ink = tuple(int(INK[i : i + 2], 16) / 255 for i in (1, 3, 5))
    full = sum(patch.get_facecolor()[:3] == ink for patch in found)
    return full - 1, len(found) - full - 1


def test_each_territory_has_a_full_dot_and_a_hollow_one():
    with drawing():
        canvas = draw(frame(("A", 0.0, 13, 0), ("A", 0.5, 8, 3), ("A", 1.0, 1, 19), ("B", 1.0, 22, 22)), lang="en")
        assert_tidy(canvas)
    assert dots(canvas) == (44, 44)
    assert {"13", "8", "3", "19", "22"} <= set(drawn_words(canvas))


def test_where_there_are_too_many_a_dot_stands_for_several_and_says_so():
    with drawing():
        canvas = draw(frame(("A", 0.0, 10 * MOST, 0), ("A", 1.0, 0, 10 * MOST)), lang="en")
        assert_tidy(canvas)
    assert dots(canvas) == (MOST, MOST)
    assert "a dot: up to 10" in drawn_words(canvas)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, "A plan", "y" * 400]), min_size=1, max_size=8, unique=True),
    st.integers(0, 24),
    st.integers(1, 7),
)
def test_any_label_and_spread_stays_on_the_sheet(labels, many, steps):
    rows = [(label, step / steps, many, many // 2) for label in labels for step in range(steps + 1)]
    with drawing():
        assert_tidy(draw(frame(*rows), lang="fr"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.drop(columns="known"), "known"),
        (lambda data: data.head(0), "no row"),
        (lambda data: data.assign(share=1.5), "between 0 and 1"),
        (lambda data: data.assign(at_most=-1), "negative"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, words):
    data = frame(("A", 0.5, 2, 3))
    with pytest.raises(ValueError, match=words):
        spread(change(data), key="k", title="t", alt="a" * 30 + "1", source="s", lang="en")


def test_the_csv_holds_what_is_drawn():
    chart = spread(frame(("A", 0.5, 2, 3)), key="k", title="t", alt="a" * 30 + "1", source="s", lang="en")
    assert chart.data_csv.splitlines() == [",".join(COLUMNS), "A,0.5,2,3"]
