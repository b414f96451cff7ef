"""How we find out that a kernel is ready, and that it has ended: without waiting longer than it takes.

Promise: a client is ready once the kernel has answered a question over both of its channels, so that nothing which a
cell shows can be missed; jupyter_client instead listens until nothing has come for 0.2 s, and looks for a kernel's end
ten times a second, which is more than a small notebook takes. Left out: starting kernels (`provisioner`).
"""

import asyncio
import math
import time
from collections.abc import Callable
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type, default

# How long the channel of outputs may stay silent before it is asked for again: its subscription may come late.
_SILENT_SECONDS = 0.05
_LOOK_SECONDS = 1.0
_POLL_SECONDS = 0.01
_CALL_AGAIN_MS = 2

Message = dict[str, Any]


async def _next(channel: Any, fits: Callable[[Message], bool], seconds: float) -> Message | None:
    """Return the first message of a channel that fits, having passed over others; None when none comes in time."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        try:
            message: Message = await channel.get_msg(timeout=left)
        except Empty:
            return None
        if fits(message):
            return message
    return None


class StudyKernelClient(AsyncKernelClient):
    """Jupyter's client, ready as soon as the kernel is."""

    @default("context")
    def _prompt_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        # The client calls before the kernel listens, and by default calls again after 0.1 s.
        context.setsockopt(zmq.RECONNECT_IVL, _CALL_AGAIN_MS)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs are heard; RuntimeError when it died, or after `timeout` s."""
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        asked = self.kernel_info()
        answered = False
        while True:
            if not answered:
                answered = await _next(self.shell_channel, lambda m: _answers(m, asked), _LOOK_SECONDS) is not None
            if answered:
                if await _next(self.iopub_channel, lambda m: _ends(m, asked), _SILENT_SECONDS):
                    return
                asked, answered = self.kernel_info(), False
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")


def _answers(message: Message, asked: str) -> bool:
    return bool(message["parent_header"].get("msg_id") == asked)


def _ends(message: Message, asked: str) -> bool:
    """Tell whether a message says that the kernel is done with a question: nothing of before comes after it."""
    return _answers(message, asked) and message["content"].get("execution_state") == "idle"


class PromptKernelManager(AsyncKernelManager):
    """Jupyter's manager, with our client, and an end that is seen when it comes."""

    client_factory = Type(klass=AsyncKernelClient, default_value=StudyKernelClient)

    async def _async_wait(self, pollinterval: float = _POLL_SECONDS) -> None:
        # Called with intervals of 0.1 s, which no setting changes; a version that does without keeps its own.
        while await self.is_alive():
            await asyncio.sleep(min(pollinterval, _POLL_SECONDS))
