"""Shares of the ticks: a multiple choice measured over all the boxes ticked instead of all who were asked.

Promise: where a wave counts so (`multiple_base: ticks`), `share` of a code is y / T: its ticks over all ticks of those
to whom it was offered. Each of the u unknown might have ticked any of the k boxes. The share is least when each ticked
all boxes but this one, y / (T + u (k - 1)), and greatest when each ticked this one alone, (y + u) / (T + u); both could
be true, so the bounds are the narrowest there are. The population-weighted share weighs each territory's ticks by its
inhabitants, and so do its bounds; `share_determined` is over the known ticks, and `count` is of territories, as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.codebook.model import Measure, Question
from study.codebook.ticks import read_ticks
from study.indicators.shares import Tally, ratio, tally, weights
from study.indicators.table import Indicator


def ticks_of(tables: LeverAnswers, question: str) -> pd.Series:
    """Return how many boxes each territory that answered ticked (int64, by territory, in the frame's order)."""
    answers = tables.answers.loc[tables.status[question] == Status.ANSWERED, question]
    known = {answer: len(read_ticks(answer).ticked) for answer in answers.unique()}
    return answers.map(known).astype("int64")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a share of ticks is made of: the code's ticks, all ticks, the unknown, and how many boxes there are."""

    ticks: float
    every: float
    unknown: float
    boxes: int

    @property
    def value(self) -> float | None:
        """Return the share of the known ticks."""
        return ratio(self.ticks, self.every)

    @property
    def upper(self) -> float | None:
        """Return the share if each of the unknown had ticked this box alone."""
        return ratio(self.ticks + self.unknown, self.every + self.unknown)

    @property
    def lower(self) -> float | None:
        """Return the share if each of the unknown had ticked all boxes but this one."""
        # Of a single box every tick is its own, also while there is none yet.
        return ratio(self.ticks, self.every + self.unknown * (self.boxes - 1)) if self.boxes > 1 else self.upper


def _parts(question: Question, found: Tally, ticks: pd.Series, population: pd.Series | None) -> Parts:
    """Return the parts of a code's share, each territory weighing as many as its inhabitants where these are given."""
    offered = ticks.loc[found.yes + found.no]
    if population is None:
        return Parts(len(found.yes), float(offered.sum()), len(found.unknown), len(question.codes))
    people = weights(found, population)
    every = float((offered * population.loc[offered.index]).sum())
    return Parts(people.yes, every, people.unknown, len(question.codes))


def of_ticks(
    question: Question, code: str, rows: Sequence[Indicator], tables: LeverAnswers, population: pd.Series
) -> list[Indicator]:
    """Return a code's measures, as `share_indicators` makes them, with the ticks as the base of its shares."""
    found = tally(tables, question.question, code)
    ticks = ticks_of(tables, question.question)
    return over_ticks(rows, _parts(question, found, ticks, None), _parts(question, found, ticks, population))


def over_ticks(rows: Sequence[Indicator], plain: Parts, weighed: Parts) -> list[Indicator]:
    """Return a code's measures with the ticks as the base of its shares; `weighed` counts inhabitants."""
    made: list[Indicator] = []
    for row in rows:
        measure = Measure(row.indicator.rpartition(".")[2])
        if measure is Measure.COUNT:
            made.append(row)
            continue
        weighted = measure is Measure.WEIGHTED_SHARE
        parts = weighed if weighted else plain
        bounded = measure is not Measure.SHARE_DETERMINED
        made.append(
            replace(
                row,
                value=parts.value,
                numerator=parts.ticks,
                base=parts.every,
                unknown=parts.unknown,
                lower=parts.lower if bounded else None,
                upper=parts.upper if bounded else None,
                method="ticks of the code / ticks, by population" if weighted else "ticks of the code / ticks",
            )
        )
    return made
