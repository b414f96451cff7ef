"""The number questions of a lever: key figures and the table of their measures.

Promise: numbers are printed as the ledger writes them, with their unit and how many values they rest on. Left out: each
documented value with its source (`study.chapters.examples.numbers_table`).
"""

from study.base.text import mark
from study.blocks.model import Block, table
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Measure, Question, QuestionType
from study.ledger.entries import Ledger


def numbers_asked(lever: Lever) -> list[Question]:
    """Return the lever's number questions."""
    return [question for question in lever.questions if question.type is QuestionType.NUMBER]


def number_card(context: WaveContext, question: Question, ledger: Ledger) -> dict[str, str] | None:
    """Return the key figure of a question: its total where values add up, else its median; None when there is none."""
    name, lang = question.question, context.lang
    messages = {
        f"{name}.{Measure.TOTAL.value}": mark("{unit} in all, known for {known} of {base} {territories}"),
        f"{name}.{Measure.MEDIAN.value}": mark("{unit} (median), known for {known} of {base} {territories}"),
    }
    key = next((key for key in messages if ledger.value(key) is not None), None)
    if key is None:
        return None
    return {
        "value": ledger.text(key, lang),
        "label": question.label.text(lang),
        "detail": context.say(
            messages[key],
            unit=context.study.unit_text(question.unit or "", lang, ledger.value(key)),
            known=ledger.cited(f"{name}.answered", lang),
            base=ledger.cited(f"{name}.asked", lang),
        ),
        "key": key,
    }


def number_table(context: WaveContext, lever: Lever, ledger: Ledger) -> Block:
    """Return the table of the lever's number questions: unit, how many values are known, their median, their total."""
    lang = context.lang

    def row(question: Question) -> list[str]:
        name = question.question
        median, total = (f"{name}.{measure.value}" for measure in (Measure.MEDIAN, Measure.TOTAL))
        known = (f"{name}.{Measure.DOCUMENTED.value}", f"{median}.base", f"{total}.base")
        count = next((ledger.cited(key, lang) for key in known if key in ledger.entries), "–")
        unit = context.study.unit_text(question.unit or "", lang)
        return [question.label.text(lang), unit, count, ledger.shown(median, lang), ledger.shown(total, lang)]

    headings = (mark("Question"), mark("Unit"), mark("Known values"), mark("Median"), mark("Total"))
    columns = [
        {"label": context.say(text), "align": "left" if i < 2 else "right", "width": "1fr" if i == 0 else "auto"}
        for i, text in enumerate(headings)
    ]
    return table(
        f"lever-{lever.lever}-answered-numbers",
        context.say("Numbers – {lever}", lever=lever.title.text(lang)),
        columns,
        [row(question) for question in numbers_asked(lever)],
        note=context.say("Unknown values are in neither; a total is made only of values that may be added."),
        source=context.source_line(),
    )
