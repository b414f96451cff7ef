"""The seal of the raw files: CHECKSUMS.sha256, which covers every file under data/raw except itself.

Promise: the format is sha256sum's, sorted by name, so that `sha256sum -c` can be run in data/raw without us. A file
that is new, changed or gone is a problem of its own class. What a file manager, an office suite or a notebook drops in
passing (`.DS_Store`, `~$table.xlsx`) is no input: neither sealed nor refused. Left out: sealing (`study.intake.seal`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from study.base.errors import Place, Problem
from study.base.files import file_sha256
from study.base.junk import is_junk
from study.base.layout import StudyPaths
from study.intake import seal_problems as found
from study.intake.raw_names import name_problems

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class RawFiles:
    """The raw files that a seal covers and those that it ignores, as names relative to data/raw (NFC, sorted)."""

    covered: tuple[str, ...]
    ignored: tuple[str, ...]


def raw_files(paths: StudyPaths) -> RawFiles:
    """List the raw files; the seal itself is neither covered nor ignored."""
    names = sorted(
        unicodedata.normalize("NFC", path.relative_to(paths.raw).as_posix())
        for path in paths.raw.rglob("*")
        if path.is_file() and path != paths.checksums
    )
    return RawFiles(tuple(name for name in names if not is_junk(name)), tuple(name for name in names if is_junk(name)))


def current(paths: StudyPaths) -> dict[str, str]:
    """Return the SHA-256 of each covered file as it is now."""
    return {name: file_sha256(_path(paths, name)) for name in raw_files(paths).covered}


def _path(paths: StudyPaths, name: str) -> Path:
    path = paths.raw / name
    return path if path.exists() else paths.raw / unicodedata.normalize("NFD", name)  # macOS stores names apart


def written(checksums: Mapping[str, str]) -> str:
    """Return the text of a seal: one line per file, sorted by name."""
    return "".join(f"{checksums[name]}  {name}\n" for name in sorted(checksums))


def sealed(paths: StudyPaths) -> tuple[dict[str, str] | None, list[Problem]]:
    """Return the checksums as sealed (None when there is no seal), and the lines that say nothing."""
    file = paths.relative(paths.checksums)
    try:
        text = paths.checksums.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return None, [found.NoChecksums(Place(file))]
    checksums: dict[str, str] = {}
    problems: list[Problem] = []
    for i, line in enumerate(text.splitlines(), start=1):
        if match := _LINE.fullmatch(line):
            checksums[match[2]] = match[1]
        elif line.strip():
            problems.append(found.BrokenChecksums(Place(file, line=i), line))
    return checksums, problems


def _all(kind: type[Problem], names: Iterable[str], paths: StudyPaths) -> list[Problem]:
    return [kind(Place(paths.relative(paths.raw / name))) for name in sorted(names)]


def verify(paths: StudyPaths, withheld: Iterable[str] = ()) -> list[Problem]:
    """Compare the raw files with their seal; one problem per file that is new, changed or gone.

    Where a name is unsound, or a link, that alone is said: such a file is not opened.

    `withheld` files may be gone: they were never in this copy (`study.intake.withheld`).
    """
    before, problems = sealed(paths)
    if before is None:
        return problems
    if unsound := name_problems(paths):
        return [*problems, *unsound]
    now = current(paths)
    changed = [name for name in now if name in before and now[name] != before[name]]
    return [
        *problems,
        *_all(found.UnsealedFile, now.keys() - before.keys(), paths),
        *_all(found.ChangedFile, changed, paths),
        *_all(found.VanishedFile, before.keys() - now.keys() - set(withheld), paths),
    ]
