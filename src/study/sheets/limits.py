"""How much of a territory's sheet is shown, from all of it down to what always fits.

Promise: a sheet is cut by rules, tried in order until it fits its pages: first notes are shortened, then lists, then
labels, at last questions, known answers kept longest. What a rule leaves out is counted (`Cut.left_out`), so that the
sheet can say how many more there are. Left out: whether a sheet fits (`study.sheets.build`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

_Item = TypeVar("_Item")

PAGES = 2
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most signs of a note, of a label and of a text of the wave; the most items of each list. None: no limit."""

    note: int | None = None
    label: int | None = None
    text: int | None = None
    actions: int | None = None
    sources: int | None = None
    questions: int | None = None

    def with_lists_of(self, other: "Limits") -> "Limits":
        """Return these limits of words with the lists of others, so that both leave out the same."""
        return replace(self, actions=other.actions, sources=other.sources, questions=other.questions)


# From one rule to the next something a reader misses less goes first. The last ones are for studies of another size.
LADDER = (
    Limits(actions=8),
    Limits(note=200, actions=6),
    Limits(note=150, actions=6),
    Limits(note=120, actions=4),
    Limits(note=95, actions=4),
    Limits(note=75, actions=3),
    Limits(note=60, actions=2, sources=24),
    Limits(note=0, label=160, actions=1, sources=18),
    Limits(note=0, label=100, text=700, actions=0, sources=12),
    Limits(note=0, label=70, text=700, actions=0, sources=8, questions=60),
    *(Limits(note=0, label=70, text=500, actions=0, sources=4, questions=most) for most in (45, 30, 20, 12, 6, 3)),
    Limits(note=0, label=40, text=240, actions=0, sources=0, questions=0),
)


def clipped(text: str, most: int | None) -> str:
    """Return a text of at most so many signs, cut between words where it can be; the cut shows as “…”.

    >>> clipped("a scheme for purchases", 12), clipped("a scheme", None), clipped("a scheme", 0)
    ('a scheme…', 'a scheme', '')
    """
    if most is None or len(text) <= most:
        return text
    if most <= 0:
        return ""
    kept = text[: most - 1]
    words, blank, _ = kept.rpartition(" ")
    shown = words if blank and len(words) * 2 > most and not text[most - 1].isspace() else kept
    return shown.rstrip(" ,;:.–-") + ELLIPSIS


def first(items: Sequence[_Item], most: int | None) -> tuple[list[_Item], int]:
    """Return the first items, and how many are left out.

    >>> first("abc", 2), first("abc", None)
    ((['a', 'b'], 1), (['a', 'b', 'c'], 0))
    """
    kept = list(items) if most is None else list(items[:most])
    return kept, len(items) - len(kept)
