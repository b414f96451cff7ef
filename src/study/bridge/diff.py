"""Two editions, number by number, with what differs behind them.

Promise: every number that either edition's ledger holds is the same, moved, new or gone, compared by its key with its
value and its words; the inputs, the code and the environment are compared file by file, by content. Nothing is built
and nothing is written. Left out: how a change divides among its causes (`study.bridge.across`).
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from study.archive.record import Edition, SourceFile
from study.archive.recover import content_of
from study.base.errors import UsageError
from study.base.layout import StudyPaths
from study.bridge.causes import Basis, Cause, Codebooks, Differences, basis_of, causes, codebooks, trail_basis
from study.bridge.code import PACKAGE
from study.bridge.environment import LOCK, Environment, compared
from study.bridge.groups import FACTS, Group
from study.bridge.moves import changed_facts
from study.bridge.problems import NamedTwice
from study.bridge.revisions import Held, held
from study.bridge.sources import FileChange, Kind, contents, differing, loaded
from study.intake.changes import read_texts

_QUESTIONNAIRE = "data/raw/questionnaire/"
_FRAME = "data/raw/frame.csv"
_TEXT = "text_"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a ledger holds it: its value as written there, and its words by language."""

    value: str
    texts: Mapping[str, str]
    indicator: str


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number that differs; `before` is None of a new one, `after` of one that is gone, and then it has no causes."""

    key: str
    kind: Literal["moved", "new", "gone"]
    before: Printed | None
    after: Printed | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Two editions side by side: `same` numbers are counted, `code` are the differing files of its code."""

    before: Edition
    after: Edition
    numbers: tuple[NumberChange, ...]
    same: int
    inputs: tuple[FileChange, ...]
    code: tuple[tuple[str, Kind], ...]
    environment: Environment


def ledger_of(content: bytes) -> dict[str, Printed]:
    """Return the numbers of a ledger's table (`numbers.csv`), by key."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    return {
        row["key"]: Printed(
            row["value"],
            {name.removeprefix(_TEXT): text for name, text in row.items() if name.startswith(_TEXT)},
            row["indicator"],
        )
        for row in rows
    }


def _code(before: Edition, after: Edition) -> tuple[tuple[str, Kind], ...]:
    old, new = ({source.path: source.sha256 for source in edition.code} for edition in (before, after))
    kinds: dict[str, Kind] = {
        name: "added" if name not in old else "removed" if name not in new else "changed"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }
    return tuple(kinds.items())


def _environment(paths: StudyPaths, before: Edition, after: Edition) -> Environment:
    old, new = (next((s for s in edition.lock if s.path == LOCK), None) for edition in (before, after))
    if old is not None and new is not None and old.sha256 == new.sha256:
        return Environment(True, ())
    folders = [paths.root, PACKAGE.parents[1]]
    return compared(*(content_of(source, folders) if source is not None else None for source in (old, new)))


def _wanted(edition: Edition) -> dict[str, SourceFile]:
    """Return the files that say which questions and territories there are, and what is known."""
    named = {source.path: source for source in edition.inputs}
    return {
        name: source
        for name, source in named.items()
        if name in (FACTS, _FRAME) or (name.startswith(f"{_QUESTIONNAIRE}lever-") and name.endswith(".yaml"))
    }


def _territories(frame: bytes) -> set[str]:
    table = read_texts(frame)
    at = table.heading.index("territory") if "territory" in table.heading else None
    return {cells[at] for _, cells in table.rows if at is not None and at < len(cells)}


def _known(files: Mapping[str, bytes], others: Mapping[str, bytes]) -> Codebooks:
    both = [*files.items(), *others.items()]
    levers = (loaded(content) for name, content in both if name.startswith(_QUESTIONNAIRE))
    return codebooks(levers, {key for name, content in both if name == _FRAME for key in _territories(content)})


def _numbers(before: Held, after: Held, known: Codebooks, found: Differences) -> tuple[list[NumberChange], int]:
    old, new = ledger_of(before.numbers), ledger_of(after.numbers)
    trail: dict[str, Basis] = trail_basis(before.trail) | trail_basis(after.trail)
    changes: list[NumberChange] = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was is not None and now is not None:
            if (was.value, was.texts) != (now.value, now.texts):
                basis = trail.get(key) or basis_of(key, now.indicator, known)
                changes.append(NumberChange(key, "moved", was, now, causes(key, basis, found)))
        else:
            changes.append(NumberChange(key, "new" if was is None else "gone", was, now, ()))
    return changes, len(old.keys() & new.keys()) - sum(change.kind == "moved" for change in changes)


def diff(paths: StudyPaths, before: str, after: str) -> Diff:
    """Return two editions compared, each named `<wave>` or `<wave>@<revision>`.

    Raises UsageError for names that cannot be meant, StudyError for an edition that is damaged or whose files are not
    to be had.
    """
    if before == after:
        raise UsageError([NamedTwice(None, before)])
    one, other = held(paths, before), held(paths, after)
    old, new = one.record, other.record
    inputs = differing(paths, old, new)
    was, now = (contents(paths, edition, _wanted(edition)) for edition in (old, new))
    facts = changed_facts(Group(was), Group(now))
    environment = _environment(paths, old, new)
    code = _code(old, new)
    found = Differences(inputs, facts, bool(code), not environment.same, old.wave == new.wave)
    numbers, same = _numbers(one, other, _known(was, now), found)
    return Diff(old, new, tuple(numbers), same, inputs, code, environment)
