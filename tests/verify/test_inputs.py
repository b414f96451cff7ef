import pytest

from study.verify.inputs import Feeds, feeds_of

TRAIL = {
    "files": {name: f"raw/{name}.csv" for name in ("evidence", "sources", "frame", "claims")} | {"wave": "raw/wave.yaml", "study": "raw/study.yaml"},
    "questions": {"a": {"file": "raw/lever-1.yaml"}, "b": {"file": "raw/lever-2.yaml"}},
    "cells": {"x": {"file": "raw/export.csv"}},
    "numbers": {
        "a.count": {"of": {"kind": "answers", "questions": ["a"]}},
        "facts": {"of": {"kind": "facts"}},
        "levers": {"of": {"kind": "codebook"}},
        "told": {"of": {"kind": "given", "file": "raw/wave.yaml", "line": 3}},
        "c": {"of": {"kind": "claim", "questions": ["b"]}},
    },
    "figures": {"map": {"of": {"kind": "answers", "questions": ["a", "b"]}}},
    "tables": {"all": {"numbers": ["a.count", "told"]}},
}  # fmt: skip
ANSWERS = (
    "raw/evidence.csv",
    "raw/export.csv",
    "raw/frame.csv",
    "raw/lever-1.yaml",
    "raw/sources.csv",
    "raw/wave.yaml",
)


@pytest.mark.parametrize(
    ("kind", "id", "expected"),
    [
        ("number", "a.count", Feeds(ANSWERS, ("a",))),
        ("number", "facts", Feeds(("raw/evidence.csv", "raw/sources.csv"))),
        ("number", "levers", Feeds(("raw/study.yaml",))),
        ("number", "told", Feeds(("raw/wave.yaml",))),
        ("number", "c", Feeds(("raw/claims.csv", "raw/evidence.csv", "raw/frame.csv", "raw/lever-2.yaml", "raw/sources.csv"), ("b",))),
        ("figure", "map", Feeds(tuple(sorted([*ANSWERS, "raw/lever-2.yaml"])), ("a", "b"))),
        ("table", "all", Feeds(ANSWERS, ("a",))),
        ("number", "unknown", Feeds()),
    ],
)  # fmt: skip
def test_a_piece_is_fed_by_what_its_trail_says(kind, id, expected):
    assert feeds_of(TRAIL, kind, id) == expected


def test_without_a_trail_or_with_a_broken_one_nothing_is_guessed():
    for trail in (
        {},
        {"numbers": 3, "tables": []},
        {"numbers": {"a": {"of": None}}},
        {"tables": {"a": {"numbers": ["b"]}}},
    ):
        assert feeds_of(trail, "number", "a") == feeds_of(trail, "table", "a") == Feeds()
