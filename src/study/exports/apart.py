"""Workbooks of Excel 5 to 2003 (XLS), read by calamine in a process of its own.

Promise: sheets with the attributes and methods of calamine's that this package uses, whatever the bytes. A damaged file
of this format can make its reader ask for all memory, which ends the process that reads it, or go round in a circle:
that process is not ours, and takes no more than `_MOST_BYTES` and `_MOST_SECONDS`. Run as `python -m
study.exports.apart`, this module is that process: bytes come in, pickled plain values go out. Left out: the other
formats, whose packages are looked through before calamine opens them (`workbooks`).
"""

import io
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

# The format allows 65,536 rows of 256 columns: of 12 columns filled to the last row 175 MB and 0.23 s were measured.
_MOST_BYTES = 8 << 30
_MOST_SECONDS = 240
_REFUSED = 3
_READER = ("-m", "study.exports.apart")

Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class OldSheet:
    """A sheet: where its first and last values stand (row, column, from 0), and its rows from the first one on."""

    name: str
    typ: SheetTypeEnum
    visible: SheetVisibleEnum
    start: tuple[int, int] | None
    end: tuple[int, int] | None
    merged_cell_ranges: list[Area]
    rows: list[list[Any]]

    def iter_rows(self) -> Iterator[list[Any]]:
        """Yield the rows from the sheet's first one, without the columns before its first value."""
        return iter(self.rows)

    def to_python(self, skip_empty_area: bool = True) -> list[list[Any]]:
        """Return the rows from the first value on; with `skip_empty_area` false, from the sheet's first cell on."""
        top, left = self.start or (0, 0)
        return self.rows[top:] if skip_empty_area else [[""] * left + row for row in self.rows]


@dataclass(frozen=True, slots=True)
class OldWorkbook:
    """The sheets of a workbook, in its order."""

    sheets_metadata: list[OldSheet]

    @property
    def sheet_names(self) -> list[str]:
        """The sheets' names."""
        return [sheet.name for sheet in self.sheets_metadata]

    def get_sheet_by_name(self, name: str) -> OldSheet:
        """Return a sheet; KeyError when there is none of that name."""
        return {sheet.name: sheet for sheet in self.sheets_metadata}[name]


def old_workbook(data: bytes) -> OldWorkbook:
    """Return what an XLS workbook holds; ValueError with the reader's words for damage, or PasswordError."""
    command = [sys.executable, "-P", *_READER, str(_MOST_BYTES), str(_MOST_SECONDS)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    if done.returncode not in (0, _REFUSED):
        raise ValueError(_ended(done.returncode))
    told = pickle.loads(done.stdout)  # our own process wrote it
    if done.returncode == _REFUSED:
        kind, words = told
        raise PasswordError(words) if kind == PasswordError.__name__ else ValueError(words or kind)
    return OldWorkbook([
        OldSheet(name, getattr(SheetTypeEnum, kind), getattr(SheetVisibleEnum, seen), *rest)
        for name, kind, seen, *rest in told
    ])  # fmt: skip


def _ended(status: int) -> str:
    """Say how the process ended that should have read a file."""
    if status == -signal.SIGXCPU:
        return f"read for {_MOST_SECONDS} s without an end"
    if status == -signal.SIGABRT:
        return f"asked for more than {_MOST_BYTES >> 30} GB"
    return f"its reader ended ({signal.Signals(-status).name if status < 0 else status})"


def _sheets(data: bytes) -> list[tuple[Any, ...]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        held = []
        for about in workbook.sheets_metadata:
            rest: tuple[Any, ...] = (None, None, [], [])
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(about.name)
                rest = (sheet.start, sheet.end, sheet.merged_cell_ranges or [], list(sheet.iter_rows()))
            held.append((about.name, _name_of(about.typ), _name_of(about.visible), *rest))
        return held


def _name_of(member: SheetTypeEnum | SheetVisibleEnum) -> str:
    """Return the name of a member of calamine's enumerations, which cannot be pickled."""
    return str(member).rpartition(".")[2]


def _hold(most_bytes: int, most_seconds: int) -> None:
    """Let this process take no more memory and time than that, and leave no image of its memory behind."""
    for kind, most in (
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_CPU, most_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


def _main(most_bytes: str, most_seconds: str) -> NoReturn:
    _hold(int(most_bytes), int(most_seconds))
    status = 0
    try:
        told = pickle.dumps(_sheets(sys.stdin.buffer.read()))
    except BaseException as error:  # a panic of calamine's is no `Exception`
        status, told = _REFUSED, pickle.dumps((type(error).__name__, " ".join(str(error).split())))
    sys.stdout.buffer.write(told)
    sys.stdout.flush()
    sys.exit(status)


if __name__ == "__main__":
    _main(*sys.argv[1:])
