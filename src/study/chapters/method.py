"""The blocks of the method chapter: what this is, whom it covers, what the field work was, how to settle an unknown.

Promise: the frame's table has the columns that the frame and the wave fill, and no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from study.base.layout import SHEETS
from study.base.text import mark
from study.blocks.model import Block, Page, callout, page, table
from study.chapters.context import Basis, WaveContext
from study.ledger.entries import Ledger


def status_callout(context: WaveContext) -> Block:
    """Return the box that says what this publication is, as on the cover."""
    return callout(context.say("What this is"), context.statement())


def settle_callout(context: WaveContext) -> Block:
    """Return the box that says how an unknown or an error is settled."""
    title = context.by_basis(mark("How to settle an unknown or an error"), mark("How to complete or correct an answer"))
    return callout(context.say(title), context.wave.settle.text(context.lang))


def collection_table(context: WaveContext, ledger: Ledger) -> list[Block]:
    """Return the facts of the field work, as the wave states them; none, or one table."""
    if not context.wave.collection:
        return []
    rows = []
    for place, fact in enumerate(context.wave.collection, start=1):
        told = isinstance(fact.value, str)
        value = str(fact.value) if told else ledger.cited(f"collection.{place}", context.lang)
        rows.append([fact.label.text(context.lang), value, fact.source])
    columns = [{"label": context.say(t), "width": w, "align": a} for t, w, a in
               ((mark("Fact"), "1fr", "left"), (mark("Value"), "auto", "right"),
                (mark("Source"), "auto", "left"))]  # fmt: skip
    title = mark("The survey of the publication") if context.wave.publisher else mark("The field work")
    return [table("method-collection", context.say(title), columns, rows)]


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the frame's table: its heading, its cell for each territory, its alignment."""

    label: str
    cells: Mapping[str, str]
    align: str = "right"


def frame_table(context: WaveContext, ledger: Ledger) -> Block | Page:
    """Return the frame: each territory with what the frame says of it, its answers and how many facts document it.

    Where a survey was made, a territory's answers are counted: those known, of those asked. Nothing in an open survey,
    which has no frame; where there are too many to list, where they stand.
    """
    if context.study.open_survey:
        return page([])
    if not context.each:
        count = ledger.cited("frame.count", context.lang)
        listed = context.say(
            "The study has {count} {territories}, too many to list each of them here; each one has its sheet of two "
            "pages, in the folder “{sheets}”.",
            count=count, sheets=SHEETS,
        )  # fmt: skip
        shared = "" if context.wave.survey.withheld and context.surveyed else context.say(
            "All their answers stand in “data/answers.csv” and in the workbook.")  # fmt: skip
        return callout(
            context.say("The {territories} of the study"), " ".join(part for part in (listed, shared) if part)
        )
    territories = context.territories
    columns = [_Column(context.territory_heading, dict(zip(territories, context.frame["name"], strict=True)), "left")]
    if "siren" in context.frame and (context.frame["siren"] != "").any():
        columns.append(
            _Column(context.say("SIREN"), dict(zip(territories, context.frame["siren"], strict=True)), "left")
        )
    notes = []
    if context.has_population:
        columns.append(_Column(context.say("Municipal population"), _each(context, ledger, "frame.population")))
        notes.append(mark("Municipal population of the {vintage} vintage."))
    if context.surveyed:
        columns.append(_Column(context.say("Core answers known"), _answers(context, ledger)))
    if context.basis is not Basis.SURVEY:
        facts = ((mark("Facts"), "evidence.count"), (mark("In force"), "evidence.live"))
        columns += [_Column(context.say(label), _each(context, ledger, key)) for label, key in facts]
        notes.append(mark("Facts dated at or before {date}, and those still in force then."))
    headings = [
        {"label": column.label, "width": "1fr" if i == 0 else "auto", "align": column.align}
        for i, column in enumerate(columns)
    ]
    source = context.by_basis(
        mark("{sources}; documented public facts."),
        mark("{sources}; answers to the survey."),
        mark("{sources}; answers to the survey and documented public facts."),
    )
    return table(
        "method-frame",
        context.say("The {territories} of the study"),
        headings,
        [[column.cells[territory] for column in columns] for territory in territories],
        note=" ".join(context.say(note, vintage=context.wave.populations_vintage) for note in notes),
        source=context.say(source, sources=", ".join(dict.fromkeys(context.frame["source"]))),
    )


def _each(context: WaveContext, ledger: Ledger, key: str) -> dict[str, str]:
    """Return a number of each territory (`<key>.<territory>`) as it is printed; a dash where there is none."""
    return {territory: ledger.shown(f"{key}.{territory}", context.lang) for territory in context.territories}


def _answers(context: WaveContext, ledger: Ledger) -> dict[str, str]:
    known, base = (_each(context, ledger, f"answers.known.{beside}") for beside in ("numerator", "base"))
    return {key: context.say("{known} of {base}", known=known[key], base=base[key]) for key in context.territories}
