"""Who did not answer the survey, and what was left unanswered: unit and item non-response, as survey research has it.

Promise: every question that was put counts once per territory, as known, left empty, or without a questionnaire; the
territories that sent none are named. Left out: what the answers say (`study.chapters.lever`).
"""

from collections.abc import Sequence

from study.base.text import list_text, mark
from study.blocks.model import Block, Cell, callout, table
from study.chapters.context import Basis, WaveContext
from study.codebook.model import Question, QuestionType
from study.exports.settings import Incomplete, MultipleBase, NothingTicked
from study.ledger.counts import of_question
from study.ledger.entries import Ledger
from study.survey.responses import Responses
from study.survey.rows import Fate

# Asked and known; then what survey research calls item non-response, unit non-response, and routing.
_HEADINGS = (mark("Asked"), mark("Known"), mark("No answer"), mark("No response"), mark("Not asked"))


def received(context: WaveContext, ledger: Ledger, responses: Responses) -> Block:
    """Return the box that says how many questionnaires came, and names the territories that sent none.

    In an open survey nobody is missing, and nobody is named.
    """
    title = context.say("Who responded")
    if context.study.open_survey:
        count = ledger.cited("responses.counted", context.lang)
        return callout(title, context.say("Responses that count: {count}.", count=count))
    came = set(responses.respondents["territory"])
    missing = [context.names[territory] for territory in context.territories if territory not in came]
    text = context.say(
        "Questionnaires received: {count} of {base} {territories}.",
        count=ledger.cited("responses.count", context.lang),
        base=ledger.cited("responses.count.base", context.lang),
    )
    if missing and context.each:
        text += " " + context.say("Not received: {names}.", names=list_text(missing, context.lang))
    return callout(title, text)


_INCOMPLETE = {
    Incomplete.LEFT_OUT: mark("A response that was never submitted is not counted."),
    Incomplete.KEPT: mark("A response that was begun and never submitted is counted as far as it goes."),
}
_BASES = {
    MultipleBase.RESPONDENTS: mark("A share of a multiple choice is one of all those asked."),
    MultipleBase.TICKS: mark("A share of a multiple choice is one of all the boxes ticked."),
}
_NOTHING = {
    NothingTicked.NO_ANSWER: mark("A multiple choice left without a tick is no answer."),
    NothingTicked.NONE: mark("A multiple choice left without a tick is an answer: none of them."),
}
_LEFT = {
    Fate.INCOMPLETE: mark("never submitted: {count}"),
    Fate.EMPTY: mark("without any answer: {count}"),
    Fate.REPLACED: mark("replaced by a later one: {count}"),
    Fate.OUTSIDE: mark("outside the frame: {count}"),
}


def rules(context: WaveContext, ledger: Ledger) -> Block:
    """Return the box that says which responses and answers count, and how many answers rest on what."""
    settings, lang = context.wave.survey, context.lang
    left = [
        context.say(message, count=ledger.cited(key, lang))
        for fate, message in _LEFT.items()
        if ledger.value(key := f"responses.fate.{fate}")
    ]
    said = [
        context.say("Responses received: {count}.", count=ledger.cited("responses.received", lang)),
        context.say("Not counted: {parts}.", parts="; ".join(left)) if left else "",
        context.say(_INCOMPLETE[settings.incomplete]),
    ]
    if not context.study.open_survey:
        said.append(context.say("Of several responses of one territory, the last complete one counts."))
    if any(question.type is QuestionType.MULTIPLE for question in context.study.questions):
        said += [context.say(_BASES[settings.multiple_base]), context.say(_NOTHING[settings.nothing_ticked])]
    if ledger.value("responses.refused"):
        count = ledger.cited("responses.refused", lang)
        said.append(context.say("Cells that could not be read, counted as no answer: {count}.", count=count))
    if context.basis is Basis.BOTH:
        known, own, desk = (ledger.cited(f"answers.{name}", lang) for name in ("all", "survey", "desk"))
        said.append(
            context.say(
                "Answers known: {known}, of which {survey} from the survey and {desk} from public sources.",
                known=known, survey=own, desk=desk,
            )
        )  # fmt: skip
    return callout(context.say("Which answers count"), " ".join(text for text in said if text))


def _counts(ledger: Ledger, of_what: str, lang: str) -> list[Cell]:
    """Return how many answers were asked for, known, left out, lost with the questionnaire, and not asked for."""
    fates = ("asked", "known", "no_answer", "no_response", "not_asked")
    return [ledger.cited(f"nonresponse.{of_what}.{fate}", lang) for fate in fates]


def _table(
    context: WaveContext, key: str, title: str, first: str, rows: list[list[Cell]], note: str,
    headings: Sequence[str] = _HEADINGS,
) -> Block:  # fmt: skip
    columns = [{"label": first, "width": "1fr", "align": "left"}]
    columns += [{"label": context.say(text), "width": "auto", "align": "right"} for text in headings]
    return table(key, title, columns, rows, note=note, source=context.source_line())


def tables(context: WaveContext, ledger: Ledger, responses: Responses | None = None) -> list[Block]:
    """Return who sent a questionnaire (`responses`), then what is known lever by lever, question by question."""
    lang = context.lang
    note = mark("Every question put to every one of the {territories} counts once.")
    if context.basis is Basis.BOTH:
        note = mark("Every question put to every one of the {territories} counts once, as answered or as documented.")
    rated = responses is not None and any(key.startswith("responses.lever_") for key in ledger.entries)
    levers: list[list[Cell]] = []
    questions: list[list[Cell]] = []
    for lever in context.study.levers:
        levers.append([lever.title.text(lang), *_counts(ledger, f"lever_{lever.lever}", lang)])
        questions += [
            [
                question.label.text(lang),
                *_counts(ledger, of_question(question), lang),
                *([_rate(ledger, question, lang)] if rated else []),
            ]
            for question in lever.questions
        ]
    levers.append([context.say("All"), *_counts(ledger, "all", lang)])
    by_lever = context.say("Answers and non-response, {lever} by {lever}")
    by_question = context.say("Answers and non-response, question by question")
    return [
        *([received(context, ledger, responses), rules(context, ledger)] if responses is not None else []),
        _table(context, "quality-nonresponse", by_lever, context.lever_heading, levers, context.say(note)),
        _table(
            context,
            "quality-questions",
            by_question,
            context.say("Question"),
            questions,
            " ".join([context.say(note), *([context.say(_ITEM_NOTE)] if rated else [])]),
            (*_HEADINGS, _ITEM_RESPONSE) if rated else _HEADINGS,
        ),
    ]


_ITEM_RESPONSE = mark("Item response")
_ITEM_NOTE = mark("Item response: answers given to the survey, of those asked of whoever responded.")


def _rate(ledger: Ledger, question: Question, lang: str) -> str:
    """Return the item response rate of a question; a dash where the survey did not ask it."""
    key = f"responses.{of_question(question)}"
    return ledger.cited(key, lang) if ledger.value(key) is not None else "–"
