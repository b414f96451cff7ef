import json
import os
import sys
from pathlib import Path

import pytest

from study.base.errors import StudyError
from study.notebooks.kernels import StudyKernelManager, socket_folder


def test_each_socket_folder_is_its_own_private_and_removed_after_a_failure():
    with socket_folder() as one, socket_folder() as other:
        assert one != other
        assert one.stat().st_mode & 0o077 == 0
    with pytest.raises(ZeroDivisionError), socket_folder() as failed:
        (failed / "k-1").touch()
        raise ZeroDivisionError
    assert not any(folder.exists() for folder in (one, other, failed))


def test_a_temporary_folder_too_long_for_a_socket_is_said_before_anything_starts(tmp_path, monkeypatch, said):
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(StudyError) as caught, socket_folder():
        pass
    shown = said(caught.value.problems[0], "en")
    assert "The path of the folder for temporary files is too long" in shown and "TMPDIR" in shown
    assert "bytes for the path of a socket" in shown
    assert list(folder.iterdir()) == []


def test_a_kernel_that_the_user_installed_as_python3_is_not_taken(tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["false"], "display_name": "x", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert StudyKernelManager(kernel_name="python3").kernel_spec.argv[0] == sys.executable
