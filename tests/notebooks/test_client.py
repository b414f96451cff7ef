"""A kernel is ready once it is heard on both channels, and ends by itself when asked to."""

import asyncio
from queue import Empty

import nbformat
import pytest
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from study.notebooks.client import StudyKernelClient
from study.notebooks.execute import execute


class Channel:
    """Gives what it was told to, in order; None is a silence."""

    def __init__(self, *messages):
        self.messages = list(messages)

    async def get_msg(self, timeout):
        if not self.messages or (message := self.messages.pop(0)) is None:
            await asyncio.sleep(0)
            raise Empty
        return message


def message(parent, state=""):
    return {"parent_header": {"msg_id": parent} if parent else {}, "content": {"execution_state": state}}


@pytest.fixture
def client(monkeypatch):
    """`client(shell, iopub, lives)`: one that asks `q1`, `q2`, …, and hears these messages."""

    def make(shell, iopub, lives=True):
        made = StudyKernelClient()
        asked = []
        monkeypatch.setattr(StudyKernelClient, "shell_channel", Channel(*shell))
        monkeypatch.setattr(StudyKernelClient, "iopub_channel", Channel(*iopub))

        async def is_alive(self):
            return lives

        monkeypatch.setattr(StudyKernelClient, "is_alive", is_alive)
        monkeypatch.setattr(
            StudyKernelClient, "kernel_info", lambda self: asked.append(f"q{len(asked) + 1}") or asked[-1]
        )
        return made, asked

    return make


def test_it_is_ready_when_the_answer_came_and_the_outputs_of_before_are_out_of_the_way(client):
    outputs = [message("", "starting"), message("q1", "busy"), message("q1", "idle"), message("cell", "busy")]
    made, asked = client([message("another"), message("q1")], outputs)
    asyncio.run(made.wait_for_ready(timeout=5))
    assert asked == ["q1"] and made.iopub_channel.messages == outputs[3:]


def test_outputs_that_are_not_heard_are_asked_for_again(client):
    made, asked = client([message("q1"), message("q2")], [None, message("q1", "idle"), message("q2", "idle")])
    asyncio.run(made.wait_for_ready(timeout=5))
    assert asked == ["q1", "q2"] and made.iopub_channel.messages == []


def test_a_kernel_that_died_or_stays_silent_is_not_waited_for(client):
    made, _ = client([None], [], lives=False)
    with pytest.raises(RuntimeError, match="died"):
        asyncio.run(made.wait_for_ready(timeout=5))
    made, _ = client([None, None, None], [])
    with pytest.raises(RuntimeError, match="respond in 0 seconds"):
        asyncio.run(made.wait_for_ready(timeout=0))


def test_kernels_end_by_themselves_when_asked_to(tmp_path, monkeypatch):
    # One of five had to be killed, 2.5 s later, while a thread of ipykernel's waited for another that had ended.
    killed, terminate = [], LocalProvisioner.terminate

    async def recorded(self, restart=False):
        killed.append(self.pid)
        await terminate(self, restart)

    monkeypatch.setattr(LocalProvisioner, "terminate", recorded)
    source = tmp_path / "one.ipynb"
    cells = [nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell("print(x)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    for number in range(16):
        execute(source, tmp_path / f"{number}.ipynb", {"x": number}, root=tmp_path)
        (output,) = nbformat.read(tmp_path / f"{number}.ipynb", 4).cells[-1].outputs
        assert output.text == f"{number}\n"
    assert killed == []
