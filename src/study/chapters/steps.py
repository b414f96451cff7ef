"""From wave to wave: each change of an answer, with the fact that made it.

Promise: a change to yes is dated by the first fact that says so after the earlier wave, an end by the fact that says
no; a change that rests on no public fact (a territory's own answer) says so. One step for every two waves that follow
each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from study.answers.tables import LeverAnswers
from study.chapters.history import AtWave
from study.codebook.model import Question
from study.indicators.evolution import Change, compare


@dataclass(frozen=True, slots=True)
class Step:
    """A territory's change between two waves that follow each other; `evidence` is the fact it rests on, or empty."""

    question: Question
    territory: str
    before: str
    after: str
    change: Change
    evidence: str


def _origins(answers: LeverAnswers, question: str, territory: str) -> list[str]:
    return [item for item in str(answers.origin.loc[territory, question]).split(";") if item]


def _resting_on(
    question: str, territory: str, then: AtWave, now: AtWave, facts: pd.DataFrame, lever: int, change: Change
) -> str:
    side = then if change is Change.NO_LONGER_DOCUMENTED else now
    origins = _origins(side.levers[lever], question, territory)
    behind = facts[facts["evidence"].isin(origins)]
    if change in (Change.ADOPTED, Change.NEWLY_DOCUMENTED) and not behind.empty:
        # The state rests on the newest fact; what dates a change is the oldest one since the earlier wave.
        mine = facts[(facts["question"] == question) & (facts["territory"] == territory) & (facts["answer"] == "yes")]
        days = mine["sort_date"]
        since = mine[(days > pd.Timestamp(then.wave.reference_date)) & (days <= pd.Timestamp(now.wave.reference_date))]
        behind = since if not since.empty else behind
    ordered = behind.sort_values(["sort_date", "evidence"], kind="stable")
    return "" if ordered.empty else str(ordered["evidence"].iloc[0])


def steps(
    questions: Sequence[Question], waves: Sequence[AtWave], facts: pd.DataFrame, changes: Sequence[Change]
) -> Iterator[Step]:
    """Yield the changes of those kinds, by question, then from the oldest wave on, then in the frame's order.

    `facts` are those of the questions' levers, with standing and source; `waves` ends with the report's own.
    """
    for question in questions:
        for then, now in pairwise(waves):
            found = compare(question.question, then.levers[question.lever], now.levers[question.lever])
            for territory, change in found.changes.items():
                if change in changes:
                    evidence = _resting_on(question.question, territory, then, now, facts, question.lever, change)
                    yield Step(question, territory, then.name, now.name, change, evidence)


def most_adopted(questions: Sequence[Question], waves: Sequence[AtWave]) -> Question | None:
    """Return the question that most territories adopted from one wave to the next; None when nobody adopted any."""

    def adopted(question: Question) -> int:
        name, lever = question.question, question.lever
        return sum(
            len(compare(name, then.levers[lever], now.levers[lever]).who(Change.ADOPTED))
            for then, now in pairwise(waves)
        )

    best = max(questions, key=adopted, default=None)
    return best if best is not None and adopted(best) else None


def most_moved(questions: Sequence[Question], waves: Sequence[AtWave]) -> Question:
    """Return the question whose number of yes moved most between the first wave and the last, core ones first."""

    def way(question: Question) -> tuple[int, bool]:
        name, lever = question.question, question.lever
        found = compare(name, waves[0].levers[lever], waves[-1].levers[lever])
        yes = [len(found.saying_yes(states)) for states in (found.before, found.after)]
        return abs(yes[1] - yes[0]), question.core

    return max(questions, key=way)
