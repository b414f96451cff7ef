"""The parameters of a notebook, read from its parameters cell and checked before anything runs.

Promise: a wrong name or a wrong type stops the run, and all that is wrong is said at once. Papermill itself only logs
an unknown name and goes on with the default; it also reads the cell by pattern and misses a default that holds `=`, so
the cell is read here as Python (`ast`). Left out: what a value means (that a lever exists is the codebook's concern).
"""

import ast
import difflib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from study.base.errors import Place, Problem, StudyError, raise_if
from study.base.text import mark

PARAMETERS_TAG = "parameters"
_TYPES_TEXT = "str, int, float, bool, list[…], dict[str, …], … | None"

_TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its default, its type as written (or as the default shows), and its line in the cell."""

    name: str
    annotation: str
    default: object
    line: int

    def accepts(self, value: object) -> bool:
        """Tell whether a value is of the parameter's type."""
        return _check(ast.parse(self.annotation, mode="eval").body)(value)


class NoParametersCell(Problem):
    """A notebook has no cell tagged `parameters`."""

    code = "notebook-no-parameters-cell"
    what = mark("No cell of the notebook is tagged “parameters”.")
    why = mark("That cell says which parameters the notebook takes, their types and their defaults.")
    remedy = mark("Add the tag “parameters” to the cell that assigns them (JupyterLab: the gear at the right).")


class SeveralParametersCells(Problem):
    """A notebook has more than one cell tagged `parameters`."""

    code = "notebook-several-parameters-cells"
    what = mark("Cells {cells} of the notebook are all tagged “parameters”.")
    why = mark("Only one of them would be read.")
    remedy = mark("Leave the tag on one cell.")


class NotPlainAssignment(Problem):
    """The parameters cell does something else than assign literals."""

    code = "notebook-parameters-not-plain"
    what = mark("Line {line} of the parameters cell is not a plain assignment: {value}")
    why = mark("Parameters and their types are read from the cell without running it.")
    remedy = mark('Write one assignment of a literal per parameter, such as `lever: int = 1` or `wave = "2019"`.')


class UnsupportedType(Problem):
    """A parameter's annotation names a type that cannot be passed to a notebook."""

    code = "notebook-parameter-unsupported-type"
    what = mark("Line {line} of the parameters cell gives “{name}” a type that cannot be passed: {value}")
    why = mark("Parameters are kept as JSON in the executed notebook.")
    remedy = mark("Use one of: {types}.")


class UnknownParameter(Problem):
    """A value is given for a parameter that the notebook does not have."""

    code = "notebook-unknown-parameter"
    what = mark("The notebook has no parameter “{value}”.")
    why = mark("The value would be ignored, and the run would go on with the defaults.")
    remedy = mark("Use one of its parameters: {names}.")


class TakesNoParameter(UnknownParameter):
    """A value is given to a notebook whose parameters cell is empty."""

    remedy = mark("Its parameters cell is empty: run it without parameters.")


class IllTypedParameter(Problem):
    """A value (given, or the default) is not of the parameter's type."""

    code = "notebook-ill-typed-parameter"
    what = mark("Parameter “{name}” is of type {expected}, and {value} is of type {found}.")
    why = mark("The notebook would compute something else, or fail later and less clearly.")
    remedy = mark("Give a value of type {expected}, or mend the type in the parameters cell.")


def read_parameters(notebook: NotebookNode, path: Path | str = "") -> dict[str, Parameter]:
    """Return the parameters of a notebook in the order of its cell; `path` is how problems name the notebook.

    Raises StudyError when there is not exactly one parameters cell, or when it is not plain assignments of literals.
    """
    place = Place(str(path))
    tagged = [
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and PARAMETERS_TAG in cell.metadata.get("tags", [])
    ]
    if not tagged:
        raise StudyError([NoParametersCell(place)])
    if len(tagged) > 1:
        raise StudyError([SeveralParametersCells(place, None, {"cells": [str(number) for number, _ in tagged]})])
    source = str(tagged[0][1].source)
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        line = error.lineno or 1
        text = (source.splitlines() or [""])[min(line, len(source.splitlines())) - 1].strip()
        raise StudyError([NotPlainAssignment(place, text, {"line": line})]) from None
    found: dict[str, Parameter] = {}
    problems: list[Problem] = []
    for statement in body:
        match _parameter(statement, place):
            case Problem() as problem:
                problems.append(problem)
            case Parameter() as parameter:
                found[parameter.name] = parameter
    raise_if(problems)
    return found


def checked(notebook: NotebookNode, given: Mapping[str, object], path: Path | str) -> dict[str, object]:
    """Return the notebook's defaults overlaid with `given`, in the order of the parameters cell.

    An int given for a float becomes one; a bool is never a number. Raises StudyError with every problem found.
    """
    parameters = read_parameters(notebook, path)
    raise_if(_problems(parameters, given, Place(str(path))))
    values = {name: given.get(name, parameter.default) for name, parameter in parameters.items()}
    return {
        name: float(value) if parameters[name].annotation == "float" and isinstance(value, int) else value
        for name, value in values.items()
    }


def _problems(parameters: dict[str, Parameter], given: Mapping[str, object], place: Place) -> Iterator[Problem]:
    for name, value in given.items():
        if parameter := parameters.get(name):
            if not parameter.accepts(value):
                yield _ill_typed(name, parameter.annotation, value, place)
        elif parameters:
            # No cut-off: however far it is, the nearest name is what the list is read for.
            nearest = difflib.get_close_matches(name, parameters, n=1, cutoff=0.0)[0]
            yield UnknownParameter(place, name, {"nearest": nearest, "names": list(parameters)})
        else:
            yield TakesNoParameter(place, name)


def _parameter(statement: ast.stmt, place: Place) -> Parameter | Problem:
    """Read one statement of the parameters cell."""
    line = statement.lineno
    not_plain = NotPlainAssignment(place, ast.unparse(statement).splitlines()[0], {"line": line})
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            text = ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            text = ""
        case _:
            return not_plain
    try:
        default = ast.literal_eval(value)
    except (ValueError, TypeError):
        return not_plain
    text = text or _type_text(default)
    try:
        accepts = _check(ast.parse(text, mode="eval").body)
    except ValueError:
        details = {"line": line, "name": name, "types": _TYPES_TEXT}
        return UnsupportedType(place, text, details)
    if not accepts(default):
        return _ill_typed(name, text, default, place)
    return Parameter(name, text, default, line)


def _ill_typed(name: str, expected: str, value: object, place: Place) -> IllTypedParameter:
    found = _type_text(value)
    return IllTypedParameter(place, repr(value), {"name": name, "expected": expected, "found": found})


def _type_text(value: object) -> str:
    """Return the type of a value as an annotation; of a list, with its elements' when they share one."""
    if isinstance(value, list):
        of = {_type_text(item) for item in value}
        return f"list[{of.pop()}]" if len(of) == 1 else "list"
    return type(value).__name__


def _check(annotation: ast.expr) -> Callable[[object], bool]:
    """Return what tells whether a value is of the annotated type; ValueError for a type that JSON does not have."""
    match annotation:
        case ast.Constant(value=None):
            return lambda value: value is None
        case ast.Name(id="float"):
            return lambda value: type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
        case ast.Name(id="str" | "int" | "bool" as name):
            return lambda value: type(value) is _TYPES[name]  # not isinstance: True is an int
        case ast.Name(id="list" | "dict" as name):
            return lambda value: type(value).__name__ == name and _is_json(value)
        case ast.Subscript(value=ast.Name(id="list"), slice=element):
            of = _check(element)
            return lambda value: isinstance(value, list) and all(of(item) for item in value)
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[ast.Name(id="str"), element])):
            of = _check(element)
            return lambda value: (
                isinstance(value, dict) and all(isinstance(key, str) and of(item) for key, item in value.items())
            )
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            one, other = _check(left), _check(right)
            return lambda value: one(value) or other(value)
    raise ValueError(ast.unparse(annotation))


def _is_json(value: object) -> bool:
    """Tell whether a value comes back from JSON as it went (integer keys and tuples do not)."""
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError):
        return False
