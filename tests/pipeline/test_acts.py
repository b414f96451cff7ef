import subprocess
import sys

import pytest

from study.base.errors import StudyError
from study.notebooks import execute, preload
from study.pipeline import acts


@pytest.fixture
def started(monkeypatch):
    folders = []
    monkeypatch.setattr(preload, "start", folders.append)
    return folders


def test_to_import_them_costs_nothing():
    code = "import sys, study.pipeline.acts; print([m for m in ('pandas', 'papermill', 'typst') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_check_says_the_same_words_each_time_while_kernels_are_made_ready(small_study, started):
    done = small_study.processed("2020") / "checked.txt"
    acts.run_check(small_study, "2020", done)
    said = done.read_bytes()
    done.unlink()
    acts.run_check(small_study, "2020", done)
    assert done.read_bytes() == said != b""
    assert started == [small_study.notebooks] * 2


def test_a_check_that_finds_a_problem_leaves_nothing(small_study, started):
    small_study.frame.write_text("territory\n", "utf-8")
    done = small_study.processed("2020") / "checked.txt"
    with pytest.raises(StudyError):
        acts.run_check(small_study, "2020", done)
    assert not done.exists()


def test_what_comes_next_is_imported_while_a_notebook_runs(tmp_path, monkeypatch, started):
    (tmp_path / "imported_ahead.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    ran = []
    monkeypatch.setattr(execute, "execute", lambda *files, **rest: ran.append((files, rest)))
    source, executed, log = tmp_path / "a.ipynb", tmp_path / "b.ipynb", tmp_path / "log.json"
    acts.run_notebook(source, executed, {"wave": "2020"}, tmp_path, log, ("imported_ahead",))
    assert ran == [((source, executed, {"wave": "2020"}), {"root": tmp_path, "log_path": log})]
    assert "imported_ahead" in sys.modules
    assert started == [tmp_path]
    monkeypatch.delitem(sys.modules, "imported_ahead")
