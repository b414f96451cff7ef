"""What is said when a notebook does not come to its end, on one screen.

Promise: the notebook, the cell as Jupyter counts it, its first line, the parameters, the cause, and the copy that was
kept. When a cell failed on problems of the inputs, these come too, as problems of their own. Left out: the traceback,
which is in the kept copy, and the printing (`study.base.show`).
"""

import json
from collections.abc import Mapping
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError, strip_color

from study.base.errors import Place, Problem
from study.base.text import mark
from study.notebooks.kernels import KernelRun
from study.notebooks.limits import MEMORY_VARIABLE, memory_mb
from study.notebooks.source import first_line

_REMEDY = mark("Open {kept}: it is kept as far as it ran. To run the notebook step by step: `make lab`.")


# What Python, NumPy, PyArrow and DuckDB call it.
_NO_MEMORY = ("MemoryError", "_ArrayMemoryError", "ArrowMemoryError", "OutOfMemoryException")


class NotebookFailed(Problem):
    """A cell of a notebook raised an error."""

    code = "notebook-failed"
    what = mark("Cell [{cell}] failed at “{line}” (parameters: {parameters}).")
    why = mark("It raised {error}: {cause}")
    remedy = _REMEDY


class NotebookFoundProblems(NotebookFailed):
    """A cell met problems of the inputs, which are listed with this one."""

    code = "notebook-found-problems"
    why = mark("It met the other problems of this list.")


class NotebookStopped(NotebookFailed):
    """A cell ended the notebook with `sys.exit()`: papermill takes that for a success."""

    code = "notebook-stopped"
    what = mark("Cell [{cell}] ended the notebook before its end, at “{line}” (parameters: {parameters}).")
    why = mark("It called sys.exit(); the cells after it did not run.")


class NotebookTimedOut(NotebookFailed):
    """A cell ran for longer than it may."""

    code = "notebook-timed-out"
    what = mark("Cell [{cell}] took too long, at “{line}” (parameters: {parameters}).")
    why = mark("It was stopped after {seconds} seconds, the limit for one cell.")


class NotebookWroteTooMuch(NotebookFailed):
    """A notebook printed or showed more than it may."""

    code = "notebook-wrote-too-much"
    what = mark("Cell [{cell}] wrote too much, at “{line}” (parameters: {parameters}).")
    why = mark("The notebook was stopped after {output} MB of output, the limit for one notebook.")


class NotebookOutOfMemory(NotebookFailed):
    """A cell asked for more memory than a notebook may take."""

    code = "notebook-out-of-memory"
    what = mark("Cell [{cell}] asked for too much memory, at “{line}” (parameters: {parameters}).")
    why = mark("A notebook may take {memory} MB, three quarters of this machine's memory unless {variable} says otherwise.")
    remedy = mark("Let it hold less at once, or set {variable} higher if the machine has more. The copy is {kept}.")


class KernelDied(NotebookFailed):
    """The kernel's process ended during a cell."""

    code = "notebook-kernel-died"
    what = mark("The Python process of the notebook died in cell [{cell}], at “{line}” (parameters: {parameters}).")
    why = mark("It ended with {status}; SIGKILL usually means that the machine ran out of memory.")


class KernelNotStarted(NotebookFailed):
    """No kernel answered, so no cell ran."""

    code = "notebook-kernel-not-started"
    what = mark("No Python process could be started for the notebook (parameters: {parameters}).")
    why = mark("Cause: {cause}")
    remedy = mark(
        "Run `make setup` again; if that does not help, see whether the machine has memory and disk space left."
    )


def failure(
    error: Exception | None, run: KernelRun, notebook: NotebookNode, *, name: str, values: Mapping[str, Any], kept: str
) -> NotebookFailed:
    """Return the problem that says why a run failed; `error` is None when the run stopped without one (`sys.exit()`).

    `notebook` is the executed copy with papermill's timings still in it; `name` and `kept` are paths as printed.
    """
    details: dict[str, Any] = {
        "cell": "",
        "line": "",
        "parameters": parameters_text(values),
        "error": type(error).__name__,
        "cause": _one_line(str(error)),
        "kept": kept,
        "seconds": run.timeout_seconds,
        "status": run.exit_status or "?",
        "output": run.output_mb,
        "memory": memory_mb(),
        "variable": MEMORY_VARIABLE,
    }
    place = Place(name)
    cell = _last_started(notebook)
    if cell is None:
        return KernelNotStarted(place, None, details)
    details |= {"cell": _count(notebook, cell), "line": first_line(cell.source)}
    if run.wrote_too_much:
        return NotebookWroteTooMuch(place, None, details)
    match error:
        case PapermillExecutionError() if error.ename == "SystemExit":
            return NotebookStopped(place, None, details)
        case PapermillExecutionError() if run.problems:
            return NotebookFoundProblems(place, None, details)
        case PapermillExecutionError() if error.ename in _NO_MEMORY:
            return NotebookOutOfMemory(place, None, details)
        case PapermillExecutionError():
            return NotebookFailed(place, None, details | {"error": error.ename, "cause": _one_line(error.evalue)})
        case CellTimeoutError():
            return NotebookTimedOut(place, None, details)
        case DeadKernelError():
            return KernelDied(place, None, details)
        case None:
            return NotebookStopped(place, None, details)
    return NotebookFailed(place, None, details)


def parameters_text(values: Mapping[str, Any]) -> str:
    """Return parameters on one line.

    >>> parameters_text({"wave": "2019", "lever": 3})
    'wave = "2019", lever = 3'
    """
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()) or "–"


def _last_started(notebook: NotebookNode) -> NotebookNode | None:
    started = [cell for cell in notebook.cells if cell.metadata.get("papermill", {}).get("start_time")]
    return started[-1] if started else None


def _count(notebook: NotebookNode, last: NotebookNode) -> int:
    """Return the number that Jupyter shows beside a cell; when the kernel had no time to say it, the next one."""
    if last.get("execution_count"):
        return int(last.execution_count)
    return 1 + max((cell.get("execution_count") or 0 for cell in notebook.cells), default=0)


def _one_line(text: str) -> str:
    return " ".join(strip_color(text).split())
