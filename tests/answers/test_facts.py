"""Each lapse rule on both sides of its boundary."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.facts import Clock, standing, validity_of
from study.codebook.model import Defaults, Study

WORDS = {"en": "x"}
QUESTIONS = {
    "plain": {"type": "yes_no"},
    "brief": {"type": "yes_no", "validity": {"kind": "years", "years": 1}},
    "forever": {"type": "yes_no", "validity": {"kind": "permanent"}},
    "elected": {"type": "yes_no", "validity": {"kind": "mandate"}},
    "amount": {"type": "number", "unit": "eur"},
    "slow_amount": {"type": "number", "unit": "eur", "validity": {"kind": "years", "years": 5}},
    "fixed_amount": {"type": "number", "unit": "eur", "validity": {"kind": "permanent"}},
    "examples": {"type": "text"},
}
STUDY = Study.model_validate(
    {
        "languages": ["en"],
        "territory": {"one": WORDS, "many": WORDS},
        "lever_noun": {"one": WORDS, "many": WORDS},
        "elections": [date(2014, 3, 30), date(2020, 6, 28)],
        "codes": [],
        "levers": [
            {
                "lever": 1,
                "title": WORDS,
                "short": WORDS,
                "questions": [
                    {"question": name, "lever": 1, "label": WORDS, "wording": WORDS, **more}
                    for name, more in QUESTIONS.items()
                ],
            }
        ],
    }
)


def fact(question, answer, as_of, *, precision=None, until="", confidence="high", evidence="E1"):
    return {
        "evidence": evidence,
        "territory": "arbois",
        "lever": 1,
        "question": question,
        "answer": answer,
        "as_of": as_of,
        "as_of_precision": precision or ("year", "month", "day")[as_of.count("-")],
        "valid_until": until,
        "confidence": confidence,
    }


def one(day, question, answer, as_of, **more):
    """Return the standing of one fact at a day, its rule and its sort date."""
    [row] = standing(pd.DataFrame([fact(question, answer, as_of, **more)]), STUDY, date.fromisoformat(day)).itertuples()
    return row.standing, row.rule, row.sort_date.date().isoformat()


# question, answer, as_of, valid_until, last day on which it holds, the rule that ends it
LAPSES = [
    # A no is a snapshot of two years, whatever the question's own validity.
    ("plain", "no", "2017", "", "2019-12-31", "years since a no"),
    ("plain", "no", "2017-12-31", "", "2019-12-31", "years since a no"),
    ("brief", "no", "2017-06", "", "2019-12-31", "years since a no"),
    ("forever", "no", "2017", "", "2019-12-31", "years since a no"),
    ("elected", "no", "2019-06-01", "", "2021-12-31", "years since a no"),
    ("plain", "no", "2017", "2025", "2025-12-31", "valid_until"),
    ("forever", "no", "2017", "2018-06", "2018-06-30", "valid_until"),
    # Six years by default, else the question's own.
    ("plain", "yes", "2013", "", "2019-12-31", "years since a yes"),
    ("plain", "yes", "2013-01-01", "", "2019-12-31", "years since a yes"),
    ("brief", "yes", "2018-11", "", "2019-12-31", "years since a yes"),
    ("examples", "a charter", "2013", "", "2019-12-31", "years since a yes"),
    ("examples", "no", "2013", "", "2019-12-31", "years since a yes"),
    # An explicit end, longer or shorter, to the day, the month or the year.
    ("plain", "yes", "2012", "2019-07-05", "2019-07-05", "valid_until"),
    ("plain", "yes", "2018", "2019-07", "2019-07-31", "valid_until"),
    ("plain", "yes", "2018", "2019", "2019-12-31", "valid_until"),
    ("plain", "yes", "2000", "2030-02", "2030-02-28", "valid_until"),
    ("elected", "yes", "2019", "2021-03", "2021-03-31", "valid_until"),
    ("amount", "10", "2010", "2019-07", "2019-07-31", "valid_until"),
    ("fixed_amount", "10", "2010", "2019-07", "2019-07-31", "valid_until"),
    ("examples", "a charter", "2018", "2019-07", "2019-07-31", "valid_until"),
    # A plan has its three years and nothing else.
    ("plain", "planned", "2016", "", "2019-12-31", "years since a plan"),
    ("plain", "proposed", "2016-12", "", "2019-12-31", "years since a plan"),
    ("forever", "planned", "2016", "", "2019-12-31", "years since a plan"),
    ("elected", "planned", "2018-01", "", "2021-12-31", "years since a plan"),
    ("plain", "planned", "2016", "2017", "2019-12-31", "years since a plan"),
    ("plain", "planned", "2016", "2030", "2019-12-31", "years since a plan"),
    # A number has three.
    ("amount", "10", "2016", "", "2019-12-31", "years since a number"),
    ("amount", "0", "2016-12-31", "", "2019-12-31", "years since a number"),
    ("slow_amount", "10", "2014", "", "2019-12-31", "years since a number"),
    # A mandate ends at the next election; what is dated to its month or year counts as after it.
    ("elected", "yes", "2014-03-30", "", "2020-06-27", "mandate"),
    ("elected", "yes", "2014-03", "", "2020-06-27", "mandate"),
    ("elected", "yes", "2014", "", "2020-06-27", "mandate"),
    ("elected", "yes", "2014-03-29", "", "2014-03-29", "mandate"),
    ("elected", "yes", "2014-02", "", "2014-03-29", "mandate"),
    ("elected", "yes", "2013", "", "2014-03-29", "mandate"),
    ("elected", "yes", "2020-06-27", "", "2020-06-27", "mandate"),
    ("elected", "yes", "2020-05", "", "2020-06-27", "mandate"),
    ("elected", "yes", "2019", "", "2020-06-27", "mandate"),
    # Before any election known, there is nothing to end it.
    ("elected", "yes", "1990", "", "2014-03-29", "mandate"),
]


@pytest.mark.parametrize(("question", "answer", "as_of", "until", "last_day", "rule"), LAPSES)
def test_a_fact_holds_through_its_last_day_and_no_longer(question, answer, as_of, until, last_day, rule):
    next_day = (date.fromisoformat(last_day) + timedelta(days=1)).isoformat()
    assert one(last_day, question, answer, as_of, until=until)[:2] == ("live", rule)
    assert one(next_day, question, answer, as_of, until=until)[:2] == ("lapsed", rule)


@pytest.mark.parametrize(
    ("question", "answer", "as_of", "until", "rule"),
    [
        ("forever", "yes", "1950", "", "permanent"),
        ("forever", "yes", "1950-06", "1960", "permanent"),
        ("fixed_amount", "10", "1950", "", "permanent"),
        ("elected", "yes", "2020-06-28", "", "mandate"),
        ("elected", "yes", "2020-06", "", "mandate"),
        ("elected", "yes", "2020", "", "mandate"),
    ],
)
def test_what_nothing_ends_still_holds_generations_later(question, answer, as_of, until, rule):
    assert one("2099-12-31", question, answer, as_of, until=until)[:2] == ("live", rule)


# as_of, its precision, first day on which it counts
LATER = [
    ("2019-07-06", "day", "2019-07-06"),
    ("2019-08", "month", "2019-08-01"),
    ("2020", "year", "2020-01-01"),
    ("2020", "inferred", "2020-01-01"),
    # A page without a date was seen one day, which says no more than its year.
    ("2020-11-30", "inferred", "2020-01-01"),
    ("2020-11", "inferred", "2020-01-01"),
]


@pytest.mark.parametrize(("as_of", "precision", "first_day"), LATER)
def test_a_fact_counts_from_the_first_day_that_its_date_may_mean(as_of, precision, first_day):
    day_before = (date.fromisoformat(first_day) - timedelta(days=1)).isoformat()
    assert one(day_before, "plain", "yes", as_of, precision=precision) == (
        *("later", "after the reference date"),
        first_day,
    )
    assert one(first_day, "plain", "yes", as_of, precision=precision) == ("live", "years since a yes", first_day)


def test_the_year_of_an_inferred_date_is_what_lapses():
    assert one("2019-12-31", "plain", "yes", "2013-11-30", precision="inferred")[0] == "live"
    assert one("2014-12-31", "elected", "yes", "2014-01-15", precision="inferred")[0] == "live"
    assert one("2014-12-31", "elected", "yes", "2014-01-15", precision="day")[0] == "lapsed"


@pytest.mark.parametrize("as_of", ["2018", "1900", "2099"])
def test_a_withdrawn_fact_is_withdrawn_whatever_its_date(as_of):
    assert one("2019-07-05", "plain", "yes", as_of, confidence="withdrawn")[:2] == ("withdrawn", "withdrawn")


def test_the_study_says_how_long_facts_hold_by_default():
    defaults = {"yes_years": 1, "no_years": 0, "plan_years": 2, "number_years": 4}
    study = STUDY.model_copy(update={"defaults": Defaults(**defaults)})
    rows = [
        fact("plain", "yes", "2018"),
        fact("plain", "no", "2019"),
        fact("plain", "planned", "2017"),
        fact("amount", "10", "2015"),
    ]
    for year, expected in ((2019, "live"), (2020, "lapsed")):
        found = standing(pd.DataFrame(rows), study, date(year, 1, 1))
        assert found["standing"].tolist() == [expected] * 4
    assert validity_of(study.question("amount"), study.defaults).years == 4
    assert validity_of(study.question("slow_amount"), study.defaults).years == 5


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2014-03-29", None), ("2014-03-30", "2014-03-30"), ("2020-06-27", "2014-03-30"), ("2020-06-28", "2020-06-28")],
)
def test_the_last_election_is_the_last_one_held(day, expected):
    clock = Clock(date.fromisoformat(day), (date(2020, 6, 28), date(2014, 3, 30)), Defaults())
    assert clock.last_election == (expected and date.fromisoformat(expected))


def test_every_row_is_kept_as_it_is_and_in_its_place():
    rows = [
        fact("plain", "yes", "2019-07-06", evidence="E9"),
        fact("plain", "no", "2013", evidence="E2"),
        fact("amount", "10", "2018-03", confidence="withdrawn", evidence="E7"),
        fact("forever", "yes", "2000-02-29", evidence="E1"),
    ]
    evidence = pd.DataFrame(rows, index=[7, 3, 5, 0])
    found = standing(evidence, STUDY, date(2019, 7, 5))
    pd.testing.assert_frame_equal(found[evidence.columns], evidence)
    assert found["standing"].tolist() == ["later", "lapsed", "withdrawn", "live"]
    assert found["sort_date"].dt.strftime("%Y-%m-%d").tolist() == [
        "2019-07-06",
        "2013-01-01",
        "2018-03-01",
        "2000-02-29",
    ]


def test_no_fact_at_all_is_an_empty_table_with_the_same_columns():
    evidence = pd.DataFrame([fact("plain", "yes", "2019")])
    found = standing(evidence.iloc[:0], STUDY, date(2019, 7, 5))
    assert found.empty
    assert list(found.columns) == [*evidence.columns, "sort_date", "standing", "rule"]


ORDER = ["later", "live", "lapsed"]
DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))


@settings(max_examples=50, deadline=None)
@given(
    question=st.sampled_from(["plain", "brief", "forever", "elected"]),
    answer=st.sampled_from(["yes", "no", "planned", "proposed"]),
    as_of=st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0].isoformat()[: drawn[1]]),
    until=st.one_of(st.just(""), st.integers(2005, 2030).map(str)),
    days=st.lists(DAYS, min_size=2, max_size=6),
)
def test_as_time_goes_by_a_fact_comes_holds_and_lapses_never_to_return(question, answer, as_of, until, days):
    rows = pd.DataFrame([fact(question, answer, as_of, until=until)])
    seen = [standing(rows, STUDY, day)["standing"].iloc[0] for day in sorted(days)]
    assert seen == sorted(seen, key=ORDER.index)
