"""Which documented facts hold at a reference date, and why the others do not.

Promise: every fact of the evidence gets a standing (live, lapsed, later, withdrawn) with the rule that decided; none is
dropped, so that a reviewer can see what was set aside. Source of the rules: the design, section 6, points 1, 3 and 4.
Left out: what the live facts say together (`study.answers.states`).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from study.base.dates import PartialDate, parse
from study.codebook.model import Defaults, Question, QuestionType, Study, Validity

# `proposed` is a plan that nobody has voted yet; the design reads it as planned.
PLANS = ("planned", "proposed")

_AS_A_YES = (QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.MULTIPLE, QuestionType.DATE)
"""Types whose answers hold as long as a yes: what is permanent is so whatever end its page gives."""


class Standing(StrEnum):
    """Whether a fact counts at the reference date."""

    LIVE = "live"
    LAPSED = "lapsed"
    LATER = "later"
    WITHDRAWN = "withdrawn"


class Rule(StrEnum):
    """What decided a fact's standing."""

    WITHDRAWN = "withdrawn"
    AFTER_REFERENCE_DATE = "after the reference date"
    PERMANENT = "permanent"
    VALID_UNTIL = "valid_until"
    MANDATE = "mandate"
    YES_YEARS = "years since a yes"
    NO_YEARS = "years since a no"
    PLAN_YEARS = "years since a plan"
    NUMBER_YEARS = "years since a number"
    CHOICE_YEARS = "years since a choice"


_YEARS = {
    QuestionType.NUMBER: Rule.NUMBER_YEARS,
    QuestionType.CHOICE: Rule.CHOICE_YEARS,
    QuestionType.MULTIPLE: Rule.CHOICE_YEARS,
    QuestionType.DATE: Rule.CHOICE_YEARS,
}
"""By which rule an answer lapses after some years; a yes and a text by that of a yes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The reference date and what the study says of time."""

    reference_date: date
    elections: tuple[date, ...]
    defaults: Defaults

    @property
    def last_election(self) -> date | None:
        """Return the last general election at or before the reference date."""
        return max((day for day in self.elections if day <= self.reference_date), default=None)


def validity_of(question: Question, defaults: Defaults) -> Validity:
    """Return how long an answer to this question (a no apart) holds when its evidence does not say."""
    if question.validity is not None:
        return question.validity
    return Validity(kind="years", years=getattr(defaults, default_of(question)))


def default_of(question: Question) -> str:
    """Return the setting of the study that says for how many years an answer holds without a validity of its own."""
    return "number_years" if question.type is QuestionType.NUMBER else "yes_years"


def _lapse(
    question: Question, answer: str, as_of: PartialDate, valid_until: PartialDate | None, clock: Clock
) -> tuple[bool, Rule]:
    """Tell whether a fact dated at or before the reference date has lapsed by then, and by which rule."""
    year = clock.reference_date.year
    if question.type is QuestionType.YES_NO and answer in PLANS:
        return as_of.year + clock.defaults.plan_years < year, Rule.PLAN_YEARS
    validity = validity_of(question, clock.defaults)
    is_no = question.type is QuestionType.YES_NO and answer == "no"
    if validity.kind == "permanent" and question.type in _AS_A_YES and not is_no:
        return False, Rule.PERMANENT
    if valid_until is not None:
        return valid_until.is_before(clock.reference_date), Rule.VALID_UNTIL
    if is_no:
        return as_of.year + clock.defaults.no_years < year, Rule.NO_YEARS
    if validity.kind == "permanent":
        return False, Rule.PERMANENT
    if validity.kind == "mandate":
        election = clock.last_election
        return election is not None and as_of.is_before(election), Rule.MANDATE
    assert validity.years is not None
    return as_of.year + validity.years < year, _YEARS.get(question.type, Rule.YES_YEARS)


def standing(evidence: pd.DataFrame, study: Study, reference_date: date) -> pd.DataFrame:
    """Return the evidence, row for row, with `sort_date` (datetime64, its first day), `standing` and `rule` (str).

    `evidence` is the table of `study.intake.evidence`, checked: its dates parse and its questions are the study's.
    """
    clock = Clock(reference_date, study.elections, study.defaults)
    questions = {(question.lever, question.question): question for question in study.questions}
    days: list[date] = []
    standings: list[Standing] = []
    rules: list[Rule] = []
    columns = ["lever", "question", "answer", "as_of", "as_of_precision", "valid_until", "confidence"]
    for lever, name, answer, as_of_text, precision, until_text, confidence in evidence[columns].itertuples(index=False):
        as_of = parse(as_of_text, precision)
        days.append(as_of.first_day)
        if confidence == "withdrawn":
            outcome = (Standing.WITHDRAWN, Rule.WITHDRAWN)
        elif as_of.is_after(reference_date):
            outcome = (Standing.LATER, Rule.AFTER_REFERENCE_DATE)
        else:
            until = parse(until_text) if until_text else None
            lapsed, rule = _lapse(questions[(lever, name)], answer, as_of, until, clock)
            outcome = (Standing.LAPSED if lapsed else Standing.LIVE, rule)
        standings.append(outcome[0])
        rules.append(outcome[1])
    return evidence.assign(
        sort_date=pd.to_datetime(pd.Series(days, index=evidence.index, dtype="object")),
        standing=pd.Series([item.value for item in standings], index=evidence.index, dtype="str"),
        rule=pd.Series([item.value for item in rules], index=evidence.index, dtype="str"),
    )
