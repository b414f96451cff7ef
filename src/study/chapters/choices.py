"""The choices and dates of a lever: for each choice who chose what, as a figure and a table, then the days given.

Promise: numbers are printed as the ledger writes them, and the note of a table says what its shares are shares of
(those asked, or the boxes ticked) with how many that is. A question that nobody was asked is left out, and nothing is
shown where a lever has neither choices nor dates. In an open survey no day is shown beside who gave it. Left out: the
computation (`study.indicators.choices`).
"""

from datetime import date

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import date_text, list_text, mark
from study.blocks.model import Block, Cell, table
from study.chapters.context import WaveContext
from study.codebook.model import Code, Lever, Question, QuestionType
from study.exports.settings import MultipleBase
from study.figures.stacked import stacked_bars
from study.ledger.entries import Ledger

# As many days as half a page shows; beyond, the first and the last say more than a list.
_FEW = 25


def choices_asked(lever: Lever) -> list[Question]:
    """Return the lever's choices, single and multiple."""
    return [question for question in lever.questions if question.chosen]


def counted_detail(context: WaveContext, of_what: str, ledger: Ledger) -> str:
    """Return of how many a yes is counted, and how many are unknown, for a question or a code (`of_what`)."""
    message = context.by_basis(
        mark("of {base} {territories}; {unknown} unknown"),
        mark("of {base} {territories}; without an answer: {unknown}"),
        mark("of {base} {territories}; not known: {unknown}"),
    )
    base, unknown = (ledger.cited(f"{of_what}.{state}", context.lang) for state in ("asked", "unknown"))
    return context.say(message, base=base, unknown=unknown)


def ends_text(context: WaveContext, ledger: Ledger, low: str, high: str) -> str:
    """Return two bounds as “from … to …”, or the one that both are written as; `low` and `high` are ledger keys."""
    lang = context.lang
    ends = [ledger.shown(key, lang) for key in (low, high)]
    same = low not in ledger.entries or ledger.text(low, lang) == ledger.text(high, lang)
    return ends[0] if same else context.say("{low} to {high}", low=ends[0], high=ends[1])


def _yes(question: Question, code: Code, ledger: Ledger) -> float:
    return ledger.entry(f"{question.question}.{code.code}.yes").value or 0


def choice_card(context: WaveContext, question: Question, ledger: Ledger) -> dict[str, str] | None:
    """Return the key figure of a choice: the code that most chose, the first of those that tie; None if nobody did."""
    best = max(question.codes, key=lambda code: _yes(question, code, ledger))
    if not _yes(question, best, ledger):
        return None
    name = f"{question.question}.{best.code}"
    words = {"question": question.label.text(context.lang), "answer": best.label.text(context.lang)}
    return {
        "value": ledger.text(f"{name}.yes", context.lang),
        "label": context.say("{question}: {answer}", **words),
        "detail": counted_detail(context, name, ledger),
        "key": f"{name}.count" if f"{name}.count" in ledger.entries else f"{name}.yes",
    }


def choice_cards(context: WaveContext, lever: Lever, ledger: Ledger) -> list[dict[str, str]]:
    """Return the key figures of the lever's choices."""
    found = [choice_card(context, question, ledger) for question in choices_asked(lever)]
    return [card for card in found if card is not None]


def _of_ticks(context: WaveContext, question: Question) -> bool:
    ticks = context.wave.survey.multiple_base is MultipleBase.TICKS
    return ticks and question.type is QuestionType.MULTIPLE


def finding(context: WaveContext, question: Question, ledger: Ledger) -> str:
    """Return the title of a choice's figure: the answer given most often, with those that tie."""
    lang, label = context.lang, question.label.text(context.lang)
    most = max(_yes(question, code, ledger) for code in question.codes)
    if not most:
        return context.say("“{label}”: no answer is known", label=label)
    first = [code for code in question.codes if _yes(question, code, ledger) == most]
    name = f"{question.question}.{first[0].code}"
    words = {
        "label": label,
        "answers": list_text([context.say("“{label}”", label=code.label.text(lang)) for code in first], lang),
        "count": ledger.cited(f"{name}.yes", lang),
        # The question's own base: who was not offered one of the boxes was asked all the same.
        "base": ledger.cited(f"{question.question}.asked", lang),
    }
    if len(first) == 1:
        message = context.by_basis(
            mark("“{label}”: {answers} is documented most often, for {count} of {base} {territories}"),
            mark("“{label}”: {answers} is the most frequent answer, {count} of {base} {territories}"),
        )
    else:
        message = context.by_basis(
            mark("“{label}”: {answers} are documented most often, each for {count} of {base} {territories}"),
            mark("“{label}”: {answers} are the most frequent answers, {count} of {base} {territories} each"),
        )
    return context.say(message, **words)


def bars_data(context: WaveContext, question: Question, ledger: Ledger) -> pd.DataFrame:
    """Return one row per code: label, yes, planned (0), no, unknown (counts), share, lower, upper (0 to 1).

    Shares of ticks are missing: bars are as long as there are territories, and would contradict them.
    """
    rows = []
    ends = ("", ".lower", ".upper")
    for code in question.codes:
        name = f"{question.question}.{code.code}"
        counts = {state: int(ledger.entry(f"{name}.{state}").value or 0) for state in ("yes", "no", "unknown")}
        none = (None, None, None)
        shares = none if _of_ticks(context, question) else tuple(ledger.value(f"{name}.share{end}") for end in ends)
        rows.append(
            {"label": code.label.text(context.lang), **counts, "planned": 0}
            | dict(zip(("share", "lower", "upper"), shares, strict=True))
        )
    return pd.DataFrame(rows).astype(dict.fromkeys(("share", "lower", "upper"), "float64"))


def _key(lever: Lever, question: Question, what: str) -> str:
    """Return the key of a figure or table: a question's name, whatever its underscores."""
    return "-".join([f"lever-{lever.lever}", *(part for part in question.question.split("_") if part), what])


def choice_figure(context: WaveContext, lever: Lever, question: Question, ledger: Ledger) -> Block:
    """Return the figure of a choice: for each of its codes, how many chose it, did not, or are unknown."""
    data = bars_data(context, question, ledger)
    parts = [
        context.say(
            "{label}: {yes} yes, {no} no, {unknown} unknown",
            **{name: row[name] for name in ("label", "yes", "no", "unknown")},
        )
        for row in data.to_dict("records")
    ]
    chart = stacked_bars(
        data,
        key=_key(lever, question, "answers"),
        title=finding(context, question, ledger),
        alt=context.say(
            "Stacked bars, one per answer to “{label}”. {parts}.",
            label=question.label.text(context.lang),
            parts="; ".join(parts),
        ),
        source=context.source_line(),
        lang=context.lang,
        total=len(context.territories),
    )
    return Block(chart.as_block())


def _note(context: WaveContext, question: Question, ledger: Ledger) -> str:
    """Return what the shares are of, how many that is, and what the bounds suppose."""
    name, lang = question.question, context.lang
    counts = {state: ledger.cited(f"{name}.{state}", lang) for state in ("asked", "answered", "unknown")}
    base = context.say("Asked: {asked} {territories}; answers known: {answered}; unknown: {unknown}.", **counts)
    if _of_ticks(context, question):
        ticks = ledger.cited(f"{name}.ticks", lang)
        message = mark(
            "Shares are of the {ticks} boxes ticked. The lower bound supposes that each unknown ticked every other "
            "box, the upper one that each ticked this one alone. “Share of known” leaves the unknown out."
        )
        return f"{base} {context.say(message, ticks=ticks)}"
    message = mark(
        "Shares are of those asked. The lower bound counts known answers only, the upper one adds every unknown. "
        "“Share of known” leaves the unknown out."
    )
    if question.type is QuestionType.MULTIPLE:
        several = context.say("Several answers may be given at once, so that shares do not add up.")
        return f"{base} {context.say(message)} {several}"
    return f"{base} {context.say(message)}"


def choice_table(context: WaveContext, lever: Lever, question: Question, ledger: Ledger) -> Block:
    """Return the table of a choice: for each code who chose it, and its shares with their bounds."""
    lang = context.lang

    def between(name: str) -> str:
        return ends_text(context, ledger, f"{name}.lower", f"{name}.upper")

    measured = {
        "share": (mark("Share (bounds)"), between),
        "share_determined": (mark("Share of known"), lambda name: ledger.shown(name, lang)),
        "weighted_share": (mark("Share of population (bounds)"), between),
    }
    shown = {name: kind for name, kind in measured.items() if name in [str(measure) for measure in question.indicators]}

    def row(code: Code) -> list[Cell]:
        name = f"{question.question}.{code.code}"
        cells: list[Cell] = [code.label.text(lang), ledger.cited(f"{name}.yes", lang)]
        return [*cells, *(text(f"{name}.{measure}") for measure, (_, text) in shown.items())]

    headings = [mark("Answer"), mark("Count"), *(heading for heading, _ in shown.values())]
    columns = [
        {"label": context.say(text), "align": "left" if i == 0 else "right", "width": "1fr" if i == 0 else "auto"}
        for i, text in enumerate(headings)
    ]
    return table(
        _key(lever, question, "table"),
        context.say("Answers: {label}", label=question.label.text(lang)),
        columns,
        [row(code) for code in question.codes],
        note=_note(context, question, ledger),
        source=context.source_line(),
    )


def _days(
    context: WaveContext, lever: Lever, question: Question, answers: LeverAnswers, ledger: Ledger
) -> Block | None:
    """Return the days given to a question: who gave which where they are few, else the first and the last."""
    lang = context.lang
    known = answers.answers[question.question].dropna()
    if known.empty:
        return None

    def written(day: str) -> str:
        return date_text(date.fromisoformat(day), lang)

    if len(known) > _FEW or context.study.open_survey:
        first = {"label": context.say("Known dates"), "align": "right", "width": "auto"}
        labels = [context.say("First"), context.say("Last")]
        cells: list[list[Cell]] = [
            [ledger.cited(f"{question.question}.answered", lang), written(known.min()), written(known.max())]
        ]
    else:
        first = {"label": context.territory_heading, "align": "left", "width": "1fr"}
        labels = [context.say("Date")]
        cells = [[context.names[str(territory)], written(day)] for territory, day in known.items()]
    columns = [first, *({"label": label, "align": "left", "width": "auto"} for label in labels)]
    key = _key(lever, question, "dates")
    return table(key, question.label.text(lang), columns, cells, source=context.source_line())


def blocks(context: WaveContext, lever: Lever, answers: LeverAnswers, ledger: Ledger) -> list[Block]:
    """Return a figure and a table for each choice of the lever, and a table for each date, in the questions' order."""
    made: list[Block] = []
    for question in lever.questions:
        if question.type is QuestionType.DATE:
            days = _days(context, lever, question, answers, ledger)
            made += [days] if days is not None else []
        elif question.chosen and ledger.entry(f"{question.question}.asked").value:
            made += [
                choice_figure(context, lever, question, ledger),
                choice_table(context, lever, question, ledger),
            ]
    return made
