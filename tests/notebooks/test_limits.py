"""Notebooks that would never end, write forever or eat the memory are stopped, and what stopped them is said."""

import gc
import resource

import nbformat
import pytest

from study.base.errors import StudyError, UsageError
from study.base.show import render
from study.notebooks import limits
from study.notebooks.execute import execute
from study.notebooks.limits import MEMORY_VARIABLE, memory_mb

PRINTS = "while True: print('y' * 100)"
WRITES_BELOW_PYTHON = "import os\nwhile True: os.write(1, b'z' * 10_000)"
SHOWS = "from IPython.display import clear_output, display\nwhile True: display('a' * 1000); clear_output()"
WILL_NOT_END = "import time\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass"
EATS_PIECES = "all = []\nwhile True: all.append(bytearray(10**6))"
EATS_NUMPY = "import numpy\nnumpy.ones(10**9)"
EATS_ARROW = "import pyarrow\npyarrow.allocate_buffer(10**10)"


def failed(root, source, **options):
    destination = root / "out" / "x.ipynb"
    with pytest.raises(StudyError) as caught:
        execute(source, destination, {"lever": 2}, root=root, **options)
    assert not destination.exists()
    (problem,) = caught.value.problems
    text = " ".join(render([problem], "en").split())
    assert "notebooks/lever.ipynb: Cell [3]" in text and '(parameters: wave = "2019", lever = 2)' in text
    assert "out/failed/x.failed.ipynb" in text
    return problem.code, text


@pytest.mark.parametrize("cell", [PRINTS, WRITES_BELOW_PYTHON, SHOWS])
def test_what_writes_forever_is_stopped_at_the_limit(root, store, cell, monkeypatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, ipykernel leaves alone what is written below Python
    code, text = failed(root, store(cell), output_mb=1)
    assert code == "notebook-wrote-too-much" and "after 1 MB of output" in text
    kept = root / "out" / "failed" / "x.failed.ipynb"
    assert kept.stat().st_size < 3 << 20
    # No warning of a socket left open comes later, in another test.
    gc.collect()


def test_output_within_the_limit_is_kept_whole(root, store):
    execute(store("print('y' * 900_000)"), root / "x.ipynb", {}, root=root, output_mb=1)
    assert len(nbformat.read(root / "x.ipynb", 4).cells[-1].outputs[0].text) == 900_001


def test_what_never_ends_and_refuses_to_be_stopped_is_ended(root, store):
    code, text = failed(root, store(WILL_NOT_END), timeout_seconds=1)
    assert code == "notebook-timed-out" and "after 1 seconds" in text


@pytest.mark.parametrize("cell", [EATS_PIECES, EATS_NUMPY, EATS_ARROW])
def test_what_eats_memory_is_stopped_at_the_limit(root, store, monkeypatch, cell):
    monkeypatch.setenv(MEMORY_VARIABLE, "200")
    code, text = failed(root, store(cell))
    assert code == "notebook-out-of-memory" and "may take 200 MB" in text and MEMORY_VARIABLE in text


def test_the_limit_is_the_kernels_own(root, store, monkeypatch):
    before = resource.getrlimit(resource.RLIMIT_DATA)
    monkeypatch.setenv(MEMORY_VARIABLE, "300")
    execute(store("x = bytearray(10**8)"), root / "x.ipynb", {}, root=root)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_a_container_has_its_own_memory_and_the_environment_the_last_word(tmp_path, monkeypatch):
    monkeypatch.delenv(MEMORY_VARIABLE, raising=False)
    monkeypatch.setattr(limits, "_CGROUP", tmp_path)
    machine = memory_mb()
    assert machine > 0
    (tmp_path / "memory.max").write_text("max\n")
    assert memory_mb() == machine
    (tmp_path / "memory.max").write_text(f"{400 << 20}\n")
    assert memory_mb() == min(machine, 300)
    monkeypatch.setenv(MEMORY_VARIABLE, "123")
    assert memory_mb() == 123


@pytest.mark.parametrize("told", ["", "0", "4 GB", "-1", "1.5"])
def test_an_unclear_limit_is_wrong_usage(monkeypatch, told, said):
    monkeypatch.setenv(MEMORY_VARIABLE, told)
    with pytest.raises(UsageError) as caught:
        memory_mb()
    assert [problem.code for problem in caught.value.problems] == ["notebook-memory-limit-unclear"]
    assert "4096" in said(caught.value.problems[0], "en") and MEMORY_VARIABLE in said(caught.value.problems[0], "fr")
