"""Which exports are streamed: by their size and first bytes."""

import pytest

from study.exports import volume
from study.exports.volume import is_large, is_parquet, is_streamed


def test_many_bytes_are_streamed_and_more_are_never_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(volume, "STREAMED_BYTES", 10)
    monkeypatch.setattr(volume, "MOST_WHOLE_BYTES", 20)
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_bytes(b"x" * 9)
    assert (is_streamed(paths[:1]), is_large(paths[:1])) == (False, False)
    assert (is_streamed(paths), is_large(paths)) == (True, False)
    paths[0].write_bytes(b"x" * 11)
    assert (is_streamed(paths), is_large(paths)) == (True, True)


@pytest.mark.parametrize(("content", "told"), [(b"PAR1rest", True), (b"id;name", False), (b"", False), (None, False)])
def test_parquet_is_told_by_its_first_bytes(tmp_path, content, told):
    path = tmp_path / "export.csv"
    if content is not None:
        path.write_bytes(content)
    assert is_parquet(path) is is_large([path]) is is_streamed([path]) is told
