"""The environment of a kernel is the same for everyone, where it would show."""

import os
from pathlib import Path

from study.notebooks.environment import environment


def test_the_environment_fixes_what_changes_outputs_and_leaves_the_rest(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PYTHONSTARTUP", "x.py")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    found = environment(Path("/a study"), Path("/settings"))
    assert (found["STUDY_ROOT"], found["PYTHONHASHSEED"], found["MPLBACKEND"]) == ("/a study", "0", "agg")
    assert found["IPYTHONDIR"] == "/settings"
    assert found["TZ"] == "Asia/Tokyo" and found["PATH"] == os.environ["PATH"]
    assert "PYTHONSTARTUP" not in found
    assert os.environ["PYTHONHASHSEED"] == "7"
    # As many sums at once on every machine, and no thread before a fork.
    assert found["OPENBLAS_NUM_THREADS"] == "1" and "JPY_PARENT_PID" not in found
