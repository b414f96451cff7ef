"""What tables count beside the indicators: facts, answers known, inhabitants, values, each as a ledger entry.

Promise: a table prints a number only from the ledger, so everything that a table counts is an entry here, under a key
that says what is counted; a later table that counts the same thing prints the same entry. Left out: the indicators,
which have entries of their own (`study.ledger.entries`), and what rests on which cell (`study.trail.basis`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from study.answers.clean import Cleaned
from study.answers.facts import Rule, Standing, validity_of
from study.answers.states import Status
from study.answers.tables import LeverAnswers, is_held_back
from study.codebook.model import Defaults, Lever, Question, QuestionType, Study
from study.indicators.evolution import Change, Compared
from study.indicators.shares import tally
from study.intake.wave import Wave
from study.ledger.entries import Entry, number_entry

# Texts of a question that the report shows: enough to hear several voices.
SHOWN_TEXTS = 10
_USED = (Standing.LIVE, Standing.LAPSED)
# What a territory's sheet may leave out, and what it is counted in.
LEFT_OUT: Mapping[str, str] = {"questions": "answers", "actions": "facts", "sources": "sources"}
# What a table of non-response counts: asked and known; then item non-response, unit non-response, routing.
_FATES: Mapping[str, tuple[Status, ...]] = {
    "known": (Status.ANSWERED,),
    "no_answer": (Status.NO_ANSWER, Status.UNKNOWN, Status.CONFLICT),
    "no_response": (Status.NO_RESPONSE,),
    "not_asked": (Status.NOT_ASKED,),
}


def rule_name(rule: str) -> str:
    """Return a rule as keys name it.

    >>> rule_name("years since a no")
    'no_years'
    """
    return Rule(rule).name.lower()


def of_question(question: Question) -> str:
    """Return a question as the keys of counts name it: a text question may have its name in several levers."""
    return f"lever_{question.lever}.{question.question}"


class Counts:
    """Makes entries of counts for one wave, each written in the study's languages."""

    def __init__(self, wave: str, languages: Sequence[str]) -> None:
        self._wave, self._languages = wave, languages

    def entry(self, key: str, value: float | None, unit: str) -> Entry:
        """Return one entry, which is its own indicator."""
        return number_entry(key, value, unit, key, self._wave, self._languages)

    def of_cleaning(self, cleaned: Cleaned, study: Study, wave: Wave, population: pd.Series) -> Iterator[Entry]:
        """Yield all that is counted once a wave is cleaned; `population` is by territory; nobody’s where it is open."""
        named = [] if study.open_survey else [str(territory) for territory in population.index]
        responses = cleaned.responses
        yield from self.of_frame(named, population)
        yield from self.of_facts(cleaned.facts, study, named)
        yield from self.of_answers(cleaned.states, study, named)
        yield from self.of_nonresponse(cleaned.states, study)
        yield from self.of_received(responses.received, len(responses.respondents), len(responses.refused))
        yield from self.of_origins(cleaned.states)
        yield from self.of_rules(study.defaults, study.questions)
        yield from self.of_collection(wave)

    def of_lever(self, lever: Lever, tables: LeverAnswers, *, named: bool) -> Iterator[Entry]:
        """Yield all that is counted of a lever's answers; with `named`, also each territory's own values."""
        yield from self.of_acting(lever, tables)
        yield from self.of_texts(lever, tables)
        if named:
            yield from self.of_values(lever, tables)

    def of_frame(self, territories: Sequence[str], population: pd.Series) -> Iterator[Entry]:
        """Yield the inhabitants of each territory for which the frame gives them: `frame.population.<territory>`."""
        for territory in territories:
            if pd.notna(population[territory]):
                yield self.entry(f"frame.population.{territory}", float(population[territory]), "population")

    def of_facts(self, facts: pd.DataFrame, study: Study, territories: Sequence[str]) -> Iterator[Entry]:
        """Yield how many facts there are by standing and rule, by territory, by lever and by source.

        `facts` have a standing and a rule (`study.answers.facts.standing`).
        """
        grouped = facts.groupby(["standing", "rule"]).size().reset_index(name="facts")
        for standing, rule, count in grouped.itertuples(index=False, name=None):
            yield self.entry(f"evidence.rule.{standing}.{rule_name(rule)}", int(count), "facts")
        used = facts[facts["standing"].isin(_USED)]
        for name, some in (("count", used), ("live", used[used["standing"] == Standing.LIVE])):
            by_territory = some.groupby("territory").size()
            for territory in territories:
                yield self.entry(f"evidence.{name}.{territory}", int(by_territory.get(territory, 0)), "facts")
        for lever in study.levers:
            mine = used[used["lever"] == lever.lever]
            high = int((mine["confidence"] == "high").sum())
            yield self.entry(f"evidence.count.lever_{lever.lever}", len(mine), "facts")
            yield self.entry(f"evidence.high.lever_{lever.lever}", high, "facts")
            yield self.entry(f"sources.count.lever_{lever.lever}", int(mine["source"].nunique()), "sources")
        for source, count in used.groupby("source").size().items():
            yield self.entry(f"evidence.source.{source}", int(count), "facts")

    def of_answers(self, states: pd.DataFrame, study: Study, territories: Sequence[str]) -> Iterator[Entry]:
        """Yield how many core answers are known, and of how many asked, by territory and by lever."""
        core = [(item.lever, item.question) for item in study.questions if item.core]
        mine = states[pd.MultiIndex.from_frame(states[["lever", "question"]]).isin(core)] if core else states.iloc[:0]
        asked = mine[mine["status"] != Status.NOT_ASKED]
        known = asked[asked["status"] == Status.ANSWERED]
        for name, some in (("numerator", known), ("base", asked)):
            by_territory, by_lever = some.groupby("territory").size(), some.groupby("lever").size()
            for territory in territories:
                yield self.entry(f"answers.known.{name}.{territory}", int(by_territory.get(territory, 0)), "answers")
            for lever in study.levers:
                count = int(by_lever.get(lever.lever, 0))
                yield self.entry(f"answers.known.{name}.lever_{lever.lever}", count, "answers")

    def of_nonresponse(self, states: pd.DataFrame, study: Study) -> Iterator[Entry]:
        """Yield what became of the answers asked for, in all, by lever, by question: `nonresponse.<of what>.<fate>`."""

        def counted(name: str, some: pd.DataFrame) -> Iterator[Entry]:
            found = some["status"].value_counts()
            numbers = {fate: sum(int(found.get(status, 0)) for status in of) for fate, of in _FATES.items()}
            for fate, count in ({"asked": len(some) - numbers["not_asked"]} | numbers).items():
                yield self.entry(f"nonresponse.{name}.{fate}", count, "answers")

        yield from counted("all", states)
        for lever in study.levers:
            mine = states[states["lever"] == lever.lever]
            yield from counted(f"lever_{lever.lever}", mine)
            for question in lever.questions:
                yield from counted(of_question(question), mine[mine["question"] == question.question])

    def of_received(self, received: pd.DataFrame, respondents: int, refused: int) -> Iterator[Entry]:
        """Yield how many responses came, what became of them (`responses.<fate>`), and how many cells were refused."""
        yield self.entry("responses.received", len(received), "responses")
        yield self.entry("responses.counted", respondents, "responses")
        yield self.entry("responses.refused", refused, "cells")
        for fate, count in received["fate"].value_counts().sort_index().items():
            yield self.entry(f"responses.fate.{fate}", int(count), "responses")

    def of_origins(self, states: pd.DataFrame) -> Iterator[Entry]:
        """Yield how many answers are known, and of these from the survey and from public sources."""
        known = states[states["status"] == Status.ANSWERED]
        own = int(known["evidence"].str.contains("#", regex=False).sum())
        for name, count in (("all", len(known)), ("survey", own), ("desk", len(known) - own)):
            yield self.entry(f"answers.{name}", count, "answers")

    def of_rules(self, defaults: Defaults, questions: Iterable[Question]) -> Iterator[Entry]:
        """Yield for how many years answers hold: `years.default.<kind>`, and `years.<of question>`."""
        for name, years in defaults.model_dump().items():
            yield self.entry(f"years.default.{name}", years, "year_count")
        for question in questions:
            validity = validity_of(question, defaults)
            if validity.kind == "years":
                yield self.entry(f"years.{of_question(question)}", validity.years, "year_count")

    def of_collection(self, wave: Wave) -> Iterator[Entry]:
        """Yield the numbers that the wave tells of its field work: `collection.<place in the list, from 1>`."""
        for place, fact in enumerate(wave.collection, start=1):
            if not isinstance(fact.value, str):
                yield self.entry(f"collection.{place}", fact.value, "count")

    def of_values(self, lever: Lever, tables: LeverAnswers) -> Iterator[Entry]:
        """Yield each territory's answer to the lever's number questions: `value.<question>.<territory>`."""
        for question in lever.questions:
            if question.type is QuestionType.NUMBER:
                for territory, value in tables.answers[question.question].dropna().items():
                    yield self.entry(f"value.{question.question}.{territory}", float(value), question.unit or "")

    def of_texts(self, lever: Lever, tables: LeverAnswers) -> Iterator[Entry]:
        """Yield how many wrote to the survey (`written.<of question>`), and how many of these texts are shown.

        Texts that are held back (`study.survey.release`) are counted and not shown.
        """
        for question in lever.questions:
            if question.type is QuestionType.TEXT:
                name = question.question
                own = tables.origin[name].fillna("").str.contains("#", regex=False)
                wrote = (tables.status[name] == Status.ANSWERED) & own
                may_show = int((wrote & ~is_held_back(tables.answers[name])).sum())
                yield self.entry(f"written.{of_question(question)}", int(wrote.sum()), "answers")
                yield self.entry(f"written.{of_question(question)}.shown", min(may_show, SHOWN_TEXTS), "answers")

    def of_acting(self, lever: Lever, tables: LeverAnswers) -> Iterator[Entry]:
        """Yield how many territories say yes to at least one of the lever's yes/no questions: `lever_<n>.acting`.

        Likewise `lever_<n>.acting_core`, of its core questions.
        """
        asked = [item.question for item in lever.questions if item.type is QuestionType.YES_NO]
        for name, questions in (("acting", asked), ("acting_core", [item.question for item in lever.core])):
            if questions:
                who = {territory for question in questions for territory in tally(tables, question).yes}
                yield self.entry(f"lever_{lever.lever}.{name}", len(who), "territories")
                yield self.entry(f"lever_{lever.lever}.{name}.base", len(tables.status), "territories")

    def of_changes(self, earlier: str, found: Iterable[Compared], territories: Sequence[str]) -> Iterator[Entry]:
        """Yield what became of each territory's answers since a wave: `evolution.<earlier>.<change>.<territory>`.

        `found` are the questions compared; the base is how many both waves put to the territory. One that the earlier
        wave did not have gives none.
        """
        changes = [item.changes for item in found]
        for territory in territories:
            mine = [by_territory[territory] for by_territory in changes if territory in by_territory]
            for change in Change if mine else ():
                yield self.entry(f"evolution.{earlier}.{change.value}.{territory}", mine.count(change), "answers")
            if mine:
                yield self.entry(f"evolution.{earlier}.base.{territory}", len(mine), "answers")

    def of_sheet(self, territory: str, left_out: Mapping[str, int]) -> Iterator[Entry]:
        """Yield how many things of a kind a territory's sheet has no room for: `sheet.<kind>.left_out.<territory>`."""
        for kind, count in left_out.items():
            yield self.entry(f"sheet.{kind}.left_out.{territory}", count, LEFT_OUT[kind])
