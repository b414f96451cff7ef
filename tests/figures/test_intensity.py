"""Territories × levers."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pandas as pd
import pytest

from study.figures import intensity
from study.figures.canvas import Canvas
from study.figures.style import drawing

Counts = tuple[pd.DataFrame, pd.DataFrame, dict[int, int]]


def names(data: pd.DataFrame) -> dict[str, Any]:
    return {
        "row_labels": {name: f"Territory {name}" for name in data.index},
        "column_labels": {lever: f"Lever {lever}" for lever in data.columns},
    }


def drawn(yes: pd.DataFrame, totals: dict[int, int], upper: pd.DataFrame | None = None, label: str = "L") -> Canvas:
    with drawing():
        rows, columns = dict.fromkeys(yes.index, label), dict.fromkeys(yes.columns, label)
        return intensity.draw(yes, pd.Series(totals), upper, rows, columns, "en")


def test_csv_is_the_data_in_the_order_given(count_data: Counts, words: dict[str, Any]) -> None:
    yes, upper, totals = count_data
    chart = intensity.intensity_matrix(yes, upper=upper, totals=totals, **names(yes), **words)
    read = pd.read_csv(StringIO(chart.data_csv))
    assert list(dict.fromkeys(read["territory"])) == list(yes.index)
    for row in read.itertuples():
        assert (row.yes, row.upper, row.total) == (
            yes.at[row.territory, row.lever],
            upper.at[row.territory, row.lever],
            totals[int(str(row.lever))],
        )
    assert len(read) == yes.size


def test_cells_say_how_many_of_how_many(texts_of: Callable[[Canvas], list[str]]) -> None:
    yes = pd.DataFrame({1: [3, 0], 2: [float("nan"), 2]}, index=["a", "b"])
    found = texts_of(drawn(yes, {1: 5, 2: 2}))
    assert [text for text in found if "/" in text] == ["3/5", "0/5", "2/2"]
    assert "–" in found


def test_cells_say_how_far_the_unknown_could_take_them(texts_of: Callable[[Canvas], list[str]]) -> None:
    yes, upper = pd.DataFrame({1: [3, 0]}, index=["a", "b"]), pd.DataFrame({1: [4, 0]}, index=["a", "b"])
    assert [t for t in texts_of(drawn(yes, {1: 5}, upper)) if t.startswith("≤\u202f")] == ["≤\u202f4", "≤\u202f0"]
    assert not [t for t in texts_of(drawn(yes, {1: 5})) if t.startswith("≤")]


@pytest.mark.parametrize("length", [1, 200, 400])
def test_long_labels_neither_overlap_nor_leave(length: int, count_data: Counts, tidy: Callable[[Canvas], None]) -> None:
    yes, upper, totals = count_data
    tidy(drawn(yes, totals, upper, ("expérimentation sociale " * 20)[:length]))


def test_impossible_counts_are_refused(count_data: Counts, words: dict[str, Any]) -> None:
    yes, upper, totals = count_data
    for data, high in ((yes - 1, upper), (yes, yes - 1), (yes, upper + 9)):
        with pytest.raises(ValueError, match="counts must be"):
            intensity.intensity_matrix(data, upper=high, totals=totals, **names(yes), **words)
    with pytest.raises(ValueError, match="no total for 6"):
        intensity.intensity_matrix(yes, totals=dict.fromkeys(range(6), 9), **names(yes), **words)
