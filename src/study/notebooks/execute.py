"""Run one notebook, from its stored source to its executed copy.

Promise: the copy at the destination is a whole run's, the same bytes each time, or it is not written; a failed run is
kept aside and said on one screen. Safe when several threads each run a notebook. Left out: which notebooks are run, and
when (the pipeline), and what they become in the report.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from study.base.errors import StudyError
from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.stages import stage
from study.notebooks.failures import failure
from study.notebooks.inject import with_parameters
from study.notebooks.kernels import KernelRun, run_notebook
from study.notebooks.limits import CELL_SECONDS, OUTPUT_MB
from study.notebooks.parameters import checked
from study.notebooks.scrub import scrub
from study.notebooks.source import read_source

_FAILED_FOLDER = "failed"


@dataclass(frozen=True, slots=True)
class RunLog:
    """What differs between two runs: how long each cell took (`cells`: dicts of `cell`, the id, and `seconds`)."""

    notebook: str
    parameters: dict[str, Any]
    seconds: float
    cells: tuple[dict[str, Any], ...]

    def to_json(self) -> str:
        """Return the log as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def execute(
    source: Path,
    destination: Path,
    parameters: Mapping[str, object],
    *,
    root: Path,
    timeout_seconds: int = CELL_SECONDS,
    output_mb: int = OUTPUT_MB,
    log_path: Path | None = None,
) -> RunLog:
    """Run `source` with `parameters` and write the executed copy to `destination`, and the run log to `log_path`.

    `root` is the study's folder, which the kernel finds in STUDY_ROOT; `timeout_seconds` is the limit for each cell,
    `output_mb` that for all that the notebook prints and shows.
    Raises StudyError when the notebook or the parameters are wrong (nothing runs) or when the run fails; `destination`
    is then left as it was, and the copy of a failed run is `failed/<stem>.failed.ipynb` beside it.
    """
    root, source, destination = root.resolve(), source.resolve(), destination.absolute()
    name = StudyPaths(root).relative(source)
    notebook = read_source(source, name)
    values = checked(notebook, parameters, name)
    kept = destination.parent / _FAILED_FOLDER / f"{destination.stem}.failed.ipynb"

    run = KernelRun(root=root, folder=source.parent, timeout_seconds=timeout_seconds, output_mb=output_mb)
    error: Exception | None = None
    try:
        with stage("kernel"):
            run_notebook(with_parameters(notebook, values), run)
    except (PapermillExecutionError, CellTimeoutError, RuntimeError, OSError) as raised:
        error = raised
    executed = run.notebook
    if executed is None:  # papermill itself failed, before any kernel
        raise error or RuntimeError("papermill ran nothing")
    # Papermill takes a cell that calls sys.exit() for a success; its own mark on the notebook says otherwise.
    if error or executed.metadata.papermill.get("exception"):
        executed = remove_error_markers(executed)
        problem = failure(error, run, executed, name=name, values=values, kept=StudyPaths(root).relative(kept))
        write_atomic(kept, _text(scrub(executed, root)[0]))
        raise StudyError([problem, *run.problems]) from None

    scrubbed, timings = scrub(executed, root)
    log = RunLog(name, values, timings["seconds"], tuple(timings["cells"]))
    write_atomic(destination, _text(scrubbed))
    if log_path:
        write_atomic(log_path, log.to_json())
    _forget(kept)
    return log


def _text(notebook: NotebookNode) -> str:
    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def _forget(kept: Path) -> None:
    """Remove the copy that an earlier failure left, and its folder when nothing else is in it."""
    kept.unlink(missing_ok=True)
    try:
        kept.parent.rmdir()
    except OSError:
        return  # not there, or other notebooks' copies are in it
