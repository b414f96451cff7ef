"""A sheet for each lever: its questions with who answers what, shares and their bounds; then its numbers.

Promise: the numbers are those of the ledger, exact, beside the key that they are traced by; what no question of the
lever has (populations, the age of evidence) has no column. Left out: the computation (`study.indicators`).
"""

from collections.abc import Iterator, Sequence

from study.base.text import mark
from study.chapters.context import Basis, WaveContext
from study.chapters.lever import yes_no
from study.codebook.model import Lever, QuestionType
from study.ledger.entries import Ledger
from study.workbook.sheets import Cell, Column, Sheet, Table, of_ledger

# What stands beside each question: heading, what its key ends with, and whether it is of evidence alone.
_MEASURES = (
    (mark("Yes"), "yes", False),
    (mark("Planned"), "planned", False),
    (mark("No"), "no", False),
    (mark("Unknown"), "unknown", False),
    (mark("Put to"), "asked", False),
    (mark("Share"), "share", False),
    (mark("Share, lower bound"), "share.lower", False),
    (mark("Share, upper bound"), "share.upper", False),
    (mark("Share of known"), "share_determined", False),
    (mark("Share of population"), "weighted_share", False),
    (mark("Share of population, lower bound"), "weighted_share.lower", False),
    (mark("Share of population, upper bound"), "weighted_share.upper", False),
    (mark("Median age, years"), "count.median_age", True),
    (mark("Yes, high confidence"), "count.high", True),
)
_NUMBERS = (
    (mark("Known values"), "answered", False),
    (mark("Put to"), "asked", False),
    (mark("Median"), "median", False),
    (mark("Total"), "total", False),
    (mark("Median age, years"), "documented.median_age", True),
    (mark("High confidence"), "documented.high", True),
)
_LABEL, _KEY, _NUMBER = 46, 40, 14


def _rows(lever: Lever, lang: str) -> Iterator[tuple[str, str]]:
    """Yield what is counted of a lever: its label, and what its keys begin with."""
    for question in yes_no(lever):
        yield question.label.text(lang), question.question
    for question in lever.questions:
        for code in question.codes if question.chosen else ():
            yield f"{question.label.text(lang)} – {code.label.text(lang)}", f"{question.question}.{code.code}"


def _kept(
    names: Sequence[str], measures: Sequence[tuple[str, str, bool]], context: WaveContext, ledger: Ledger
) -> list[tuple[str, str]]:
    """Return the measures that the ledger holds for some of these names, and that the wave speaks of."""
    told = [(heading, end) for heading, end, of_evidence in measures
            if not of_evidence or context.basis is not Basis.SURVEY]  # fmt: skip
    return [(heading, end) for heading, end in told if any(f"{name}.{end}" in ledger.entries for name in names)]


def _first_key(name: str, ends: Sequence[str], ledger: Ledger) -> str:
    """Return the key of the measure that a reader traces first."""
    return next((f"{name}.{end}" for end in ends if f"{name}.{end}" in ledger.entries), name)


def _counted(context: WaveContext, lever: Lever, ledger: Ledger) -> Table | None:
    lang = context.lang
    rows = list(_rows(lever, lang))
    measures = _kept([name for _, name in rows], _MEASURES, context, ledger)
    if not rows:
        return None
    heads = (Column(context.say(mark("Question")), _LABEL), Column(context.say(mark("Key")), _KEY))
    return Table(
        (*heads, *(Column(context.say(heading), _NUMBER) for heading, _ in measures)),
        tuple(
            (Cell(label), Cell(_first_key(name, ("count", "yes"), ledger)),
             *(of_ledger(ledger, f"{name}.{end}", lang) for _, end in measures))
            for label, name in rows
        ),
    )  # fmt: skip


def _numbers(context: WaveContext, lever: Lever, ledger: Ledger) -> Table | None:
    lang = context.lang
    asked = [q for q in lever.questions if q.type in (QuestionType.NUMBER, QuestionType.DATE)]
    if not asked:
        return None
    measures = _kept([question.question for question in asked], _NUMBERS, context, ledger)
    rows = []
    for question in asked:
        key = _first_key(question.question, ("documented", "median", "total", "answered"), ledger)
        unit = context.study.unit_text(question.unit, lang) if question.unit else ""
        label = question.label.text(lang)
        cells = (of_ledger(ledger, f"{question.question}.{end}", lang) for _, end in measures)
        rows.append((Cell(f"{label} ({unit})" if unit else label), Cell(key), *cells))
    heads = (Column(context.say(mark("Numbers and dates")), _LABEL), Column(context.say(mark("Key")), _KEY))
    return Table((*heads, *(Column(context.say(heading), _NUMBER) for heading, _ in measures)), tuple(rows))


def _whole(context: WaveContext, lever: Lever, ledger: Ledger) -> Table | None:
    key = f"lever_{lever.lever}.intensity"
    if key not in ledger.entries:
        return None
    label = context.by_basis(
        mark("Core actions documented, on average"), mark("Core questions answered yes, on average")
    )
    ends = (key, f"{key}.lower", f"{key}.upper")
    heads = (mark("Of the whole"), mark("Key"), mark("Share"), mark("Share, lower bound"), mark("Share, upper bound"))
    columns = tuple(Column(context.say(head), most) for head, most in
                    zip(heads, (_LABEL, _KEY, *[_NUMBER] * len(ends)), strict=True))  # fmt: skip
    row = (Cell(context.say(label)), Cell(key), *(of_ledger(ledger, end, context.lang) for end in ends))
    return Table(columns, (row,))


def lever_sheet(context: WaveContext, lever: Lever, ledger: Ledger, name: str) -> Sheet | None:
    """Return the sheet of a lever; None where nothing of it is counted."""
    found = (_counted(context, lever, ledger), _numbers(context, lever, ledger), _whole(context, lever, ledger))
    tables = tuple(table for table in found if table is not None)
    if not tables:
        return None
    notes = (
        context.say(
            "The lower bound of a share counts yes answers only, the upper one adds every unknown; the share of known "
            "leaves the unknown out. There is no confidence interval."
        ),
        context.say(
            "The key names a number as the report and its data do. For another number of the same row, another word "
            "ends the key: share, share.upper, weighted_share."
        ),
        context.say("Source: {source}", source=context.source_line()),
    )
    title = lever.title.text(context.lang)
    return Sheet(name, title, context.say("The indicators of “{lever}”", lever=title), tables, notes)
