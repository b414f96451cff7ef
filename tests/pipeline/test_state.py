import json

import pytest

from study.base.errors import StudyError
from study.base.files import sha256_hex
from study.pipeline.run import tasks_of
from study.pipeline.state import Past, past_runs, past_values, prepare, state_folder


def test_nothing_is_remembered_before_the_first_run_and_asking_makes_nothing(work):
    assert past_runs(work.paths) == {} and past_values(work.paths) == {}
    assert list(work.root.iterdir()) == []


def test_a_run_is_remembered_by_the_names_of_its_files_and_values(done):
    done.run(done.diamond(left={"values": {"lang": "fr"}}))
    runs = past_runs(done.paths)
    assert runs.keys() == {"first", "left", "right", "last", "other"}
    left = runs["left"]
    assert isinstance(left, Past)
    assert left.read.keys() == {"a/first.txt", "left::lang", "left::reads", "left::package"}
    assert left.read["a/first.txt"] == sha256_hex(done.file("a/first.txt").read_bytes())
    assert left.made == {"a/left.txt": sha256_hex(done.file("a/left.txt").read_bytes())}


def test_the_values_behind_the_states_are_kept_as_long_as_a_run_rests_on_them(done):
    def kept(lang):
        done.run(done.diamond(left={"values": {"lang": lang}}))
        return past_values(done.paths)[past_runs(done.paths)["left"].read["left::lang"]]

    def languages():
        return {value for value in past_values(done.paths).values() if isinstance(value, str)}

    assert kept("fr") == "fr" and kept("en") == "en"
    assert languages() == {"fr", "en"}  # the last run was prepared while the one before it was remembered
    assert kept("en") == "en" and languages() == {"en"}


def test_the_values_are_the_same_bytes_each_time(done):
    file = state_folder(done.paths) / "values.json"
    before = file.read_bytes()
    done.run(list(reversed(done.diamond())))
    assert file.read_bytes() == before and json.loads(before)


@pytest.mark.parametrize("content", ["[", 'lock-version = "99"\n', "lock-version = 1\n"])
def test_a_state_that_cannot_be_read_is_dropped_and_everything_runs(done, content):
    lock = state_folder(done.paths) / "pytask.lock"
    lock.write_text(content)
    assert past_runs(done.paths) == {} and lock.read_text() == content
    assert len(done.run(done.diamond())) == 5
    assert len(past_runs(done.paths)) == 5 and done.run(done.diamond()) == set()


def test_a_journal_that_a_killed_run_left_is_read_and_not_mended(done):
    lock = state_folder(done.paths) / "pytask.lock"
    runs = past_runs(done.paths)
    entry = {
        "lock-version": "1",
        "id": "left",
        "state": runs["left"].code,
        "depends_on": {"../../a/first.txt": "elsewhere"},
        "produces": {},
    }
    journal = lock.with_name("pytask.lock.journal")
    written = (json.dumps(entry) + '\n{"lock-ver').encode()
    journal.write_bytes(written)
    assert past_runs(done.paths) == runs | {"left": Past(runs["left"].code, {"a/first.txt": "elsewhere"}, {})}
    assert journal.read_bytes() == written
    assert done.run(done.diamond()) == {"left"}


def test_a_cache_that_cannot_be_written_is_named(work):
    work.file("raw.txt", "raw")
    work.file(".cache", "a file")
    with pytest.raises(StudyError) as caught:
        prepare(work.paths, tasks_of([work.step("one", ["raw.txt"], ["one.txt"])], work.paths))
    (problem,) = caught.value.problems
    assert problem.code == "not-writable" and problem.place.file == state_folder(work.paths).as_posix()
