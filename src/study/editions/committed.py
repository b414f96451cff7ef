"""Whether git holds what an edition rests on.

Promise: one problem per file that the last commit does not hold as it stands, or one for a whole group when they are
many; git is asked, never told. A package that lies outside any repository, or in a folder that one ignores (installed
into an environment), is not asked about: its version and digest name it. Left out: committing.
"""

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from study.base import git
from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.editions import problems as found
from study.editions.sources import Source, Sources, blob_id

# Up to so many files of a group, each has its own line on the user's screen.
_FEW = 5
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Head:
    """The files under a folder in the last commit, by name from there, with their blob ids; none without a work tree.

    `said` is what git says when there is no work tree that it can read, or its silence.
    """

    files: dict[str, str] | None
    said: str = ""


def read_head(folder: Path) -> Head:
    """Return what the last commit of the repository around `folder` holds under it; empty before the first commit."""
    inside = git.ask(folder, "rev-parse", "--is-inside-work-tree")
    if not inside.ok or inside.output.strip() != b"true":
        return Head(None, inside.said)
    listed = git.ask(folder, "ls-tree", "-r", "-z", "HEAD").output
    files = {}
    for line in listed.decode("utf-8", errors="replace").split("\0"):
        about, _, name = line.partition("\t")
        if name:
            files[unicodedata.normalize("NFC", name)] = about.split()[2]
    return Head(files)


def _ignored(folder: Path) -> bool:
    return git.ask(folder, "check-ignore", "-q", str(folder)).ok


def _problem(source: Source, held: dict[str, str]) -> Problem | None:
    """Return what is wrong with one file, if anything."""
    blob = held.get(unicodedata.normalize("NFC", source.name))
    if blob is None:
        return found.NotCommitted(Place(source.path))
    if len(blob) == len(source.blob):
        same = blob == source.blob
    else:  # a repository of the newer object format
        same = blob == blob_id((source.folder / source.name).read_bytes(), "sha256")
    return None if same else found.ChangedSinceCommit(Place(source.path))


def _grouped(problems: Sequence[Problem], folder: str) -> list[Problem]:
    if len(problems) <= _FEW:
        return list(problems)
    names = [problem.place.file for problem in problems[:_NAMED] if problem.place]
    return [found.ManyNotCommitted(Place(folder), None, {"count": len(problems), "files": names})]


def _common_folder(sources: Sequence[Source]) -> str:
    return os.path.commonpath([source.path for source in sources])


def uncommitted(paths: StudyPaths, sources: Sources) -> list[Problem]:
    """Return what keeps git from giving each source back as it stands: no work tree, files missing or changed there."""
    heads: dict[Path, Head] = {}
    for source in (*sources.inputs, *sources.code, *sources.lock):
        if source.folder not in heads:
            outside = source.folder != paths.root and _ignored(source.folder)
            heads[source.folder] = Head(None) if outside else read_head(source.folder)
    problems: list[Problem] = []
    study = heads.get(paths.root)
    if study is not None and study.files is None:
        problems.append(found.NoWorkTree(None, None, {"said": study.said}))
    for group in (sources.inputs, sources.code, sources.lock):
        faults: dict[Path, list[tuple[Source, Problem]]] = {}
        for source in group:
            held = heads[source.folder].files
            fault = _problem(source, held) if held is not None and not source.withheld else None
            if fault is not None:
                faults.setdefault(source.folder, []).append((source, fault))
        for pairs in faults.values():
            problems += _grouped([fault for _, fault in pairs], _common_folder([source for source, _ in pairs]))
    return problems
