"""Named examples and documented numbers: what a territory does, in a sentence, with the page that says so.

Promise: every documented example is a live fact that its territory's answer rests on, shown with its source and
evidence id; the choice is the same each time (high confidence first, then the newest, then territories not yet named).
What territories wrote in a survey is shown in their words, in the frame's order, with how many were left out.
"""

import math
import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from study.answers.facts import Standing
from study.answers.states import Status
from study.answers.tables import LeverAnswers, is_held_back
from study.base.text import list_text, mark, number_text
from study.blocks.model import Block, Page, callout, examples, heading, page, table
from study.chapters.context import WaveContext
from study.codebook.model import Lever, Question, QuestionType
from study.codebook.ticks import NOTHING, read_ticks
from study.ledger.counts import SHOWN_TEXTS, of_question
from study.ledger.entries import Ledger

# Enough to show the variety of a lever on two pages; the whole evidence is in the annexes and tables.
_PER_QUESTION = 2
_OTHER_ACTIONS = 8
# A number as a fact gives it, and numbers as notes write them.
_NUMBER, _WRITTEN = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\d(?:[\d.,\s]*\d)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_SIDE_BY_SIDE = mark("Published values, of differing scope and year: they are shown side by side, not added up.")
_ADDED = mark("Values as they were given: their scope and year may differ.")


def _ranked(facts: pd.DataFrame) -> pd.DataFrame:
    keys = facts.assign(_low=facts["confidence"] != "high")
    return keys.sort_values(["_low", "sort_date", "evidence"], ascending=[True, False, True], kind="stable")


def source_text(context: WaveContext, publisher: str, date_published: str) -> str:
    """Return how a source is cited beside an example: publisher, date."""
    return context.say("{publisher}, {when}", publisher=publisher, when=context.partial_date(date_published))


def note_text(context: WaveContext, fact: Mapping[Any, Any]) -> str:
    """Return the note of a fact; before it the number that the fact gives, where its note does not tell it."""
    note, answer = str(fact[context.note_column(map(str, fact))] or ""), str(fact["answer"])
    if not _NUMBER.fullmatch(answer) or _tells(note, float(answer)):
        return note
    number = number_text(float(answer), context.lang, len(answer.partition(".")[2].rstrip("0")))
    return context.say("{number}: {text}", number=number, text=note) if note else number


def _tells(note: str, value: float) -> bool:
    """Tell whether a note holds a number: written out, in thousands or in millions.

    >>> _tells("60,000 EUR a year", 60000), _tells("1,2 M€ depuis 2017", 1200000), _tells("since 2017", 20)
    (True, True, False)
    """
    for found in _WRITTEN.findall(note):
        readings = [float(re.sub(r"\D", "", found))]
        if _DECIMAL.fullmatch(found):
            readings.append(float(found.replace(",", ".")))
        if any(math.isclose(reading * power, value) for reading in readings for power in (1, 1e3, 1e6)):
            return True
    return False


def _item(context: WaveContext, fact: Mapping[Hashable, str], label: str) -> dict[str, str]:
    return {
        "label": label,
        "text": note_text(context, fact),
        "source": source_text(context, fact["publisher"], fact["date_published"]),
        "url": fact["url"],
        "evidence": fact["evidence"],
    }


def _behind(facts: pd.DataFrame, tables: LeverAnswers, question: Question) -> pd.DataFrame:
    """Return the live facts that the yes answers to a question rest on, or what was chosen in a choice."""
    name = question.question
    acts = tables.answers[name] == "yes" if question.type is QuestionType.YES_NO else tables.answers[name] != NOTHING
    told = (tables.status[name] == Status.ANSWERED) & acts
    ids = {item for cell in tables.origin.loc[told, name] for item in cell.split(";")}
    found = facts[facts["evidence"].isin(ids) & (facts["standing"] == Standing.LIVE)]
    return found[found["answer"] == "yes"] if question.type is QuestionType.YES_NO else found


def _label(context: WaveContext, question: Question, fact: Mapping[Hashable, str]) -> str:
    """Return whom an example is of, and in a choice what it chose."""
    name = context.names[fact["territory"]]
    if not question.chosen:
        return name
    ticked = read_ticks(fact["answer"]).ticked
    chosen = [code.label.text(context.lang) for code in question.codes if code.code in ticked]
    return context.say("{territory} – {action}", territory=name, action=list_text(chosen, context.lang))


def examples_heading(context: WaveContext) -> Block | Page:
    """Return the heading above the examples; nothing where a survey was made, which may have left none."""
    return page([]) if context.surveyed else heading(context.say("Documented examples"))


def question_examples(
    context: WaveContext, lever: Lever, tables: LeverAnswers, facts: pd.DataFrame, ledger: Ledger
) -> list[Block]:
    """Return a few named examples for each question with documented yes answers or choices, then what was written."""
    documented = _documented(context, lever, tables, facts)
    if not context.surveyed:
        return documented
    documented += _others(context, lever, facts)
    if documented:
        documented = [heading(context.say("Documented examples")), *documented]
    written = _written(context, lever, tables, facts, ledger)
    return [*documented, heading(context.say("In their own words")), *written] if written else documented


def _written(
    context: WaveContext, lever: Lever, tables: LeverAnswers, facts: pd.DataFrame, ledger: Ledger
) -> list[Block]:
    """Return what territories answered in words to the survey, question by question."""
    blocks = []
    for question in lever.questions:
        if question.type is not QuestionType.TEXT:
            continue
        name = question.question
        own = (tables.status[name] == Status.ANSWERED) & ~_documented_cells(tables.origin[name], facts)
        may_show = ~is_held_back(tables.answers[name])
        shown = tables.answers.loc[own & may_show, name].head(SHOWN_TEXTS)
        items = [
            {
                "label": context.say("Anonymous") if context.study.open_survey else context.names[str(territory)],
                "text": str(text),
                "source": context.say("answer to the survey"),
                "url": "",
                "evidence": "",
            }
            for territory, text in shown.items()
        ]
        label = question.label.text(context.lang)
        if int(own.sum()) > len(items):
            counts = {word: ledger.cited(f"written.{of_question(question)}{key}", context.lang) for word, key in
                      (("shown", ".shown"), ("count", ""))}  # fmt: skip
            label = context.say("{label} ({shown} of {count} answers)", label=label, **counts)
        if items:
            blocks.append(examples(label, items))
        elif own.any():
            count = ledger.cited(f"written.{of_question(question)}", context.lang)
            held = mark("Answers in words: {count}. They are not published: nobody has read and released them yet.")
            blocks.append(callout(question.label.text(context.lang), context.say(held, count=count)))
    return blocks


def _documented_cells(origins: pd.Series, facts: pd.DataFrame) -> pd.Series:
    """Tell which origins are evidence ids; those of survey answers name a cell of a file."""
    return origins.str.split(";").str[0].isin(set(facts["evidence"]))


def _documented(context: WaveContext, lever: Lever, tables: LeverAnswers, facts: pd.DataFrame) -> list[Block]:
    blocks: list[Block] = []
    note = context.note_column(facts.columns)
    used: set[str] = set()
    told: set[str] = set()
    for question in lever.questions:
        if question.type is not QuestionType.YES_NO and not question.chosen:
            continue
        mine = _behind(facts, tables, question)
        mine = _ranked(mine[mine[note] != ""])
        # One sentence is told once, whatever it is evidence of.
        mine = mine[~mine[note].isin(told)].drop_duplicates("territory")
        again = mine["territory"].isin(used)
        fresh = mine.assign(_again=again).sort_values("_again", kind="stable").head(_PER_QUESTION)
        used |= set(fresh["territory"])
        told |= set(fresh[note])
        if not fresh.empty:
            items = [_item(context, fact, _label(context, question, fact)) for fact in fresh.to_dict("records")]
            blocks.append(examples(question.label.text(context.lang), items))
    return blocks


def other_actions(context: WaveContext, lever: Lever, facts: pd.DataFrame) -> list[Block]:
    """Return the further actions of the lever that have no question of their own, as examples; none, or one block.

    None where a survey was made: they then stand before what was written (`question_examples`).
    """
    return [] if context.surveyed else _others(context, lever, facts)


def _others(context: WaveContext, lever: Lever, facts: pd.DataFrame) -> list[Block]:
    gathering = [q.question for q in lever.questions if q.type is QuestionType.TEXT and q.codes]
    live = facts[facts["question"].isin(gathering) & (facts["standing"] == Standing.LIVE)]
    # What a territory does is told once, whatever codes it is filed under.
    once = _ranked(live).drop_duplicates(["territory", context.note_column(facts.columns)])
    chosen = once.head(_OTHER_ACTIONS)
    labels = {code.code: code.label.text(context.lang) for q in lever.questions for code in q.codes}
    items = [
        _item(
            context,
            fact,
            context.say(
                "{territory} – {action}", territory=context.names[fact["territory"]], action=labels[fact["code"]]
            ),
        )
        for fact in chosen.to_dict("records")
    ]
    return [examples(context.say("Other documented actions"), items)] if items else []


def _values(
    context: WaveContext, question: Question, tables: LeverAnswers, facts: pd.DataFrame, ledger: Ledger
) -> Iterable[list[object]]:
    by_id = facts.set_index("evidence")
    answered = tables.status[question.question] == Status.ANSWERED
    for territory in tables.answers.index[answered & _documented_cells(tables.origin[question.question], facts)]:
        fact = by_id.loc[tables.origin.loc[territory, question.question].split(";")[0]]
        key = f"value.{question.question}.{territory}"
        value, unit = ledger.cited(key, context.lang), question.unit or ""
        cited = source_text(context, fact["publisher"], fact["date_published"])
        yield [
            question.label.text(context.lang),
            context.names[territory],
            context.say(
                "{number} {unit}",
                number=value,
                unit=context.study.unit_text(unit, context.lang, ledger.value(key)),
            ),
            context.date_of(fact),
            {"text": cited, "url": fact["url"]},
        ]


def numbers_table(
    context: WaveContext, lever: Lever, tables: LeverAnswers, facts: pd.DataFrame, ledger: Ledger
) -> list[Block]:
    """Return the documented values of the lever's number questions, a row each with its source; none, or one table.

    Values answered in a survey are not listed one by one (`study.chapters.numbers.number_table` sums them up).
    """
    questions = [q for q in lever.questions if q.type is QuestionType.NUMBER]
    rows = [row for question in questions for row in _values(context, question, tables, facts, ledger)]
    if not rows:
        return []
    widths = ("1.2fr", "0.9fr", "auto", "auto", "1.4fr")
    aligns = ("left", "left", "right", "left", "left")
    labels = [context.say(t) for t in (mark("Quantity"), mark("Value"), mark("Date"), mark("Source"))]
    labels.insert(1, context.territory_heading)
    columns = [{"label": text, "align": a, "width": w} for text, a, w in zip(labels, aligns, widths, strict=True)]
    return [
        table(
            f"lever-{lever.lever}-numbers",
            context.say("Documented amounts and numbers"),
            columns,
            rows,  # type: ignore[arg-type]
            note=context.say(_ADDED if any(question.additive for question in questions) else _SIDE_BY_SIDE),
            source=context.source_line(),
        )
    ]
