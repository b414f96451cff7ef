"""Who changed at each step of a bridge, from what to what, on which facts.

Promise: every territory whose state differs between two computations of a yes/no question is one `Move`, so the moves
to yes less those from yes are the part of the question's count. The words are those of `study.indicators.evolution`;
besides, a territory may enter or leave the frame, or those who are asked. Left out: the numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from study.answers.tables import LeverAnswers
from study.bridge.groups import FACTS, Group
from study.bridge.values import Computed
from study.codebook.model import QuestionType
from study.indicators.evolution import change_of
from study.indicators.shares import tally
from study.intake.changes import KEYS, read_texts, row_changes

OUTSIDE, NOT_ASKED = "outside", "not_asked"

States = Mapping[tuple[int, str], Mapping[str, str]]
"""The state of each territory, by lever and question."""


class How(StrEnum):
    """What became of a territory's answer: a `Change` of two states, or whether it has a state at all."""

    ADOPTED = "adopted"
    ENDED = "ended"
    NEWLY_DOCUMENTED = "newly_documented"
    NO_LONGER_DOCUMENTED = "no_longer_documented"
    OTHER = "other"
    NOW_ASKED = "now_asked"
    NO_LONGER_ASKED = "no_longer_asked"
    ENTERED = "entered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Move:
    """One territory's other state; `evidence` are the facts that differ, or that the state rests on (ids)."""

    lever: int
    question: str
    territory: str
    before: str
    after: str
    how: How
    evidence: tuple[str, ...] = ()

    @property
    def effect(self) -> int:
        """Return what it adds to the count of yes: 1, 0 or -1."""
        return (self.after == "yes") - (self.before == "yes")


def how(before: str, after: str) -> How:
    """Return what a change of state is called.

    >>> how("unknown", "yes").value, how("yes", "outside").value
    ('newly_documented', 'left')
    """
    if OUTSIDE in (before, after):
        return How.ENTERED if before == OUTSIDE else How.LEFT
    if NOT_ASKED in (before, after):
        return How.NOW_ASKED if before == NOT_ASKED else How.NO_LONGER_ASKED
    return How(change_of(before, after).value)


def _states(answers: LeverAnswers, question: str) -> dict[str, str]:
    """Return the state of every territory on a question, in the frame's order."""
    found = tally(answers, question)
    groups = (
        ("yes", found.yes), ("planned", found.planned), ("no", found.no), ("unknown", found.unknown),
        (NOT_ASKED, found.not_asked),
    )  # fmt: skip
    by_territory = {territory: state for state, group in groups for territory in group}
    return {str(territory): by_territory[str(territory)] for territory in answers.status.index}


def states(found: Computed) -> States:
    """Return the states of every yes/no question of a computation, by lever and question."""
    return {
        (question.lever, question.question): _states(found.levers[question.lever], question.question)
        for question in found.study.questions
        if question.type is QuestionType.YES_NO
    }


def _facts(group: Group) -> bytes:
    return group.files.get(FACTS, b"")


def changed_facts(before: Group, after: Group) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return the ids of the facts that differ between two versions of the evidence: (lever, question, territory)."""
    changes = row_changes(_facts(before), _facts(after), KEYS["evidence.csv"])
    # A note explains a fact and is none of it.
    changed = {c.key for c in changes if c.kind != "changed" or not all(n.startswith("note") for n, _, _ in c.cells)}
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for content in (_facts(before), _facts(after)):
        table = read_texts(content)
        for _, cells in table.rows:
            row = dict(zip(table.heading, cells, strict=False))
            if row.get("evidence") in changed:
                key = (row.get("lever", ""), row.get("question", ""), row.get("territory", ""))
                found.setdefault(key, {})[row["evidence"]] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _resting_on(before: LeverAnswers, after: LeverAnswers, question: str, territory: str) -> tuple[str, ...]:
    """Return the facts behind the state after, or, where it rests on none, behind the one before."""
    for answers in (after, before):
        if territory in answers.origin.index:
            text = answers.origin.loc[territory, question]
            if isinstance(text, str) and text:
                return tuple(text.split(";"))
    return ()


def moves(
    before: Computed, after: Computed, facts: Mapping[tuple[str, str, str], tuple[str, ...]] | None = None
) -> Iterator[Move]:
    """Yield the moves of every yes/no question that both computations ask, by question, then in the frame's order.

    `facts` are those that differ, where evidence is what differs. Two that are one and the same have none.
    """
    if before is after:
        return
    then, now = states(before), states(after)
    for (lever, name), new in now.items():
        old = then.get((lever, name), new)
        for territory in dict.fromkeys([*new, *old]):
            was, is_now = old.get(territory, OUTSIDE), new.get(territory, OUTSIDE)
            if was != is_now:
                if facts is None:
                    ids = _resting_on(before.levers[lever], after.levers[lever], name, territory)
                else:
                    ids = facts.get((str(lever), name, territory), ())
                yield Move(lever, name, territory, was, is_now, how(was, is_now), ids)
