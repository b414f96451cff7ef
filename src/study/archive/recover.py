"""The very files that an edition rests on, got back by their content.

Promise: a file is what its SHA-256 says or it is a problem, every one of them told at once; it comes from the folder
where that still holds the same content, else from git's objects, which are never changed. `restore` lays the files out
as a study of their own, sealed, which can be built; what is restored there can itself be recovered from. Left out:
building it (`study.verify`), and what changed between two editions (`study.bridge`).
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from study.archive import problems as found
from study.archive.record import Edition, SourceFile
from study.base import git
from study.base.errors import Place, Problem, raise_if
from study.base.files import sha256_hex, write_atomic
from study.base.layout import StudyPaths
from study.intake import checksums

_RAW = "data/raw/"


def content_of(source: SourceFile, folders: Sequence[Path]) -> bytes | None:
    """Return the content of a file of an edition, looked for in `folders` and their repositories; None if nowhere."""
    for folder in folders:
        path = folder / source.path
        if path.is_file() and sha256_hex(content := path.read_bytes()) == source.sha256:
            return content
    for folder in folders:
        answer = git.ask(folder, "cat-file", "blob", source.blob)
        if answer.ok and sha256_hex(answer.output) == source.sha256:
            return answer.output
    return None


def _missing(source: SourceFile, wave: str, paths: StudyPaths) -> Problem:
    """Say why a file is not to be had: withheld from git, a shallow clone, no repository, or not there."""
    place, details = Place(source.path), {"wave": wave}
    if "/responses/" in source.path:
        return found.WithheldSource(place, None, details)
    shallow = git.ask(paths.root, "rev-parse", "--is-shallow-repository")
    if shallow.ok and shallow.output.strip() == b"true":
        return found.MissingHistory(place, None, details)
    said = git.ask(paths.root, "cat-file", "-t", source.blob).said
    return found.MissingSource(place, None, details | {"said": said})


def recovered(
    paths: StudyPaths, edition: Edition, sources: Iterable[SourceFile], *, package_root: Path | None = None
) -> dict[str, bytes]:
    """Return the content of some of an edition's files, by path; StudyError with a problem for each not to be had.

    `package_root` is the folder that holds `src/` where the package is kept apart from the study.
    """
    folders = [paths.root, *([package_root] if package_root and package_root != paths.root else [])]
    sources = tuple(sources)
    contents = {source.path: content_of(source, folders) for source in sources}
    raise_if([_missing(source, edition.wave, paths) for source in sources if contents[source.path] is None])
    return {name: content for name, content in contents.items() if content is not None}


def restore(folder: Path, files: Mapping[str, bytes], objects_of: Path | None = None) -> StudyPaths:
    """Write recovered files into an empty folder as a study, with a seal of its own; return its places.

    With `objects_of`, a folder in a repository, git finds that repository's objects from the new folder too; nothing
    is copied, and that repository stays as it is.
    """
    for name, content in sorted(files.items()):
        write_atomic(folder / name, content)
    paths = StudyPaths(folder.resolve())
    sealed = {name.removeprefix(_RAW): sha256_hex(files[name]) for name in files if name.startswith(_RAW)}
    write_atomic(paths.checksums, checksums.written(sealed))
    objects = (
        git.ask(objects_of, "rev-parse", "--path-format=absolute", "--git-path", "objects") if objects_of else None
    )
    if objects is not None and objects.ok and git.ask(folder, "init", "--quiet").ok:
        write_atomic(folder / ".git" / "objects" / "info" / "alternates", objects.output)
    return paths
