"""A large open survey, taken in batch by batch: who counts, what each question's states are, what cleaning did.

Promise: every rule is asked of the ordinary rooms: which responses count (`study.survey.rows`), what cells say
(`states`), whom routing leaves out (`study.answers.states`). Columns are handled whole, by codes; no cell is looked at
by itself. Left out: reading files (`stream`), and what is computed (`measures`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from study.answers.states import Status, shuts_out
from study.bulk.changes import Changes, Spot
from study.bulk.counts import AmountCounts, PairCounts
from study.bulk.heading import Head
from study.bulk.states import STATUSES, Reader, States
from study.bulk.stream import Batch, Codes, Flags, Numbers, Texts
from study.cells.decoded import ANSWERED, NOT_ASKED
from study.cells.personal import masked
from study.cells.persons import vocabulary
from study.codebook.model import Question, QuestionType, Study
from study.codebook.names import Key, key_of
from study.exports.settings import SurveySettings
from study.layouts.columns import Use
from study.survey.answers import read_from, span
from study.survey.rows import Fate, completeness, fates

MOST_TERRITORIES = 5_000
"""Different texts of a column of territories beyond which it names none, and measures by territory are refused."""
_BY_ANSWER = (QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.MULTIPLE)


@dataclass(slots=True)
class Counted:
    """The states of one question over all respondents, as they are met.

    A category is a status with an answer (of a choice or yes/no question; empty of others).
    """

    question: Question
    categories: dict[tuple[str, str], int] = field(default_factory=dict)
    pairs: PairCounts = field(default_factory=PairCounts)
    amounts: AmountCounts = field(default_factory=AmountCounts)

    def codes(self, states: States, first: int = 0) -> Codes:
        """Return the category of each state, from the one at `first` on."""
        known, status = self.categories, states.status[first:]
        if self.question.type not in _BY_ANSWER:
            return np.array([known.setdefault((name, ""), len(known)) for name in STATUSES], dtype=np.int32)[status]
        keys = zip((STATUSES[code] for code in status), states.answer[first:], strict=True)
        return np.fromiter((known.setdefault(key, len(known)) for key in keys), np.int32, len(status))

    def table(self) -> pd.DataFrame:
        """Return the counts: `territory` (code), `status`, `answer`, `routed` (bool: left out by routing), `count`."""
        table = self.pairs.table()
        kinds = pd.DataFrame(list(self.categories), columns=["status", "answer"], dtype="str")
        held = kinds.take((table["state"] // 2).to_numpy()).reset_index(drop=True)
        return table.assign(status=held["status"], answer=held["answer"], routed=table["state"] % 2 == 1)[
            ["territory", "status", "answer", "routed", "count"]
        ]

    def states(self) -> pd.DataFrame:
        """Return the counts after routing: `territory` (code), `status`, `answer`, `count`, in this order."""
        table = self.table()
        status = table["status"].mask(table["routed"], Status.NOT_ASKED.value)
        table = table.assign(status=status, answer=table["answer"].mask(table["routed"], ""))
        return table.groupby(["territory", "status", "answer"], sort=True)["count"].sum().reset_index()


@dataclass(slots=True)
class _Remembered:
    """What is known of the remembered states of one question in one table, and how often each was met."""

    categories: Codes
    met: Numbers


@dataclass(frozen=True, slots=True)
class Read:
    """One question of a batch: each counted row's code, what codes mean, who is left out by routing (None: nobody)."""

    codes: Codes
    states: States
    outside: Flags | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A question that a table does not ask: the status of all its rows but those that routing leaves out."""

    status: str
    outside: Flags | None


Watch = Callable[[Numbers, Numbers, Mapping[Key, Read | Unread]], None]
"""What is told of each batch: the rows that count, the numbers of their respondents, what each question says."""


class Collected:
    """Everything that is kept of a survey's responses."""

    def __init__(
        self, study: Study, settings: SurveySettings, asked: frozenset[Key], watch: Watch | None = None
    ) -> None:
        """Keep nothing yet; `asked` are the questions of all the tables, `watch` is told of each batch."""
        self.study, self.settings = study, settings
        self.counted = {key_of(item): Counted(item) for item in study.questions}
        self.changes = Changes()
        self.territories: dict[str, int] = {}
        self.fates = {str(fate): 0 for fate in Fate}
        self.respondents = 0
        self.crowded = False
        self.known = vocabulary(study)
        self._asked, self._watch = asked, watch
        self._gates = {item.universe.question for item in study.questions if item.universe is not None}

    def table(self, head: Head) -> "Intake":
        """Return what takes in the rows of one table."""
        return Intake(self, head)

    @property
    def watch(self) -> Watch | None:
        """Return what is told of each batch."""
        return self._watch

    def missing(self, question: Question) -> str:
        """Return the status of a question that a table does not ask."""
        return str(Status.NO_RESPONSE if key_of(question) in self._asked else Status.UNKNOWN)

    def is_gate(self, question: Question) -> bool:
        """Tell whether another question depends on this one."""
        return question.question in self._gates


class Intake:
    """Takes in the rows of one table; `rows` is how many there were."""

    def __init__(self, into: Collected, head: Head) -> None:
        table, study, settings = head.table, into.study, into.settings
        self._into, self.rows = into, 0
        self._complete = completeness(table.layout.flavour, table.columns)
        self._territory = table.position(Use.RESPONDENT)
        self._readers: dict[Key, Reader] = {}
        self._spots: dict[Key, int] = {}
        self._remembered: dict[Key, _Remembered] = {}
        for question in study.questions:
            columns = read_from(table.of(question), question, table.layout.flavour)
            if not columns:
                continue
            reader = Reader(question, columns, table.layout.flavour, study, settings, table.release, into.known)
            self._readers[key_of(question)] = reader
            spot = Spot(table.grid.file, table.grid.sheet, span(reader.positions), question.lever, question.question)
            self._spots[key_of(question)] = into.changes.spot(spot)
            self._remembered[key_of(question)] = _Remembered(np.array([], np.int32), np.array([], np.int64))

    @property
    def looked_at(self) -> Sequence[int | None]:
        """Return the columns that are looked at besides those that respondents fill in."""
        return [self._territory, self._complete[0] if self._complete else None]

    def add(self, batch: Batch) -> None:
        """Take in some rows."""
        into = self._into
        self.rows += len(batch.rows)
        counts = self._counts(batch)
        columns, rows = batch.columns, batch.rows
        if not counts.all():
            kept = np.flatnonzero(counts)
            columns = {at: Texts(column.codes[kept], column.values) for at, column in columns.items()}
            rows = rows[kept]
        if not len(rows):
            return
        units = np.arange(into.respondents + 1, into.respondents + 1 + len(rows), dtype=np.int64)
        into.respondents += len(rows)
        territory = self._territories(columns, len(rows))
        read: dict[Key, Read | Unread] = {}
        gates: dict[str, Read | Unread] = {}
        for question in into.study.questions:
            found = self._question(question, columns, rows, units, territory, gates)
            if into.is_gate(question):
                gates[question.question] = found
            if into.watch is not None:
                read[key_of(question)] = found
        if into.watch is not None:
            into.watch(rows, units, read)

    def end(self) -> None:
        """Hand over the changes of remembered texts, which are counted once all rows are in."""
        for key, reader in self._readers.items():
            states, met = reader.states, self._remembered[key].met
            for routed in (False, True):
                count = met[int(routed) :: 2]
                told = states.answered if routed else states.flagged
                which = np.flatnonzero((count > 0) & told[: len(count)])
                if len(which):
                    kinds = self._into.changes.kinds(self._spots[key], states, which)
                    self._into.changes.count(kinds, routed, count[which])

    def _counts(self, batch: Batch) -> Flags:
        complete = np.ones(len(batch.rows), dtype=bool)
        if self._complete is not None:
            at, said = self._complete
            complete = batch.columns[at].flags(said(batch.columns[at].series))
        counts, fate = fates(
            pd.Series(complete, dtype="bool"), pd.Series(batch.blank, dtype="bool"), self._into.settings
        )
        for name, count in fate.value_counts().items():
            self._into.fates[str(name)] += int(count)
        return counts.to_numpy(dtype=bool)

    def _territories(self, columns: Mapping[int, Texts], size: int) -> Numbers:
        """Return the code of each row's territory, as it is written; that of the empty text without a column."""
        known = self._into.territories
        if self._territory is None or self._into.crowded:
            return np.full(size, known.setdefault("", len(known)), dtype=np.int64)
        column = columns[self._territory]
        # Only what the rows that count hold: a dictionary may have more.
        held = np.unique(column.codes)
        texts = masked(column.series.take(held))[0]
        codes = np.zeros(len(column.values), dtype=np.int64)
        codes[held] = [known.setdefault(text, len(known)) for text in texts]
        self._into.crowded = len(known) > MOST_TERRITORIES
        return codes[column.codes]

    def _gate(self, name: str) -> Question:
        return next(item for item in self._into.study.questions if item.question == name)

    def _outside(self, question: Question, gates: Mapping[str, Read | Unread]) -> Flags | None:
        """Return which rows routing is known to leave out of a question; None where it leaves out nobody.

        The answers to a filter are few, or else looked at anew in each batch.
        """
        if question.universe is None:
            return None
        gate = gates[question.universe.question]
        if isinstance(gate, Unread):
            return gate.outside  # an unknown filter leaves nobody out
        asked, states = self._gate(question.universe.question), gate.states
        known = {text: shuts_out(text, question.universe, asked) for text in set(states.answer)}
        pairs = zip((STATUSES[code] for code in states.status), states.answer, strict=True)
        shut = [known[answer] if status == ANSWERED else status == NOT_ASKED for status, answer in pairs]
        outside: Flags = np.array(shut, dtype=bool)[gate.codes]
        return outside if gate.outside is None else outside | gate.outside

    def _question(
        self, question: Question, columns: dict[int, Texts], rows: Numbers, units: Numbers, territory: Numbers,
        gates: Mapping[str, Read | Unread],
    ) -> Read | Unread:  # fmt: skip
        key = key_of(question)
        outside = self._outside(question, gates)
        counted, reader = self._into.counted[key], self._readers.get(key)
        if reader is None:
            status = (self._into.missing(question), "")
            category = np.full(len(rows), counted.categories.setdefault(status, len(counted.categories)), np.int32)
            self._count(counted, category, territory, outside)
            return Unread(status[0], outside)
        codes, states, remembered = reader.read(columns)
        read = Read(codes, states, outside)
        known = self._remembered[key]
        if not remembered:
            categories = counted.codes(states)
        else:
            if len(known.categories) < len(states):
                more = counted.codes(states, len(known.categories))
                known.categories = np.concatenate([known.categories, more])
                known.met = np.concatenate([known.met, np.zeros(2 * len(states) - len(known.met), dtype=np.int64)])
            categories = known.categories
        self._count(counted, categories[codes], territory, outside)
        self._change(key, read, rows, units, known.met if remembered else None)
        if question.type is QuestionType.NUMBER:
            given = states.answered[codes] if outside is None else states.answered[codes] & ~outside
            counted.amounts.add(territory[given], states.amounts[codes[given]])
        return read

    def _count(self, counted: Counted, category: Codes, territory: Numbers, outside: Flags | None) -> None:
        state = category * 2 if outside is None else category * 2 + outside
        counted.pairs.add(territory, state, len(self._into.territories), 2 * len(counted.categories))

    def _change(self, key: Key, read: Read, rows: Numbers, units: Numbers, met: Numbers | None) -> None:
        """Note what cleaning changed or refused; `met` counts remembered states, with and without routing."""
        changes, spot = self._into.changes, self._spots[key]
        codes, states, outside = read.codes, read.states, read.outside
        if met is not None:
            both = codes * 2 if outside is None else codes * 2 + (outside & states.answered[codes])
            counted = np.bincount(both, minlength=len(met))
            met += counted
            told = counted.reshape(-1, 2).any(axis=1) & states.refused
        else:
            told = np.ones(0, dtype=bool)
        if changes.lists or met is None:
            routed = np.zeros(len(codes), dtype=bool) if outside is None else outside & states.answered[codes]
            at = np.flatnonzero(states.flagged[codes] | routed)
            which, back = np.unique(codes[at], return_inverse=True)
            kinds = changes.kinds(spot, states, which)[back]
            if met is None:
                for flag in (False, True):
                    held, count = np.unique(kinds[routed[at] == flag], return_counts=True)
                    changes.count(held, flag, count)
            changes.list(rows[at], kinds, routed[at])
        if met is None or told.any():
            at = np.flatnonzero(states.refused[codes])
            which, back = np.unique(codes[at], return_inverse=True)
            changes.refuse(rows[at], units[at], changes.kinds(spot, states, which)[back])
