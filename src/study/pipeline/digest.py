"""The digest of the package: what a task depends on besides its own inputs.

Promise: any changed, added or removed file of the package (modules, templates, fonts, message catalogues) gives another
digest, so that no task serves a result of older code; pytask by itself hashes only the function of a task.
Left out: installed dependencies, for which the lock file stands among the dependencies of each task.
"""

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def package_digest(folder: Path = PACKAGE) -> str:
    """Return a SHA-256 (hexadecimal) over the names and contents of the files of a folder, caches left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if not path.is_file() or any(part.startswith((".", "__pycache__")) for part in within.parts):
            continue
        digest.update(f"{within.as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
