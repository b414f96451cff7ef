"""What a kernel of ours does differently: an IPython extension, loaded in the kernel's own process.

Promise: a cell that fails because of problems in the inputs shows them, in the notebook's language, instead of a
traceback, and hands them to the process that runs the notebook, which prints them with its own; the notebook's memory
is limited. Left out: everything else; a notebook run by hand in JupyterLab behaves as IPython does.
"""

import os
import pickle
from pathlib import Path
from typing import Any

from study.base.errors import Problem, StudyError
from study.base.show import render
from study.notebooks.limits import MEMORY_VARIABLE, hold_to_memory, memory_mb, release_memory

PROBLEMS_VARIABLE = "STUDY_PROBLEMS_FILE"
"""Names the file where a kernel leaves the problems that stopped it."""


def load_ipython_extension(shell: Any) -> None:
    """Teach IPython, which looks for `_render_traceback_`, what to do with a `StudyError` that nothing caught.

    From then on the kernel is held to the memory that a notebook may take.
    """

    def lines(error: StudyError) -> list[str]:
        if path := os.environ.get(PROBLEMS_VARIABLE):
            hand_over(error, Path(path))
        return render(error.problems, str(shell.user_ns.get("lang", "en")), limit=None).splitlines()

    StudyError._render_traceback_ = lines  # type: ignore[attr-defined]
    if MEMORY_VARIABLE in os.environ:
        _show_without_limit(shell)
        hold_to_memory(memory_mb())


def _show_without_limit(shell: Any) -> None:
    """Let the shell have memory to show an error with, which ends the notebook in any case."""
    show = shell.showtraceback

    def showtraceback(*arguments: Any, **options: Any) -> None:
        release_memory()
        show(*arguments, **options)

    shell.showtraceback = showtraceback


def hand_over(error: StudyError, path: Path) -> None:
    """Leave the problems of an error at `path`; nothing is left when they are of a class that a notebook made."""
    try:
        path.write_bytes(pickle.dumps(error.problems))
    except (pickle.PicklingError, AttributeError, TypeError):
        path.unlink(missing_ok=True)


def handed_over(path: Path) -> tuple[Problem, ...]:
    """Return the problems that a kernel left at `path`: none when there are none, or when they cannot be read."""
    try:
        # Pickle runs what it reads, and so did the kernel: both are the study's own code.
        return tuple(pickle.loads(path.read_bytes()))
    except (OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError):
        return ()
