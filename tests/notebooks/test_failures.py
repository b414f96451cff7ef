from pathlib import Path

from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from study.base.show import render
from study.notebooks.failures import failure
from study.notebooks.kernels import KernelRun

RUN = KernelRun(Path("/a"), Path("/a/notebooks"), 600, exit_status="SIGKILL")


def started(notebook, count):
    """Mark the first `count` cells as papermill does."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata["papermill"] = {"start_time": "2026" if number < count else None}
    return notebook


def problem_of(error, notebook):
    return failure(error, RUN, notebook, name="notebooks/x.ipynb", values={"lever": 2}, kept="failed/x.failed.ipynb")


def text_of(problem):
    return " ".join(render([problem], "en").split())


def test_a_long_cause_still_fits_on_one_screen(build):
    error = PapermillExecutionError(1, 2, "x", "ValueError", "\x1b[31m" + "y" * 5000 + "\nz" * 100, [])
    text = text_of(problem_of(error, started(build(["x"]), 2)))
    assert "It raised ValueError: yyy" in text
    assert "x1b" not in text and len(text) < 800


def test_a_cell_that_the_kernel_had_no_time_to_number_is_counted_after_the_last(build):
    notebook = started(build(["a = 1", "boom()", "c"]), 3)
    notebook.cells[0].execution_count, notebook.cells[1].execution_count = 1, 2
    text = text_of(problem_of(DeadKernelError("Kernel died"), notebook))
    assert "cell [3], at “boom()” (parameters: lever = 2)" in text
    assert "SIGKILL" in text


def test_an_exit_with_a_status_is_a_stop_and_not_an_error_of_the_cell(build):
    error = PapermillExecutionError(1, 2, "sys.exit(2)", "SystemExit", "2", [])
    assert problem_of(error, started(build(["sys.exit(2)"]), 2)).code == "notebook-stopped"


def test_a_kernel_that_never_answered_names_no_cell(build):
    text = text_of(problem_of(RuntimeError("Kernel didn't respond in 60 seconds"), started(build(["x"]), 0)))
    assert "No Python process could be started" in text
    assert "didn't respond" in text and "make setup" in text and "[" not in text
