"""The environment of an edition beside today's: which locked packages differ.

Promise: packages are told by name and version, as the lock pins them, sorted by name; whether anything differs is known
from hashes alone, even where the earlier lock is not to be had. Left out: whether it matters.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from study.archive.record import Edition
from study.archive.recover import content_of
from study.base.files import sha256_hex
from study.base.layout import StudyPaths
from study.bridge.code import PACKAGE

LOCK = "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", flags=re.M)


@dataclass(frozen=True, slots=True)
class Pin:
    """A package that two locks pin differently; a version is empty where it is not pinned."""

    package: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Environment:
    """Whether two locks are the same, and the packages that differ (None where one lock is not to be had)."""

    same: bool
    packages: tuple[Pin, ...] | None


def pins(text: str) -> dict[str, str]:
    r"""Return the versions that a lock pins, by package.

    >>> pins("pandas==3.0.1 \\\n    --hash=sha256:…\n")
    {'pandas': '3.0.1'}
    """
    return dict(_PIN.findall(text))


def compared(before: bytes | None, after: bytes | None) -> Environment:
    """Return two locks compared; None is one that is not to be had, of which no more is known than that it differs."""
    if before is None or after is None:
        return Environment(False, None)
    old, new = (pins(content.decode("utf-8", errors="replace")) for content in (before, after))
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return Environment(before == after, tuple(Pin(name, old.get(name, ""), new.get(name, "")) for name in names))


def _today(paths: StudyPaths) -> bytes | None:
    found = (folder / LOCK for folder in (paths.root, PACKAGE.parents[1]))
    return next((path.read_bytes() for path in found if path.is_file()), None)


def since(paths: StudyPaths, edition: Edition) -> Environment:
    """Return the lock of an edition compared with today's."""
    source = next((source for source in edition.lock if source.path == LOCK), None)
    now = _today(paths)
    if source is not None and now is not None and source.sha256 == sha256_hex(now):
        return Environment(True, ())
    folders: list[Path] = [paths.root, PACKAGE.parents[1]]
    return compared(content_of(source, folders) if source is not None else None, now)
