"""Dots with intervals."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Ellipse

from study.figures import interval
from study.figures.canvas import Canvas
from study.figures.style import drawing


def drawn(data: pd.DataFrame, lang: str = "en") -> Canvas:
    with drawing():
        return interval.draw(data, lang=lang)


def test_csv_is_the_data_sorted_by_value(share_data: pd.DataFrame, words: dict[str, Any]) -> None:
    chart = interval.dot_interval(share_data, **words)
    expected = share_data.sort_values("value", ascending=False).reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.read_csv(StringIO(chart.data_csv)), expected)


def test_dots_stand_at_their_value(share_data: pd.DataFrame) -> None:
    data = share_data.assign(value=[0.0, 0.5, 1.0, 0.25], lower=0.0, upper=1.0)
    _, *dots = (p.center[0] for p in drawn(data).figure.axes[0].patches if isinstance(p, Ellipse))
    start, length = dots[0], dots[2] - dots[0]
    assert [(x - start) / length for x in dots] == pytest.approx([0, 0.5, 1, 0.25])


def test_value_and_bounds_are_written(share_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]) -> None:
    assert {"27%", "27–91%", "0%", "100%"} <= set(texts_of(drawn(share_data)))
    assert "27\u202f%" in texts_of(drawn(share_data, "fr"))


def test_a_missing_value_has_no_dot(share_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]) -> None:
    canvas = drawn(share_data.head(1).assign(value=float("nan")))
    in_key = 1
    assert sum(isinstance(patch, Ellipse) for patch in canvas.figure.axes[0].patches) == in_key
    assert "–" in texts_of(canvas)


@pytest.mark.parametrize("length", [1, 40, 200, 400])
def test_long_labels_neither_overlap_nor_leave(
    length: int, share_data: pd.DataFrame, tidy: Callable[[Canvas], None]
) -> None:
    tidy(drawn(share_data.assign(label=("A question about expérimentation " * 20)[:length], upper=1.0)))


def test_hostile_labels_are_text(share_data: pd.DataFrame, hostile: list[str], tidy: Callable[[Canvas], None]) -> None:
    tidy(drawn(share_data.assign(label=hostile)))


@pytest.mark.parametrize("change", [{"upper": 1.2}, {"lower": -0.1}, {"value": 1.0}, {"lower": 1.0}])
def test_impossible_bounds_are_refused(
    change: dict[str, float], share_data: pd.DataFrame, words: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="lower ≤ value"):
        interval.dot_interval(share_data.head(2).assign(**change), **words)
