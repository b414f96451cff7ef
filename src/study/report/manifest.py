"""The manifest of a report: every file of `reports/<wave>` with its SHA-256, in `sha256sum` format.

Promise: `write_folder` replaces a report's folder as a whole and lists it, in one step where the system has one: killed
at any moment it leaves the old folder or the new one; `intact` tells whether it still is what was built, and `damaged`
what is not, so that a deleted or edited output is built again.
"""

import ctypes
import errno
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from study.base.files import file_sha256, sha256_hex, writing
from study.base.layout import MANIFEST

NAME = MANIFEST
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative posix path → content) as the whole content of `folder`, with its manifest.

    The new folder is made beside and then put in place, so that a reader never sees half a report. Raises StudyError
    (`NotWritable`) when that cannot be; the folder is then as it was.
    """
    lines = [f"{sha256_hex(content)}  {name}\n" for name, content in sorted(files.items())]
    beside, old = _beside(folder)
    with writing(folder.parent):
        settle(folder)
        try:
            for name, content in {**files, NAME: "".join(lines).encode("utf-8")}.items():
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                (beside / name).write_bytes(content)
            if not folder.exists():
                beside.rename(folder)
            elif not _exchanged(beside, folder):
                folder.rename(old)
                beside.rename(folder)
        except BaseException:
            with suppress(OSError):  # else it would hide what went wrong
                settle(folder)
            raise
        with suppress(OSError):  # the folder is as it should be; what is left beside it is for the next build
            settle(folder)


def settle(folder: Path) -> None:
    """Do away with what a write of `folder` that did not come to its end left beside it; OSError if that cannot be."""
    beside, old = _beside(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    _remove(beside)
    _remove(old)


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, such that both are there all the time; False where there is none."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.ENOSYS, errno.EINVAL):  # an older kernel, a file system without
        return False
    raise OSError(error, os.strerror(error), str(other))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def listed(folder: Path) -> list[str]:
    """Return the names of the files that the manifest of a folder lists; none without a manifest."""
    manifest = folder / NAME
    lines = manifest.read_text("utf-8", errors="replace").splitlines() if manifest.is_file() else []
    return [line.partition("  ")[2] for line in lines]


def damaged(folder: Path) -> list[str]:
    """Return the files that the manifest lists and that are missing or changed; itself when it is missing."""
    manifest = folder / NAME
    if not manifest.is_file():
        return [NAME]
    lines = [line.partition("  ") for line in manifest.read_text("utf-8", errors="replace").splitlines()]
    return [n for digest, _, n in lines if not (folder / n).is_file() or file_sha256(folder / n) != digest]


def intact(folder: Path) -> str | None:
    """Return the manifest's own SHA-256 when every file it lists is there unchanged, else None."""
    return None if damaged(folder) else file_sha256(folder / NAME)
