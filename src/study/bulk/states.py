"""What the cells of one question may say: each different text, or row of boxes, understood once.

Promise: the reading is that of the ordinary way (`study.survey.answers.read_question`, with personal data masked
first and own words held back), asked for texts that were not met before; a row is then a code into what was understood.
Texts of a question that hardly ever come back (amounts, free texts) are read a batch at a time and not remembered. Left
out: counting (`counts`, `changes`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from study.answers.survey import was_masked
from study.bulk.counts import Amounts
from study.bulk.stream import Codes, Flags, Texts
from study.cells.decoded import ANSWERED, NO_ANSWER, NOT_ASKED, Decoded
from study.cells.held import UNREAD
from study.cells.personal import masked
from study.cells.words import NOT_SHOWN
from study.codebook.model import Question, QuestionType, Study
from study.codebook.names import name_of
from study.exports.settings import Flavour, Release, SurveySettings
from study.layouts.columns import Column
from study.survey.answers import read_question
from study.survey.release import FEW, held_answers

REMEMBERED = 32_768
"""Different texts of one question that are remembered; where there are more, they are read anew in each batch."""
STATUSES = (ANSWERED, NO_ANSWER, NOT_ASKED)
Status = np.ndarray[tuple[int], np.dtype[np.int8]]
_DIRECT = 2**20
_WIDEST = 2**62


class States:
    """What cells may say, by code: the text (`raw`, masked), `answer` and `reason`, as `study.survey` has them.

    `status` is a position in `STATUSES`; `flagged` (bool) are those that read otherwise than written, `answered` those
    with an answer, `refused` those with a reason; `amounts` (float64) are the answers to a question with a number, NaN
    elsewhere.
    """

    def __init__(self, *, numbers: bool) -> None:
        """Hold no state yet; `numbers` tells that answers are amounts."""
        self.raw: Sequence[str] | pd.api.extensions.ExtensionArray = []
        self.answer: Sequence[str] | pd.api.extensions.ExtensionArray = []
        self.reason: Sequence[str] | pd.api.extensions.ExtensionArray = []
        self.status: Status = np.zeros(0, dtype=np.int8)
        self.flagged: Flags = np.zeros(0, dtype=bool)
        self.answered: Flags = np.zeros(0, dtype=bool)
        self.refused: Flags = np.zeros(0, dtype=bool)
        self.amounts: Amounts = np.zeros(0, dtype=np.float64)
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self.status)

    def add(self, said: Decoded, raw: "pd.Series[str]") -> None:
        """Add what some cells say, whose texts are `raw`."""
        if len(self):
            self.raw = [*self.raw, *raw]
            self.answer = [*self.answer, *said.answer]
            self.reason = [*self.reason, *said.reason]
        else:  # as they are, since of many texts few are looked at
            self.raw, self.answer, self.reason = raw.array, said.answer.array, said.reason.array
        answered = (said.status == ANSWERED).to_numpy(dtype=bool)
        status = np.where(answered, 0, np.where((said.status == NOT_ASKED).to_numpy(dtype=bool), 2, 1))
        self.status = np.concatenate([self.status, status.astype(np.int8)])
        flagged = (raw != said.answer) | was_masked(raw)
        self.flagged = np.concatenate([self.flagged, flagged.to_numpy(dtype=bool)])
        self.answered = np.concatenate([self.answered, answered])
        self.refused = np.concatenate([self.refused, (said.reason != "").to_numpy(dtype=bool)])
        if self._numbers:
            answers = said.answer.to_numpy(dtype=object)
            given = np.flatnonzero(answers != "")
            amounts = np.full(len(answers), np.nan)
            amounts[given] = answers[given].astype(np.float64)
            self.amounts = np.concatenate([self.amounts, amounts])


def _together(columns: Sequence[Texts]) -> tuple[Codes, Codes]:
    """Return the different rows of some columns: the code of each row, and a row at which each of them stands."""
    key = columns[0].codes.astype(np.int64)
    most = len(columns[0].values)
    for column in columns[1:]:
        if most * len(column.values) > _WIDEST:
            key, kinds = pd.factorize(key)
            most = len(kinds)
        key = key * len(column.values) + column.codes
        most *= len(column.values)
    if most <= _DIRECT:
        at = np.full(most, -1, dtype=np.int32)
        at[key] = np.arange(len(key), dtype=np.int32)
        held = np.flatnonzero(at >= 0)
        code = np.empty(most, dtype=np.int32)
        code[held] = np.arange(len(held), dtype=np.int32)
        return code[key], at[held]
    codes, kinds = pd.factorize(key)
    at = np.empty(len(kinds), dtype=np.int32)
    at[codes] = np.arange(len(key), dtype=np.int32)
    return codes.astype(np.int32), at


def _held(column: Texts) -> Texts:
    """Return the texts of a question that is not released: each that is held whatever it says is the mark already."""
    own = pc.and_(pc.greater(pc.utf8_length(column.values), FEW), pc.not_equal(column.values, NOT_SHOWN))
    kinds = pc.if_else(own, UNREAD, column.values).dictionary_encode()
    return Texts(kinds.indices.to_numpy().astype(np.int32)[column.codes], kinds.dictionary)


class Reader:
    """Reads the cells of one question in one table; `states` are those remembered so far."""

    def __init__(
        self, question: Question, columns: Sequence[Column], flavour: Flavour, study: Study, settings: SurveySettings,
        release: Release | None = None, known: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Read `columns`, those of `study.survey.answers.read_from`.

        `release` and `known` are what `study.survey.release` holds texts back by.
        """
        self.question, self.positions = question, [column.position for column in columns]
        self.states = self._none()
        self._columns, self._flavour, self._study, self._settings = columns, flavour, study, settings
        self._known: dict[Any, int] = {}
        # Texts are read without their rows: a question of which some rows are held is held as a whole.
        name = name_of(question, study)
        self._released = release is not None and name in release.questions and name not in release.hold
        self._words = known

    def _none(self) -> States:
        return States(numbers=self.question.type is QuestionType.NUMBER)

    def read(self, columns: Mapping[int, Texts]) -> tuple[Codes, States, bool]:
        """Return the code of each row, what the codes mean, and whether they are those that are remembered."""
        mine = [columns[position] for position in self.positions]
        if self.question.type is QuestionType.TEXT and not self._released:
            mine = [_held(mine[0])]
        elif self.question.type is QuestionType.TEXT:  # hardly ever comes back
            states = self._none()
            self._understand([mine[0].values], states)
            return mine[0].codes, states, False
        if len(mine) == 1:
            codes, texts = mine[0].codes, [mine[0].values]
            keys = mine[0].values.to_pylist()
        else:
            codes, at = _together(mine)
            texts = [column.values.take(pa.array(column.codes[at])) for column in mine]
            keys = list(zip(*(column.to_pylist() for column in texts), strict=True))
        known = self._known
        new = [i for i, key in enumerate(keys) if key not in known]
        if len(known) + len(new) > REMEMBERED:
            states = self._none()
            self._understand(texts, states)
            return codes, states, False
        if new:
            first = len(self.states)
            self._understand([column.take(pa.array(new, pa.int64())) for column in texts], self.states)
            for number, i in enumerate(new):
                # A text may stand twice among new ones: one of its codes is used.
                known[keys[i]] = first + number
        return np.fromiter(map(known.__getitem__, keys), dtype=np.int32, count=len(keys))[codes], self.states, True

    def _understand(self, texts: Sequence[pa.Array], into: States) -> None:
        cells = {
            position: masked(pd.Series(column, dtype="str"), amounts=self.question.type is QuestionType.NUMBER)[0]
            for position, column in zip(self.positions, texts, strict=True)
        }
        said, raw = read_question(self.question, self._columns, cells, self._flavour, self._study, self._settings)
        if not self._released:
            marks = pd.Series(UNREAD, index=raw.index, dtype="str")
            answer, raw = held_answers(self.question, said.status, said.answer, said.reason, raw, marks, self._words)
            said = replace(said, answer=answer)
        into.add(said, raw)
