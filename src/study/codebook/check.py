"""A YAML document held against a model: every fault with its line, in words that a user can act on.

Promise: what pydantic refuses becomes problems of `study.codebook.problems`, all of them at once, each at the line of
its key, with the nearest known name; texts are checked for the study's languages on the way. Works for any model of
the package (codebook, wave). Left out: rules between several values (`study.codebook.load`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

from study.base.errors import Place, Problem
from study.base.nearest import nearest
from study.base.show import Term
from study.base.text import mark
from study.codebook import problems as found
from study.codebook.model import Localised

KeyPath = tuple[str | int, ...]
Placed = Callable[[KeyPath], Place]
Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "string_type": Term(mark("a text")),
    "int_type": Term(mark("a whole number")),
    "int_parsing": Term(mark("a whole number")),
    "int_from_float": Term(mark("a whole number")),
    "bool_type": Term(mark("true or false")),
    "bool_parsing": Term(mark("true or false")),
    "date_type": Term(mark("a date such as 2019-07-05")),
    "date_parsing": Term(mark("a date such as 2019-07-05")),
    "date_from_datetime_parsing": Term(mark("a date such as 2019-07-05")),
    "date_from_datetime_inexact": Term(mark("a date such as 2019-07-05")),
    "tuple_type": Term(mark("a list")),
    "list_type": Term(mark("a list")),
    "dict_type": Term(mark("keys with their values")),
    "model_type": Term(mark("keys with their values")),
    "model_attributes_type": Term(mark("keys with their values")),
}
_LOCALISED = Term(mark("a text in each language (fr: …, en: …)"))
_DAY_OR_NUMBER = Term(mark("a number, or a date such as 2019-07-05"))
_ELSE = Term(mark("a value of the kind expected here"))


def _bare(annotation: Any) -> Any:
    """Take `Annotated` and `| None` off an annotation."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            rest = [item for item in get_args(annotation) if item is not type(None)]
            if len(rest) != 1:
                return annotation
            annotation = rest[0]
        else:
            return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _below(annotation: Any, step: str | int) -> Any:
    """Return the annotation one step down a key path; None where the model knows none."""
    annotation = _bare(annotation)
    if _is_model(annotation) and isinstance(step, str):
        field = annotation.model_fields.get(step)
        return field.annotation if field else None
    if get_origin(annotation) in (tuple, list) and isinstance(step, int):
        return get_args(annotation)[0]
    return None


def _at(model: type[BaseModel], path: KeyPath) -> Any:
    annotation: Any = model
    for step in path:
        annotation = _below(annotation, step)
    return _bare(annotation)


def _allowed(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(item.value) for item in annotation]
    if get_origin(annotation) is Literal:
        return [str(item) for item in get_args(annotation)]
    return []


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)):
        return "…"
    return str(value)


def _known_part(model: type[BaseModel], loc: Sequence[str | int], raw: Any) -> KeyPath:
    """Cut what pydantic adds to a location (the member of a union) after the last step that the raw value has."""
    path: list[str | int] = []
    for step in loc:
        if isinstance(raw, (dict, list)) and (step in raw if isinstance(raw, dict) else isinstance(step, int)):
            raw = cast(Any, raw)[step]
        elif isinstance(raw, dict) and _is_model(_at(model, tuple(path))):
            return (*path, step)  # a missing key
        else:
            break
        path.append(step)
    return tuple(path)


def _problem(model: type[BaseModel], error: Mapping[str, Any], path: KeyPath, place: Placed) -> Problem:
    kind, value = str(error["type"]), _text(error["input"])
    if kind == "extra_forbidden":
        name = str(path[-1])
        known = list(_at(model, path[:-1]).model_fields)
        details = {"known": known, "nearest": nearest(name, known)}
        return found.UnknownKey(place(path), name, details)
    if kind == "missing":
        return found.MissingKey(place(path), str(path[-1]))
    if kind in ("enum", "literal_error"):
        allowed = _allowed(_at(model, path))
        return found.NotAllowed(place(path), value, {"allowed": allowed, "nearest": nearest(value, allowed)})
    if kind == "string_pattern_mismatch":
        return found.BadIdentifier(place(path), value)
    if kind == "string_too_short":
        return found.EmptyText(place(path))
    if kind == "too_short":
        return found.EmptyList(place(path))
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
        limit = " ".join(f"{signs[name]} {bound}" for name, bound in error.get("ctx", {}).items() if name in signs)
        return found.OutOfRange(place(path), value, {"limit": limit})
    expected = _EXPECTED.get(kind, _ELSE)
    if (annotation := _at(model, path)) is Localised:
        expected = _LOCALISED
    elif date in map(_bare, get_args(annotation)):
        expected = _DAY_OR_NUMBER  # pydantic names what each member of the union misses, the first of them alone
    return found.WrongType(place(path), value, {"expected": expected})


def against(
    model: type[Model], raw: Any, place: Placed, missing: Mapping[str, type[Problem]] | None = None
) -> tuple[Model | None, list[Problem], list[KeyPath]]:
    """Build `model` from a raw value.

    Returns the instance (None when something is refused), the problems, and the key paths that they concern. `missing`
    gives keys of the top level whose absence has a problem class of its own.
    """
    try:
        return model.model_validate(raw), [], []
    except ValidationError as error:
        problems: list[Problem] = []
        paths: list[KeyPath] = []
        for item in error.errors(include_url=False):
            path = _known_part(model, item["loc"], raw)
            if path in paths:
                continue  # the second member of a union says the same thing again
            paths.append(path)
            if item["type"] == "missing" and missing and len(path) == 1 and path[0] in missing:
                problems.append(missing[str(path[0])](place(path)))
            else:
                problems.append(_problem(model, item, path, place))
        return None, problems, paths


def _texts(annotation: Any, raw: Any, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Yield every localised text of a raw value, right or wrong elsewhere."""
    annotation = _bare(annotation)
    if annotation is Localised:
        if isinstance(raw, dict):
            yield path, raw
    elif _is_model(annotation) and not issubclass(annotation, RootModel) and isinstance(raw, dict):
        for name, field in annotation.model_fields.items():
            if name in raw:
                yield from _texts(field.annotation, raw[name], (*path, name))
    elif get_origin(annotation) in (tuple, list) and isinstance(raw, list):
        for i, item in enumerate(raw):
            yield from _texts(get_args(annotation)[0], item, (*path, i))


def translations(model: type[BaseModel], raw: Any, languages: Sequence[str], place: Placed) -> list[Problem]:
    """Return the texts of a raw value that lack one of `languages`, or have another one."""
    problems: list[Problem] = []
    for path, text in _texts(model, raw, ()):
        problems += [found.MissingTranslation(place(path), lang) for lang in languages if lang not in text]
        problems += [
            found.UnknownLanguage(place((*path, lang)), lang, {"known": list(languages)})
            for lang in text
            if lang not in languages
        ]
    return problems
