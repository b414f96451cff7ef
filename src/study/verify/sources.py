"""Which of an edition's sources are no longer the same today: files, and rows of the tables among them.

Promise: what a difference of numbers can come from is named, file by file, and for tables with a key row by row. Left
out: which number comes from which row (`study.bridge`, `study.trail`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from study.archive.record import Edition, SourceFile
from study.base.errors import raise_if
from study.base.layout import StudyPaths
from study.editions.sources import Source, sources_of
from study.intake.changes import KEYS, RowChange, row_changes
from study.intake.wave import load_wave


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source that differs; `rows` where it is a table with a key."""

    group: Literal["inputs", "code", "lock"]
    path: str
    kind: Literal["added", "removed", "changed"]
    rows: tuple[RowChange, ...] = ()


_GROUPS: tuple[Literal["inputs", "code", "lock"], ...] = ("inputs", "code", "lock")


def _rows(path: str, before: bytes | None, source: Source) -> tuple[RowChange, ...]:
    key = KEYS.get(path.rpartition("/")[2])
    return row_changes(before, (source.folder / source.name).read_bytes(), key) if key and before is not None else ()


def _change(
    group: Literal["inputs", "code", "lock"], old: SourceFile | None, new: Source | None, before: Mapping[str, bytes]
) -> SourceChange | None:
    if old is None and new is not None:
        return SourceChange(group, new.path, "added")
    if new is None and old is not None:
        return SourceChange(group, old.path, "removed")
    if old is None or new is None or old.sha256 == new.sha256:
        return None
    return SourceChange(group, new.path, "changed", _rows(new.path, before.get(new.path), new))


def source_changes(
    paths: StudyPaths, edition: Edition, package: Path, before: Mapping[str, bytes]
) -> tuple[SourceChange, ...]:
    """Return what differs between an edition's sources (contents: `before`) and those of a build today.

    Raises StudyError when the wave is no longer there, or it or a wave before it cannot be read.
    """
    wave, problems = load_wave(paths, edition.wave)
    raise_if(problems)
    assert wave is not None  # for mypy: without problems there is one
    today = sources_of(paths, wave, package)
    changes = []
    for group in _GROUPS:
        old = {source.path: source for source in getattr(edition, group)}
        new = {source.path: source for source in getattr(today, group)}
        for path in sorted(old.keys() | new.keys()):
            if change := _change(group, old.get(path), new.get(path), before):
                changes.append(change)
    return tuple(changes)
