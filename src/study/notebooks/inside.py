"""What a kernel of ours does differently: an IPython extension, loaded in the kernel's own process.

Promise: a cell that fails because of problems in the inputs shows them, in the notebook's language, instead of a
traceback, and hands them to the process that runs the notebook, which prints them with its own. Left out: everything
else; a notebook run by hand in JupyterLab behaves as IPython does.
"""

import os
import pickle
from pathlib import Path
from typing import Any

from study.base.errors import Problem, StudyError
from study.base.show import render

PROBLEMS_VARIABLE = "STUDY_PROBLEMS_FILE"
"""Names the file where a kernel leaves the problems that stopped it."""


def load_ipython_extension(shell: Any) -> None:
    """Teach IPython, which looks for `_render_traceback_`, what to do with a `StudyError` that nothing caught."""

    def lines(error: StudyError) -> list[str]:
        if path := os.environ.get(PROBLEMS_VARIABLE):
            hand_over(error, Path(path))
        return render(error.problems, str(shell.user_ns.get("lang", "en")), limit=None).splitlines()

    StudyError._render_traceback_ = lines  # type: ignore[attr-defined]


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
