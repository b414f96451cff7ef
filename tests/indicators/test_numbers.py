"""Measures of numbers: what is documented, its median, and totals only where adding makes sense."""

from datetime import date
from statistics import median

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.tables import LeverAnswers
from study.codebook.model import Question
from study.indicators.numbers import date_indicators, number_indicators

DAY = date(2019, 7, 5)
WORDS = {"en": "x"}
ALL = ("documented", "median", "total")


def answers(values, high=None):
    """Return the tables of one question, `budget`: a number per territory, None for unknown, "-" for not asked."""
    index = pd.Index([f"t{number}" for number in range(len(values))], name="territory", dtype="str")

    def numbers(cells):
        known = [float(value) if isinstance(value, int | float) else float("nan") for value in cells]
        return pd.DataFrame({"budget": pd.Series(known, index=index, dtype="float64")})

    words = ["not_asked" if value == "-" else "unknown" if value is None else "answered" for value in values]
    status = pd.DataFrame({"budget": words}, index=index).astype("category")
    as_of = pd.DataFrame({"budget": ["2018-07-05" if word == "answered" else "" for word in words]}, index=index)
    return LeverAnswers(numbers(values), status, as_of, as_of, numbers(values if high is None else high))


def measures(values, *names, additive=True, high=None):
    question = Question.model_validate(
        {
            "question": "budget",
            "lever": 2,
            "type": "number",
            "unit": "eur",
            "additive": additive,
            "label": WORDS,
            "wording": WORDS,
            "indicators": list(names or ALL),
        }
    )
    rows = number_indicators(question, answers(values, high), DAY)
    return {row.indicator.removeprefix("budget."): row for row in rows}


def test_a_case_worked_out_by_hand():
    found = measures([100, None, 700, "-", 40], high=[100, None, None, None, 40])
    documented = found["documented"]
    assert (documented.value, documented.lower, documented.upper, documented.unit) == (3, 3, 4, "territories")
    assert (documented.base, documented.unknown, documented.lever) == (4, 1, 2)
    middle = found["median"]
    assert (middle.value, middle.unit, middle.base, middle.unknown) == (100, "eur", 3, 1)
    assert (middle.lower, middle.upper) == (None, None)
    total = found["total"]
    assert (total.value, total.unit, total.base, total.unknown) == (840, "eur", 3, 1)
    methods = {"documented": "values known", "median": "median of the known values", "total": "sum of the known values"}
    assert {name: row.method for name, row in found.items()} == methods
    # One territory is not known: the true total is 840 at least, and nothing bounds it from above.
    assert (total.lower, total.upper) == (840, None)
    assert {row.high_count for row in found.values()} == {2}
    assert documented.median_age_years == pytest.approx(1, abs=0.003)


def test_nothing_unknown_is_an_exact_total():
    found = measures([100, 700, "-"])
    assert (found["total"].lower, found["total"].value, found["total"].upper) == (800, 800, 800)
    assert (found["documented"].lower, found["documented"].upper) == (2, 2)
    assert found["median"].value == 400


def test_nothing_known_has_neither_median_nor_total():
    found = measures([None, None, "-"])
    assert (found["documented"].value, found["documented"].upper) == (0, 2)
    assert found["median"].value is None and found["median"].median_age_years is None
    assert (found["total"].value, found["total"].lower, found["total"].upper) == (None, None, None)


def test_a_total_that_may_go_down_has_no_lower_bound():
    total = measures([100, -30, None])["total"]
    assert (total.value, total.lower, total.upper) == (70, None, None)


def test_a_total_with_nothing_unknown_is_exact_whatever_its_signs():
    total = measures([100, -30])["total"]
    assert (total.lower, total.value, total.upper) == (70, 70, 70)


def test_zero_is_a_known_number():
    found = measures([0, None])
    assert (found["documented"].value, found["median"].value, found["total"].value) == (1, 0, 0)
    assert found["total"].lower == 0


def test_what_may_not_be_added_is_not():
    assert list(measures([1, 2], additive=False)) == ["documented", "median"]


def test_only_the_measures_that_the_question_feeds_are_made_in_its_order():
    assert list(measures([1, 2], "median", "documented")) == ["median", "documented"]
    assert measures([1, 2], "total").keys() == {"total"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.integers(0, 10**9), st.none(), st.just("-")), min_size=1, max_size=10))
def test_every_measure_is_its_formula(values):
    found = measures(values)
    known = [value for value in values if isinstance(value, int)]
    unknown = values.count(None)
    assert [found[name].unknown for name in ALL] == [unknown] * 3
    documented = found["documented"]
    assert (documented.value, documented.lower, documented.upper) == (len(known), len(known), len(known) + unknown)
    assert found["median"].value == (median(known) if known else None)
    assert found["total"].value == (sum(known) if known else None)


@settings(max_examples=40, deadline=None)
@given(
    known=st.lists(st.integers(0, 10**6), min_size=1, max_size=8),
    hidden=st.lists(st.integers(0, 10**6), max_size=3),
)
def test_the_true_total_lies_within_its_bounds(known, hidden):
    total = measures([*known, *[None] * len(hidden)])["total"]
    truth = sum(known) + sum(hidden)
    assert total.lower <= truth
    assert total.upper == (None if hidden else truth)


@pytest.mark.parametrize(("measured", "names"), [(["documented"], ["q.documented"]), ([], [])])
def test_of_days_only_how_many_are_known_is_counted(choice, answered, measured, names):
    question = choice("date", measures=measured)
    tables = answered(
        question, ["2016-02-29", None, "2018-01-01", "-", "!"], high=["2016-02-29", None, None, None, None]
    )
    rows = date_indicators(question, tables, DAY)
    assert [row.indicator for row in rows] == names
    for row in rows:
        assert (row.value, row.lower, row.upper, row.base, row.unknown) == (2, 2, 4, 4, 2)
        assert (row.unit, row.high_count) == ("territories", 1)
