"""A change cut into parts, in exact arithmetic.

Promise: the levels of a number, from the one published to today's, give one part per step, and the parts add up to the
change exactly: they are fractions, never floats. As printed they add up too: each level is rounded once, and a printed
part is what lies between two printed levels. Left out: where levels come from (`study.bridge.across`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor


class Part(StrEnum):
    """What a part of a change comes from, in the order in which the parts are taken.

    `UNREPRODUCED` lies between the number as published and what the edition's own inputs and code give again; it is
    zero for an edition that reproduces itself.
    """

    UNREPRODUCED = "unreproduced"
    EVIDENCE = "evidence"
    DATE = "date"
    QUESTIONNAIRE = "questionnaire"
    CODE = "code"


ORDER = tuple(Part)
SWAPPED = (Part.UNREPRODUCED, Part.EVIDENCE, Part.DATE, Part.CODE, Part.QUESTIONNAIRE)
"""Where the earlier code cannot read the later questionnaire, which then comes last."""


class Fate(StrEnum):
    """Whether a number can be followed from one edition to the other.

    `UNSPLIT`: it is there on both sides, and cannot be computed somewhere in between (a share of nobody).
    """

    SPLIT = "split"
    NEW = "new"
    GONE = "gone"
    UNSPLIT = "unsplit"


@dataclass(frozen=True, slots=True)
class Split:
    """A number before and after, and its parts in the order taken; no parts unless its fate is `SPLIT`."""

    before: Fraction | None
    after: Fraction | None
    parts: Mapping[Part, Fraction]
    fate: Fate

    @property
    def levels(self) -> tuple[Fraction, ...]:
        """Return the number before, then after each part; empty when it is not split."""
        if self.fate is not Fate.SPLIT or self.before is None:
            return ()
        found = [self.before]
        for part in self.parts.values():
            found.append(found[-1] + part)
        return tuple(found)


def split(levels: Sequence[Fraction | None], order: Sequence[Part] = ORDER) -> Split:
    """Return the parts between levels: as published, then one per part of `order`; ValueError for another number.

    >>> {part.value: int(size) for part, size in split([Fraction(n) for n in (6, 6, 7, 9, 9, 9)]).parts.items() if size}
    {'evidence': 1, 'date': 2}
    """
    if len(levels) != len(order) + 1:
        raise ValueError(f"{len(order)} parts lie between {len(order) + 1} levels, not {len(levels)}")
    known = [level for level in levels if level is not None]
    before, after = levels[0], levels[-1]
    if len(known) == len(levels):
        sizes = (later - earlier for earlier, later in pairwise(known))
        return Split(before, after, dict(zip(order, sizes, strict=True)), Fate.SPLIT)
    fate = Fate.UNSPLIT if before is not None and after is not None else Fate.GONE if before is not None else Fate.NEW
    return Split(before, after, {}, fate)


def total(found: Sequence[Split], order: Sequence[Part] = ORDER) -> Split:
    """Return the sum of splits, those that are not split left out; zero of none."""
    whole = [item for item in found if item.fate is Fate.SPLIT]
    parts = {part: sum((item.parts[part] for item in whole), Fraction(0)) for part in order}
    before = sum((item.before for item in whole if item.before is not None), Fraction(0))
    return Split(before, before + sum(parts.values(), Fraction(0)), parts, Fate.SPLIT)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Return a number to so many decimals, halves rounded up.

    >>> rounded(Fraction(1, 3), 1), rounded(Fraction(5, 2), 0)
    (Fraction(3, 10), Fraction(3, 1))
    """
    scale = 10**decimals
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def printed(found: Split, decimals: int, scale: int = 1) -> dict[Part, Fraction]:
    """Return the parts as printed, of a number that is printed times `scale`: each is less than a unit from its own.

    They add up to what lies between the number before and after, as those are printed.
    """
    levels = [rounded(level * scale, decimals) for level in found.levels]
    return dict(zip(found.parts, (later - earlier for earlier, later in pairwise(levels)), strict=True))
