"""The blocks of a lever's chapter: key figures, who acts, the indicators with their bounds, the numbers answered.

Promise: numbers are printed as the ledger writes them; a figure's title states what it shows. A lever need have no core
question and no yes/no question: what would be empty is then left out. Left out: the computation
(`study.indicators.lever`) and the named examples (`study.chapters.examples`).
"""

from collections.abc import Iterable

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.base.text import list_text, mark
from study.blocks.model import Block, Page, cards, page, prose, table
from study.chapters.choices import choice_cards, counted_detail, ends_text
from study.chapters.context import Basis, WaveContext
from study.chapters.numbers import number_card, number_table, numbers_asked
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
        "detail": counted_detail(context, name, ledger),
        # The measure is what a reader checks, since it has the bounds; the tally is there for every question.
        "key": f"{name}.count" if f"{name}.count" in ledger.entries else f"{name}.yes",
    }


def lever_cards(context: WaveContext, lever: Lever, ledger: Ledger) -> Block | Page:
    """Return the chapter's key figures: the actions documented most often, and how much of the lever is documented.

    A lever without a yes/no question shows its choices and numbers instead; one without any shows nothing.
    """
    lang, name = context.lang, f"lever_{lever.lever}.intensity"
    best = [question_card(context, question, ledger) for question in _by_count(lever, ledger)[:_CARDS]]
    if not best:
        numbers = [number_card(context, question, ledger) for question in numbers_asked(lever)]
        best = [*choice_cards(context, lever, ledger), *(card for card in numbers if card is not None)][:_CARDS]
    if not lever.core:
        return cards(best) if best else page([])
    label = context.by_basis(
        context.of_levers(
            mark("of the lever’s actions documented, on average"),
            mark("of this chapter’s actions documented, on average"),
        ),
        mark("of this chapter’s core questions answered yes, on average"),
    )
    intensity = {
        "value": ledger.text(name, lang),
        "label": context.say(label),
        "detail": context.say("up to {upper} if every unknown were a yes", upper=ledger.cited(f"{name}.upper", lang)),
        "key": name,
    }
    return cards([*best, intensity])


def finding(context: WaveContext, lever: Lever, ledger: Ledger) -> str:
    """Return the title of the chapter's first figure: the action that most territories are known to take."""
    ordered = _by_count(lever, ledger)
    best = ordered[0].question
    top, base = ledger.value(f"{best}.yes"), ledger.value(f"{best}.asked")
    # Ties count together only where as many were asked.
    first = [
        q for q in ordered if ledger.value(f"{q.question}.yes") == top and ledger.value(f"{q.question}.asked") == base
    ]
    labels = list_text([context.say("“{label}”", label=q.label.text(context.lang)) for q in first], context.lang)
    message = (
        context.by_basis(
            mark("{labels}: the action documented most often, {count} of {base} {territories}"),
            mark("{labels}: the most yes answers, {count} of {base} {territories}"),
        )
        if len(first) == 1
        else context.by_basis(
            mark("{labels}: the actions documented most often, {count} of {base} {territories} each"),
            mark("{labels}: the most yes answers, {count} of {base} {territories} each"),
        )
    )
    count, whole = (ledger.cited(f"{best}.{state}", context.lang) for state in ("yes", "asked"))
    return context.say(message, labels=labels, count=count, base=whole)


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


def _source(context: WaveContext, questions: Iterable[Question]) -> str:
    """Return the source line of a figure; it explains a bar that is shorter than the others, and a cell left blank."""
    return " ".join(part for part in (context.source_line(), context.asked_of_some(questions)) if part)


def bars(context: WaveContext, lever: Lever, ledger: Ledger) -> Block | Page:
    """Return the figure of the lever's questions: how many territories in each state; nothing without a yes/no one."""
    if not yes_no(lever):
        return page([])
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
        source=_source(context, yes_no(lever)),
        lang=context.lang,
        total=len(context.territories),
    )
    return Block(chart.as_block())


def reading_note(context: WaveContext, lever: Lever) -> Block | Page:
    """Return how to read the bars, in a sentence or two; nothing where there are none."""
    if not yes_no(lever):
        return page([])
    message = context.by_basis(
        mark(
            "Each bar splits the {territories} by what public sources say at the reference date. “Unknown” is no "
            "refusal: no source in force was found."
        ),
        mark(
            "Each bar splits the {territories} by their answer. “Unknown” is no refusal: the question was left empty "
            "or answered “does not know”, or no questionnaire came back."
        ),
        mark(
            "Each bar splits the {territories} by their answer or, where they gave none, by what public sources say at "
            "the reference date. “Unknown” is no refusal: there was neither."
        ),
    )
    return prose(context.say(message))


def shown_states(tables: LeverAnswers, names: list[str]) -> pd.DataFrame:
    """Return territories × questions as yes, planned, no, unknown or conflict; missing where it was not put."""
    status, answers = tables.status[names].astype("str"), tables.answers[names].astype("object")
    shown = answers.where(status == Status.ANSWERED, "unknown").mask(status == Status.CONFLICT, "conflict")
    return shown.mask(status == Status.NOT_ASKED, None)


def matrix(context: WaveContext, lever: Lever, tables: LeverAnswers, ledger: Ledger) -> Block | Page:
    """Return the figure of who does what: territories × questions; nothing without a yes/no question.

    Nothing either in an open survey, where nobody is named.
    """
    questions = yes_no(lever)
    if not questions or not context.each:
        return page([])
    states = shown_states(tables, [question.question for question in questions])
    parts = [
        context.say(
            "{label}: {names}",
            label=q.label.text(context.lang),
            names=ledger.text(f"{q.question}.yes.names", context.lang),
        )
        for q in questions
    ]
    title = context.by_basis(
        mark("At least one action documented for {count} of {base} {territories}"),
        mark("At least one yes for {count} of {base} {territories}"),
    )
    acting = f"lever_{lever.lever}.acting"
    if not ledger.value(acting):
        title = context.by_basis(
            mark("No action documented for the {base} {territories}"), mark("No yes among the {base} {territories}")
        )
    alt = context.by_basis(
        mark("Grid of {base} {territories} by {questions} questions. Who answers yes: {parts}."),
        mark("Grid of {base} {territories} by {questions} questions. Yes answers: {parts}."),
    )
    chart = state_matrix(
        states,
        row_labels=context.names,
        column_labels={question.question: question.label.text(context.lang) for question in questions},
        key=f"lever-{lever.lever}-territories",
        title=context.say(
            title, count=ledger.cited(acting, context.lang), base=ledger.cited(f"{acting}.base", context.lang)
        ),
        alt=context.say(alt, base=len(states), questions=len(questions), parts="; ".join(parts)),
        source=_source(context, questions),
        lang=context.lang,
    )  # fmt: skip
    return Block(chart.as_block())


def indicator_table(context: WaveContext, lever: Lever, ledger: Ledger) -> Block | Page:
    """Return the tables of the lever's measures: its shares, and the numbers that territories answered.

    What the study does not have (populations, the age and confidence of evidence) has no column; documented numbers
    stand in a table of their own (`study.chapters.examples.numbers_table`).
    """
    tables = [_shares_table(context, lever, ledger)] if yes_no(lever) else []
    if context.surveyed and numbers_asked(lever):
        tables.append(number_table(context, lever, ledger))
    return tables[0] if len(tables) == 1 else page(tables)


def _shares_table(context: WaveContext, lever: Lever, ledger: Ledger) -> Block:
    lang = context.lang
    documented = context.basis is not Basis.SURVEY

    def between(name: str) -> str:
        return ends_text(context, ledger, f"{name}.lower", f"{name}.upper")

    def row(question: Question) -> list[str]:
        name = question.question
        cells = [question.label.text(lang)]
        cells += [ledger.cited(f"{name}.{state}", lang) for state in ("yes", "planned", "no", "unknown")]
        cells += [between(f"{name}.share"), ledger.shown(f"{name}.share_determined", lang)]
        if context.has_population:
            cells.append(between(f"{name}.weighted_share"))
        if documented:
            cells += [ledger.shown(f"{name}.count.{beside}", lang) for beside in ("median_age", "high")]
        return cells

    headings = [context.by_basis(mark("Action"), mark("Question")), mark("Yes"), mark("Planned"), mark("No"),
                mark("Unknown"), mark("Share (bounds)"), mark("Share of known")]  # fmt: skip
    if context.has_population:
        headings.append(mark("Share of population (bounds)"))
    if documented:
        headings += [mark("Median age, years"), mark("Yes, high confidence")]
    columns = [
        {"label": context.say(text), "align": "left" if i == 0 else "right", "width": "1fr" if i == 0 else "auto"}
        for i, text in enumerate(headings)
    ]
    note = context.by_basis(
        mark(
            "The lower bound counts documented yes answers only, the upper one adds every unknown. “Share of known” "
            "leaves the unknown out. The median age is that of the newest evidence of each known answer."
        ),
        mark(
            "The lower bound counts yes answers only, the upper one adds every unknown. “Share of known” leaves the "
            "unknown out."
        ),
        mark(
            "The lower bound counts yes answers only, the upper one adds every unknown. “Share of known” leaves the "
            "unknown out. An answer to the survey is as old as the survey, and of high confidence."
        ),
    )
    return table(
        f"lever-{lever.lever}-indicators",
        context.say("Indicators – {lever}", lever=lever.title.text(lang)),
        columns,
        [row(question) for question in yes_no(lever)],
        note=context.say(note),
        source=context.source_line(),
    )
