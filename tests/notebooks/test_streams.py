import asyncio

from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbclient.client import _RGX_CARRIAGERETURN
from nbformat.v4 import new_code_cell, new_notebook, new_output

from study.notebooks.streams import merged, overwritten

TEXT = st.text(alphabet="ab\r\n\b", max_size=12)
STREAM = st.builds(lambda name, text: new_output("stream", name=name, text=text), st.sampled_from(["stdout", "stderr"]), TEXT)
OTHER = st.builds(lambda text: new_output("display_data", data={"text/plain": text}), TEXT)


@given(TEXT)
def test_what_is_overwritten_is_what_nbclient_takes_for_it(text):
    assert overwritten(text) == _RGX_CARRIAGERETURN.sub("", text)


def by_nbclient(outputs):
    """What nbclient makes of a cell's outputs, by its own code, without a kernel."""
    class Client(NotebookClient):
        async def _async_poll_for_reply(self, *_):
            return {"content": {"status": "ok", "execution_count": 1}}

        async def _async_poll_output_msg(self, *_):
            return None

        async def _async_poll_kernel_alive(self):
            return None

        async def _async_check_raise_for_error(self, *_):
            return None

    class Channel:
        def execute(self, *_, **__):
            return "id"

    cell = new_code_cell("x")
    notebook = new_notebook(cells=[cell])
    client = Client(notebook, coalesce_streams=True, record_timing=False)
    client.kc = Channel()

    async def run():
        done = asyncio.ensure_future(client.async_execute_cell(cell, 0))
        await asyncio.sleep(0)
        cell.outputs = [type(output)(output) for output in outputs]
        await done

    asyncio.run(run())
    return cell.outputs


@given(st.lists(STREAM | OTHER, max_size=6))
def test_merged_outputs_are_those_of_nbclient(outputs):
    ours = merged([type(output)(output) for output in outputs])
    assert ours == by_nbclient(outputs)


def test_a_long_line_takes_no_time_to_speak_of():
    pieces = [new_output("stream", name="stdout", text="y" * 100_000) for _ in range(100)]
    pieces.append(new_output("stream", name="stdout", text="\rz"))
    assert [output.text for output in merged(pieces)] == ["z"]
