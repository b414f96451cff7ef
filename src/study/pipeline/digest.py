"""The package's files: what a task depends on besides its own inputs.

Promise: any changed, added or removed file of the package (modules, templates, fonts, message catalogues) gives another
result, so that no task serves a result of older code; pytask by itself hashes only the function of a task.
Left out: installed dependencies, for which the lock file stands among the dependencies of each task.
"""

import hashlib
from pathlib import Path

from study.base.files import file_sha256

PACKAGE = Path(__file__).resolve().parents[1]


def package_files(folder: Path | None = None) -> dict[str, str]:
    """Return the files of a folder, by default the package (relative posix path → SHA-256), sorted, caches left out."""
    folder = folder or PACKAGE
    within = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: file_sha256(path)
        for name, path in sorted(within.items())
        if not any(part.startswith((".", "__pycache__")) for part in name.split("/"))
    }


def package_digest(folder: Path | None = None) -> str:
    """Return one SHA-256 (hexadecimal) over the names and contents of these files."""
    lines = (f"{digest}  {name}\n" for name, digest in package_files(folder).items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
