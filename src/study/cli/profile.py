"""Where the time of a build went: each task and its stages, and what passed before, between and after them.

Promise: the sum of what is listed as tasks may exceed the wall clock, since tasks run side by side, and the last line
says by how much. It is shown, never written into an output. Left out: measuring (`study.base.stages`).
"""

from collections.abc import Sequence

from rich.table import Table

from study.base.stages import Stage
from study.base.text import mark, number_text
from study.cli.app import language, out, speak

_LEAST_SECONDS = 0.05  # shorter stages are not worth a line


def busy_seconds(stages: Sequence[Stage]) -> float:
    """Return for how long at least one of these was under way.

    >>> busy_seconds([Stage(("a",), 0, 2), Stage(("b",), 1, 3), Stage(("c",), 5, 6)])
    4.0
    """
    total, until = 0.0, float("-inf")
    for item in sorted(stages, key=lambda stage: stage.start):
        total += max(item.end - max(item.start, until), 0)
        until = max(until, item.end)
    return total


def in_order(stages: Sequence[Stage]) -> list[Stage]:
    """Return tasks by when they began, each followed by its stages, in the order in which these began."""
    found = []
    for task in sorted((item for item in stages if len(item.path) == 1), key=lambda item: item.start):
        within = [item for item in stages if len(item.path) > 1 and item.path[0] == task.path[0]]
        found += [task, *sorted(within, key=lambda item: (item.start, len(item.path)))]
    return found


def show(stages: Sequence[Stage], began: float, ended: float) -> None:
    """Print where the time of a build went; `began` and `ended` are of the stages' clock."""

    def seconds(value: float) -> str:
        return number_text(value, language(), 2)

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(speak("Task"))
    table.add_column(speak("Began at, s"), justify="right")
    table.add_column(speak("Took, s"), justify="right")
    for item in in_order(stages):
        if len(item.path) > 1 and item.seconds < _LEAST_SECONDS:
            continue
        name, quiet = "  " * (len(item.path) - 1) + item.path[-1], "dim" if len(item.path) > 1 else ""
        table.add_row(name, seconds(item.start - began), seconds(item.seconds), style=quiet)
    out.print(table)
    tasks = [item for item in stages if len(item.path) == 1]
    whole, busy = ended - began, busy_seconds(tasks)
    message = mark(
        "{whole} s in all: {busy} s of tasks ({sum} s side by side), {rest} s besides (start, finding what is stale)."
    )
    out.print(speak(message, whole=seconds(whole), busy=seconds(busy), rest=seconds(whole - busy),
                    sum=seconds(sum(item.seconds for item in tasks))), markup=False)  # fmt: skip
