"""What a forked kernel is to the notebook that runs in it: as good as one that was started."""

import subprocess
import sys

import nbformat
import pytest

from study.notebooks.execute import execute
from study.notebooks.provisioner import fallen_back

STATE = """
import builtins, os, random, sys
import numpy, pandas
print(len(os.listdir("/proc/self/task")) > 1, hasattr(builtins, "seen"), pandas.get_option("display.max_columns"))
builtins.seen = True
pandas.options.display.max_columns = 3
os.environ["SEEN"] = "1"
print(sys.argv[0], __name__, os.path.basename(os.getcwd()), os.environ.get("STUDY_ROOT") != "/")
print(hash("a"))
"""


@pytest.fixture
def run(tmp_path):
    """`run(code)`: what a notebook of this one cell prints, and the random number that its last line is."""

    def execute_cell(code: str) -> str:
        cells = [nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(code)]
        source = tmp_path / "notebooks" / "one.ipynb"
        source.parent.mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
        execute(source, tmp_path / "done.ipynb", {}, root=tmp_path)
        return "".join(output.text for output in nbformat.read(tmp_path / "done.ipynb", 4).cells[-1].outputs)

    return execute_cell


def test_none_sees_what_another_left_behind(run):
    first, second = run(STATE), run(STATE)
    seeded = subprocess.run([sys.executable, "-c", "print(hash('a'))"], env={"PYTHONHASHSEED": "0"}, capture_output=True,
                            text=True, check=True)  # fmt: skip
    assert first == second == f"True False 20\nipykernel_launcher __main__ notebooks True\n{seeded.stdout}"
    assert fallen_back() == ""


def test_random_numbers_are_not_those_of_the_kernel_before(run):
    assert run("import random\nprint(random.random())") != run("import random\nprint(random.random())")
