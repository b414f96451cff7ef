"""What the server of kernels imports before it forks: what the notebooks beside each other import.

Promise: read from the notebooks' own import statements, so that a new one needs no list kept in step. Importing this
module costs nothing: it is what a run does first, so that the server imports while the run does. Left out: the server.
"""

import ast
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from study.notebooks.environment import environment
from study.notebooks.forks import ForkError, Forks, shared

# What every kernel imports, whatever its notebook does; the formats that matplotlib's figures are drawn in.
_ALWAYS = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "IPython.core.completer",
           "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect",
           "IPython.extensions.storemagic", "tornado.platform.asyncio", "tornado.queues", "sqlite3", "faulthandler",
           "study.notebooks.inside", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
           "matplotlib.backends.backend_svg", "matplotlib_inline.backend_inline")  # fmt: skip


def _imports(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            # `from package import module` names a module too; a name that is none is passed over.
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name.islower())


@cache
def modules_of(folder: str) -> tuple[str, ...]:
    """Return the modules to import for the notebooks of a folder, in a fixed order."""
    found = set()
    for path in sorted(Path(folder).glob("*.ipynb")):
        try:
            cells = json.loads(path.read_bytes())["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # the task that runs it says so
        found |= {name for source in sources for name in _imports(source)}
    return (*_ALWAYS, *sorted(found - set(_ALWAYS)))


def server(folder: str) -> Forks:
    """Return this process's server for the notebooks of a folder, or raise ForkError."""
    return shared(modules_of(folder), environment(Path(os.sep), Path(os.devnull)))


def start(folder: Path) -> None:
    """Start the server, if there can be one, and wait for nothing."""
    try:
        server(str(folder))
    except ForkError:
        return  # said when a kernel is asked for
