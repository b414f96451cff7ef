"""Shares and bounds in words."""

import math

from study.figures.spans import DASH, bounds_text, share_text


def test_french_writes_a_narrow_space_before_the_sign() -> None:
    assert share_text(0.2727, "fr") == "27\u202f%"
    assert bounds_text(0.25, 0.25, "fr") == "25\u202f%"


def test_bounds_write_the_unit_once() -> None:
    assert bounds_text(0.2727, 0.6818, "en") == "27–68%"
    assert bounds_text(0.2727, 0.6818, "fr").count("%") == 1


def test_bounds_that_print_the_same_are_one_share() -> None:
    assert bounds_text(0.2701, 0.2702, "en") == "27%"


def test_what_is_missing_is_a_dash() -> None:
    assert share_text(math.nan, "fr") == DASH
    assert bounds_text(math.nan, 0.5, "en") == bounds_text(0.5, math.nan, "en") == DASH
