"""docs/dependencies.md: the runtime set, why each part of it is there, what it takes, and what would halve it.

Promise: an entry of reasons.yaml for each direct dependency, none too many (`ReasonMissing`, `ReasonUnused`); the rest
with who asks for it; sizes measured in the environment that runs this (`sizes.py`); more than the limit is an error
(`TooLarge`). The words are those of head.md. Left out: judging licences.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import yaml
from licences import Licence
from locks import MAIN, ROOT, Pin
from sizes import Size, alone, closure, size

from study.base.errors import Place, Problem

TARGET = ROOT / "docs" / "dependencies.md"
LIMIT_BYTES = 10**9
_REASONS = Path(__file__).with_name("reasons.yaml")
_HEAD = Path(__file__).with_name("head.md")
_SMALLER = Path(__file__).with_name("smaller.yaml")
_PLACE = Place("docs/audit/reasons.yaml")


class ReasonMissing(Problem):
    """A direct dependency that nobody gave a reason for."""

    code = "dependency-without-reason"
    what = "Nothing says what “{value}” is for, or what was considered instead."
    why = "Each one has to be kept up, licensed and trusted for as long as the study lives."
    remedy = "Write an entry with `for` and `instead`, or do without the package in pyproject.toml."


class ReasonUnused(Problem):
    """A reason for what is no direct dependency."""

    code = "reason-without-dependency"
    what = "“{value}” is no direct dependency in pyproject.toml."
    why = "The document would name a package that the study does not ask for."
    remedy = "Delete the entry."


class TooLarge(Problem):
    """A runtime install above the limit."""

    code = "runtime-too-large"
    what = "The runtime set takes {size} MB; the limit is {limit} MB."
    why = "Whoever runs the study on an ordinary laptop or in a container has to carry all of it."
    remedy = "docs/dependencies.md says which package takes how much, and what would make it smaller."


@dataclass(frozen=True, slots=True)
class Measured:
    """The runtime set as installed here: direct names, all names, sizes, metadata."""

    direct: tuple[str, ...]
    names: frozenset[str]
    sizes: Mapping[str, Size]
    there: Mapping[str, Distribution]

    def bytes_of(self, names: Iterable[str]) -> int:
        """Return what packages take, with their bytecode."""
        return sum(self.sizes[name].total_bytes for name in names)

    def files_bytes(self) -> int:
        """Return what all take, without their bytecode."""
        return sum(item.files_bytes for item in self.sizes.values())


def measured(direct: Sequence[str], there: Mapping[str, Distribution]) -> Measured:
    """Return the runtime set with its sizes, from what is installed (by name)."""
    names = closure(direct, there)
    return Measured(tuple(direct), frozenset(names), {name: size(there[name]) for name in names}, there)


def reasons(path: Path = _REASONS) -> dict[str, dict[str, str]]:
    """Return reasons.yaml."""
    found: dict[str, dict[str, str]] = yaml.safe_load(path.read_text("utf-8"))
    return found


def problems(given: Mapping[str, Mapping[str, str]], direct: Iterable[str]) -> list[Problem]:
    """Return the direct dependencies without a whole reason, and the reasons without one."""
    direct = list(direct)
    whole = {name for name, entry in given.items() if entry.keys() == {"for", "instead"} and all(entry.values())}
    found: list[Problem] = [ReasonMissing(_PLACE, value=name) for name in direct if name not in whole]
    return found + [ReasonUnused(_PLACE, value=name) for name in given if name not in direct]


def too_large(files_bytes: int) -> list[Problem]:
    """Return a problem where the files of the runtime set take more than the limit."""
    if files_bytes < LIMIT_BYTES:
        return []
    return [TooLarge(Place(MAIN), details={"size": mb(files_bytes), "limit": mb(LIMIT_BYTES)})]


def mb(count: int) -> str:
    """Return bytes as millions, with a decimal below ten.

    >>> mb(12_345_678), mb(345_678), mb(1_234_567_890)
    ('12', '0.3', '1,235')
    """
    return f"{count / 1e6:,.0f}" if count >= 9_950_000 else f"{count / 1e6:.1f}"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; columns whose heading ends in MB stand on the right."""
    marks = ["---:" if name.endswith("MB") else "---" for name in heading]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heading, marks, *rows))


def steps(found: Measured, path: Path = _SMALLER) -> list[tuple[str, str, int, int]]:
    """Return what would make the set smaller: what, at what cost, bytes less, bytes that are left after it."""
    gone: list[str] = []
    added = 0
    bytecode = True
    rows = []
    left = found.bytes_of(found.names)
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    for entry in entries:
        gone += entry.get("without", [])
        added += entry.get("adds_bytes", 0)
        bytecode = bytecode and not entry.get("bytecode", False)
        kept = found.names - alone(gone, found.direct, found.there)
        now = added + sum(found.sizes[n].total_bytes if bytecode else found.sizes[n].files_bytes for n in kept)
        rows.append((entry["what"], entry["cost"], left - now, now))
        left = now
    return rows


def text(found: Measured, pins: Sequence[Pin], licences: Iterable[Licence]) -> str:
    """Return docs/dependencies.md."""
    licence = {(row.package, row.version): row.licence for row in licences}
    asked_by = {(pin.name, pin.version): found.names.intersection(pin.via) for pin in pins}
    why = reasons()

    def end(name: str) -> list[str]:
        return [mb(found.sizes[name].total_bytes), licence[name, found.there[name].version]]

    asked = []
    for name in found.direct:
        own, under = end(name)
        brought = alone([name], found.direct, found.there)
        asked.append(
            [
                f"`{name}`",
                why[name]["for"],
                why[name]["instead"],
                own,
                mb(found.bytes_of(brought)) if brought else "–",
                under,
            ]
        )
    others = sorted(found.names - set(found.direct), key=lambda name: (-found.sizes[name].total_bytes, name))
    brought_rows = [[f"`{n}`", ", ".join(sorted(asked_by[n, found.there[n].version])), *end(n)] for n in others]
    total, files = found.bytes_of(found.names), found.files_bytes()
    smaller = steps(found)
    half = next((number for number, step in enumerate(smaller, 1) if step[3] <= total / 2), None)
    return _HEAD.read_text("utf-8").format(
        count=len(found.names),
        files=mb(files),
        bytecode=mb(total - files),
        total=mb(total),
        total_gib=f"{total / 2**30:.2f}",
        limit=mb(LIMIT_BYTES),
        above="above" if total > LIMIT_BYTES else "below",
        asked=table(("package", "what for", "considered instead", "own MB", "alone MB", "licence"), asked),
        half=f"The first {half} together halve it." if half else "All of them together do not halve it.",
        smaller=table(("step", "its cost", "less MB", "left MB"), [[*s[:2], mb(s[2]), mb(s[3])] for s in smaller]),
        brought=table(("package", "asked for by", "MB", "licence"), brought_rows),
    )
