"""The blocks that look across the levers: key figures, territories × levers, how robust the intensities are.

Promise: nothing here ranks territories on what is known alone; every intensity is shown with what the unknown leaves
open.
"""

from collections.abc import Mapping

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import mark, number_text
from study.blocks.model import Block, cards, table
from study.chapters.context import WaveContext
from study.chapters.lever import question_card
from study.codebook.model import Lever
from study.figures.intensity import intensity_matrix
from study.figures.interval import dot_interval
from study.indicators.intensity import Intensity, intensity, intensity_indicators
from study.indicators.table import Indicator
from study.ledger.entries import Ledger

# Over all levers at once; named like a lever's own intensity.
ALL = "all_levers"


def with_core(context: WaveContext) -> list[Lever]:
    """Return the levers that have an intensity."""
    return [lever for lever in context.study.levers if lever.core]


def overall_indicators(context: WaveContext, tables: Mapping[int, LeverAnswers]) -> list[Indicator]:
    """Return the intensity over the core questions of all levers, per territory and for the frame."""
    core = [question.question for lever in context.study.levers for question in lever.core]
    return intensity_indicators(intensity(list(tables.values()), core), ALL, None)


def key_cards(context: WaveContext, ledger: Ledger) -> list[Block]:
    """Return the key figures: what the study rests on, the best documented action of each lever, the whole."""
    lang = context.lang

    def card(key: str, label: str, detail: str = "", **values: str) -> dict[str, str]:
        return {
            "value": ledger.text(key, lang),
            "label": context.say(label),
            "detail": context.say(detail, **values) if detail else "",
            "key": key,
        }

    rests_on = [
        card("frame.count", mark("{territories} in the study")),
        card(
            "evidence.count",
            mark("documented facts"),
            mark("of which {live} still in force"),
            live=ledger.text("evidence.live", lang),
        ),
        card("sources.count", mark("public sources")),
        card("answers.known", mark("of the core answers are known"), mark("the rest is unknown, never “no”")),
    ]
    best = []
    for lever in with_core(context):
        questions = list(lever.core)
        top = max(questions, key=lambda q: ledger.entry(f"{q.question}.yes").value or 0)
        best.append(question_card(context, top, ledger))
    name = f"{ALL}.intensity"
    upper = ledger.text(f"{name}.upper", lang)
    best.append(
        card(
            name,
            mark("of the actions documented, all levers together"),
            mark("up to {upper} if every unknown were a yes"),
            upper=upper,
        )
    )
    return [cards([*rests_on, *best], across=4)]


def _per_lever(context: WaveContext, tables: Mapping[int, LeverAnswers]) -> dict[int, Intensity]:
    return {
        lever.lever: intensity([tables[lever.lever]], [q.question for q in lever.core]) for lever in with_core(context)
    }


def territories_figure(context: WaveContext, tables: Mapping[int, LeverAnswers], ledger: Ledger) -> Block:
    """Return the figure territories × levers: how many core actions are documented, and how many might be."""
    found = _per_lever(context, tables)
    yes = pd.DataFrame({lever: item.yes for lever, item in found.items()})
    upper = pd.DataFrame({lever: item.yes + item.unknown for lever, item in found.items()})
    labels = {lever.lever: lever.short.text(context.lang) for lever in with_core(context)}
    totals = {lever.lever: len(lever.core) for lever in with_core(context)}
    sums = yes.sum(axis=1)
    parts = [
        context.say("{territory} {count}", territory=context.names[str(t)], count=count) for t, count in sums.items()
    ]
    chart = intensity_matrix(
        yes,
        totals=totals,
        row_labels=context.names,
        column_labels=labels,
        key="overview-territories",
        title=context.say(
            "From {least} to {most} documented actions of {total}, according to the territory",
            least=int(sums.min()), most=int(sums.max()), total=sum(totals.values()),
        ),
        alt=context.say(
            "Grid of {base} {territories} by {levers} levers. Documented actions in all, of {total}: {parts}.",
            base=len(yes), levers=len(totals), total=sum(totals.values()), parts=", ".join(parts),
        ),
        source=context.source_line(),
        lang=context.lang,
        upper=upper,
    )  # fmt: skip
    return Block(chart.as_block())


def levers_figure(context: WaveContext, ledger: Ledger) -> Block:
    """Return the figure of the levers: share of documented actions, with its bounds."""
    rows, parts = [], []
    for lever in with_core(context):
        name = f"lever_{lever.lever}.intensity"
        value, low, high = (ledger.entry(f"{name}{end}").value for end in ("", ".lower", ".upper"))
        label = lever.title.text(context.lang)
        rows.append({"label": label, "value": value, "lower": low, "upper": high})
        texts = [ledger.text(f"{name}{end}", context.lang) for end in ("", ".upper")]
        parts.append(context.say("{label} {value}, up to {upper}", label=label, value=texts[0], upper=texts[1]))
    data = pd.DataFrame(rows)
    best = data.sort_values("value", ascending=False, kind="stable").iloc[0]
    chart = dot_interval(
        data,
        key="overview-levers",
        title=context.say("“{label}” is the lever with the most documented actions", label=best["label"]),
        alt=context.say(
            "Share of documented actions per lever, and what it would be if every unknown were a yes: {parts}.",
            parts="; ".join(parts),
        ),
        source=context.source_line(),
        lang=context.lang,
    )
    return Block(chart.as_block())


def territories_table(context: WaveContext, tables: Mapping[int, LeverAnswers], ledger: Ledger) -> Block:
    """Return the table territories × levers as counts, with the overall share, its bounds and its sensitivity."""
    found = _per_lever(context, tables)
    lang = context.lang

    def row(territory: str) -> list[str]:
        counts = [
            context.say(
                "{yes}/{base}", yes=number_text(item.yes[territory], lang), base=number_text(item.base[territory], lang)
            )
            for item in found.values()
        ]
        low, high, least, most = (
            ledger.text(f"{ALL}.{end}.{territory}", lang)
            for end in ("intensity.lower", "intensity.upper", "intensity_lowest", "intensity_highest")
        )
        return [context.names[territory], *counts, context.say("{low} to {high}", low=low, high=high),
                context.say("{low} to {high}", low=least, high=most)]  # fmt: skip

    labels = [context.say("Territory"), *(lever.short.text(lang) for lever in with_core(context)),
              context.say("All (bounds)"), context.say("Leaving one out")]  # fmt: skip
    columns = [
        {"label": label, "align": "left" if i == 0 else "center", "width": "27mm" if i == 0 else "1fr"}
        for i, label in enumerate(labels)
    ]
    return table(
        "overview-territories-table",
        context.say("Documented actions by territory and lever"),
        columns,
        [row(territory) for territory in context.territories],
        note=context.say(
            "Documented yes answers over the lever’s core questions. The bounds go from what is documented to what it "
            "would be if every unknown were a yes. “Leaving one out” gives the lowest and highest share obtained "
            "when one question is left out."
        ),
        source=context.source_line(),
    )
