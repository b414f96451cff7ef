"""The figure of what moved most between the first wave and this one, and how much of it is a change.

Promise: a rise that only fills the unknown is neither drawn nor told as one: the title says how many of the newly
documented yes are adoptions, and each line sets what changed apart from what only became known. A first wave has no
such figure, nor has a study in which nothing moved.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import mark
from study.blocks.model import Block
from study.chapters.context import WaveContext
from study.chapters.history import AtWave
from study.figures.moves import moves
from study.indicators.evolution import Change, compare, compared_questions
from study.ledger.entries import Ledger

# As many lines as half a page holds; the figure's title counts all core questions.
MOST = 16


def _rows(context: WaveContext, first: AtWave, answers: Mapping[int, LeverAnswers]) -> pd.DataFrame:
    """Return one row per core question that moved: most adoptions and ends first, then the longest way."""
    rows = []
    for lever in context.study.levers:
        for question in (item for item in compared_questions(lever) if item.core):
            found = compare(question.question, first.levers[lever.lever], answers[lever.lever])
            before, after = (len(found.saying_yes(states)) for states in (found.before, found.after))
            adopted, ended = len(found.who(Change.ADOPTED)), len(found.who(Change.ENDED))
            if before == after and not adopted and not ended:
                continue
            unknown = sum(state == "unknown" for state in found.before.values())
            label = question.label.text(context.lang)
            rows.append((label, before, after, unknown, adopted, ended, len(found.after)))
    data = pd.DataFrame(rows, columns=["label", "before", "after", "open", "adopted", "ended", "total"])
    order = pd.DataFrame({"changed": data["adopted"] + data["ended"], "way": (data["after"] - data["before"]).abs()})
    ranked = order.sort_values(["changed", "way"], ascending=False, kind="stable").index
    return data.loc[ranked].reset_index(drop=True)


def moves_figure(
    context: WaveContext, answers: Mapping[int, LeverAnswers], earlier: Sequence[AtWave], ledger: Ledger
) -> list[Block]:
    """Return the figure of the core questions that moved most since the first wave; none, or one."""
    if not earlier or not any(lever.core for lever in context.study.levers):
        return []
    first, last = earlier[0], context.wave.wave
    moved = _rows(context, first, answers)
    if moved.empty:
        return []
    data = moved.head(MOST)
    shown = [context.say("The lines are the questions that moved most.")] if len(moved) > len(data) else []
    key = f"evolution.{first.name}"
    counts = {name: ledger.cited(f"{key}.{name}", context.lang) for name in (Change.ADOPTED, Change.NEWLY_DOCUMENTED)}
    title = context.by_basis(
        mark(
            "Of the answers that become a documented yes between {first} and {last}, {found} fill an "
            "unknown and {adopted} are adoptions"
        ),
        mark(
            "Of the answers that become a yes between {first} and {last}, {found} fill an unknown and "
            "{adopted} are adoptions"
        ),
    )  # fmt: skip
    spoken = [
        context.say(
            "{label}: {before}, then {after} of {total}, {adopted} adopted, {ended} ended",
            **{str(k): v for k, v in row.items()},
        )
        for row in data.to_dict("records")
    ]
    chart = moves(
        data,
        first=first.name,
        last=last,
        key="evolution-moves",
        title=context.say(
            title, first=first.name, last=last, found=counts[Change.NEWLY_DOCUMENTED], adopted=counts[Change.ADOPTED]
        ),
        alt=context.say(
            "Dumbbells, one per question: how many say yes in {first} and in {last}, and how many changed. {parts}.",
            first=first.name, last=last, parts="; ".join(spoken),
        ),
        source=" ".join([context.source_line(), *shown]),
        lang=context.lang,
    )  # fmt: skip
    return [Block(chart.as_block())]
