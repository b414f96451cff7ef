"""What raw files are called, and whether they are files at all: looked at before any of them is opened.

Promise: below data/raw there is no link, whatever it leads to; every name can be written in the seal (UTF-8, without
control characters), and no two names are one on another system, where case or the way accents are composed does not
count. Each is a problem at its name. Left out: the seal (`checksums`).
"""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from study.base.characters import control_in
from study.base.errors import Place, Problem
from study.base.junk import is_junk
from study.base.layout import StudyPaths
from study.base.reading import InputLink
from study.intake import seal_problems as found


def _said(path: Path, paths: StudyPaths) -> str:
    """Return a path as messages can print it: what is no UTF-8 as escapes."""
    return os.fsencode(paths.relative(path)).decode("utf-8", "backslashreplace")


def _cannot_be_written(name: str) -> bool:
    # Python keeps bytes that are no UTF-8 as halves of a pair, which are control characters to us; a line end in a
    # name would be one more line of the seal.
    return control_in(name) is not None or any(end in name for end in "\t\n\r\u2028\u2029")


def _problem(path: Path, paths: StudyPaths, first: dict[str, Path]) -> Problem | None:
    place = Place(_said(path, paths))
    if path.is_symlink():
        return InputLink(place)
    if _cannot_be_written(path.name):
        return found.NameNotText(place, ascii(path.name)[1:-1])
    other = first.setdefault(unicodedata.normalize("NFC", path.as_posix()).casefold(), path)
    return None if other is path else found.NamesCollide(place, path.name, {"other": _said(other, paths)})


def name_problems(paths: StudyPaths) -> list[Problem]:
    """Return the problems of the names below data/raw, in their order; what programs leave in passing has none."""
    first: dict[str, Path] = {}

    def each() -> Iterator[Problem | None]:
        for path in sorted(paths.raw.rglob("*")):
            if not is_junk(path.relative_to(paths.raw).as_posix()):
                yield _problem(path, paths, first)

    return [problem for problem in each() if problem is not None]
