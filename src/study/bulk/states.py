"""What the cells of one question may say: each different text, or row of boxes, understood once.

Promise: the reading is that of the ordinary way (`study.survey.answers.read_question`, with personal data masked
first), asked for texts that were not met before; a row is then a code into what was understood. Texts of a question
that hardly ever come back (amounts, free texts) are read a batch at a time and not remembered. Left out: counting
(`counts`, `changes`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from study.answers.survey import was_masked
from study.bulk.stream import Codes, Flags, Texts
from study.cells.decoded import ANSWERED
from study.cells.personal import masked
from study.codebook.model import Question, QuestionType, Study
from study.exports.settings import Flavour, SurveySettings
from study.layouts.columns import Column
from study.survey.answers import read_question

REMEMBERED = 20_000
"""Different texts of one question that are remembered; more of them are read anew in each batch."""
_SELDOM_TWICE = (QuestionType.NUMBER, QuestionType.TEXT)
_DIRECT = 2**20
_WIDEST = 2**62


@dataclass(slots=True)
class States:
    """What cells may say, by code: the text (`raw`, masked), `answer`, `status`, `reason`, as `study.survey` has them.

    `flagged` (bool) are those that read otherwise than written, `answered` those with an answer.
    """

    raw: "pd.Series[str]"
    answer: "pd.Series[str]"
    status: "pd.Series[str]"
    reason: "pd.Series[str]"
    flagged: Flags = field(init=False)
    answered: Flags = field(init=False)
    refused: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.flagged = ((self.raw != self.answer) | was_masked(self.raw)).to_numpy(dtype=bool)
        self.answered = (self.status == ANSWERED).to_numpy(dtype=bool)
        self.refused = (self.reason != "").to_numpy(dtype=bool)

    def __len__(self) -> int:
        return len(self.raw)


def _joined(before: States, after: States) -> States:
    pairs = ((getattr(before, name), getattr(after, name)) for name in ("raw", "answer", "status", "reason"))
    return States(*(pd.concat(pair, ignore_index=True) for pair in pairs))


def _no_states() -> States:
    empty = pd.Series([], dtype="str")
    return States(empty, empty, empty, empty)


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


class Reader:
    """Reads the cells of one question in one table; `states` are those remembered so far."""

    def __init__(
        self, question: Question, columns: Sequence[Column], flavour: Flavour, study: Study, settings: SurveySettings
    ) -> None:
        self.question, self.positions = question, [column.position for column in columns]
        self.states = _no_states()
        self._columns, self._flavour, self._study, self._settings = columns, flavour, study, settings
        self._known: dict[tuple[str, ...], int] = {}

    def read(self, columns: dict[int, Texts]) -> tuple[Codes, States, bool]:
        """Return the code of each row, what the codes mean, and whether they are those that are remembered."""
        mine = [columns[position] for position in self.positions]
        if len(mine) == 1:
            codes, texts = mine[0].codes, [mine[0].values]
        else:
            codes, at = _together(mine)
            texts = [column.values.take(pa.array(column.codes[at])) for column in mine]
        count = len(texts[0])
        if self.question.type in _SELDOM_TWICE or count + len(self._known) > 2 * REMEMBERED:
            return codes, self._understood(texts), False
        keys = list(zip(*(column.to_pylist() for column in texts), strict=True))
        new = [i for i, key in enumerate(keys) if key not in self._known]
        if new:
            if len(self._known) + len(new) > REMEMBERED:
                return codes, self._understood(texts), False
            taken = pa.array(new, pa.int64())
            self._learn([keys[i] for i in new], self._understood([column.take(taken) for column in texts]))
        known = np.fromiter((self._known[key] for key in keys), dtype=np.int32, count=len(keys))
        return known[codes], self.states, True

    def _learn(self, keys: Iterable[tuple[str, ...]], states: States) -> None:
        # A text may stand twice among new ones; its first code is the one that is used.
        first = len(self.states)
        for number, key in enumerate(keys):
            self._known.setdefault(key, first + number)
        self.states = _joined(self.states, states)

    def _understood(self, texts: Sequence[pa.Array]) -> States:
        cells = {
            position: masked(pd.Series(column, dtype="str"))[0]
            for position, column in zip(self.positions, texts, strict=True)
        }
        said, raw = read_question(self.question, self._columns, cells, self._flavour, self._study, self._settings)
        return States(
            raw.reset_index(drop=True), said.answer.reset_index(drop=True), said.status.reset_index(drop=True),
            said.reason.reset_index(drop=True),
        )  # fmt: skip
