"""Kernels by forking: one process imports what notebooks import, and each kernel is a copy of it.

Promise: a kernel is there in a few hundredths of a second, alone in its process, with the environment, folder and
output asked for; `ForkedKernel` is to its owner what `subprocess.Popen` would be. Where no kernel can be forked
`ForkError` says why, and an ordinary one is to be started. Everything ends with this process. Safe for threads.
Left out: the process that forks (`study.notebooks.fork_server`).
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from study.notebooks.fork_server import READY

_START_SECONDS = 60
_LOST = -signal.SIGKILL
"""The exit status of a kernel whose server is gone: it died with it."""


class ForkError(Exception):
    """No kernel can be forked here; the text says why."""


class ForkedKernel:
    """A kernel's process, told of over its line; `returncode` is None while it lives, negative for a signal."""

    stdin = stdout = stderr = None

    def __init__(self, line: socket.socket, arguments: Sequence[str], environment: Mapping[str, str], folder: str):
        self._line = line
        self._told = b""
        self.args = list(arguments)
        self.returncode: int | None = None
        request = {"arguments": list(arguments), "environment": dict(environment), "folder": folder}
        try:
            line.sendall(json.dumps(request).encode() + b"\n")
            line.settimeout(_START_SECONDS)
            word = self._next()
        except OSError as error:
            raise ForkError(str(error)) from error
        if not word.startswith(b"started "):
            raise ForkError("the kernel ended before it started")
        self.pid = int(word.split()[1])
        line.setblocking(False)

    def _next(self) -> bytes:
        """Return the next line that is told, empty at the end; BlockingIOError when there is none yet."""
        while b"\n" not in self._told:
            part = self._line.recv(256)
            if not part:
                return b""
            self._told += part
        word, _, self._told = self._told.partition(b"\n")
        return word

    def poll(self) -> int | None:
        """Return the exit status once the process has ended."""
        if self.returncode is None:
            try:
                word = self._next()
            except BlockingIOError:
                return None
            except OSError:
                word = b""
            self.returncode = int(word.split()[1]) if word.startswith(b"ended ") else _LOST
            self._line.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit status; subprocess.TimeoutExpired after `timeout` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            time.sleep(0.01)
        return int(self.returncode or 0)

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process, if it lives."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


class Forks:
    """A server that forks kernels, started at once; what it imports is ready when the first kernel is asked for."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        if sys.platform != "linux":
            raise ForkError(f"kernels are forked on Linux only, not on {sys.platform}")
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._ready = False
        with theirs:
            os.set_inheritable(theirs.fileno(), True)
            flags = [f"-X{name}" if value is True else f"-X{name}={value}" for name, value in sys._xoptions.items()]
            self.process = subprocess.Popen(
                # -P: the folder it is started in is not a place to import from.
                [sys.executable, "-P", *flags, "-m", "study.notebooks.fork_server", str(theirs.fileno()), *modules],
                env=dict(environment), cwd=os.sep, pass_fds=(theirs.fileno(),), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str, output: int
    ) -> ForkedKernel:
        """Start a kernel; `arguments` are those of ipykernel, `output` a file descriptor. Raises ForkError."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock:
                self._wait_until_ready()
                socket.send_fds(self._control, [b"k"], [theirs.fileno(), output])
            return ForkedKernel(ours, arguments, environment, folder)
        except OSError as error:
            ours.close()
            raise ForkError(str(error)) from error
        except ForkError:
            ours.close()
            raise

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        self._control.settimeout(_START_SECONDS)
        if self._control.recv(64) != READY:
            raise ForkError("what the notebooks import starts threads of its own, or cannot be imported")
        self._ready = True

    def close(self) -> None:
        """End the server and every kernel that it forked."""
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)


_shared: dict[tuple[str, ...], Forks | ForkError] = {}
_lock = threading.Lock()


def shared(modules: Sequence[str], environment: Mapping[str, str]) -> Forks:
    """Return the server of this process for these modules, started when it is first asked for, or raise ForkError.

    One that could not be used is not tried again.
    """
    key = (*modules, environment.get("PYTHONPATH", ""), sys.executable, str(os.getpid()))
    with _lock:
        if key not in _shared:
            try:
                _shared[key] = Forks(modules, environment)
            except (OSError, ForkError) as error:
                _shared[key] = error if isinstance(error, ForkError) else ForkError(str(error))
        found = _shared[key]
    if isinstance(found, ForkError):
        raise found
    return found


@atexit.register
def _close_all() -> None:
    for found in _shared.values():
        if isinstance(found, Forks):
            found.close()
