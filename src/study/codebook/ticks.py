"""The answer to a multiple choice as one text: `cigales;france_active`.

Promise: one notation from the survey's cells to the tables, the evidence and the audit: codes in the codebook's order,
joined by `;`; `0` when no box was ticked; `~code` beside them for a box that was not offered to this respondent (a
form's earlier version), which counts neither for nor against. Left out: which cells say so (`study.survey`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

SEPARATOR = ";"
NOTHING = "0"
NOT_OFFERED = "~"


@dataclass(frozen=True, slots=True)
class Ticks:
    """The boxes that one respondent ticked, and those that were not shown; the others were shown and left empty."""

    ticked: tuple[str, ...]
    not_offered: tuple[str, ...] = ()


def ticks_text(ticked: Collection[str], codes: Sequence[str], not_offered: Collection[str] = ()) -> str:
    """Return ticked boxes as one text, in the order of `codes`.

    >>> ticks_text({"b", "a"}, ["a", "b", "c"], ["c"]), ticks_text([], ["a"])
    ('a;b;~c', '0')
    """
    parts = [code for code in codes if code in ticked] or [NOTHING]
    return SEPARATOR.join([*parts, *(NOT_OFFERED + code for code in codes if code in not_offered)])


def read_ticks(text: str) -> Ticks:
    """Return what a text of `ticks_text` says.

    >>> read_ticks("a;b;~c")
    Ticks(ticked=('a', 'b'), not_offered=('c',))
    """
    parts = [part for part in text.split(SEPARATOR) if part]
    ticked = tuple(part for part in parts if not part.startswith(NOT_OFFERED) and part != NOTHING)
    return Ticks(ticked, tuple(part[1:] for part in parts if part.startswith(NOT_OFFERED)))


def ticks_pattern(codes: Iterable[str]) -> str:
    """Return the regular expression of a right text over `codes`, whatever their order.

    >>> import re
    >>> bool(re.fullmatch(ticks_pattern(["a", "b"]), "b;a")), bool(re.fullmatch(ticks_pattern(["a"]), "0;a"))
    (True, False)
    """
    one = "|".join(codes)
    absent = f"(?:{SEPARATOR}{NOT_OFFERED}(?:{one}))*"
    return f"(?:{NOTHING}|(?:{one})(?:{SEPARATOR}(?:{one}))*){absent}"
