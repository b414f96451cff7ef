r"""Characters that no text holds, whoever wrote it.

Promise: control characters but the tabulation and line ends, halves of a pair (surrogates) and the two code points that
are no character. A spreadsheet, XML and fonts cannot hold them, so a file that has one is damaged, or was made by a
program for something else. Left out: signs that are seen badly or not at all but belong to writing (joiners, marks of
direction, soft hyphens): they are read as they are, and what is printed makes them harmless (`study.report.glyphs`).
"""

import re

from study.base.errors import Problem
from study.base.text import mark

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class ControlCharacter(Problem):
    """A character that no text holds."""

    code = "control-character"
    what = mark("A control character stands here: {value}.")
    why = mark("No text holds one: the file is damaged, and what surrounds it cannot be trusted.")
    remedy = mark("Type this text again without it, or fetch the file again.")


def control_in(text: str) -> str | None:
    r"""Return the first control character of a text by its number, or None.

    >>> control_in("a\n\tb"), control_in("a\0b")
    (None, 'U+0000')
    """
    found = _CONTROL.search(text)
    return f"U+{ord(found.group()):04X}" if found else None
