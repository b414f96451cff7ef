"""A Dask cluster that is there already, as a run sees it: reached, and looked over before any task runs.

Promise: whoever is not there, has no worker, or has workers which would make other bytes or do not share the study's
folder, is a problem said within a bounded time, before a task runs; nothing is left behind in the study or on the
cluster. Left out: starting a cluster (docs/cluster.md), and sending tasks to it (`study.pipeline.executor`). Dask is
imported only when a cluster is asked for.
"""

import asyncio
import gc
import logging
import re
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from study.base.errors import Problem, StudyError, UsageError, raise_if
from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.show import Term
from study.base.text import mark
from study.pipeline.cluster_problems import (
    BadAddress,
    NoScheduler,
    NoWorker,
    WorkerCannotWrite,
    WorkerDoesNotAnswer,
    WorkerWithoutPackage,
)
from study.pipeline.worker import Meeting, identity, introduce, meeting_folder, refusals

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 10
# Workers are started before a run, or come back after an accident: a container or a batch job takes its time to start.
WORKER_SECONDS = 60

_PROTOCOLS = ("tcp", "tls")
_HOST = re.compile(r"[\w.-]+|\[[0-9A-Fa-f:.%\w]+\]")
# Dask hands on as a bare text what it could not unpack.
_LACKING = re.compile(r"(?:ModuleNotFound|Import|Attribute)Error\b.*\bstudy\b", re.S)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster whose workers were looked over, for one run; `slow` gathers why workers could not fork kernels."""

    address: str
    client: "Client"
    meeting: Meeting
    slow: set[str] = field(default_factory=set)


def checked_address(address: str) -> str:
    """Return the address of a scheduler with its protocol; UsageError when it is none.

    >>> checked_address("host:8786")
    'tcp://host:8786'
    """
    text = address.strip()
    full = text if "://" in text else f"tcp://{text}"
    with suppress(ValueError):  # a port that is no number, or out of range
        parts = urlsplit(full)
        host = parts.netloc.rpartition(":")[0]
        rest = (parts.path, parts.query, parts.fragment)
        if parts.scheme in _PROTOCOLS and _HOST.fullmatch(host) and parts.port and not any(rest):
            return full
    raise UsageError([BadAddress(None, address)])


@contextmanager
def connected(address: str, paths: StudyPaths) -> Iterator[Cluster]:
    """Give the cluster at an address, once each of its workers is known to be fit for the tasks of a study.

    Raises UsageError for a malformed address; StudyError when nobody answers, when there is no worker, and with the
    problems of each worker that is refused.
    """
    address = checked_address(address)
    token = f"study-{uuid4().hex}"
    meeting = Meeting(identity(), paths.root, token)
    write_atomic(meeting.file, token)
    try:
        with _quiet(), _client(address) as client:
            raise_if(_unfit(client, address, meeting))
            yield Cluster(address, client, meeting)
    finally:
        for file in meeting_folder(paths.root).glob(f"{token}*"):
            file.unlink(missing_ok=True)
        with suppress(OSError):  # another run's files may be in it
            meeting_folder(paths.root).rmdir()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from saying in its own words, on the user's screen, what becomes a problem of ours."""
    import distributed  # noqa: F401  # it sets the levels when it is first imported

    names = ("distributed", "distributed.client", "distributed.core", "tornado", "asyncio")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        gc.collect()  # asyncio tells of what Dask's client gave up waiting for when it is collected: now, unheard
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def _client(address: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        asyncio.run(asyncio.wait_for(_answer(address), CONNECT_SECONDS))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions that differ: the workers are asked for theirs
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="study")
    except Exception as error:  # no route, no TLS settings, another protocol: whatever it is, nobody was reached
        details = {"seconds": CONNECT_SECONDS, "cause": _cause(error, address)}
        raise StudyError([NoScheduler(None, address, details)]) from None
    try:
        yield client
    finally:
        with suppress(Exception):  # it may be gone, and what was to be said is said
            client.close(timeout=CONNECT_SECONDS)


async def _answer(address: str) -> None:
    """Wait for a scheduler's answer: Dask's own client would wait for ever for one that is reached and says nothing."""
    from distributed import Security, rpc

    secrets = Security().get_connection_args("client")
    # A little less than is waited for, so that it says itself why it did not reach anybody.
    async with rpc(address, timeout=CONNECT_SECONDS * 0.8, connection_args=secrets) as scheduler:
        await scheduler.identity()


def _cause(error: BaseException, address: str) -> str:
    """Return why nobody was reached, as the system says it: Dask's own words hold addresses of memory."""
    from distributed.comm.addressing import get_address_host_port

    deaf = Term(mark("something was reached there that does not speak as a scheduler does."))
    if isinstance(error, TimeoutError) and not error.args:
        return deaf
    while error.__cause__:
        error = error.__cause__
    if isinstance(error, asyncio.CancelledError | TimeoutError):
        # Dask tries again and again, and tells of its last try alone, which the end of the time may cut short.
        try:
            socket.create_connection(get_address_host_port(address), timeout=CONNECT_SECONDS).close()
        except OSError as met:
            error = met
        else:
            return deaf
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split()) or type(error).__name__


def _unfit(client: "Client", address: str, meeting: Meeting) -> list[Problem]:
    """Return what keeps the workers from running the tasks, by the workers' addresses."""
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
        told = client.run(introduce, str(meeting.root), meeting.token, on_error="return")
    except TimeoutError:
        return [NoWorker(None, address, {"seconds": WORKER_SECONDS})]
    except OSError as error:
        return [NoScheduler(None, address, {"seconds": CONNECT_SECONDS, "cause": _cause(error, address)})]
    return [problem for worker in sorted(told) for problem in _refused(told[worker], meeting, worker)]


def lacks_package(error: BaseException) -> bool:
    """Tell whether a worker's error says that it has no package of ours, or one that lacks what it was asked for."""
    return bool(_LACKING.search(f"{type(error).__name__}: {error}"))


def _refused(said: Any, meeting: Meeting, worker: str) -> list[Problem]:
    if isinstance(said, BaseException) and lacks_package(said):
        return [WorkerWithoutPackage(None, worker, {"ours": meeting.identity.package, "cause": str(said)})]
    if isinstance(said, BaseException):
        return [WorkerDoesNotAnswer(None, worker, {"cause": str(said) or type(said).__name__})]
    if found := refusals(meeting, said, worker):
        return found
    # What it wrote must be seen here: it could write into a copy of its own that has just been synchronised.
    if (meeting_folder(meeting.root) / said["wrote"]).is_file():
        return []
    details = {"folder": meeting.root.as_posix(), "cause": said["wrote"]}
    return [WorkerCannotWrite(None, worker, details)]
