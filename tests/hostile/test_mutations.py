"""Any reader, any bytes: sound files with pieces taken out, doubled or put in give problems or what an oracle finds.

The same promises as `make test-long` holds the readers to for minutes (tests/fuzz); here a few of each, so that whoever
changes a reader hears of it at once.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .invariant import check
from .packages import WRAPPED
from .readers import READERS
from .seeds import sound

PIECES = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"'", b",", b";", b"\t", b"<", b">", b"&", b"[", b"{", b"- ", b": ", b"&a ", b"*a", b"!!x ",
    b"{{ x }}", b"=1+1", b"9" * 400, b"-1", b"1e999", b"NaN", b"\xd9\xa1", b"\xe2\x80\xae", b"</", b"]]>", b"<!--", b"[^1]", b"../", b"\xc3\xa9", b"\x1b[2J",
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=6)),
    min_size=1,
    max_size=4,
)


def mutated(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, cut, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_what_was_sound_is_read_right_or_refused_by_name(reader: str, edits: list[tuple[float, int, bytes]]) -> None:
    check(reader, WRAPPED.get(reader, bytes)(mutated(sound(reader), edits)))
