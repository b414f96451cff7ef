"""What counts as a difference between the report and the SQL."""

import pandas as pd
import pytest

from study.recount.compare import NUMBERS, Verdict, compare, differences, read_indicators, same


def table(*rows):
    made = pd.DataFrame([{"lever": 1, "territory": "", **dict.fromkeys(NUMBERS), **row} for row in rows])
    return made.astype({"lever": "Int64", **dict.fromkeys(NUMBERS, "float64")})


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [(None, None, True), (None, 0, False), (3, 3.0, True), (3, 3.0000000001, False), (1 / 3, 0.3333333333333333, True),
     (0.5, 0.5 + 1e-14, True), (0.5, 0.5 + 1e-11, False), (0, 1e-300, False), (2**53, 2**53 + 2, False)],
)  # fmt: skip
def test_counts_are_exact_and_divisions_nearly(one, other, alike):
    assert same(one, other) is alike and same(other, one) is alike


@pytest.mark.parametrize("name", NUMBERS)
def test_any_number_that_differs_is_told(name):
    one, other = table({"indicator": "a", "value": 1.5}), table({"indicator": "a", "value": 1.5})
    other[name] = [7.0]
    (row,) = differences(list(compare(one, other)))
    assert (row.verdict, row.differing, row.sql[name]) == (Verdict.DIFFERS, (name,), 7)


def test_rows_of_one_side_only_and_rows_twice_are_told():
    one = table({"indicator": "a", "value": 1}, {"indicator": "b", "value": 1}, {"indicator": "a", "value": 1})
    other = table({"indicator": "a", "value": 1}, {"indicator": "c", "value": 1}, {"indicator": "a", "lever": 2})
    found = [(row.indicator, row.lever, row.verdict) for row in compare(one, other)]
    assert found == [
        ("a", 1, Verdict.SAME), ("b", 1, Verdict.ONLY_REPORT), ("a", 1, Verdict.ONLY_REPORT),
        ("c", 1, Verdict.ONLY_SQL), ("a", 2, Verdict.ONLY_SQL),
    ]  # fmt: skip


def test_a_table_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "indicators.csv"
    path.write_text(
        "wave,lever,indicator,territory,value,unit,numerator,base,unknown,lower,upper,method,median_age_years,high_count\n"
        '2020,,answers.known,,0.5,share,1.0,2.0,1.0,0.5,,"a, b",,\n2020,1,x.count,na,-3.0,t,1.0,,,,,y,,4\n',
        "utf-8",
    )
    found = read_indicators(path)
    assert found["territory"].tolist() == ["", "na"] and found["lever"].tolist() == [pd.NA, 1]
    assert found["value"].tolist() == [0.5, -3] and found["high_count"].tolist() == [pd.NA, 4]
