"""What one cell says to a multiple choice: the boxes ticked, side by side.

Promise: codes or labels joined by blanks, commas, semicolons, bars or line breaks, whatever of these a label itself
holds: every way of cutting the whole text into known codes and labels is tried, none of them twice, and only if all
ways come to the same boxes is that the answer. Anything left over refuses the cell. Left out: a column for each box
(`boxes`).
"""

import re
import unicodedata
from collections.abc import Sequence

from study.cells.decoded import Reading
from study.cells.refusals import Refusal
from study.cells.spellings import SILENT, Spellings, bare, tidy
from study.cells.words import NOT_SHOWN
from study.codebook.ticks import ticks_text

_JOINS = ("\n", ";", "|", ",")
_TOKEN = re.compile(r"[;|,\n]|[^\s;|,]+")
# More different sets than that are not followed: such a text cannot be read.
_SETS = 16

Boxes = frozenset[str]


def _tokens(text: str) -> list[str]:
    """Return the words of a text, and the joins between them."""
    return [token if token in _JOINS else _word(token) for token in _TOKEN.findall(text)]


def _word(token: str) -> str:
    """Return a word without case, accents, or a difference between apostrophes; dashes and underscores count."""
    letters = unicodedata.normalize("NFKD", token.casefold().replace("’", "'"))
    return "".join(character for character in letters if not unicodedata.combining(character))


def _lines(text: str) -> str:
    """Return a text without HTML and invisible characters, its line breaks kept."""
    return "\n".join(line for line in (tidy(part) for part in re.split(r"[\r\n]+", text)) if line)


class Cutter:
    """Cuts texts into the codes and labels of one question; what it knows is prepared once."""

    def __init__(self, known: Spellings) -> None:
        self._known = known
        self._by_first: dict[str, list[tuple[list[str], Boxes]]] = {}
        texts: dict[str, Boxes] = {name: frozenset([code]) for name, code in known.names.items()}
        for text, codes in known.labels.items():
            texts[text] = texts.get(text, frozenset()) | codes
        longest = dict.fromkeys(known.codes, 1)
        for text, codes in texts.items():
            tokens = _tokens(text)
            if tokens:
                self._by_first.setdefault(tokens[0], []).append((tokens, codes))
                longest |= {code: max(longest[code], len(tokens)) for code in codes}
        self._most = sum(longest.values())
        self._labels: dict[str, Boxes] = {}
        for text, codes in known.labels.items():
            self._labels[bare(text)] = self._labels.get(bare(text), frozenset()) | codes

    def _by_tokens(self, tokens: Sequence[str]) -> set[Boxes]:
        """Return the sets of boxes of every way to cut tokens, from the last token backwards."""
        words = sum(token not in _JOINS for token in tokens)
        if words > self._most:
            return set()
        ways: list[set[Boxes]] = [set() for _ in tokens] + [{frozenset()}]
        for i in range(len(tokens) - 1, -1, -1):
            if tokens[i] in _JOINS:
                ways[i] |= ways[i + 1]
            for spelling, codes in self._by_first.get(tokens[i], ()):
                if tokens[i : i + len(spelling)] == spelling:
                    rest = ways[i + len(spelling)]
                    ways[i] |= {others | {code} for code in codes for others in rest if code not in others}
            if len(ways[i]) > _SETS:
                return ways[i]
        return ways[0] - {frozenset()}

    def _piece(self, text: str) -> Boxes:
        """Return the boxes that one piece may name; a code's name as it is, so that no blank passes for a dash."""
        if (code := self._known.named(text)) is not None:
            return frozenset([code])
        form = bare(text)
        if form and form in self._labels:
            return self._labels[form]
        return frozenset([self._known.words[form]]) if self._known.words.get(form) else frozenset()

    def _by_join(self, text: str) -> set[Boxes]:
        """Return the sets of boxes of the pieces between joins of one kind, if each of them is a known text."""
        found: set[Boxes] = set()
        for join in _JOINS:
            pieces = [piece.strip() for piece in text.split(join)]
            said = [self._piece(tidy(piece)) for piece in pieces if piece]
            if said and all(len(codes) == 1 for codes in said):
                found.add(frozenset[str]().union(*said))
        return found

    def read(self, text: str) -> Reading:
        """Return what a cell says, as `study.codebook.ticks` writes it."""
        shown = _lines(text)
        if not shown or shown == NOT_SHOWN:
            return Reading(asked=shown != NOT_SHOWN)
        if self._known.find(shown) == {SILENT}:
            return Reading()
        found = self._by_tokens(_tokens(shown)) | self._by_join(shown)
        if len(found) > 1:
            return Reading(reason=Refusal.SEVERAL_CODES)
        if found:
            return Reading(ticks_text(next(iter(found)), self._known.codes))
        return Reading(reason=Refusal.LEFT_OVER)
