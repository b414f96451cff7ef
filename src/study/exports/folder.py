"""The files of a wave's survey: what stands in its folder `responses`.

Promise: exports as received are every file of the folder itself but notes (`.md`), hidden files and what programs leave
behind; a file in a folder below is no export, and is told so. No file is opened. Left out: reading them (`files`).
"""

from pathlib import Path

from study.base.junk import is_junk


def _is_export(path: Path) -> bool:
    return path.is_file() and not (path.name.startswith(".") or path.suffix.lower() == ".md" or is_junk(path.name))


def response_files(folder: Path) -> tuple[Path, ...]:
    """Return the exports in a folder, by name; none where there is no folder."""
    return tuple(sorted(path for path in folder.iterdir() if _is_export(path))) if folder.is_dir() else ()


def stray_files(folder: Path) -> tuple[Path, ...]:
    """Return the files below a folder that look like exports and are read by nobody."""
    below = (path for path in folder.rglob("*") if path.parent != folder) if folder.is_dir() else ()
    return tuple(
        sorted(path for path in below if _is_export(path) and not is_junk(path.relative_to(folder).as_posix()))
    )
