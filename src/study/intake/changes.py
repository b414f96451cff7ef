"""Which rows of a table changed between two of its versions.

Promise: rows are matched by the table's key, so that a sorted table shows no change; a table without a known key is
matched by whole rows. Both versions are read as texts, whatever is wrong in them. Left out: where versions come from.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from study.base.show import visible
from study.base.text import mark, say

KEYS = {
    "frame.csv": ("territory", "vintage"),
    "evidence.csv": ("evidence",),
    "sources.csv": ("source",),
    "corrections.csv": ("wave", "territory", "question"),
    "claims.csv": ("claim",),
}

_LINES = {
    "added": mark("row {row}, “{key}”: new"),
    "removed": mark("“{key}”: gone (was row {row})"),
    "changed": mark("row {row}, “{key}”: {cells}"),
}
_CELL = mark("{column} was “{before}”, is “{after}”")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is new, gone or changed; `row` is its row now (before, when it is gone).

    `cells` of a changed row: column, before, after.
    """

    kind: Literal["added", "removed", "changed"]
    key: str
    row: int
    cells: tuple[tuple[str, str, str], ...] = ()

    def text(self, lang: str) -> str:
        """Return the change as one line of plain text; values are made visible, not obeyed."""
        cells = "; ".join(
            say(_CELL, lang, column=visible(column), before=visible(before), after=visible(after))
            for column, before, after in self.cells
        )
        return say(_LINES[self.kind], lang, row=self.row, key=visible(self.key), cells=cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV as texts: its heading, and its rows with their spreadsheet numbers."""

    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def by_key(self, key: tuple[str, ...]) -> dict[tuple[str, ...], tuple[int, dict[str, str]]] | None:
        """Return the rows by key; None when the table lacks the key's columns or two rows share a key."""
        if not key or any(name not in self.heading for name in key):
            return None
        found: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
        for row, cells in self.rows:
            record = dict(zip(self.heading, cells, strict=False))
            found[tuple(record.get(name, "") for name in key)] = (row, record)
        return found if len(found) == len(self.rows) else None


def read_texts(data: bytes) -> Table:
    """Read a CSV as texts; the separator is the one that the heading row holds most of."""
    text = data.decode("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        records = [tuple(c.strip() for c in r) for r in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        records = [(line,) for line in text.splitlines()]
    rows = tuple((i, record) for i, record in enumerate(records[1:], start=2) if any(record))
    return Table(records[0] if records else (), rows)


def _by_whole_rows(before: Table, after: Table) -> list[RowChange]:
    gone = Counter(cells for _, cells in before.rows) - Counter(cells for _, cells in after.rows)
    new = Counter(cells for _, cells in after.rows) - Counter(cells for _, cells in before.rows)
    changes: list[RowChange] = []
    for kind, table, left in (("added", after, new), ("removed", before, gone)):
        for row, cells in table.rows:
            if left[cells] > 0:
                left[cells] -= 1
                changes.append(RowChange("added" if kind == "added" else "removed", ", ".join(cells), row))
    return changes


def row_changes(before: bytes, after: bytes, key: tuple[str, ...]) -> tuple[RowChange, ...]:
    """Return the rows that differ between two versions of a CSV, in the order of the rows now, those gone last."""
    old_table, new_table = read_texts(before), read_texts(after)
    old, new = old_table.by_key(key), new_table.by_key(key)
    if old is None or new is None:
        return tuple(_by_whole_rows(old_table, new_table))
    changes: list[RowChange] = []
    for name, (row, record) in new.items():
        if name not in old:
            changes.append(RowChange("added", ", ".join(name), row))
            continue
        was = old[name][1]
        columns = dict.fromkeys([*was, *record])
        cells = tuple(
            (column, was.get(column, ""), record.get(column, ""))
            for column in columns
            if was.get(column, "") != record.get(column, "")
        )
        if cells:
            changes.append(RowChange("changed", ", ".join(name), row, cells))
    changes += [RowChange("removed", ", ".join(name), row) for name, (row, _) in old.items() if name not in new]
    return tuple(changes)
