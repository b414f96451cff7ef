"""Rows of the raw files as they stand today, beside what the trail says of them.

Promise: a row is the spreadsheet's (heading = 1), found again by its id when the file is no longer the sealed one, and
that is said. Files are read once, with the standard library, and never written.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from study.base.layout import StudyPaths
from study.base.nearest import plain

_SEPARATORS = ",;\t"
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class RawFile:
    """One raw file: `data` is None when it is not in this copy of the study."""

    name: str
    data: bytes | None

    @cached_property
    def text(self) -> str:
        """Return the text; what is no UTF-8 is shown as such."""
        return (self.data or b"").decode("utf-8-sig", errors="replace")

    @cached_property
    def lines(self) -> Sequence[str]:
        """Return the lines of the text."""
        return self.text.splitlines()

    @cached_property
    def records(self) -> Sequence[tuple[Sequence[str], str]]:
        """Return the rows of a CSV: its cells, and its text as it stands in the file; the heading comes first."""
        csv.field_size_limit(_LONGEST_CELL)
        first = self.text.split("\n", 1)[0]
        delimiter = max(_SEPARATORS, key=first.count)
        kept = io.StringIO(self.text, newline="").readlines()
        reader = csv.reader(kept, delimiter=delimiter)
        found, start = [], 0
        try:
            for cells in reader:
                found.append(([cell.strip() for cell in cells], "".join(kept[start : reader.line_num]).rstrip("\r\n")))
                start = reader.line_num
        except csv.Error:
            pass  # broken quotes: what can be read is there
        return found

    @cached_property
    def heading(self) -> Sequence[str]:
        """Return the names of a CSV's columns."""
        return self.records[0][0] if self.records else ()

    def row(self, number: int) -> tuple[Sequence[str], str] | None:
        """Return a row (heading = 1), its cells and text; None past the end."""
        return self.records[number - 1] if 0 < number <= len(self.records) else None

    def cell(self, number: int, column: str) -> str:
        """Return the text of a cell; empty when the file has no such cell."""
        row = self.row(number)
        if row is None or column not in self.heading:
            return ""
        at = self.heading.index(column)
        return row[0][at] if at < len(row[0]) else ""

    def find(self, column: str, value: str) -> int | None:
        """Return the first row that holds a value in a column; None when there is none."""
        if column not in self.heading:
            return None
        at = self.heading.index(column)
        return next((i + 1 for i, (cells, _) in enumerate(self.records) if i and cells[at : at + 1] == [value]), None)

    def column(self, said: str) -> str | None:
        """Return the name of a column said by name or by letter (A is the first); None when there is none."""
        by_plain = {plain(name): name for name in self.heading}
        if plain(said) in by_plain:
            return by_plain[plain(said)]
        if not (said.isascii() and said.isalpha() and len(said) <= 3):
            return None
        at = 0
        for letter in said.upper():
            at = at * 26 + ord(letter) - ord("A") + 1
        return self.heading[at - 1] if at <= len(self.heading) else None


@dataclass
class RawFiles:
    """The raw files of a study, read when they are asked for; `sealed` holds the trail's SHA-256 of each."""

    paths: StudyPaths
    sealed: dict[str, str]
    _read: dict[str, RawFile] = field(default_factory=dict)

    def file(self, name: str) -> RawFile:
        """Return a file by its name from the study's root."""
        if name not in self._read:
            path = self.paths.root / name
            self._read[name] = RawFile(name, path.read_bytes() if path.is_file() else None)
        return self._read[name]

    def is_sealed(self, name: str) -> bool:
        """Tell whether a file is byte for byte the one that the trail was made from."""
        data = self.file(name).data
        return data is not None and hashlib.sha256(data).hexdigest() == self.sealed.get(name)

    @property
    def changed(self) -> list[str]:
        """Return the files read so far that are not the sealed ones."""
        return [name for name in self._read if not self.is_sealed(name)]

    def row_of(self, name: str, row: int, column: str, value: str) -> int | None:
        """Return the row that holds an id: `row` where it still does, else found again; None when it is gone."""
        file = self.file(name)
        return row if file.cell(row, column) == value else file.find(column, value)
