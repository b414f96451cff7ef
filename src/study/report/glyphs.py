"""Which signs the report's fonts can print, and what stands for the others.

Promise: `printable` returns a text that the shipped fonts can set, so that an emoji or a sign of another script in an
answer never stops the PDF (PDF/UA and PDF/A refuse a missing glyph). A sign without a glyph becomes □, or its plain
letter where it is only a variant of one; marks that print nothing but turn or join their neighbours (right-to-left
override, joiners, control characters) go. `breakable` adds places where an endless word may be cut.
Left out: typography (`study.report.typography`), and the look of the page (the templates).
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from matplotlib.ft2font import FT2Font

FONT_DIR = Path(__file__).resolve().parent / "fonts"

MISSING = "□"
BREAK = "\u200b"  # zero width space: the templates let a line break here, and print nothing
_KEPT = {"\u00ad", BREAK, "\n", "\t"}
# Words up to the first length are left to hyphenation (no French word is longer); those with figures in them (codes,
# checksums) are never hyphenated, so they get their places to break from the second length on, every few signs.
_LONG_WORD = 30
_LONG_CODE = 16
_PIECE = 10


@cache
def supported() -> frozenset[str]:
    """Return the signs that every style of at least one text family (Sans, Serif) can print."""
    families: dict[str, set[int]] = {}
    for path in sorted(FONT_DIR.iterdir()):
        if path.suffix in {".ttf", ".otf"} and (family := path.stem.split("-")[0]) != "SourceSerif4Display":
            signs = set(FT2Font(str(path)).get_charmap())
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


@lru_cache(1 << 14)
def printable(text: str) -> str:
    r"""Return `text` with only signs that the fonts can print.

    >>> printable("Régie 🚲 \u202eabc")
    'Régie □ abc'
    """
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


@lru_cache(1 << 14)
def breakable(text: str) -> str:
    r"""Return `text` with places to break inside words too long for a column; Typst breaks URLs by itself.

    >>> breakable("a" * 30).count("\u200b")
    2
    """

    def cut(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith(("http://", "https://")):
            return word
        parts = re.findall(r"[^_/=&|@)>]+[_/=&|@)>]*|[_/=&|@)>]+", word)
        return BREAK.join(BREAK.join(_pieces(part)) for part in parts)

    return re.sub(rf"[^\s{BREAK}]{{{_LONG_CODE},}}", cut, text)


def _pieces(part: str) -> list[str]:
    code = any(sign.isdigit() for sign in part)
    if len(part) < (_LONG_CODE if code else _LONG_WORD):
        return [part]
    return [part[start : start + _PIECE] for start in range(0, len(part), _PIECE)]
