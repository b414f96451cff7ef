"""What differs between two builds of a report: numbers, tables cell by cell, figures by their data, files by bytes.

Promise: pure functions of what was published (expected) and of what was computed again; values are the same when a
reader and a program would take them so: the same text, and floats to 12 digits, so that another library's last bit
moves nothing. What is new or gone is said as such. The fingerprints of inputs that an annex prints are no results. Left
out: the words of the page (`study.verify.texts`), and what a
difference means (`study.verify.classes`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from study.base.files import sha256_hex
from study.base.text import mark
from study.verify import texts
from study.verify.outputs import Files, Number, Piece, indicators_of, numbers_of, pieces_of, rows_of, text_column

_PRECISION = 1e-12
"""Relative: what the order of a sum may change, and no reader or rounding ever sees."""


class Verdict(StrEnum):
    """What became of a piece or a file."""

    IDENTICAL = mark("identical")
    SAME = mark("same content, other bytes")
    DIFFERS = mark("differs")
    GONE = mark("gone")
    NEW = mark("new")


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that is not what it was; `expected` is None for a new one, `recomputed` for one that is gone."""

    key: str
    verdict: Verdict
    expected: Any
    recomputed: Any


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of a table, or of a figure's data: named by the first cell of its row and its heading."""

    row: str
    column: str
    expected: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece or a file beside what was computed again: printed text of a number, SHA-256 of anything else."""

    verdict: Verdict
    expected: str
    recomputed: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that two builds were compared by; `pieces` and `files` hold what is identical too."""

    numbers: int
    """Keys of the published ledger."""
    moved: tuple[Moved, ...]
    indicators: tuple[Moved, ...]
    pieces: tuple[tuple[Piece, Finding], ...]
    files: Mapping[str, Finding]
    texts: tuple[texts.TextChange, ...]

    def differing(self, *verdicts: Verdict) -> list[tuple[Piece, Finding]]:
        """Return the pieces with one of these verdicts."""
        return [(piece, finding) for piece, finding in self.pieces if finding.verdict in verdicts]

    @property
    def other_files(self) -> list[str]:
        """Return the names of the files that are not the same byte for byte."""
        return [name for name, finding in self.files.items() if finding.verdict is not Verdict.IDENTICAL]


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same: numbers to 12 digits, texts as they are, groups member by member.

    >>> same(0.1 + 0.2, 0.3), same(6.0, 7.0), same(float("nan"), float("nan")), same((1, "a"), (1, "b"))
    (True, False, True, False)
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=_PRECISION, abs_tol=0.0)
    return bool(one == other)


def moved(expected_numbers: Mapping[str, Any], recomputed_numbers: Mapping[str, Any]) -> tuple[Moved, ...]:
    """Return the numbers that differ, in the order of `expected_numbers`, new ones last.

    Values may be numbers, texts, or groups of them (`Number`: value and printed text); see `same`.

    >>> [(item.key, item.verdict.value) for item in moved({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5})]
    [('b', 'differs'), ('c', 'gone'), ('d', 'new')]
    """
    found = []
    for key, expected in expected_numbers.items():
        if key not in recomputed_numbers:
            found.append(Moved(key, Verdict.GONE, expected, None))
        elif not same(expected, recomputed_numbers[key]):
            found.append(Moved(key, Verdict.DIFFERS, expected, recomputed_numbers[key]))
    new = [key for key in recomputed_numbers if key not in expected_numbers]
    return (*found, *(Moved(key, Verdict.NEW, None, recomputed_numbers[key]) for key in new))


def _by_first(rows: Sequence[Sequence[str]]) -> dict[str, Sequence[str]] | None:
    named = {row[0] if row else "": row for row in rows}
    return named if len(named) == len(rows) else None


def _columns(heading: Sequence[str]) -> dict[str, int]:
    return {name if heading.count(name) == 1 else f"{name} ({i + 1})": i for i, name in enumerate(heading)}


def cell_changes(expected: Sequence[Sequence[str]], recomputed: Sequence[Sequence[str]]) -> tuple[CellChange, ...]:
    """Return the cells in which two tables (heading first) differ; a row that is new or gone as one change.

    Rows are found by their first cell where that names them, else by their place; columns by their heading.
    """
    (before, *old), (after, *new) = list(expected) or [[]], list(recomputed) or [[]]
    first, second = _by_first(old), _by_first(new)
    if first is None or second is None:
        first, second = ({str(i): row for i, row in enumerate(rows, start=2)} for rows in (old, new))
    was, now = _columns(before), _columns(after)
    changes = []
    for name in dict.fromkeys([*first, *second]):
        if name not in second or name not in first:
            line = ", ".join((first if name in first else second)[name])
            changes.append(CellChange(name, "", *((line, "") if name in first else ("", line))))
            continue
        for column in dict.fromkeys([*was, *now]):
            cells = [
                row[places[column]] if column in places and places[column] < len(row) else ""
                for row, places in ((first[name], was), (second[name], now))
            ]
            if cells[0] != cells[1]:
                changes.append(CellChange(name, column, cells[0], cells[1]))
    if not changes and tuple(before) != tuple(after):
        changes.append(CellChange("", "", ", ".join(before), ", ".join(after)))
    return tuple(changes)


def _verdict(expected: bytes | None, recomputed: bytes | None) -> Verdict:
    if recomputed is None:
        return Verdict.GONE
    if expected is None:
        return Verdict.NEW
    return Verdict.IDENTICAL if expected == recomputed else Verdict.DIFFERS


def _hash(content: bytes | None) -> str:
    return "" if content is None else sha256_hex(content)


def _file_finding(expected: bytes | None, recomputed: bytes | None) -> Finding:
    return Finding(_verdict(expected, recomputed), _hash(expected), _hash(recomputed))


def _piece_finding(piece: Piece, expected: Files, recomputed: Files) -> Finding:
    """Compare a table by its cells, a figure by its data and then its drawing."""
    data = piece.file if piece.kind == "table" else piece.file.removesuffix(".svg") + ".csv"
    told = _file_finding(expected.get(piece.file), recomputed.get(piece.file))
    if told.verdict in (Verdict.GONE, Verdict.NEW):
        return told
    changes = cell_changes(rows_of(expected.get(data)), rows_of(recomputed.get(data)))
    if any(map(_is_result, changes)):
        return Finding(Verdict.DIFFERS, told.expected, told.recomputed, changes)
    verdict = Verdict.IDENTICAL if told.verdict is Verdict.IDENTICAL else Verdict.SAME
    return Finding(verdict, told.expected, told.recomputed, changes)


def _is_result(change: CellChange) -> bool:
    """Tell whether a change is one of what the report says: the fingerprint of an input is none."""
    return texts.without_fingerprints(change.expected) != texts.without_fingerprints(change.recomputed)


def _number_finding(piece: Piece, again: Piece | None, moved_keys: set[str], now: Mapping[str, Number]) -> Finding:
    """Compare a number in the text with what is printed there now; one that is printed no longer, with the ledger."""
    if again is None:
        return Finding(Verdict.GONE, piece.title, now[piece.id].text if piece.id in now else "")
    differs = piece.title != again.title or piece.id in moved_keys
    return Finding(Verdict.DIFFERS if differs else Verdict.IDENTICAL, piece.title, again.title)


def compare(expected: Files, recomputed: Files) -> Comparison:
    """Compare two builds of a report: the published one, and what was computed again."""
    column = text_column(expected)
    before, now = numbers_of(expected, column), numbers_of(recomputed, column)
    numbers = moved(before, now)
    keys = {item.key for item in numbers}
    old, new = ({piece.key: piece for piece in pieces_of(files)} for files in (expected, recomputed))
    pieces = []
    for key, piece in {**new, **old}.items():
        if key not in old and piece.kind == "number":
            finding = Finding(Verdict.NEW, "", piece.title)
        elif piece.kind == "number":
            finding = _number_finding(piece, new.get(key), keys, now)
        else:
            finding = _piece_finding(piece, expected, recomputed)
        pieces.append((piece, finding))
    places = {key: i for i, key in enumerate([*old, *(key for key in new if key not in old)])}
    order = {"table": 0, "figure": 1, "number": 2}
    pieces.sort(key=lambda pair: (order[pair[0].kind], places[pair[0].key]))
    return Comparison(
        numbers=len(before),
        moved=numbers,
        indicators=moved(indicators_of(expected), indicators_of(recomputed)),
        pieces=tuple(pieces),
        files={
            name: _file_finding(expected.get(name), recomputed.get(name))
            for name in sorted(expected.keys() | recomputed.keys())
        },
        texts=texts.text_changes(expected.get("report.html", b""), recomputed.get("report.html", b"")),
    )
