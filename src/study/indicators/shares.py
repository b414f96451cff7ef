"""Shares of territories that act, with the bounds that unknown answers leave open.

Promise: for a yes/no question over the N territories of its universe, N = yes + planned + no + unknown; `count` is yes
within [yes, yes + unknown]; `share` and the population-weighted share have the same bounds over their base;
`share_determined` leaves the unknown out. Each code of a choice is measured in the same way: yes is to have chosen or
ticked it, no is to have answered otherwise. Never a confidence interval: the frame is a census.
Source of the formulas: the design, section 6, "Shares". Left out: shares of the ticks (`study.indicators.ticks`).
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.codebook.model import Measure, Question
from study.codebook.ticks import read_ticks
from study.indicators.table import Indicator

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Tally:
    """Who is in which state for one question, or one code of a choice; each lists territories in the frame's order."""

    yes: list[str]
    planned: list[str]
    no: list[str]
    unknown: list[str]
    not_asked: list[str]

    @property
    def base(self) -> int:
        """Return N, the number of territories in the question's universe."""
        return len(self.yes) + len(self.planned) + len(self.no) + len(self.unknown)


NOT_OFFERED = "not offered"


def of_code(answers: pd.Series, code: str) -> pd.Series:
    """Return what each answer to a choice says of one code: yes, no, or that it was not offered."""

    def said(answer: str) -> str:
        # The answer to a single choice is written like a multiple one's with one tick.
        ticks = read_ticks(answer)
        return "yes" if code in ticks.ticked else NOT_OFFERED if code in ticks.not_offered else "no"

    known = {answer: said(answer) for answer in answers.dropna().unique()}
    return answers.astype("object").map(known)


def tally(tables: LeverAnswers, question: str, code: str = "") -> Tally:
    """Return who is in which state; conflicts and missing answers count as unknown.

    With `code`, of a choice: who chose it. One to whom it was not offered was not asked about it.
    """
    status, answers = tables.status[question], tables.answers[question]
    answers = of_code(answers, code) if code else answers
    not_asked = (status == Status.NOT_ASKED) | (answers == NOT_OFFERED)
    answered = (status == Status.ANSWERED) & ~not_asked

    def those(mask: pd.Series) -> list[str]:
        return [str(territory) for territory in status.index[mask]]

    return Tally(
        yes=those(answered & (answers == "yes")),
        planned=those(answered & (answers == "planned")),
        no=those(answered & (answers == "no")),
        unknown=those(~answered & ~not_asked),
        not_asked=those(not_asked),
    )


def median_age_years(tables: LeverAnswers, question: str, reference_date: date) -> float | None:
    """Return the median age, at the reference date, of the newest evidence of each answered territory; years."""
    answered = tables.status[question] == Status.ANSWERED
    days = pd.to_datetime(tables.as_of.loc[answered, question])
    if days.empty:
        return None
    return float(((pd.Timestamp(reference_date) - days).dt.days / _DAYS_PER_YEAR).median())


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in which state for one question, or one code of a choice."""

    yes: int
    planned: int
    no: int
    unknown: int

    @property
    def base(self) -> int:
        """Return N, the number in the question's universe."""
        return self.yes + self.planned + self.no + self.unknown


def ratio(part: float, whole: float) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Weights:
    """How many inhabitants the territories of a tally have, by what they say."""

    yes: float
    unknown: float
    rest: float

    @property
    def base(self) -> float:
        """Return the inhabitants of the question's universe."""
        return self.yes + self.unknown + self.rest


def weights(found: Tally, population: pd.Series) -> Weights:
    """Return the inhabitants behind a tally; `population` is indexed by territory."""

    def people(group: list[str]) -> float:
        return float(population.loc[group].sum())

    return Weights(people(found.yes), people(found.unknown), people(found.planned + found.no))


def share_indicators(
    question: Question, tables: LeverAnswers, population: pd.Series, reference_date: date, code: str = ""
) -> list[Indicator]:
    """Return the measures that a yes/no question feeds, in the order it lists them (`intensity` is the lever's).

    With `code`, those of a code of a choice, named `<question>.<code>.<measure>`. `population` holds the inhabitants of
    each territory, indexed like the tables; NaN where the frame says none, which intake refuses when a question asks
    for a weighted share.
    """
    name = question.question
    found = tally(tables, name, code)
    counts = Counts(len(found.yes), len(found.planned), len(found.no), len(found.unknown))
    age = median_age_years(tables, name, reference_date)
    high = int(((of_code(tables.high[name], code) if code else tables.high[name]) == "yes").sum())
    return shares_of(question, counts, weights(found, population), age, high, code)


def shares_of(
    question: Question, counts: Counts, people: Weights, age: float | None, high: int, code: str = ""
) -> list[Indicator]:
    """Return the measures of `share_indicators` from what they are made of, whoever counted it.

    `age` is the median age of the answers in years, `high` the count of yes with evidence of high confidence only.
    """
    name = question.question
    yes, unknown, base = counts.yes, counts.unknown, counts.base
    determined = base - unknown

    def of(measure: Measure, value: float | None, unit: str, numerator: float, whole: float, open_: float,
           lower: float | None, upper: float | None, method: str) -> Indicator:  # fmt: skip
        return Indicator(
            question.lever, f"{name}.{code}.{measure}" if code else f"{name}.{measure}", value, unit, numerator, whole,
            open_, lower, upper, method, median_age_years=age, high_count=high,
        )  # fmt: skip

    made = {
        Measure.COUNT: of(Measure.COUNT, yes, "territories", yes, base, unknown, yes, yes + unknown, "y"),
        Measure.SHARE: of(
            Measure.SHARE, ratio(yes, base), "share", yes, base, unknown,
            ratio(yes, base), ratio(yes + unknown, base), "y / N",
        ),
        Measure.SHARE_DETERMINED: of(
            Measure.SHARE_DETERMINED, ratio(yes, determined), "share", yes, determined, unknown,
            None, None, "y / (y + n)" if code else "y / (y + p + n)",
        ),
        Measure.WEIGHTED_SHARE: of(
            Measure.WEIGHTED_SHARE, ratio(people.yes, people.base), "share", people.yes, people.base, people.unknown,
            ratio(people.yes, people.base), ratio(people.yes + people.unknown, people.base),
            "population of yes / population of N",
        ),
    }  # fmt: skip
    return [made[measure] for measure in question.indicators if measure in made]
