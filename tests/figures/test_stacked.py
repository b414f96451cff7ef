"""Stacked bars."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from study.figures import stacked
from study.figures.canvas import Canvas
from study.figures.style import STATES, drawing


def drawn(data: pd.DataFrame, lang: str = "en", total: int = 22) -> Canvas:
    with drawing():
        return stacked.draw(data, lang=lang, total=total)


def test_csv_is_the_data_sorted_by_yes(bar_data: pd.DataFrame, words: dict[str, Any]) -> None:
    chart = stacked.stacked_bars(bar_data, **words, total=22)
    read = pd.read_csv(StringIO(chart.data_csv))
    assert read["yes"].tolist() == [18, 10, 6, 0]
    expected = bar_data.sort_values("yes", ascending=False).reset_index(drop=True)
    pd.testing.assert_frame_equal(read, expected)


def test_bars_are_as_long_as_their_counts(bar_data: pd.DataFrame) -> None:
    canvas = drawn(bar_data)
    yes = STATES["yes"].fill.lower()
    boxes = [p for p in canvas.figure.axes[0].patches if isinstance(p, Rectangle) and p.get_height() > 6]
    solid = sorted(p.get_width() for p in boxes if _color(p) == yes)
    assert solid == pytest.approx([6 * solid[0] / 6, 10 * solid[0] / 6, 18 * solid[0] / 6])


def _color(patch: Any) -> str:
    red, green, blue, _ = patch.get_facecolor()
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def test_counts_and_shares_are_written(bar_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]) -> None:
    found = texts_of(drawn(bar_data))
    for text in ("18", "14", "82%", "27%", "27–91%", "Yes", "Planned", "No", "Unknown", "Share of yes"):
        assert text in found


def test_french_numbers(bar_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]) -> None:
    data = bar_data.assign(yes=bar_data["yes"] * 1234)
    found = texts_of(drawn(data, "fr", 30_000))
    assert "22\u202f212" in found
    assert "82\u202f%" in found


def test_a_count_without_room_is_left_out(bar_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]) -> None:
    data = bar_data.assign(yes=[5000, 10, 18, 3])
    assert "5,000" in texts_of(drawn(data, total=5100))
    assert "10" not in texts_of(drawn(data, total=5100))


@pytest.mark.parametrize("length", [1, 40, 200, 400])
def test_long_labels_neither_overlap_nor_leave(
    length: int, bar_data: pd.DataFrame, tidy: Callable[[Canvas], None]
) -> None:
    label = ("A question about expérimentation and its governance " * 10)[:length]
    tidy(drawn(bar_data.assign(label=label)))


def test_hostile_labels_are_text(bar_data: pd.DataFrame, hostile: list[str], tidy: Callable[[Canvas], None]) -> None:
    tidy(drawn(bar_data.assign(label=hostile)))


def test_one_question_is_enough(bar_data: pd.DataFrame, tidy: Callable[[Canvas], None]) -> None:
    tidy(drawn(bar_data.head(1)))


@pytest.mark.parametrize("change", [{"yes": 30}, {"no": -1}, {"unknown": None}])
def test_impossible_counts_are_refused(change: dict[str, Any], bar_data: pd.DataFrame, words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not count"):
        stacked.stacked_bars(bar_data.assign(**change), **words, total=22)


def test_words_are_required(bar_data: pd.DataFrame, words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="alt text"):
        stacked.stacked_bars(bar_data, **{**words, "alt": "Bars"}, total=22)
    with pytest.raises(ValueError, match="lack upper"):
        stacked.stacked_bars(bar_data.drop(columns="upper"), **words, total=22)
