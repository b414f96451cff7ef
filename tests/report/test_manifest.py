import errno
import hashlib
import os
import sys
import threading

import pytest

from study.base.errors import StudyError
from study.base.files import write_atomic
from study.report import manifest
from study.report.manifest import NAME, damaged, intact, listed, settle, write_folder

FILES = {"report.pdf": b"%PDF", "figures/é.svg": b"<svg/>", "tables/a b.csv": b"a\n1\n"}


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_the_files_and_a_list_that_sha256sum_reads(tmp_path):
    write_folder(tmp_path / "2020", FILES)
    held = contents(tmp_path / "2020")
    listed = held.pop(NAME).decode()
    assert held == FILES
    assert listed == "".join(f"{hashlib.sha256(FILES[name]).hexdigest()}  {name}\n" for name in sorted(FILES))


def test_the_folder_is_replaced_as_a_whole(tmp_path):
    folder = tmp_path / "2020"
    write_folder(folder, FILES)
    (folder / "left by hand.txt").write_text("x")
    write_folder(folder, {"report.pdf": b"new"})
    assert sorted(contents(folder)) == [NAME, "report.pdf"]
    assert (folder / "report.pdf").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]


def test_the_same_files_give_the_same_manifest_whatever_their_order(tmp_path):
    write_folder(tmp_path / "a", FILES)
    write_folder(tmp_path / "b", dict(reversed(FILES.items())))
    assert intact(tmp_path / "a") == intact(tmp_path / "b") is not None


def test_a_failure_while_writing_leaves_the_folder_as_it_was_and_the_next_build_succeeds(tmp_path, monkeypatch, said):
    folder = tmp_path / "2020"
    write_folder(folder, FILES)
    before = contents(folder)

    write_bytes = type(folder).write_bytes

    def fail_at_the_third(path, data, written=[]):  # noqa: B006
        written.append(path)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_bytes(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(type(folder), "write_bytes", fail_at_the_third)
        with pytest.raises(StudyError) as caught:
            write_folder(folder, dict.fromkeys(FILES, b"new"))
    assert "the disk is full" in said(caught.value.problems[0], "en")
    assert contents(folder) == before
    assert intact(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]  # nor does it fill the disk any longer

    write_folder(folder, {"report.pdf": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path, monkeypatch):
    folder = tmp_path / "2020"
    write_folder(folder, FILES)
    before = contents(folder)
    rename = type(folder).rename

    def refused(self, target):
        if self.name.endswith(".new"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(manifest, "_exchanged", lambda one, other: False)  # a system that has no such step
        patch.setattr(type(folder), "rename", refused)
        with pytest.raises(StudyError) as caught:
            write_folder(folder, {"report.pdf": b"new"})
    assert contents(folder) == before
    assert [(p.code, p.place.file) for p in caught.value.problems] == [("not-writable", tmp_path.as_posix())]


def test_without_a_step_that_exchanges_folders_it_is_replaced_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "_exchanged", lambda one, other: False)
    write_folder(tmp_path / "2020", FILES)
    write_folder(tmp_path / "2020", {"report.pdf": b"new"})
    assert sorted(contents(tmp_path / "2020")) == [NAME, "report.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]


@pytest.mark.skipif(sys.platform != "linux", reason="the step that exchanges folders is Linux's own")
def test_the_folder_is_there_and_whole_at_every_moment_of_being_replaced(tmp_path):
    folder = tmp_path / "2020"
    write_folder(folder, FILES)
    seen, over = [], threading.Event()

    def look():
        while not over.is_set():
            try:
                (folder / NAME).read_bytes()
            except OSError as error:
                seen.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for turn in range(200):
            write_folder(folder, {"report.pdf": str(turn).encode()})
    finally:
        over.set()
        looking.join()
    assert seen == []


def test_what_a_build_killed_between_two_renames_left_is_put_back(tmp_path):
    write_folder(tmp_path / "2020", FILES)
    (tmp_path / "2020").rename(tmp_path / ".2020.old")
    write_atomic(tmp_path / ".2020.new" / "half.txt", "x")
    settle(tmp_path / "2020")
    assert intact(tmp_path / "2020")
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(StudyError) as caught:
        write_folder(tmp_path / "reports" / "2020", FILES)
    assert caught.value.problems[0].place.file.startswith((tmp_path / "reports").as_posix())
    assert (tmp_path / "reports").read_text() == "a file"


def test_what_a_killed_build_left_beside_gets_into_no_report(tmp_path):
    for name in (".2020.new", ".2020.old"):
        write_atomic(tmp_path / name / "left.txt", "x")
    (tmp_path / "2020").write_text("a file in the way")
    write_folder(tmp_path / "2020", FILES)
    assert sorted(contents(tmp_path / "2020")) == sorted([NAME, *FILES])
    assert [path.name for path in tmp_path.iterdir()] == ["2020"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_deleted_or_changed_file_is_noticed(tmp_path, name):
    folder = tmp_path / "2020"
    write_folder(folder, FILES)
    assert intact(folder)
    (folder / name).write_bytes(FILES[name] + b" ")
    assert intact(folder) is None and damaged(folder) == [name]
    (folder / name).write_bytes(FILES[name])
    assert intact(folder) and damaged(folder) == []
    (folder / name).unlink()
    assert intact(folder) is None and damaged(folder) == [name]


def test_a_folder_that_is_not_there_or_has_no_list_is_not_intact(tmp_path):
    assert intact(tmp_path / "2020") is None and damaged(tmp_path / "2020") == [NAME]
    write_folder(tmp_path / "2020", FILES)
    (tmp_path / "2020" / NAME).unlink()
    assert intact(tmp_path / "2020") is None


def test_the_state_tells_two_reports_apart_and_does_not_hang_on_dates(tmp_path):
    write_folder(tmp_path / "a", FILES)
    state = intact(tmp_path / "a")
    os.utime(tmp_path / "a" / "report.pdf", (1, 1))
    assert intact(tmp_path / "a") == state
    write_folder(tmp_path / "a", {**FILES, "report.pdf": b"other"})
    assert intact(tmp_path / "a") not in (None, state)


def test_the_names_that_a_manifest_lists_are_told_whether_or_not_the_files_are_there(tmp_path):
    assert listed(tmp_path / "none") == []
    write_folder(tmp_path / "a", {"b/c d.csv": b"1", "a.txt": b"2"})
    (tmp_path / "a" / "a.txt").unlink()
    assert listed(tmp_path / "a") == ["a.txt", "b/c d.csv"]
