"""What an edition rests on: each file that its build reads, known by its content.

Promise: three groups, each sorted by path: the inputs that the wave reads, the code (package and notebooks), the lock.
A file is named by its place in the repository, its SHA-256 and the id that git gives its content, and by nothing that
an unrelated change would touch. Left out: whether git holds them (`study.editions.committed`).
"""

import csv
import hashlib
import io
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from study.base.files import sha256_hex
from study.base.junk import is_junk
from study.base.layout import StudyPaths
from study.bridge.editions import edition_before, files_read
from study.exports.folder import response_files
from study.intake.series import waves_before
from study.intake.wave import Wave
from study.pipeline.digest import PACKAGE, package_files

LOCK = "requirements.lock"
# The lock pins versions and hashes; pyproject.toml says what the package asks for and how it is installed.
_LOCKS = (LOCK, "pyproject.toml")
# What an earlier wave's report says, and no later report needs. Its claims are no part of it: the check of an earlier
# wave, which comes before its cleaning, reads them.
_OWN_ONLY = ("commentary",)


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `path` as the edition names it, `folder` and `name` to find it, `blob` and `sha256` of its content.

    A `withheld` one, an export that its wave keeps out of git, is known by its hashes alone.
    """

    path: str
    folder: Path
    name: str
    blob: str
    sha256: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of an edition, in three groups."""

    inputs: tuple[Source, ...]
    code: tuple[Source, ...]
    lock: tuple[Source, ...]


def blob_id(content: bytes, algorithm: str = "sha1") -> str:
    """Return git's id of a content, in a repository of that object format (`sha1` or `sha256`).

    >>> blob_id(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    # An id, not a safeguard: each file is also known by its SHA-256.
    return hashlib.new(algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _source(folder: Path, path: Path, prefix: str = "") -> Source:
    name = path.relative_to(folder).as_posix()
    content = path.read_bytes()
    named = unicodedata.normalize("NFC", prefix + name)  # macOS stores accents apart
    return Source(named, folder, name, blob_id(content), sha256_hex(content))


def _is_read(name: PurePosixPath, wave: str, before: set[str], corrected: set[str]) -> bool:
    """Tell whether a wave reads a raw file, named from data/raw; of `corrected` waves, it reads that they are there."""
    if name.parts[0] != "waves" or len(name.parts) < 3:
        # The seal also speaks of later waves; what it says of these files, the edition says itself.
        return name != PurePosixPath("CHECKSUMS.sha256")
    if name.parts[1] in corrected and name.parts[2:] == ("wave.yaml",):
        return True
    return name.parts[1] == wave or (name.parts[1] in before and name.parts[2] not in _OWN_ONLY)


def _corrected(paths: StudyPaths) -> set[str]:
    """Return the waves that corrections name: a correction of a wave that is not there is refused, whoever reads it."""
    if not paths.corrections.is_file():
        return set()
    text = paths.corrections.read_bytes().decode("utf-8-sig", errors="replace")
    return {(row.get("wave") or "").strip() for row in csv.DictReader(io.StringIO(text, newline=""))}


def _inputs(paths: StudyPaths, wave: Wave) -> list[Source]:
    before = {other.wave for other in waves_before(paths, wave)}
    names = [path.relative_to(paths.raw).as_posix() for path in paths.raw.rglob("*") if path.is_file()]
    corrected = _corrected(paths)
    read = [n for n in names if not is_junk(n) and _is_read(PurePosixPath(n), wave.wave, before, corrected)]
    kept = {export for one in (wave, *waves_before(paths, wave)) for export in _withheld(paths, one)}
    raw = [replace(_source(paths.root, paths.raw / name), withheld=(paths.raw / name) in kept) for name in read]
    # Its report says what has changed since: that edition's record names its own files by their content.
    edition = edition_before(paths, wave)
    before_it = files_read(paths, edition) if edition else ()
    licence = (paths.licence,) if paths.licence else ()
    return [*raw, *(_source(paths.root, path) for path in (*before_it, *licence))]


def _withheld(paths: StudyPaths, wave: Wave) -> tuple[Path, ...]:
    """Return the exports that a wave keeps out of git."""
    return response_files(paths.responses(wave.wave)) if wave.survey.withheld else ()


def _code(paths: StudyPaths, package: Path) -> list[Source]:
    notebooks = [path for path in paths.notebooks.glob("*.ipynb") if not path.name.startswith(".")]
    return [
        # The files that the package's digest covers, so that the two always speak of the same code.
        *(_source(package, package / name, f"src/{package.name}/") for name in package_files(package)),
        *(_source(paths.root, path) for path in notebooks),
    ]


def _lock(paths: StudyPaths, package: Path) -> list[Source]:
    """Find each file in the study, which may be a repository of its own, else beside the package."""
    found = []
    for name in _LOCKS:
        for folder in (paths.root, package.parents[1]):
            if (folder / name).is_file():
                found.append(_source(folder, folder / name))
                break
    return found


def sources_of(paths: StudyPaths, wave: Wave, package: Path = PACKAGE) -> Sources:
    """Return what an edition of `wave`, built now, rests on; StudyError when an earlier wave cannot be read."""
    groups = (_inputs(paths, wave), _code(paths, package), _lock(paths, package))
    return Sources(*(tuple(sorted(group, key=lambda source: source.path)) for group in groups))
