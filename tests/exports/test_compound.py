import io

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from xlwt.CompoundDoc import XlsDoc

from study.exports.compound import SIGNATURE, compound


def packed(stream):
    out = io.BytesIO()
    XlsDoc().save(out, stream)
    return out.getvalue()


@pytest.mark.parametrize("size", [1, 4096, 5000, 300_000])
def test_a_stream_comes_back(size):
    stream = bytes(i * 7 % 251 for i in range(size))
    held = compound(packed(stream))
    assert "Workbook" in held.names and held.stream("Workbook")[:size] == stream


def test_a_stream_beyond_the_headings_table_comes_back():
    # 109 sectors of table stand in the heading, for some 7 MB; the rest is chained.
    stream = bytes(range(256)) * 32_000
    assert compound(packed(stream)).stream("Workbook")[: len(stream)] == stream


def test_a_small_stream_stands_in_small_sectors():
    sector = 512
    fat = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE)).ljust(
        sector, b"\xff"
    )
    minifat = b"".join(n.to_bytes(4, "little") for n in (1, 0xFFFFFFFE)).ljust(sector, b"\xff")
    small = (b"a" * 64 + b"b" * 64).ljust(sector, b"\0")

    def entry(name, kind, start, size):
        raw = name.encode("utf-16-le")
        body = raw.ljust(64, b"\0") + (len(raw) + 2).to_bytes(2, "little") + bytes([kind, 0])
        return body.ljust(116, b"\0") + start.to_bytes(4, "little") + size.to_bytes(8, "little")

    directory = (entry("Root Entry", 5, 3, 128) + entry("Book", 2, 0, 70)).ljust(sector, b"\0")
    heading = bytearray(SIGNATURE.ljust(sector, b"\0"))
    for at, value in {30: 9, 32: 6, 44: 1, 48: 1, 56: 4096, 60: 2, 64: 1, 68: 0xFFFFFFFE}.items():
        heading[at : at + 4] = (
            value.to_bytes(4, "little") if at >= 44 else value.to_bytes(2, "little") + heading[at + 2 : at + 4]
        )
    heading[76:512] = (0).to_bytes(4, "little").ljust(436, b"\xff")
    held = compound(bytes(heading) + fat + directory + minifat + small)
    assert held.names == {"Book"} and held.stream("Book") == b"a" * 64 + b"b" * 6
    with pytest.raises(KeyError):
        held.stream("Root Entry")


def test_no_compound_file_is_told():
    for data in (b"", b"PK", SIGNATURE, SIGNATURE + b"\0" * 600, b"\0" * 600):
        with pytest.raises(ValueError):
            compound(data)


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=8))
@settings(deadline=None)
def test_a_damaged_file_raises_nothing_but_value_errors(at, noise):
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "x")
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    data[at : at + len(noise)] = noise
    try:
        held = compound(bytes(data))
        streams = [held.stream(name) for name in held.names]
    except (ValueError, KeyError, StopIteration):
        return
    assert all(len(stream) <= len(data) for stream in streams)
