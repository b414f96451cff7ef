"""One build at a time in a study's folder, and nothing left there of one that was killed.

Promise: a build that finds another one at work waits for its end and says so; the turn is a lock of the system, which
ends with its process, however that ends, so that a dead one never blocks. Who has the turn first does away with what a
killed build left: half-written files, folders made beside a report, temporary folders (`study.base.scratch`). Where the
folder cannot be written, builds go on without a turn, and the first of their writes says so; so they do where the file
system has no locks. Left out: what other commands read meanwhile: they see whole files in any case.
"""

import fcntl
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from study.base.files import is_leftover
from study.base.layout import StudyPaths
from study.base.scratch import sweep
from study.pipeline.worker import meeting_folder
from study.report.manifest import settle


def turn_file(paths: StudyPaths) -> Path:
    """Return the file whose lock is the turn; it says whose the turn was last."""
    return paths.root / ".cache" / "turn"


@contextmanager
def turn(paths: StudyPaths, waiting: Callable[[str], None]) -> Iterator[None]:
    """Have the study's folder to oneself; `waiting` is told of the process that has it, if it must be waited for."""
    lock = _taken(turn_file(paths), waiting)
    try:
        if lock is not None:
            clear(paths)
        yield
    finally:
        if lock is not None:
            os.close(lock)


def _taken(path: Path, waiting: Callable[[str], None]) -> int | None:
    """Return the lock once it is ours, None where there can be none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:
        return None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(os.pread(lock, 200, 0).decode("utf-8", "replace").strip() or "?")
            fcntl.flock(lock, fcntl.LOCK_EX)
        with suppress(OSError):  # a full disk: whose turn it is cannot be said, and it is ours all the same
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"{os.getpid()} ({socket.gethostname()})\n".encode(), 0)
    except OSError:  # no locks here
        os.close(lock)
        return None
    except BaseException:
        os.close(lock)
        raise
    return lock


def clear(paths: StudyPaths) -> None:
    """Do away with what a build that was killed left; to be called by who has the turn."""
    sweep()
    names = [path.name for path in _entries(paths.waves)]
    for folder in (place(name) for name in names for place in (paths.reports, paths.sheets, paths.published)):
        with suppress(OSError):
            settle(folder)
    generated = [*(paths.processed(name) for name in names), *(paths.verification(name) for name in names)]
    for folder in (*generated, paths.root / ".cache"):
        for path in folder.rglob(".*.tmp"):
            if is_leftover(path.name):
                with suppress(OSError):
                    path.unlink()
    # Workers of a run that is no more find that it is, and carry out nothing else.
    shutil.rmtree(meeting_folder(paths.root), ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
