import os
import threading
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base import files


def test_write_makes_folders_and_replaces(tmp_path):
    path = tmp_path / "a" / "b" / "c.txt"
    files.write_atomic(path, "un\n")
    files.write_atomic(path, "été\n")
    assert path.read_bytes() == "été\n".encode()
    assert [item.name for item in path.parent.iterdir()] == ["c.txt"]


def test_written_files_are_readable_by_others_as_the_umask_says(tmp_path):
    before = os.umask(0o022)
    try:
        files.write_atomic(tmp_path / "x", b"1")
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o644


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.txt"
    files.write_atomic(path, "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.txt"]


def test_two_writers_at_once_leave_one_whole_file(tmp_path):
    path = tmp_path / "x"
    contents = [bytes([65 + i]) * 200_000 for i in range(4)]
    writers = [threading.Thread(target=files.write_atomic, args=(path, content)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_bytes() in contents
    assert [item.name for item in tmp_path.iterdir()] == ["x"]


def test_very_long_names_can_be_written(tmp_path):
    path = tmp_path / ("n" * 250)
    files.write_atomic(path, "x")
    assert path.read_text() == "x"


@given(st.binary(max_size=5000))
def test_checksums_of_bytes_and_of_files_agree(tmp_path_factory, data):
    path: Path = tmp_path_factory.mktemp("sum") / "x"
    path.write_bytes(data)
    assert files.file_sha256(path) == files.sha256_hex(data)


def test_checksum_is_sha256():
    assert files.sha256_hex(b"abc").startswith("ba7816bf 8f01cfea".replace(" ", ""))


def test_tables_are_utf8_with_plain_line_ends_and_plain_text():
    frame = pd.DataFrame({"a": ["é", "=1+1", 'x"y'], "b": [1, 2, 3]})
    assert files.table_bytes(frame) == 'a,b\né,1\n=1+1,2\n"x""y",3\n'.encode()
