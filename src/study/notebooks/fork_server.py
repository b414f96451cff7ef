"""The process that kernels are forked from: it has imported what notebooks import, and does nothing else.

Promise: run as `python -m study.notebooks.fork_server <socket> <module>…`, it imports the modules, then forks a kernel
for each request; it has one thread, since a fork copies only the thread that forks (docs/adr/0025-forked-kernels.md).
A kernel is a session of its own with the environment, folder and output that its request names, and dies with this
process, which ends when whoever started it does. Left out: asking for kernels (`study.notebooks.forks`).
"""

import atexit
import builtins
import ctypes
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

READY, REFUSED = b"ready\n", b"refused\n"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_REQUEST_BYTES = 1 << 16
_CONTROL_SECONDS = 2.0


def _thread_count() -> int:
    return len(os.listdir("/proc/self/task"))


def _read_line(line: socket.socket) -> bytes:
    found = bytearray()
    while not found.endswith(b"\n"):
        part = line.recv(_REQUEST_BYTES)
        if not part:
            raise EOFError
        found += part
    return bytes(found)


class _Server:
    """The requests, and the kernels that live: `lines` leads from a kernel's process id to who is told of its end."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.lines: dict[int, socket.socket] = {}
        self.wake, self.woken = socket.socketpair()

    def serve(self) -> tuple[socket.socket, int] | None:
        """Fork kernels until nobody is left to ask for one; in a kernel, return its line and its output."""
        self.wake.setblocking(False)
        self.woken.setblocking(False)
        signal.set_wakeup_fd(self.wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.woken, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if self.woken in ready:
                    with suppress(BlockingIOError):
                        self.woken.recv(4096)
                    self._reap()
                if self.control in ready:
                    fds = socket.recv_fds(self.control, 1, 2)[1]
                    if len(fds) < 2:
                        self._end()
                        return None
                    if kernel := self._fork(*fds):
                        return kernel

    def _fork(self, line_fd: int, output: int) -> tuple[socket.socket, int] | None:
        line = socket.socket(fileno=line_fd)
        pid = os.fork()
        if pid:
            os.close(output)
            self.lines[pid] = line
            return None
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self.control, self.wake, self.woken, *self.lines.values()):
            other.close()
        return line, output

    def _reap(self) -> None:
        """Tell of each kernel that has ended how it did: its exit status, or the signal as a negative number."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                line = self.lines.pop(ended[0])
                with line, suppress(OSError):
                    line.sendall(b"ended %d\n" % os.waitstatus_to_exitcode(ended[1]))

    def _end(self) -> None:
        for pid in self.lines:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _die_with(parent: int) -> None:
    """Ask the system to kill this process when its parent ends, however that is."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _become_kernel(line: socket.socket, output: int, parent: int) -> None:
    """Run a kernel as its request says, until it is told to end."""
    os.setsid()
    _die_with(parent)
    request: dict[str, Any] = json.loads(_read_line(line))
    silent = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((silent, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(silent)
    os.close(output)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    line.sendall(b"started %d\n" % os.getpid())
    line.close()
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(request["arguments"])
    # Asked to end, ipykernel closes the channel of outputs while another thread of its own still writes to it; that one
    # then waits for 10 s, and Jupyter kills the kernel after 2.5 (one of five, measured).
    if control := IPKernelApp.instance().control_thread:
        control.join(_CONTROL_SECONDS)


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let libraries that look, while imported, for where they are (pandas: how wide a table may be) find a kernel."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def main(control: socket.socket, modules: Iterable[str]) -> None:
    """Import the modules, say whether kernels can be forked, and fork them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted run ends by whoever started it
    own = os.getpid()
    with _as_in_a_kernel():
        for name in modules:
            with suppress(Exception):  # the notebook that imports it says what is wrong
                importlib.import_module(name)
    if _thread_count() > 1:
        control.sendall(REFUSED)
        return
    gc.collect()
    gc.freeze()  # what is shared stays so: the collector writes into what it looks at
    control.sendall(READY)
    if kernel := _Server(control).serve():
        _become_kernel(*kernel, own)
        _end()


def _end() -> None:
    """End a forked process as `multiprocessing` ends those that it forks, having run what asked to be run at the end.

    An interpreter that takes itself apart writes to all it shares with the server, which the system then copies.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads, as the interpreter would
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
