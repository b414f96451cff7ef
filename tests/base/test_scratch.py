import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from study.base.errors import StudyError
from study.base.scratch import scratch, sweep

# Makes a folder, says which, and is killed in it.
KILLED = """
import os, sys, tempfile
from study.base.scratch import scratch
with scratch("pdf") as folder:
    (folder / "inside").mkdir()
    (folder / "inside" / "half.pdf").write_bytes(b"%PDF")
    print(folder, flush=True)
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def killed() -> Path:
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=os.environ | path, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return Path(done.stdout.strip())


def test_a_folder_is_its_own_private_and_gone_afterwards_whatever_happens(temporary):
    with scratch("pdf") as one, scratch("pdf") as other:
        assert one != other and one.parent == temporary
        assert one.stat().st_mode & 0o077 == 0
        (one / "x").write_text("x")
    with pytest.raises(ZeroDivisionError), scratch() as failed:
        raise ZeroDivisionError
    assert not failed.exists() and list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_removed_by_the_next_one_and_what_is_in_use_is_not(temporary):
    left = killed()
    assert (left / "inside" / "half.pdf").is_file()
    with scratch() as used:
        (used / "x").write_text("x")
        sweep()
        assert (used / "x").is_file()
        assert not left.exists()
    left = killed()
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    code = "from study.base.scratch import scratch\nwith scratch(): pass"
    subprocess.run([sys.executable, "-c", code], env=os.environ | path, check=True)  # asking for one does it too
    assert not left.exists()


def test_what_is_not_ours_stays(temporary):
    others = ["study-notes.run", "study-abcdefgh", "my-study-abcdefgh.run", "study-abcdefghi.run"]
    for name in others:
        (temporary / name).mkdir()
    (temporary / "study-abcdefg0.run").write_text("a file")
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / "kept").write_text("x")
    (temporary / "study-abcdefg1.run").symlink_to(temporary / "elsewhere")
    (temporary / "study-abcdefg2.run").mkdir()  # ours, and nobody's any longer
    sweep()
    names = {path.name for path in temporary.iterdir()}
    assert names == {*others, "study-abcdefg0.run", "study-abcdefg1.run", "elsewhere"}
    assert (temporary / "elsewhere" / "kept").is_file()


def test_a_folder_swept_before_it_was_locked_is_made_anew(temporary, monkeypatch):
    import study.base.scratch as module

    flock, swept = module.fcntl.flock, []

    def late(lock, how):
        if not swept:
            swept.extend(temporary.iterdir())
            swept[0].rmdir()
        flock(lock, how)

    monkeypatch.setattr(module.fcntl, "flock", late)
    with scratch() as folder:
        assert folder.is_dir() and folder != swept[0]


def test_a_full_disk_is_said_of_the_folder_of_temporary_files_and_other_errors_are_not(temporary):
    for error in (OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "full")):
        with pytest.raises(StudyError) as caught, scratch():
            raise error
        assert caught.value.problems[0].place.file == temporary.as_posix()
    with pytest.raises(OSError, match="elsewhere"), scratch():
        raise OSError(errno.ENOSPC, "full", "/elsewhere/file")
    with pytest.raises(FileNotFoundError), scratch() as folder:
        (folder / "none").read_text()
