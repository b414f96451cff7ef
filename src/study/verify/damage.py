"""What is no longer as it was published or built: an edition against its record, a report against its manifest.

Promise: every file that was edited, lost or added is named, and of a manifest the very lines; an edition whose record
still says what it rests on can be verified all the same. Left out: whether what is intact can be made again.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from study.archive import problems as archived
from study.archive.record import NAME, Edition, edition_intact, files_of, read_edition
from study.base.errors import StudyError
from study.base.files import file_sha256
from study.base.layout import MANIFEST, StudyPaths
from study.report.manifest import damaged


@dataclass(frozen=True, slots=True)
class Damage:
    """A file, named from its folder; of a manifest, the files whose `lines` are not theirs."""

    file: str
    kind: Literal["changed", "missing", "added"]
    lines: tuple[str, ...] = ()


_KINDS: dict[type, Literal["changed", "missing", "added"]] = {
    archived.ChangedEditionFile: "changed",
    archived.MissingEditionFile: "missing",
    archived.StrayEditionFile: "added",
}


def _wrong_lines(folder: Path, edition: Edition) -> tuple[str, ...]:
    """Return the files whose line in an edition's manifest is not theirs, is missing, or should not be there."""
    right = {file.path: file.sha256 for file in edition.files} | {NAME: file_sha256(folder / NAME)}
    text = (folder / MANIFEST).read_bytes().decode("utf-8", errors="replace")
    lines = {name: digest for digest, _, name in (line.partition("  ") for line in text.splitlines())}
    return tuple(sorted(name for name in right.keys() | lines.keys() if right.get(name) != lines.get(name)))


def edition_damage(paths: StudyPaths, wave: str) -> tuple[Edition, tuple[Damage, ...]]:
    """Return the record of an edition, and what of its files is not as published.

    Raises UsageError when no such edition is published; StudyError where nothing can be verified: no manifest, or a
    record that is lost, cannot be read or has another format.
    """
    folder = paths.published(wave)
    edition, problems = read_edition(paths, wave)
    fatal = [problem for problem in problems if not isinstance(problem, archived.ChangedEditionFile)]
    if fatal:
        raise StudyError(fatal)
    if edition is None:  # its line in the manifest is not its own; which of the two was edited cannot be told
        try:
            edition = Edition.model_validate_json((folder / NAME).read_bytes())
        except ValidationError:
            raise StudyError(problems) from None
    found = []
    for problem in edition_intact(paths, wave):
        assert problem.place is not None  # for mypy: each names its file
        name = problem.place.file.removeprefix(f"{paths.relative(folder)}/")
        if name != MANIFEST:
            found.append(Damage(name, _KINDS[type(problem)]))
    if lines := _wrong_lines(folder, edition):
        found.append(Damage(MANIFEST, "changed", lines))
    return edition, tuple(found)


def build_damage(folder: Path) -> tuple[Damage, ...]:
    """Return what of a report's folder is not as it was built; nothing where no report is.

    With no manifest, that alone is said: nothing tells then what belongs.
    """
    there = files_of(folder) if folder.is_dir() else {}
    if not there:
        return ()
    wrong = damaged(folder)
    found = [Damage(name, "changed" if name in there else "missing") for name in wrong]
    if MANIFEST not in wrong:
        lines = (folder / MANIFEST).read_text("utf-8", errors="replace").splitlines()
        listed = {line.partition("  ")[2] for line in lines} | {MANIFEST}
        found += [Damage(name, "added") for name in there if name not in listed]
    return tuple(sorted(found, key=lambda item: item.file))
