"""Micro-typography: quotes, apostrophes and the spaces that may not break, as each language prints them.

Promise: works on plain text only (never on addresses, code or markup), and a second pass changes nothing. French
follows the usage of the Imprimerie nationale: a narrow no-break space before ; ! ? and %, a no-break space before :
and inside « », a curved apostrophe, grouped thousands that do not break.
"""

import re

NO_BREAK = "\u00a0"
NARROW = "\u202f"
_SPACE = f"[ {NO_BREAK}{NARROW}]"
_BLANKS = f"{_SPACE}+"

_COMMON = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\s)-(?=\s)"), "–"),
)

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

_RULES = {"fr": (*_COMMON, *_FRENCH), "en": (*_COMMON, *_ENGLISH)}


def typeset(text: str, lang: str) -> str:
    r"""Return plain text with the typography of `lang` (unchanged for a language without rules).

    >>> typeset("L'eau : 20 % « nette » !", "fr")
    'L’eau\xa0: 20\u202f% «\xa0nette\xa0»\u202f!'
    """
    for pattern, replacement in _RULES.get(lang, _COMMON):
        text = pattern.sub(replacement, text)
    return text
