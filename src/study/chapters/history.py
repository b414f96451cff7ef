"""The earlier waves at hand, and the numbers that compare this wave with each of them.

Promise: every number of a comparison is an indicator and a ledger entry named `evolution.<earlier>.…`, with the names
of those it counts; a study's first wave has none. Left out: the computation (`study.indicators.evolution`), the figures
and tables (`study.chapters.evolution`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from study.answers import tables
from study.answers.tables import LeverAnswers
from study.chapters.context import WaveContext
from study.chapters.overview import ALL
from study.codebook.model import Lever
from study.indicators.evolution import (
    Change,
    Compared,
    compare,
    compared_questions,
    earlier_intensity,
    question_indicators,
    total_indicators,
)
from study.indicators.table import Indicator
from study.intake.series import waves_before
from study.intake.wave import Wave
from study.ledger.entries import Entry, entries_of, names_entry, number_entry


@dataclass(frozen=True, slots=True)
class AtWave:
    """A wave and the answers of its levers, as cleaning left them."""

    wave: Wave
    levers: Mapping[int, LeverAnswers]

    @property
    def name(self) -> str:
        """Return the wave's name."""
        return self.wave.wave


def earlier_waves(context: WaveContext) -> list[AtWave]:
    """Return the waves before this one, oldest first, with the answers of the levers of the context's codebook.

    An open survey has none: who answers twice cannot be known, so no change of an answer can be either.
    """
    if context.study.open_survey:
        return []
    return [
        AtWave(
            wave,
            {
                lever.lever: tables.read(context.paths.lever_dir(wave.wave, lever.lever))
                for lever in context.study.levers
            },
        )
        for wave in waves_before(context.paths, context.wave)
    ]


def _compared(lever: Lever, before: LeverAnswers, after: LeverAnswers, *, core: bool = False) -> list[Compared]:
    asked = [question for question in compared_questions(lever) if question.core or not core]
    return [compare(question.question, before, after) for question in asked]


def _both(before: LeverAnswers, after: LeverAnswers) -> list[str]:
    return [str(territory) for territory in after.answers.index if territory in before.answers.index]


def lever_changes(lever: Lever, answers: LeverAnswers, earlier: Sequence[AtWave]) -> list[Indicator]:
    """Return how a lever compares with each earlier wave: question by question, then over its core questions."""
    rows: list[Indicator] = []
    for then in earlier:
        before = then.levers[lever.lever]
        rows += question_indicators(lever.lever, then.name, _compared(lever, before, answers))
        if core := [question.question for question in lever.core]:
            rows += total_indicators(lever.lever, then.name, _compared(lever, before, answers, core=True))
            name = f"lever_{lever.lever}"
            rows.append(earlier_intensity(lever.lever, name, then.name, [before], core, _both(before, answers)))
    return rows


def overall_changes(
    context: WaveContext, answers: Mapping[int, LeverAnswers], earlier: Sequence[AtWave]
) -> list[Indicator]:
    """Return how all core questions together compare with each earlier wave."""
    levers = [lever for lever in context.study.levers if lever.core]
    core = [question.question for lever in levers for question in lever.core]
    rows: list[Indicator] = []
    for then in earlier if core else ():
        found = [
            item
            for lever in levers
            for item in _compared(lever, then.levers[lever.lever], answers[lever.lever], core=True)
        ]
        first = levers[0].lever
        both = _both(then.levers[first], answers[first])
        rows += total_indicators(None, then.name, found)
        rows.append(earlier_intensity(None, ALL, then.name, list(then.levers.values()), core, both))
    return rows


def change_entries(context: WaveContext, indicators: Iterable[Indicator]) -> Iterator[Entry]:
    """Yield the ledger entries of comparisons: each value, and the base once (`evolution.<earlier>.<of what>.base`)."""
    wave, languages = context.wave.wave, context.study.languages
    based: set[str] = set()
    for item in indicators:
        if item.indicator.endswith(".intensity"):
            yield from entries_of([item], wave, languages)
            continue
        yield number_entry(item.indicator, item.value, item.unit, item.indicator, wave, languages)
        of_what = item.indicator.rpartition(".")[0]
        if of_what not in based:
            based.add(of_what)
            yield number_entry(f"{of_what}.base", item.base, "count", item.indicator, wave, languages)


def change_names(
    context: WaveContext, lever: Lever, answers: LeverAnswers, earlier: Sequence[AtWave]
) -> Iterator[Entry]:
    """Yield who is counted: `evolution.<earlier>.<question>.<change>.names`, and `.before.names`, `.after.names`."""
    names, languages = context.names, context.study.languages
    for then in earlier:
        for item in _compared(lever, then.levers[lever.lever], answers):
            key = f"evolution.{then.name}.{item.question}"
            groups = {change.value: item.who(change) for change in Change}
            groups |= {"before": item.saying_yes(item.before), "after": item.saying_yes(item.after)}
            for suffix, group in groups.items():
                who = [names[territory] for territory in group]
                yield names_entry(f"{key}.{suffix}.names", who, f"{key}.{suffix}", context.wave.wave, languages)
