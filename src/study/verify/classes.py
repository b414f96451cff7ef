"""How well an edition is reproduced, in the words of the AEA data editor.

Promise: the four classes and the reasons are those of the replication template (AEA Data Editor, REPLICATION.md,
"Classification" and "Reason for incomplete reproducibility",
https://github.com/AEADataEditor/replication-template/blob/master/REPLICATION.md), and we are stricter than it: it lets
a full reproduction hold "a small number of apparently insignificant changes in the numbers", where for us a single
number that moved makes it partial. Its limit to failure, less than 25 % of the numbers, is ours (`docs/adr/0018`).
Left out: finding what differs (`study.verify.compare`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from study.base.text import mark, say

FAILURE_SHARE = Fraction(1, 4)
"""Fewer of the printed tables, figures and numbers reproduced than this: not reproduced."""


class ReproductionClass(StrEnum):
    """The data editor's words; from the best to the worst."""

    FULL = mark("full reproduction")
    MINOR = mark("full reproduction with minor issues")
    PARTIAL = mark("partial reproduction")
    NOT = mark("not able to reproduce most or all of the results")


class ReasonKind(StrEnum):
    """Why a reproduction is not full: the template's words, then ours for what no deposit of theirs has."""

    DISCREPANCY = mark("Discrepancy in output")
    CODE_NOT_FUNCTIONAL = mark("Code not functional")
    DAMAGED = mark("Published files damaged")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind, and a message (a catalogue key) with the values of its fields."""

    kind: ReasonKind
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Return the reason in words."""
        return say(self.message, lang, **self.values)


_ORDER = list(ReproductionClass)


def worst(classes: Iterable[ReproductionClass]) -> ReproductionClass:
    """Return the worst of some classes; full where there is none.

    >>> worst([ReproductionClass.PARTIAL, ReproductionClass.FULL]).value
    'partial reproduction'
    """
    return max(classes, key=_ORDER.index, default=ReproductionClass.FULL)


def judged(*, moved: bool, minor: bool, reproduced: int, of: int) -> ReproductionClass:
    """Return the class of a comparison where numbers, tables or figures differ (`moved`), or only the rest (`minor`).

    `reproduced` of the `of` printed tables, figures and numbers are the same; below `FAILURE_SHARE` it is a failure.
    """
    if of and Fraction(reproduced, of) < FAILURE_SHARE:
        return ReproductionClass.NOT
    if moved:
        return ReproductionClass.PARTIAL
    return ReproductionClass.MINOR if minor else ReproductionClass.FULL
