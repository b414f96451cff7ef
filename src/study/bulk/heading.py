"""The beginning of a large export: what it is, where its heading stands, what its columns answer.

Promise: recognised by the ordinary rooms (`study.layouts`) from the first rows alone, as a whole file would be; a
column that stays empty there is looked at again once it does not. Left out: the rows themselves (`stream`).
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from study.base.errors import Place, Problem, Severity, StudyError, raise_if
from study.bulk import problems as bulk
from study.codebook.model import Study
from study.exports import file_problems as found
from study.exports.gathering import gather
from study.exports.grid import Grid
from study.exports.kinds import Kind, kind_of
from study.exports.settings import SurveySettings
from study.exports.texts import separator_in
from study.layouts.columns import Use, columns_of
from study.layouts.heading_problems import EmptyColumns, RowsUnderTable
from study.layouts.headings import recognise
from study.survey.release import release_of
from study.survey.response_problems import discreet
from study.survey.tables import Table

SAMPLE_BYTES = 4 * 2**20
SAMPLE_ROWS = 1_000
_PARQUET = b"PAR1"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Head:
    """A large export as its beginning shows it.

    `table` holds the first rows alone. `separator` is empty of a Parquet file; `offset` is the byte at which the rows
    under the heading begin, `first` the number of the first of them, `width` how many cells the heading has. `unseen`
    are the columns that are not read and that the first rows leave empty; `again` says what is wrong with them, once a
    row (its texts) is met that does not.
    """

    path: Path
    table: Table
    problems: tuple[Problem, ...]
    separator: str
    offset: int
    first: int
    width: int
    unseen: set[int]
    again: Callable[[Sequence[str]], list[Problem]]


def as_texts(array: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return the values of a Parquet column as texts, empty where there is none."""
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    return array.cast(pa.string()).fill_null("")


def _parquet(path: Path, shown: str) -> tuple[Grid, str, int, int]:
    try:
        file = pq.ParquetFile(path)
        names = list(file.schema_arrow.names)
        batch = next(file.iter_batches(batch_size=SAMPLE_ROWS), None)
        columns = [] if batch is None else [as_texts(column).to_pylist() for column in batch.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise StudyError([found.UnreadableFile(Place(shown), str(error).splitlines()[0])]) from None
    grid, problems = gather([names, *zip(*columns, strict=True)], shown)
    raise_if(problems)
    if grid is None:
        raise StudyError([found.EmptyExport(Place(shown))])
    return grid, "", 0, 2


def _records(data: bytes, separator: str, skip: int) -> Iterator[tuple[list[str], int]]:
    """Yield each record of a text with the byte that it ends at; `skip` lines at the beginning are none."""
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for number, line in enumerate(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")):
            read += len(line.encode())
            if number >= skip:
                yield line

    for record in csv.reader(lines(), delimiter=separator, strict=True):
        yield record, read


def _csv(path: Path, shown: str) -> tuple[Grid, str, list[int]]:
    """Return the first rows of a text, its separator, and the byte that each of its records ends at."""
    with path.open("rb") as file:
        data = file.read(SAMPLE_BYTES)
        whole = not file.read(1)
    if not whole:
        data = data[: data.rfind(b"\n") + 1]
    if not data.removeprefix(_MARK).strip():
        raise StudyError([found.EmptyExport(Place(shown))])
    marked = data.startswith(_MARK)
    data = data.removeprefix(_MARK)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StudyError([bulk.NotUtf8(Place(shown, line=data.count(b"\n", 0, error.start) + 1))]) from None
    separator, told = separator_in(data, "utf-8")
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for record, end in islice(_records(data, separator.taken, int(told)), SAMPLE_ROWS):
            rows.append(record)
            ends.append(end + len(_MARK) * marked)
    except csv.Error:
        # The last record of a sample may go on beyond it.
        if whole or len(rows) < 2:
            raise StudyError([found.UnbalancedQuotes(Place(shown, row=len(rows) + 1))]) from None
    grid, problems = gather(rows, shown)
    raise_if(problems)
    if grid is None:
        raise StudyError([found.EmptyExport(Place(shown))])
    return grid, separator.taken, ends


def head_of(path: Path, shown: str, study: Study, settings: SurveySettings, nouns: Sequence[str]) -> Head:
    """Return the head of an export, a CSV text in UTF-8 or a Parquet file; `shown` is what places call it.

    `nouns` are what the study calls its territories. Raises StudyError for a file that cannot be streamed, or whose
    heading holds what must be settled.
    """
    ends: list[int] = []
    try:
        with path.open("rb") as file:
            start = file.read(SAMPLE_BYTES)
    except OSError as error:
        raise StudyError([found.UnreadableFile(Place(shown), error.strerror or type(error).__name__)]) from None
    if start.startswith(_PARQUET):
        grid, separator, offset, first = _parquet(path, shown)
    else:
        kind = kind_of(start, shown)
        if kind is not Kind.TEXT:
            raise StudyError([kind if isinstance(kind, Problem) else bulk.NotAStream(Place(shown))])
        grid, separator, ends = _csv(path, shown)
        offset = first = 0
    layout, problems = recognise(grid, study, settings)
    if layout is None:
        raise StudyError(problems)
    layout = replace(layout, end=len(grid.cells))
    columns, faults = columns_of(layout, grid, study, settings, nouns)
    told = (item for item in (*problems, *faults) if not isinstance(item, RowsUnderTable | EmptyColumns))
    problems = [discreet(item) for item in told]
    raise_if(item for item in problems if item.severity is Severity.ERROR)
    if ends:
        offset, first = ends[layout.heading_rows[-1] - 1], layout.heading_rows[-1] + 1
    width = int(max(grid.widths[grid.rows.tolist().index(row)] for row in layout.heading_rows))
    table = Table(grid, layout, tuple(columns), grid.cells.iloc[:0], release_of(path, settings))
    cells = grid.cells.iloc[layout.first :]
    unseen = {at.position for at in columns if at.use is Use.IGNORED and (cells[at.position] == "").all()}

    def again(texts: Sequence[str]) -> list[Problem]:
        row = pd.DataFrame([[*texts, *[""] * (len(grid.cells.columns) - len(texts))]], dtype="str")
        more = replace(
            grid,
            cells=pd.concat([grid.cells, row], ignore_index=True),
            rows=np.append(grid.rows, grid.rows[-1] + 1),
            widths=np.append(grid.widths, width),
        )
        end = replace(layout, end=len(more.cells))
        return [item for item in columns_of(end, more, study, settings, nouns)[1] if item.severity is Severity.ERROR]

    return Head(path, table, tuple(problems), separator, offset, first, width, unseen, again)
