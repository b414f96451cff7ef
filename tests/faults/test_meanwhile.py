"""What happens beside a build: another one, a file that is deleted, a clock that is wrong."""

import os
import threading
import time

CLOCK = """
import time
_began, _clock = time.time(), time.time
# An hour back at each look: no two looks agree, and none comes later than the one before.
_looks = iter(range(1, 10**9))
time.time = lambda: _clock() - 3600 * next(_looks)
time.time_ns = lambda: int(time.time() * 1e9)
"""


def after(running, task: str) -> None:
    """Wait until a build has done a task."""
    while task not in running.lines and running.process.poll() is None:
        time.sleep(0.01)


def in_background(world, running):
    done = []
    thread = threading.Thread(target=lambda: done.append(world.finish(running)))
    thread.start()
    return thread, done


def test_of_two_builds_at_once_the_second_waits_says_so_and_finds_all_done(built):
    made = built.world
    with built.text_edited():
        assert made.report().returncode == 0
    first = made.start("report", "2020")  # the text is the first one again: the report is stale
    thread, one = in_background(made, first)
    after(first, "check")
    second = made.report()
    thread.join()
    assert one[0].returncode == second.returncode == 0, one[0].stderr + second.stderr
    assert f"Another build of this study is running (process {first.process.pid} (" in second.stdout
    assert "everything is up to date" in second.stdout and "✓" in one[0].stdout
    assert "Another build" not in one[0].stdout
    built.assert_mended()


def test_a_file_deleted_meanwhile_is_named_and_made_by_the_next_build(built):
    made = built.world
    made.edit()
    running = made.start("report", "2020")
    thread, done = in_background(made, running)
    after(running, "1_clean")
    lost = made.processed / "lever-0" / "answers.parquet"
    lost.unlink(missing_ok=True)
    thread.join()
    assert "Traceback" not in done[0].stderr
    # Whoever comes to read it says so, unless it had been read already.
    assert done[0].returncode == 0 or "lever-0/answers.parquet: This file was deleted" in " ".join(
        done[0].stderr.split()
    )
    made.edit()
    built.assert_mended()
    assert lost.is_file()


def test_files_from_the_future_are_no_reason_and_an_edit_of_the_past_is_one(built):
    """A clock that was set back leaves files that are younger than now, then files that are older than those."""
    made = built.world
    files = [path for path in made.root.rglob("*") if path.is_file()]
    for path in files:
        os.utime(path, (4_000_000_000, 4_000_000_000))
    done = made.report()
    assert done.returncode == 0 and "up to date" in done.stdout and "✓" not in done.stdout
    with built.text_edited():
        for path in files:
            if "commentary" in path.parts:
                os.utime(path, (1, 1))
        done = made.report()
        assert [line.split()[1] for line in done.stdout.splitlines() if "✓" in line] == ["2020/check", "2020/report"]
    built.assert_mended()


def test_a_clock_that_runs_backwards_changes_no_byte(built, tmp_path):
    """Python's own clock, in the command and in every kernel: no other tool is needed."""
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    made = built.world
    made.forget()
    done = made.report(environment={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr
    built.assert_mended()
