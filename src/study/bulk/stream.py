"""The rows of a large export, batch by batch: each column as codes into the different texts that it holds.

Promise: rows are those that the ordinary way counts (`study.exports.gathering`, `study.survey.tables`): texts are
stripped, rows without any text are left out, notes under a table made by hand are no rows, a row of another length than
the heading is an error. The next batch is read while one is worked on. Left out: what the texts say (`states`).
"""

import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from study.base.errors import Place, Problem, StudyError, raise_if
from study.bulk.blocks import BLOCK_BYTES, Rows, Text
from study.bulk.heading import Head, as_texts
from study.exports import file_problems as found
from study.exports.gathering import LONGEST_CELL_BYTES
from study.exports.grid import letters
from study.exports.settings import Flavour
from study.layouts import spreadsheet
from study.survey.response_problems import RowLength
from study.survey.rows import GIVEN

ROWS_AT_ONCE = 65_536
# Parquet is read in smaller parts, which are put together until they are as large as a block: rows may be long.
_PARTS = 16
_READ_BYTES = 2**20
_REPEATING_BYTES = 8
_NOTES = 1_000
"""Rows at the end of a table made by hand among which notes are looked for."""
_HEAD = 500
_MOST_PROBLEMS = 100

Codes = np.ndarray[tuple[int], np.dtype[np.int32]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Whole = np.ndarray[tuple[int], np.dtype[np.integer[Any]]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Texts:
    """A column: `codes` (int32) are positions in `values`, its texts (stripped; one may stand there twice)."""

    codes: Codes
    values: pa.Array

    @property
    def series(self) -> "pd.Series[str]":
        """Return the values."""
        return pd.Series(self.values, dtype="str")

    def flags(self, told: "pd.Series[bool]") -> Flags:
        """Return, for each row, what is told of its text."""
        return told.to_numpy(dtype=bool)[self.codes]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table: the spreadsheet `rows` (int64), the columns that are read, by position, and `blank`.

    `blank` tells the rows that hold nothing in any column that a respondent fills in.
    """

    rows: Numbers
    columns: dict[int, Texts]
    blank: Flags


def _texts(array: pa.Array) -> Texts:
    """Return a dictionary column of a block with its texts stripped."""
    return Texts(array.indices.to_numpy(), pc.utf8_trim_whitespace(array.dictionary))


def _given(head: Head) -> list[int]:
    return [column.position for column in head.table.columns if column.use in GIVEN]


def coded_columns(head: Head, more: Sequence[int | None]) -> list[int]:
    """Return the positions of the columns whose texts are looked at: what respondents fill in, and `more`."""
    return sorted({*_given(head), *(position for position in more if position is not None)})


def _is_empty(column: Texts) -> Flags:
    return column.flags(column.series == "")


def _all_empty(columns: Sequence[Texts], size: int) -> Flags:
    """Return which rows hold nothing in any of the columns; few do, so that each column leaves fewer to look at."""
    left = np.arange(size)
    for column in columns:
        empty = pc.equal(column.values, "").to_numpy(zero_copy_only=False)
        left = left[empty[column.codes[left]]] if empty.any() else left[:0]
        if not len(left):
            break
    blank = np.zeros(size, dtype=bool)
    blank[left] = True
    return blank


def _overlong(head: Head, columns: dict[int, Texts], rows: Numbers) -> list[Problem]:
    problems: list[Problem] = []
    for position, column in columns.items():
        lengths = pc.binary_length(column.values)
        if (pc.max(lengths).as_py() or 0) > LONGEST_CELL_BYTES:
            long = pc.greater(lengths, LONGEST_CELL_BYTES).to_numpy(zero_copy_only=False)[column.codes]
            problems += [
                found.OverlongCell(
                    Place(head.table.grid.file, row=int(row), column=letters(position)), None, {"limit": 1}
                )
                for row in rows[long][:_MOST_PROBLEMS]
            ]
    return problems


def _lengths(head: Head, held: Rows) -> list[Problem]:
    """Return the rows of another length than the heading's; a row of one cell is a note (`study.survey.tables`)."""
    if held.widths is None or held.filled is None:
        return []
    wrong = (held.widths != head.width) & (held.filled > 1)
    return [
        RowLength(
            head.table.grid.place(int(held.rows[i])), None, {"cells": int(held.widths[i]), "expected": head.width}
        )
        for i in wrong.nonzero()[0][:_MOST_PROBLEMS]
    ]


def _look_again(head: Head, held: Rows) -> None:
    """Raise StudyError where a column that was empty so far holds what nobody would read."""
    for position in sorted(head.unseen):
        filled = pc.not_equal(pc.utf8_trim_whitespace(held.columns[position]), "")
        if pc.any(filled).as_py():
            head.unseen.discard(position)
            row = pc.index(filled, True).as_py()
            texts = [as_texts(column.slice(row, 1)).to_pylist()[0].strip() for column in held.columns]
            raise_if(head.again(texts))


def _kept(mask: Flags, batch: Batch) -> Batch:
    columns = {position: Texts(column.codes[mask], column.values) for position, column in batch.columns.items()}
    return Batch(batch.rows[mask], columns, batch.blank[mask])


def _batch(head: Head, held: Rows, coded: Sequence[int], last: bool) -> Batch:
    raise_if(_lengths(head, held))
    _look_again(head, held)
    columns = {position: _texts(held.columns[position]) for position in coded}
    raise_if(_overlong(head, columns, held.rows))
    blank = _all_empty([columns[position] for position in _given(head)], len(held.rows))
    batch = Batch(held.rows, columns, blank)
    empty = blank.copy() if held.widths is None else np.zeros(len(blank), dtype=bool)
    if empty.any():
        for position, array in enumerate(held.columns):
            if position in columns:
                empty &= _is_empty(columns[position])
            else:
                empty &= pc.equal(pc.utf8_trim_whitespace(array), "").to_numpy(zero_copy_only=False)
    notes = _notes(head, held, ~empty) if last and head.table.layout.flavour is Flavour.SPREADSHEET else 0
    if notes:
        empty[np.flatnonzero(~empty)[-notes:]] = True
    return _kept(~empty, batch) if empty.any() else batch


def _notes(head: Head, held: Rows, filled: Flags) -> int:
    """Return how many of the last rows are notes and totals under a table made by hand."""
    tail = np.flatnonzero(filled)[-_NOTES:]
    layout, grid = head.table.layout, head.table.grid
    above = grid.cells.iloc[layout.first : layout.first + _HEAD, : len(held.columns)]
    texts = {i: as_texts(array.take(pa.array(tail))).to_pylist() for i, array in enumerate(held.columns)}
    below = pd.DataFrame(texts, dtype="str").apply(lambda column: column.str.strip())
    # Where the sample reaches the tail, rows stand there twice, which changes nothing about the last ones.
    cells = pd.concat([above, below], ignore_index=True).fillna("")
    rows = np.concatenate([grid.rows[layout.first : layout.first + len(above)], held.rows[tail]])
    return min(len(tail), len(cells) - spreadsheet.end_of_table(cells, rows, 0))


def _of_text(head: Head, coded: Sequence[int], size: int) -> Iterator[Batch]:
    text = Text(head.path, head.table.grid.file, head.separator, head.width)
    first, before = head.first, None
    for data in text.pieces(head.offset, size):
        held = text.read(data, first, coded)
        first = held.next
        if before is not None:
            yield _batch(head, before, coded, last=False)
        before = held
    if before is not None:
        yield _batch(head, before, coded, last=True)


def _of_parquet(head: Head, coded: Sequence[int], size: int) -> Iterator[Batch]:
    shown, texts = head.table.grid.file, set(coded)
    try:
        about = pq.read_metadata(head.path)
        schema = about.schema.to_arrow_schema()
        repeating = _repeating(about)
        names = [
            field.name
            for field in map(schema.field, coded)
            if pa.types.is_string(field.type) and field.name in repeating
        ]
        file = pq.ParquetFile(head.path, read_dictionary=names, buffer_size=_READ_BYTES)
        first, before = head.first, None
        rows = max(1, size * ROWS_AT_ONCE // BLOCK_BYTES)
        for batch in _about(file.iter_batches(batch_size=-(-rows // _PARTS)), rows, size):
            columns = [
                _dictionary(array) if position in texts else as_texts(array)
                for position, array in enumerate(batch.columns)
            ]
            held = Rows(columns, np.arange(first, first + len(batch), dtype=np.int64), first + len(batch))
            first = held.next
            if before is not None:
                yield _batch(head, before, coded, last=False)
            before = held
    except (pa.ArrowException, OSError) as error:
        raise StudyError([found.UnreadableFile(Place(shown), str(error).splitlines()[0])]) from None
    if before is not None:
        yield _batch(head, before, coded, last=True)


def _repeating(about: pq.FileMetaData) -> set[str]:
    """Return the columns whose texts repeat, as the file stores them: a few bytes for each.

    Of others, Arrow's reader would gather all texts of the file in its dictionary.
    """
    taken: Counter[str] = Counter()
    for group in map(about.row_group, range(about.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            taken[column.path_in_schema] += column.total_uncompressed_size
    return {name for name, size in taken.items() if size <= _REPEATING_BYTES * about.num_rows + _READ_BYTES}


def _about(parts: Iterable[pa.RecordBatch], rows: int, size: int) -> Iterator[pa.RecordBatch]:
    """Yield batches of about so many rows or bytes: a file's row groups may be much shorter, and its texts long."""
    held: list[pa.RecordBatch] = []
    for part in parts:
        held.append(part)
        if sum(map(len, held)) >= rows or sum(item.nbytes for item in held) >= size:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(parts) == 1:
        return parts[0]
    return pa.Table.from_batches(parts).unify_dictionaries().combine_chunks().to_batches()[0]


def _dictionary(array: pa.Array) -> pa.Array:
    if not pa.types.is_dictionary(array.type):
        return as_texts(array).dictionary_encode()
    if not array.null_count and not array.dictionary.null_count:
        return array
    return as_texts(array).dictionary_encode()


_Item = TypeVar("_Item")


def _ahead(source: Callable[[], Iterator[_Item]]) -> Iterator[_Item]:
    """Yield what a source yields, each item being made while the one before is worked on."""
    ready: queue.Queue[tuple[_Item | None, BaseException | None]] = queue.Queue(maxsize=1)
    stopped = threading.Event()

    def put(item: _Item | None, error: BaseException | None) -> None:
        while not stopped.is_set():
            try:
                ready.put((item, error), timeout=0.1)
                return
            except queue.Full:
                continue

    def run() -> None:
        try:
            for item in source():
                put(item, None)
                if stopped.is_set():
                    return
            put(None, None)
        except BaseException as error:  # told where the items are taken
            put(None, error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        while True:
            item, error = ready.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        stopped.set()
        worker.join()


def batches(head: Head, coded: Sequence[int], size: int = BLOCK_BYTES) -> Iterator[Batch]:
    """Yield the rows under the heading, about `size` bytes at a time; `coded` comes from `coded_columns`.

    Raises StudyError for a row or cell that cannot be read.
    """
    read = _of_text if head.separator else _of_parquet
    return _ahead(lambda: read(head, coded, size))
