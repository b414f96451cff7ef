"""A published edition as it lies on the disk: its record, edition.json, and whether all of it is as it was published.

Promise: the record names the wave, its dates, the package, each source and each file by their contents, sorted, and
nothing of when, where or by whom it was written; a record or a file that was edited, lost or added is a problem of its
own class. Left out: making an edition (`study.editions.publish`), and what git holds.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from study.archive import problems as found
from study.base.errors import Place, Problem, UsageError
from study.base.files import file_sha256, sha256_hex
from study.base.junk import is_junk
from study.base.layout import MANIFEST, StudyPaths
from study.base.nearest import nearest

NAME = "edition.json"
FORMAT = 1


def _inside(path: str) -> str:
    """Refuse a path that would lead out of its folder; also one that is written in another way than ours."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or pure.as_posix() != path or path == ".":
        raise ValueError(path)
    return path


_Path = Annotated[str, AfterValidator(_inside)]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Blob = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SourceFile(_Model):
    """A file that the edition rests on: its git blob id gives its content back, in any clone."""

    path: _Path
    blob: _Blob
    sha256: _Sha256


class EditionFile(_Model):
    """A file of the edition, named from its folder."""

    path: _Path
    sha256: _Sha256
    size: Annotated[int, Field(ge=0)]
    """Bytes."""


class Package(_Model):
    """The package that built the edition; `digest` as `study.pipeline.digest` computes it."""

    version: str
    digest: _Sha256


class Edition(_Model):
    """What edition.json says."""

    format: Literal[1] = 1
    wave: str
    reference_date: date
    publication_date: date
    package: Package
    inputs: tuple[SourceFile, ...]
    code: tuple[SourceFile, ...]
    lock: tuple[SourceFile, ...]
    files: tuple[EditionFile, ...]

    def text(self) -> str:
        """Return the content of edition.json."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def files_of(folder: Path) -> dict[str, Path]:
    """Return the files of an edition's folder by name (from there), what programs leave in passing aside."""
    names = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path for name, path in names.items() if not is_junk(name)}


def manifest_text(files: Mapping[str, str]) -> str:
    """Return the manifest of an edition from the SHA-256 of each of its files, edition.json among them."""
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files))


def list_editions(paths: StudyPaths) -> list[str]:
    """Return the waves that have a published edition, by name, damaged ones included."""
    folder = paths.published("any").parent
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def known_edition(paths: StudyPaths, wave: str) -> str:
    """Return `wave` if an edition of it is published; raises UsageError with the nearest one otherwise."""
    known = list_editions(paths)
    if wave not in known:
        raise UsageError([found.UnknownEdition(None, wave, {"known": known or "–", "nearest": nearest(wave, known)})])
    return wave


def _place(paths: StudyPaths, wave: str, name: str) -> Place:
    return Place(paths.relative(paths.published(wave) / name))


def _listed(manifest: Path) -> dict[str, str]:
    """Return what a manifest lists: SHA-256 by name; lines that say nothing are left to its comparison as a whole."""
    if not manifest.is_file():
        return {}
    lines = manifest.read_bytes().decode("utf-8", errors="replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines) if name}


def _parsed(content: bytes, place: Place, wave: str) -> tuple[Edition | None, list[Problem]]:
    details = {"wave": wave}
    try:
        raw = json.loads(content)
    except ValueError:  # no JSON, or no UTF-8
        return None, [found.BrokenEdition(place, NAME, details)]
    written = raw.get("format") if isinstance(raw, dict) else None
    if isinstance(written, int) and written != FORMAT:
        return None, [found.UnknownFormat(place, str(written), {"known": str(FORMAT)})]
    try:
        edition = Edition.model_validate_json(content)
    except ValidationError as error:
        at = ".".join(map(str, error.errors()[0]["loc"])) or NAME
        return None, [found.BrokenEdition(place, at, details)]
    if edition.wave != wave:
        return None, [found.BrokenEdition(place, "wave", details)]
    return edition, []


def read_edition(paths: StudyPaths, wave: str) -> tuple[Edition | None, list[Problem]]:
    """Read the record of an edition; None with its problems when it is lost, edited, broken or of another format.

    UsageError when no edition of that wave is published. The other files are not looked at (`edition_intact`).
    """
    folder = paths.published(known_edition(paths, wave))
    details = {"wave": wave}
    missing = [name for name in (NAME, MANIFEST) if not (folder / name).is_file()]
    problems: list[Problem] = [found.MissingEditionFile(_place(paths, wave, name), None, details) for name in missing]
    if NAME in missing:
        return None, problems
    content = (folder / NAME).read_bytes()
    edition, faults = _parsed(content, _place(paths, wave, NAME), wave)
    if not faults and not missing and _listed(folder / MANIFEST).get(NAME) != sha256_hex(content):
        faults = [found.ChangedEditionFile(_place(paths, wave, NAME), None, details)]
    problems += faults
    return (None if problems else edition), problems


def edition_intact(paths: StudyPaths, wave: str) -> list[Problem]:
    """Compare an edition with its record; one problem per file that is missing, changed or not of it.

    Where the record itself is damaged, the manifest stands in for it. UsageError when no such edition is published.
    """
    edition, problems = read_edition(paths, wave)
    folder, details = paths.published(wave), {"wave": wave}
    there = files_of(folder)
    if edition is not None:
        listed = {file.path: file.sha256 for file in edition.files}
        whole = manifest_text(listed | {NAME: file_sha256(folder / NAME)})
        if (folder / MANIFEST).read_bytes() != whole.encode("utf-8"):
            problems.append(found.ChangedEditionFile(_place(paths, wave, MANIFEST), None, details))
    else:
        listed = _listed(folder / MANIFEST)
        listed.pop(NAME, None)
    for name, digest in sorted(listed.items()):
        if name not in there:
            problems.append(found.MissingEditionFile(_place(paths, wave, name), None, details))
        elif file_sha256(there[name]) != digest:
            problems.append(found.ChangedEditionFile(_place(paths, wave, name), None, details))
    if listed:  # with neither record nor manifest, nothing says which files belong
        strays = sorted(there.keys() - listed.keys() - {NAME, MANIFEST})
        problems += [found.StrayEditionFile(_place(paths, wave, name)) for name in strays]
    return problems
