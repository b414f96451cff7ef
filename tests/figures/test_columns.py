"""Columns per wave: heights, words, and what is refused."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.figures.columns import ACROSS, HEIGHT, draw, state_columns
from study.figures.style import PAGE_HEIGHT_MM, STATES, drawing

from .conftest import HOSTILE, assert_tidy, drawn_words

WAVES = ["2019", "2021", "2025"]


def rows(labels=("A plan", "A member"), waves=WAVES, total=22):
    made = []
    for number, label in enumerate(labels):
        for step, wave in enumerate(waves):
            yes, planned, no = min(3 * step + number, total), 1 if total > 20 else 0, 0
            made.append((label, wave, yes, planned, no, total - yes - planned, str(yes)))
    return pd.DataFrame(made, columns=["label", "wave", "yes", "planned", "no", "unknown", "shown"])


def boxes(canvas, state):
    fill = STATES[state].fill
    return [patch for patch in canvas.figure.axes[0].artists + canvas.figure.axes[0].patches
            if getattr(patch, "get_height", None) and patch.get_facecolor()[:3] == _rgb(fill)]  # fmt: skip


def _rgb(color):
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))


def test_the_words_of_each_column_are_there_and_nothing_overlaps():
    with drawing():
        canvas = draw(rows(), lang="en")
        words = drawn_words(canvas)
        assert_tidy(canvas)
    assert words.count("2019") == 2 and "A plan" in words and "6" in words and "7" in words


def test_a_column_is_as_high_as_its_base_and_yes_as_its_share():
    with drawing():
        canvas = draw(rows(labels=("One",), waves=["2025"], total=20), lang="en")
        found = [patch for patch in boxes(canvas, "yes") if patch.get_width() < 9.1 and patch.get_height() > 0]
    data = rows(labels=("One",), waves=["2025"], total=20)
    yes = int(data["yes"].iloc[0])
    assert yes == 0 and all(patch.get_height() < HEIGHT for patch in found)
    with drawing():
        canvas = draw(data.assign(yes=5, unknown=15), lang="en")
        heights = [patch.get_height() for patch in boxes(canvas, "yes")]
    assert any(height == pytest.approx(HEIGHT * 5 / 20) for height in heights)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from([*HOSTILE, "A plan", "Une question dont l’intitulé tient sur plusieurs lignes"]),
             min_size=1, max_size=9, unique=True),
    st.integers(1, 8),
)  # fmt: skip
def test_any_labels_and_waves_stay_on_the_sheet(labels, waves):
    with drawing():
        canvas = draw(rows(labels, [str(2019 + number) for number in range(waves)]), lang="fr")
        assert_tidy(canvas)


def test_many_panels_still_fit_on_a_page():
    labels = [f"Question {number}" for number in range(7 * max(ACROSS))]
    with drawing():
        assert draw(rows(labels), lang="en").height <= PAGE_HEIGHT_MM


@pytest.mark.parametrize(("panels", "rows_of_panels"), [(2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2), (8, 2), (9, 3)])
def test_panels_fill_their_rows(panels, rows_of_panels):
    with drawing():
        canvas = draw(rows([f"Question {number}" for number in range(panels)]), lang="en")
        heights = {
            round(text.get_position()[1], 3) for text in canvas.figure.axes[0].texts if text.get_text() == "2019"
        }
    assert len(heights) == rows_of_panels


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.drop(columns="shown"), "shown"),
        (lambda data: data.head(0), "no row"),
        (lambda data: data.assign(yes=0, planned=0, no=0, unknown=0), "counts nothing"),
        (lambda data: data.assign(wave="2019"), "twice"),
        (lambda data: data.assign(yes=-1), "counts nothing"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        state_columns(change(rows()), key="k", title="t", alt="a" * 30 + "1", source="s", lang="en")


def test_the_columns_of_a_panel_have_one_scale():
    data = rows(labels=("One",), waves=["2021", "2025"], total=20).assign(yes=[4, 5], planned=0, unknown=[3, 15])
    with drawing():
        canvas = draw(data, lang="en")
        heights = [patch.get_height() for patch in boxes(canvas, "yes")]
        assert_tidy(canvas)
    # Four of seven is lower than five of twenty; on a scale of its own it would be higher.
    assert [sum(height == pytest.approx(HEIGHT * share) for height in heights) for share in (4 / 20, 5 / 20, 4 / 7)] == [
        1, 1, 0,
    ]  # fmt: skip
