"""How long eight small notebooks take: each imports pandas and matplotlib and draws one figure.

Promise: the same notebooks by each way, in a folder that is thrown away: with forked kernels two at a time (`study`),
with papermill's command line one after the other (`papermill`), as Snakemake's rules two at a time (`snakemake`), and
their code in one process (`plain`), which is the floor. Prints one JSON object: `{way: seconds}`; `kernel` is what one
more notebook without any work costs `study`, `start` how long a forked kernel takes from being asked for to answering,
the median of twenty. Run by `bench.py`, once per repetition.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

COUNT = 8
BIN = Path(sys.executable).parent
_DRAW = """
import pandas as pd
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
table = pd.DataFrame({"x": range(100)}).assign(y=lambda t: (t["x"] * number) % 17)
figure, axes = plt.subplots()
axes.plot(table["x"], table["y"])
figure.savefig(f"{name}-{number}.svg")
plt.close(figure)
"""


def notebook(draws: bool) -> nbformat.NotebookNode:
    """Return a notebook with the parameters `number` and `name`."""
    given = new_code_cell('number: int = 1\nname: str = "a"', id="parameters", metadata={"tags": ["parameters"]})
    cells = [given, new_code_cell(_DRAW if draws else "number", id="work")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=kernel)


def with_study(folder: Path, source: Path, many: int) -> float:
    """Return the seconds of `many` notebooks, two at a time, in a process of their own."""
    code = (
        "import sys, time\nfrom concurrent.futures import ThreadPoolExecutor\nfrom pathlib import Path\n"
        "from study.notebooks import preload\nsource, folder, many = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])\n"
        "preload.start(folder)\nfrom study.notebooks.execute import execute\n"
        "def one(n): execute(source, folder / f'out-{n}.ipynb', {'number': n, 'name': 'study'}, root=folder)\n"
        "with ThreadPoolExecutor(2) as pool: list(pool.map(one, range(many)))\n"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, str(source), str(folder), str(many)], cwd=folder, check=True)
    return time.perf_counter() - start


_STARTS = """
import asyncio, statistics, sys, time
from pathlib import Path
from study.notebooks import preload
folder = Path(sys.argv[1])
preload.start(folder)
from study.notebooks.environment import environment
from study.notebooks.kernels import StudyKernelManager, socket_folder
async def start():
    with socket_folder() as sockets, (sockets / "log").open("wb") as output:
        manager = StudyKernelManager(
            transport="ipc", ip=str(sockets / "k"), connection_file=str(sockets / "kernel.json"))
        began = time.perf_counter()
        await manager.start_kernel(env=environment(folder, sockets), cwd=str(folder), stdout=output, stderr=output)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(60)
        took = time.perf_counter() - began
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return took
async def starts():
    return statistics.median([await start() for _ in range(21)][1:])  # the first waits for the server's imports
print(asyncio.run(starts()))
"""


def kernel_start(folder: Path) -> float:
    """Return the seconds from asking for a forked kernel to its answer."""
    command = [sys.executable, "-c", _STARTS, str(folder)]
    return float(subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout)


def _papermill(source: Path, out: Path, number: int, name: str) -> list[str]:
    return [str(BIN / "papermill"), "--no-progress-bar", str(source), str(out), "-p", "number", str(number), "-r", "name", name]  # fmt: skip


def with_papermill(folder: Path, source: Path) -> float:
    """Return the seconds of papermill's command line, once per notebook."""
    start = time.perf_counter()
    for number in range(COUNT):
        command = _papermill(source, folder / f"papermill-{number}.ipynb", number, "papermill")
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def with_snakemake(folder: Path, source: Path, snakemake: str) -> float:
    """Return the seconds of the same commands as Snakemake's rules."""
    outs = [str(folder / f"snakemake-{number}.ipynb") for number in range(COUNT)]
    rules = [f"rule all:\n    input: {outs!r}\n"]
    for number, out in enumerate(outs):
        command = " ".join(_papermill(source, Path(out), number, "snakemake"))
        rules.append(f"rule r{number}:\n    output: {out!r}\n    shell: {command!r}\n")
    (folder / "Snakefile").write_text("\n".join(rules), "utf-8")
    start = time.perf_counter()
    command = [
        snakemake,
        "--quiet",
        "all",
        "--cores",
        "2",
        "--directory",
        str(folder),
        "--snakefile",
        str(folder / "Snakefile"),
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def as_plain_python(folder: Path) -> float:
    """Return the seconds of the notebooks' code in one process."""
    code = f"for number in range({COUNT}):\n    name = 'plain'\n" + "".join(
        f"    {line}\n" for line in _DRAW.splitlines()
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    return time.perf_counter() - start


def main(snakemake: str = "") -> None:
    """Print the seconds of each way; `snakemake` is its program, left out where there is none."""
    with tempfile.TemporaryDirectory(prefix="study-bench-") as name:
        folder = Path(name)
        draws, bare = folder / "draws.ipynb", folder / "bare.ipynb"
        for path, made in ((draws, notebook(True)), (bare, notebook(False))):
            path.write_text(nbformat.writes(made), "utf-8")
        found = {"study": with_study(folder, draws, COUNT)}
        few, many = (with_study(folder, bare, count) for count in (2, 2 + 20))
        found["kernel"] = (many - few) / 20
        found["start"] = kernel_start(folder)
        found["papermill"] = with_papermill(folder, draws)
        if snakemake:
            found["snakemake"] = with_snakemake(folder, draws, snakemake)
        found["plain"] = as_plain_python(folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
