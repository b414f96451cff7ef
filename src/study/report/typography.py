"""Micro-typography: quotes, apostrophes and the spaces that may not break, as each language prints them.

Promise: works on plain text only (never on addresses, code or markup), and a second pass changes nothing. French
follows the usage of the Imprimerie nationale: a narrow no-break space before ; ! ? and %, a no-break space before :
and inside « », a curved apostrophe, grouped thousands that do not break.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_SPACE = f"[ {NO_BREAK}{NARROW}]"
_BLANKS = f"{_SPACE}+"

_COMMON = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
)
# Last: the other rules put spaces beside some signs.
_DASH = (re.compile(r"(?<=\s)-(?=\s)"), "–")

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

_FRENCH = (
    (re.compile("“"), "« "),
    (re.compile("”"), " »"),
    (re.compile(r'"([^"]*)"'), r"« \1 »"),
    (re.compile(r"(?<=\w)'"), "’"),
    (re.compile(rf"«{_SPACE}*"), f"«{NO_BREAK}"),
    (re.compile(rf"{_SPACE}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"(?<=[\w)\]»%€…]){_SPACE}*([;!?]+)(?=[\s)»]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"{_BLANKS}(?=[;!?])"), NARROW),
    (re.compile(rf"{_BLANKS}(?=:)"), NO_BREAK),
    (re.compile(rf"(?:(?<=\d)|(?<=1er)){_BLANKS}(?=(?:{_MONTHS})\b)"), NO_BREAK),
    (re.compile(rf"(?<=\d){_SPACE}*(?=%)"), NARROW),
    (re.compile(rf"(?<=\d){_BLANKS}(?=(?:[MGk]?€|\d{{3}}(?!\d)))"), NARROW),
)

_ENGLISH = (
    (re.compile(r'"([^"]*)"'), r"“\1”"),
    (re.compile(r"(?<=\w)'"), "’"),
)

_RULES = {"fr": (*_COMMON, *_FRENCH, _DASH), "en": (*_COMMON, *_ENGLISH, _DASH)}
_OTHERWISE = (*_COMMON, _DASH)


@lru_cache(1 << 14)
def typeset(text: str, lang: str) -> str:
    r"""Return plain text with the typography of `lang` (unchanged for a language without rules).

    >>> typeset("L'eau : 20 % « nette » !", "fr")
    'L’eau\xa0: 20\u202f% «\xa0nette\xa0»\u202f!'
    """
    for pattern, replacement in _RULES.get(lang, _OTHERWISE):
        text = pattern.sub(replacement, text)
    return text


def typeset_parts(parts: Sequence[str], lang: str) -> list[str]:
    r"""Return the parts of one text, each as it comes out when the whole text is typeset.

    What a rule puts between two parts goes with the one it belongs to: a space before a sign goes with the sign.

    >>> typeset_parts(["Il y a ", "27", " %."], "fr")
    ['Il y a ', '27', '\u202f%.']
    """
    text, cuts = "".join(parts), list(accumulate(map(len, parts)))
    for pattern, replacement in _RULES.get(lang, _OTHERWISE):
        whole = "\\" not in replacement
        matches = [(found, replacement if whole else found.expand(replacement)) for found in pattern.finditer(text)]
        if not matches:
            continue
        cuts = [_moved(cut, matches) for cut in cuts]
        text = pattern.sub(replacement, text)
    return [text[start:end] for start, end in pairwise([0, *cuts])]


def _moved(cut: int, matches: Sequence[tuple[re.Match[str], str]]) -> int:
    """Return where a place between two signs of a text is once each match has become its replacement."""
    shift = 0
    for found, new in matches:
        start, end = found.span()
        if cut <= start:
            break
        if cut >= end:
            shift += len(new) - (end - start)
        elif found.re.groups and found.start(1) <= cut <= found.end(1):
            # What a rule keeps (the words between quotation marks) stays as it is cut.
            return shift + start + new.index(found[1]) + cut - found.start(1)
        else:
            return shift + start
    return cut + shift
