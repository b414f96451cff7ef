"""The modules to import are those that the notebooks name."""

import json
import subprocess
import sys
from pathlib import Path

from study.notebooks.preload import modules_of

ROOT = Path(__file__).parents[2]


def test_the_imports_of_all_notebooks_are_found_and_what_is_no_notebook_is_passed_over(tmp_path):
    def notebook(name, *sources):
        cells = [{"cell_type": "code", "source": source} for source in sources]
        (tmp_path / name).write_text(json.dumps({"cells": [*cells, {"cell_type": "markdown", "source": "import no"}]}))

    notebook("a.ipynb", ["import polars as pl\n", "from study.chapters import annexes\n"], "x = (")
    notebook("b.ipynb", "def f():\n    import wave.chunk\nfrom . import here\nfrom csv import DictReader")
    (tmp_path / "broken.ipynb").write_text("{")
    found = modules_of(str(tmp_path))
    assert {"polars", "study.chapters", "study.chapters.annexes", "wave.chunk", "csv"} <= set(found)
    assert not {"no", "here", "csv.DictReader"} & set(found)
    assert found[0] == "ipykernel.kernelapp" and len(set(found)) == len(found)


def test_those_of_our_notebooks_hold_what_takes_long():
    assert {"study.chapters.context", "study.chapters.annexes"} <= set(modules_of(str(ROOT / "notebooks")))


def test_asking_for_the_server_imports_neither_papermill_nor_pandas():
    code = "import sys, study.notebooks.preload; print([m for m in ('papermill', 'pandas', 'zmq') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
