"""The sheet of the documented facts, in force or lapsed at the reference date, each with the page that says so.

Promise: the facts of `data/facts.csv` in words, their dates at their own precision; the title of a page leads to it.
There is no such sheet where the wave rests on no fact. Left out: the rules that decide which facts count.
"""

from collections.abc import Mapping

import pandas as pd

from study.answers.facts import Standing
from study.base.text import mark
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Question, QuestionType
from study.provenance.words import labels_of
from study.workbook.sheets import Cell, Column, Sheet, Table, number

_STANDINGS = {Standing.LIVE: mark("in force"), Standing.LAPSED: mark("lapsed")}
_CONFIDENCE = {"high": mark("high"), "medium": mark("medium"), "low": mark("low")}
# Headings after the first three, and how wide they may become.
_COLUMNS = (
    (mark("Question"), 34), (mark("Answer"), 26),
    (mark("Unit"), 14), (mark("Dated"), 12), (mark("Valid until"), 12), (mark("Standing"), 12),
    (mark("Confidence"), 12), (mark("What the source says"), 60), (mark("Source"), 10), (mark("Page"), 52),
    (mark("Publisher"), 30), (mark("Published"), 12),
)  # fmt: skip


def _named(question: Question | None, code: str, lang: str) -> str:
    """Return what a fact is about: its question, or the code that a text question gathers it under."""
    if question is None:
        return code
    own = {item.code: item.label.text(lang) for item in question.codes}
    return own.get(code, question.label.text(lang)) if question.type is QuestionType.TEXT else question.label.text(lang)


def _answer(question: Question | None, text: str, context: WaveContext) -> Cell:
    if question is None:
        return Cell(text)
    labels = labels_of(question, context.study, context.lang)
    if question.type is QuestionType.NUMBER:
        try:
            return number(float(text))
        except ValueError:
            return Cell(text)
    # Of a text question, a fact may say yes or no to one of its codes.
    words = labels or {code.code: code.label.text(context.lang) for code in context.study.codes}
    return Cell(words.get(text, text))


def _row(fact: Mapping[str, str], lever: Lever | None, context: WaveContext, note: str) -> tuple[Cell, ...]:
    lang = context.lang
    asked = {question.question: question for question in lever.questions} if lever else {}
    question = asked.get(fact["question"])
    unit = context.study.unit_text(question.unit, lang) if question and question.unit else ""
    confidence = fact["confidence"]
    return (
        Cell(fact["evidence"]),
        Cell(context.names.get(fact["territory"], fact["territory"])),
        Cell(lever.short.text(lang) if lever else fact["lever"]),
        Cell(_named(question, fact["code"], lang)),
        _answer(question, fact["answer"], context),
        Cell(unit),
        Cell(fact["as_of"]),
        Cell(fact["valid_until"]),
        Cell(context.say(_STANDINGS[Standing(fact["standing"])])),
        Cell(context.say(_CONFIDENCE[confidence]) if confidence in _CONFIDENCE else confidence),
        Cell(fact[note]),
        Cell(fact["source"]),
        Cell(fact["title"], url=fact["url"]),
        Cell(fact["publisher"]),
        Cell(fact["date_published"]),
    )


def facts_sheet(context: WaveContext, facts: Mapping[int, pd.DataFrame], name: str) -> Sheet | None:
    """Return the sheet of the facts that cleaning left for each lever; None where there is none to show."""
    levers = {lever.lever: lever for lever in context.study.levers}
    rows = []
    for number_of, table in facts.items():
        counted = table[table["standing"].isin(list(_STANDINGS))]
        note = context.note_column(counted.columns)
        for record in counted.to_dict("records"):
            fact = {str(key): "" if pd.isna(value) else str(value) for key, value in record.items()}
            rows.append(_row(fact, levers.get(number_of), context, note))
    if not rows:
        return None
    own = (Column(context.say("Fact"), 10), Column(context.territory_heading, 22), Column(context.lever_heading, 26))
    columns = (*own, *(Column(context.say(heading), most) for heading, most in _COLUMNS))
    told = context.say("The documented facts dated at or before {date}, each with its source")
    return Sheet(name, context.say("Documented facts"), told, (Table(columns, tuple(rows)),))
