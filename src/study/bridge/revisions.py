"""An edition by its name: as it lies in the folder, or as some commit held it (`2025@v1.2`).

Promise: an edition of a commit is as complete as one on the disk before it is used, and read in the same way; the work
tree is not touched. Left out: what the edition rests on (`study.archive.recover`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from study.archive.record import NAME, Edition, known_edition
from study.base import git
from study.base.errors import UsageError
from study.base.files import write_atomic
from study.base.layout import MANIFEST, StudyPaths
from study.base.scratch import scratch
from study.bridge.editions import published_file, whole
from study.bridge.problems import NotPublishedThen, UnknownRevision

NUMBERS = "numbers.csv"
TRAIL = "trail.json"
"""What a number rests on, in editions that say so."""
_READ = (NAME, MANIFEST, NUMBERS, TRAIL)


@dataclass(frozen=True, slots=True)
class Held:
    """An edition under the name that it was asked for, with its ledger and, if it has one, its trail."""

    name: str
    record: Edition
    numbers: bytes
    trail: bytes | None


def _commit(paths: StudyPaths, revision: str) -> str:
    """Return the id of a commit; UsageError when git knows none of that name."""
    answer = git.ask(paths.root, "rev-parse", "--verify", f"{revision}^{{commit}}")
    # What begins with a dash would be an option to git.
    if revision.startswith("-") or not answer.ok:
        raise UsageError([UnknownRevision(None, revision, {"said": answer.said})])
    return answer.output.decode().strip()


def _taken_out(paths: StudyPaths, wave: str, revision: str, folder: Path) -> StudyPaths:
    """Write the files that are read of an edition, as a commit holds them, into a folder; return that as a study."""
    commit = _commit(paths, revision)
    there = StudyPaths(folder)
    for name in _READ:
        path = paths.relative(paths.published(wave) / name)
        answer = git.ask(paths.root, "cat-file", "blob", f"{commit}:./{path}")
        if answer.ok:
            write_atomic(folder / path, answer.output)
    if not there.published(wave).is_dir():
        raise UsageError([NotPublishedThen(None, wave, {"revision": revision})])
    return there


@contextmanager
def _found(paths: StudyPaths, wave: str, revision: str) -> Iterator[StudyPaths]:
    if not revision:
        yield paths
        return
    with scratch("edition") as folder:
        yield _taken_out(paths, wave, revision, folder)


def held(paths: StudyPaths, name: str) -> Held:
    """Return an edition, named `<wave>` or `<wave>@<revision>`.

    Raises UsageError when there is none of that name, StudyError when it is damaged.
    """
    wave, _, revision = name.partition("@")
    with _found(paths, wave, revision) as there:
        record = whole(there, known_edition(there, wave))
        has_trail = any(file.path == TRAIL for file in record.files)
        trail = published_file(there, record, TRAIL) if has_trail else None
        return Held(name, record, published_file(there, record, NUMBERS), trail)
