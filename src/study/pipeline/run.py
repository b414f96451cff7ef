"""Running the tasks of waves with pytask: what is stale runs, the rest is left alone.

Promise: tasks that do not wait for each other run side by side, in threads here or by the workers of a Dask cluster;
one that fails leaves the others' results and stops what depends on it; all problems come back in one StudyError, a
fault of ours as itself. Files are compared by their contents, never by their dates. Left out: what the tasks are
(`study.pipeline.tasks`), what pytask remembers of them (`state`), and the cluster itself (`cluster`, `executor`).
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytask
import pytask_parallel.execute
from pytask import NodeInfo, NodeNotFoundError, PathNode, PTask, PythonNode, TaskOutcome, TaskWithoutPath

from study.base.errors import Place, Problem, StudyError
from study.base.files import file_sha256, full_folder, not_writable
from study.base.layout import StudyPaths
from study.base.stages import stage
from study.base.text import mark
from study.pipeline.digest import package_files
from study.pipeline.state import nodes, prepare
from study.pipeline.tasks import Step
from study.report.manifest import intact

# Notebooks wait for their kernels, so a worker costs little; two kernels per core is as fast as it gets (measured).
WORKERS = max(2, os.cpu_count() or 1)


class FileGone(Problem):
    """A file that was there, or was made, is there no longer."""

    code = "file-gone"
    what = mark("This file was deleted while the build was running.")
    why = mark("What comes after it needs it.")
    remedy = mark("Put it back if it was given; what is made is made again: run the command again.")


@dataclass(kw_only=True)
class _FileNode(PathNode):
    """A file, by its content: pytask trusts a file whose date it knows, and unpacked archives have one date for all."""

    def state(self) -> str | None:
        try:
            return file_sha256(Path(str(self.path)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:  # the task that reads it says so, better than pytask
            return "unreadable"


@dataclass(kw_only=True)
class _FolderNode(PathNode):
    """A folder made as a whole (a report, the sheets), by its manifest: its state is that of every file listed."""

    def state(self) -> str | None:
        return intact(Path(str(self.path)).parent)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a run: the names of the tasks that ran, and of those that were up to date.

    `slow` says why a cluster's workers could not fork their kernels; empty where they could.
    """

    ran: tuple[str, ...]
    up_to_date: tuple[str, ...]
    slow: str = ""


def _value_node(task: str, name: str, value: Any) -> PythonNode:
    # pytask tells values of different tasks apart by their node info only.
    info = NodeInfo(arg_name=name, path=(), task_name=task, task_path=None, value=value)
    return PythonNode(name=f"{task}::{name}", value=value, hash=True, node_info=info)


def _file_node(paths: StudyPaths, path: Path) -> PathNode:
    # An edition's manifest is a file like any other: what is read of an edition need not be all of it.
    made = (paths.manifest(path.parent.name), paths.sheets_manifest(path.parent.parent.name))
    kind = _FolderNode if path in made else _FileNode
    return kind(name=paths.relative(path), path=path)


def _there(reads: Iterable[Path], made: set[Path]) -> list[Path]:
    """Leave out files that nobody makes and that are missing: the task that reads them says so, better than pytask."""
    return [path for path in reads if path in made or path.exists()]


# pytask-parallel looks for tasks that have ended at growing intervals, up to a second: long beside tasks of two. It has
# no setting for them; where another version has not this list, its own intervals hold.
_INTERVALS = [0.01, 0.02, 0.03, 0.05]


def _watchful() -> None:
    timings = getattr(getattr(pytask_parallel.execute, "_Sleeper", None), "__attrs_attrs__", None)
    if timings is not None and isinstance(timings.timings.default, list):
        timings.timings.default[:] = _INTERVALS


def tasks_of(
    steps: Iterable[Step], paths: StudyPaths, on: Callable[[str, bool], None] = lambda name, done: None
) -> list[TaskWithoutPath]:
    """Return steps as pytask's tasks, with every file and value that makes them stale among their nodes."""
    steps = list(steps)
    package = tuple(package_files().items())
    made = {path for step in steps for path in step.produces}
    lock = paths.root / "requirements.lock"
    return [_task(step, paths, package, _there((*step.reads, lock), made), on) for step in steps]


def _task(
    step: Step,
    paths: StudyPaths,
    package: tuple[tuple[str, str], ...],
    reads: Iterable[Path],
    on: Callable[[str, bool], None],
) -> TaskWithoutPath:
    def function(**_: Any) -> None:
        on(step.name, False)
        with stage(step.name):
            step.run()
        if left_out := [paths.relative(path) for path in step.produces if not path.exists()]:
            raise RuntimeError(f"{step.name} leaves out {left_out}; this is a fault of the package")
        on(step.name, True)

    files = {paths.relative(path): _file_node(paths, path) for path in reads}
    # By name too: pytask does not see that a file or a value it once read is gone.
    values = {"reads": (*sorted(files), *sorted(step.values)), **step.values, "package": package}
    return TaskWithoutPath(
        name=step.name,
        function=function,
        depends_on={**files, **{name: _value_node(step.name, name, value) for name, value in values.items()}},
        produces={paths.relative(path): _file_node(paths, path) for path in step.produces},
    )


def run(
    steps: Iterable[Step],
    paths: StudyPaths,
    *,
    workers: int | None = None,
    on: Callable[[str, bool], None] = lambda name, done: None,
    cluster: str | None = None,
) -> Outcome:
    """Run what is stale; `on(name, done)` is called, from a thread, when a task starts and when it is done.

    `workers` is how many tasks run at once; with `cluster`, the address of a Dask scheduler, its workers run them, as
    many at once as there are threads of theirs, and a task whose worker was lost starts again. Raises StudyError with
    the problems of every task that failed for a reason of the study's or the cluster's, a folder that cannot be written
    among them; any other exception of a task is raised as it is, and KeyboardInterrupt once what had begun has ended.
    """
    steps = list(steps)
    if cluster is None:
        return _build(tasks_of(steps, paths, on), paths, workers or WORKERS, "threads")
    from study.pipeline.cluster import connected
    from study.pipeline.executor import use

    with connected(cluster, paths) as there:
        use(there, {step.name: step.run for step in steps}, on)
        # All that is ready is sent, so that a cluster which grows with its work knows how much there is.
        outcome = _build(tasks_of(steps, paths), paths, workers or max(1, len(steps)), "dask")
        return replace(outcome, slow="; ".join(sorted(there.slow)))


def _build(tasks: list[TaskWithoutPath], paths: StudyPaths, workers: int, backend: str) -> Outcome:
    config = prepare(paths, tasks)
    _watchful()
    quiet, pytask.console.quiet = pytask.console.quiet, True
    try:
        session = pytask.build(
            tasks=tasks,
            paths=config.parent,
            config=config,
            # In memory: pytask keeps its state twice, and the lock beside the configuration is the one it goes by.
            database_url="sqlite://",
            n_workers=workers,
            parallel_backend=backend,
            capture="no",
            verbose=0,
        )
    finally:
        pytask.console.quiet = quiet
    outcome = _outcome(session, paths)
    if len(session.execution_reports) < len(tasks):
        raise KeyboardInterrupt  # pytask takes it for an end like any other
    return outcome


def _of_the_disk(task: PTask, error: BaseException, paths: StudyPaths) -> BaseException:
    """Say as the user's problem what happened to the files of a task: a folder refused, a disk full, a file deleted."""
    if isinstance(error, NodeNotFoundError | FileNotFoundError):
        reads = [Path(str(node.path)) for node in nodes(task.depends_on) if isinstance(node, PathNode)]
        gone = [FileGone(Place(paths.relative(path))) for path in reads if not path.exists()]
        # A product that the task itself left out is told before (`_task`): it was deleted since.
        made = [Path(str(node.path)) for node in nodes(task.produces)]
        if isinstance(error, NodeNotFoundError):
            gone += [FileGone(Place(paths.relative(path))) for path in made if not path.exists()]
        return StudyError(gone) if gone else error
    if not isinstance(error, OSError):
        return error
    folders = [Path(str(node.path)).parent for node in nodes(task.produces)]
    refused = Path(os.fsdecode(error.filename)) if error.filename else None
    if refused and any(refused in (folder, *folder.parents) for folder in folders):
        return not_writable(refused, error)
    full = full_folder(error, folders[0])
    return not_writable(full, error) if full else error


def _outcome(session: pytask.Session, paths: StudyPaths) -> Outcome:
    problems: list[Problem] = []
    reports = session.execution_reports
    for report in reports:
        if report.outcome is TaskOutcome.FAIL and report.exc_info:
            error = report.exc_info[1]
            assert isinstance(error, BaseException)
            error = _of_the_disk(report.task, error, paths)
            if not isinstance(error, StudyError):
                raise error
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise StudyError(problems)
    if session.exit_code != pytask.ExitCode.OK:
        raise RuntimeError("the tasks could not be arranged; this is a fault of the package")
    return Outcome(
        ran=tuple(r.task.name for r in reports if r.outcome is TaskOutcome.SUCCESS),
        up_to_date=tuple(r.task.name for r in reports if r.outcome is TaskOutcome.SKIP_UNCHANGED),
    )
