"""Measures of questions answered by a number: how many are documented (days as well), their median, their total.

Promise: a total is made only where the questionnaire says that values may be added (`additive`); it is what is
documented, so a lower bound with nothing above it while a territory is unknown. The median describes the documented
values only, and says so by its base. Source: the design, section 6, point 5.
"""

from datetime import date

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.codebook.model import Measure, Question
from study.indicators.shares import median_age_years
from study.indicators.table import Indicator


def documented_indicator(question: Question, tables: LeverAnswers, reference_date: date) -> Indicator:
    """Return how many values of a question are known (`<question>.documented`), of a number or a day."""
    name = question.question
    base = int((tables.status[name] != Status.NOT_ASKED).sum())
    known = len(tables.answers[name].dropna())
    age = median_age_years(tables, name, reference_date)
    return documented_of(question, known, base, age, int(tables.high[name].notna().sum()))


def documented_of(question: Question, known: int, base: int, age: float | None, high: int) -> Indicator:
    """Return how many of the `base` values are `known`; `age` (years) and `high` as in `study.indicators.shares`."""
    return Indicator(
        question.lever, f"{question.question}.{Measure.DOCUMENTED}", known, "territories", known, base, base - known,
        known, base, "values known", median_age_years=age, high_count=high,
    )  # fmt: skip


def date_indicators(question: Question, tables: LeverAnswers, reference_date: date) -> list[Indicator]:
    """Return the measures that a date question feeds: how many days are known."""
    return [documented_indicator(question, tables, reference_date)] if question.indicators else []


def number_indicators(question: Question, tables: LeverAnswers, reference_date: date) -> list[Indicator]:
    """Return the measures that a number question feeds, in the order it lists them."""
    documented = documented_indicator(question, tables, reference_date)
    values = tables.answers[question.question].dropna()
    if values.empty:
        return numbers_of(question, documented, None, None, None)
    return numbers_of(question, documented, float(values.median()), float(values.sum()), float(values.min()))


def numbers_of(
    question: Question, documented: Indicator, median: float | None, total: float | None, least: float | None
) -> list[Indicator]:
    """Return the measures of `number_indicators` from what they are made of; None where no value is known."""
    name, lever, unit = question.question, question.lever, question.unit or ""
    age, high = documented.median_age_years, documented.high_count
    known, unknown = int(documented.value or 0), int(documented.unknown or 0)
    # With a value unknown, only amounts that cannot be negative bound their total from below.
    lower = total if not unknown or (least is not None and least >= 0) else None
    made = {
        Measure.DOCUMENTED: documented,
        Measure.MEDIAN: Indicator(
            lever, f"{name}.median", median, unit, None, known, unknown, None, None, "median of the known values",
            median_age_years=age, high_count=high,
        ),
        Measure.TOTAL: Indicator(
            lever, f"{name}.total", total, unit, total, known, unknown, lower, None if unknown else total,
            "sum of the known values", median_age_years=age, high_count=high,
        ),
    }  # fmt: skip
    return [
        made[measure]
        for measure in question.indicators
        if measure in made and (measure != Measure.TOTAL or question.additive)
    ]
