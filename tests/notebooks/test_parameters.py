import pytest

from study.base.errors import StudyError
from study.base.show import render
from study.notebooks.parameters import checked, read_parameters

PATH = "notebooks/lever.ipynb"


def problems_of(call):
    with pytest.raises(StudyError) as caught:
        call()
    return caught.value.problems


def text_of(problem):
    return " ".join(render([problem], "en").split())


def test_defaults_and_types_are_read_from_annotations_and_from_literals(build):
    lines = ["# what to run", 'wave: str = "2019"', "lever = 3  # 1 to 6", 'keys: list[str] = ["a"]', "x = -1.5"]
    cell = "\n".join([*lines, "note: str | None = None"])
    found = read_parameters(build([], cell))
    assert {name: (parameter.annotation, parameter.default) for name, parameter in found.items()} == {
        "wave": ("str", "2019"),
        "lever": ("int", 3),
        "keys": ("list[str]", ["a"]),
        "note": ("str | None", None),
        "x": ("float", -1.5),
    }
    assert found["lever"].line == 3


def test_given_values_overlay_the_defaults_in_the_order_of_the_cell(build):
    values = checked(build([], 'wave: str = "2019"\nlever: int = 1'), {"lever": 4}, PATH)
    assert list(values.items()) == [("wave", "2019"), ("lever", 4)]


def test_a_default_that_holds_an_equals_sign_is_a_parameter_like_another(build):
    notebook = build([], 'rule: str = "a=b == c"  # x=1')
    assert checked(notebook, {}, PATH) == {"rule": "a=b == c"}
    assert checked(notebook, {"rule": "z"}, PATH) == {"rule": "z"}


def test_an_unknown_parameter_suggests_the_nearest_and_all_problems_come_together(build):
    unknown, ill_typed = problems_of(lambda: checked(build([]), {"levr": 3, "wave": 2019}, PATH))
    assert unknown.place.file == PATH
    assert unknown.code == "notebook-unknown-parameter" and "The notebook has no parameter “levr”" in text_of(unknown)
    assert "Did you mean “lever”?" in text_of(unknown)
    assert "of type str, and 2019 is of type int" in text_of(ill_typed)


def test_a_notebook_that_takes_none_refuses_any_parameter(build):
    (problem,) = problems_of(lambda: checked(build([], "# none"), {"wave": "2019"}, PATH))
    assert "without parameters" in text_of(problem)
    assert checked(build([], "# none"), {}, PATH) == {}


@pytest.mark.parametrize(
    ("annotation", "default", "given"),
    [
        ("int", "1", True),
        ("int", "1", 1.0),
        ("int", "1", "1"),
        ("float", "1.5", True),
        ("float", "1.5", float("nan")),
        ("bool", "True", 1),
        ("str", '"x"', None),
        ("list[str]", "[]", "abc"),
        ("list[int]", "[]", [1, True]),
        ("dict[str, int]", "{}", {1: 1}),
        ("dict", "{}", {1: 1}),
        ("str | None", "None", 0),
    ],
)
def test_a_value_of_another_type_is_refused(build, annotation, default, given):
    (problem,) = problems_of(lambda: checked(build([], f"x: {annotation} = {default}"), {"x": given}, PATH))
    assert problem.code == "notebook-ill-typed-parameter"
    assert problem.details["name"] == "x"


def test_a_whole_number_given_for_a_float_becomes_one(build):
    value = checked(build([], "x: float = 1.5"), {"x": 2}, PATH)["x"]
    assert (value, type(value)) == (2.0, float)


def test_a_notebook_without_a_parameters_cell_is_refused(build):
    (problem,) = problems_of(lambda: checked(build(["1"], None), {}, PATH))
    assert problem.code == "notebook-no-parameters-cell"


def test_two_parameters_cells_are_refused_and_both_are_named(build):
    notebook = build(["1", "x = 1"])
    notebook.cells[2].metadata["tags"] = ["parameters"]
    (problem,) = problems_of(lambda: checked(notebook, {}, PATH))
    assert "Cells 1 and 3 of the notebook are all tagged “parameters”" in text_of(problem)
    assert problem.code == "notebook-several-parameters-cells"


@pytest.mark.parametrize(
    "line", ["import os", "wave = today()", "a = b = 1", "a, b = 1, 2", "wave: str", "x.y = 1", "%matplotlib", "x = ("]
)
def test_what_is_not_a_plain_assignment_is_refused_with_its_line(build, line):
    (problem,) = problems_of(lambda: read_parameters(build([], f"lever: int = 1\n\n{line}"), PATH))
    assert problem.code == "notebook-parameters-not-plain"
    assert "Line 3 " in text_of(problem)


@pytest.mark.parametrize("line", ["day: date = None", "x = None", "x = (1, 2)", "x = {1}", 'x = b""'])
def test_a_type_that_json_does_not_have_is_refused(build, line):
    (problem,) = problems_of(lambda: read_parameters(build([], f"ok = 1\n{line}"), PATH))
    assert problem.code == "notebook-parameter-unsupported-type"


def test_a_default_that_contradicts_its_annotation_is_refused(build):
    (problem,) = problems_of(lambda: read_parameters(build([], 'lever: int = "1"'), PATH))
    assert "of type int, and '1' is of type str" in text_of(problem)
