"""Kernels forked for real: each alone, each told of its end, none left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from study.notebooks.environment import environment
from study.notebooks.forks import ForkError, ForkedKernel, Forks, shared


@pytest.fixture
def forks(tmp_path):
    """A server with little to import; it is ended after the test."""
    made = Forks(["ipykernel.kernelapp"], environment(tmp_path, tmp_path))
    yield made
    made.close()


@pytest.fixture
def kernel(forks, tmp_path):
    """`kernel(name)`: a forked kernel, waiting for who connects, and the file of its output."""

    def start(name: str, **more: str) -> ForkedKernel:
        with (tmp_path / f"{name}.log").open("wb") as output:
            arguments = ["-f", str(tmp_path / f"{name}.json"), "--transport=ipc", f"--ip={tmp_path / name}"]
            return forks.start(arguments, environment(tmp_path, tmp_path) | more, str(tmp_path), output.fileno())

    return start


def gone(pid: int) -> bool:
    """Wait until a process is no more, or is a zombie that nobody has taken leave of; False after ten seconds."""
    for _ in range(1000):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_the_server_has_one_thread_and_each_kernel_a_process_and_a_session_of_its_own(forks, kernel, tmp_path):
    one, other = kernel("one"), kernel("other", WHO="other")
    assert len(os.listdir(f"/proc/{forks.process.pid}/task")) == 1
    assert len({one.pid, other.pid, os.getpid(), forks.process.pid}) == 4
    assert os.getsid(one.pid) == one.pid != os.getsid(other.pid)
    assert os.readlink(f"/proc/{one.pid}/cwd") == str(tmp_path)
    assert one.poll() is None and other.poll() is None
    one.kill()
    assert one.wait(10) == -signal.SIGKILL and one.poll() == -signal.SIGKILL
    assert other.poll() is None  # one that dies leaves the others alone
    other.send_signal(signal.SIGTERM)
    assert other.wait(10) in (0, -signal.SIGTERM)
    other.kill()  # of one that has ended: nothing to do


def test_a_kernel_that_cannot_do_what_it_is_asked_is_refused_and_the_next_one_starts(forks, kernel, tmp_path):
    with (tmp_path / "output").open("wb") as output, pytest.raises(ForkError, match="before it started"):
        forks.start(["-f", "x"], {}, str(tmp_path / "nowhere"), output.fileno())
    again = kernel("again")
    assert again.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        again.wait(0.05)
    again.kill()
    assert again.wait(10) == -signal.SIGKILL


def test_kernels_end_with_the_server_however_it_ends(forks, kernel):
    one = kernel("one")
    os.kill(forks.process.pid, signal.SIGKILL)
    assert one.wait(10) == -signal.SIGKILL and gone(one.pid)
    with pytest.raises(ForkError):
        kernel("late")


def test_closing_ends_the_server_and_its_kernels(forks, kernel):
    one = kernel("one")
    forks.close()
    assert forks.process.returncode == 0 and gone(one.pid) and one.wait(10) == -signal.SIGKILL


ORPHAN = """
import os, sys
from pathlib import Path
from study.notebooks.environment import environment
from study.notebooks.forks import Forks
here = Path(sys.argv[1])
forks = Forks(["ipykernel.kernelapp"], environment(here, here))
kernel = forks.start(["-f", str(here / "k.json"), "--transport=ipc", f"--ip={here / 'k'}"],
                     environment(here, here), str(here), os.open(os.devnull, os.O_WRONLY))
print(forks.process.pid, kernel.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_nothing_is_left_of_a_run_that_is_killed(tmp_path):
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", ORPHAN, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | path)
    assert done.returncode == -signal.SIGKILL, done.stderr
    server, kernel = map(int, done.stdout.split())
    assert gone(server) and gone(kernel)


def test_modules_that_start_threads_are_refused_and_no_kernel_is_forked(tmp_path):
    (tmp_path / "threaded.py").write_text("import threading\n"
                                          "import time\n"
                                          "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n")  # fmt: skip
    made = Forks(["threaded"], os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])})
    with pytest.raises(ForkError, match="threads"):
        made.start([], {}, str(tmp_path), 1)
    made.close()


def test_a_server_is_shared_and_where_none_can_be_the_reason_is_kept(monkeypatch):
    nothing = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    one = shared(["json"], nothing)
    assert shared(["json"], nothing) is one and shared(["csv"], nothing) is not one
    monkeypatch.setattr(sys, "platform", "darwin")
    for _ in range(2):
        with pytest.raises(ForkError, match="on Linux only"):
            shared(["unheard_of"], nothing)
