"""Who did not answer the survey, and what was left unanswered: unit and item non-response, as survey research has it.

Promise: every question that was put counts once per territory, as known, left empty, or without a questionnaire; the
territories that sent none are named. Left out: what the answers say (`study.chapters.lever`).
"""

import pandas as pd

from study.answers.states import Status
from study.base.text import list_text, mark, number_text
from study.blocks.model import Block, Cell, callout, table
from study.chapters.context import Basis, WaveContext
from study.intake.responses import Responses

# Asked and known; then what survey research calls item non-response, unit non-response, and routing.
_HEADINGS = (mark("Asked"), mark("Known"), mark("No answer"), mark("No response"), mark("Not asked"))


def received(context: WaveContext, responses: Responses) -> Block:
    """Return the box that says how many questionnaires came, and names the territories that sent none."""
    came = set(responses.respondents["territory"])
    missing = [context.names[territory] for territory in context.territories if territory not in came]
    text = context.say(
        "Questionnaires received: {count} of {base} {territories}.",
        count=number_text(len(context.territories) - len(missing), context.lang),
        base=number_text(len(context.territories), context.lang),
    )
    if missing:
        text += " " + context.say("Not received: {names}.", names=list_text(missing, context.lang))
    return callout(context.say("Who responded"), text)


def _counts(states: pd.DataFrame, lang: str) -> list[Cell]:
    """Return how many answers were asked for, known, left out, lost with the questionnaire, and not asked for."""
    found = states["status"].value_counts()

    def count(*statuses: Status) -> int:
        return sum(int(found.get(status, 0)) for status in statuses)

    asked = len(states) - count(Status.NOT_ASKED)
    empty = count(Status.NO_ANSWER, Status.UNKNOWN, Status.CONFLICT)
    numbers = (asked, count(Status.ANSWERED), empty, count(Status.NO_RESPONSE), count(Status.NOT_ASKED))
    return [number_text(number, lang) for number in numbers]


def _table(context: WaveContext, key: str, title: str, first: str, rows: list[list[Cell]], note: str) -> Block:
    columns = [{"label": first, "width": "1fr", "align": "left"}]
    columns += [{"label": context.say(text), "width": "auto", "align": "right"} for text in _HEADINGS]
    return table(key, title, columns, rows, note=note, source=context.source_line())


def tables(context: WaveContext, states: pd.DataFrame, responses: Responses | None = None) -> list[Block]:
    """Return who sent a questionnaire (told by `responses`), then what is known lever by lever, question by question.

    `states` is the table of `study.answers.states`.
    """
    lang = context.lang
    note = mark("Every question put to every one of the {territories} counts once.")
    if context.basis is Basis.BOTH:
        note = mark("Every question put to every one of the {territories} counts once, as answered or as documented.")
    levers: list[list[Cell]] = []
    questions: list[list[Cell]] = []
    for lever in context.study.levers:
        mine = states[states["lever"] == lever.lever]
        levers.append([lever.title.text(lang), *_counts(mine, lang)])
        questions += [
            [question.label.text(lang), *_counts(mine[mine["question"] == question.question], lang)]
            for question in lever.questions
        ]
    levers.append([context.say("All"), *_counts(states, lang)])
    by_lever = context.say("Answers and non-response, {lever} by {lever}")
    by_question = context.say("Answers and non-response, question by question")
    return [
        *([received(context, responses)] if responses is not None else []),
        _table(context, "quality-nonresponse", by_lever, context.lever_heading, levers, context.say(note)),
        _table(context, "quality-questions", by_question, context.say("Question"), questions, context.say(note)),
    ]
