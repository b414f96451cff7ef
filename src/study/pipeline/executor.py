"""Sending the tasks of a run to a cluster, and waiting for what becomes of them.

Promise: to pytask-parallel an executor like any other, behind which each task is carried out by a worker; a lost
worker's tasks are run again by another (Dask sees to that), a lost scheduler, or no worker left, ends the run with one
problem, within a bounded time; a task is done only once this machine sees what the worker left. Left out: reaching the
cluster (`study.pipeline.cluster`), and which tasks run when (`study.pipeline.run`).
"""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

from pytask import PTask
from pytask_parallel import ParallelBackend, WorkerType, registry
from pytask_parallel.wrappers import WrapperResult

from study.base.errors import Problem, StudyError
from study.pipeline import cluster as clusters
from study.pipeline.cluster import Cluster
from study.pipeline.cluster_problems import (
    ProductNotSeen,
    SchedulerLost,
    TaskKillsWorkers,
    WorkersLost,
    WorkerWithoutPackage,
)
from study.pipeline.state import nodes
from study.pipeline.worker import Done, carry_out

On = Callable[[str, bool], None]

_POLL_SECONDS = 0.05
_LOOK_SECONDS = 2.0
_WAITING = ("pending", "lost")  # lost: with its worker; Dask has it run again
# NFS shows a new file to another machine after a minute at the latest, by its own defaults (acdirmax).
SEEN_SECONDS = 90


class ClusterExecutor(ThreadPoolExecutor):
    """One thread here for each task that a worker runs: it waits, and looks whether there is still one to wait for.

    `acts` are the tasks' functions by name; `on` is told, from threads of this process, when a worker starts a task
    (again after the first worker was lost) and when it is done.
    """

    def __init__(self, cluster: Cluster, acts: Mapping[str, Callable[[], object]], on: On, workers: int) -> None:
        super().__init__(workers, thread_name_prefix="study-cluster")
        self._cluster, self._acts, self._on = cluster, acts, on
        self._topic = cluster.meeting.token
        self._lost: Problem | None = None
        self._stopped = Event()
        self._lock = Lock()
        self._alone_since: float | None = None
        self._looked = 0.0
        cluster.client.subscribe_topic(self._topic, self._started)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a task carried out; pytask-parallel hands it over as `task`, and `fn` would run it here."""
        return super().submit(self._have_done, kwargs["task"])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End, taking back what is not done: a run that comes to its end has nothing left."""
        self._stopped.set()
        super().shutdown(wait=wait, cancel_futures=cancel_futures)

    def _started(self, event: tuple[float, dict[str, Any]]) -> None:
        self._on(event[1]["task"], False)

    def _have_done(self, task: PTask) -> WrapperResult:
        client, name = self._cluster.client, task.name
        self._raise_if_lost()
        products = nodes(task.produces)
        future = client.submit(
            carry_out, self._acts[name], products, self._cluster.meeting, self._topic, name,
            key=f"{name}-{self._topic}", pure=False,
        )  # fmt: skip
        while (done := self._result(future, name)) is None:
            if self._stopped.wait(_POLL_SECONDS):
                future.cancel()
                raise RuntimeError("the run was stopped")
            self._look()
            self._raise_if_lost()
        if done.problems:
            raise StudyError(done.problems)
        self._wait_until_seen(products, done.states)
        self._cluster.slow.update(filter(None, [done.slow]))
        self._on(name, True)
        return WrapperResult(carry_over_products=None, warning_reports=[], exc_info=None, stdout="", stderr="")

    def _result(self, future: Any, name: str) -> Done | None:
        """Return what a worker gave back, None while there is nothing; what no worker can be blamed for is raised.

        A worker holds what it gave back until it is fetched: one that is lost before takes it along, and the task is
        run again, by a worker that there may never be.
        """
        from distributed import CancelledError, KilledWorker

        if future.status in _WAITING:
            return None
        if future.status not in ("finished", "error"):
            self._lost = self._lost or SchedulerLost(None, self._cluster.address)
            self._raise_if_lost()
        try:
            done: Done = future.result(timeout=_LOOK_SECONDS)
        except (TimeoutError, CancelledError):
            if future.status == "error":  # the task's own
                raise
            return None
        except KilledWorker as error:
            details = {"count": error.allowed_failures + 1}
            raise StudyError([TaskKillsWorkers(None, name, details)]) from None
        except Exception as error:
            if not clusters.lacks_package(error):
                raise
            said = {"ours": self._cluster.meeting.identity.package, "cause": str(error)}
            raise StudyError([WorkerWithoutPackage(None, self._cluster.address, said)]) from None
        return done

    def _raise_if_lost(self) -> None:
        if self._lost:
            raise StudyError([self._lost])

    def _look(self) -> None:
        """See, now and then, whether the scheduler and a worker are there; one thread looks for all."""
        with self._lock:
            now = time.monotonic()
            if self._lost or now - self._looked < _LOOK_SECONDS:
                return
            self._looked = now
            if self._cluster.client.status != "running":
                self._lost = SchedulerLost(None, self._cluster.address)
                return
            try:
                there = self._cluster.client.nthreads()
            except Exception:  # it is going: the client's own status, or the task's, says so at the next look
                return
            self._alone_since = None if there else (self._alone_since or now)
            if self._alone_since and now - self._alone_since > clusters.WORKER_SECONDS:
                details = {"seconds": clusters.WORKER_SECONDS}
                self._lost = WorkersLost(None, self._cluster.address, details)

    def _wait_until_seen(self, products: list[Any], states: Mapping[str, str | None]) -> None:
        end = time.monotonic() + SEEN_SECONDS
        for node in products:
            while node.state() != states[node.name]:
                if time.monotonic() > end or self._stopped.wait(_POLL_SECONDS):
                    raise StudyError([ProductNotSeen(None, node.name, {"seconds": SEEN_SECONDS})])
                # To open a folder makes NFS ask for what is new in it.
                list(node.path.parent.glob("*"))


def use(cluster: Cluster, acts: Mapping[str, Callable[[], object]], on: On) -> None:
    """Make pytask-parallel's Dask backend, until the end of the next build, send its tasks to this cluster."""

    def executor(n_workers: int) -> ClusterExecutor:
        return ClusterExecutor(cluster, acts, on, n_workers)

    # As threads: its other way replaces sys.stdout of the worker's whole process, and a worker has several threads.
    registry.register_parallel_backend(ParallelBackend.DASK, executor, worker_type=WorkerType.THREADS)
