"""Numbers inside words: a text that says of each of its numbers which ledger key it was printed from.

Promise: a marked text is a plain string, so it passes through messages, titles, cells and JSON like any other; `plain`
gives what a reader reads, `parts` what an exporter links. The three signs are Unicode noncharacters, which no text that
is exchanged holds; what others wrote is still never trusted: whoever prints checks that the number is the ledger's
(`study.report.binding`). Left out: the ledger, and what a link looks like.
"""

import re
from collections.abc import Callable
from typing import Any

_OPEN, _MIDDLE, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_OPEN}([^{_OPEN}{_MIDDLE}{_CLOSE}]*){_MIDDLE}([^{_OPEN}{_MIDDLE}{_CLOSE}]*){_CLOSE}")
_SIGNS = re.compile(f"[{_OPEN}{_MIDDLE}{_CLOSE}]")


def marked(text: str, key: str) -> str:
    """Return the words of a number with its key around them."""
    return f"{_OPEN}{key}{_MIDDLE}{text}{_CLOSE}"


def plain(text: str) -> str:
    """Return a text without its marks.

    >>> plain("of " + marked("22", "frame.count"))
    'of 22'
    """
    return _SIGNS.sub("", _MARKED.sub(r"\2", text)) if _OPEN in text or _MIDDLE in text or _CLOSE in text else text


def parts(text: str) -> list[tuple[str, str]]:
    """Return a text cut into (words, key), the key empty where the words are no number; none for an empty text.

    >>> parts("of " + marked("22", "frame.count"))
    [('of ', ''), ('22', 'frame.count')]
    """
    if _OPEN not in text and _MIDDLE not in text and _CLOSE not in text:  # most texts, and there are many
        return [(text, "")] if text else []
    found: list[tuple[str, str]] = []
    end = 0
    for mark in _MARKED.finditer(text):
        found += [(_SIGNS.sub("", text[end : mark.start()]), ""), (mark[2], mark[1])]
        end = mark.end()
    return [(words, key) for words, key in [*found, (_SIGNS.sub("", text[end:]), "")] if words]


def keys(text: str) -> list[tuple[str, str]]:
    """Return (key, words) for each number that a text marks."""
    return [(mark[1], mark[2]) for mark in _MARKED.finditer(text) if mark[1] and mark[2]] if _OPEN in text else []


def kept(text: str, holds: Callable[[str, str], bool]) -> str:
    """Return a text that keeps the marks of the numbers for which `holds(key, words)`, and no other."""
    return "".join(marked(words, key) if key and holds(key, words) else words for words, key in parts(text))


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """Return plain data (JSON) with each of its texts changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(item, change) for key, item in value.items()}
    return [each_text(item, change) for item in value] if isinstance(value, list | tuple) else value
