"""What a cell says to a question with one answer among codes (yes_no, choice).

Promise: a code or label, however it is spelt (`spellings`), or a code with its label (`yes [Oui]`, `a1. Oui`) when both
name the same answer. A text that goes on after an answer (“oui, en partie”) is not that answer: it is refused, as is
everything else, with the code that was probably meant. Left out: several answers in one cell (`summaries`).
"""

import re
from collections.abc import Callable

from study.cells.decoded import Reading
from study.cells.refusals import Refusal
from study.cells.spellings import SILENT, Spellings, bare, tidy
from study.cells.words import NOT_SHOWN

_CODE_FIRST = re.compile(r"([^\s.:)]+)\s*(?:[.:)]\s+|\s[-–—]\s+)(.+)")
_IN_BRACKETS = re.compile(r"(.+?)\s*(?:\[([^\[\]]+)\]|\(([^()]+)\))")
# Refused texts for which the nearest code is looked up: enough to settle a column, few when it is the wrong one.
_PROPOSALS = 200


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the ways in which a text may be a code and a label side by side."""
    found = []
    if match := _CODE_FIRST.fullmatch(text):
        found.append((match[1], match[2]))
    if match := _IN_BRACKETS.fullmatch(text):
        found += [(match[1], match[2] or match[3]), (match[2] or match[3], match[1])]
    return found


def _code_and_label(text: str, known: Spellings) -> Reading | None:
    """Read a code with its label beside it; None when the text is not that."""
    for code, label in _pairs(text):
        named, said = known.named(code), known.find(label)
        if named is not None and said:
            return Reading(named) if named in said else Reading(reason=Refusal.CODE_AND_LABEL, nearest=named)
    return None


def _begins_with(text: str, known: Spellings) -> str:
    """Return the answer that a longer text begins with; empty when there is none."""
    longest = max((len(form.split()) for form in known.layers[1]), default=1)
    words = text.split()
    for count in range(min(longest, len(words) - 1), 0, -1):
        start = bare(" ".join(words[:count]))
        # A letter or a digit begins many a sentence.
        said = known.find(start) if len(start) > 1 else frozenset()
        if len(said) == 1 and SILENT not in said:
            return next(iter(said))
    return ""


def read_code(text: str, known: Spellings, propose: Callable[[str], str]) -> Reading:
    """Return what a cell says, `propose` giving the code nearest to a text."""
    shown = tidy(text)
    if not shown or shown == NOT_SHOWN:
        return Reading(asked=shown != NOT_SHOWN)
    said = known.find(shown)
    if len(said) > 1:
        return Reading(reason=Refusal.SEVERAL_CODES)
    if said:
        return Reading(next(iter(said)))
    if (both := _code_and_label(shown, known)) is not None:
        return both
    if start := _begins_with(shown, known):
        return Reading(reason=Refusal.SAYS_MORE, nearest=start)
    return Reading(reason=Refusal.NOT_A_CODE, nearest=propose(shown))


def proposer(known: Spellings) -> Callable[[str], str]:
    """Return a function that proposes the nearest code, for the first refused texts only."""
    left = _PROPOSALS

    def propose(text: str) -> str:
        nonlocal left
        left -= 1
        return known.nearest(text) if left >= 0 else ""

    return propose
