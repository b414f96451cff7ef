"""The small study's report, made by three workers of which one is killed in the middle: the same bytes as made here.

Slow: its notebooks run twice, in kernels of their own. All that needs a whole report on a cluster is asked here.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from study.base.layout import ROOT_VARIABLE, StudyPaths

from .dask_processes import DaskProcesses

SECONDS = 240


def typed(paths, *arguments):
    """Type a command as a user does; its process."""
    kept = {name: value for name, value in os.environ.items() if name not in (ROOT_VARIABLE, "STUDY_LANG")}
    command = [sys.executable, "-m", "study", *arguments, "--root", str(paths.root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=kept)


def said(process):
    out, _ = process.communicate(timeout=SECONDS)
    assert "Traceback" not in out and "distributed" not in out, out
    return process.returncode, " ".join(out.split())


def outputs(paths):
    """All that a build leaves, by name, but the durations."""
    folders = (paths.reports("2020"), paths.processed("2020"))
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.parent.name != "log"]
    return {path.relative_to(paths.root).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def dask(tmp_path):
    """A scheduler and three workers as `dask worker` starts them: each with a nanny, here with two threads."""
    with closing(DaskProcesses(tmp_path / "dask")) as processes:
        processes.scheduler()
        for name in ("one", "two", "three"):
            processes.worker(name, "--nthreads", "2")
        processes.wait_for(3)
        yield processes


def kill_in_the_middle(dask):
    """Wait until a worker runs a lever's notebook, kill it, and see its server of kernels end with it."""
    end = time.monotonic() + SECONDS
    with dask.client() as client:
        while time.monotonic() < end:
            # What a killed worker had still to tell is lost with it: its start, without which nothing starts again.
            told = _told(client)
            busy = [
                worker
                for worker, keys in client.processing().items()
                if _lever(keys) and told.issuperset(map(_task, keys))
            ]
            pids = client.run(os.getpid, workers=busy) if busy else {}
            if forking := [(worker, pid) for worker, pid in pids.items() if _servers(pid)]:
                worker, pid = forking[0]
                os.kill(pid, signal.SIGSTOP)  # so that its task cannot come to its end meanwhile
                time.sleep(0.3)  # for what it had said before
                if _lever(client.processing([worker])[worker]):
                    left = psutil.Process(pid).children(recursive=True)
                    os.kill(pid, signal.SIGKILL)
                    break
                os.kill(pid, signal.SIGCONT)
            time.sleep(0.05)
        else:
            raise AssertionError("no worker ever ran a lever's notebook")
    while any(map(_alive, left)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(_alive, left))


def _lever(keys):
    return any("2_lever" in str(key) for key in keys)


def _task(key):
    return str(key).partition("-study-")[0]


def _told(client):
    """The tasks whose start has reached the scheduler, under the topics of our runs."""
    topics = client.get_events().items()
    return {said["task"] for topic, events in topics if str(topic).startswith("study-") for _, said in events}


def _servers(pid):
    """The servers of kernels that a process has started."""
    name = b"study.notebooks.fork_server"
    return [
        child.pid for child in psutil.Process(pid).children() if name in Path(f"/proc/{child.pid}/cmdline").read_bytes()
    ]


def _alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_the_same_report_though_a_worker_dies(study_with_notebooks, dask, tmp_path):
    there = study_with_notebooks
    here = StudyPaths(Path(shutil.copytree(there.root, tmp_path / "another folder" / "study")))
    cluster = typed(there, "report", "--cluster", dask.address)
    kill_in_the_middle(dask)
    status, out = said(cluster)
    assert status == 0 and "2020/2_lever" in out and "est relancée" in out, out
    assert out.endswith("reports/2020/report.pdf reports/2020/report.html")
    assert said(typed(here, "report"))[0] == 0
    one, other = outputs(there), outputs(here)
    assert {Path(name).suffix for name in one} >= {".pdf", ".html", ".svg", ".csv", ".ipynb", ".parquet", ".sha256"}
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []

    # Whoever made it, it is up to date; and nothing of the cluster's is left in the study.
    status, out = said(typed(there, "report"))
    assert status == 0 and "tout est à jour" in out
    assert sorted(path.name for path in (there.root / ".cache").iterdir()) == ["pytask", "turn"]
