import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base.dates import Precision, parse
from study.intake.dates import date_problems, order_problems, precision_problems


def table(*rows):
    frame = pd.DataFrame(rows, columns=["day", "precision", "until"], dtype="str")
    frame["row"] = range(2, 2 + len(rows))
    return frame


def codes(problems):
    return [(problem.place.row, problem.code, problem.value) for problem in problems]


def test_mangled_and_other_dates_are_told_apart():
    frame = table(
        *[(text, "", "") for text in ["2019-07-05", "juil.-19", "05/07/2019", "43651", "2019-02-30", "soon", ""]]
    )
    assert sorted(codes(date_problems(frame, "day", "f"))) == [
        (3, "mangled-date", "juil.-19"),
        (4, "mangled-date", "05/07/2019"),
        (5, "mangled-date", "43651"),
        (6, "bad-date", "2019-02-30"),
        (7, "bad-date", "soon"),
    ]


def test_a_day_is_asked_for():
    frame = table(("2019-07-05", "", ""), ("2019-07", "", ""), ("soon", "", ""), ("", "", ""))
    found = codes(date_problems(frame, "day", "f", to_the_day=True))
    assert sorted(found) == [(3, "date-not-day", "2019-07"), (4, "bad-date", "soon")]


@pytest.mark.parametrize(
    ("text", "precision", "fits"),
    [
        ("2019-07-05", "day", True),
        ("2019-07", "day", False),
        ("2019-07", "month", True),
        ("2019-07-05", "month", False),
        ("2019", "year", True),
        ("2019-07", "year", False),
        ("2019", "inferred", True),
        ("2019-07", "inferred", True),
        ("2019-07-05", "inferred", True),
    ],
)
def test_the_precision_must_fit(text, precision, fits):
    problems = precision_problems(table((text, precision, "")), "day", "precision", "f")
    assert codes(problems) == ([] if fits else [(2, "precision-mismatch", text)])


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2019-07-05", "2019-07-04", True),
        ("2019-07-05", "2019-07", False),
        ("2019-07-05", "2019", False),
        ("2019", "2018", True),
        ("2019", "2019-01-01", False),
        ("2019-07", "2019-06", True),
        ("2019", "", False),
        ("2019", "soon", False),
    ],
)
def test_an_end_before_the_start(start, end, wrong):
    problems = order_problems(table((start, "", end)), "day", "until", "f")
    assert codes(problems) == ([(2, "ends-before-start", end)] if wrong else [])


@given(st.dates(), st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]))
def test_every_date_makes_the_round_trip_at_its_precision(day, precision):
    text = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    frame = table((text, str(precision), ""))
    assert date_problems(frame, "day", "f") == []
    assert precision_problems(frame, "day", "precision", "f") == []
    assert str(parse(text, precision)) == text
