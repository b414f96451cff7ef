"""Shares of territories that act, with the bounds that unknown answers leave open.

Promise: for a yes/no question over the N territories of its universe, N = yes + planned + no + unknown; `count` is yes
within [yes, yes + unknown]; `share` and the population-weighted share have the same bounds over their base;
`share_determined` leaves the unknown out. Never a confidence interval: the frame is a census.
Source of the formulas: the design, section 6, "Shares".
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.codebook.model import Measure, Question
from study.indicators.table import Indicator

_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Tally:
    """Who is in which state for one question; each is a list of territories in the frame's order."""

    yes: list[str]
    planned: list[str]
    no: list[str]
    unknown: list[str]
    not_asked: list[str]

    @property
    def base(self) -> int:
        """Return N, the number of territories in the question's universe."""
        return len(self.yes) + len(self.planned) + len(self.no) + len(self.unknown)


def tally(tables: LeverAnswers, question: str) -> Tally:
    """Return who is in which state; conflicts and missing answers count as unknown."""
    status, answers = tables.status[question], tables.answers[question]
    answered = status == Status.ANSWERED
    not_asked = status == Status.NOT_ASKED

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


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def share_indicators(
    question: Question, tables: LeverAnswers, population: pd.Series, reference_date: date
) -> list[Indicator]:
    """Return the measures that a yes/no question feeds, in the order it lists them (`intensity` is the lever's).

    `population` holds the inhabitants of each territory, indexed like the tables; NaN where the frame says none, which
    intake refuses when a question asks for a weighted share.
    """
    name = question.question
    found = tally(tables, name)
    yes, unknown, base = len(found.yes), len(found.unknown), found.base
    weight = {key: float(population.loc[list(group)].sum()) for key, group in
              (("yes", found.yes), ("unknown", found.unknown), ("rest", found.planned + found.no))}  # fmt: skip
    people = sum(weight.values())
    determined = base - unknown
    age = median_age_years(tables, name, reference_date)
    high = int((tables.high[name] == "yes").sum())

    def of(measure: Measure, value: float | None, unit: str, numerator: float, whole: float, open_: float,
           lower: float | None, upper: float | None, method: str) -> Indicator:  # fmt: skip
        return Indicator(
            question.lever, f"{name}.{measure.value}", value, unit, numerator, whole, open_, lower, upper, method,
            median_age_years=age, high_count=high,
        )  # fmt: skip

    made = {
        Measure.COUNT: of(Measure.COUNT, yes, "territories", yes, base, unknown, yes, yes + unknown, "y"),
        Measure.SHARE: of(
            Measure.SHARE, _ratio(yes, base), "share", yes, base, unknown,
            _ratio(yes, base), _ratio(yes + unknown, base), "y / N",
        ),
        Measure.SHARE_DETERMINED: of(
            Measure.SHARE_DETERMINED, _ratio(yes, determined), "share", yes, determined, unknown,
            None, None, "y / (y + p + n)",
        ),
        Measure.WEIGHTED_SHARE: of(
            Measure.WEIGHTED_SHARE, _ratio(weight["yes"], people), "share", weight["yes"], people, weight["unknown"],
            _ratio(weight["yes"], people), _ratio(weight["yes"] + weight["unknown"], people),
            "population of yes / population of N",
        ),
    }  # fmt: skip
    return [made[measure] for measure in question.indicators if measure in made]
