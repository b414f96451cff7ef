from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from study.base.errors import Place
from study.codebook.check import against, translations
from study.codebook.model import Localised
from study.intake.problems import WaveWithoutReferenceDate


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["small", "large"]
    label: Localised


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    count: Annotated[int, Field(ge=0)]
    value: int | str = 0
    inner: tuple[Inner, ...] = ()
    one: Inner | None = None


def place(path):
    return Place("x", column="/".join(str(step) for step in path))


def refused(raw):
    _, problems, paths = against(Outer, raw, place)
    assert [problem.place.column for problem in problems] == ["/".join(map(str, path)) for path in paths]
    return [(problem.code, problem.place.column, problem.value, problem.details.get("nearest")) for problem in problems]


def test_a_right_value_is_built():
    built, problems, _ = against(Outer, {"count": 1, "inner": [{"kind": "small", "label": {"fr": "a"}}]}, place)
    assert problems == [] and built.inner[0].kind == "small"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            {"count": 1, "inner": [{"kind": "smal", "label": {}}]},
            [("value-not-allowed", "inner/0/kind", "smal", "small")],
        ),
        (
            {"count": 1, "one": {"kind": "large", "lable": {}, "label": {}}},
            [("unknown-key", "one/lable", "lable", "label")],
        ),
        ({"count": 1, "one": {"kind": "large"}}, [("missing-key", "one/label", "label", None)]),
        ({"count": 1, "value": [1]}, [("wrong-type", "value", "…", None)]),
        ({"count": 1, "value": None}, [("wrong-type", "value", None, None)]),
        ({"count": -1}, [("out-of-range", "count", "-1", None)]),
        ({"count": 1.5}, [("wrong-type", "count", "1.5", None)]),
        ({}, [("missing-key", "count", "count", None)]),
    ],
)
def test_each_fault_once_at_its_path(raw, expected):
    found = [(code, column, value or None, near) for code, column, value, near in refused(raw)]
    assert found == expected


def test_a_missing_key_may_have_a_class_of_its_own():
    _, [problem], _ = against(Outer, {}, place, {"count": WaveWithoutReferenceDate})
    assert problem.code == "wave-without-reference-date"


def test_translations_are_looked_for_even_in_broken_values():
    raw = {"count": "?", "inner": [{"label": {"fr": "a"}}, {"label": {"fr": "a", "en": "b", "xx": "c"}}]}
    problems = translations(Outer, raw, ["fr", "en"], place)
    assert [(p.code, p.place.column, p.value) for p in problems] == [
        ("missing-translation", "inner/0/label", "en"),
        ("unknown-language", "inner/1/label/xx", "xx"),
    ]
