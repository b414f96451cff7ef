"""A long CSV text, block by block: each a piece of bytes that holds whole records, read into columns of texts.

Promise: the records are those of the ordinary reader (`study.exports.texts`), with the same row numbers. A block is cut
at a line end outside quotes and read by Arrow; a block in which anything is unusual (blank lines, quotes within cells
that are no quotes, rows of other lengths, old line ends) is read by the ordinary reader itself, so that there is one
grammar. Memory holds a few blocks, whatever the file's length. Left out: what the columns mean (`stream`).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from study.base.errors import Place, Problem, StudyError
from study.bulk import problems as bulk
from study.exports import file_problems as found
from study.exports.gathering import gather
from study.exports.grid import Grid
from study.exports.texts import records

BLOCK_BYTES = 24 * 2**20
_LONGEST_RECORD = 64 * 2**20
_QUOTE, _LINE, _RETURN = 34, 10, 13

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Records as columns of texts (stripped only by the ordinary reader), with their row numbers (int64).

    `next` is the number of the record after the last one, blank ones included. What the ordinary reader read comes
    without rows that hold no text, and says how many cells each row has, `widths`, and how many of them hold a text,
    `filled` (int64).
    """

    columns: Sequence[pa.Array]
    rows: np.ndarray[tuple[int], np.dtype[np.int64]]
    next: int
    widths: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None
    filled: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None


def _count(data: Bytes, byte: int) -> int:
    return int(np.count_nonzero(data == byte))


def _last_line(data: bytes) -> int:
    """Return where the last record that is surely whole ends, by the parity of the quotes before; 0 where none does."""
    bytes_ = np.frombuffer(data, np.uint8)
    end = data.rfind(b"\n") + 1
    quotes = _count(bytes_[:end], _QUOTE)
    while end and quotes % 2:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= _count(bytes_[before:end], _QUOTE)
        end = before
    return end


def _blank_lines(data: bytes) -> bool:
    """Tell whether a line outside quotes is blank."""
    bytes_ = np.frombuffer(data, np.uint8)
    if data.startswith((b"\n", b"\r")):
        return True
    for blank in (b"\n\n", b"\n\r"):
        at, before, quotes = data.find(blank), 0, 0
        while at >= 0:
            quotes += _count(bytes_[before:at], _QUOTE)
            if quotes % 2 == 0:
                return True
            at, before = data.find(blank, at + 1), at
    return False


def _plain_quotes(data: bytes, separator: str) -> bool:
    """Tell whether each quote opens or closes a cell, or stands beside another one."""
    padded = np.frombuffer(b"\n" + data + b"\n", np.uint8)
    border = (padded == _LINE) | (padded == _QUOTE) | (padded == ord(separator))
    quote = padded[1:-1] == _QUOTE
    after = border[2:] | (padded[2:] == _RETURN)
    return not bool((quote & ~(border[:-2] | after)).any())


def _usual(data: bytes, separator: str) -> bool:
    """Tell whether Arrow certainly reads a block as the ordinary reader does, if its rows are of one length."""
    returns = _count(np.frombuffer(data, np.uint8), _RETURN)
    if returns and returns != data.count(b"\r\n"):
        return False
    return _plain_quotes(data, separator) and not _blank_lines(data)


class Text:
    """A CSV text in UTF-8: `pieces` cuts it, `read` reads one piece; `shown` is what places call the file."""

    def __init__(self, path: Path, shown: str, separator: str, width: int) -> None:
        self._path, self._shown, self._separator, self._width = path, shown, separator, width

    def pieces(self, offset: int, size: int = BLOCK_BYTES) -> Iterator[bytes]:
        """Yield the text from the byte `offset` on, in blocks of whole records of about `size` bytes.

        Raises StudyError for a record that does not end.
        """
        with self._path.open("rb") as file:
            length = file.seek(0, io.SEEK_END)
            file.seek(offset)
            rest, left = b"", length - offset
            while left or rest:
                # A last block of a few rows would be too short to tell notes under the table from answers.
                taken = left if left < 2 * size else size
                data = rest + file.read(taken)
                left -= taken
                end = len(data) if not left else self._end(data)
                if not end and len(data) > _LONGEST_RECORD:
                    details = {"limit": _LONGEST_RECORD // 2**20}
                    raise StudyError([bulk.OverlongRow(Place(self._shown), None, details)])
                rest = data[end:]
                if end:
                    yield data[:end]

    def _end(self, data: bytes) -> int:
        """Return where the last whole record of a block ends; 0 where none does."""
        if _plain_quotes(data, self._separator):
            return _last_line(data)
        # Quotes that are no quotes: only the ordinary reader tells which line ends end a record.
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="", errors="surrogateescape")
        read = end = 0

        def lines() -> Iterator[str]:
            nonlocal read
            for line in text:
                read += len(line.encode("utf-8", "surrogateescape"))
                yield line

        try:
            for _ in csv.reader(lines(), delimiter=self._separator, strict=True):
                end = read if read < len(data) or data.endswith(b"\n") else end
        except csv.Error as error:
            # A fault is said with its row when the block is read; a cell that goes on needs a longer block.
            return end if "end of data" in str(error) else end or len(data)
        return end

    def read(self, data: bytes, first: int, coded: Sequence[int]) -> Rows:
        """Return the records of one block, the columns at `coded` as dictionaries, the others as plain texts.

        `first` is the row number of the first record. Raises StudyError where the block cannot be read.
        """
        if (nul := data.find(b"\0")) >= 0:
            raise StudyError([found.NulCharacters(Place(self._shown, line=first + data.count(b"\n", 0, nul)))])
        if _usual(data, self._separator) and (table := self._by_arrow(data, coded)) is not None:
            rows = np.arange(first, first + len(table), dtype=np.int64)
            columns = [column.combine_chunks() for column in table.columns]
            return Rows([_one(column) for column in columns], rows, first + len(table))
        return self._by_hand(data, first, coded)

    def _by_arrow(self, data: bytes, coded: Sequence[int]) -> pa.Table | None:
        names = [str(position) for position in range(self._width)]
        texts = set(coded)
        types = {
            name: pa.dictionary(pa.int32(), pa.string()) if position in texts else pa.string()
            for position, name in enumerate(names)
        }
        try:
            return pa_csv.read_csv(
                pa.py_buffer(data),
                read_options=pa_csv.ReadOptions(column_names=names, block_size=len(data) + 1, use_threads=True),
                parse_options=pa_csv.ParseOptions(delimiter=self._separator, newlines_in_values=True),
                convert_options=pa_csv.ConvertOptions(column_types=types, null_values=[], strings_can_be_null=False),
            )
        except pa.ArrowInvalid:
            return None

    def _by_hand(self, data: bytes, first: int, coded: Sequence[int]) -> Rows:
        source = records(data, "utf-8", self._separator, told=False)
        count = 0

        def counted() -> Iterator[list[str]]:
            nonlocal count
            for record in source:
                count += 1
                yield record

        # A mark within the text is no byte order mark: the ordinary reader drops one at the very beginning only.
        try:
            grid, problems = gather(counted(), self._shown)
        except csv.Error:
            raise StudyError([found.UnbalancedQuotes(Place(self._shown, row=first + count))]) from None
        except UnicodeDecodeError:
            raise StudyError([bulk.NotUtf8(Place(self._shown, row=first + count))]) from None
        if problems:
            raise StudyError([_moved(problem, first - 1) for problem in problems])
        if grid is None:
            empty: list[pa.Array] = [pa.array([], pa.string())] * self._width
            none = np.array([], np.int64)
            return Rows(_columns_of_none(empty, coded), none, first + count, none, none)
        filled = (grid.cells != "").sum(axis=1).to_numpy(dtype=np.int64)
        columns = _columns(grid, self._width, coded)
        return Rows(columns, grid.rows + first - 1, first + count, grid.widths, filled)


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):  # no chunk at all
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)
    return column


def _columns(grid: Grid, width: int, coded: Sequence[int]) -> list[pa.Array]:
    """Return the columns of a grid as Arrow arrays; what stands beyond the heading is left to the row's length."""
    texts = set(coded)
    columns = []
    for position in range(width):
        held = grid.column(position) if position in grid.cells.columns else None
        array = pa.array([""] * len(grid.rows), pa.string()) if held is None else _plain(pa.array(held))
        columns.append(array.dictionary_encode() if position in texts else array)
    return columns


def _columns_of_none(columns: list[pa.Array], coded: Sequence[int]) -> list[pa.Array]:
    return [array.dictionary_encode() if i in coded else array for i, array in enumerate(columns)]


def _plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(pa.string())


def _moved(problem: Problem, rows: int) -> Problem:
    place = problem.place
    if place is None or place.row is None:
        return problem
    return type(problem)(Place(place.file, row=place.row + rows, column=place.column), problem.value, problem.details)
