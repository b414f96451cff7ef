"""How a notebook's kernel is started: alone, with an environment that is written down.

Promise: several threads may each run a notebook at once. Each kernel has a socket folder of its own (kernels over TCP
race for ports, plain IPC kernels share `./kernel-ipc-N`), removed whatever happens; it is started by the interpreter
that runs us, whatever kernels the user has installed; IPython's and Jupyter's settings of the user are not read; this
process never changes its folder (papermill's `cwd` does, for all threads). Left out: Windows, which has no IPC sockets.
"""

import asyncio
import contextvars
import logging
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_core.utils import ensure_event_loop
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

from study.base.errors import Problem, StudyError
from study.base.scratch import scratch
from study.base.text import mark
from study.notebooks.client import PromptKernelManager
from study.notebooks.environment import PROBLEMS_FILE, environment
from study.notebooks.inject import KERNEL_NAME
from study.notebooks.inside import handed_over
from study.notebooks.limits import OUTPUT_MB
from study.notebooks.provisioner import specification
from study.notebooks.streams import merged

ENGINE_NAME = "study"

# Failures become problems; what papermill and Jupyter log of them on the way would be printed twice.
_LOG = logging.getLogger("study.notebooks")
_LOG.addHandler(logging.NullHandler())

_SOCKET_PATH_BYTES = 107  # Linux: 108 with the final zero
_START_SECONDS = 60

_EXTENSION = "study.notebooks.inside"

_Result = TypeVar("_Result")


class TemporaryFolderTooLong(Problem):
    """No socket can be made in the folder for temporary files."""

    code = "notebook-temporary-folder-too-long"
    what = mark("The path of the folder for temporary files is too long: {value}")
    why = mark("A kernel's socket lies in it, and the system allows {limit} bytes for the path of a socket.")
    remedy = mark("Set the TMPDIR variable to a folder with a shorter path.")


@dataclass(slots=True)
class KernelRun:
    """One run, as the engine is told it; the engine fills in what is known of it even when it fails."""

    root: Path
    folder: Path
    timeout_seconds: int
    output_mb: int = OUTPUT_MB
    notebook: NotebookNode | None = None
    exit_status: str = ""
    wrote_too_much: bool = False
    problems: tuple[Problem, ...] = ()


class StudyKernelManager(PromptKernelManager):
    """A manager whose kernel is always ipykernel under this interpreter."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel's command; installed kernel specifications are not looked at."""
        return specification()


# What a message must hold to count as output.
_SHOWN = ("text", "data", "traceback")


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client, which ends the kernel of a notebook that writes more than it may."""

    run: KernelRun
    left: int

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take a message of the kernel into the notebook, as long as there is room for it."""
        self.left -= sum(_size(msg["content"].get(name)) for name in _SHOWN)
        if self.left < 0:
            # Its end is noticed as any kernel's is: the cell that runs comes to an end, and so does the notebook.
            if not self.run.wrote_too_much and (process := self.km.provisioner.process):
                process.kill()
            self.run.wrote_too_much = True
            return None
        shown: NotebookNode | None = super().process_message(msg, cell, cell_index)
        return shown


def _size(shown: Any) -> int:
    """Return about how many bytes an output takes: the length of its texts."""
    if isinstance(shown, dict):
        return sum(map(_size, shown.values()))
    return sum(map(_size, shown)) if isinstance(shown, list) else len(str(shown or ""))


class StudyEngine(Engine):  # type: ignore[misc]
    """Papermill's engine for our kernels."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, run: KernelRun, **_: Any
    ) -> None:
        """Run the notebook that `nb_man` holds, as `run` says, and keep it in `run` as far as it comes."""
        run.notebook = nb_man.nb
        with socket_folder() as sockets, (sockets / "log").open("wb") as output:
            manager = StudyKernelManager(
                transport="ipc", ip=str(sockets / "k"), connection_file=str(sockets / "kernel.json"), log=_LOG
            )
            client = _Client(
                nb_man,
                km=manager,
                log=_LOG,
                timeout=run.timeout_seconds,
                iopub_timeout=run.timeout_seconds,  # 4 s by default: too short on a busy machine
                startup_timeout=_START_SECONDS,
                force_raise_errors=True,  # a cell tagged raises-exception may not hide a failure
                store_widget_state=False,
                extra_arguments=[
                    "--HistoryManager.hist_file=:memory:",
                    f"--InteractiveShellApp.extra_extensions={_EXTENSION}",
                ],
            )
            client.run, client.left = run, run.output_mb << 20
            client.owns_km = True  # else the kernel would be left running
            try:
                client.execute(
                    env=environment(run.root, sockets),
                    cwd=str(run.folder),  # of the kernel only, and the one it has in JupyterLab
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            finally:
                run.exit_status = _exit_status(manager)
                for cell in run.notebook.cells:
                    if cell.cell_type == "code":
                        cell.outputs = merged(cell.outputs)
                run.problems = handed_over(sockets / PROBLEMS_FILE)


papermill_engines.register(ENGINE_NAME, StudyEngine)


def run_notebook(notebook: NotebookNode, run: KernelRun) -> None:
    """Run a notebook whose parameters are injected; the executed copy is in `run.notebook`, also after a failure.

    Raises PapermillExecutionError, CellTimeoutError, DeadKernelError; RuntimeError or OSError when no kernel starts.
    """
    # A notebook in and nothing out: papermill's own reading and writing of files calls chdir, for all threads.
    _with_own_loop(
        lambda: papermill.execute_notebook(
            notebook,
            None,
            engine_name=ENGINE_NAME,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            autosave_cell_every=0,
            run=run,
        )
    )


@contextmanager
def socket_folder() -> Iterator[Path]:
    """Give a new folder for the sockets and the settings of one kernel, readable by its user only, then remove it.

    Raises StudyError when the path of a socket in it would be longer than the system allows.
    """
    with scratch() as folder:
        if len(os.fsencode(folder)) + len("/k-5") > _SOCKET_PATH_BYTES:
            raise StudyError([TemporaryFolderTooLong(None, tempfile.gettempdir(), {"limit": _SOCKET_PATH_BYTES})])
        yield folder


def _exit_status(manager: StudyKernelManager) -> str:
    """Return how a kernel ended that was not asked to: its exit status, or the signal's name; "" when it was asked."""
    process = getattr(manager.provisioner, "process", None)
    code = process.returncode if process else None
    if code is None:
        return ""
    return signal.Signals(-code).name if code < 0 else str(code)


def _with_own_loop(work: Callable[[], _Result]) -> _Result:
    """Do work that runs an event loop, in a loop that is closed afterwards.

    Jupyter makes a loop for each thread and never closes it; a fresh context hides the thread's earlier one.
    """

    def inside() -> _Result:
        loop = ensure_event_loop()
        if loop.is_running():  # we are called from a notebook: the loop is not ours
            return work()
        # An interrupted run leaves tasks whose errors nobody awaits; asyncio would print each.
        loop.set_exception_handler(lambda _, context: _LOG.debug("%s", context.get("message")))
        try:
            return work()
        finally:
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            if tasks:
                loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
            asyncio.set_event_loop(None)

    return contextvars.Context().run(inside)
