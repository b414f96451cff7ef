"""The maps: over all levers, how much is documented of each territory; in a lever's chapter, who acts.

Promise: a study without an outline has no map, nor has an open survey, and no blank page either; a title says how much
is known, never who is ahead; an alt text names every territory. Left out: the drawing (`study.figures.map`).
"""

from collections.abc import Mapping

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import list_text, mark, number_text
from study.blocks.model import Block
from study.chapters.context import WaveContext
from study.chapters.lever import shown_states, yes_no
from study.chapters.overview import ALL, with_core
from study.codebook.model import Lever
from study.figures.map import NOT_ASKED, intensity_map, state_map
from study.figures.style import STATES
from study.indicators.intensity import intensity
from study.intake.outline import load_outline
from study.ledger.entries import Ledger


def _places(context: WaveContext) -> pd.DataFrame:
    """Return name, lon and lat of each territory, by its key."""
    return context.frame.set_index("territory")[["short_name", "lon", "lat"]].rename(columns={"short_name": "name"})


def overview_map(context: WaveContext, tables: Mapping[int, LeverAnswers], ledger: Ledger) -> list[Block]:
    """Return the map of the core questions of all levers: how many each territory answers yes, and how many it might.

    None when the study has no map or no core question.
    """
    outline = load_outline(context.paths, context.study)
    if outline is None or not with_core(context) or not context.each:
        return []
    lang = context.lang
    core = [question.question for lever in context.study.levers for question in lever.core]
    found = intensity(list(tables.values()), core)
    data = _places(context).assign(yes=found.yes, upper=found.yes + found.unknown, total=found.base)
    parts = [
        context.say(
            "{territory}: {yes} of {base}, at most {upper}",
            territory=name,
            **{word: number_text(count, lang) for word, count in (("yes", yes), ("base", base), ("upper", upper))},
        )
        for name, yes, upper, base in data[["name", "yes", "upper", "total"]].itertuples(index=False, name=None)
    ]
    title = context.by_basis(
        mark("{value} of the actions documented, {upper} if every unknown were a yes"),
        mark("{value} of the core questions answered yes, {upper} if every unknown were a yes"),
    )
    name, base = f"{ALL}.intensity", number_text(len(data), lang)
    alt = context.by_basis(
        mark("Map of {base} {territories}. Documented actions: {parts}."),
        mark("Map of {base} {territories}. Yes answers: {parts}."),
    )
    counted = context.by_basis(mark("Documented actions"), mark("Yes answers"))
    chart = intensity_map(
        data,
        rings=outline.rings,
        key="overview-map",
        title=context.say(title, value=ledger.cited(name, lang), upper=ledger.cited(f"{name}.upper", lang)),
        alt=context.say(alt, base=base, parts="; ".join(parts)),
        source=context.source_line(),
        lang=lang,
        counted=context.say(counted),
    )
    return [Block(chart.as_block())]


def lever_map(context: WaveContext, lever: Lever, answers: LeverAnswers, ledger: Ledger) -> list[Block]:
    """Return the map of the lever's question with the most yes answers, by state; the first of those that tie.

    None when the study has no map, or when nothing is known of the lever's yes/no questions.
    """
    outline = load_outline(context.paths, context.study)
    questions = yes_no(lever)
    if outline is None or not questions or not context.each:
        return []
    lang = context.lang
    best = max(questions, key=lambda question: ledger.entry(f"{question.question}.yes").value or 0)
    data = _places(context).assign(state=shown_states(answers, [best.question])[best.question])
    if not data["state"].isin(["yes", "planned", "no", "conflict"]).any():
        return []
    label = best.label.text(lang)
    counts = {state: ledger.cited(f"{best.question}.{state}", lang) for state in ("yes", "asked", "unknown")}
    known = not ledger.entry(f"{best.question}.unknown").value
    title = context.by_basis(
        mark("“{label}”: documented for {yes} of {asked} {territories}, with no unknown")
        if known
        else mark("“{label}”: documented for {yes} of {asked} {territories}, unknown for {unknown}"),
        mark("“{label}”: yes for {yes} of {asked} {territories}, with no unknown")
        if known
        else mark("“{label}”: yes for {yes} of {asked} {territories}, unknown for {unknown}"),
    )
    chart = state_map(
        data,
        rings=outline.rings,
        key=f"lever-{lever.lever}-map",
        title=context.say(title, label=label, **counts),
        alt=context.say(
            "Map of {base} {territories}, “{label}”. {parts}.",
            base=number_text(len(data), lang), label=label, parts="; ".join(_who(context, data)),
        ),
        source=context.source_line(),
        lang=lang,
    )  # fmt: skip
    return [Block(chart.as_block())]


def _who(context: WaveContext, data: pd.DataFrame) -> list[str]:
    """Return who is in each state that occurs, the question's own order of states."""
    groups = [(style.label, data.loc[data["state"] == state, "name"]) for state, style in STATES.items()]
    groups.append((NOT_ASKED, data.loc[data["state"].isna(), "name"]))
    return [
        context.say("{label}: {names}", label=context.say(label), names=list_text(list(names), context.lang))
        for label, names in groups
        if len(names)
    ]
