"""What a notebook may take: time, output, memory.

Promise: a notebook that would never end, write forever or eat the machine's memory is stopped at a limit that its
problem names (`study.notebooks.failures`); no notebook of a study comes near one of them. Left out: the number of its
processes, and the files that it writes itself.
"""

import os
import resource
from contextlib import suppress
from pathlib import Path

from study.base.errors import Problem, UsageError
from study.base.text import mark

CELL_SECONDS = 600
"""How long a cell may run."""

OUTPUT_MB = 64
"""How much a notebook may print and show: the largest of ours, full of figures, comes to three."""

MEMORY_VARIABLE = "STUDY_NOTEBOOK_MEMORY_MB"
"""How much memory a notebook may take; by default three quarters of what the machine or the container has."""

_SHARE = 0.75  # what is left keeps the machine answering, and is for the process that runs the notebook
_CGROUP = Path("/sys/fs/cgroup")


class MemoryLimitUnclear(Problem):
    """The limit that the environment gives for a notebook's memory is no number of megabytes."""

    code = "notebook-memory-limit-unclear"
    what = mark("The variable {variable} is not a number of megabytes above zero.")
    why = mark("It says how much memory a notebook may take.")
    remedy = mark("Set it to a whole number, for instance 4096, or remove it.")


def _machine_mb() -> int:
    """Return the memory of the machine, or of the container where that has less."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for name in ("memory.max", "memory/memory.limit_in_bytes"):  # the second and the first kind of control groups
        with suppress(OSError, ValueError):
            found.append(int((_CGROUP / name).read_text("ascii")))
    return min(found) >> 20


def memory_mb() -> int:
    """Return how much memory a notebook may take; UsageError when the environment is unclear about it."""
    told = os.environ.get(MEMORY_VARIABLE)
    if told is None:
        return int(_machine_mb() * _SHARE)
    if not told.strip().isdecimal() or int(told) == 0:
        raise UsageError([MemoryLimitUnclear(None, told, {"variable": MEMORY_VARIABLE})])
    return int(told)


def hold_to_memory(limit_mb: int) -> None:
    """Let this process, from now on, take so much more memory: what asks for more gets a MemoryError."""
    with suppress(OSError, ValueError, resource.error):
        status = Path("/proc/self/status").read_text("ascii", errors="replace")
        taken_kb = int(status.partition("VmData:")[2].split()[0])
        most = (taken_kb << 10) + (limit_mb << 20)
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


def release_memory() -> None:
    """Lift that limit again: what is left to do once it was met, to say so and to end, takes memory too."""
    with suppress(OSError, ValueError, resource.error):
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
