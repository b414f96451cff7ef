"""How a heading that names a question and one of its options is taken apart, whatever platform wrote it.

Promise: every place where a heading may be divided is given, the fewest words for the option last, since questions and
options may hold the separator themselves; a reading that fits no question costs nothing. The words for a write-in
answer and for a comment, in French, English and German, are here. Left out: which of the readings is meant (`fitting`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from study.layouts.layout import Own, Part, Reading
from study.layouts.naming import said

MOST_WAYS = 60
"""A text that may be divided at more places is no heading, and dividing it everywhere would take its time."""
LONGEST_HEADING = 4_000
"""A longer text is compared as a whole, and not divided."""

_OTHER = frozenset({"other", "autre", "autres", "sonstiges", "sonstige", "andere", "anderes"})
_COMMENT = frozenset({"comment", "comments", "commentaire", "commentaires", "kommentar", "kommentare", "bemerkung"})
_SPECIFY = frozenset(
    {
        "specify other", "please specify", "other please specify", "other, please specify", "other specify",
        "precisez", "autre precisez", "autre, precisez", "autre : precisez", "autre a preciser", "autre (precisez)",
        "bitte angeben", "bitte spezifizieren", "sonstiges, bitte angeben", "andere, bitte angeben",
    }
)  # fmt: skip


def says_other(text: str) -> bool:
    """Tell whether a text is no more than the word for another answer.

    >>> says_other("Autre…"), says_other("Autre commune")
    (True, False)
    """
    return said(text) in _OTHER or asks_to_specify(text)


def says_comment(text: str) -> bool:
    """Tell whether a text is no more than the word for a comment."""
    return said(text) in _COMMENT


def asks_to_specify(text: str) -> bool:
    """Tell whether a heading asks to write in the answer that the question before it calls another one.

    >>> asks_to_specify("Autre, précisez :")
    True
    """
    return said(text) in _SPECIFY


def ends(parts: Sequence[str], joined: str) -> tuple[str, ...]:
    """Return what is left of a path when its first parts are groups, the longest first.

    >>> ends(["a", "b", "c"], "/")
    ('a/b/c', 'b/c', 'c')
    """
    return tuple(joined.join(parts[i:]) for i in range(len(parts)))


def whole(*names: str) -> Reading:
    """Return the reading of a heading as one question, by any of these names."""
    return Reading(tuple(dict.fromkeys(name for name in names if name)))


def boxes(names: Iterable[str], options: Sequence[str], *, firm: bool = False) -> Iterator[Reading]:
    """Yield how a question with something beside it is read: as an option, else as a write-in answer or a comment.

    `options` are what stands beside it, in as many ways as the heading says it.
    """
    known = tuple(dict.fromkeys(name for name in names if name))
    beside = tuple(dict.fromkeys(option for option in options if option))
    if not known or not beside:
        return
    yield Reading(known, Part.OPTION, beside, firm)
    if any(says_other(option) for option in beside):
        yield Reading(known, Part.OTHER)
    if any(says_comment(option) for option in beside):
        yield Reading(known, Part.COMMENT)


def at_brackets(text: str) -> list[tuple[str, str]]:
    """Return the ways to divide `question [option]`, either of which may hold brackets itself.

    >>> at_brackets("Sure [a] or [not [b]]")
    [('Sure', 'a] or [not [b]'), ('Sure [a] or', 'not [b]'), ('Sure [a] or [not', 'b]')]
    """
    if not text.endswith("]") or len(text) > LONGEST_HEADING:
        return []
    starts = [i for i, character in enumerate(text) if character == "[" and i]
    return [(text[:i].rstrip(" _"), text[i + 1 : -1].strip()) for i in starts[-MOST_WAYS:]]


def at_separators(text: str, separators: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ways to divide a text at one separator.

    >>> at_separators("a: b: c", [": "])
    [('a', 'b: c'), ('a: b', 'c')]
    """
    if len(text) > LONGEST_HEADING:
        return []
    places = (match for separator in separators for match in re.finditer(re.escape(separator), text))
    inside = (match for match in places if match.start() and match.end() < len(text))
    return [(text[: match.start()].strip(), text[match.end() :].strip()) for match in islice(inside, MOST_WAYS)]


def signs_of_own(texts: Iterable[str], table: dict[str, Own]) -> list[str]:
    """Return the headings that only one platform writes, each once."""
    return list(dict.fromkeys(text for text in texts if (own := table.get(said(text))) is not None and own.sign))
