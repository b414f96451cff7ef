"""States of territories × questions."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pandas as pd
import pytest

from study.figures import matrix
from study.figures.canvas import Canvas
from study.figures.style import STATES, drawing


def labels(data: pd.DataFrame, text: str = "Label of {}") -> tuple[dict[Any, str], dict[Any, str]]:
    return {name: text.format(name) for name in data.index}, {name: text.format(name) for name in data.columns}


def drawn(data: pd.DataFrame, text: str = "Label of {}") -> Canvas:
    with drawing():
        return matrix.draw(data, *labels(data, text), "en")


def test_csv_is_the_data(state_data: pd.DataFrame, words: dict[str, Any]) -> None:
    rows, columns = labels(state_data)
    chart = matrix.state_matrix(state_data, row_labels=rows, column_labels=columns, **words)
    read = pd.read_csv(StringIO(chart.data_csv)).set_index("territory")
    pd.testing.assert_frame_equal(read, state_data.rename_axis("territory"))


def test_each_state_is_shown_as_often_as_it_occurs(
    state_data: pd.DataFrame, texts_of: Callable[[Canvas], list[str]]
) -> None:
    found = texts_of(drawn(state_data))
    for state, look in STATES.items():
        in_key = 1
        assert found.count(look.symbol) == int((state_data == state).sum().sum()) + in_key


def test_the_key_shows_only_what_occurs_and_blanks_stay_blank(texts_of: Callable[[Canvas], list[str]]) -> None:
    data = pd.DataFrame({"q": ["yes", None], "r": ["unknown", None]}, index=["a", "b"])
    found = texts_of(drawn(data))
    assert ("Yes" in found, "Unknown" in found, "No" in found, "In conflict" in found) == (True, True, False, False)
    assert found.count("✓") == 2


@pytest.mark.parametrize("length", [1, 40, 200, 400])
def test_long_labels_neither_overlap_nor_leave(
    length: int, state_data: pd.DataFrame, tidy: Callable[[Canvas], None]
) -> None:
    tidy(
        drawn(
            state_data, ("expérimentation sociale et gouvernance {} " * 20)[:length].replace("{", "").replace("}", "")
        )
    )


def test_hostile_labels_are_text(state_data: pd.DataFrame, hostile: list[str], tidy: Callable[[Canvas], None]) -> None:
    for text in hostile:
        tidy(drawn(state_data, text))


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (22, 1), (2, 3)])
def test_small_grids(rows: int, columns: int, state_data: pd.DataFrame, tidy: Callable[[Canvas], None]) -> None:
    tidy(drawn(state_data.iloc[:rows, :columns]))


def test_another_word_is_refused(state_data: pd.DataFrame, words: dict[str, Any]) -> None:
    rows, columns = labels(state_data)
    with pytest.raises(ValueError, match="not states: maybe"):
        matrix.state_matrix(state_data.replace("no", "maybe"), row_labels=rows, column_labels=columns, **words)
