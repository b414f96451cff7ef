"""A text file (CSV, TSV and the like) as a grid.

Promise: the encoding and separator are told from the whole (`encodings`, `separators`), and said where they could be
others; a first line `sep=;`, which Excel writes and does not show, is obeyed and not counted. Cells may hold
separators, doubled quotes and line breaks within quotes; the n-th record is row n, as in a spreadsheet, whatever the
line ends. Nothing is repaired: quotes that do not balance, NUL characters and a text of two encodings are errors that
name their row. Read with the csv module a row at a time: it alone tells how many cells each row has. Left out: whether
the file is a text at all (`kinds`).
"""

import csv
import io
import re
from collections.abc import Iterator

from study.base.errors import Place, Problem
from study.base.show import Term
from study.base.text import mark
from study.exports import file_problems as found
from study.exports.encodings import Encoding, encoding_of, holds_other, holds_utf8
from study.exports.gathering import gather
from study.exports.grid import Grid, letters
from study.exports.separators import Separator, separator_of

# The csv module's limit is the process's: the same number as `study.intake.tables` sets. A quote that is never closed
# would otherwise take the rest of the file, four bytes a character.
_LONGEST_FIELD = 10_000_000
_SAMPLE_CHARACTERS = 2_000_000
_MOST_ROWS_NAMED = 5
_TOLD = re.compile(r'"?sep=(?P<separator>[^\w\s"]|\t)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_NAMES = {
    "\t": mark("the tabulation"),
    ";": mark("the semicolon"),
    ",": mark("the comma"),
    "|": mark("the vertical bar"),
}


def _opened(data: bytes, codec: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=codec, newline="")


def lines_of(data: bytes, codec: str, told: bool) -> Iterator[str]:
    """Yield the lines of a text with their ends, without a byte order mark; `told` as in `records`."""
    lines = _opened(data, codec)
    if told:
        lines.readline()
    # A file that two programs marked has a second byte order mark.
    yield lines.readline().lstrip("\ufeff")
    yield from lines


def records(data: bytes, codec: str, separator: str, told: bool, strict: bool = True) -> Iterator[list[str]]:
    """Return the records of a text, a list of cells each; raises csv.Error where quotes do not balance.

    `told` as `separator_in` says it: whether the first line tells the separator, and is no record.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    return csv.reader(lines_of(data, codec, told), delimiter=separator, strict=strict)


def _broken(data: bytes, codec: str, separator: str, told: bool, shown: str) -> Problem:
    """Return where reading stopped: at quotes that do not balance, or in a cell that does not end."""
    held: list[str] = []

    def remembered() -> Iterator[str]:
        for line in lines_of(data, codec, told):
            held.append(line)
            yield line

    row = 1
    try:
        for _ in csv.reader(remembered(), delimiter=separator, strict=True):
            row += 1
            held.clear()
    except csv.Error as error:
        if "field limit" not in str(error):
            return found.UnbalancedQuotes(Place(shown, row=row))
    text = "".join(held)[: _LONGEST_FIELD - 1]
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [""])
    return found.OverlongCell(Place(shown, row=row, column=letters(len(cells) - 1)), None, {"limit": 1})


def _mixed(data: bytes, separator: str, told: bool, shown: str) -> list[Problem]:
    """Return the rows that are in another encoding than most, if the text has several."""
    if not holds_utf8(data) or not holds_other(data):
        return []
    utf8: list[int] = []
    other: list[int] = []
    for row, record in enumerate(records(data, "latin-1", separator, told, strict=False), start=1):
        cells = "\n".join(record)
        if cells.isascii():
            continue
        written = cells.encode("latin-1")
        if holds_utf8(written):
            utf8.append(row)
        if holds_other(written):
            other.append(row)
    if not utf8 or not other:
        return []
    fewer = min(other, utf8, key=len)
    named = [str(row) for row in fewer[:_MOST_ROWS_NAMED]]
    rows = [*named, "…"] if len(fewer) > len(named) else named
    return [found.MixedEncodings(Place(shown, row=fewer[0]), None, {"rows": rows})]


def separator_in(data: bytes, codec: str) -> tuple[Separator, bool]:
    """Return the separator, and whether the first line tells it."""
    sample = _opened(data, codec).read(_SAMPLE_CHARACTERS).lstrip("\ufeff")
    if told := _TOLD.match(sample):
        return Separator(told["separator"]), True
    return separator_of(sample), False


def _notes(encoding: Encoding, separator: Separator, shown: str) -> list[Problem]:
    notes: list[Problem] = []
    if encoding.word:
        notes.append(found.OtherEncoding(Place(shown), encoding.word, {"encoding": encoding.name}))
    if separator.rival:
        words = {"taken": Term(_NAMES[separator.taken]), "rival": Term(_NAMES[separator.rival])}
        notes.append(found.AmbiguousSeparator(Place(shown), None, words))
    return notes


def read_text(data: bytes, shown: str) -> tuple[list[Grid], list[Problem]]:
    """Return the grid of a text (none with an error, or when it holds nothing) and what is to be said about it.

    `shown` is what places call the file.
    """
    encoding = encoding_of(data)
    wide = encoding is not None and encoding.codec in ("utf-16", "utf-32")
    if not wide and (nul := data.find(b"\0")) >= 0:
        return [], [found.NulCharacters(Place(shown, line=data.count(b"\n", 0, nul) + 1))]
    certain = encoding is not None and not encoding.word
    separator, told = separator_in(data, "latin-1" if encoding is None else encoding.codec)
    if not certain and (mixed := _mixed(data, separator.taken, told, shown)):
        return [], mixed
    if encoding is None:
        return [], [found.UnknownEncoding(Place(shown))]
    notes = _notes(encoding, separator, shown)
    try:
        grid, problems = gather(records(data, encoding.codec, separator.taken, told), shown)
    except csv.Error:
        return [], [*notes, _broken(data, encoding.codec, separator.taken, told, shown)]
    if grid is None:
        return [], [*notes, *(problems or [found.EmptyExport(Place(shown))])]
    return [grid], notes
