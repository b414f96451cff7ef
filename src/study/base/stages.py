"""Stages of a run, and how long each took: what `study report --profile` shows.

Promise: `stage("…")` around some work costs nothing unless somebody collects, and changes no result; stages nest, also
into threads that carry the context along. Seconds are of the wall clock: two stages side by side count both. Left out:
how they are shown (`study.cli.profile`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_inside: ContextVar[tuple[str, ...]] = ContextVar("_inside", default=())
# Those who collect; a list is added to and read by several threads, each time in one step.
_collecting: list[list["Stage"]] = []


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its name after those that it is part of, and when it began and ended (seconds of one clock)."""

    path: tuple[str, ...]
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Return how long it took."""
        return self.end - self.start


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Name the work inside for whoever collects, as a part of the stage that this one is in."""
    path = (*_inside.get(), name)
    token, start = _inside.set(path), time.monotonic()
    try:
        yield
    finally:
        _inside.reset(token)
        done = Stage(path, start, time.monotonic())
        for found in _collecting:
            found.append(done)


@contextmanager
def collected() -> Iterator[list[Stage]]:
    """Yield a list that fills with the stages that end meanwhile, in whichever thread."""
    found: list[Stage] = []
    _collecting.append(found)
    try:
        yield found
    finally:
        _collecting[:] = [other for other in _collecting if other is not found]
