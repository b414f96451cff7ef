"""What `study trace` shows, as a tree of plain values: printed on a terminal, or given to programs as JSON.

Promise: one tree serves both. Long lists are cut on the screen only, and say how many more there are; an address is
never broken by a line's end. Left out: what stands in the tree (`tree`, `cells`).
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from study.base.text import mark, say

CUT = 12
"""Branches of one list shown on a screen when not all are asked for."""

_MORE = mark("… {count} more, --all shows them")


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree: `kind` and `data` are for programs; a `dim` one is of what was set aside.

    Children beyond `CUT` are cut on a screen when `cut` says so; `hidden` says how many were not even made. `whole`
    lines (addresses) are not wrapped.
    """

    kind: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    children: Sequence["Node"] = ()
    dim: bool = False
    cut: bool = False
    hidden: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line on the screen: the branches before the text, the text, how it looks."""

    guides: str
    text: str
    kind: str
    dim: bool


def as_data(node: Node) -> dict[str, Any]:
    """Return a tree as JSON values, whole."""
    found: dict[str, Any] = {"kind": node.kind, "text": node.text, **node.data}
    if node.dim:
        found["set_aside"] = True
    if node.children:
        found["children"] = [as_data(child) for child in node.children]
    return found


def _shown(node: Node, lang: str, everything: bool) -> Sequence[Node]:
    more = len(node.children) + node.hidden - CUT
    if everything or not node.cut or more <= 0:
        return node.children
    return [*node.children[:CUT], Node("more", say(_MORE, lang, count=more), dim=True)]


def _wrapped(node: Node, width: int) -> list[str]:
    if node.whole or width < 20:
        return [node.text]
    return textwrap.wrap(node.text, width, break_long_words=False, break_on_hyphens=False) or [""]


def lines(node: Node, lang: str, *, width: int = 0, everything: bool = False) -> Iterator[Line]:
    """Yield the lines of a tree; wrapped between words to `width` columns, or not at all when it is 0."""
    yield from _lines(node, lang, width, everything, "", "", dim=False)


def _lines(node: Node, lang: str, width: int, everything: bool, first: str, later: str, *, dim: bool) -> Iterator[Line]:
    dim = dim or node.dim
    children = _shown(node, lang, everything)
    texts = _wrapped(node, width - len(later) - 4) if width else [node.text]
    for i, text in enumerate(texts):
        hanging = ("│  " if children else "   ") if i else ""
        yield Line(f"{later if i else first}{hanging}", text, node.kind, dim)
    for i, child in enumerate(children):
        last = i == len(children) - 1
        before, under = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield from _lines(child, lang, width, everything, later + before, later + under, dim=dim)
