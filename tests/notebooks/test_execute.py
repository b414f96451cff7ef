"""Kernels are started here, and only here: about two seconds each."""

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from study.base.errors import StudyError
from study.base.show import render
from study.notebooks.execute import execute

FAILING = """
from study.base.errors import Place, StudyError
from study.base.layout import NoStudyFolder
raise StudyError([NoStudyFolder(Place("data/raw/frame.csv", row=3), "elsewhere")])
"""


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path, monkeypatch):
    """Give each test a temporary folder (without tmp_path in it) that must end empty: no socket is left."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        yield
        assert list(Path(folder).iterdir()) == []


def failure_of(source, destination, root, parameters=None, **options):
    with pytest.raises(StudyError) as caught:
        execute(source, destination, parameters or {}, root=root, **options)
    assert not destination.exists()
    text = render(caught.value.problems, "en")
    assert len(text.splitlines()) < 24
    return caught.value.problems, " ".join(text.split())


def outputs(path):
    return "".join(
        output.get("text", "") for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", [])
    )


def test_two_runs_give_the_same_bytes_and_only_the_log_differs(root, store, monkeypatch):
    source = store(
        "import os, sys, time, warnings\nprint(wave, lever, hash('x'), os.environ['STUDY_ROOT'])",
        "print('one'); sys.stdout.flush(); time.sleep(0.3); print('two', file=sys.stderr); print('three')",
        "warnings.warn('w')\nobject()",
        "open(os.path.join(os.environ['STUDY_ROOT'], 'here'), 'w').close()",
    )
    here = Path.cwd()
    one, other, log_path = root / "out" / "a.ipynb", root / "out" / "b.ipynb", root / "log" / "a.json"
    log = execute(source, one, {"lever": 3}, root=root, log_path=log_path)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONHASHSEED", "5")
    monkeypatch.setenv("COLUMNS", "40")
    execute(source, other, {"lever": 3}, root=root)

    assert one.read_bytes() == other.read_bytes()
    assert (root / "here").is_file()  # the kernel knows the root…
    assert str(root) not in one.read_text(encoding="utf-8")  # …and the notebook does not show it
    assert outputs(one).startswith("2019 3 ")
    assert Path.cwd() == here
    cells = nbformat.read(one, 4).cells
    assert [cell.id for cell in cells] == ["parameters", "injected-parameters", "c0", "c1", "c2", "c3"]
    assert 'wave = "2019"\nlever = 3' in cells[1].source

    assert log.parameters == {"wave": "2019", "lever": 3}
    saved = json.loads(log_path.read_text(encoding="utf-8"))
    assert saved["notebook"] == "notebooks/lever.ipynb"
    assert {cell["cell"]: cell["seconds"] > 0.25 for cell in saved["cells"]}["c1"]


def test_four_notebooks_at_once_do_not_disturb_each_other(root, store):
    source = store("import time; time.sleep(0.5)\nprint(lever)")

    def run(lever):
        destination = root / "out" / f"lever-{lever}.ipynb"
        execute(source, destination, {"lever": lever}, root=root)
        return outputs(destination)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(run, range(4))) == ["0\n", "1\n", "2\n", "3\n"]


def test_a_failing_cell_is_named_its_copy_kept_and_removed_by_a_later_success(root, store):
    source, destination = store("x = 1", "# compute\n1 / 0", "print('never')"), root / "out" / "lever.ipynb"
    (problem,), text = failure_of(source, destination, root, {"lever": 5})
    assert problem.place.file == "notebooks/lever.ipynb"
    assert "Cell [4] failed at “# compute”" in text
    assert 'wave = "2019", lever = 5' in text
    assert "ZeroDivisionError: division by zero" in text
    assert "out/failed/lever.failed.ipynb" in text and str(root) not in text
    kept = root / "out" / "failed" / "lever.failed.ipynb"
    cells = nbformat.read(kept, 4).cells
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, None]
    assert cells[3].outputs[0].ename == "ZeroDivisionError"

    execute(store("x = 1"), destination, {"lever": 5}, root=root)
    assert destination.exists() and not kept.parent.exists()


def test_problems_of_the_inputs_raised_in_a_cell_come_out_in_their_own_words(root, store):
    problems, text = failure_of(store(FAILING), root / "out" / "x.ipynb", root)
    assert [problem.code for problem in problems] == ["notebook-found-problems", "no-study-folder"]
    assert "data/raw/frame.csv, row 3: No study is found in “elsewhere”." in text
    (output,) = nbformat.read(root / "out" / "failed" / "x.failed.ipynb", 4).cells[2].outputs
    assert "No study is found in “elsewhere”." in "\n".join(output.traceback)
    assert "raise StudyError" not in "\n".join(output.traceback)


def test_a_kernel_that_dies_is_a_failure_with_its_exit_status(root, store):
    (problem,), text = failure_of(store("import os", "os._exit(3)"), root / "out" / "x.ipynb", root)
    assert problem.code == "notebook-kernel-died"
    assert "in cell [4], at “os._exit(3)”" in text and "ended with 3" in text
    assert (root / "out" / "failed" / "x.failed.ipynb").is_file()


def test_a_cell_that_takes_too_long_is_stopped(root, store):
    (problem,), text = failure_of(
        store("import time; time.sleep(60)"), root / "out" / "x.ipynb", root, timeout_seconds=1
    )
    assert problem.code == "notebook-timed-out"
    assert "after 1 seconds" in text and "time.sleep(60)" in text


def test_a_notebook_that_ends_itself_is_not_a_success(root, store):
    (problem,), text = failure_of(store("import sys", "sys.exit()", "print('never')"), root / "out" / "x.ipynb", root)
    assert problem.code == "notebook-stopped"
    assert "Cell [4]" in text and "“sys.exit()”" in text


def test_an_earlier_result_survives_a_wrong_parameter_and_nothing_runs(root, store):
    destination = root / "x.ipynb"
    destination.write_text("earlier")
    with pytest.raises(StudyError):
        execute(store("import os; os.mkdir('ran')"), destination, {"levr": 1}, root=root)
    assert destination.read_text() == "earlier"
    assert [path.name for path in (root / "notebooks").iterdir()] == ["lever.ipynb"]
