"""An executed notebook without what differs between two identical runs.

Promise: the same inputs give the same bytes, whoever runs them and wherever: timings, versions, random ids, memory
addresses and absolute paths are taken out, and the timings are given back as a run log. Scrubbing twice changes nothing
more. Sources of cells and images are not touched. Left out: what a cell prints that is random in itself.
"""

import copy
import html
import json
import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nbformat import NotebookNode

import study

INJECTED_TAG = "injected-parameters"

# What exporters need; the rest (versions) says on which machine the notebook ran.
_LANGUAGE_INFO = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_CELL_NOISE = ("papermill", "execution", "ExecuteTime")
_WIDGETS = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")

_ADDRESS = re.compile(r"\bat 0x[0-9A-Fa-f]+")
# ipykernel compiles a cell under <temporary folder>/ipykernel_<pid>/<hash>.py; warnings and tracebacks show it.
_CELL_FILE = r"/ipykernel_\d+/(\d+)\.py"
# Base64, and longer than any path: an image inside a JSON output.
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{4096,}")
_COLOUR = r"\x1b\[[0-9;]*m"


def scrub(notebook: NotebookNode, root: Path | None = None) -> tuple[NotebookNode, dict[str, Any]]:
    """Return a scrubbed copy of an executed notebook, and its run log; with `root`, the study's folder becomes `.`.

    The run log: `seconds` (whole run) and `cells`, a list of `{"cell": id, "seconds": …}` for the cells that ran; empty
    for a notebook that was scrubbed before.
    """
    scrubbed = copy.deepcopy(notebook)
    log = _take_log(scrubbed)
    clean = _cleaner(root)
    for cell in scrubbed.cells:
        _scrub_cell(cell, clean)
    scrubbed.metadata.pop("widgets", None)
    scrubbed.metadata["kernelspec"] = _KERNELSPEC.copy()
    scrubbed.metadata["language_info"] = _LANGUAGE_INFO.copy()
    return scrubbed, log


def _take_log(notebook: NotebookNode) -> dict[str, Any]:
    """Return the timings, and leave of papermill's metadata the parameters only."""
    run = notebook.metadata.pop("papermill", {})
    if "parameters" in run:
        notebook.metadata["papermill"] = {"parameters": run["parameters"]}
    cells = []
    for cell in notebook.cells:
        if INJECTED_TAG in cell.metadata.get("tags", []):
            cell["id"] = INJECTED_TAG  # papermill gives it a random one
        seconds = cell.metadata.get("papermill", {}).get("duration")
        if seconds is not None and cell.get("execution_count"):
            cells.append({"cell": cell.get("id"), "seconds": seconds})
    return {"seconds": run["duration"], "cells": cells} if run.get("duration") is not None else {}


def _scrub_cell(cell: NotebookNode, clean: Callable[[str], str]) -> None:
    for name in _CELL_NOISE:
        cell.metadata.pop(name, None)
    if not cell.metadata.get("tags", True):
        del cell.metadata["tags"]  # papermill adds an empty list to each cell
    for output in cell.get("outputs", []):
        for key in ("text", "traceback", "evalue"):
            if key in output:
                output[key] = _walk(output[key], clean)
        data = output.get("data", {})
        for mime in list(data):
            if mime in _WIDGETS:
                del data[mime]
            elif not mime.startswith(("image/", "audio/", "video/", "application/pdf")) or "svg" in mime:
                data[mime] = _walk(data[mime], clean)


def _walk(value: Any, clean: Callable[[str], str]) -> Any:
    """Clean each string of a JSON value, however deep."""
    match value:
        case str():
            return value if _BASE64.fullmatch(value) else clean(value)
        case list():
            return [_walk(item, clean) for item in value]
        case dict():
            return type(value)({key: _walk(item, clean) for key, item in value.items()})
    return value


def _cleaner(root: Path | None) -> Callable[[str], str]:
    """Return what takes paths and addresses out of a text."""
    names = dict(_folders(root))
    # Longest first, since the environment may lie in the study's folder. A name is a folder's only when nothing that
    # could belong to a longer name stands before or after it; a terminal's colour code may stand before.
    folders = "|".join(re.escape(folder) for folder in sorted(names, key=len, reverse=True))
    before = r"(?<![\w.~-])" + "".join(f"(?<!{name})" for name in set(names.values()) if name.startswith("<"))
    pattern = re.compile(rf"({_COLOUR}|{before})({folders})(?![\w-]|\.\w)")

    cell_file = re.compile(rf"(?:{re.escape(tempfile.gettempdir())}|[^\s\"'<>\x1b]*){_CELL_FILE}")

    def clean(text: str) -> str:
        # Looked for as plain text first: on a drawing's long lines the patterns would take minutes.
        if "ipykernel_" in text:
            text = cell_file.sub(r"cell-\1.py", text)
        if "at 0x" in text:
            text = _ADDRESS.sub("at 0x…", text)
        if any(folder in text for folder in names):
            text = pattern.sub(lambda match: match[1] + names[match[2]], text)
        return text

    return clean


def _folders(root: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the folders that are not to be seen, in each way that an output may write them, with what replaces them."""
    paths = sysconfig.get_paths()
    home = Path.home()
    known = [(home, "~"), (Path(paths["stdlib"]), "<python>"), (Path(paths["platlib"]), "<packages>")]
    known += [(Path(paths["purelib"]), "<packages>"), (Path(study.__file__).parent, "study")]
    if sys.prefix != sys.base_prefix:
        known.append((Path(sys.prefix), "<environment>"))
    known += [(root, ".")] if root else []
    for folder, name in known:
        for path in {folder.absolute(), folder.resolve()}:
            if path == Path(path.anchor):
                continue  # "/" is in every path
            written = path.as_posix()
            yield from ((form, name) for form in (written, *_escaped(written)))
            if path != home and path.is_relative_to(home):
                yield f"~/{path.relative_to(home).as_posix()}", name  # how IPython shortens paths


def _escaped(text: str) -> Iterator[str]:
    yield json.dumps(text)[1:-1]
    yield html.escape(text)
    yield quote(text)
