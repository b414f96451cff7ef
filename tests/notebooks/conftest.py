"""Small notebooks, made in a study folder of their own."""

from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

DEFAULTS = 'wave: str = "2019"\nlever: int = 1'


def _notebook(cells: Sequence[str], parameters: str | None = DEFAULTS) -> NotebookNode:
    notebook = new_notebook(cells=[new_code_cell(cell, id=f"c{number}") for number, cell in enumerate(cells)])
    if parameters is not None:
        notebook.cells.insert(0, new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
    return notebook


@pytest.fixture
def build() -> Callable[..., NotebookNode]:
    """Make a notebook of code cells; `parameters` is the source of its parameters cell, None for no such cell."""
    return _notebook


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a study folder whose name needs care."""
    folder = tmp_path / "étude {wave} of mine"
    (folder / "notebooks").mkdir(parents=True)
    return folder


@pytest.fixture
def store(root: Path) -> Callable[..., Path]:
    """Make a notebook and store it in the study folder."""

    def stored(*cells: str, name: str = "lever", parameters: str | None = DEFAULTS) -> Path:
        path = root / "notebooks" / f"{name}.ipynb"
        nbformat.write(_notebook(cells, parameters), path)
        return path

    return stored
