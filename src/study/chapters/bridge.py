"""The blocks that say why a number is not what the last edition printed.

Promise: every number is a ledger entry, and the numbers of a row add up as they are printed; who made a part is named.
Where the parts cannot be computed in this copy of the study, one box says why, in the same words everywhere. A wave
without an earlier edition has none of this. Left out: the computation (`study.bridge`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from study.base.errors import Problem
from study.base.show import what_text
from study.base.text import list_text, mark
from study.blocks.model import Block, Cell, callout, table
from study.bridge.across import Bridge, Row, attempt
from study.bridge.editions import edition_before
from study.bridge.entries import TOTAL, entries, key, levers, shown
from study.bridge.moves import How, Move
from study.bridge.parts import Fate, Part
from study.bridge.values import SHARE
from study.chapters.context import WaveContext
from study.codebook.model import Lever
from study.ledger.entries import Entry, Ledger

Found = Bridge | tuple[Problem, ...] | None
"""A bridge, what keeps it from being computed here, or None where there is nothing to bridge from."""

_PARTS = {
    Part.UNREPRODUCED: mark("Not reproduced"),
    Part.EVIDENCE: mark("Evidence found since"),
    Part.DATE: mark("Reference date"),
    Part.QUESTIONNAIRE: mark("Questionnaire"),
    Part.CODE: mark("Code"),
}
# What a change of answer is called, by what it comes from.
_AT_DATE = {
    How.ADOPTED: mark("Adopted"),
    How.ENDED: mark("Ended"),
}
_BY_EVIDENCE = {
    How.ADOPTED: mark("Now known as a yes"),
    How.ENDED: mark("Now known as a no"),
    How.NEWLY_DOCUMENTED: mark("Yes found since"),
    How.NO_LONGER_DOCUMENTED: mark("Yes withdrawn since"),
}
_ALWAYS = {
    How.ADOPTED: mark("Adopted"),
    How.ENDED: mark("Ended"),
    How.NEWLY_DOCUMENTED: mark("Newly documented"),
    How.NO_LONGER_DOCUMENTED: mark("No longer documented"),
    How.OTHER: mark("Other change"),
    How.NOW_ASKED: mark("Asked for the first time"),
    How.NO_LONGER_ASKED: mark("No longer asked"),
    How.ENTERED: mark("Entered the frame"),
    How.LEFT: mark("Left the frame"),
}
_WORDS = {Part.DATE: _ALWAYS | _AT_DATE, Part.EVIDENCE: _ALWAYS | _BY_EVIDENCE, Part.QUESTIONNAIRE: _ALWAYS}


def since_last_edition(context: WaveContext) -> Found:
    """Return what lies between the latest earlier edition and the wave as it is computed now."""
    earlier = edition_before(context.paths, context.wave)
    return attempt(context.paths, earlier, context.wave.wave) if earlier is not None else None


def bridge_entries(context: WaveContext, found: Found) -> Iterator[Entry]:
    """Yield the ledger entries of a bridge, if there is one."""
    if isinstance(found, Bridge):
        yield from entries(found, context.study.languages)


def _why_not(context: WaveContext, problems: Sequence[Problem]) -> Block:
    """Return the box that stands for the section: what is missing, without what git says, which differs by machine."""
    files: dict[str, list[str]] = {}
    for problem in problems:
        bare = replace(problem, details={**problem.details, "said": ""})
        named = files.setdefault(what_text(bare, context.lang).strip(), [])
        if problem.place is not None:
            named.append(problem.place.file)
    told = [f"{what} ({list_text(names, context.lang)})" if names else what for what, names in files.items()]
    said = context.say("What the change since the last edition comes from could not be computed in this copy.")
    return callout(context.say("Not computed here"), " ".join([said, *told]))


def _label(lever: Lever, row: Row, context: WaveContext) -> str:
    labels = {item.question: item.label.text(context.lang) for item in lever.questions}
    return labels.get(row.indicator.rpartition(".")[0]) or context.say("Share of yes, core questions")


def _parts(found: Bridge) -> list[Part]:
    """Return the parts that have a column: what an edition does not reproduce has one only where there is any."""
    lost = any(row.split.parts.get(Part.UNREPRODUCED) for row in found.rows)
    return [part for part in Part if part is not Part.UNREPRODUCED or lost]


def _table(context: WaveContext, found: Bridge, lever: Lever, ledger: Ledger) -> Block:
    parts = _parts(found)

    def row(item: Row) -> list[Cell]:
        keys = (key(found, item.indicator, what) for what in ("before", *parts, "after"))
        return [_label(lever, item, context), *(ledger.shown(one, context.lang) for one in keys)]

    rows = shown(found, lever)
    headings = [
        context.say("Action"), found.earlier, *(context.say(_PARTS[part]) for part in parts), found.later,
    ]  # fmt: skip
    columns = [
        {"label": text, "width": "1fr" if i == 0 else "auto", "align": "left" if i == 0 else "right"}
        for i, text in enumerate(headings)
    ]
    yes = context.by_basis(
        mark("How many {territories} have a documented yes."), mark("How many {territories} say yes.")
    )
    notes = [context.say(yes)]
    if any(item.unit == SHARE for item in rows):
        notes.append(context.say("The parts of a share are in percentage points."))
    if any(item.split.fate is not Fate.SPLIT for item in rows):
        notes.append(context.say("A dash: only one of the two asks this, so there is no change to split."))
    return table(
        f"bridge-lever-{lever.lever}",
        context.say("What the change comes from – {lever}", lever=lever.title.text(context.lang)),
        columns,
        [row(item) for item in rows],
        note=" ".join(notes),
        source=context.source_line(),
    )


def _named(context: WaveContext, found: Bridge, moves: Iterable[Move], labels: Mapping[str, str]) -> str:
    """Return who moved, question by question: “Scheme adopted (Lille, Lyon); Clauses (Brest)”."""
    who: dict[str, list[str]] = {}
    for move in moves:
        who.setdefault(labels[move.question], []).append(found.names.get(move.territory, move.territory))
    return "; ".join(f"{label} ({', '.join(names)})" for label, names in who.items())


def _who(context: WaveContext, found: Bridge, lever: Lever) -> list[Block]:
    """Return the box that names who made the parts of a lever's counts; none where nobody did."""
    labels = {item.question: item.label.text(context.lang) for item in lever.questions}
    said = []
    for part, words in _WORDS.items():
        for how, word in words.items():
            mine = [m for m in found.moves[part] if m.lever == lever.lever and m.how is how and m.effect]
            if mine:
                names = _named(context, found, mine, labels)
                told = context.say("{what}: {names}.", what=context.say(word), names=names)
                # Under another heading than the date's, the same word could be taken for what happened between the two.
                said.append(told if part is Part.DATE else f"{context.say(_PARTS[part])} – {told}")
    return [callout(context.say("Which yes answers changed"), "\n".join(said))] if said else []


def _whole(context: WaveContext, found: Bridge, ledger: Ledger) -> Block:
    words = {what: ledger.cited(key(found, TOTAL, what), context.lang) for what in ("before", *Part, "after")}
    text = context.say(
        "Between the edition of {earlier} and this one, the yes answers counted below go from {before} to {after}: "
        "{evidence} by evidence found since about the earlier date, {date} by the reference date, {questionnaire} by "
        "the questionnaire, {code} by the code.",
        earlier=found.earlier,
        **{str(name): text for name, text in words.items()},
    )
    if ledger.value(key(found, TOTAL, Part.UNREPRODUCED)):
        more = mark("{size} lie between what was published and what the edition’s own inputs and code give today.")
        text = f"{text} {context.say(more, size=words[Part.UNREPRODUCED])}"
    return callout(context.say("Where the change comes from"), text)


def _reading(context: WaveContext, found: Bridge) -> Block:
    said = [
        context.say(
            "The parts are taken one after the other, each computed by running the study with the files of the edition "
            "of {earlier}, of which one group after the other is exchanged for today’s: the evidence (as seen from the "
            "earlier date), the reference date with its frame and answers, the questionnaire, the code. Another order "
            "could share the change out otherwise; the sum would be the same.",
            earlier=found.earlier,
        )
    ]
    if found.swapped:
        said.append(context.say("The earlier code cannot read today’s questionnaire: it was exchanged before it."))
    if any(found.left_out.values()):
        said.append(context.say("Facts on what a questionnaire does not ask are left out of what is computed with it."))
    if not found.environment.same:
        said.append(context.say("All is computed with today’s libraries, some of which are not those of then."))
    return callout(context.say("How to read this"), " ".join(said))


def chapter_blocks(context: WaveContext, found: Found, ledger: Ledger) -> list[Block]:
    """Return the section on what changed since the last edition: nothing without one, a box if it is not to be had."""
    if found is None:
        return []
    if not isinstance(found, Bridge):
        return [_why_not(context, found)]
    blocks = [_whole(context, found, ledger), _reading(context, found)]
    for lever in levers(found):
        if shown(found, lever):
            blocks.append(_table(context, found, lever, ledger))
            blocks += _who(context, found, lever)
    return blocks
