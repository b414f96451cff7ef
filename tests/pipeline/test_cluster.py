"""Reaching a cluster, and what is said where that cannot be: a scheduler and odd workers as processes on 127.0.0.1."""

import asyncio
import shutil
import socket
import time
from contextlib import closing
from pathlib import Path

import pytest

import study
from study.base.errors import StudyError, UsageError
from study.pipeline import cluster
from study.pipeline.cluster import checked_address, connected
from study.pipeline.worker import identity

from ..dask_processes import DaskProcesses

PACKAGE = Path(study.__file__).parent


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    with closing(DaskProcesses(tmp_path_factory.mktemp("dask"))) as processes:
        processes.scheduler()
        yield processes


def refused(address, paths):
    with pytest.raises(StudyError) as caught, connected(address, paths):
        raise AssertionError("a cluster that is not fit was given")
    assert not (paths.root / ".cache").exists() or not list((paths.root / ".cache").iterdir())
    return caught.value


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("tcp://host:8786", "tcp://host:8786"),
        (" 10.0.0.3:8786 ", "tcp://10.0.0.3:8786"),
        ("tls://dask-scheduler.name_space.svc:8786", "tls://dask-scheduler.name_space.svc:8786"),
        ("tcp://[::1]:8786", "tcp://[::1]:8786"),
    ],
)
def test_addresses(address, full):
    assert checked_address(address) == full


@pytest.mark.parametrize(
    "address",
    ["", "host", "tcp://host", "tcp://:8786", "tcp://host:0", "tcp://host:99999", "tcp://host:port", "http://host:8787",
     "tcp://host:8786/status", "tcp://a host:8786", "tcp://me@host:8786", "tcp:/host:8786", "::1:8786"],
)  # fmt: skip
def test_what_is_no_address_is_wrong_usage(address, small_study, said):
    with pytest.raises(UsageError) as caught, connected(address, small_study):
        pass
    (problem,) = caught.value.problems
    assert problem.code == "cluster-bad-address" and address in said(problem, "en")
    assert "tcp://hote:8786" in said(problem, "fr")


def test_nobody_there(small_study, said, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 5)  # long enough for a busy machine to hear the refusal
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (problem,) = refused(f"tcp://127.0.0.1:{port}", small_study).problems
    assert problem.code == "cluster-no-scheduler"
    assert f"tcp://127.0.0.1:{port}" in said(problem, "fr") and "dask scheduler" in said(problem, "fr")
    assert "Connection refused" in said(problem, "en") and "0x" not in said(problem, "en")


def test_a_last_try_that_is_cut_short_is_not_the_reason(small_study, said, monkeypatch):
    async def cut_short(address):
        try:
            raise TimeoutError from asyncio.CancelledError()
        except TimeoutError as error:
            raise OSError(f"Timed out trying to connect to {address}") from error

    monkeypatch.setattr(cluster, "_answer", cut_short)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        (problem,) = refused(address, small_study).problems
        assert "does not speak as a scheduler" in said(problem, "en")
    (problem,) = refused(address, small_study).problems
    assert "Connection refused" in said(problem, "en")


def test_somebody_else_is_there(small_study, said, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        (problem,) = refused(f"tcp://127.0.0.1:{deaf.getsockname()[1]}", small_study).problems
    assert problem.code == "cluster-no-scheduler" and "does not speak as a scheduler" in said(problem, "en")


def test_a_tls_address_without_its_settings(dask, small_study):
    address = dask.address.replace("tcp:", "tls:")
    assert [problem.code for problem in refused(address, small_study).problems] == ["cluster-no-scheduler"]


def test_no_worker_is_waited_for_within_bounds(dask, small_study, said, monkeypatch):
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 1)
    (problem,) = refused(dask.address, small_study).problems
    assert problem.code == "cluster-no-worker" and f"dask worker {dask.address}" in said(problem, "fr")


def test_each_unfit_worker_is_refused_for_its_own_reason(dask, small_study, said, tmp_path):
    """A worker fit for the study, and five that are not: all problems come at once, each with its worker."""

    def preload(name, text):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
        return ("--no-nanny", "--nthreads", "1", "--preload", str(tmp_path / f"{name}.py"))

    other = shutil.copytree(PACKAGE, tmp_path / "other" / "study", ignore=shutil.ignore_patterns("__pycache__"))
    init = other / "__init__.py"
    init.write_text(init.read_text("utf-8").replace(study.__version__, "0.0.9"), "utf-8")
    empty = tmp_path / "empty" / "study"
    empty.mkdir(parents=True)
    (empty / "__init__.py").write_text("", "utf-8")
    elsewhere = "import pathlib, study.pipeline.worker as w\nw.meeting_folder = lambda root: pathlib.Path(root, 'no')\n"
    silent = (
        "import study.pipeline.worker as w\ndef introduce(*_):\n    raise ValueError('ill')\nw.introduce = introduce\n"
    )

    dask.worker("fit")
    dask.worker("package", PYTHONPATH=str(other.parent))
    dask.worker("none", PYTHONPATH=str(empty.parent))
    dask.worker("python", *preload("python", "import platform\nplatform.python_version = lambda: '3.9.1'\n"))
    dask.worker("folder", *preload("folder", elsewhere))
    dask.worker("silent", *preload("silent", silent))
    dask.wait_for(6)
    with dask.client() as client:
        names = {address: str(item["id"]) for address, item in client.scheduler_info()["workers"].items()}
    problems = {names[problem.value]: problem for problem in refused(dask.address, small_study).problems}
    assert {name: problem.code for name, problem in problems.items()} == {
        "package": "cluster-other-package",
        "none": "cluster-no-package",
        "python": "cluster-other-python",
        "folder": "cluster-folder-unseen",
        "silent": "cluster-worker-silent",
    }
    for lang in ("fr", "en"):
        words = {name: said(problem, lang) for name, problem in problems.items()}
        assert "0.0.9 (" in words["package"] and identity().package in words["package"]
        assert "No module named" in words["none"] and identity().package in words["none"]
        assert "3.9.1 (" in words["python"] and identity().python in words["python"]
        assert small_study.root.as_posix()[:60] in words["folder"] and "ill" in words["silent"]

    for name in ("package", "none", "python", "folder", "silent"):
        dask.kill(name)
    with dask.client() as client:
        end = time.monotonic() + 60
        while len(client.nthreads()) > 1 and time.monotonic() < end:
            time.sleep(0.1)
    with connected(dask.address, small_study) as there:
        assert there.address == dask.address and there.meeting.file.is_file()
    assert not (small_study.root / ".cache" / "cluster").exists()
