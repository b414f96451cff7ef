"""Intensity, its bounds, and how much it hangs on one question."""

import math
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.tables import YES_NO, LeverAnswers
from study.indicators.intensity import intensity, intensity_indicators

STATUS = {"u": "unknown", "c": "conflict", "-": "not_asked", "a": "no_answer", "r": "no_response"}
ANSWER = {"y": "yes", "p": "planned", "n": "no"}


def answers(**columns):
    """Return the tables of questions given as a letter per territory t0, t1… (y, p, n or one of STATUS)."""
    size = len(next(iter(columns.values())))
    index = pd.Index([f"t{number}" for number in range(size)], name="territory", dtype="str")
    said = pd.DataFrame(
        {
            name: pd.Series([ANSWER.get(code) for code in codes], index=index, dtype=YES_NO)
            for name, codes in columns.items()
        }
    )
    words = {name: [STATUS.get(code, "answered") for code in codes] for name, codes in columns.items()}
    status = pd.DataFrame(words, index=index).astype("category")
    return LeverAnswers(said, status, status, status, said)


def of_one(codes):
    """Return the rows of a single territory that answers its questions so."""
    tables = answers(**{f"q{number}": code for number, code in enumerate(codes)})
    found = intensity([tables], list(tables.answers.columns))
    return {row.indicator: row for row in intensity_indicators(found, "lever_4", 4) if row.territory == "t0"}


def test_a_case_worked_out_by_hand():
    tables = answers(a="yyu-", b="ynu-", c="npc-", d="u-y-")
    found = intensity([tables], ["a", "b", "c", "d"])
    assert found.yes.tolist() == [2, 1, 1, 0]
    assert found.unknown.tolist() == [1, 0, 3, 0]
    assert found.base.tolist() == [4, 3, 4, 0]
    # Leaving out a yes, then something else: (yes - 1) / (base - 1) and yes / (base - 1).
    assert found.sensitivity_lower.tolist()[:3] == [1 / 3, 0, 0]
    assert found.sensitivity_upper.tolist()[:3] == [2 / 3, 1 / 2, 1 / 3]


def test_rows_for_the_frame_then_each_territory():
    tables = answers(a="yu-", b="yn-")
    rows = intensity_indicators(intensity([tables], ["a", "b"]), "lever_4", 4)
    assert [(row.indicator, row.territory) for row in rows] == [
        ("lever_4.intensity", ""),
        *[
            (f"lever_4.{name}", f"t{i}")
            for i in range(3)
            for name in ("intensity", "intensity_lowest", "intensity_highest")
        ],
    ]
    frame = rows[0]
    assert (frame.value, frame.lower, frame.upper) == (2 / 4, 2 / 4, 3 / 4)
    assert (frame.numerator, frame.base, frame.unknown, frame.unit, frame.lever) == (2, 4, 1, "share", 4)
    second = rows[4]
    assert (second.value, second.lower, second.upper) == (0, 0, 1 / 2)


def test_who_is_asked_nothing_has_no_intensity():
    rows = of_one("--")
    assert [row.value for row in rows.values()] == [None, None, None]
    assert (rows["lever_4.intensity"].lower, rows["lever_4.intensity"].upper) == (None, None)
    nobody = answers(a="-", b="-")
    assert intensity_indicators(intensity([nobody], ["a", "b"]), "x", None)[0].value is None


def test_one_question_alone_cannot_be_left_out():
    rows = of_one("y-")
    assert rows["lever_4.intensity"].value == 1
    assert rows["lever_4.intensity_lowest"].value is None
    assert rows["lever_4.intensity_highest"].value is None


def test_a_question_not_asked_is_not_one_to_leave_out():
    assert of_one("yy-")["lever_4.intensity_lowest"].value == 1
    assert of_one("nn-")["lever_4.intensity_highest"].value == 0


def test_planned_is_neither_a_yes_nor_unknown():
    row = of_one("ppyn")["lever_4.intensity"]
    assert (row.value, row.lower, row.upper, row.unknown) == (1 / 4, 1 / 4, 1 / 4, 0)


def test_several_levers_are_taken_together_and_only_the_questions_named():
    tables = [answers(a="yn", spare="yy"), answers(b="yy", other="uu")]
    found = intensity(tables, ["a", "b"])
    assert found.yes.tolist() == [2, 1]
    assert found.base.tolist() == [2, 2]
    assert found.unknown.tolist() == [0, 0]
    assert [row.lever for row in intensity_indicators(found, "all", None)] == [None] * 7


CODES = st.text(alphabet="ypnuca-r", min_size=1, max_size=8)
SOME = settings(max_examples=50, deadline=None)


@SOME
@given(codes=CODES)
def test_intensity_and_its_bounds_are_their_formulas(codes):
    row = of_one(codes)["lever_4.intensity"]
    base, yes = len(codes) - codes.count("-"), codes.count("y")
    unknown = sum(codes.count(code) for code in "ucar")
    assert (row.base, row.numerator, row.unknown) == (base, yes, unknown)
    if base:
        assert math.isclose(row.value, Fraction(yes, base)) and row.lower == row.value
        assert math.isclose(row.upper, Fraction(yes + unknown, base)) and row.value <= row.upper <= 1


@SOME
@given(codes=CODES)
def test_sensitivity_is_the_intensity_without_each_question_in_turn(codes):
    asked = codes.replace("-", "")
    rest = [asked[:i] + asked[i + 1 :] for i in range(len(asked))]
    values = [Fraction(part.count("y"), len(part)) for part in rest if part]
    rows = of_one(codes)
    lowest, highest = rows["lever_4.intensity_lowest"].value, rows["lever_4.intensity_highest"].value
    if not values:
        assert (lowest, highest) == (None, None)
        return
    assert math.isclose(lowest, min(values)) and math.isclose(highest, max(values))
    value = rows["lever_4.intensity"].value
    assert lowest <= value + 1e-12 and value <= highest + 1e-12
