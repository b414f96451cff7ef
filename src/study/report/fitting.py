"""Which parts of a document to set tighter, so that none ends in a few lines on a page of their own.

Promise: the same document gives the same choice; a part that fills its last page, or has one page only, is left as it
is. Left out: how tight is tight (`templates/report.typ`), and laying the document out (`study.report.typst`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

# How much of a page the end of a part fills at the least.
LEAST = 0.22


def spilt(extents: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the parts that end almost at the head of a page; each has two extents, where it begins and where it ends.

    An extent has `part`, `page` (from 1) and `down` (how far down the page, from 0 to 1).

    >>> sorted(spilt([{"part": "a", "page": 3, "down": 0}, {"part": "a", "page": 5, "down": 0.1}]))
    ['a']
    """
    found: dict[str, list[Mapping[str, Any]]] = {}
    for extent in extents:
        found.setdefault(str(extent["part"]), []).append(extent)
    return {
        part
        for part, (first, *_, last) in found.items()
        if last["page"] > first["page"] and float(last["down"]) < LEAST
    }


def tightened(document: dict[str, Any], parts: Iterable[str]) -> dict[str, Any]:
    """Return a document in which those parts are set tighter."""
    chosen = set(parts)
    return {**document, "parts": [{**part, "tight": part["id"] in chosen} for part in document["parts"]]}
