"""Published figures recomputed: what the documented facts say of each claim, at the claim's own date.

Promise: every claim gets a verdict. `reproduced`: the documented value equals the published one, and either nothing is
unknown or the documented names are the claim's; `consistent`: within the bounds; `contradicted`: outside them;
`not computable`: with its reason. Beside each: the same value without the evidence that comes from the claim's own
source (which would only repeat it), and at high confidence. Source: the design, section 6, "Claims".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd

from study.answers import tables
from study.answers.corrections import Corrections
from study.answers.states import resolve
from study.base.dates import parse
from study.base.text import mark
from study.codebook.model import Measure, Question, Study
from study.exports.settings import MultipleBase
from study.indicators.lever import question_indicators
from study.indicators.shares import tally


class Verdict(StrEnum):
    """What a rerun says of a published figure."""

    REPRODUCED = mark("reproduced")
    CONSISTENT = mark("consistent")
    CONTRADICTED = mark("contradicted")
    NOT_COMPUTABLE = mark("not computable")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A measure at a date: its value with bounds, and who it counts (empty for what counts no territory).

    A bound that the measure does not have is infinite while something is unknown. `exact` says that nothing is unknown;
    by default, that the bounds meet (rounded bounds may meet although something is).
    """

    value: float
    lower: float
    upper: float
    names: tuple[str, ...] = ()
    exact: bool | None = field(default=None, compare=False)

    @property
    def is_exact(self) -> bool:
        """Tell whether nothing is unknown."""
        return self.lower == self.upper if self.exact is None else self.exact


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and what became of it; `found` is None when it is not computable."""

    claim: str
    as_of: date
    value: float
    indicator: str
    named: tuple[str, ...]
    verdict: Verdict
    found: Recomputed | None = None
    without_own_source: float | None = None
    high_confidence: float | None = None


def verdict(value: float, named: Sequence[str], found: Recomputed) -> Verdict:
    """Return the verdict on a published `value` whose territories are `named` (empty when it names none)."""
    if value == found.value and (found.is_exact or (named and set(named) == set(found.names))):
        return Verdict.REPRODUCED
    return Verdict.CONSISTENT if found.lower <= value <= found.upper else Verdict.CONTRADICTED


@dataclass(frozen=True, slots=True)
class _Recomputer:
    """Recomputes measures from evidence at any date, over one frame, with the wave's corrections and survey."""

    study: Study
    territories: Sequence[str]
    population: pd.Series
    corrections: Corrections | None
    survey: pd.DataFrame | None
    multiple_base: MultipleBase

    def measure(self, indicator: str, as_of: date, evidence: pd.DataFrame) -> Recomputed:
        if indicator == "frame.count":
            return _exactly(len(self.territories))
        if indicator == "levers.count":
            return _exactly(sum(not lever.transversal for lever in self.study.levers))
        name, *_ = indicator.split(".")
        return self._of_question(self.study.question(name), indicator, as_of, evidence)

    def _only(self, question: Question) -> Study:
        """Return the study cut down to a question and those that route to it: the others do not bear on it."""
        names = {question.question}
        while question.universe is not None:
            question = self.study.question(question.universe.question)
            names.add(question.question)
        levers = []
        for lever in self.study.levers:
            if kept := tuple(item for item in lever.questions if item.question in names):
                levers.append(lever.model_copy(update={"questions": kept}))
        return self.study.model_copy(update={"levers": tuple(levers)})

    def _of_question(self, question: Question, indicator: str, as_of: date, evidence: pd.DataFrame) -> Recomputed:
        study = self._only(question)
        mine = evidence[evidence["question"].isin([item.question for item in study.questions])]
        states = resolve(mine, study, self.territories, as_of, self.corrections, self.survey)
        made = tables.build(states, states, study.lever(question.lever))
        rows = question_indicators(question, made, self.population, as_of, self.multiple_base)
        row = next(row for row in rows if row.indicator == indicator)
        _, *code, measure = indicator.split(".")  # a code stands between a choice and its measure
        names = tuple(tally(made, question.question, *code).yes) if measure == Measure.COUNT else ()
        exact = row.unknown == 0

        def written(part: float | None, missing: float) -> float:
            # Published shares are percentages; a rerun compares them as they are written, in whole points.
            return missing if part is None else math.floor(part * 100 + 0.5) if row.unit == "share" else part

        value = written(row.value, math.nan)
        lower, upper = (
            written(row.lower, value if exact else -math.inf),
            written(row.upper, value if exact else math.inf),
        )
        return Recomputed(value, lower, upper, names, exact)


def _exactly(value: int) -> Recomputed:
    return Recomputed(value, value, value)


def check_claims(
    claims: pd.DataFrame,
    evidence: pd.DataFrame,
    study: Study,
    territories: Sequence[str],
    population: pd.Series,
    corrections: Corrections | None = None,
    *,
    survey: pd.DataFrame | None = None,
    multiple_base: MultipleBase = MultipleBase.RESPONDENTS,
) -> list[Checked]:
    """Return each claim of the table with its verdict, in the table's order.

    `claims` and `evidence` are checked tables of `study.intake`; `population` (inhabitants) is indexed by territory;
    `corrections` settle conflicts as they do for the wave; `survey` (`study.answers.survey.survey_states`) counts for
    claims whose last day is that of the wave or a later one; `multiple_base` is the wave's.
    """
    recomputer = _Recomputer(study, territories, population, corrections, survey, multiple_base)
    high = evidence[evidence["confidence"] == "high"]
    checked = []
    for claim in claims.to_dict("records"):
        as_of, value = parse(claim["as_of"]).last_day, float(claim["value"])
        named = tuple(name for item in claim["names"].split("|") if (name := item.strip()))
        if claim["not_computable_because"]:
            checked.append(Checked(claim["claim"], as_of, value, "", named, Verdict.NOT_COMPUTABLE))
            continue
        found = recomputer.measure(claim["indicator"], as_of, evidence)
        others = evidence[evidence["source"] != claim["source"]]
        checked.append(
            Checked(
                claim["claim"], as_of, value, claim["indicator"], named, verdict(value, named, found), found,
                recomputer.measure(claim["indicator"], as_of, others).value,
                recomputer.measure(claim["indicator"], as_of, high).value,
            )
        )  # fmt: skip
    return checked
