"""What a kernel of ours does differently: an IPython extension, loaded in the kernel's own process.

Promise: a cell that fails because of a problem in the inputs shows the problems, in the notebook's language, instead of
a traceback. Left out: everything else; a notebook run by hand in JupyterLab behaves as IPython does.
"""

from collections.abc import Iterator
from typing import Any

from study.base.errors import Place, Problem, StudyError
from study.base.text import say


def load_ipython_extension(shell: Any) -> None:
    """Teach IPython, which looks for `_render_traceback_`, how to show a `StudyError`."""

    def lines(error: StudyError) -> list[str]:
        return list(error_lines(error, str(shell.user_ns.get("lang", "en"))))

    StudyError._render_traceback_ = lines  # type: ignore[attr-defined]


def error_lines(error: StudyError, lang: str) -> Iterator[str]:
    """Yield the problems of an error as text: what and where, why, what to do."""
    for problem in error.problems:
        yield from _problem_lines(problem, lang)


def _problem_lines(problem: Problem, lang: str) -> Iterator[str]:
    fields = problem.fields()
    where = f"{_place_text(problem.place)}: " if problem.place else ""
    yield where + say(problem.what, lang, **fields)
    yield "  " + say(problem.why, lang, **fields)
    yield "  → " + say(problem.remedy, lang, **fields)


def _place_text(place: Place) -> str:
    parts = [place.file, place.sheet, place.line or place.row, place.column]
    return ":".join(str(part) for part in parts if part is not None)
