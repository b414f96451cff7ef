"""What the columns of a multiple choice's boxes say together, and beside the column that sums them up.

Promise: a box is ticked, not ticked, not shown or unreadable; a row whose boxes hold anything was shown its question.
What an empty box means is the platform's: KoboToolbox writes 0 for a box that was shown and left alone, so that empty
was not offered (a form's earlier version); elsewhere an empty box of a shown row is not ticked. Left out: which column
is which box (`columns`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from study.base.nearest import plain
from study.cells.decoded import ANSWERED, NOT_ASKED, Decoded, decoded
from study.cells.refusals import Refusal
from study.cells.spellings import Spellings, bare, spellings, tidy
from study.cells.words import NOT_SHOWN, WORDS, Meaning
from study.codebook.model import OTHER, Question, Study
from study.codebook.ticks import NOTHING, SEPARATOR, read_ticks, ticks_text
from study.exports.settings import Flavour, NothingTicked, SurveySettings

_TICKED, _NOT_TICKED, _EMPTY, _SILENT, _HIDDEN, _UNREADABLE = range(6)
# What LimeSurvey's full answers say of a box that was not shown.
_NOT_SHOWN = (NOT_SHOWN, "n/a")
_BY_MEANING = {
    Meaning.YES: _TICKED,
    Meaning.TICKED: _TICKED,
    Meaning.NO: _NOT_TICKED,
    Meaning.NOT_TICKED: _NOT_TICKED,
    Meaning.SILENT: _SILENT,
}

States = np.ndarray[tuple[int, ...], np.dtype[np.int8]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def _box(text: str, code: str, known: Spellings, *, write_in: bool) -> int:
    """Return what one cell says of its box. A label that is itself a word for the contrary cannot be read."""
    shown = tidy(text)
    if not shown:
        return _EMPTY
    if shown.casefold() in _NOT_SHOWN:
        return _HIDDEN
    meant = WORDS.get(plain(shown), WORDS.get(bare(shown)))
    by_word = _BY_MEANING.get(meant) if meant is not None else None
    said = known.find(shown)
    if said == {code}:
        return _UNREADABLE if by_word == _NOT_TICKED else _TICKED
    if by_word is not None and not (said & set(known.codes)):
        return by_word
    return _TICKED if write_in and not said else _UNREADABLE


def _states(
    columns: Mapping[str, "pd.Series[str]"], codes: Sequence[str], question: Question, known: Spellings
) -> States:
    """Return a row per response and a column per code."""
    states = []
    for code in codes:
        # Beside its boxes, LimeSurvey has the words of an answer of one's own where others have a tick.
        write_in = code == OTHER and question.other
        said = {text: _box(text, code, known, write_in=write_in) for text in columns[code].unique()}
        states.append(columns[code].map(said).to_numpy(dtype=np.int8))
    return np.column_stack(states)


def decode_ticks(
    columns: Mapping[str, "pd.Series[str]"],
    question: Question,
    study: Study,
    settings: SurveySettings,
    flavour: Flavour | None = None,
) -> Decoded:
    """Read the boxes of one question, a column each, by the code of the box; the columns share one index.

    A row with a tick or an explicit 0 was shown. A box that says N/A there, or (KoboToolbox) is empty, or (any) has no
    column, was not offered. A row with neither is `not_asked` where the platform says so, else `no_answer`.
    """
    known = spellings(question, study, flavour)
    index = next(iter(columns.values())).index
    codes = [code for code in known.codes if code in columns]
    states = _states(columns, codes, question, known)
    ticked = states == _TICKED
    shown = ticked.any(axis=1) | (states == _NOT_TICKED).any(axis=1)
    hidden = (states == _HIDDEN) | ((states == _EMPTY) & (flavour is Flavour.KOBO))
    # Where boxes say N/A, the words of an answer of one's own are just not there.
    wordless = (states == _EMPTY) & np.array([code == OTHER and question.other for code in codes])
    unreadable = (states == _UNREADABLE).any(axis=1)
    answer = _ticks(ticked, hidden | (states == _SILENT), codes, known.codes, index)
    answered = shown if settings.nothing_ticked is NothingTicked.NONE else ticked.any(axis=1)
    return decoded(
        answer.where(answered, ""),
        pd.Series(~shown & ~unreadable, index=index),
        pd.Series("", index=index, dtype="str").mask(unreadable, str(Refusal.NOT_A_TICK)),
        not_asked=pd.Series((hidden | wordless).all(axis=1) & hidden.any(axis=1), index=index),
    )


def _ticks(
    ticked: Flags, absent: Flags, codes: Sequence[str], every: Sequence[str], index: pd.Index
) -> "pd.Series[str]":
    """Return the text of each row's ticks; the codes of `every` that have no column were not offered."""
    # One text for each different row: there are few, however many responses.
    kinds = ticked + 2 * absent.astype(np.int8)
    which = np.zeros(len(index), dtype=np.int64)
    for kind in kinds.T:
        which = pd.factorize(which * 3 + kind)[0]
    _, first = np.unique(which, return_index=True)
    without = [code for code in every if code not in codes]
    texts = []
    for row in kinds[first]:
        said = dict(zip(codes, row, strict=True))
        yes = [code for code, kind in said.items() if kind == 1]
        texts.append(ticks_text(yes, every, [*(code for code, kind in said.items() if kind > 1), *without]))
    return pd.Series(texts, dtype="str").take(which).set_axis(index)


def _ticked_alone(answers: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts of ticks without what was not offered; `0` where there is none."""
    return answers.map({text: SEPARATOR.join(read_ticks(text).ticked) or NOTHING for text in answers.unique()})


def combine_ticks(summary: Decoded, boxes: Decoded) -> Decoded:
    """Return what a question's summary column and its boxes say together.

    Both the same, or one of them blank: that. A summary that may be read in several ways is settled by the boxes. Two
    different answers, or an answer beside a cell that nothing can read, are refused.
    """
    one, two = summary.status == ANSWERED, boxes.status == ANSWERED
    unclear = summary.reason == Refusal.SEVERAL_CODES
    differ = one & ~boxes.blank & (_ticked_alone(summary.answer) != _ticked_alone(boxes.answer))
    reason = boxes.reason.where(boxes.reason != "", summary.reason.mask(unclear & two, ""))
    reason = reason.mask(differ & (reason == ""), str(Refusal.CONTRADICTORY))
    hidden = (boxes.status == NOT_ASKED) & ~one & (reason == "")
    answer = boxes.answer.where(two, summary.answer)
    return decoded(answer, summary.blank & boxes.blank, reason, not_asked=hidden)
