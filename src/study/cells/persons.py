"""What an export says of a respondent in columns of their own, found again in what the respondent wrote.

Promise: a value of a personal column (a name and its words, an account, a token, a number) is replaced by a mark in the
texts of the same row, whatever its case, accents and the signs between its words and digits. The study's own words are
never taken for a name: one that the questionnaire or the frame uses is masked only beside the rest of the name.
Left out: people who stand in no personal column, whom nothing tells from other words; patterns (`personal`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from study.cells.identifying import COMMON_WORDS
from study.codebook.model import Study

PERSON_MARK = "[personne]"
_SHORTEST_NAME, _SHORTEST_NUMBER, _MOST_WORDS = 3, 6, 4
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENDS_NAME = re.compile(r"[,;:(<\[\n/|]|\s[-–—]\s|\d")
_OF_WORDS = re.compile(r"[^\W\d_]+(?:[ \u00a0'’-]+[^\W\d_]+)*")
# Without its domain, an address with a sign between its words still names somebody.
_LOCAL = re.compile(r"[\w+-]*[._-][\w.+-]*(?=@)")
_PIECES_KEPT = 1024


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """Return a character without case or accent, always as one character."""
    bare = unicodedata.normalize("NFD", character)[0].casefold()
    return bare if len(bare) == 1 else character


def folded(text: str) -> str:
    """Return a text without case and accents, each character at its place."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text within plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)


def vocabulary(study: Study, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the words that are nobody's name: those of a questionnaire, of territories, and around names."""
    texts = (*_texts(study.model_dump()), *names)
    return COMMON_WORDS.union(*(re.findall(r"[^\W\d_]+", folded(text)) for text in texts))


def _names(value: str) -> Iterator[str]:
    """Yield the words of a personal value that are a name by themselves: those before what follows a name."""
    if "@" in value:
        return
    words = _WORD.findall(_ENDS_NAME.split(value, maxsplit=1)[0])
    if len(words) > _MOST_WORDS:
        words = [word for word in words if word[:1].isupper()][:_MOST_WORDS]
    for word in words:
        yield from (word, *re.split(r"[-’']", word))


def _says_something(text: str, known: frozenset[str]) -> bool:
    """Tell whether a folded value is long enough to be one person's, and more than common words."""
    signs, words = _bare(text), re.findall(r"[^\W\d_]+", text)
    shortest = _SHORTEST_NUMBER if signs.isdigit() else _SHORTEST_NAME
    return len(signs) >= shortest and not (words and known.issuperset(words))


@lru_cache(maxsize=_PIECES_KEPT)
def _pieces(values: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """Return what is looked for of some personal values, folded, the longest first."""
    found: set[str] = set()
    for value in values:
        whole = unicodedata.normalize("NFC", value.strip())
        local = _LOCAL.match(whole)
        candidates = (whole, *_names(whole), *([local[0]] if local else []))
        found.update(text for text in map(folded, candidates) if _says_something(text, known))
    # A name that is a common word is one beside the person's other names, which may stand in another column.
    common = [text for text in map(folded, values) if _OF_WORDS.fullmatch(text) and text not in found]
    names = [text for text in found if _OF_WORDS.fullmatch(text)]
    found.update(pair for one in common for other in names for pair in (f"{one} {other}", f"{other} {one}"))
    return tuple(sorted(found, key=lambda piece: (-len(piece), piece)))


def _pattern(piece: str) -> str:
    """Return a pattern of a piece: a few signs may stand between the words of a name, and the digits of a number."""
    if _bare(piece).isdigit():
        inside = r"[\W_]{0,3}".join(_bare(piece))
    elif _OF_WORDS.fullmatch(piece):
        inside = r"[\W_]{0,3}".join(re.findall(r"[^\W_]+", piece))
    else:
        inside = re.escape(piece)
    return rf"(?<![^\W_]){inside}(?![^\W_])"


def _without(text: str, pieces: Sequence[str]) -> str:
    """Return a text without the pieces, its other characters as they are."""
    composed = unicodedata.normalize("NFC", text)
    bare = folded(composed)
    held = [piece for piece in pieces if _bare(piece) in _bare(bare)]
    spans = sorted(found.span() for piece in held for found in re.finditer(_pattern(piece), bare))
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in spans:
        # One mark for words of a name side by side.
        if start >= at and not (parts and not composed[at:start].strip(" \u00a0-.")):
            parts += [composed[at:start], PERSON_MARK]
        at = max(at, end)
    return "".join([*parts, composed[at:]])


def unnamed(
    texts: "pd.Series[str]", personal: Sequence["pd.Series[str]"], known: frozenset[str]
) -> tuple["pd.Series[str]", "pd.Series[bool]"]:
    """Return texts without what the personal columns of the same row hold, and which of them held some.

    `personal` have the index of `texts`; `known` is a `vocabulary`.
    """
    if not personal:
        return texts, pd.Series(False, index=texts.index)
    clean = list(texts)
    for i, (text, *values) in enumerate(zip(texts, *personal, strict=True)):
        if text and (pieces := _pieces(tuple(filter(None, values)), known)):
            clean[i] = _without(text, pieces)
    made = pd.Series(clean, index=texts.index, dtype="str")
    return made, made != texts
