"""Measures of questions answered by a number: how many are documented, their median, their total.

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


def number_indicators(question: Question, tables: LeverAnswers, reference_date: date) -> list[Indicator]:
    """Return the measures that a number question feeds, in the order it lists them."""
    name, lever, unit = question.question, question.lever, question.unit or ""
    values = tables.answers[name].dropna()
    base = int((tables.status[name] != Status.NOT_ASKED).sum())
    known, unknown = len(values), base - len(values)
    age = median_age_years(tables, name, reference_date)
    high = int(tables.high[name].notna().sum())
    median = float(values.median()) if known else None
    total = float(values.sum()) if known else None
    # With a value unknown, only amounts that cannot be negative bound their total from below.
    lower = total if not unknown or (known and values.min() >= 0) else None
    made = {
        Measure.DOCUMENTED: Indicator(
            lever, f"{name}.documented", known, "territories", known, base, unknown, known, base, "values known",
            median_age_years=age, high_count=high,
        ),
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
