"""Which question of the study a heading means, of all the ways in which it may be read.

Promise: the first reading under which both the question and the option exist is taken, so that the questionnaire, and
not a guess at separators, decides between a group's question and a question's option. What fits several questions, or a
question without the option, is said and never settled here. Left out: what becomes of the column (`columns`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from study.codebook.model import OTHER, Question, QuestionType
from study.exports.settings import Flavour
from study.layouts.layout import Part, Reading
from study.layouts.naming import NameBook

WRITES_TEXT = frozenset({Flavour.LIMESURVEY, Flavour.WEBFORM})
"""Where a write-in answer has a column, these platforms write its text there; others tick a box and add a column."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a column answers: a question, or the box of its `code`, or a text beside its answer."""

    question: Question
    part: Part = Part.WHOLE
    code: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Questions that a heading fits alike."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class NoOption:
    """A question that is known, and something beside it that it does not offer."""

    question: Question
    option: str


def _box(question: Question, reading: Reading, book: NameBook, flavour: Flavour) -> Fit | None:
    code = book.code(question, reading.options)
    if code == OTHER and question.other and (flavour in WRITES_TEXT or question.type is not QuestionType.MULTIPLE):
        return Fit(question, Part.OTHER, OTHER)
    if code is not None and question.type is QuestionType.MULTIPLE:
        return Fit(question, Part.OPTION, code)
    return None


def _read(reading: Reading, questions: Sequence[Question], book: NameBook, flavour: Flavour) -> list[Fit]:
    if reading.part is Part.OPTION:
        return [made for item in questions if (made := _box(item, reading, book, flavour)) is not None]
    if reading.part is Part.OTHER:
        return [Fit(item, Part.OTHER, OTHER) for item in questions]
    if reading.part is Part.COMMENT:
        return [Fit(item, Part.COMMENT, book.code(item, reading.options) or "") for item in questions]
    if questions:
        return [Fit(item) for item in questions]
    beside = (book.write_in(name) for name in reading.names)
    return [Fit(item, Part.OTHER, OTHER) for item in beside if item is not None][:1]


def fit(readings: Sequence[Reading], book: NameBook, flavour: Flavour) -> Fit | Several | NoOption | None:
    """Return what a heading means; None when it has nothing to do with the study."""
    several: Several | None = None
    lacking: NoOption | None = None
    for reading in readings:
        if reading.group and not book.is_lever(reading.group):
            continue
        # Some names may be shared by questions of which only one has the option: all of them are tried.
        questions = book.narrow(reading.names)
        fits = _read(reading, questions, book, flavour)
        if len(fits) == 1:
            return fits[0]
        if fits:
            several = several or Several(tuple(item.question for item in fits))
        elif reading.firm and len(questions) == 1:
            lacking = lacking or NoOption(questions[0], reading.options[0])
    return several or lacking
