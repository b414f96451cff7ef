import errno
import os
import threading
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base import files
from study.base.errors import StudyError


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


def test_failure_leaves_the_old_file_and_nothing_else_and_names_the_folder(tmp_path, monkeypatch, said):
    path = tmp_path / "x.txt"
    files.write_atomic(path, "old")

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StudyError) as caught:
        files.write_atomic(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.txt"]
    (problem,) = caught.value.problems
    assert problem.place.file == tmp_path.as_posix() and caught.value.exit_status == 1
    assert "the disk is full" in said(problem, "en") and "le disque est plein" in said(problem, "fr")


def test_a_file_where_a_folder_is_needed_is_said(tmp_path, said):
    (tmp_path / "a").write_text("a file")
    with pytest.raises(StudyError) as caught:
        files.write_atomic(tmp_path / "a" / "b" / "c.txt", "x")
    (problem,) = caught.value.problems
    assert problem.code == "not-writable" and problem.place.file == (tmp_path / "a" / "b").as_posix()
    assert "a file stands where a folder is needed" in said(problem, "en")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "writing there is not allowed"),
        (OSError(errno.EROFS, "Read-only file system"), "writing there is not allowed"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
        (OSError("no number"), "no number"),
    ],
)
def test_what_the_system_says_is_said_to_the_user(tmp_path, said, error, words):
    with pytest.raises(StudyError) as caught, files.writing(tmp_path):
        raise error
    assert words in said(caught.value.problems[0], "en") and caught.value.__cause__ is error


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
