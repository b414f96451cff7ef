import json

import pytest
from nbformat import writes
from nbformat.v4 import new_output

from study.base.errors import StudyError
from study.notebooks.source import first_line, read_source


def test_cells_without_an_id_or_with_a_double_one_are_named_by_position(tmp_path, build):
    notebook = json.loads(writes(build(["1", "2", "3"], None)))
    del notebook["cells"][0]["id"]
    notebook["cells"][2]["id"] = notebook["cells"][1]["id"]
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(notebook | {"nbformat_minor": 4}), encoding="utf-8")
    assert [cell.id for cell in read_source(path, "x").cells] == ["cell-0", "c1", "cell-2"]


def test_outputs_left_in_the_file_are_dropped_and_sources_are_whole(tmp_path, build):
    notebook = build(["a = 1\nb = 2"], None)
    notebook.cells[0].outputs = [new_output("stream", name="stdout", text="old")]
    path = tmp_path / "x.ipynb"
    path.write_text(writes(notebook), encoding="utf-8")
    (cell,) = read_source(path, "x").cells
    assert (cell.source, cell.outputs) == ("a = 1\nb = 2", [])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"nbformat": 3, "nbformat_minor": 0, "worksheets": []}', '{"nbformat": 4', "\x00"]
)
def test_what_is_no_notebook_is_a_problem_that_names_the_file(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        read_source(path, "notebooks/x.ipynb")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("notebook-unreadable", "notebooks/x.ipynb")


def test_a_missing_notebook_is_a_problem_too(tmp_path):
    with pytest.raises(StudyError) as caught:
        read_source(tmp_path / "no.ipynb", "no.ipynb")
    assert "No such file" in caught.value.problems[0].value


def test_a_long_first_line_is_cut():
    assert first_line("\n  " + "x" * 200) == "x" * 79 + "…"
    assert first_line("") == ""
