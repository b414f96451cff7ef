from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base.dates import PartialDate, is_mangled, parse

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-07", date(2019, 7, 1), date(2019, 7, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-12", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019-07-05", date(2019, 7, 5), date(2019, 7, 5)),
    ],
)
def test_a_partial_date_sorts_as_its_first_day_and_may_mean_its_last(text, first, last):
    found = parse(text)
    assert (found.first_day, found.last_day, str(found)) == (first, last, text)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("2019", False, False),
        ("2019-07", False, False),
        ("2019-07-05", False, False),
        ("2019-07-06", True, False),
        ("2019-08", True, False),
        ("2020", True, False),
        ("2019-07-04", False, True),
        ("2019-06", False, True),
        ("2018", False, True),
    ],
)
def test_a_date_is_compared_at_its_own_precision(text, after, before):
    found = parse(text)
    assert (found.is_after(date(2019, 7, 5)), found.is_before(date(2019, 7, 5))) == (after, before)


@given(DAYS, DAYS)
def test_full_dates_compare_as_days_do(one, two):
    found = parse(one.isoformat())
    assert (found.is_after(two), found.is_before(two)) == (one > two, one < two)


@given(DAYS)
def test_a_month_or_year_is_neither_before_nor_after_its_own_days(day):
    for found in (PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)):
        assert not found.is_after(day) and not found.is_before(day)
        assert found.first_day <= day <= found.last_day
        assert found.is_after(found.first_day - timedelta(days=1)) and found.is_before(
            found.last_day + timedelta(days=1)
        )


def test_an_inferred_date_is_a_year():
    assert parse("2019-07-05", "inferred") == parse("2019", "inferred") == PartialDate(2019)


@pytest.mark.parametrize(
    ("text", "precision"), [("2019", "day"), ("2019-07", "day"), ("2019", "month"), ("2019-07-05", "year")]
)
def test_a_date_must_have_the_precision_that_it_is_said_to_have(text, precision):
    with pytest.raises(ValueError, match="2019"):
        parse(text, precision)


@pytest.mark.parametrize(
    "text", ["", "2019-13", "2019-02-30", "2019-7-5", "19-07-05", "2019/07/05", "2019-07-05T00:00", "0000"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["juil.-19", "Jul-19", "05/07/2019", "5.7.19", "43651", "05-juil", "déc.-20", "12-Dec-2019", " juil.-19 "]
)
def test_what_a_spreadsheet_makes_of_a_date_is_known(text):
    assert is_mangled(text)
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize("text", ["2019", "2019-07", "2019-07-05", "", "hier", "2019-13", "20190705"])
def test_other_texts_are_not_taken_for_it(text):
    assert not is_mangled(text)
