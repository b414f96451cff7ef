"""What the sheets of an XLS workbook (Excel 5 to 2003) say beside their values: formulas, errors, what is hidden.

Promise: the records of the stream `Workbook` are walked through once; one that a damaged file cuts short ends the
walk, as it ends any reader's. Source: [MS-XLS], section 2.4, for each record's fields. Left out: values and merged
areas, which calamine reads; how far a sheet reaches, which the format itself limits to 65,536 rows of 256 columns.
"""

import struct
from collections.abc import Iterator

from study.exports.sheet_facts import SheetFacts

_BOF, _EOF, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _ERROR, _ROW, _COLUMNS = 0x0006, 0x0205, 0x0208, 0x007D
_SIGNS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_ROW_HIDDEN = 0x0020
# A formula's result is a number, unless its last two bytes say that the first one names its type.
_NO_NUMBER, _IS_ERROR = 0xFFFF, 2


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Return kind, place and length of the records of a substream, from one BOF to its EOF."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if start + 4 + length > len(stream) or depth <= 0:
            return
        # Charts within a sheet are substreams of their own, with other rows and columns.
        if depth == 1:
            yield kind, start + 4, length
        start += 4 + length


def is_encrypted(stream: bytes) -> bool:
    """Return whether a workbook asks for a password."""
    return any(kind == _PASSWORD for kind, _, _ in _records(stream, 0))


def _facts(stream: bytes, start: int) -> SheetFacts:
    facts = SheetFacts()
    hidden: set[int] = set()
    for kind, at, length in _records(stream, start):
        if kind == _FORMULA and length >= 14:
            row, position, result, code, mark = struct.unpack_from("<HH2xBxB3xH", stream, at)
            facts.formulas.add((row + 1, position))
            if mark == _NO_NUMBER and result == _IS_ERROR:
                facts.errors[row + 1, position] = _SIGNS.get(code, "#N/A")
        elif kind == _ERROR and length >= 8:
            row, position, code, is_error = struct.unpack_from("<HH2xBB", stream, at)
            if is_error:
                facts.errors[row + 1, position] = _SIGNS.get(code, "#N/A")
        elif kind == _ROW and length >= 16:
            row, first, after, flags = struct.unpack_from("<HHH6xH", stream, at)
            if flags & _ROW_HIDDEN and after > first:
                hidden.add(row + 1)
        elif kind == _COLUMNS and length >= 10:
            first, last, flags = struct.unpack_from("<HH4xH", stream, at)
            if flags & 1:
                facts.hidden_columns.append(range(first, last + 1))
    facts.hidden_rows = hidden
    return facts


def xls_facts(stream: bytes) -> list[SheetFacts]:
    """Return what each sheet says, in the workbook's order (sheets of charts and macros included)."""
    places = [
        struct.unpack_from("<I", stream, at)[0] for kind, at, n in _records(stream, 0) if kind == _SHEET and n >= 6
    ]
    return [_facts(stream, place) for place in places]
