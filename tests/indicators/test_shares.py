"""Counts and shares with their bounds, against formulas written here again."""

import math
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.tables import YES_NO, LeverAnswers
from study.codebook.model import Question
from study.indicators.shares import median_age_years, share_indicators, tally

DAY = date(2019, 7, 5)
WORDS = {"en": "x"}
STATUS = {"u": "unknown", "c": "conflict", "-": "not_asked", "a": "no_answer", "r": "no_response"}
ANSWER = {"y": "yes", "p": "planned", "n": "no"}
MEASURES = ["count", "share", "share_determined", "weighted_share"]


def answers(letters, high="", as_of=()):
    """Return the tables of one question, `plan`: a letter per territory t0, t1… (y, p, n or one of STATUS)."""
    index = pd.Index([f"t{number}" for number in range(len(letters))], name="territory", dtype="str")

    def yes_no(codes):
        return pd.DataFrame({"plan": pd.Series([ANSWER.get(code) for code in codes], index=index, dtype=YES_NO)})

    status = pd.DataFrame({"plan": [STATUS.get(code, "answered") for code in letters]}, index=index)
    days = pd.DataFrame(
        {"plan": list(as_of) or ["2019-01-01" if code in ANSWER else "" for code in letters]}, index=index
    )
    origin = pd.DataFrame({"plan": ["E1"] * len(letters)}, index=index)
    return LeverAnswers(yes_no(letters), status.astype("category"), origin, days, yes_no(high or letters))


def question(*measures):
    return Question.model_validate(
        {
            "question": "plan",
            "lever": 3,
            "type": "yes_no",
            "label": WORDS,
            "wording": WORDS,
            "indicators": list(measures or MEASURES),
        }
    )


def people(*numbers):
    return pd.Series(numbers, index=[f"t{number}" for number in range(len(numbers))], dtype="int64")


def measures(letters, population=None, **more):
    population = people(*[1000] * len(letters)) if population is None else people(*population)
    rows = share_indicators(question(), answers(letters, **more), population, DAY)
    return {row.indicator.removeprefix("plan."): row for row in rows}


def test_the_tally_says_who_in_the_order_of_the_frame():
    found = tally(answers("ynpucar-y"), "plan")
    assert (found.yes, found.planned, found.no) == (["t0", "t8"], ["t2"], ["t1"])
    assert (found.unknown, found.not_asked, found.base) == (["t3", "t4", "t5", "t6"], ["t7"], 8)


def test_six_yes_and_sixteen_no_leave_nothing_open():
    found = measures("yyyyyynnnnnnnnnnnnnnnn")
    assert [found["count"].value, found["count"].lower, found["count"].upper] == [6, 6, 6]
    assert found["share"].value == found["share"].lower == found["share"].upper == pytest.approx(6 / 22)
    assert found["share_determined"].value == pytest.approx(6 / 22)


def test_each_formula_on_a_case_worked_out_by_hand():
    # 2 yes, 1 planned, 1 no, 1 unknown, 1 conflict, and one who is not asked: N = 6.
    found = measures("yypnuc-", population=[10, 20, 30, 40, 50, 60, 700])
    count, share = found["count"], found["share"]
    assert (count.value, count.lower, count.upper, count.unit) == (2, 2, 4, "territories")
    assert (count.numerator, count.base, count.unknown, count.lever) == (2, 6, 2, 3)
    assert (share.value, share.lower, share.upper, share.unit) == (2 / 6, 2 / 6, 4 / 6, "share")
    assert (share.numerator, share.base, share.unknown) == (2, 6, 2)
    determined = found["share_determined"]
    assert (determined.value, determined.numerator, determined.base) == (2 / 4, 2, 4)
    assert (determined.lower, determined.upper) == (None, None)
    weighted = found["weighted_share"]
    assert (weighted.numerator, weighted.base, weighted.unknown) == (30, 210, 110)
    assert weighted.value == weighted.lower == pytest.approx(30 / 210)
    assert weighted.upper == pytest.approx(140 / 210)
    assert all(row.territory == "" for row in found.values())


def test_nothing_known_is_not_no():
    found = measures("uuu")
    assert (found["count"].value, found["count"].upper) == (0, 3)
    assert (found["share"].lower, found["share"].upper) == (0, 1)
    assert found["share_determined"].value is None
    assert found["count"].median_age_years is None


def test_a_question_put_to_nobody_has_no_share():
    found = measures("---")
    assert (found["count"].value, found["count"].base, found["count"].upper) == (0, 0, 0)
    for name in MEASURES[1:]:
        assert (found[name].value, found[name].lower, found[name].upper) == (None, None, None)


def test_only_the_measures_that_the_question_feeds_are_made_in_its_order():
    rows = share_indicators(question("weighted_share", "intensity", "count"), answers("yn"), people(1, 1), DAY)
    assert [row.indicator for row in rows] == ["plan.weighted_share", "plan.count"]


def test_the_yes_of_high_confidence_are_counted_apart():
    assert measures("yynuy", high="yunuu")["share"].high_count == 1
    assert measures("yynuy", high="yyyuu")["count"].high_count == 3


def test_populations_are_joined_by_name_not_by_place():
    shuffled = people(10, 20, 30, 40)[["t3", "t1", "t0", "t2"]]
    row = share_indicators(question("weighted_share"), answers("ynnu"), shuffled, DAY)[0]
    assert (row.numerator, row.unknown, row.base) == (10, 40, 100)


def test_the_age_of_evidence_is_the_median_over_answered_territories():
    tables = answers("ypnuc", as_of=["2018-07-05", "2019-07-05", "2015-07-05", "", "2001-01-01"])
    assert median_age_years(tables, "plan", DAY) == pytest.approx(1, abs=0.003)
    tables = answers("yn", as_of=["2017-07-05", "2015-07-05"])
    assert median_age_years(tables, "plan", DAY) == pytest.approx(3, abs=0.003)


LETTERS = st.text(alphabet="ypnuca-r", min_size=1, max_size=12)
SOME = settings(max_examples=40, deadline=None)


@SOME
@given(letters=LETTERS, data=st.data())
def test_every_measure_is_its_formula(letters, data):
    population = data.draw(st.lists(st.integers(1, 10**7), min_size=len(letters), max_size=len(letters)))
    found = measures(letters, population=population)
    y, p, n = (letters.count(code) for code in "ypn")
    u = sum(letters.count(code) for code in "ucar")
    whole = y + p + n + u
    assert found["count"].base == whole == len(letters) - letters.count("-")
    assert (found["count"].value, found["count"].lower, found["count"].upper) == (y, y, y + u)

    def people_of(codes):
        return sum(count for code, count in zip(letters, population, strict=True) if code in codes)

    everyone = people_of("ypnucar")
    expected = {
        "share": (y, whole, y + u),
        "share_determined": (y, y + p + n, None),
        "weighted_share": (people_of("y"), everyone, people_of("yucar")),
    }
    for name, (part, base, most) in expected.items():
        row = found[name]
        if not base:
            assert row.value is None
            continue
        assert math.isclose(row.value, Fraction(part, base)) and 0 <= row.value <= 1
        if most is not None:
            assert math.isclose(row.upper, Fraction(most, base)) and row.lower <= row.value <= row.upper <= 1


@SOME
@given(letters=LETTERS, more=st.sampled_from("ucar"))
def test_one_more_unknown_territory_leaves_the_count_and_widens_the_bounds(letters, more):
    before, after = measures(letters), measures(letters + more)
    assert after["count"].value == before["count"].value
    assert after["count"].lower == before["count"].lower
    assert after["count"].upper == before["count"].upper + 1
    assert after["count"].base == before["count"].base + 1
    assert after["share_determined"].value == before["share_determined"].value
    if before["share"].value is not None:
        widths = [found["share"].upper - found["share"].lower for found in (before, after)]
        assert widths[1] > widths[0] or math.isclose(*widths)
        assert after["share"].lower <= before["share"].lower
        assert after["share"].upper >= before["share"].upper


@SOME
@given(letters=LETTERS)
def test_whatever_the_unknown_turn_out_to_be_the_count_lies_within_its_bounds(letters):
    bounds = measures(letters)
    for truth in "ypn":
        told = "".join(truth if code in "ucar" else code for code in letters)
        value = measures(told)["count"].value
        assert bounds["count"].lower <= value <= bounds["count"].upper
    assert (
        measures("".join("y" if code in "ucar" else code for code in letters))["count"].value == bounds["count"].upper
    )


@SOME
@given(letters=LETTERS, size=st.integers(1, 10**7))
def test_with_equal_populations_weights_change_nothing(letters, size):
    found = measures(letters, population=[size] * len(letters))
    share, weighted = found["share"], found["weighted_share"]
    for one, other in ((share.value, weighted.value), (share.lower, weighted.lower), (share.upper, weighted.upper)):
        assert one == other or math.isclose(one, other)


def test_each_measure_says_its_unit_and_its_formula():
    assert {name: (row.unit, row.method) for name, row in measures("yypnu").items()} == {
        "count": ("territories", "y"),
        "share": ("share", "y / N"),
        "share_determined": ("share", "y / (y + p + n)"),
        "weighted_share": ("share", "population of yes / population of N"),
    }
