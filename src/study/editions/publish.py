"""Publishing a wave: its report, as built, frozen with the record of what it rests on.

Promise: everything that speaks against it is raised at once, and then nothing is written; an edition that stands
already is not touched unless it would differ and its replacement is asked for, and is replaced as a whole. The same
report and sources give the same bytes anywhere. Left out: building the report, and committing the edition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from study import __version__
from study.archive.record import NAME, Edition, EditionFile, Package, SourceFile, files_of, manifest_text
from study.base.errors import Place, Problem, StudyError, raise_if
from study.base.files import sha256_hex
from study.base.layout import StudyPaths
from study.editions import problems as found
from study.editions.committed import uncommitted
from study.editions.sources import LOCK, Source, Sources, sources_of
from study.intake.wave import Wave, known_wave, load_wave
from study.pipeline.digest import PACKAGE, package_digest
from study.report.manifest import NAME as MANIFEST
from study.report.manifest import write_folder

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it: the edition's folder (from the study's root), its files (manifest included) and bytes."""

    folder: str
    outcome: Literal["new", "replaced", "unchanged"]
    files: int
    size_bytes: int


def _built(folder: Path) -> dict[str, bytes] | None:
    """Return the files of a report as its manifest lists them; None when one is not as it was built."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return None
    files: dict[str, bytes] = {}
    for line in manifest.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        content = path.read_bytes() if path.is_file() else b""
        if sha256_hex(content) != digest:
            return None
        files[name] = content
    return files


def _named(sources: tuple[Source, ...]) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(path=source.path, blob=source.blob, sha256=source.sha256) for source in sources)


def _record(wave: Wave, sources: Sources, files: Mapping[str, bytes], package: Path) -> Edition:
    return Edition(
        wave=wave.wave,
        reference_date=wave.reference_date,
        publication_date=wave.publication_date,
        package=Package(version=__version__, digest=package_digest(package)),
        inputs=_named(sources.inputs),
        code=_named(sources.code),
        lock=_named(sources.lock),
        files=tuple(
            EditionFile(path=name, sha256=sha256_hex(content), size=len(content))
            for name, content in sorted(files.items())
        ),
    )


def _sources(paths: StudyPaths, wave: Wave, package: Path) -> tuple[Sources | None, list[Problem]]:
    """Return what the edition would rest on, and what keeps it from being built again from git."""
    try:
        sources = sources_of(paths, wave, package)
    except StudyError as error:
        return None, list(error.problems)
    problems = uncommitted(paths, sources)
    if LOCK not in {source.path for source in sources.lock}:
        problems.append(found.NoLock(Place(LOCK)))
    return sources, problems


def _differing(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the names of the files in which an edition's folder is not what it would become."""
    there = files_of(folder)
    return sorted(
        name
        for name in there.keys() | files.keys()
        if name not in there or name not in files or there[name].read_bytes() != files[name]
    )


def _edition(paths: StudyPaths, wave: str, package: Path) -> tuple[dict[str, bytes] | None, list[Problem]]:
    """Return the files that an edition would hold, its manifest among them; None where that cannot be told."""
    loaded, problems = load_wave(paths, wave)
    report = _built(paths.reports(wave))
    if report is None:
        problems.append(found.NoReport(Place(paths.relative(paths.reports(wave))), wave))
    if loaded is None:
        return None, problems
    sources, faults = _sources(paths, loaded, package)
    problems += faults
    if report is None or sources is None:
        return None, problems
    files = report | {NAME: _record(loaded, sources, report, package).text().encode("utf-8")}
    manifest = manifest_text({name: sha256_hex(content) for name, content in files.items()})
    return files | {MANIFEST: manifest.encode("utf-8")}, problems


def publish(paths: StudyPaths, wave: str, *, replace: bool = False, package: Path = PACKAGE) -> Published:
    """Freeze `reports/<wave>` into `reports/published/<wave>`; the caller has just brought the report up to date.

    Raises UsageError for a wave that does not exist, else StudyError with all problems: no intact report, sources that
    git does not hold as they are, no lock, another edition in place without `replace`, a folder that is not writable.
    """
    files, problems = _edition(paths, known_wave(paths, wave), package)
    folder = paths.published(wave)
    there = folder.exists()
    differing = _differing(folder, files) if there and files is not None else []
    if differing and not replace:
        # The manifest differs whenever another file does.
        named = [name for name in differing if name != MANIFEST] or differing
        details = {"count": len(named), "files": [*named[:_NAMED], *(["…"] if len(named) > _NAMED else [])]}
        problems.append(found.EditionDiffers(Place(paths.relative(folder)), wave, details))
    raise_if(problems)
    assert files is not None  # for mypy: without problems there are files
    size = sum(map(len, files.values()))
    if there and not differing:
        return Published(paths.relative(folder), "unchanged", len(files), size)
    # The manifest is written with the rest, and is the same.
    write_folder(folder, {name: content for name, content in files.items() if name != MANIFEST})
    return Published(paths.relative(folder), "replaced" if there else "new", len(files), size)
