"""Which raw files and questions a table, figure or number of a report rests on, as its audit trail says.

Promise: names and nothing else; where the trail of an edition is missing or says nothing (an edition older than the
trail), nothing is named and nothing is guessed: then all inputs of the wave may feed it. Left out: rows and cells
(`study trace`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Feeds:
    """What feeds a piece: raw files (from the study's root) and questions, sorted."""

    files: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


# The raw files, by their names in the trail, that each kind of basis reads besides the questions' own.
_READS = {
    "answers": ("frame", "evidence", "sources", "corrections", "wave"),
    "facts": ("evidence", "sources"),
    "frame": ("frame",),
    "codebook": ("study",),
    "survey": ("wave",),
    "claim": ("claims", "frame", "evidence", "sources", "corrections"),
    "claims": ("claims", "frame", "evidence", "sources", "corrections"),
    "bridge": ("frame", "evidence", "sources", "corrections", "wave"),
}
_OF_RESPONDENTS = ("answers", "survey")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _bases(trail: Mapping[str, Any], kind: str, id: str) -> Iterable[Mapping[str, Any]]:
    if kind == "table":
        keys = _mapping(_mapping(trail.get("tables")).get(id)).get("numbers", [])
        return [basis for key in keys for basis in _bases(trail, "number", str(key))]
    named = _mapping(trail.get("figures" if kind == "figure" else "numbers"))
    basis = _mapping(_mapping(named.get(id)).get("of"))
    return [basis] if basis else []


def feeds_of(trail: Mapping[str, Any], kind: str, id: str) -> Feeds:
    """Return what feeds a table, figure or number (`kind`, `id` as in `contents.csv`)."""
    known, asked = _mapping(trail.get("files")), _mapping(trail.get("questions"))
    files: set[str] = set()
    questions: set[str] = set()
    for basis in _bases(trail, kind, id):
        what = str(basis.get("kind", ""))
        files |= {str(known[name]) for name in _READS.get(what, ()) if name in known}
        named = [str(question) for question in basis.get("questions") or ()]
        questions |= set(named)
        files |= {str(file) for name in named if (file := _mapping(asked.get(name)).get("file"))}
        if basis.get("file"):
            files.add(str(basis["file"]))
        if what in _OF_RESPONDENTS:
            cells = (_mapping(cell) for cell in _mapping(trail.get("cells")).values())
            files |= {str(cell["file"]) for cell in cells if cell.get("file")}
    return Feeds(tuple(sorted(files)), tuple(sorted(questions)))
