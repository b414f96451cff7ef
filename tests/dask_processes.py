"""A scheduler and workers as processes of their own on 127.0.0.1, started as a user starts them.

They end with the test; should it be killed, the scheduler ends when nobody has asked for anything for a while, and the
workers with it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Client

_SCHEDULER = ("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--idle-timeout", "300s",
              "--dashboard-address", "127.0.0.1:0", "--no-show")  # fmt: skip
_WORKER = ("-m", "distributed.cli.dask_worker", "--host", "127.0.0.1", "--no-dashboard", "--death-timeout", "60")
_START_SECONDS = 60


@dataclass
class DaskProcesses:
    """The processes, by name; `folder` holds what they leave and log."""

    folder: Path
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    address: str = ""

    def _start(self, name: str, *command: str, environment: Mapping[str, str] | None = None) -> None:
        self.folder.mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command, "--local-directory", str(self.folder / name)]
                if name != "scheduler"
                else [sys.executable, *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env={**os.environ, **(environment or {})},
            )  # fmt: skip

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", errors="replace")

    def scheduler(self, **environment: str) -> str:
        """Start the scheduler and return its address."""
        self._start("scheduler", *_SCHEDULER, environment=environment)
        end = time.monotonic() + _START_SECONDS
        while "Scheduler at:" not in self.log("scheduler"):
            assert time.monotonic() < end and self.processes["scheduler"].poll() is None, self.log("scheduler")
            time.sleep(0.05)
        self.address = self.log("scheduler").split("Scheduler at:")[1].split()[0]
        return self.address

    def worker(self, name: str, *options: str, **environment: str) -> None:
        """Start a worker: without a nanny, and with one thread, unless `options` say otherwise."""
        options = options or ("--no-nanny", "--nthreads", "1")
        self._start(name, *_WORKER, "--name", name, *options, self.address, environment=environment)

    def client(self) -> Client:
        return Client(self.address, set_as_default=False, timeout=_START_SECONDS)

    def wait_for(self, count: int) -> None:
        """Wait until so many workers have come."""
        with self.client() as client:
            client.wait_for_workers(count, timeout=_START_SECONDS)

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def close(self) -> None:
        """End all of them: asked first, so that each ends its own processes."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(3)
            process.kill()
            process.wait()
