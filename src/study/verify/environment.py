"""What is installed, and what an edition was locked to.

Promise: package by package, with the versions on both sides; what is not installed here (another platform's, a tool of
development) is no difference. Bytes that are equal prove themselves, so that nothing here lowers a class: it helps to
find why bytes differ.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", flags=re.M)


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A package with another version; empty where there is none."""

    package: str
    before: str
    after: str


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: bytes) -> dict[str, tuple[str, ...]]:
    """Return the versions that a lock names, by package: one, or one for each platform."""
    found: dict[str, set[str]] = {}
    for name, version in _PINNED.findall(lock.decode("utf-8", errors="replace")):
        found.setdefault(_plain(name), set()).add(version)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def lock_changes(before: bytes, after: bytes) -> tuple[VersionChange, ...]:
    """Return the packages whose locked versions differ between two locks, by name."""
    old, new = locked(before), locked(after)
    return tuple(
        VersionChange(name, ", ".join(old.get(name, ())), ", ".join(new.get(name, ())))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )


@cache
def installed() -> Mapping[str, str]:
    """Return the version of each package that is installed where this runs."""
    named = ((item.metadata["Name"], item.version) for item in distributions())
    return {_plain(name): version for name, version in named if name}


def installed_otherwise(lock: bytes, here: Mapping[str, str]) -> tuple[VersionChange, ...]:
    """Return the installed packages whose version is none of those locked, by name."""
    return tuple(
        VersionChange(name, ", ".join(versions), here[name])
        for name, versions in locked(lock).items()
        if name in here and here[name] not in versions
    )
