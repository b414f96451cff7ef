"""The sheet of all answers: a row per territory, the questions lever by lever, each answer in words.

Promise: a missing answer is a word that says why, never an empty cell or a no; a text that reads like such a word is
marked. Nobody's answers leave an open survey, nor a wave whose responses are withheld: there is no such sheet then.
Left out: what each answer rests on (`study.workbook.facts`, and `data/answers.csv`).
"""

from collections.abc import Mapping
from datetime import date

from study.answers.states import SEPARATOR, Status
from study.answers.tables import HELD_BACK, LeverAnswers
from study.base.text import mark, say
from study.chapters.context import WaveContext
from study.codebook.model import Question, QuestionType, Study
from study.codebook.ticks import read_ticks
from study.provenance.answers import may_share
from study.provenance.words import labels_of
from study.workbook.sheets import DAY, Cell, Column, Sheet, Table, Tone, number

MISSING: Mapping[Status, str] = {
    Status.UNKNOWN: mark("unknown"),
    Status.CONFLICT: mark("conflicting"),
    Status.NOT_ASKED: mark("not asked"),
    Status.NO_ANSWER: mark("no answer"),
    Status.NO_RESPONSE: mark("no response"),
}
"""The word that stands in place of a missing answer."""

_TONES: Mapping[str, Tone] = {"yes": "yes", "planned": "planned"}
_TERRITORY, _ANSWER, _TEXT = 24, 18, 60


def _named(question: Question, text: str, study: Study, lang: str) -> str:
    """Return what a text question gathers in words: each `code=answer` of its codes with what both are called."""
    codes = {code.code: code.label.text(lang) for code in question.codes}
    words = {code.code: code.label.text(lang) for code in study.codes}
    said = []
    for part in text.split(SEPARATOR):
        code, sign, answer = part.partition("=")
        said.append(say("{label}: {answer}", lang, label=codes[code], answer=words.get(answer, answer))
                    if sign and code in codes else part)  # fmt: skip
    return "; ".join(said)


def answer_cell(question: Question, answer: object, status: Status, study: Study, lang: str) -> Cell:
    """Return an answer as a reader says it: its code in words, a number or a day as such; else why there is none."""
    if status is not Status.ANSWERED:
        return Cell(say(MISSING[status], lang), tone="missing")
    if question.type is QuestionType.NUMBER and isinstance(answer, int | float):
        return number(answer)
    text = str(answer)
    if question.type is QuestionType.DATE:
        return Cell(date.fromisoformat(text[:10]), DAY)
    if question.type is QuestionType.TEXT and text in HELD_BACK:
        return Cell(say(HELD_BACK[text], lang), tone="missing")
    labels = labels_of(question, study, lang)
    if question.type is QuestionType.MULTIPLE:
        ticked = read_ticks(text).ticked
        return Cell("; ".join(labels.get(code, code) for code in ticked) if ticked else say("none ticked", lang))
    if text in labels:
        return Cell(labels[text], tone=_TONES.get(text, ""))
    text = _named(question, text, study, lang)
    return Cell(f"'{text}" if text in {say(word, lang) for word in MISSING.values()} else text)


def answers_sheet(context: WaveContext, levers: Mapping[int, LeverAnswers], name: str) -> Sheet | None:
    """Return the sheet of the answers; None where they may not be given."""
    if not may_share(context):
        return None
    study, lang = context.study, context.lang
    columns = [Column(context.territory_heading, _TERRITORY)]
    rows = {territory: [Cell(context.names[territory])] for territory in context.territories}
    bands = []
    for lever in study.levers:
        tables = levers[lever.lever]
        bands.append((lever.title.text(lang), len(columns), len(columns) + len(lever.questions) - 1))
        for question in lever.questions:
            text = question.type is QuestionType.TEXT or question.chosen
            columns.append(Column(question.label.text(lang), _TEXT if text else _ANSWER))
            said = [table[question.question].astype("object") for table in (tables.answers, tables.status)]
            given = zip(*(column.reindex(list(rows)).tolist() for column in said), strict=True)
            for cells, (answer, status) in zip(rows.values(), given, strict=True):
                cells.append(answer_cell(question, answer, Status(str(status)), study, lang))
    return Sheet(
        name,
        context.say("Answers at {date}"),
        context.say("Every answer of the {territories}, {lever} by {lever}, in words"),
        (Table(tuple(columns), tuple(tuple(cells) for cells in rows.values()), bands=tuple(bands)),),
        (context.say("Source: {source}", source=context.source_line()),),
    )
