"""The measures of each code of a choice, against counts made here again."""

import math
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.ticks import ticks_text
from study.exports.settings import MultipleBase
from study.indicators.choices import choice_indicators
from study.indicators.shares import tally

DAY = date(2019, 7, 5)
CODES = ["a", "b", "c"]
MEASURES = ["count", "share", "share_determined", "weighted_share"]
SOME = settings(max_examples=40, deadline=None)


def people(*numbers):
    return pd.Series(numbers, index=[f"t{number}" for number in range(len(numbers))], dtype="float64")


@pytest.fixture(scope="session")
def measured(choice, answered):
    """`measured("choice", ["a", None], population=[…])`: each indicator by its name without the question."""

    def of(kind, answers, population=None, base=MultipleBase.RESPONDENTS, high=None):
        question = choice(kind, *CODES)
        found = people(*(population or [1000] * len(answers)))
        rows = choice_indicators(question, answered(question, answers, high), found, DAY, base)
        return {row.indicator.removeprefix("q."): row for row in rows}

    return of


def values(row):
    return (row.value, row.numerator, row.base, row.unknown, row.lower, row.upper)


def test_each_code_is_measured_like_a_yes_in_the_codebooks_order(measured):
    found = measured("choice", ["b"])
    assert list(found) == [f"{code}.{measure}" for code in CODES for measure in MEASURES]
    assert {(row.lever, row.territory) for row in found.values()} == {(3, "")}


def test_a_choice_worked_out_by_hand(measured):
    # a: t0, t1; b: t2; t3 unknown, t4 in conflict, t5 not asked. N = 5.
    found = measured("choice", ["a", "a", "b", None, "!", "-"], population=[10, 20, 30, 40, 50, 600])
    assert values(found["a.count"]) == (2, 2, 5, 2, 2, 4)
    assert values(found["b.count"]) == (1, 1, 5, 2, 1, 3)
    assert values(found["c.count"]) == (0, 0, 5, 2, 0, 2)
    assert values(found["a.share"]) == (2 / 5, 2, 5, 2, 2 / 5, 4 / 5)
    assert values(found["a.share_determined"]) == (2 / 3, 2, 3, 2, None, None)
    assert values(found["a.weighted_share"]) == (30 / 150, 30, 150, 90, 30 / 150, 120 / 150)
    assert (found["a.count"].unit, found["a.share"].unit) == ("territories", "share")


def test_a_multiple_choice_worked_out_by_hand(measured):
    # t0 ticks a and b, t1 b alone, t2 nothing, t3 a where c was not offered, t4 unknown, t5 not asked.
    found = measured("multiple", ["a;b", "b", "0", "a;~c", None, "-"], population=[10, 20, 30, 40, 50, 600])
    assert values(found["a.count"]) == (2, 2, 5, 1, 2, 3)
    assert values(found["b.share"]) == (2 / 5, 2, 5, 1, 2 / 5, 3 / 5)
    # Of c: t3 was not asked about it, and counts neither for nor against.
    assert values(found["c.count"]) == (0, 0, 4, 1, 0, 1)
    assert values(found["c.share_determined"]) == (0, 0, 3, 1, None, None)
    assert values(found["c.weighted_share"]) == (0, 0, 110, 50, 0, 50 / 110)


def test_who_says_what_is_listed_in_the_order_of_the_frame(choice, answered):
    tables = answered(choice("multiple", *CODES), ["b", "a;b", "0;~b", None, "-", "a"])
    found = tally(tables, "q", "b")
    assert (found.yes, found.planned, found.no) == (["t0", "t1"], [], ["t5"])
    assert (found.unknown, found.not_asked, found.base) == (["t3"], ["t2", "t4"], 4)


def test_a_code_that_begins_another_one_is_not_taken_for_it(choice, answered):
    question = choice("multiple", "fund", "fund_local")
    tables = answered(question, ["fund_local", "fund"])
    assert (tally(tables, "q", "fund").yes, tally(tables, "q", "fund_local").yes) == (["t1"], ["t0"])


def test_the_answers_of_high_confidence_are_counted_apart(measured):
    found = measured("multiple", ["a", "a;b", "b"], high=["a", None, "b"])
    assert (found["a.count"].high_count, found["b.share"].high_count, found["c.count"].high_count) == (1, 1, 0)
    assert found["a.count"].median_age_years == pytest.approx(185 / 365.25)


def test_only_the_measures_that_it_lists_are_made(choice, answered):
    question = choice("choice", *CODES, measures=["share", "count"])
    rows = choice_indicators(question, answered(question, ["a"]), people(1), DAY)
    assert [row.indicator for row in rows] == [f"q.{code}.{name}" for code in CODES for name in ("share", "count")]


def test_ticks_as_the_base_change_no_single_choice(measured):
    answers = ["a", "b", None]
    assert measured("choice", answers, base=MultipleBase.TICKS) == measured("choice", answers)


ONE = st.sampled_from([*CODES, None, "!", "-"])
TICKED = st.sets(st.sampled_from(CODES)).map(lambda ticked: ticks_text(ticked, CODES))


@SOME
@given(answers=st.lists(ONE, min_size=1, max_size=12))
def test_the_codes_of_a_choice_and_the_unknown_add_up_to_the_base(measured, answers):
    found = measured("choice", answers)
    counts = [found[f"{code}.count"] for code in CODES]
    unknown = sum(answer in (None, "!") for answer in answers)
    base = sum(answer != "-" for answer in answers)
    assert sum(row.value for row in counts) + unknown == base
    for code, row in zip(CODES, counts, strict=True):
        assert (row.value, row.base, row.unknown) == (answers.count(code), base, unknown)
        share = found[f"{code}.share"]
        if base:
            assert share.value == Fraction(answers.count(code), base) or math.isclose(share.value, row.value / base)
            assert 0 <= share.lower <= share.value <= share.upper <= 1


@SOME
@given(answers=st.lists(TICKED | st.none() | st.just("-"), min_size=1, max_size=10), data=st.data())
def test_each_measure_of_a_multiple_choice_is_its_formula(measured, answers, data):
    population = data.draw(st.lists(st.integers(1, 10**6), min_size=len(answers), max_size=len(answers)))
    found = measured("multiple", answers, population)
    asked = [(answer, size) for answer, size in zip(answers, population, strict=True) if answer != "-"]
    for code in CODES:
        chose = [size for answer, size in asked if answer is not None and code in answer.split(";")]
        silent = [size for answer, size in asked if answer is None]
        count, share, weighted = (found[f"{code}.{name}"] for name in ("count", "share", "weighted_share"))
        assert values(count) == (len(chose), len(chose), len(asked), len(silent), len(chose), len(chose) + len(silent))
        if asked:
            assert math.isclose(share.value, len(chose) / len(asked)) and share.lower == share.value
            assert math.isclose(share.upper, (len(chose) + len(silent)) / len(asked))
            total = sum(size for _, size in asked)
            assert math.isclose(weighted.value, sum(chose) / total)
            assert math.isclose(weighted.upper, (sum(chose) + sum(silent)) / total)
