"""What the study rests on: how many facts, sources, territories and questions, and how much remains unknown.

Promise: counts that the method chapter and the data-quality annex print, as indicators like any other.
"""

from collections.abc import Sequence

import pandas as pd

from study.answers.facts import Standing
from study.answers.states import Status
from study.codebook.model import Study
from study.indicators.table import Indicator


def _count(name: str, value: int, unit: str, method: str) -> Indicator:
    return Indicator(None, name, value, unit, value, None, None, value, value, method)


def coverage_indicators(
    facts: pd.DataFrame, states: pd.DataFrame, study: Study, wave_sources: Sequence[str]
) -> list[Indicator]:
    """Return the counts of facts, sources, territories, levers and questions, and the share of answers that are known.

    `facts` comes from `study.answers.facts.standing`, `states` from `study.answers.states.resolve` at the same date;
    `wave_sources` are the ids of the sources those facts cite.
    """
    used = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    core = {(question.lever, question.question) for question in study.questions if question.core}
    is_core = pd.Series(
        [pair in core for pair in zip(states["lever"], states["question"], strict=True)], index=states.index
    )
    asked = states[is_core & (states["status"] != Status.NOT_ASKED)]
    known, base = int((asked["status"] == Status.ANSWERED).sum()), len(asked)
    by_standing = facts["standing"].value_counts()
    counted_levers = sum(not lever.transversal for lever in study.levers)
    return [
        _count("frame.count", int(states["territory"].nunique()), "territories", "territories of the frame"),
        _count("levers.count", counted_levers, "levers", "levers, transversal ones apart"),
        _count("questions.count", len(study.questions), "questions", "questions of the questionnaire"),
        _count("questions.core", len(core), "questions", "questions that make the intensities"),
        _count("evidence.all", len(facts), "facts", "facts of the evidence file"),
        _count("evidence.count", len(used), "facts", "facts dated at or before the reference date"),
        _count("evidence.later", int(by_standing.get(Standing.LATER, 0)), "facts", "facts dated after it"),
        _count("evidence.live", int(by_standing.get(Standing.LIVE, 0)), "facts", "facts in force at that date"),
        _count("evidence.lapsed", int(by_standing.get(Standing.LAPSED, 0)), "facts", "facts that have lapsed"),
        _count("evidence.high", int((used["confidence"] == "high").sum()), "facts", "facts of high confidence"),
        _count("sources.count", len(wave_sources), "sources", "sources of facts dated at or before the reference date"),
        _count("conflicts.count", int((states["status"] == Status.CONFLICT).sum()), "answers", "conflicts to settle"),
        Indicator(
            None, "answers.known", known / base if base else None, "share", known, base, base - known,
            known / base if base else None, None, "known answers / core questions asked",
        ),
    ]  # fmt: skip
