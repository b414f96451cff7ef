"""The blocks of the method chapter: what this is, whom it covers, what the field work was, how to settle an unknown."""

import pandas as pd

from study.answers.facts import Standing
from study.base.text import mark, number_text
from study.blocks.model import Block, callout, table
from study.chapters.context import WaveContext


def status_callout(context: WaveContext) -> Block:
    """Return the box that says what this publication is, as on the cover."""
    return callout(context.say("What this is"), context.wave.status.text(context.lang))


def settle_callout(context: WaveContext) -> Block:
    """Return the box that says how an unknown or an error is settled."""
    return callout(context.say("How to settle an unknown or an error"), context.wave.settle.text(context.lang))


def collection_table(context: WaveContext) -> list[Block]:
    """Return the facts of the field work, as the wave states them; none, or one table."""
    if not context.wave.collection:
        return []
    rows = []
    for fact in context.wave.collection:
        value = fact.value if isinstance(fact.value, str) else number_text(fact.value, context.lang)
        rows.append([fact.label.text(context.lang), value, fact.source])
    columns = [{"label": context.say(t), "width": w, "align": a} for t, w, a in
               ((mark("Fact"), "1fr", "left"), (mark("Value"), "auto", "right"),
                (mark("Source"), "auto", "left"))]  # fmt: skip
    return [table("method-collection", context.say("The survey of the publication"), columns, rows)]


def frame_table(context: WaveContext, facts: pd.DataFrame) -> Block:
    """Return the frame: each territory with its SIREN, population, and how many facts are documented for it."""
    known = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    counts = known.groupby("territory").size()
    live = known[known["standing"] == Standing.LIVE].groupby("territory").size()
    rows = [
        [
            row["name"],
            row["siren"],
            number_text(context.population[row["territory"]], context.lang),
            number_text(int(counts.get(row["territory"], 0)), context.lang),
            number_text(int(live.get(row["territory"], 0)), context.lang),
        ]
        for row in context.frame.to_dict("records")
    ]
    headings = (mark("Territory"), mark("SIREN"), mark("Municipal population"), mark("Facts"), mark("In force"))
    columns = [
        {"label": context.say(text), "width": "1fr" if i == 0 else "auto", "align": "left" if i < 2 else "right"}
        for i, text in enumerate(headings)
    ]
    return table(
        "method-frame",
        context.say("The {territories} of the study"),
        columns,
        rows,
        note=context.say(
            "Municipal population of the {vintage} vintage. Facts dated at or before {date}, and those still in force "
            "then.",
            vintage=context.wave.population_vintage,
        ),
        source=context.say(
            "{sources}; documented public facts.", sources=", ".join(dict.fromkeys(context.frame["source"]))
        ),
    )
