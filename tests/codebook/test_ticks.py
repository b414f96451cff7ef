"""One notation for the answer to a multiple choice."""

import re

from hypothesis import given
from hypothesis import strategies as st

from study.codebook.ticks import Ticks, read_ticks, ticks_pattern, ticks_text

CODES = ["a", "b", "c_d", "other"]
some = st.sets(st.sampled_from(CODES))


@given(some, some)
def test_what_is_written_is_read(ticked, absent):
    absent -= ticked
    text = ticks_text(ticked, CODES, absent)
    found = read_ticks(text)
    assert (set(found.ticked), set(found.not_offered)) == (ticked, absent)
    assert re.fullmatch(ticks_pattern(CODES), text)
    assert ticks_text(found.ticked, CODES, found.not_offered) == text


def test_the_forms():
    assert ticks_text(["other", "a"], CODES) == "a;other"
    assert ticks_text([], CODES) == "0" and read_ticks("0") == Ticks(())
    assert ticks_text([], CODES, ["b"]) == "0;~b"
    for wrong in ("", "x", "a;", "a,b", "0;a", "~a"):
        assert not re.fullmatch(ticks_pattern(CODES), wrong), wrong
