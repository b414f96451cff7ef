"""Tiny steps carried out by workers in processes of their own: what they leave, and what becomes of them in accidents."""

import gc
import os
import signal
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from study.base.errors import Place, StudyError
from study.base.layout import StudyPaths
from study.pipeline import cluster, executor
from study.pipeline import run as run_module
from study.pipeline.run import run
from study.pipeline.tasks import Step
from study.pipeline.worker import identity

from ..dask_processes import DaskProcesses

NAMES = ["first", "left", "right", "last", "other"]
SECONDS = 40


def joining(name, sources, products, do):
    """A function that a worker can be sent: this module is not there for it, so it rests on nothing of this module."""

    def act():
        import os
        import time
        from pathlib import Path

        ran = Path(products[0]).parents[1] / "ran"
        ran.mkdir(exist_ok=True)
        (ran / f"{name}-{time.monotonic_ns()}").write_text(str(os.getpid()))
        exec(do)
        text = "".join(Path(source).read_text() for source in sources) + name
        for product in products:
            Path(product).parent.mkdir(exist_ok=True)
            Path(product).write_text(text)

    return act


class Work:
    """A study folder with the diamond (first → left, right → last) and one that stands alone; `do` is code by task."""

    def __init__(self, root):
        self.root = root
        self.told = []
        for name in ("raw", "other"):
            (root / f"{name}.txt").write_text(name)

    def steps(self, **do):
        reads = {"first": ["raw.txt"], "left": ["a/first.txt"], "right": ["a/first.txt"],
                 "last": ["a/left.txt", "a/right.txt"], "other": ["other.txt"]}  # fmt: skip
        for name in NAMES:
            sources, product = [self.root / read for read in reads[name]], self.root / "a" / f"{name}.txt"
            act = joining(name, [str(path) for path in sources], [str(product)], do.get(name, ""))
            yield Step(name, act, tuple(sources), (product,))

    def run(self, address, **do):
        return run(self.steps(**do), StudyPaths(self.root), on=self.tell, cluster=address)

    def tell(self, name, done):
        self.told.append((name, done))

    def ran(self):
        """How often each task was begun."""
        begun = [path.name.rsplit("-", 1)[0] for path in (self.root / "ran").glob("*")]
        return {name: begun.count(name) for name in NAMES if name in begun}

    def made(self):
        return {path.stem: path.read_text() for path in sorted((self.root / "a").glob("*.txt"))}

    def wait_until_told(self, name, done):
        end = time.monotonic() + SECONDS
        while (name, done) not in self.told and time.monotonic() < end:
            time.sleep(0.02)

    def worker_of(self, name):
        """Wait until a worker has begun a task; its process id."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            for path in (self.root / "ran").glob(f"{name}-*"):
                if text := path.read_text():
                    return int(text)
            time.sleep(0.02)
        raise AssertionError(f"{name} never began")


# Waits in its first worker until a test says so; in a second one, or later, it goes on.
WAITS = """
here = Path(products[0]).parents[1]
end = time.monotonic() + 60
while len(list(ran.glob(f"{name}-*"))) == 1 and not (here / "go").exists() and time.monotonic() < end:
    time.sleep(0.02)
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    # Nothing runs again should somebody edit the package meanwhile; the workers are asked for the real one.
    monkeypatch.setattr(run_module, "package_files", lambda: {"cli.py": "still"})
    folder = tmp_path / "étude"
    folder.mkdir()
    return Work(folder)


@contextmanager
def dask(folder, workers, **environment):
    with closing(DaskProcesses(folder / "dask")) as processes:
        processes.scheduler(**environment)
        for number in range(workers):
            processes.worker(f"w{number}")
        processes.wait_for(workers)
        yield processes


@pytest.fixture(scope="module")
def still_cluster(tmp_path_factory):
    """Two workers to which nothing happens."""
    with dask(tmp_path_factory.mktemp("still"), 2) as processes:
        yield processes.address


@contextmanager
def meanwhile(accident):
    """Something happens in a thread while the tasks run."""
    failed = []

    def happen():
        try:
            accident()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=happen)
    thread.start()
    try:
        yield
    finally:
        thread.join(SECONDS)
        assert failed == []


ALL = {"first": "rawfirst", "left": "rawfirstleft", "right": "rawfirstright", "other": "otherother",
       "last": "rawfirstleftrawfirstrightlast"}  # fmt: skip


def test_workers_carry_out_the_tasks_and_a_second_run_does_nothing(work, still_cluster):
    assert set(work.run(still_cluster).ran) == set(NAMES)
    assert work.made() == ALL and set(work.ran().values()) == {1}
    assert os.getpid() not in {int(path.read_text()) for path in (work.root / "ran").iterdir()}
    assert sorted(work.told) == sorted((name, done) for name in NAMES for done in (False, True))
    assert all(work.told.index((name, False)) < work.told.index((name, True)) for name in NAMES)
    assert set(work.run(still_cluster).up_to_date) == set(NAMES)
    assert set(run(work.steps(), StudyPaths(work.root)).up_to_date) == set(NAMES), "nor does one here"


def test_problems_come_back_whole_and_stop_only_what_follows(work, still_cluster):
    bad = """
from study.base.errors import Place, StudyError
from study.pipeline.cluster_problems import NoWorker
problems = []
for n in range(200):
    problems.append(NoWorker(Place("a.csv", row=n), "é" * 100, {"seconds": n}))
raise StudyError(problems)
"""
    with pytest.raises(StudyError) as caught:
        work.run(still_cluster, left=bad, other=bad.replace("200", "1"))
    problems = caught.value.problems
    assert len(problems) == 200 and problems[7].place == Place("a.csv", row=7) and problems[7].details == {"seconds": 7}
    assert set(work.made()) == {"first", "right"}
    assert set(work.run(still_cluster).ran) == {"left", "other", "last"}


def test_a_fault_is_raised_as_it_is(work, still_cluster):
    with pytest.raises(ZeroDivisionError):
        work.run(still_cluster, first="1 / 0")
    assert set(work.run(still_cluster).ran) == {"first", "left", "right", "last"}


def test_what_is_not_seen_here_is_no_success(work, still_cluster, said, monkeypatch):
    monkeypatch.setattr(executor, "SEEN_SECONDS", 0)
    seen = run_module._FileNode.state
    unseen = lambda node: None if node.path.name == "other.txt" and node.path.parent.name == "a" else seen(node)  # noqa: E731
    monkeypatch.setattr(run_module._FileNode, "state", unseen)
    with pytest.raises(StudyError) as caught:
        work.run(still_cluster)
    (problem,) = caught.value.problems
    assert problem.code == "cluster-product-unseen" and "a/other.txt" in said(problem, "fr")
    assert set(work.made()) == set(NAMES)


def test_a_worker_that_joins_later_is_held_to_the_same(work, still_cluster, monkeypatch):
    monkeypatch.setattr(cluster, "_unfit", lambda *given: [])  # as if it had come after the others were asked
    monkeypatch.setattr(cluster, "identity", lambda: replace(identity(), package="another"))
    with pytest.raises(StudyError) as caught:
        work.run(still_cluster)
    assert {problem.code for problem in caught.value.problems} == {"cluster-other-package"}
    assert work.ran() == {}


def test_a_lost_workers_tasks_are_run_again(work, tmp_path):
    def accident():
        worker = work.worker_of("left")
        work.wait_until_told("left", False)  # what a killed worker had still to send is lost with it
        os.kill(worker, signal.SIGKILL)

    with dask(tmp_path, 3) as processes, meanwhile(accident):
        assert set(work.run(processes.address, left=WAITS).ran) == set(NAMES)
    assert work.made() == ALL
    assert work.ran() == {"first": 1, "left": 2, "right": 1, "last": 1, "other": 1}
    assert work.told.count(("left", False)) == 2 and work.told.count(("left", True)) == 1


def test_a_lost_scheduler_is_said_and_the_next_run_does_the_rest(work, tmp_path, said):
    def accident():
        work.worker_of("left")
        work.wait_until_told("right", True)
        processes.kill("scheduler")

    with dask(tmp_path, 2) as processes:
        with meanwhile(accident), pytest.raises(StudyError) as caught:
            work.run(processes.address, left=WAITS, other=WAITS.replace("60", "0"))
        (work.root / "go").touch()
        (problem,) = caught.value.problems
        assert problem.code == "cluster-scheduler-lost" and processes.address in said(problem, "fr")
    before = work.ran()
    with dask(tmp_path, 1) as processes:
        outcome = work.run(processes.address)
    assert {"first", "right"} <= set(outcome.up_to_date) and {"left", "last"} <= set(outcome.ran)
    assert work.made() == ALL and work.ran()["first"] == before["first"] == 1 == work.ran()["right"]


def test_no_worker_left_ends_within_bounds(work, tmp_path, said, monkeypatch):
    def accident():
        work.worker_of("left")
        monkeypatch.setattr(cluster, "WORKER_SECONDS", 1)
        processes.kill("w0")

    with dask(tmp_path, 1) as processes, meanwhile(accident), pytest.raises(StudyError) as caught:
        work.run(processes.address, left=WAITS)
    (problem,) = caught.value.problems
    assert problem.code == "cluster-workers-lost" and processes.address in said(problem, "en")


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_worker_gave_back_is_lost_with_it_until_it_is_fetched(
    work, tmp_path, said, monkeypatch, caplog, workers
):
    fetch, killed = executor.ClusterExecutor._result, []

    def too_late(self, future, name):
        if name == "first" and future.status == "finished" and not killed:
            killed.append(name)
            its = work.worker_of(name)
            processes.kill(next(of for of, process in processes.processes.items() if process.pid == its))
        return fetch(self, future, name)

    monkeypatch.setattr(executor.ClusterExecutor, "_result", too_late)
    monkeypatch.setattr(cluster, "WORKER_SECONDS", 2)
    with dask(tmp_path, workers) as processes:
        if workers == 2:
            work.run(processes.address)
            assert set(work.made()) == set(NAMES) and work.ran()["first"] == 2
        else:
            with pytest.raises(StudyError) as caught:
                work.run(processes.address)
            (problem,) = caught.value.problems
            assert problem.code == "cluster-workers-lost" and processes.address in said(problem, "en")
    assert killed == ["first"]
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def test_a_task_that_kills_its_workers_is_named(work, tmp_path, said):
    patience = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with dask(tmp_path, 3, **patience) as processes, pytest.raises(StudyError) as caught:
        work.run(processes.address, left="os.kill(os.getpid(), 9)")
    (problem,) = caught.value.problems
    assert problem.code == "cluster-task-kills-workers"
    assert "left" in said(problem, "en") and "2" in said(problem, "en")
    assert set(work.made()) == set(NAMES) - {"left", "last"} and work.ran()["left"] == 2
