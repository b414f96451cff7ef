"""How much the runtime set takes on a disk, package by package.

Promise: bytes are those of the files that a package's own record lists, as they lie in this environment, and of the
bytecode that Python keeps beside them; what a package alone brings is what would go with it, if nothing else asks for
it here. Left out: other platforms (their wheels differ in size), Python itself, and pip.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Asked = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a package: its files, and their bytecode."""

    files_bytes: int
    bytecode_bytes: int

    @property
    def total_bytes(self) -> int:
        """Return both together."""
        return self.files_bytes + self.bytecode_bytes


def size(dist: Distribution) -> Size:
    """Return what a package takes."""
    files = bytecode = 0
    for file in dist.files or []:
        path = Path(str(file.locate()))
        if path.suffix == ".pyc" or not path.is_file():
            continue
        files += path.stat().st_size
        if path.suffix == ".py":
            bytecode += sum(made.stat().st_size for made in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"))
    return Size(files, bytecode)


def asks_for(dist: Distribution, extras: frozenset[str]) -> set[Asked]:
    """Return what a package asks for on this platform, with the extras that are wanted of it."""
    found = set()
    for text in dist.requires or []:
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found.add((str(canonicalize_name(wanted.name)), frozenset(wanted.extras)))
    return found


def closure(starts: Iterable[str], there: Mapping[str, Distribution]) -> set[str]:
    """Return the names of `starts` and of all that they ask for here, of what is there."""
    found: set[Asked] = set()
    more: set[Asked] = {(name, frozenset()) for name in starts}
    while more:
        found |= more
        more = {new for name, extras in more if name in there for new in asks_for(there[name], extras)} - found
    return {name for name, _ in found if name in there}


def alone(names: Iterable[str], starts: Iterable[str], there: Mapping[str, Distribution]) -> set[str]:
    """Return what would no longer be installed without some of the direct dependencies."""
    starts = list(starts)
    return closure(starts, there) - closure(set(starts) - set(names), there)
