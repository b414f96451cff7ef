"""Folders for temporary files that outlive their process by one run at most.

Promise: `scratch` gives a new folder, for its user only, that is gone afterwards; should its process be killed, the
next one that asks for such a folder, or builds, removes it (`sweep`). A folder is known to be in use by a lock of the
system on it, which ends with its process, however that ends: no date and no process number is trusted, and nothing is
removed but what has our name, our user and nobody's lock. Left out: what is written beside a target
(`study.base.files`).
"""

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from study.base.files import full_folder, not_writable

# Short: the path of a kernel's socket, which lies in such a folder, is limited. The end tells ours from a user's.
_PREFIX, _SUFFIX = "study-", ".run"
_OURS = re.compile(rf"{_PREFIX}(?:[a-z]+-)?[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")
_swept: set[str] = set()


@contextmanager
def scratch(what: str = "") -> Iterator[Path]:
    """Give a new folder among the temporary ones, with a word for `what` it is for in its name, then remove it.

    A disk that is full meanwhile is said of the folder of temporary files (StudyError, `NotWritable`).
    """
    top = Path(tempfile.gettempdir())
    if str(top) not in _swept:
        _swept.add(str(top))
        sweep()
    try:
        folder, lock = _made(f"{_PREFIX}{what}-" if what else _PREFIX)
    except OSError as error:
        raise not_writable(top, error) from error
    try:
        yield folder
    except OSError as error:
        full = full_folder(error, folder)
        if full is not None and full.is_relative_to(folder):
            raise not_writable(top, error) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _made(prefix: str) -> tuple[Path, int | None]:
    """Return a new folder and the lock on it; None for a lock where the file system has none for folders."""
    while True:
        folder = tempfile.mkdtemp(prefix=prefix, suffix=_SUFFIX)
        lock = None
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
        # Who swept before it was locked may have taken it for one that is left.
        if Path(folder).is_dir():
            return Path(folder), lock
        if lock is not None:
            os.close(lock)


def sweep() -> None:
    """Remove the folders that processes of this user left which are no more."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_if_left(entry)


def _remove_if_left(entry: "os.DirEntry[str]") -> None:
    about = entry.stat(follow_symlinks=False)
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
        return
    lock = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError while it is in use
        shutil.rmtree(entry.path, ignore_errors=True)
    finally:
        os.close(lock)
