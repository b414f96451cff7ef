"""The sheet that says what the others hold: every question with its codes, and why an answer may be missing.

Promise: each code that stands in the data files has its words, and each word for a missing answer its reason. Left out:
the columns of the data files (`datapackage.json`, `docs/codebook.md`).
"""

from collections.abc import Iterator

from study.base.text import mark
from study.chapters.annexes import kind_text
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Question, QuestionType
from study.provenance.words import labels_of, status_text
from study.workbook.answers import MISSING
from study.workbook.sheets import Cell, Column, Sheet, Table

_LEVER = "lever"
"""Stands for the study's own noun in a heading."""
_QUESTIONS = ((mark("Question"), 34), (mark("Short label"), 34), (_LEVER, 26), (mark("Wording"), 70),
              (mark("Type"), 24), (mark("Code"), 28), (mark("Meaning"), 44))  # fmt: skip
_REASONS = ((mark("Missing answer"), 34), (mark("Code"), 34), (mark("Reason"), 70))


def _rows(context: WaveContext, lever: Lever, question: Question) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each code of a question, one without where it has none."""
    lang = context.lang
    named = {code.code: code.label.text(lang) for code in question.codes}
    labels = named if question.type is QuestionType.TEXT else labels_of(question, context.study, lang)
    about = (question.question, question.label.text(lang), lever.short.text(lang), question.wording.text(lang),
             kind_text(context, question))  # fmt: skip
    for code, label in (labels or {"": ""}).items():
        yield tuple(Cell(text) for text in (*about, code, label))


def _heading(context: WaveContext, heading: str) -> str:
    return context.lever_heading if heading == _LEVER else context.say(heading)


def codes_sheet(context: WaveContext, name: str) -> Sheet:
    """Return the sheet of the codes."""
    questions = tuple(
        row for lever in context.study.levers for question in lever.questions for row in _rows(context, lever, question)
    )
    reasons = tuple(
        (Cell(context.say(word), tone="missing"), Cell(status.value), Cell(status_text(status, context.lang)))
        for status, word in MISSING.items()
    )
    tables = tuple(
        Table(tuple(Column(_heading(context, heading), most) for heading, most in columns), rows)
        for columns, rows in ((_QUESTIONS, questions), (_REASONS, reasons))
    )
    told = context.say("Every question with its codes, and the reasons for which an answer may be missing")
    return Sheet(name, context.say("Codebook"), told, tables)
