"""The grid below matrices."""

import pandas as pd
import pytest

from study.figures.grid import Grid, require_cells
from study.figures.style import MIN_PT, PAGE_HEIGHT_MM, TEXT_WIDTH_MM, drawing


def laid_out(rows: list[str], columns: list[str]) -> Grid:
    with drawing():
        return Grid.lay_out(rows, columns, above=8)


def test_seven_columns_fill_the_width_and_cells_do_not_touch() -> None:
    grid = laid_out(["Territory"] * 22, ["Question"] * 7)
    assert grid.right == pytest.approx(TEXT_WIDTH_MM)
    x, y, width, height = grid.cell(0, 0)
    assert x + width < grid.cell(0, 1)[0]
    assert y + height < grid.cell(1, 0)[1]


def test_heads_are_set_smaller_before_a_word_is_cut() -> None:
    short, long = laid_out(["T"], ["A plan"] * 7), laid_out(["T"], ["Gouvernances"] * 9)
    assert long.heads[0] == ("Gouvernances",)
    assert MIN_PT <= long.head_pt < short.head_pt


def test_a_usual_frame_fits_a_page_and_a_long_one_is_set_tighter() -> None:
    usual, long = laid_out(["Territory"] * 22, ["A question"] * 7), laid_out(["Territory"] * 48, ["A question"] * 7)
    assert usual.bottom < PAGE_HEIGHT_MM
    assert long.bottom <= PAGE_HEIGHT_MM + 1e-6
    assert long.cell_height < usual.cell_height


def test_every_row_and_column_needs_a_label() -> None:
    data = pd.DataFrame({"q": ["yes"]}, index=["t"])
    with pytest.raises(ValueError, match="no label for t"):
        require_cells(data, {}, {"q": "Q"}, "k")
    with pytest.raises(ValueError, match="no label for q"):
        require_cells(data, {"t": "T"}, {}, "k")
    with pytest.raises(ValueError, match="no cell"):
        require_cells(data.iloc[:0], {}, {"q": "Q"}, "k")
