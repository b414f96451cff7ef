"""What pytask remembers of the runs, and the values behind its hashes.

Promise: the state of each task at the end of its last successful run, read as pytask itself reads it and never changed
by reading; beside it, in `values.json`, the values that those states are hashes of, so that a change can be told by its
name. All of it is in `.cache/pytask` of the study, and can be lost: then everything runs again. Left out: what is stale
(`study.pipeline.run` runs it, `study.pipeline.why` explains it).
"""

import json
import posixpath
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _pytask.lockfile import LockfileError, LockfileState, build_portable_node_id
from pytask import PNode, PythonNode, TaskWithoutPath

from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.scratch import scratch

_LOCK = "pytask.lock"
_JOURNAL = "pytask.lock.journal"  # what a run that was killed had not yet written into the lock
_CONFIG = "pytask.toml"
_VALUES = "values.json"


@dataclass(frozen=True, slots=True)
class Past:
    """A task when it last ran to its end: the states of its code, of what it read and of what it made.

    Files are named from the study's root, values as `task::name`.
    """

    code: str
    read: Mapping[str, str]
    made: Mapping[str, str]


def state_folder(paths: StudyPaths) -> Path:
    """Return the folder of pytask's state."""
    return paths.root / ".cache" / "pytask"


def _named(states: Mapping[str, str], task: str) -> dict[str, str]:
    # pytask names files from its own folder.
    return {
        name if name.startswith(f"{task}::") else posixpath.normpath(f".cache/pytask/{name}"): state
        for name, state in states.items()
    }


def nodes(of: Mapping[str, Any]) -> list[Any]:
    """Return the nodes of a task's `depends_on` or `produces`: `PathNode` for files, `PythonNode` for values."""
    return list(of.values())  # flat, since `study.pipeline.run` makes them; for pytask they may be trees


def node_name(node: PNode, paths: StudyPaths, task: str) -> str:
    """Return the name under which `Past` holds the state of a node."""
    (name,) = _named({build_portable_node_id(node, state_folder(paths)): ""}, task)
    return name


def _read(folder: Path) -> LockfileState:
    # A copy: pytask mends a broken journal when it reads one, and a run may be writing it just now.
    with scratch("state") as copy:
        for file in (_LOCK, _JOURNAL):
            if (folder / file).is_file():
                shutil.copyfile(folder / file, copy / file)
        return LockfileState.from_path(copy / _LOCK, folder)


def past_runs(paths: StudyPaths) -> dict[str, Past]:
    """Return what is remembered of each task, by its name; nothing when it cannot be read."""
    try:
        entries = _read(state_folder(paths)).lockfile.task
    except LockfileError:
        return {}
    return {e.id: Past(e.state, _named(e.depends_on, e.id), _named(e.produces, e.id)) for e in entries}


def past_values(paths: StudyPaths) -> dict[str, Any]:
    """Return the values that are remembered, by their states; nothing when they cannot be read."""
    try:
        values = json.loads((state_folder(paths) / _VALUES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def prepare(paths: StudyPaths, tasks: Iterable[TaskWithoutPath]) -> Path:
    """Make the folder of the state ready for a run of `tasks`; return pytask's configuration, which is empty.

    Keeps the values of these tasks and those of the last runs, forgets all others and a state that this pytask cannot
    read. Raises StudyError (`NotWritable`).
    """
    folder = state_folder(paths)
    config = folder / _CONFIG
    # A configuration of its own: without it pytask would take the folder's, and write its state beside it.
    write_atomic(config, "[tool.pytask.ini_options]\n")
    try:
        _read(folder)
    except LockfileError:
        for name in (_LOCK, _JOURNAL):
            (folder / name).unlink(missing_ok=True)
    used = {state for past in past_runs(paths).values() for state in past.read.values()}
    kept = {state: value for state, value in past_values(paths).items() if state in used}
    for task in tasks:
        kept |= {str(node.state()): node.value for node in nodes(task.depends_on) if isinstance(node, PythonNode)}
    write_atomic(folder / _VALUES, json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str) + "\n")
    return config
