import errno
import os
from pathlib import Path

from study.base.layout import StudyPaths
from study.base.reading import is_linked, read_input


def codes(paths, name):
    data, problems = read_input(paths.raw / name, paths)
    return data, [problem.code for problem in problems]


def test_a_file_is_its_bytes_and_one_that_is_not_there_is_told_apart(tmp_path) -> None:
    paths = StudyPaths(tmp_path)
    paths.raw.mkdir(parents=True)
    (paths.raw / "a.csv").write_bytes(b"a\xff")
    assert codes(paths, "a.csv") == (b"a\xff", [])
    assert codes(paths, "b.csv") == (None, [])
    assert codes(paths, "a.csv/b.csv") == (None, [])


def test_what_is_no_file_of_the_study_is_not_opened(tmp_path) -> None:
    paths = StudyPaths(tmp_path / "study")
    (paths.raw / "folder").mkdir(parents=True)
    (tmp_path / "elsewhere").write_bytes(b"x")
    (paths.raw / "link").symlink_to(tmp_path / "elsewhere")
    (paths.raw / "linked-folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(paths.raw / "pipe")
    (paths.raw / "large").touch()
    os.truncate(paths.raw / "large", 1 << 40)
    assert codes(paths, "link") == codes(paths, "linked-folder/elsewhere") == (None, ["input-link"])
    assert codes(paths, "folder") == codes(paths, "pipe") == (None, ["input-not-file"])
    assert codes(paths, "large") == (None, ["input-too-large"])
    assert not is_linked(tmp_path / "elsewhere", paths)


def test_a_file_that_the_machine_does_not_let_us_read_is_said_with_the_reason(tmp_path, monkeypatch) -> None:
    # Not by its permissions: the tests may run as a user whom they do not hold.
    paths = StudyPaths(tmp_path)
    paths.raw.mkdir(parents=True)
    (paths.raw / "a.csv").touch()

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    data, (problem,) = read_input(paths.raw / "a.csv", paths)
    assert (data, problem.code, problem.value) == (None, "input-unreadable", "Permission denied")
