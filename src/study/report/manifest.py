"""The manifest of a report: every file of `reports/<wave>` with its SHA-256, in `sha256sum` format.

Promise: `write_folder` replaces a report's folder as a whole and lists it; `intact` tells whether it still is what was
built, so that a deleted or edited output is built again.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from study.base.files import file_sha256, sha256_hex, write_atomic

NAME = "MANIFEST.sha256"


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (relative posix path → content) as the whole content of `folder`, with its manifest.

    The new folder is made beside and then put in place, so that a reader never sees half a report.
    """
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    for name, content in sorted(files.items()):
        write_atomic(beside / name, content)
    lines = [f"{sha256_hex(content)}  {name}\n" for name, content in sorted(files.items())]
    write_atomic(beside / NAME, "".join(lines))
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def intact(folder: Path) -> str | None:
    """Return the manifest's own SHA-256 when every file it lists is there unchanged, else None."""
    manifest = folder / NAME
    if not manifest.is_file():
        return None
    for line in manifest.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or file_sha256(path) != digest:
            return None
    return file_sha256(manifest)
