"""What a worker of a cluster does for a run: say what it is, and carry out a task.

Promise: before each task a worker shows that it has the package, the Python and the libraries of whoever started the
run, and the very folder of the study, so that one which joins later is held to the same; a task's problems come back as
values, whatever their number. Imported by workers: neither pytask nor Dask is needed to import it. Left out: which
tasks are sent, and when (`study.pipeline.executor`).
"""

import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from uuid import uuid4

from study import __version__
from study.base.errors import Problem, StudyError
from study.base.layout import StudyPaths
from study.pipeline.cluster_problems import (
    WorkerCannotWrite,
    WorkerDoesNotSeeFolder,
    WorkerOfAnotherPackage,
    WorkerOfAnotherPython,
    WorkerOfOtherLibraries,
)
from study.pipeline.digest import package_digest

_NAMED = 5  # differing libraries that are named


@dataclass(frozen=True, slots=True)
class Identity:
    """What decides over the bytes that a process makes."""

    python: str
    package: str
    libraries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A run, as workers are told of it: whose it is, its study's folder, and a file there that only it has made."""

    identity: Identity
    root: Path
    token: str

    @property
    def file(self) -> Path:
        """The file, which holds the token."""
        return meeting_folder(self.root) / self.token


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: the states of what it left, by name, or its problems; `slow`: why no kernel was forked."""

    states: Mapping[str, str | None]
    problems: tuple[Problem, ...] = ()
    slow: str = ""


def meeting_folder(root: Path) -> Path:
    """Return where runs leave the files by which workers know them."""
    return StudyPaths(root).root / ".cache" / "cluster"


@cache
def identity() -> Identity:
    """Return what this process is; the package is its version and the beginning of its digest."""
    return Identity(
        python=f"{platform.python_version()} ({platform.system()} {platform.machine()})",
        package=f"{__version__} ({package_digest()[:12]})",
        libraries={item.name.lower(): item.version for item in distributions() if item.name},
    )


def other_identity(ours: Identity, theirs: Identity, worker: str) -> list[Problem]:
    """Return why a worker is refused for what it is. A library that only one of both has is passed over."""
    if ours.python != theirs.python:
        return [WorkerOfAnotherPython(None, worker, {"ours": ours.python, "theirs": theirs.python})]
    if ours.package != theirs.package:
        return [WorkerOfAnotherPackage(None, worker, {"ours": ours.package, "theirs": theirs.package})]
    both = sorted(ours.libraries.keys() & theirs.libraries.keys() - {"ess-study"})
    differing = [name for name in both if ours.libraries[name] != theirs.libraries[name]]
    if not differing:
        return []
    named = [f"{name} {theirs.libraries[name]} ≠ {ours.libraries[name]}" for name in differing[:_NAMED]]
    return [WorkerOfOtherLibraries(None, worker, {"differing": [*named, *["…"][: len(differing) - len(named)]]})]


def introduce(root: str, token: str) -> dict[str, Any]:
    """Say what this worker is, whether it reads the token, and what it has written beside it, or why it could not."""
    told: dict[str, Any] = {"identity": identity(), "sees": False, "wrote": "", "refused": ""}
    file = meeting_folder(Path(root)) / token
    try:
        told["sees"] = file.read_text("utf-8") == token
        if told["sees"]:
            reply = file.with_name(f"{token}.{uuid4().hex}")
            reply.write_text(token, "utf-8")
            told["wrote"] = reply.name
    except OSError as error:
        told["refused"] = error.strerror or type(error).__name__
    return told


def refusals(meeting: Meeting, told: Mapping[str, Any], worker: str) -> list[Problem]:
    """Return why a worker may not run the tasks, from what it said of itself (`introduce`)."""
    if found := other_identity(meeting.identity, told["identity"], worker):
        return found
    details = {"folder": meeting.root.as_posix(), "cause": told["refused"]}
    if not told["sees"]:
        return [WorkerDoesNotSeeFolder(None, worker, details)]
    if not told["wrote"]:
        return [WorkerCannotWrite(None, worker, details)]
    return []


def carry_out(act: Callable[[], object], products: Sequence[Any], meeting: Meeting, topic: str, name: str) -> Done:
    """Run a task in a worker and return the states of its `products` (pytask's nodes), or what is wrong.

    Tells that it has started, under `topic`. An exception that is no StudyError is raised as it is.
    """
    from distributed import get_worker

    worker = get_worker()
    worker.log_event(topic, {"task": name})
    problems = other_identity(meeting.identity, identity(), worker.address)
    if not problems and not _sees(meeting):
        problems = [WorkerDoesNotSeeFolder(None, worker.address, {"folder": meeting.root.as_posix()})]
    if problems:
        return Done({}, tuple(problems))
    try:
        act()
    except StudyError as error:
        return Done({}, error.problems)
    return Done({node.name: node.state() for node in products}, (), _slow())


def _sees(meeting: Meeting) -> bool:
    try:
        return meeting.file.read_text("utf-8") == meeting.token
    except OSError:
        return False


def _slow() -> str:
    provisioner = sys.modules.get("study.notebooks.provisioner")
    return str(provisioner.fallen_back()) if provisioner else ""
