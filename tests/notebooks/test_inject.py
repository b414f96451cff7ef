import ast

from hypothesis import given
from hypothesis import strategies as st

from study.notebooks.inject import StudyTranslator, with_parameters

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(), of, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_a_value_comes_out_of_the_cell_as_it_went_in(value):
    (statement,) = ast.parse(StudyTranslator.codify({"x": value})).body
    assert ast.literal_eval(statement.value) == value


def test_the_cell_follows_the_parameters_cell_and_reads_as_written(build):
    source = build(["print(wave)"])
    notebook = with_parameters(source, {"wave": "Île-de-France", "lever": 2})
    assert notebook.cells[1].source == '# Parameters\nwave = "Île-de-France"\nlever = 2'
    assert notebook.cells[1].metadata.tags == ["injected-parameters"]
    assert len(source.cells) == 2  # the source is not touched


def test_no_cell_is_added_when_there_are_no_values(build):
    assert len(with_parameters(build(["1"], "# none"), {}).cells) == 2
