"""A notebook as it is stored: read, without outputs, and each cell with an id.

Promise: what is read depends on the file alone. Nbformat gives random ids to cells that have none (older files) and
repairs double ones at random; here such a cell is named by its position, so that two runs agree. Outputs that were left
in the file are dropped. Left out: what the cells do.
"""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import reads_json

from study.base.errors import Place, Problem, StudyError
from study.base.text import mark

_FORMAT = 4
_FORMAT_MINOR = 5  # the first one in which cells have ids


class NotebookUnreadable(Problem):
    """A file is not a notebook of the current format."""

    code = "notebook-unreadable"
    what = mark("The file is not a Jupyter notebook that can be read: {value}")
    why = mark("Notebooks are JSON files of the notebook format 4.")
    remedy = mark("Open it in JupyterLab (`make lab`) and save it, or take it again from the version control.")


def read_source(path: Path, name: str) -> NotebookNode:
    """Return the notebook stored at `path`; `name` is how problems name it.

    Raises StudyError when it cannot be read or is no notebook.
    """
    try:
        raw = json.loads(path.read_bytes())
        if raw["nbformat"] != _FORMAT:
            raise ValueError(f"nbformat {raw['nbformat']}")
        raw["nbformat_minor"] = max(_FORMAT_MINOR, raw["nbformat_minor"])
        seen: set[str] = set()
        for position, cell in enumerate(raw["cells"]):
            _settle(cell, position, seen)
        notebook: NotebookNode = reads_json(json.dumps(raw))
        nbformat.validate(notebook)
    except OSError as error:
        cause = error.strerror or type(error).__name__
    except nbformat.ValidationError as error:
        cause = error.message
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        cause = f"{type(error).__name__} {error}"
    else:
        return notebook
    raise StudyError([NotebookUnreadable(Place(name), cause)])


def _settle(cell: dict[str, Any], position: int, seen: set[str]) -> None:
    if cell.get("id") in seen or not cell.get("id"):
        cell["id"] = f"cell-{position}"
    seen.add(cell["id"])
    cell.setdefault("metadata", {})
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None


def first_line(source: str) -> str:
    r"""Return the first line of a cell that is not blank, cut to what fits on a line of a terminal.

    >>> first_line("\n\nimport study\nstudy.run()")
    'import study'
    """
    line = next((line.strip() for line in source.splitlines() if line.strip()), "")
    return line if len(line) <= 80 else line[:79] + "…"
