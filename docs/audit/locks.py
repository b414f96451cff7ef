"""The lock files as values: what is pinned, where, with which hashes, and who asks for it.

Promise: `read` takes a lock as `make lock` writes it; whatever is not a requirement of it is told (`NotPinned`,
`NoHash`), all at once. Names are as registries compare them (PEP 503). `runtime` is what `pip install .` may install on
any platform: reached from `project.dependencies` by the lock's own `# via` notes, so that nothing need be installed.
Left out: which of a package's files a platform takes, and what its extras are.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from study.base.errors import Place, Problem, raise_if

ROOT = Path(__file__).resolve().parents[2]
MAIN = "requirements.lock"
_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,.-]+\])?==([^\s;]+)(?:\s*;\s*(.*))?$")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})$")
_VIA = re.compile(r"#(?: via)?\s+([\w.-]+)")


class NotPinned(Problem):
    """A line of a lock that is not one version of one package."""

    code = "lock-not-pinned"
    what = "“{value}” is not a package pinned to one version."
    why = "What it installs could change from one day to the next, and with it the report."
    remedy = "Never edit a lock by hand: put the package into pyproject.toml or the Makefile, and run `make lock`."


class NoHash(Problem):
    """A pinned package without the hash of any of its files."""

    code = "lock-without-hash"
    what = "“{value}” is pinned without a SHA-256 hash."
    why = "Another file under the same name and version would be installed without a word."
    remedy = "Run `make lock`: it asks for hashes. A package that still has none has no published file: use another."


@dataclass(frozen=True, slots=True)
class Pin:
    """A package in a lock: name as compared, version, marker ("" for everywhere), hashes, who asks for it, line."""

    lock: str
    line: int
    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]


def lock_files(root: Path = ROOT) -> list[Path]:
    """Return every lock file of the repository."""
    return sorted(root.glob("*.lock"))


def _pin(lock: str, line: int, block: Sequence[str]) -> Pin | Problem:
    first, *rest = [part.removesuffix("\\").strip() for part in block]
    found = _PIN.match(first)
    if found is None:
        return NotPinned(Place(lock, line=line), value=first)
    hashes = tuple(hit[1] for part in rest if (hit := _HASH.match(part)))
    via = tuple(str(canonicalize_name(hit[1])) for part in rest if (hit := _VIA.match(part)) and part != "# via")
    name = str(canonicalize_name(found[1]))
    if not hashes:
        return NoHash(Place(lock, line=line), value=f"{name}=={found[2]}")
    return Pin(lock, line, name, found[2], found[3] or "", hashes, via)


def read(paths: Iterable[Path]) -> list[Pin]:
    """Return the packages of lock files; StudyError with every line that is not pinned or has no hash."""
    found: list[Pin | Problem] = []
    for path in paths:
        blocks: list[tuple[int, list[str]]] = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith(" ") and blocks:
                blocks[-1][1].append(line)
            elif line.strip() and not line.startswith("#"):
                blocks.append((number, [line]))
        found += [_pin(path.name, number, block) for number, block in blocks]
    raise_if(item for item in found if isinstance(item, Problem))
    return [item for item in found if isinstance(item, Pin)]


def direct(root: Path = ROOT) -> list[str]:
    """Return the names of `project.dependencies`, in the order of pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return [str(canonicalize_name(Requirement(text).name)) for text in project["dependencies"]]


def runtime(pins: Iterable[Pin], starts: Iterable[str]) -> set[str]:
    """Return the names of `starts` and of whatever they ask for, however far, on any platform."""
    asked_by = [(pin.name, set(pin.via)) for pin in pins]
    found: set[str] = set()
    more = set(starts)
    while more:
        found |= more
        more = {name for name, via in asked_by if via & more} - found
    return found
