"""The blocks that set a wave beside the earlier ones: what changed, for whom, and the page that says so.

Promise: waves after the report's own never appear, nor fictitious ones; the unknown is shown at every wave, and every
adoption and end is named with the fact it rests on. A study's first wave has no evolution: every function then returns
nothing. Left out: the numbers (`study.chapters.history`), which change rests on which fact (`study.chapters.steps`).
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from study.answers.tables import LeverAnswers
from study.base.text import list_text, mark
from study.blocks.model import Block, Cell, heading, table
from study.chapters.context import WaveContext
from study.chapters.examples import source_text
from study.chapters.history import AtWave
from study.chapters.lever import shown_states
from study.chapters.moves import moves_figure
from study.chapters.overview import ALL, with_core
from study.chapters.steps import Step, most_adopted, most_moved, steps
from study.codebook.model import Lever, Question
from study.figures.columns import state_columns
from study.figures.matrix import state_matrix
from study.indicators.evolution import Change, compared_questions
from study.indicators.shares import tally
from study.ledger.entries import Ledger

_NAMED = (Change.ADOPTED, Change.ENDED, Change.NEWLY_DOCUMENTED, Change.NO_LONGER_DOCUMENTED)
_CHANGES = {
    Change.ADOPTED: mark("Adopted"),
    Change.ENDED: mark("Ended"),
    Change.NEWLY_DOCUMENTED: mark("Newly documented"),
    Change.NO_LONGER_DOCUMENTED: mark("No longer documented"),
    Change.STABLE: mark("Stable"),
    Change.OTHER: mark("Other change"),
}
_SURVEYED = {
    Change.NEWLY_DOCUMENTED: mark("Yes, unknown before"),
    Change.NO_LONGER_DOCUMENTED: mark("Unknown, yes before"),
}
_ONE = {Change.ADOPTED: mark("an adoption"), Change.ENDED: mark("an end")}
_PARTS = ("yes", "planned", "no", "unknown")


def all_waves(context: WaveContext, answers: Mapping[int, LeverAnswers], earlier: Sequence[AtWave]) -> list[AtWave]:
    """Return the earlier waves, then the report's own."""
    return [*earlier, AtWave(context.wave, answers)]


def _note(context: WaveContext) -> str:
    note = context.by_basis(
        mark(
            "Adopted: no or planned, then yes. Ended: yes, then no. Newly documented: unknown, then yes, which may "
            "have been true before. No longer documented: yes, then unknown, because facts lapse. On the "
            "{territories} of both waves."
        ),
        mark(
            "Adopted: no or planned, then yes. Ended: yes, then no. An unknown is an answer that was not given. On the "
            "{territories} of both waves."
        ),
    )
    return context.say(note)


def change_heading(context: WaveContext, change: Change) -> str:
    """Return what a change is called, by what the wave rests on."""
    return context.say(context.by_basis(_CHANGES[change], _SURVEYED.get(change, _CHANGES[change])))


def _counts(answers: LeverAnswers, questions: Sequence[str]) -> dict[str, int]:
    found = [tally(answers, question) for question in questions]
    return {part: sum(len(getattr(item, part)) for item in found) for part in _PARTS}


def _spoken(context: WaveContext, data: pd.DataFrame) -> str:
    """Return the figure's columns in words: for each label, what stands above the column of each wave."""
    said = []
    for label, rows in data.groupby("label", sort=False):
        shown = [
            context.say("{value} in {wave}", value=row["shown"], wave=row["wave"]) for row in rows.to_dict("records")
        ]
        said.append(context.say("{label}: {values}", label=label, values=", ".join(shown)))
    return "; ".join(said)


def lever_figure(context: WaveContext, lever: Lever, waves: Sequence[AtWave], ledger: Ledger) -> list[Block]:
    """Return the figure of the lever's questions at each wave; none when there is nothing to compare."""
    questions = compared_questions(lever)
    rows = []
    for question in sorted(questions, key=lambda item: not item.core):
        for at in waves:
            counts = _counts(at.levers[lever.lever], [question.question])
            if sum(counts.values()):
                label = question.label.text(context.lang)
                rows.append({"label": label, "wave": at.name, **counts, "shown": str(counts["yes"])})
    if len(waves) < 2 or not rows:
        return []
    title = _finding(context, most_moved(questions, waves), waves[0].name, ledger)
    data = pd.DataFrame(rows)
    chart = state_columns(
        data,
        key=f"lever-{lever.lever}-evolution",
        title=title,
        alt=context.say(
            "One panel per question, a column per wave. How many say yes: {values}.", values=_spoken(context, data)
        ),
        source=context.source_line(),
        lang=context.lang,
    )  # fmt: skip
    return [Block(chart.as_block())]


def _finding(context: WaveContext, question: Question, first: str, ledger: Ledger) -> str:
    """Return how a question moved between two waves, and how much of it is an adoption or an end."""
    key = f"evolution.{first}.{question.question}"
    ends = {end: ledger.cited(f"{key}.{end}", context.lang) for end in ("before", "after", "base", "adopted", "ended")}
    before, after = (ledger.value(f"{key}.{end}") or 0 for end in ("before", "after"))
    if before == after:
        message = context.by_basis(
            mark("“{label}”: documented for {after} of {base} {territories} in {last} as in {first}"),
            mark("“{label}”: yes for {after} of {base} {territories} in {last} as in {first}"),
        )
    elif after > before:
        message = context.by_basis(
            mark(
                "“{label}”: documented for {before} of {base} {territories} in {first}, for {after} in {last}; "
                "adoptions between the two: {adopted}"
            ),
            mark(
                "“{label}”: yes for {before} of {base} {territories} in {first}, for {after} in {last}; "
                "adoptions between the two: {adopted}"
            ),
        )
    else:
        message = context.by_basis(
            mark(
                "“{label}”: documented for {before} of {base} {territories} in {first}, for {after} in {last}; "
                "ends between the two: {ended}"
            ),
            mark(
                "“{label}”: yes for {before} of {base} {territories} in {first}, for {after} in {last}; ends "
                "between the two: {ended}"
            ),
        )  # fmt: skip
    label = question.label.text(context.lang)
    return context.say(message, label=label, first=first, last=context.wave.wave, **ends)


def lever_table(context: WaveContext, lever: Lever, waves: Sequence[AtWave], facts: pd.DataFrame) -> list[Block]:
    """Return who changed, question by question and wave by wave; none, or one table."""
    found: dict[tuple[str, str, str], list[Step]] = {}
    for step in steps(compared_questions(lever), waves, facts, _NAMED):
        found.setdefault((step.question.question, step.before, step.after), []).append(step)
    rows: list[list[Cell]] = []
    for (_, before, after), mine in found.items():
        who = {change: [context.names[step.territory] for step in mine if step.change is change] for change in _NAMED}
        rows.append(
            [
                mine[0].question.label.text(context.lang),
                context.say("{before} to {after}", before=before, after=after),
                *(list_text(names, context.lang) if names else "–" for names in who.values()),
            ]
        )
    if not rows or not context.each:
        return []
    headings = [context.say("Action"), context.say("Waves"), *(change_heading(context, change) for change in _NAMED)]
    widths = ("1.1fr", "auto", "1fr", "0.8fr", "1.2fr", "1.2fr")
    columns = [{"label": text, "width": width} for text, width in zip(headings, widths, strict=True)]
    title = context.say("What changed – {lever}", lever=lever.title.text(context.lang))
    several = mark(
        "Each row compares the two waves that it names: what is an adoption in one may be newly documented in another."
    )
    note = " ".join([_note(context), *([context.say(several)] if len(waves) > 2 else [])])
    return [table(f"lever-{lever.lever}-changes", title, columns, rows, note=note, source=context.source_line())]


def lever_blocks(
    context: WaveContext,
    lever: Lever,
    answers: LeverAnswers,
    facts: pd.DataFrame,
    earlier: Sequence[AtWave],
    ledger: Ledger,
) -> list[Block]:
    """Return what a lever's chapter says of the earlier waves: heading, figure, table; nothing for a first wave."""
    waves = all_waves(context, {lever.lever: answers}, earlier)
    blocks = [*lever_figure(context, lever, waves, ledger), *lever_table(context, lever, waves, facts)]
    title = mark("Since the earlier wave") if len(earlier) == 1 else mark("Since the earlier waves")
    return [heading(context.say(title)), *blocks] if blocks else []


def levers_figure(context: WaveContext, waves: Sequence[AtWave], ledger: Ledger) -> list[Block]:
    """Return the figure of the levers at each wave: how the answers to their core questions divide."""
    levers = with_core(context)
    if len(waves) < 2 or not levers:
        return []
    rows = []
    for lever in levers:
        for at in waves:
            own = at.name == context.wave.wave
            key = f"lever_{lever.lever}.intensity"
            rows.append(
                {
                    "label": lever.title.text(context.lang),
                    "wave": at.name,
                    **_counts(at.levers[lever.lever], [question.question for question in lever.core]),
                    "shown": ledger.text(key if own else f"evolution.{at.name}.{key}", context.lang),
                }
            )
    data = pd.DataFrame(rows)
    data = data[data[list(_PARTS)].sum(axis="columns") > 0]
    first = waves[0].name
    title = context.by_basis(
        mark("Taken together, {before} of the actions are documented in {first}, {after} in {last}"),
        mark("Taken together, {before} of the answers are yes in {first}, {after} in {last}"),
    )
    chart = state_columns(
        data,
        key="evolution-levers",
        title=context.say(
            title,
            before=ledger.cited(f"evolution.{first}.{ALL}.intensity", context.lang), first=first,
            after=ledger.cited(f"{ALL}.intensity", context.lang), last=context.wave.wave,
        ),
        alt=context.say(
            "One panel per {lever}, a column per wave. Share of the core answers that are yes: {values}.",
            values=_spoken(context, data),
        ),
        source=context.source_line(),
        lang=context.lang,
    )  # fmt: skip
    return [Block(chart.as_block())]


def changes_tables(context: WaveContext, earlier: Sequence[AtWave], ledger: Ledger) -> list[Block]:
    """Return how many core answers changed, lever by lever: since the first wave, and since the one before."""
    shown = list(dict.fromkeys([at.name for at in (*earlier[:1], *earlier[-1:])]))
    return [_changes_table(context, name, ledger) for name in shown] if with_core(context) else []


def _changes_table(context: WaveContext, since: str, ledger: Ledger) -> Block:
    def row(label: str, key: str) -> list[Cell]:
        return [label, *(ledger.cited(f"{key}.{name}", context.lang) for name in (*Change, "base"))]

    rows = [
        row(lever.title.text(context.lang), f"evolution.{since}.lever_{lever.lever}") for lever in with_core(context)
    ]
    rows.append(row(context.say("All"), f"evolution.{since}"))
    changes = (change_heading(context, change) for change in Change)
    headings = [context.lever_heading, *changes, context.say("Core answers compared")]
    columns = [
        {"label": text, "width": "1fr" if i == 0 else "auto", "align": "left" if i == 0 else "right"}
        for i, text in enumerate(headings)
    ]
    title = context.say("What changed between {first} and {last}", first=since, last=context.wave.wave)
    return table(
        f"evolution-since-{since.lower()}", title, columns, rows, note=_note(context), source=context.source_line()
    )


def adoption_figure(context: WaveContext, waves: Sequence[AtWave], ledger: Ledger) -> list[Block]:
    """Return who says what, wave by wave, on the question that most territories adopted; none, or one figure."""
    questions = [question for lever in context.study.levers for question in compared_questions(lever)]
    if len(waves) < 2 or not context.each or (question := most_adopted(questions, waves)) is None:
        return []
    name = question.question
    states = pd.DataFrame({at.name: shown_states(at.levers[question.lever], [name])[name] for at in waves}).reindex(
        context.territories
    )
    yes = [
        context.say(
            "{wave}: {names}", wave=at.name, names=list_text(names, context.lang) if names else context.say("none")
        )
        for at in waves
        for names in [[context.names[key] for key in states.index if states.loc[key, at.name] == "yes"]]
    ]
    chart = state_matrix(
        states,
        row_labels=context.names,
        column_labels={at.name: at.name for at in waves},
        key="evolution-adoption",
        title=_finding(context, question, waves[0].name, ledger),
        alt=context.say(
            "Grid of {base} {territories} by {waves} waves for “{label}”. Who answers yes: {parts}.",
            base=len(states), waves=len(waves), label=question.label.text(context.lang), parts="; ".join(yes),
        ),
        source=context.source_line(),
        lang=context.lang,
    )  # fmt: skip
    return [Block(chart.as_block())]


def adoptions_table(context: WaveContext, waves: Sequence[AtWave], facts: pd.DataFrame) -> list[Block]:
    """Return every adoption and end from wave to wave: who, between which waves, when, on what source."""
    questions = [question for lever in context.study.levers for question in compared_questions(lever)]
    by_id = {str(fact["evidence"]): fact for fact in facts.to_dict("records")}
    rows: list[list[Cell]] = []
    for step in steps(questions, waves, facts, (Change.ADOPTED, Change.ENDED)):
        when, source, evidence = "–", "–", step.evidence or "–"
        cited: Cell = context.say("the territory’s own answer")
        if step.evidence:
            fact = by_id[step.evidence]
            when = context.date_of(fact)
            source = source_text(context, fact["publisher"], fact["date_published"])
            cited = {"text": source, "url": str(fact["url"])}
        rows.append(
            [
                step.question.label.text(context.lang),
                context.names[step.territory],
                context.say(_ONE[step.change]),
                context.say("{before} to {after}", before=step.before, after=step.after),
                when,
                cited,
                evidence,
            ]
        )
    if not rows or not context.each:
        return []
    headings = (mark("Action"), context.territory_heading, mark("Change"), mark("Waves"), mark("Date"), mark("Source"),
                mark("Fact"))  # fmt: skip
    widths = ("1.2fr", "auto", "auto", "auto", "auto", "1.2fr", "auto")
    columns = [{"label": context.say(text), "width": width} for text, width in zip(headings, widths, strict=True)]
    # Where no change rests on a public fact there is neither a date nor a fact to show.
    kept = [i for i in range(len(columns)) if headings[i] not in ("Date", "Fact") or any(row[i] != "–" for row in rows)]
    note = context.say("Counted from each wave to the next: a change may be there that the first and last wave hide.")
    if len(kept) == len(columns):
        dated = context.say("The date is that of the first fact that says so after the earlier wave.")
        note = f"{dated} {note}"
    return [
        table(
            "evolution-adoptions",
            context.say("Adoptions and ends: who, when, on what source"),
            [columns[i] for i in kept],
            [[row[i] for i in kept] for row in rows],
            note=note,
            source=context.source_line(),
        )
    ]


def chapter_blocks(
    context: WaveContext,
    answers: Mapping[int, LeverAnswers],
    facts: pd.DataFrame,
    earlier: Sequence[AtWave],
    ledger: Ledger,
) -> list[Block]:
    """Return the chapter on what changed since the earlier waves; nothing for a first wave."""
    if not earlier:
        return []
    waves = all_waves(context, answers, earlier)
    return [
        *levers_figure(context, waves, ledger),
        *moves_figure(context, answers, earlier, ledger),
        *changes_tables(context, earlier, ledger),
        *adoption_figure(context, waves, ledger),
        *adoptions_table(context, waves, facts),
    ]
