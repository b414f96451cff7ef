"""Which signs the report's fonts can print, and what stands for the others.

Promise: `printable` returns a text that the shipped fonts can set, so that an emoji or a sign of another script in an
answer never stops the PDF (PDF/UA and PDF/A refuse a missing glyph). A sign without a glyph becomes □, or its plain
letter where it is only a variant of one; marks that print nothing but turn or join their neighbours (right-to-left
override, joiners, control characters) go. `breakable` adds places where an endless word may be cut.
Left out: typography (`study.report.typography`), and the look of the page (the templates).
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_DIR = Path(__file__).resolve().parent / "fonts"

MISSING = "□"
BREAK = "\u200b"  # zero width space: the templates turn it into a place to break, and print nothing
_KEPT = {"\u00ad", BREAK, "\n", "\t"}
# A word beyond this cannot be helped by hyphenation in the narrowest column; the pieces are of this many signs.
_LONG_WORD = 24
_PIECE = 10


@cache
def supported() -> frozenset[str]:
    """Return the signs that every style of at least one text family (Sans, Serif) can print."""
    families: dict[str, set[int]] = {}
    for path in sorted(FONT_DIR.iterdir()):
        if path.suffix in {".ttf", ".otf"} and (family := path.stem.split("-")[0]) != "SourceSerif4Display":
            with TTFont(path, lazy=True) as font:
                signs = set(font.getBestCmap())
            families[family] = families.get(family, signs) & signs
    return frozenset(chr(code) for code in set().union(*families.values()))


@cache
def _sign(character: str) -> str:
    if character in _KEPT:
        return character
    # Other: control, format, surrogate, private use, unassigned. Mn, Me: marks; a variation selector prints nothing.
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Co"} or character in "\ufe0e\ufe0f":
        return ""
    if character in supported():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isalnum() and all(sign in supported() for sign in plain) else MISSING


def printable(text: str) -> str:
    """Return `text` with only signs that the fonts can print.

    >>> printable("Régie 🚲 \\u202eabc")
    'Régie □ abc'
    """
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


def breakable(text: str) -> str:
    """Return `text` with places to break inside words too long for a column; Typst breaks URLs by itself.

    >>> breakable("a" * 30).count("\\u200b")
    2
    """

    def cut(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith(("http://", "https://")):
            return word
        return BREAK.join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))

    return re.sub(rf"[^\s{BREAK}]{{{_LONG_WORD},}}", cut, text)
