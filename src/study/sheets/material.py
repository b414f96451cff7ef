"""What all sheets of a wave are made from, opened once: answers, facts, numbers, the earlier waves.

Promise: nothing is computed but the counts that only sheets print (`study.ledger.counts`); everything else is read as
the notebooks left it. A study that names nobody has no sheets, and a wave that was never computed has none yet: both
are problems. Left out: what a sheet says (`study.sheets.content`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from study.answers import tables
from study.answers.clean import read_facts
from study.answers.facts import Standing
from study.answers.tables import LeverAnswers
from study.base.errors import Place, UsageError
from study.base.layout import StudyPaths
from study.base.nearest import nearest, plain
from study.chapters.context import WaveContext, open_wave
from study.chapters.history import AtWave, earlier_waves
from study.chapters.lever import shown_states, yes_no
from study.codebook.load import load_study
from study.codebook.model import QuestionType
from study.indicators.evolution import compare, compared_questions
from study.ledger.counts import Counts
from study.ledger.entries import Entry, Ledger, read_ledger
from study.sheets.problems import NoSheets, NotComputed, UnknownSheet

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer as cleaning left it: how it came about, what it says, what it rests on, its day."""

    status: str
    answer: Any
    origin: str
    as_of: str


@dataclass(frozen=True)
class Material:
    """The tables of a wave, in the study's first language; `entries` are the counts that only its sheets print."""

    context: WaveContext
    ledger: Ledger
    answers: Mapping[int, LeverAnswers]
    earlier: Sequence[AtWave]
    facts: Mapping[str, Fact]
    entries: tuple[Entry, ...]

    @cached_property
    def contexts(self) -> Mapping[str, WaveContext]:
        """Return the context in each language of the study, one for all sheets."""
        return {lang: replace(self.context, lang=lang) for lang in self.context.study.languages}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Return the name and the short name of each territory."""
        columns = (self.context.frame[name].astype("str") for name in ("territory", "name", "short_name"))
        return {territory: (name, short) for territory, name, short in zip(*columns, strict=True)}

    @cached_property
    def shared(self) -> dict[tuple[str, int, str], str]:
        """Hold what every sheet says alike of a question, by language, lever and question (`study.sheets.rows`)."""
        return {}

    @cached_property
    def cells(self) -> Mapping[tuple[int, str], Mapping[str, Cell]]:
        """Return the answers by lever and question, then by territory."""
        found = {}
        for lever, of in self.answers.items():
            for question in of.status.columns:
                columns = (of.status[question], of.answers[question].astype("object"), of.origin[question].fillna(""),
                           of.as_of[question].fillna(""))  # fmt: skip
                rows = zip(*columns, strict=True)
                found[lever, question] = {
                    str(territory): Cell(str(status), None if pd.isna(answer) else answer, str(origin), str(day))
                    for territory, (status, answer, origin, day) in zip(of.status.index, rows, strict=True)
                }
        return found

    @cached_property
    def states(self) -> Mapping[str, Mapping[tuple[int, str], Mapping[str, str]]]:
        """Return the state of each yes/no question by wave, the earlier ones too, then by question and territory.

        A territory that a wave did not have, or did not ask, has none there.
        """
        waves = {**{at.name: at.levers for at in self.earlier}, self.context.wave.wave: self.answers}
        return {wave: dict(self._states_of(levers)) for wave, levers in waves.items()}

    def _states_of(self, levers: Mapping[int, LeverAnswers]) -> Iterator[tuple[tuple[int, str], Mapping[str, str]]]:
        for lever in self.context.study.levers:
            names = [question.question for question in yes_no(lever)]
            shown = shown_states(levers[lever.lever], names)
            for name in names:
                yield (lever.lever, name), {str(key): str(state) for key, state in shown[name].dropna().items()}

    @cached_property
    def actions(self) -> Mapping[str, Sequence[Fact]]:
        """Return the further documented actions of each territory: facts in force of questions answered in words.

        The surest come first, then the newest; one note told by several facts counts once.
        """
        asked = {(q.lever, q.question) for q in self.context.study.questions if q.type is QuestionType.TEXT and q.codes}
        live = [fact for fact in self.facts.values()
                if (fact["lever"], fact["question"]) in asked and fact["standing"] == Standing.LIVE]  # fmt: skip
        live.sort(key=lambda fact: str(fact["evidence"]))
        live.sort(key=lambda fact: str(fact["sort_date"]), reverse=True)
        live.sort(key=lambda fact: fact["confidence"] != "high")
        found: dict[str, dict[tuple[str, str], Fact]] = {}
        for fact in live:
            note = str(fact[self.context.note_column(fact)])
            found.setdefault(str(fact["territory"]), {}).setdefault((note or fact["evidence"], fact["source"]), fact)
        return {territory: list(facts.values()) for territory, facts in found.items()}

    def territory(self, said: str) -> str:
        """Return the key of the territory that is meant; UsageError, with the nearest, when the wave has none."""
        frame = self.context.frame
        known: dict[str, str] = {}
        for row in frame[["territory", "short_name", "name"]].to_dict("records"):
            for name in row.values():
                known.setdefault(plain(str(name)), str(row["territory"]))
        if (found := known.get(plain(said))) is not None:
            return found
        near = known.get(plain(nearest(said, known) or ""))
        details = {"wave": self.context.wave.wave, "known": self.context.territories, "nearest": near}
        raise UsageError([UnknownSheet(None, said, details)])


def open_material(paths: StudyPaths, wave: str) -> Material:
    """Open what the sheets of a wave are made from.

    Raises UsageError (`NoSheets`, `NotComputed`), StudyError when the wave itself cannot be read.
    """
    study = load_study(paths)
    if study.open_survey:
        raise UsageError([NoSheets(None, wave)])
    context = open_wave(wave, study.languages[0], root=paths.root)
    try:
        ledger = read_ledger(paths.computed_numbers(wave, [item.lever for item in study.levers]), study.languages)
        answers = {item.lever: tables.read(paths.lever_dir(wave, item.lever)) for item in study.levers}
        facts = pd.concat([read_facts(paths.lever_dir(wave, item.lever)) for item in study.levers], ignore_index=True)
        earlier = earlier_waves(context)
    except FileNotFoundError as error:
        place = Place(paths.relative(Path(str(error.filename)))) if error.filename else None
        raise UsageError([NotComputed(place, wave, {"wave": wave})]) from error
    records = {str(fact["evidence"]): fact for fact in facts.to_dict("records")}
    entries = tuple(_changes(context, answers, earlier))
    ledger.add(entries)
    return Material(context, ledger, answers, earlier, records, entries)  # type: ignore[arg-type]  # keys are columns


def _changes(context: WaveContext, answers: Mapping[int, LeverAnswers], earlier: Sequence[AtWave]) -> Iterator[Entry]:
    counts = Counts(context.wave.wave, context.study.languages)
    for then in earlier:
        found = [
            compare(question.question, then.levers[lever.lever], answers[lever.lever])
            for lever in context.study.levers
            for question in compared_questions(lever)
            if question.core
        ]
        yield from counts.of_changes(then.name, found, context.territories)
