"""The blocks that look across the levers: key figures, territories × levers, how robust the intensities are.

Promise: nothing here ranks territories on what is known alone; every intensity is shown with what the unknown leaves
open. A study without core questions has no intensity, so none of these figures and tables; an open survey has none of
those that have a row per territory.
"""

from collections.abc import Mapping

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import mark
from study.blocks.model import Block, Page, cards, page, table
from study.chapters.context import Basis, WaveContext
from study.chapters.lever import question_card
from study.codebook.model import Lever
from study.figures.intensity import intensity_matrix
from study.figures.interval import dot_interval
from study.figures.spread import spread
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


def _card(
    context: WaveContext, ledger: Ledger, key: str, label: str, detail: str = "", **values: str
) -> dict[str, str]:
    return {
        "value": ledger.text(key, context.lang),
        "label": context.say(label),
        "detail": context.say(detail, **values) if detail else "",
        "key": key,
    }


def _rests_on(context: WaveContext, ledger: Ledger) -> list[dict[str, str]]:
    """Return what the study rests on: the territories, who answered or what is documented, how much is known."""
    found = [_card(context, ledger, "frame.count", mark("{territories} in the study"))]
    # Where whoever wants to answers, those in the study are those who answered.
    if "responses.count" in ledger.entries and not context.study.open_survey:
        label, detail = mark("{territories} answered"), mark("{rate} of those asked")
        rate = ledger.cited("responses.rate", context.lang)
        found.append(_card(context, ledger, "responses.count", label, detail, rate=rate))
    if context.basis is not Basis.SURVEY:
        label, detail = mark("documented facts"), mark("of which {live} still in force")
        live = ledger.cited("evidence.live", context.lang)
        found.append(_card(context, ledger, "evidence.count", label, detail, live=live))
    if context.basis is Basis.DESK:
        found.append(_card(context, ledger, "sources.count", mark("public sources")))
    if ledger.value("answers.known") is not None:
        label = mark("of the core answers are known")
        found.append(_card(context, ledger, "answers.known", label, mark("the rest is unknown, never “no”")))
    return found


def key_cards(context: WaveContext, ledger: Ledger) -> list[Block]:
    """Return the key figures: what the study rests on, the best documented action of each lever, the whole."""
    best = []
    for lever in with_core(context):
        questions = list(lever.core)
        top = max(questions, key=lambda q: ledger.entry(f"{q.question}.yes").value or 0)
        best.append(question_card(context, top, ledger))
    if with_core(context):
        label = context.by_basis(
            context.of_levers(
                mark("of the actions documented, all levers together"), mark("of the actions documented, in all")
            ),
            mark("of the core questions answered yes, in all"),
        )
        upper = ledger.cited(f"{ALL}.intensity.upper", context.lang)
        detail = mark("up to {upper} if every unknown were a yes")
        best.append(_card(context, ledger, f"{ALL}.intensity", label, detail, upper=upper))
    return [cards([*_rests_on(context, ledger), *best], across=4)]


def _per_lever(context: WaveContext, tables: Mapping[int, LeverAnswers]) -> dict[int, Intensity]:
    return {
        lever.lever: intensity([tables[lever.lever]], [q.question for q in lever.core]) for lever in with_core(context)
    }


def territories_figure(context: WaveContext, tables: Mapping[int, LeverAnswers], ledger: Ledger) -> Block | Page:
    """Return the figure territories × levers: how many core actions are documented, and how many might be."""
    if not with_core(context) or not context.each:
        return page([])
    found = _per_lever(context, tables)
    yes = pd.DataFrame({lever: item.yes for lever, item in found.items()})
    upper = pd.DataFrame({lever: item.yes + item.unknown for lever, item in found.items()})
    labels = {lever.lever: lever.short.text(context.lang) for lever in with_core(context)}
    totals = {lever.lever: len(lever.core) for lever in with_core(context)}
    sums = yes.sum(axis=1)
    parts = [
        context.say("{territory} {count}", territory=context.names[str(t)], count=count) for t, count in sums.items()
    ]
    title = context.by_basis(
        mark("From {least} to {most} documented actions of {total}, according to the territory"),
        mark("From {least} to {most} yes answers to the {total} core questions"),
    )
    ends = {"least": sums.idxmin(), "most": sums.idxmax()}
    said = {word: f"{ALL}.intensity.numerator.{territory}" for word, territory in ends.items()}
    said["total"] = "questions.core"
    alt = context.by_basis(
        mark("Grid of {base} {territories} by {count} {levers}. Documented actions in all, of {total}: {parts}."),
        mark("Grid of {base} {territories} by {count} {levers}. Yes answers in all, of {total}: {parts}."),
    )
    chart = intensity_matrix(
        yes,
        totals=totals,
        row_labels=context.names,
        column_labels=labels,
        key="overview-territories",
        title=context.say(title, **{word: ledger.cited(key, context.lang) for word, key in said.items()}),
        alt=context.say(
            alt,
            base=len(yes), count=len(totals), total=sum(totals.values()), parts=", ".join(parts),
        ),
        source=context.source_line(),
        lang=context.lang,
        upper=upper,
    )  # fmt: skip
    return Block(chart.as_block())


def levers_figure(context: WaveContext, ledger: Ledger) -> Block | Page:
    """Return the figure of the levers: share of documented actions, with its bounds."""
    if not with_core(context):
        return page([])
    rows, parts = [], []
    for lever in with_core(context):
        name = f"lever_{lever.lever}.intensity"
        value, low, high = (ledger.entry(f"{name}{end}").value for end in ("", ".lower", ".upper"))
        label = lever.title.text(context.lang)
        rows.append({"label": label, "value": value, "lower": low, "upper": high, "key": name})
        texts = [ledger.text(f"{name}{end}", context.lang) for end in ("", ".upper")]
        parts.append(context.say("{label} {value}, up to {upper}", label=label, value=texts[0], upper=texts[1]))
    data = pd.DataFrame(rows)
    best = data.sort_values("value", ascending=False, kind="stable").iloc[0]
    title = context.by_basis(
        context.of_levers(
            mark("“{label}” is the lever with the largest share of documented actions, {value}"),
            mark("“{label}”: the largest share of documented actions, {value}"),
        ),
        mark("“{label}”: the largest share of yes answers, {value}"),
    )
    alt = context.by_basis(
        mark("Share of documented actions per {lever}, and what it would be if every unknown were a yes: {parts}."),
        mark("Share of yes answers per {lever}, and what it would be if every unknown were a yes: {parts}."),
    )
    chart = dot_interval(
        data,
        key="overview-levers",
        title=context.say(title, label=best["label"], value=ledger.cited(str(best["key"]), context.lang)),
        alt=context.say(alt, parts="; ".join(parts)),
        source=context.source_line(),
        lang=context.lang,
    )
    return Block(chart.as_block())


def spread_figure(context: WaveContext, tables: Mapping[int, LeverAnswers], ledger: Ledger) -> Block | Page:
    """Return how the territories spread over each lever's core questions, and where the unknown could take them."""
    levers = with_core(context)
    if not levers:
        return page([])
    found = _per_lever(context, tables)
    rows, parts = [], []
    for lever in levers:
        item, label = found[lever.lever], lever.title.text(context.lang)
        asked = item.base > 0
        known, upper = (count[asked] / item.base[asked] for count in (item.yes, item.yes + item.unknown))
        for share in sorted({*known, *upper}):
            counts = {"known": int((known == share).sum()), "at_most": int((upper == share).sum())}
            rows.append({"label": label, "share": float(share), **counts})
        name = f"lever_{lever.lever}.acting_core"
        counted = {word: ledger.text(f"{name}{end}", context.lang) for word, end in (("count", ""), ("base", ".base"))}
        parts.append(context.say("{label}: {count} of {base}", label=label, **counted))
    acting = [(ledger.value(f"lever_{lever.lever}.acting_core") or 0, lever) for lever in levers]
    ends = {"most": max(acting, key=lambda item: item[0]), "least": min(acting, key=lambda item: item[0])}
    words = {f"{end}_label": lever.title.text(context.lang) for end, (_, lever) in ends.items()}
    words |= {end: ledger.cited(f"lever_{lever.lever}.acting_core", context.lang) for end, (_, lever) in ends.items()}
    words["base"] = ledger.cited(f"lever_{ends['most'][1].lever}.acting_core.base", context.lang)
    title = context.by_basis(
        mark(
            "At least one action is documented for {most} of {base} {territories} in “{most_label}”, for "
            "{least} in “{least_label}”"
        ),
        mark("At least one yes for {most} of {base} {territories} in “{most_label}”, for {least} in “{least_label}”"),
    )  # fmt: skip
    alt = context.by_basis(
        mark(
            "A strip per {lever}, a dot per response or territory, from no documented action to all of "
            "them. At least one action documented: {parts}."
        ),
        mark(
            "A strip per {lever}, a dot per response or territory, from no yes to all of them. At least one "
            "yes: {parts}."
        ),
    )  # fmt: skip
    chart = spread(
        pd.DataFrame(rows),
        key="overview-spread",
        title=context.say(title, **words),
        alt=context.say(alt, parts="; ".join(parts)),
        source=context.source_line(),
        lang=context.lang,
    )
    return Block(chart.as_block())


def territories_table(context: WaveContext, ledger: Ledger) -> Block | Page:
    """Return the table territories × levers as counts, with the overall share, its bounds and its sensitivity."""
    if not with_core(context) or not context.each:
        return page([])
    lang = context.lang

    def row(territory: str) -> list[str]:
        counts = [
            context.say(
                "{yes}/{base}",
                **{
                    word: ledger.cited(f"lever_{lever.lever}.intensity.{beside}.{territory}", lang)
                    for word, beside in (("yes", "numerator"), ("base", "base"))
                },
            )
            for lever in with_core(context)
        ]

        def between(low: str, high: str) -> str:
            ends = (ledger.cited(f"{ALL}.{end}.{territory}", lang) for end in (low, high))
            return context.say("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))

        return [context.names[territory], *counts, between("intensity.lower", "intensity.upper"),
                between("intensity_lowest", "intensity_highest")]  # fmt: skip

    labels = [context.territory_heading, *(lever.short.text(lang) for lever in with_core(context)),
              context.say("All (bounds)"), context.say("Leaving one out")]  # fmt: skip
    columns = [
        {"label": label, "align": "left" if i == 0 else "center", "width": "27mm" if i == 0 else "1fr"}
        for i, label in enumerate(labels)
    ]
    title = context.by_basis(mark("Documented actions by territory and {lever}"), mark("Yes answers by {lever}"))
    note = context.by_basis(
        context.of_levers(
            mark(
                "Documented yes answers over the lever’s core questions. The bounds go from what is documented to what "
                "it would be if every unknown were a yes. “Leaving one out” gives the lowest and highest share "
                "obtained when one question is left out."
            ),
            mark(
                "Documented yes answers over the core questions. The bounds go from what is documented to what it "
                "would be if every unknown were a yes. “Leaving one out” gives the lowest and highest share obtained "
                "when one question is left out."
            ),
        ),
        mark(
            "Yes answers over the core questions asked. The bounds go from the yes answers to what it would be if "
            "every unknown were a yes. “Leaving one out” gives the lowest and highest share obtained when one question "
            "is left out."
        ),
    )
    return table(
        "overview-territories-table",
        context.say(title),
        columns,
        [row(territory) for territory in context.territories],
        note=context.say(note),
        source=context.source_line(),
    )
