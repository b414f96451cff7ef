"""Text that fits: what the shipped font can draw, how wide it is, and where its lines break.

Promise: any string can be drawn. Marks that print nothing (controls, direction marks, joiners) go, and a character that
the font lacks becomes one hollow square, so that what is missing is seen. Lines never exceed the width asked for.
Left out: hyphenation by dictionary; a word wider than its column is cut between syllables by one rule.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cache, lru_cache

from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

from study.figures.style import POINTS_PER_MM, Weight, drawing, font

MISSING = "□"
ELLIPSIS = "…"
# Only spaces at which a line may break: a non-breaking space stays inside its number.
_BREAKS = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_SILENT = {"Cc", "Cf", "Cs", "Co", "Cn"}
JOINTS = "-/–—_"
VOWELS, CONSONANTS = frozenset("aeiouyœæ"), frozenset("bcdfghjklmnpqrstvwxz")
KEPT_TOGETHER = frozenset(
    {"ch", "ph", "th", "gn"} | {f"{first}l" for first in "bcfgp"} | {f"{first}r" for first in "bcdfgptv"}
)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@cache
def _known(weight: Weight) -> frozenset[int]:
    path = font(weight, 10).get_file()
    return frozenset(FT2Font(str(path)).get_charmap())


def drawable(text: str, weight: Weight = "regular") -> str:
    r"""Return `text` as the font can draw it, on one line.

    >>> drawable("a\u200f\nb")
    'a b'
    """
    known = _known(weight)
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", _BREAKS.sub(" ", text)).strip():
        if unicodedata.category(letter) in _SILENT or ord(letter) in _VARIATION_SELECTORS:
            continue
        letters.append(letter if ord(letter) in known else MISSING)
    return "".join(letters)


@lru_cache(maxsize=20_000)
def width_mm(text: str, size_pt: float, weight: Weight = "regular") -> float:
    """Return how wide a drawable text is, in millimetres."""
    with drawing():
        width, _, _ = TextToPath().get_text_width_height_descent(text, font(weight, size_pt), ismath=False)
    return float(width) / POINTS_PER_MM


def fits(text: str, width: float, size_pt: float, weight: Weight = "regular") -> bool:
    """Say whether a text is at most `width` millimetres wide."""
    return width_mm(text, size_pt, weight) <= width


def longest_word_mm(text: str, size_pt: float, weight: Weight = "regular") -> float:
    """Return the width of the widest word: the narrowest column that cuts none."""
    return max((width_mm(word, size_pt, weight) for word in _BREAKS.split(drawable(text, weight))), default=0.0)


def _longest_start(word: str, width: float, size_pt: float, weight: Weight) -> int:
    """Return how many letters of a too wide word fit, at least one; found by halving, for words of any length."""
    too_long = bisect_left(range(len(word)), True, key=lambda end: not fits(word[:end], width, size_pt, weight))
    return max(too_long - 1, 1)


def _cut(word: str, width: float, size_pt: float, weight: Weight) -> list[str]:
    """Cut a word into pieces that fit: after a hyphen or slash, else between syllables, else anywhere."""
    pieces: list[str] = []
    while word and not fits(word, width, size_pt, weight):
        longest = _longest_start(word, width, size_pt, weight)
        joint = max(word.rfind(sign, 0, longest) for sign in JOINTS) + 1
        syllables = [n for n in _syllables(word) if n <= longest and fits(word[:n] + "-", width, size_pt, weight)]
        if joint > 1:
            pieces.append(word[:joint])
            word = word[joint:]
        elif syllables:
            pieces.append(word[: syllables[-1]] + "-")
            word = word[syllables[-1] :]
        else:
            pieces.append(word[:longest])
            word = word[longest:]
    return [*pieces, word] if word else pieces


def _syllables(word: str) -> list[int]:
    """Return where a word may be cut: before a consonant and a vowel, three letters from its ends.

    >>> _syllables("accompagnement")
    [5, 10]
    """
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in word.lower())
    return [
        n
        for n in range(3, len(word) - 2)
        if plain[n] in CONSONANTS and plain[n + 1] in VOWELS and plain[n - 1 : n + 1] not in KEPT_TOGETHER
        if plain[n - 3 : n + 3].isalpha()
    ]


def wrap(
    text: str, width: float, size_pt: float, weight: Weight = "regular", max_lines: int | None = None
) -> tuple[str, ...]:
    """Return `text` in lines of at most `width` millimetres; past `max_lines` it ends in an ellipsis."""
    lines: list[str] = []
    for word in _BREAKS.split(drawable(text, weight)):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and fits(joined, width, size_pt, weight):
            lines[-1] = joined
        else:
            lines.extend(_cut(word, width, size_pt, weight))
    if max_lines is None or len(lines) <= max_lines:
        return tuple(lines)
    last = lines[max_lines - 1]
    while last and not fits(last + ELLIPSIS, width, size_pt, weight):
        last = last[:-1]
    return (*lines[: max_lines - 1], last.rstrip(" ,;:.") + ELLIPSIS)
