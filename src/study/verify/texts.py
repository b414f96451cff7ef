"""The words of a report's web page, part by part, and in which of them two builds differ.

Promise: the page holds the same words as the PDF, which is not read; drawings, styles and scripts are no words, nor is
the fingerprint of a file, whole or shortened: that another fact was added says nothing of the words. A difference is
told with both versions. Left out: numbers and tables, compared by their own files.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser

COVER = "cover"
"""What stands before the first part: title, statement, contents."""

# What ends a line of words; anything else stands inside one.
_LINES = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
     "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p",
     "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul")
)  # fmt: skip
# A hexadecimal digest: whole, or at least eight of its digits with a letter among them, which no SIREN or count has.
_FINGERPRINT = re.compile(r"\b(?:[0-9a-f]{64}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,63})\b")
_SILENT = frozenset(("script", "style", "svg", "template", "title"))


@dataclass(frozen=True, slots=True)
class TextChange:
    """Lines of one part that differ; either side may be empty."""

    part: str
    expected: tuple[str, ...]
    recomputed: tuple[str, ...]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, list[str]] = {COVER: []}
        self._part = COVER
        self._silent = 0
        self._line: list[str] = []

    def end_line(self) -> None:
        if line := re.sub(r"\s+", " ", "".join(self._line)).strip():
            self.parts[self._part].append(line)
        self._line = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _LINES:
            self.end_line()
        given = dict(attrs)
        if tag == "section" and "part" in (given.get("class") or "").split():
            self._part = given.get("id") or COVER
            self.parts.setdefault(self._part, [])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _LINES:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line.append(data)


def without_fingerprints(text: str) -> str:
    """Return a text with the fingerprints of files in it made alike.

    >>> without_fingerprints("1a2b3c4d, 200093201, 12 décembre")
    '#, 200093201, 12 décembre'
    """
    return _FINGERPRINT.sub("#", text)


def words_by_part(page: bytes) -> dict[str, list[str]]:
    """Return the lines of a page by part (its id), in their order."""
    reader = _Words()
    reader.feed(page.decode("utf-8", errors="replace"))
    reader.close()
    reader.end_line()
    return reader.parts


def text_changes(expected: bytes, recomputed: bytes) -> tuple[TextChange, ...]:
    """Return the lines that differ between two pages, part by part, in the order of the first."""
    before, after = words_by_part(expected), words_by_part(recomputed)
    changes = []
    for part in dict.fromkeys([*before, *after]):
        old, new = before.get(part, []), after.get(part, [])
        first, second = ([without_fingerprints(line) for line in lines] for lines in (old, new))
        for kind, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
            if kind != "equal":
                changes.append(TextChange(part, tuple(old[i:j]), tuple(new[k:m])))
    return tuple(changes)
