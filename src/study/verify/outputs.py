"""What a folder of a report says, read from its bytes: its numbers, indicators, pieces and the trail of its inputs.

Promise: reading never fails. An edition may be of another version of the package, or damaged: what cannot be read is
not there, and is seen as such by the comparison. Left out: comparing (`study.verify.compare`).
"""

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from study.archive.record import NAME, files_of
from study.base.layout import MANIFEST

Files = Mapping[str, bytes]
"""A report's folder: relative posix path → content, without the two files that an edition adds or rewrites."""

_TEXT = "text_"
_KINDS = ("table", "figure", "number")


class Number(NamedTuple):
    """A number of the ledger: its value (None where it is a text), and how it is printed."""

    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A table, a figure or a number in the text, as `contents.csv` lists it (`number` is that of its caption).

    `nth` counts the places where one part's notebook prints the same number.
    """

    kind: str
    id: str
    number: str
    title: str
    part: str
    notebook: str
    cell: str
    file: str
    nth: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """Return what finds the piece again in another build; its cell is not, since code around it may move it."""
        return (self.kind, self.id, self.part, self.notebook, self.nth) if self.kind == "number" else self.of_file

    @property
    def of_file(self) -> tuple[str, str, str, str, int]:
        """Return the key of a table or figure, which a report holds once."""
        return self.kind, self.id, "", "", 0


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a report or of an edition by name; none where there is no folder."""
    there = files_of(folder) if folder.is_dir() else {}
    return {name: path.read_bytes() for name, path in there.items() if name not in (NAME, MANIFEST)}


def rows_of(content: bytes | None) -> list[list[str]]:
    """Return the rows of a CSV, its heading first; none where there is nothing to read."""
    text = (content or b"").decode("utf-8", errors="replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return [[line] for line in text.splitlines()]


def records_of(content: bytes | None) -> list[dict[str, str]]:
    """Return the rows of a CSV by the names of its heading; cells beyond it are left out, missing ones empty."""
    heading, *rows = rows_of(content) or [[]]
    return [{name: row[i] if i < len(row) else "" for i, name in enumerate(heading)} for row in rows]


def value_of(text: str) -> float | None:
    """Return a cell as a number; None where it holds none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return None if math.isnan(value) else value


def text_column(files: Files) -> str:
    """Return the column of the ledger that holds the words of a report's first language; empty where there is none."""
    heading = (rows_of(files.get("numbers.csv")) or [[]])[0]
    return next((name for name in heading if name.startswith(_TEXT)), "")


def numbers_of(files: Files, column: str) -> dict[str, Number]:
    """Return the ledger of a report by key, as `column` prints it."""
    records = records_of(files.get("numbers.csv"))
    return {
        record["key"]: Number(value_of(record.get("value", "")), record.get(column, ""))
        for record in records
        if record.get("key")
    }


_IDENTITY = ("lever", "indicator", "territory")
_WORDS = ("wave", "unit", "method")


def indicators_of(files: Files) -> dict[str, dict[str, float | None]]:
    """Return the indicators of a report as `lever/name@territory` → its numbers by column."""
    found = {}
    for record in records_of(files.get("indicators.csv")):
        lever, name, territory = (record.get(column, "") for column in _IDENTITY)
        key = (f"{lever}/" if lever else "") + name + (f"@{territory}" if territory else "")
        values = {c: value_of(text) for c, text in record.items() if c not in (*_IDENTITY, *_WORDS)}
        found[key] = values
    return found


def pieces_of(files: Files) -> list[Piece]:
    """Return the tables, figures and printed numbers of a report: tables first, each kind in the report's order.

    Figures and tables that lie in the folder and that no list names are found all the same.
    """
    found: list[Piece] = []
    printed: Counter[tuple[str, ...]] = Counter()
    for record in records_of(files.get("contents.csv")):
        kind, id, number, title, part, notebook, cell, file = (
            record.get(name, "") for name in ("kind", "id", "number", "title", "part", "notebook", "cell", "file")
        )
        if kind in _KINDS and id:
            nth = printed[(kind, id, part, notebook)]
            printed[(kind, id, part, notebook)] += 1
            found.append(Piece(kind, id, number, title, part, notebook, cell, file, nth))
    listed = {(piece.kind, piece.id) for piece in found}
    for name in sorted(files):
        folder, stem = name.partition("/")[0], PurePosixPath(name).stem
        kind = {"figures": "figure", "tables": "table"}.get(folder, "")
        if name.endswith(".svg" if kind == "figure" else ".csv") and kind and (kind, stem) not in listed:
            found.append(Piece(kind, stem, "", "", "", "", "", name))
    return sorted(found, key=lambda piece: _KINDS.index(piece.kind))


def trail_of(files: Files) -> Mapping[str, Any]:
    """Return the audit trail of a report; empty where it has none that can be read."""
    try:
        trail = json.loads(files.get("trail.json", b"{}"))
    except ValueError:
        return {}
    return trail if isinstance(trail, dict) else {}
