"""Which tasks are stale, and why: what a run would do now, without running anything.

Promise: told from the nodes that `study.pipeline.run` hands to pytask and from the states that pytask remembers, so
that the two cannot disagree: every task said to be certain runs, and no task runs that is not named. A task whose own
inputs, values, code and products are as they were only may run: when a task before it changes what it reads. Nothing is
written. Left out: whether a task that runs comes to its end.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from pytask import PythonNode, TaskWithoutPath

from study.base.layout import StudyPaths
from study.pipeline import digest
from study.pipeline.reasons import Kind, Reason, Reasoned
from study.pipeline.run import tasks_of
from study.pipeline.state import Past, node_name, nodes, past_runs, past_values
from study.pipeline.tasks import Step
from study.report.manifest import NAME as MANIFEST
from study.report.manifest import damaged


@dataclass(frozen=True, slots=True)
class _Known:
    """What a task is compared with: the present states of files (several tasks read one), and what is remembered."""

    paths: StudyPaths
    steps: Mapping[str, Step]
    runs: Mapping[str, Past]
    values: Mapping[str, Any]
    makers: Mapping[str, str]
    stale: dict[str, Reasoned]
    states: dict[str, str | None]

    def state(self, node: Any) -> str | None:
        if node.name not in self.states:
            self.states[node.name] = node.state()
        return self.states[node.name]

    def stale_maker(self, node: Any) -> str | None:
        """Return the stale task that makes a file, if there is one."""
        maker = self.makers.get(node.name)
        return maker if maker in self.stale else None

    def constant(self, step: str) -> bool:
        """Tell whether a task leaves the same bytes each time that it comes to its end."""
        return self.steps[step].constant


def explain(steps: Iterable[Step], paths: StudyPaths) -> list[Reasoned]:
    """Return the tasks that a run would or might run, each after those it follows from; nothing is written."""
    by_name = {step.name: step for step in steps}
    tasks = {task.name: task for task in tasks_of(by_name.values(), paths)}
    makers = {paths.relative(path): step.name for step in by_name.values() for path in step.produces}
    known = _Known(paths, by_name, past_runs(paths), past_values(paths), makers, {}, {})
    order = TopologicalSorter({name: _before(task, makers) for name, task in tasks.items()})
    for name in order.static_order():
        if (past := known.runs.get(name)) is None:
            known.stale[name] = Reasoned(name, True, (Reason(Kind.NEVER_RAN),))
            continue
        own, follows = tuple(_own(tasks[name], past, known)), tuple(_follows(tasks[name], past, known))
        if own or follows:
            known.stale[name] = Reasoned(name, bool(own), (*own, *follows))
    return list(known.stale.values())


def _before(task: TaskWithoutPath, makers: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(makers[node.name] for node in nodes(task.depends_on) if node.name in makers))


def _own(task: TaskWithoutPath, past: Past, known: _Known) -> Iterator[Reason]:
    """Tell why a task runs whatever the others do."""
    values: dict[str, Any] = {n: node for n, node in task.depends_on.items() if isinstance(node, PythonNode)}
    package, reads = values.pop("package"), values.pop("reads")
    moved = sorted(_moved(task, past, known), key=lambda reason: reason.subject)
    changed = list(_changed(task, past, known))
    of_values = list(_values(task.name, values, past, known, [reason.subject for reason in moved]))
    yield from (*moved, *changed, *of_values)
    if not moved and not of_values and past.read.get(f"{task.name}::reads") != reads.state():
        yield Reason(Kind.VALUE_UNKNOWN, "reads")
    if (before := past.read.get(f"{task.name}::package")) != package.state():
        yield from _code(known.values.get(before or ""), _pairs(_plain(package.value)) or {}, known.paths)
    elif past.code != task.state():
        yield Reason(Kind.CODE_UNKNOWN)
    for node in nodes(task.produces):
        yield from _product(node, past.made.get(node_name(node, known.paths, task.name)), known)


def _files(task: TaskWithoutPath, known: _Known) -> dict[str, Any]:
    """Return the nodes of the files that a task reads, by the names that are remembered."""
    files = (node for node in nodes(task.depends_on) if not isinstance(node, PythonNode))
    return {node_name(node, known.paths, task.name): node for node in files}


def _moved(task: TaskWithoutPath, past: Past, known: _Known) -> Iterator[Reason]:
    files = _files(task, known)
    for name in files.keys() - past.read.keys():
        yield Reason(Kind.INPUT_NEW, name, None, known.state(files[name]))
    for name in past.read.keys() - files.keys():
        if not name.startswith(f"{task.name}::"):
            there = (known.paths.root / name).exists()
            yield Reason(Kind.INPUT_DROPPED if there else Kind.INPUT_GONE, name, past.read[name])


def _changed(task: TaskWithoutPath, past: Past, known: _Known) -> Iterator[Reason]:
    for name, node in sorted(_files(task, known).items()):
        old, new = past.read.get(name), known.state(node)
        # What a stale task makes may be made again, as it was, before this one looks at it.
        if old not in (None, new) and not known.stale_maker(node):
            yield Reason(Kind.INPUT_CHANGED, name, old, new)


def _follows(task: TaskWithoutPath, past: Past, known: _Known) -> Iterator[Reason]:
    by_maker: dict[str, list[str]] = {}
    for name, node in _files(task, known).items():
        maker = known.stale_maker(node)
        if maker is None or (known.constant(maker) and known.state(node) == past.read.get(name)):
            continue
        by_maker.setdefault(maker, []).append(name)
    for maker, files in by_maker.items():
        kind = Kind.FOLLOWS if known.stale[maker].certain else Kind.MAY_FOLLOW
        yield Reason(kind, maker, files=tuple(sorted(files)))


def _plain(value: Any) -> Any:
    """Return a value as it comes back from the values that are remembered (JSON)."""
    return json.loads(json.dumps(value, default=str))


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pairs(value: Any) -> dict[str, Any] | None:
    """Return a list of pairs, such as parameters with their names, as a mapping; None for any other value."""
    if isinstance(value, list) and all(isinstance(item, list) and len(item) == 2 for item in value):
        return {str(name): item for name, item in value}
    return None


def _values(task: str, values: Mapping[str, Any], past: Past, known: _Known, told: Sequence[str]) -> Iterator[Reason]:
    had = {name.removeprefix(f"{task}::"): state for name, state in past.read.items() if name.startswith(f"{task}::")}
    for name in sorted((had.keys() | values.keys()) - {"package", "reads"}):
        old = known.values.get(had.get(name, ""))
        new = _plain(values[name].value) if name in values else None
        if name in had and name in values and values[name].state() == had[name]:
            continue
        # A list that comes or goes is one that was or is empty.
        if name not in had and isinstance(new, list):
            old = []
        elif name not in values and isinstance(old, list):
            new = []
        yield from _value(name, old, new, told)


def _value(name: str, old: Any, new: Any, told: Sequence[str]) -> Iterator[Reason]:
    """Tell how a value changed; of a list of files, leave out those of which `told` says that they came or went."""
    was, now = _pairs(old), _pairs(new)
    if old is None or new is None:
        yield Reason(Kind.VALUE_UNKNOWN, name)
    elif was is not None and now is not None:
        for key in sorted(was.keys() | now.keys()):
            before, after = (_shown(pairs[key]) if key in pairs else None for pairs in (was, now))
            if before != after:
                yield Reason(Kind.VALUE_CHANGED, key, before, after)
    elif isinstance(old, list) and isinstance(new, list):
        added, removed = ([_shown(i) for i in one if i not in other] for one, other in ((new, old), (old, new)))
        said = [item for item in added + removed if any(f"/{file}".endswith(f"/{item}") for file in told)]
        yield from (Reason(Kind.ITEM_NEW, name, None, item) for item in added if item not in said)
        yield from (Reason(Kind.ITEM_GONE, name, item, None) for item in removed if item not in said)
        if not added + removed:  # the same in another order
            yield Reason(Kind.VALUE_CHANGED, name, _shown(old), _shown(new))
    else:
        yield Reason(Kind.VALUE_CHANGED, name, _shown(old), _shown(new))


def _code(old: Any, new: Mapping[str, str], paths: StudyPaths) -> Iterator[Reason]:
    was = _pairs(old)
    if was is None:
        yield Reason(Kind.CODE_UNKNOWN)
        return
    for name in sorted(was.keys() | new.keys()):
        before, after = was.get(name), new.get(name)
        if before != after:
            kind = Kind.CODE_NEW if before is None else Kind.CODE_GONE if after is None else Kind.CODE_CHANGED
            yield Reason(kind, _source(name, paths), before, after)


def _source(name: str, paths: StudyPaths) -> str:
    """Return a file of the package as the study names it, or from the package when it is installed elsewhere."""
    path = digest.PACKAGE / name
    return paths.relative(path) if path.is_relative_to(paths.root) else f"{digest.PACKAGE.name}/{name}"


def _product(node: Any, old: str | None, known: _Known) -> Iterator[Reason]:
    new = known.state(node)
    if new is not None and new == old:
        return
    path = Path(node.path)
    # A report's folder is one product: its files are told.
    files = [path.parent / name for name in damaged(path.parent)] if path.name == MANIFEST else []
    for file in files or [path]:
        kind = Kind.PRODUCT_CHANGED if file.exists() else Kind.PRODUCT_MISSING
        yield Reason(kind, known.paths.relative(file), old, new)
