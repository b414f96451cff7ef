"""The cell that papermill adds after the parameters cell, with the values of this run.

Promise: the cell reads as a person would write it, and depends on the values alone. Papermill's own translator escapes
every accent, and formats the cell with black where black happens to be installed. Left out: the check of the values
(`parameters`).
"""

import json
from collections.abc import Mapping

from nbformat import NotebookNode
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.translators import PythonTranslator, Translator, papermill_translators

KERNEL_NAME = "study"  # ours alone, so that no kernel or translator of the user's is found under it


class StudyTranslator(PythonTranslator):  # type: ignore[misc]
    """Values as Python literals, with accents as they are."""

    @classmethod
    def translate_str(cls, val: object) -> str:
        """Return a string literal; JSON's escapes of control characters and quotes are Python's too."""
        return json.dumps(str(val), ensure_ascii=False)

    @classmethod
    def codify(cls, parameters: Mapping[str, object], comment: str = "Parameters") -> str:
        """Return the cell's source, one assignment per line."""
        return str(Translator.codify.__func__(cls, parameters, comment)).rstrip("\n")


papermill_translators.register(KERNEL_NAME, StudyTranslator)


def with_parameters(notebook: NotebookNode, values: Mapping[str, object]) -> NotebookNode:
    """Return a copy of the notebook with the cell of injected parameters (none when there are no values)."""
    copy: NotebookNode = load_notebook_node(notebook)
    if not values:
        return copy
    # Not through execute_notebook(parameters=…): it warns of unknown parameters by its own reading of the cell.
    injected: NotebookNode = parameterize_notebook(copy, dict(values), kernel_name=KERNEL_NAME, language="python")
    return injected
