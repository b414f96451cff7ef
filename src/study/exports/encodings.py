"""In which encoding a text was saved.

Promise: UTF-8, or what a byte order mark says, is certain. Else the encodings that Windows, Linux, Mac and DOS used
for western Europe are tried: the right one makes words of the accented letters (no capital or sign in the midst of
small letters), the likeliest standing first. Where none does, charset-normalizer judges. All but the certain ones come
with a word that they give, so that a reader can judge too. Left out: what is said of it (`texts`).
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from charset_normalizer import from_bytes

# UTF-32 before UTF-16: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = {"cp1252": "Windows-1252", "iso8859-15": "ISO 8859-15", "mac_roman": "Mac Roman", "cp850": "DOS 850"}

_BLOCK = 16_000_000
_SAMPLE = 1_000_000
_WORDS = 20_000
_LETTERS = bytes([*range(65, 91), *range(97, 123), *range(128, 256)])
_LONGEST = 64  # letters on either side: more are no word
# “l’âge” of a Mac, whose sign and letter are an Armenian letter in UTF-8.
_ELIDED_ON_A_MAC = re.compile(rb"[A-Za-z]+\xd5[\x80-\xbf][A-Za-z]*")
# Signs that may join two letters.
_JOINING = "’‘‐‑–—·\u00ad"
# The most accented letters that may look wrong, as a share, where an encoding is right.
_WRONG = 0.05
# Words of foreign letters alone, as a share, from which on a text is in another script.
_FOREIGN = 0.3

# UTF-8 of what western texts hold besides ASCII: Latin letters, typographic signs, the euro, emoji, the mark itself.
# Other sequences also arise by chance, as “é »” does in Windows-1252, its no-break space between the two.
_UTF8 = re.compile(
    rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xe2[\x80-\x8f][\x80-\xbf]"
    rb"|\xf0\x9f[\x80-\xbf]{2}|\xef\xbb\xbf"
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding: `codec` is Python's name, `name` people's; `word` is empty where nothing was judged."""

    codec: str
    name: str
    word: str = ""


def decodes(data: bytes, codec: str) -> bool:
    """Return whether all the bytes mean something in an encoding, without keeping the text."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(data), _BLOCK):
            decoder.decode(data[start : start + _BLOCK], start + _BLOCK >= len(data))
    except UnicodeError:
        return False
    return True


def holds_utf8(data: bytes) -> bool:
    """Return whether there are characters that were written in UTF-8."""
    return _UTF8.search(data) is not None


def holds_other(data: bytes) -> bool:
    """Return whether there are characters that were not written in UTF-8."""
    return _NOT_ASCII.search(_UTF8.sub(b"", data)) is not None and not decodes(data, "utf-8")


def _words(data: bytes) -> Iterator[bytes]:
    """Yield the words that hold something beyond ASCII; the time taken grows with the text alone, whatever it is."""
    end = 0
    while found := _NOT_ASCII.search(data, end):
        at = found.start()
        before, after = data[max(end, at - _LONGEST) : at], data[at : at + _LONGEST]
        end = at + len(after) - len(after.lstrip(_LETTERS))
        yield data[at - len(before) + len(before.rstrip(_LETTERS)) : end]


def _wrong(word: str) -> Iterator[bool]:
    """Say of each character beyond ASCII whether it cannot stand where it does."""
    for i, character in enumerate(word):
        if character.isascii():
            continue
        before, after = word[i - 1 : i] if i else "", word[i + 1 : i + 2]
        kind = unicodedata.category(character)
        if kind in ("Lu", "Ll"):
            # What is Œ on a Mac is Î on Windows, and no French word begins with Îu.
            yield (kind == "Lu" and before.islower()) or (character == "Î" and after in ("u", "U"))
        elif kind in ("Cc", "Lm", "Sk"):
            yield True
        else:
            joining = character in _JOINING or character.isspace()
            yield before.isalpha() and after.isalpha() and not joining


def _share_wrong(words: list[bytes], codec: str) -> float:
    verdicts = [wrong for word in words for wrong in _wrong(word.decode(codec))]
    return sum(verdicts) / max(1, len(verdicts))


def _western(data: bytes, words: list[bytes]) -> str | None:
    foreign = sum(len(word) > 2 and min(word) >= 0x80 for word in words)
    if foreign > _FOREIGN * len(words):
        return None
    possible = [codec for codec in _WESTERN if decodes(bytes(sorted(set(data))), codec)]
    shares = {codec: _share_wrong(words, codec) for codec in possible}
    likeliest = min(possible, key=shares.__getitem__, default=None)
    return likeliest if likeliest is not None and shares[likeliest] <= _WRONG else None


def _judged(data: bytes, words: list[bytes]) -> str | None:
    near = data.find(words[0])
    best = from_bytes(data[max(0, near - _SAMPLE // 2) : near + _SAMPLE // 2]).best()
    return best.encoding if best is not None and decodes(data, best.encoding) else None


def _example(data: bytes, codec: str) -> str:
    """Return the first word with a letter beyond ASCII, as an encoding reads it."""
    first = _NOT_ASCII.search(data)
    start = first.start() if first else 0
    text = data[max(0, start - 60) : start + 60].decode(codec, errors="ignore")
    return next((word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()), text.strip())


def encoding_of(data: bytes) -> Encoding | None:
    """Return the encoding of a text, None when nothing tells it.

    >>> encoding_of("Saint-Étienne".encode("cp1252"))
    Encoding(codec='cp1252', name='Windows-1252', word='Étienne')
    """
    for start, codec in _MARKS:
        if data.startswith(start):
            return Encoding(codec, codec.removesuffix("-sig").upper()) if decodes(data, codec) else None
    if decodes(data, "utf-8") and not (b"\xd5" in data and all(map(_ELIDED_ON_A_MAC.fullmatch, _words(data)))):
        return Encoding("utf-8", "UTF-8")
    words = list(islice(_words(data), _WORDS))
    judged = _western(data, words) or _judged(data, words)
    return None if judged is None else Encoding(judged, _WESTERN.get(judged, judged), _example(data, judged))
