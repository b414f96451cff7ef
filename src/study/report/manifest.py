"""The manifest of a report: every file of `reports/<wave>` with its SHA-256, in `sha256sum` format.

Promise: `write_folder` replaces a report's folder as a whole and lists it; `intact` tells whether it still is what was
built, and `damaged` what is not, so that a deleted or edited output is built again.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from study.base.files import file_sha256, sha256_hex, write_atomic, writing
from study.base.layout import MANIFEST

NAME = MANIFEST


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative posix path → content) as the whole content of `folder`, with its manifest.

    The new folder is made beside and then put in place, so that a reader never sees half a report. Raises StudyError
    (`NotWritable`) when that cannot be; the folder is then as it was.
    """
    with writing(folder.parent):
        beside = folder.with_name(f".{folder.name}.new")
        old = folder.with_name(f".{folder.name}.old")
        _remove(beside)
        _remove(old)
        for name, content in sorted(files.items()):
            write_atomic(beside / name, content)
        lines = [f"{sha256_hex(content)}  {name}\n" for name, content in sorted(files.items())]
        write_atomic(beside / NAME, "".join(lines))
        if folder.exists():
            folder.rename(old)
        try:
            beside.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
        _remove(old)


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
