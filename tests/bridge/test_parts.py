"""Parts of a change: exact, and exact as printed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.bridge.parts import ORDER, SWAPPED, Fate, Part, printed, rounded, split, total

numbers = st.fractions(min_value=0, max_value=10**9)
six = st.lists(numbers, min_size=6, max_size=6)


@settings(max_examples=40)
@given(six)
def test_the_parts_add_up_exactly(levels):
    found = split(levels)
    assert found.fate is Fate.SPLIT
    assert found.before + sum(found.parts.values()) == found.after == levels[-1]
    assert list(found.levels) == levels


@settings(max_examples=40)
@given(six, st.integers(0, 3), st.sampled_from([1, 100]))
def test_what_is_printed_adds_up_and_is_never_a_unit_off(levels, decimals, scale):
    found = split(levels)
    shown = printed(found, decimals, scale)
    assert rounded(found.before * scale, decimals) + sum(shown.values()) == rounded(found.after * scale, decimals)
    assert all(abs(shown[part] - size * scale) < Fraction(1, 10**decimals) for part, size in found.parts.items())
    # What is no part is printed as none.
    assert all(shown[part] == 0 for part, size in found.parts.items() if size == 0)


@settings(max_examples=40)
@given(st.lists(six, max_size=3))
def test_a_total_is_the_sum_of_each_part(levels):
    found = [split(item) for item in levels]
    whole = total(found)
    assert whole.before == sum((item.before for item in found), Fraction(0))
    assert whole.after == sum((item.after for item in found), Fraction(0))
    assert all(whole.parts[part] == sum((item.parts[part] for item in found), Fraction(0)) for part in Part)


def test_one_third_after_another_is_what_floats_would_miss():
    third = Fraction(1, 3)
    found = split([third * n for n in (1, 1, 2, 2, 3, 3)])
    assert found.parts[Part.EVIDENCE] == found.parts[Part.QUESTIONNAIRE] == third
    assert [str(part) for part in printed(found, 1, 100).values()] == ["0", "167/5", "0", "333/10", "0"]


@pytest.mark.parametrize(
    ("levels", "fate"),
    [
        ([None, None, None, None, Fraction(1), Fraction(1)], Fate.NEW),
        ([Fraction(1), Fraction(1), Fraction(1), Fraction(1), None, None], Fate.GONE),
        ([Fraction(1), Fraction(1), None, Fraction(1), Fraction(1), Fraction(1)], Fate.UNSPLIT),
    ],
)
def test_what_is_not_there_at_every_step_is_not_split(levels, fate):
    found = split(levels)
    assert (found.fate, found.parts, found.levels) == (fate, {}, ())
    assert (found.before, found.after) == (levels[0], levels[-1])
    assert total([found]).after == 0


def test_the_order_of_the_parts_is_the_one_asked_for():
    levels = [Fraction(n) for n in (0, 0, 0, 0, 1, 3)]
    assert split(levels, ORDER).parts[Part.QUESTIONNAIRE] == 1
    assert split(levels, SWAPPED).parts == dict(zip(SWAPPED, map(Fraction, (0, 0, 0, 1, 2)), strict=True))
    with pytest.raises(ValueError, match="5 parts"):
        split(levels[1:])
