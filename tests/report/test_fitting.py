"""Which parts are set tighter: those that would end in a few lines on a page of their own, and no other."""

import pytest

from study.report.fitting import LEAST, spilt, tightened


def extents(part, first, last, down):
    return [{"part": part, "page": first, "down": 0}, {"part": part, "page": last, "down": down}]


@pytest.mark.parametrize(
    ("first", "last", "down", "found"),
    [
        (3, 5, 0.01, {"a"}),
        (3, 4, LEAST - 0.01, {"a"}),
        (3, 4, LEAST, set()),
        (3, 4, 0.9, set()),
        (3, 3, 0.05, set()),  # one page, however short, is no page too many
    ],
)
def test_a_part_that_spills_is_found(first, last, down, found):
    assert spilt([*extents("b", 1, 2, 0.5), *extents("a", first, last, down)]) == found


def test_only_the_parts_found_are_set_tighter_and_nothing_else_changes():
    document = {"lang": "fr", "parts": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}
    made = tightened(document, {"b"})
    assert [part["tight"] for part in made["parts"]] == [False, True]
    assert [{**part, "tight": None} for part in made["parts"]] == [
        {**part, "tight": None} for part in document["parts"]
    ]
    assert "tight" not in document["parts"][0]


def test_no_extent_no_part():
    assert spilt([]) == set()
