"""Indicators as the table that reviewers read."""

from study.indicators.table import COLUMNS, Indicator, to_table

DESIGN = [
    "wave",
    "lever",
    "indicator",
    "territory",
    "value",
    "unit",
    "numerator",
    "base",
    "unknown",
    "lower",
    "upper",
    "method",
]
SHARE = Indicator(
    5, "plan.share", 6 / 22, "share", 6, 22, 14, 6 / 22, 20 / 22, "y / N", median_age_years=2.5, high_count=4
)
BARE = Indicator(None, "x.median", None, "eur", None, 0, 22, None, None, "median", territory="lille")


def test_the_columns_of_the_design_come_first_and_in_order():
    table = to_table([SHARE], "2019")
    assert table.columns.tolist() == COLUMNS
    assert [*DESIGN, "median_age_years", "high_count"] == COLUMNS


def test_a_measure_is_one_row_with_its_values_under_their_own_names():
    first, second = to_table([SHARE, BARE], "2019").to_dict("records")
    assert {name: first[name] for name in DESIGN} == {
        "wave": "2019",
        "lever": 5,
        "indicator": "plan.share",
        "territory": "",
        "value": 6 / 22,
        "unit": "share",
        "numerator": 6,
        "base": 22,
        "unknown": 14,
        "lower": 6 / 22,
        "upper": 20 / 22,
        "method": "y / N",
    }
    assert (first["median_age_years"], first["high_count"]) == (2.5, 4)
    assert (second["indicator"], second["territory"], second["base"]) == ("x.median", "lille", 0)


def test_what_a_measure_has_not_is_missing_and_whole_numbers_stay_whole():
    table = to_table([SHARE, BARE], "2019")
    missing = ["lever", "value", "numerator", "lower", "upper", "median_age_years", "high_count"]
    assert table.columns[table.isna().iloc[1]].tolist() == missing
    assert not table.iloc[0].isna().any()
    assert table.dtypes[["lever", "high_count", "value"]].astype("str").tolist() == ["Int64", "Int64", "float64"]
    written = table.to_csv(index=False, lineterminator="\n").splitlines()
    assert written[1].startswith("2019,5,plan.share,,0.27272727272727")
    assert written[1].endswith(",2.5,4")
    assert written[2] == "2019,,x.median,lille,,eur,,0.0,22.0,,,median,,"


def test_types_do_not_hang_on_what_is_missing():
    whole, bare, none = to_table([SHARE, BARE], "2019"), to_table([BARE], "2019"), to_table([], "2019")
    numbers = [name for name in COLUMNS if name not in ("wave", "indicator", "territory", "unit", "method")]
    for table in (bare, none):
        assert table.columns.tolist() == COLUMNS
        assert table.dtypes[numbers].tolist() == whole.dtypes[numbers].tolist()
    assert none.empty
