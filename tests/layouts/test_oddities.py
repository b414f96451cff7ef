import pandas as pd
import pytest

from study.layouts.oddities import describes_files, numbers_rows


@pytest.mark.parametrize(
    ("cells", "counts"),
    [(["1", "2", "3"], True), (["0", "1"], True), (["7", "9"], False), (["1"], False), (["1", "x"], False), ([], False),
     (["3", "2", "1"], False), (["2019", "2019"], False)],
)  # fmt: skip
def test_a_column_that_numbers_the_rows(cells, counts):
    assert numbers_rows(pd.Series(cells, dtype="str")) is counts


@pytest.mark.parametrize(
    ("cells", "files"), [(['[{"name":"a"}]', "[{}]"], True), (["[1]"], False), (["[{}]", "text"], False), ([], False)]
)
def test_a_column_that_describes_files(cells, files):
    assert describes_files(pd.Series(cells, dtype="str")) is files


def test_only_versions_that_differ_are_told(tools):
    rows = [
        ["territory", "fund", "_id", "_uuid", "__version__"],
        ["a", "yes", "1", "u", "v1"],
        ["b", "no", "2", "w", "v1"],
    ]
    _, _, problems = tools.read(tools.grid_of(rows))
    assert [item.code for item in problems] == ["questions-without-column"]


def test_rows_under_the_table_are_looked_at_by_nothing(tools):
    rows = [["Métropole", "Fonds", "Autre chose"], ["Lyon", "oui", ""], [""], ["", "", "relu le 3 mars"]]
    layout, _, problems = tools.read(tools.grid_of(rows))
    assert layout.end == 2
    assert [item.code for item in problems] == ["rows-under-table", "empty-columns", "questions-without-column"]
