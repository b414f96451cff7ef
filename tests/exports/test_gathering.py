import pytest

from study.base.errors import Place
from study.exports.gathering import LONGEST_CELL_BYTES, MOST_CELLS, MOST_COLUMNS, gather, over_limits


def test_rows_keep_their_numbers_and_widths_and_lose_only_emptiness():
    grid, problems = gather([["Titre"], [], ["  ", ""], [" a ", "é\n ", "\u00a0c"], ["", "", "x"]], "f.csv", "S")
    assert problems == []
    assert grid.cells.to_numpy().tolist() == [["Titre", "", ""], ["a", "é", "c"], ["", "", "x"]]
    assert grid.rows.tolist() == [1, 4, 5] and grid.widths.tolist() == [1, 3, 3]
    assert grid.rows.dtype == grid.widths.dtype == "int64"
    assert {str(kind) for kind in grid.cells.dtypes} == {"str"}
    assert list(grid.cells.index) == [0, 1, 2] and list(grid.cells.columns) == [0, 1, 2]
    assert grid.place(4, 1) == Place("f.csv", sheet="S", row=4, column="B")


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], []]])
def test_a_table_without_any_text_is_no_grid(rows):
    assert gather(rows, "f.csv") == (None, [])


def test_rows_are_numbered_across_the_portions_in_which_they_are_read():
    count = 45_000
    rows = ([str(i)] if i % 3 else [] for i in range(1, count + 1))
    grid, _ = gather(rows, "f.csv")
    assert grid.rows.tolist() == [i for i in range(1, count + 1) if i % 3]
    assert grid.column(0).tolist() == [str(row) for row in grid.rows]


def test_a_column_that_begins_late_is_empty_before():
    rows = [["a"]] * 30_000 + [["a", "b", "c"]]
    grid, _ = gather(rows, "f.csv")
    assert grid.cells.shape == (30_001, 3)
    assert grid.column(2).value_counts().to_dict() == {"": 30_000, "c": 1}


def test_an_overlong_cell_names_its_place_and_one_at_the_limit_is_read():
    long = "é" * (LONGEST_CELL_BYTES // 2)
    grid, problems = gather([["a", long]], "f.csv")
    assert problems == [] and len(grid.column(1)[0]) == LONGEST_CELL_BYTES // 2
    grid, problems = gather([["a"], ["", "b", long + "e"]], "f.csv")
    assert grid is None
    assert [(problem.code, problem.place) for problem in problems] == [
        ("export-overlong-cell", Place("f.csv", row=2, column="C"))
    ]


def test_a_row_wider_than_a_spreadsheet_names_itself():
    grid, problems = gather([["a"], [], ["x"] * (MOST_COLUMNS + 1)], "f.csv", "S")
    assert grid is None
    assert [(problem.code, problem.place.row, problem.details["columns"]) for problem in problems] == [
        ("export-too-many-columns", 3, MOST_COLUMNS + 1)
    ]


def test_one_wide_row_does_not_make_a_table_that_memory_would_not_hold():
    rows = iter([["x"] * MOST_COLUMNS] + [["x"]] * (MOST_CELLS // MOST_COLUMNS + 25_000))
    grid, problems = gather(rows, "f.csv")
    assert grid is None and [problem.code for problem in problems] == ["export-too-many-cells"]


def test_limits_of_size():
    place = Place("f.csv")
    assert over_limits(1_000_000, 100, place) == over_limits(1, MOST_COLUMNS, place) == []
    assert [problem.code for problem in over_limits(1_000_001, 100, place)] == ["export-too-many-cells"]
    assert [problem.code for problem in over_limits(1, MOST_COLUMNS + 1, place)] == ["export-too-many-columns"]


def test_what_a_reader_raises_goes_through():
    def broken():
        yield ["a"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        gather(broken(), "f.csv")
