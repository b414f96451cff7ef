"""Shares of the ticks: by hand, and every bound attained by some completion of the unknown."""

import math
from datetime import date
from fractions import Fraction
from itertools import chain, combinations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.ticks import ticks_text
from study.exports.settings import MultipleBase
from study.indicators.choices import choice_indicators
from study.indicators.ticks import ticks_of

DAY = date(2019, 7, 5)
CODES = ["a", "b", "c"]
SOME = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="session")
def measured(choice, answered):
    def of(answers, population=None, codes=CODES):
        question = choice("multiple", *codes)
        index = [f"t{number}" for number in range(len(answers))]
        people = pd.Series(population or [1.0] * len(answers), index=index, dtype="float64")
        rows = choice_indicators(question, answered(question, answers), people, DAY, MultipleBase.TICKS)
        return {row.indicator.removeprefix("q."): row for row in rows}

    return of


def values(row):
    return (row.value, row.numerator, row.base, row.unknown, row.lower, row.upper)


def test_shares_of_the_ticks_worked_out_by_hand(measured):
    # Ticks: a 2, b 1, c 0, so T = 3; one unknown, of k = 3 boxes.
    found = measured(["a;b", "a", "0", None, "-"], population=[10, 20, 30, 40, 500])
    assert values(found["a.share"]) == (2 / 3, 2, 3, 1, 2 / 5, 3 / 4)
    assert values(found["b.share"]) == (1 / 3, 1, 3, 1, 1 / 5, 2 / 4)
    assert values(found["c.share"]) == (0, 0, 3, 1, 0, 1 / 4)
    assert values(found["a.share_determined"]) == (2 / 3, 2, 3, 1, None, None)
    # By inhabitants: a 30, all ticks 10 + 10 + 20 = 40, the unknown 40.
    assert values(found["a.weighted_share"]) == (30 / 40, 30, 40, 40, 30 / 120, 70 / 80)
    # Territories are counted as ever.
    assert values(found["a.count"]) == (2, 2, 4, 1, 2, 3)
    assert {row.method for name, row in found.items() if name.endswith(".share")} == {"ticks of the code / ticks"}


def test_who_was_not_offered_a_box_is_no_part_of_its_base(measured):
    # t1 ticked a where c was not offered: of c, only the two ticks of t0 and the one of t2 are left.
    found = measured(["a;c", "a;~c", "b"])
    assert values(found["c.share"]) == (1 / 3, 1, 3, 0, 1 / 3, 1 / 3)
    assert values(found["a.share"]) == (2 / 4, 2, 4, 0, 2 / 4, 2 / 4)


def test_without_a_tick_there_is_no_share_and_everything_is_open(measured):
    found = measured(["0", None])
    assert values(found["a.share"]) == (None, 0, 0, 1, 0, 1)
    found = measured(["0", "-"])
    assert values(found["a.share"]) == (None, 0, 0, 0, None, None)


def test_of_a_single_box_every_tick_is_its_own(measured):
    assert values(measured(["a", None, "0"], codes=["a"])["a.share"]) == (1, 1, 1, 1, 1, 1)
    assert values(measured([None], codes=["a"])["a.share"]) == (None, 0, 0, 1, 1, 1)


def test_the_ticks_of_each_territory_that_answered(choice, answered):
    found = ticks_of(answered(choice("multiple", *CODES), ["a;b", None, "0;~c", "-", "c"]), "q")
    assert found.to_dict() == {"t0": 2, "t2": 0, "t4": 1} and found.dtype == "int64"


POSSIBLE = [set(ticked) for ticked in chain.from_iterable(combinations(CODES, size) for size in range(4))]


def completions(answers):
    """Every way in which the unknown could have answered, each as the sets of boxes ticked."""
    return product(*([set(answer)] if answer is not None else POSSIBLE for answer in answers))


@SOME
@given(
    answers=st.lists(st.sets(st.sampled_from(CODES)).map(frozenset) | st.none(), min_size=1, max_size=4).filter(
        lambda answers: answers.count(None) < 4
    ),
    data=st.data(),
)
def test_the_bounds_are_the_least_and_the_greatest_share_that_could_be(measured, answers, data):
    population = data.draw(st.lists(st.integers(1, 9), min_size=len(answers), max_size=len(answers)))
    texts = [None if answer is None else ticks_text(answer, CODES) for answer in answers]
    found = measured(texts, population)
    for measure, sizes in (("share", [1] * len(answers)), ("weighted_share", population)):
        for code in CODES:
            shares = []
            for case in completions(answers):
                every = sum(size * len(ticked) for size, ticked in zip(sizes, case, strict=True))
                mine = sum(size for size, ticked in zip(sizes, case, strict=True) if code in ticked)
                if every:
                    shares.append(Fraction(mine, every))
            row = found[f"{code}.{measure}"]
            if not shares:
                assert (row.value, row.lower, row.upper) == (None, None, None)
                continue
            assert math.isclose(row.lower, min(shares)) and math.isclose(row.upper, max(shares))
            if row.value is not None:
                assert row.lower <= row.value <= row.upper


@SOME
@given(answers=st.lists(st.sets(st.sampled_from(CODES)) | st.none(), min_size=1, max_size=9))
def test_the_shares_of_all_boxes_make_one(measured, answers):
    found = measured([None if answer is None else ticks_text(answer, CODES) for answer in answers])
    ticks = sum(len(answer) for answer in answers if answer is not None)
    assert {found[f"{code}.share"].base for code in CODES} == {ticks}
    if ticks:
        assert math.isclose(sum(found[f"{code}.share"].value for code in CODES), 1)
