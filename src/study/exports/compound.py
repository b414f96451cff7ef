"""The streams of a compound file (OLE2): what old Excel and Word files, and encrypted new ones, are made of.

Promise: names of streams and the bytes of one, from bytes that may be anything; a chain that leads outside the file or
in a circle raises ValueError. Source: [MS-CFB], sections 2.2 to 2.6. Left out: what the streams say (`biff`).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY_BYTES = 128
_MINI_BITS = 6
_STREAM, _ROOT = 2, 5
# Sector numbers from here on are signs, not places.
_SIGNS = 0xFFFFFFFA


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file: its sectors are `1 << bits` bytes; `table` says which sector follows each."""

    data: bytes
    bits: int
    cutoff: int
    table: Sequence[int]
    mini_table: Sequence[int]
    entries: tuple[_Entry, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the streams."""
        return frozenset(entry.name for entry in self.entries if entry.kind == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return the bytes of one stream; KeyError when there is none of that name."""
        entry = next((entry for entry in self.entries if entry.name == name and entry.kind == _STREAM), None)
        if entry is None:
            raise KeyError(name)
        if entry.size >= self.cutoff:
            return _joined(self.data, self.table, entry.start, self.bits, 1)[: entry.size]
        root = next(item for item in self.entries if item.kind == _ROOT)
        small = _joined(self.data, self.table, root.start, self.bits, 1)
        return _joined(small, self.mini_table, entry.start, _MINI_BITS, 0)[: entry.size]


def _chain(table: Sequence[int], start: int) -> list[int]:
    sectors: list[int] = []
    seen: set[int] = set()
    while start < _SIGNS:
        if start in seen or start >= len(table):
            raise ValueError("broken chain of sectors")
        seen.add(start)
        sectors.append(start)
        start = table[start]
    return sectors


def _joined(data: bytes, table: Sequence[int], start: int, bits: int, before: int) -> bytes:
    """Return the bytes of a chain; `before` sectors stand in front of the first, which is the file's heading."""
    return b"".join(data[(i + before) << bits : (i + before + 1) << bits] for i in _chain(table, start))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _table(data: bytes, bits: int) -> tuple[int, ...]:
    """Return the table of sectors, from the 109 places that the heading gives, and their continuation."""
    places = list(_numbers(data[76:512]))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) >> bits)):
        if following >= _SIGNS:
            break
        *more, following = _numbers(data[(following + 1) << bits : (following + 2) << bits])
        places += more
    sectors = [_numbers(data[(i + 1) << bits : (i + 2) << bits]) for i in places if i < _SIGNS]
    return tuple(chain.from_iterable(sectors))


def _entry(data: bytes) -> _Entry:
    length, kind = struct.unpack_from("<HB", data, 64)
    start, size = struct.unpack_from("<II", data, 116)
    return _Entry(data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), kind, start, size)


def compound(data: bytes) -> Compound:
    """Return the streams of a compound file; ValueError when the bytes are none."""
    try:
        (bits,) = struct.unpack_from("<H", data, 30)
        (directory,) = struct.unpack_from("<I", data, 48)
        cutoff, mini = struct.unpack_from("<II", data, 56)
        if not data.startswith(SIGNATURE) or bits not in (9, 12):
            raise ValueError("no compound file")
        table = _table(data, bits)
        entries = _joined(data, table, directory, bits, 1)
        cut = [entries[i : i + _ENTRY_BYTES] for i in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES)]
        small = _numbers(_joined(data, table, mini, bits, 1))
        return Compound(data, bits, cutoff, table, small, tuple(_entry(item) for item in cut))
    except (struct.error, IndexError) as error:
        raise ValueError("truncated compound file") from error
