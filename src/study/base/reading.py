"""The bytes of a file of a study, within bounds: what is no file of it is never opened.

Promise: a link that leads elsewhere, a folder, a pipe or a device, a file larger than any of its kind and one that may
not be read are problems by name; nothing hangs, and memory is bounded. A file that is not there is told apart (None
without a problem), since what that means differs from file to file. Left out: what the bytes say.
"""

import os
import stat
from pathlib import Path

from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.text import mark

MOST_MB = 256
"""Megabytes of the largest file that is read as a whole: a table of a million rows."""

_MEGABYTE = 1 << 20


class InputLink(Problem):
    """A link where a file or folder of the study should be."""

    code = "input-link"
    what = mark("This is a link to another place, not a file of the study.")
    why = mark("What it leads to can change without the seal seeing it, and is not in the copy that others get.")
    remedy = mark("Put the file itself, or the folder, in the place of the link.")


class InputNotFile(Problem):
    """A folder, pipe or device where a file should be."""

    code = "input-not-file"
    what = mark("This is no file that could be read, but a folder, a pipe or a device.")
    why = mark("Without it the study cannot be computed.")
    remedy = mark("Put the file itself at this place.")


class InputTooLarge(Problem):
    """A file larger than any of its kind."""

    code = "input-too-large"
    what = mark("This file is larger than {limit} MB.")
    why = mark("No file of a study is that large, and reading it would take all the memory.")
    remedy = mark("See what it is, and put the right file in its place.")


class InputUnreadable(Problem):
    """A file that the machine does not let us read."""

    code = "input-unreadable"
    what = mark("This file cannot be read: {value}.")
    why = mark("Without it the study cannot be computed.")
    remedy = mark("Look at the file’s permissions and at the disk, and run the command again.")


def is_linked(path: Path, paths: StudyPaths) -> bool:
    """Tell whether a path below data/raw is, or goes through, a link; data/raw itself may be one."""
    raw = os.path.realpath(paths.raw)
    return path.is_relative_to(paths.raw) and os.path.realpath(path) != str(Path(raw) / path.relative_to(paths.raw))


def read_input(path: Path, paths: StudyPaths) -> tuple[bytes | None, list[Problem]]:
    """Return the bytes of a file; None with the problem that keeps it from being read, or alone if it is not there."""
    place = Place(paths.relative(path))
    if is_linked(path, paths):
        return None, [InputLink(place)]
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [InputNotFile(place)]
        if status.st_size > MOST_MB * _MEGABYTE:
            return None, [InputTooLarge(place, None, {"limit": MOST_MB})]
        return path.read_bytes(), []
    except (FileNotFoundError, NotADirectoryError):
        return None, []
    except OSError as error:
        return None, [InputUnreadable(place, error.strerror or type(error).__name__)]
