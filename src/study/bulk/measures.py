"""The measures of a large survey, for all respondents or for those of each territory, from counts alone.

Promise: names, formulas and bounds are those of the ordinary way, which are asked for here (`study.indicators`); only
the counting differs. A median and a total follow from how often each amount was given, in the amounts' order, so that
they do not depend on batches. Left out: what is of one respondent, which an open survey never tells, and weighted
shares, for which nobody here has inhabitants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from study.answers.states import Status
from study.bulk.counts import Amounts
from study.bulk.stream import Flags, Numbers
from study.codebook.model import Lever, Question, QuestionType
from study.codebook.names import Key, key_of
from study.codebook.ticks import read_ticks
from study.exports.settings import MultipleBase
from study.indicators.intensity import whole_intensity
from study.indicators.numbers import documented_of, numbers_of
from study.indicators.shares import NOT_OFFERED, Counts, Weights, of_code, shares_of
from study.indicators.table import Indicator
from study.indicators.ticks import Parts, over_ticks

STATES = {"territory": "int64", "status": "str", "answer": "str", "count": "int64"}
"""Columns and dtypes of the states of a question after routing, one row for each that occurs in a territory."""

_NOBODY = Weights(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Cross:
    """The states of one question by group: `counts` (int64) has a row per group and a column per state.

    `status` and `answer` (str) say what the columns are.
    """

    status: "pd.Series[str]"
    answer: "pd.Series[str]"
    counts: "np.ndarray[tuple[int, int], np.dtype[np.int64]]"

    def of(self, states: "pd.Series[bool]") -> Numbers:
        """Return, by group, how many are in some of the states."""
        held: Numbers = self.counts[:, states.to_numpy(dtype=bool)].sum(axis=1)
        return held


@dataclass(frozen=True, slots=True)
class Given:
    """The amounts of one question by group: `ends` (a bound more than groups) cut `amounts` and `counts`.

    Within a group, amounts (float64) ascend, each with how often it was given.
    """

    ends: Numbers
    amounts: Amounts
    counts: Numbers


def cross(states: pd.DataFrame, groups: Numbers, size: int) -> Cross:
    """Return the states of a question (`STATES`) by group; `groups` gives that of each territory, below `size`."""
    kinds = states.groupby(["status", "answer"], sort=True)
    counts = np.zeros((size, kinds.ngroups), dtype=np.int64)
    np.add.at(counts, (groups[states["territory"]], kinds.ngroup()), states["count"])
    known = kinds.size().index.to_frame(index=False).astype("str")
    return Cross(known["status"], known["answer"], counts)


def given(amounts: pd.DataFrame, groups: Numbers, size: int) -> Given:
    """Return the amounts of a question (`territory`, `amount`, `count`) by group, as `cross` does its states."""
    held = amounts.assign(group=groups[amounts["territory"]])
    table = held.groupby(["group", "amount"], sort=True)["count"].sum().reset_index()
    ends = np.searchsorted(table["group"], np.arange(size + 1)).astype(np.int64)
    return Given(ends, table["amount"].to_numpy(dtype=np.float64), table["count"].to_numpy(dtype=np.int64))


def _split(found: Cross, said: "pd.Series[str]") -> list[Counts]:
    """Return the counts of a question, or a code, by group; `said` is what each state's answer says of it."""
    answered = found.status == Status.ANSWERED
    asked = (found.status != Status.NOT_ASKED) & (said != NOT_OFFERED)
    parts = [found.of(answered & (said == word)) for word in ("yes", "planned", "no")]
    parts.append(found.of(asked & ~answered))
    return [Counts(*map(int, row)) for row in zip(*parts, strict=True)]


def _ages(found: Cross) -> list[float | None]:
    """Return the age of a survey's answers, which are of its own date; None where there are none."""
    return [0.0 if known else None for known in found.of(found.status == Status.ANSWERED)]


def _shares(question: Question, found: Cross, said: "pd.Series[str]", code: str = "") -> list[list[Indicator]]:
    pairs = zip(_split(found, said), _ages(found), strict=True)
    return [shares_of(question, counts, _NOBODY, age, counts.yes, code) for counts, age in pairs]


def _over_ticks(question: Question, found: Cross, said: "pd.Series[str]", rows: list[list[Indicator]]) -> None:
    """Put the ticks in the place of the respondents, as `study.indicators.ticks` does."""
    ticked = found.answer.map({text: len(read_ticks(text).ticked) for text in found.answer.unique()})
    offered: Flags = said.isin(["yes", "no"]).to_numpy(dtype=bool)
    every = found.counts[:, offered] @ ticked.to_numpy(dtype=np.int64)[offered]
    size = len(question.codes)
    for i, counts in enumerate(_split(found, said)):
        parts = Parts(counts.yes, float(every[i]), counts.unknown, size)
        rows[i] = over_ticks(rows[i], parts, Parts(0.0, 0.0, 0.0, size))


def _of_codes(question: Question, found: Cross, multiple_base: MultipleBase) -> list[list[Indicator]]:
    made: list[list[Indicator]] = [[] for _ in found.counts]
    for code in question.codes:
        said = of_code(found.answer.where(found.answer != ""), code.code)
        rows = _shares(question, found, said, code.code)
        if question.type is QuestionType.MULTIPLE and multiple_base is MultipleBase.TICKS:
            _over_ticks(question, found, said, rows)
        for mine, more in zip(made, rows, strict=True):
            mine += more
    return made


def _median(amounts: Amounts, counts: Numbers) -> float:
    """Return the median of ascending amounts, each given so many times."""
    ends = counts.cumsum()
    middle = np.searchsorted(ends, [(ends[-1] - 1) // 2, ends[-1] // 2], side="right")
    return float(amounts[middle].sum() / 2)


def _of_values(question: Question, found: Cross, amounts: Given) -> list[list[Indicator]]:
    known = found.of(found.status == Status.ANSWERED)
    base = found.of(found.status != Status.NOT_ASKED)
    rows = []
    for i, age in enumerate(_ages(found)):
        documented = documented_of(question, int(known[i]), int(base[i]), age, int(known[i]))
        if question.type is QuestionType.DATE:
            rows.append([documented] if question.indicators else [])
            continue
        mine = slice(amounts.ends[i], amounts.ends[i + 1])
        values, counts = amounts.amounts[mine], amounts.counts[mine]
        if not len(values):
            rows.append(numbers_of(question, documented, None, None, None))
            continue
        total = float((values * counts).sum())
        rows.append(numbers_of(question, documented, _median(values, counts), total, float(values[0])))
    return rows


def question_measures(
    question: Question, found: Cross, amounts: Given, multiple_base: MultipleBase
) -> list[list[Indicator]]:
    """Return the measures of one question, a list for each group."""
    match question.type:
        case QuestionType.YES_NO:
            return _shares(question, found, found.answer)
        case QuestionType.CHOICE | QuestionType.MULTIPLE:
            return _of_codes(question, found, multiple_base)
        case QuestionType.NUMBER | QuestionType.DATE:
            return _of_values(question, found, amounts)
        case QuestionType.TEXT:
            return [[] for _ in found.counts]


def _intensity(lever: Lever, states: Mapping[Key, Cross], size: int) -> list[list[Indicator]]:
    if not lever.core:
        return [[] for _ in range(size)]
    yes, unknown, base = (np.zeros(size, dtype=np.int64) for _ in range(3))
    for found in (states[key_of(question)] for question in lever.core):
        answered, asked = found.status == Status.ANSWERED, found.status != Status.NOT_ASKED
        yes += found.of(answered & (found.answer == "yes"))
        unknown += found.of(asked & ~answered)
        base += found.of(asked)
    name = f"lever_{lever.lever}"
    return [
        [whole_intensity(name, lever.lever, "", int(y), int(n), int(u))]
        for y, n, u in zip(yes, base, unknown, strict=True)
    ]


def lever_measures(
    lever: Lever, states: Mapping[Key, Cross], amounts: Mapping[Key, Given], size: int, multiple_base: MultipleBase
) -> list[list[Indicator]]:
    """Return the measures of a lever, of its questions and then its intensity: a list for each of `size` groups."""
    parts: Sequence[list[list[Indicator]]] = [
        question_measures(question, states[key_of(question)], amounts[key_of(question)], multiple_base)
        for question in lever.questions
    ]
    parts = [*parts, _intensity(lever, states, size)]
    return [[row for part in parts for row in part[i]] for i in range(size)]
