"""Constraints of XLSForms as bounds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.codebook.model import QuestionType
from study.forms.constraints import Bounds, constraint_bounds, range_bounds

NUMBER, DATE, TEXT = QuestionType.NUMBER, QuestionType.DATE, QuestionType.TEXT


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        (". >= 0", Bounds(0.0)),
        (".>=0 and .<=100", Bounds(0.0, 100.0)),
        ("(. >= -1.5) and (. <= 2)", Bounds(-1.5, 2.0)),
        ("(. >= 0 and . <= 100)", Bounds(0.0, 100.0)),
        ("0 <= . and 100 >= .", Bounds(0.0, 100.0)),
    ],
)
def test_comparisons_with_numbers(constraint, bounds):
    assert constraint_bounds(constraint, NUMBER) == bounds


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [(". > 0", Bounds(1.0)), (". < 120", Bounds(None, 119.0)), (". > 0.5 and . < 2.5", Bounds(1.0, 2.0))],
)
def test_a_strict_comparison_of_whole_numbers_means_the_next_one(constraint, bounds):
    assert constraint_bounds(constraint, NUMBER, whole=True) == bounds
    assert constraint_bounds(constraint, NUMBER) is None


def test_days():
    assert constraint_bounds(". >= date('2020-01-31') and . < '2021-01-01'", DATE) == Bounds(
        date(2020, 1, 31), date(2020, 12, 31)
    )


@pytest.mark.parametrize(
    ("constraint", "kind"),
    [
        (". >= 0 or . = -1", NUMBER),
        (". >= ${a}", NUMBER),
        (". <= today()", DATE),
        (". >= date('2020-02-31')", DATE),
        (". >= 2020", DATE),
        (". >= '2020-01-01'", NUMBER),
        ("regex(., '[a-z]+')", TEXT),
        (". >= 0", TEXT),
        (". >= 0 and . >= 1", NUMBER),
        ("", NUMBER),
        (". >= " + "9" * 400, NUMBER),
    ],
)
def test_anything_else_is_none(constraint, kind):
    assert constraint_bounds(constraint, kind, whole=True) is None


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.sampled_from([">", ">=", "<", "<="]))
def test_a_bound_lets_in_exactly_what_the_comparison_does(limit, answer, sign):
    found = constraint_bounds(f". {sign} {limit}", NUMBER, whole=True)
    holds = {">": answer > limit, ">=": answer >= limit, "<": answer < limit, "<=": answer <= limit}[sign]
    low, high = found.minimum, found.maximum
    assert ((low is None or answer >= low) and (high is None or answer <= high)) == holds


@pytest.mark.parametrize(
    ("parameters", "bounds"),
    [("start=0 end=5 step=0.5", Bounds(0.0, 5.0)), ("end=20", Bounds(1.0, 20.0)), ("", Bounds(1.0, 10.0))],
)
def test_the_ends_of_a_range(parameters, bounds):
    assert range_bounds(parameters) == bounds
