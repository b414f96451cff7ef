"""The blocks of a lever's chapter: key figures, who acts, the indicators with their bounds, the documented numbers.

Promise: numbers are printed as the ledger writes them; a figure's title states what it shows. Left out: the computation
(`study.indicators.lever`) and the named examples (`study.chapters.examples`).
"""

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.base.text import list_text, mark
from study.blocks.model import Block, cards, table
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Question, QuestionType
from study.figures.matrix import state_matrix
from study.figures.stacked import stacked_bars
from study.ledger.entries import Ledger

_CARDS = 3


def yes_no(lever: Lever) -> list[Question]:
    """Return the lever's yes/no questions, core ones first."""
    questions = [question for question in lever.questions if question.type is QuestionType.YES_NO]
    return sorted(questions, key=lambda question: not question.core)


def _by_count(lever: Lever, ledger: Ledger) -> list[Question]:
    return sorted(yes_no(lever), key=lambda q: -(ledger.entry(f"{q.question}.yes").value or 0))


def question_card(context: WaveContext, question: Question, ledger: Ledger) -> dict[str, str]:
    """Return the key figure of a question: how many say yes, of how many, and how many are unknown."""
    name, lang = question.question, context.lang
    return {
        "value": ledger.text(f"{name}.yes", lang),
        "label": question.label.text(lang),
        "detail": context.say(
            "of {base} {territories}; {unknown} unknown",
            base=ledger.text(f"{name}.asked", lang),
            unknown=ledger.text(f"{name}.unknown", lang),
        ),
        # The measure is what a reader checks, since it has the bounds; the tally is there for every question.
        "key": f"{name}.count" if f"{name}.count" in ledger.entries else f"{name}.yes",
    }


def lever_cards(context: WaveContext, lever: Lever, ledger: Ledger) -> Block:
    """Return the chapter's key figures: the best documented actions, and how much of the lever is documented."""
    lang, name = context.lang, f"lever_{lever.lever}.intensity"
    best = [question_card(context, question, ledger) for question in _by_count(lever, ledger)[:_CARDS]]
    if not lever.core:
        return cards(best)
    intensity = {
        "value": ledger.text(name, lang),
        "label": context.say("of the lever’s actions documented, on average"),
        "detail": context.say("up to {upper} if every unknown were a yes", upper=ledger.text(f"{name}.upper", lang)),
        "key": name,
    }
    return cards([*best, intensity])


def finding(context: WaveContext, lever: Lever, ledger: Ledger) -> str:
    """Return the title of the chapter's first figure: the action that most territories are known to take."""
    ordered = _by_count(lever, ledger)
    top = ledger.entry(f"{ordered[0].question}.yes")
    first = [q for q in ordered if ledger.entry(f"{q.question}.yes").value == top.value]
    labels = list_text([context.say("“{label}”", label=q.label.text(context.lang)) for q in first], context.lang)
    message = (
        mark("{labels}: the best documented action, {count} of {base} {territories}")
        if len(first) == 1
        else mark("{labels}: the best documented actions, {count} of {base} {territories} each")
    )
    base = ledger.text(f"{first[0].question}.asked", context.lang)
    return context.say(message, labels=labels, count=top.texts[context.lang], base=base)


def bars_data(context: WaveContext, lever: Lever, ledger: Ledger) -> pd.DataFrame:
    """Return one row per yes/no question: label, yes, planned, no, unknown (counts), share, lower, upper (0 to 1)."""
    rows = []
    for question in yes_no(lever):
        name = question.question
        counts = {
            state: int(ledger.entry(f"{name}.{state}").value or 0) for state in ("yes", "planned", "no", "unknown")
        }
        share, low, high = (ledger.value(f"{name}.share{end}") for end in ("", ".lower", ".upper"))
        label = question.label.text(context.lang)
        rows.append({"label": label, **counts, "share": share, "lower": low, "upper": high})
    return pd.DataFrame(rows)


def bars(context: WaveContext, lever: Lever, ledger: Ledger) -> Block:
    """Return the figure of the lever's questions: how many territories in each state."""
    data = bars_data(context, lever, ledger)
    parts = [
        context.say(
            "{label}: {yes} yes, {planned} planned, {no} no, {unknown} unknown",
            **{name: row[name] for name in ("label", "yes", "planned", "no", "unknown")},
        )
        for row in data.to_dict("records")
    ]
    chart = stacked_bars(
        data,
        key=f"lever-{lever.lever}-questions",
        title=finding(context, lever, ledger),
        alt=context.say("Stacked bars, one per question. {parts}.", parts="; ".join(parts)),
        source=context.source_line(),
        lang=context.lang,
        total=len(context.territories),
    )
    return Block(chart.as_block())


def shown_states(tables: LeverAnswers, names: list[str]) -> pd.DataFrame:
    """Return territories × questions as yes, planned, no, unknown or conflict; missing where it was not put."""
    status, answers = tables.status[names].astype("str"), tables.answers[names].astype("object")
    shown = answers.where(status == Status.ANSWERED, "unknown").mask(status == Status.CONFLICT, "conflict")
    return shown.mask(status == Status.NOT_ASKED, None)


def matrix(context: WaveContext, lever: Lever, tables: LeverAnswers, ledger: Ledger) -> Block:
    """Return the figure of who does what: territories × questions."""
    questions = yes_no(lever)
    states = shown_states(tables, [question.question for question in questions])
    yes = (states == "yes").sum(axis=1)
    without = int((yes == 0).sum())
    most = [name for name, count in zip(context.frame["short_name"], yes, strict=True) if count == yes.max() and count]
    parts = [
        context.say(
            "{label}: {names}",
            label=q.label.text(context.lang),
            names=ledger.text(f"{q.question}.yes.names", context.lang),
        )
        for q in questions
    ]
    title = (
        context.say(
            "At least one action documented for {count} of {base} {territories}",
            count=len(yes) - without,
            base=len(yes),
        )
        if most
        else context.say("No action documented for the {base} {territories}", base=len(yes))
    )
    chart = state_matrix(
        states,
        row_labels=context.names,
        column_labels={question.question: question.label.text(context.lang) for question in questions},
        key=f"lever-{lever.lever}-territories",
        title=title,
        alt=context.say(
            "Grid of {base} {territories} by {questions} questions. Who answers yes: {parts}.",
            base=len(yes), questions=len(questions), parts="; ".join(parts),
        ),
        source=context.source_line(),
        lang=context.lang,
    )  # fmt: skip
    return Block(chart.as_block())


def indicator_table(context: WaveContext, lever: Lever, ledger: Ledger) -> Block:
    """Return the table of the lever's shares, with bounds, weighted share, age and confidence of the evidence."""
    lang = context.lang

    def between(name: str) -> str:
        low, high = (ledger.shown(f"{name}.{end}", lang) for end in ("lower", "upper"))
        return low if low == high else context.say("{low} to {high}", low=low, high=high)

    def row(question: Question) -> list[str]:
        name = question.question
        states = [ledger.text(f"{name}.{state}", lang) for state in ("yes", "planned", "no", "unknown")]
        determined = ledger.shown(f"{name}.share_determined", lang)
        age = ledger.shown(f"{name}.count.median_age", lang)
        high = ledger.shown(f"{name}.count.high", lang)
        label = question.label.text(lang)
        return [label, *states, between(f"{name}.share"), determined, between(f"{name}.weighted_share"), age, high]

    headings = [mark("Action"), mark("Yes"), mark("Planned"), mark("No"), mark("Unknown"), mark("Share (bounds)"),
                mark("Share of known"), mark("Share of population (bounds)"), mark("Median age, years"),
                mark("Yes, high confidence")]  # fmt: skip
    columns = [
        {"label": context.say(text), "align": "left" if i == 0 else "right", "width": "1fr" if i == 0 else "auto"}
        for i, text in enumerate(headings)
    ]
    return table(
        f"lever-{lever.lever}-indicators",
        context.say("Indicators: {lever}", lever=lever.title.text(lang)),
        columns,
        [row(question) for question in yes_no(lever)],
        note=context.say(
            "The lower bound counts documented yes answers only, the upper one adds every unknown. “Share of known” "
            "leaves the unknown out. The median age is that of the newest evidence of each known answer."
        ),
        source=context.source_line(),
    )
