import os
import signal
import subprocess
import sys
import threading

import pytest

from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.pipeline.turn import turn, turn_file
from study.report.manifest import intact, write_folder

# Has the turn, says so, and keeps it until it is told to end or killed.
HOLDER = """
import sys
from pathlib import Path
from study.base.layout import StudyPaths
from study.pipeline.turn import turn
with turn(StudyPaths(Path(sys.argv[1])), print):
    print("mine", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def paths(tmp_path):
    (tmp_path / "data" / "raw" / "waves" / "2020").mkdir(parents=True)
    return StudyPaths(tmp_path)


@pytest.fixture
def holder(paths):
    """A process that has the turn."""
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", HOLDER, str(paths.root)]
    with subprocess.Popen(
        command, env=os.environ | path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


def test_who_comes_second_waits_and_is_told_who_was_first(paths, holder):
    told, had = [], threading.Event()

    def second():
        with turn(paths, told.append):
            had.set()

    waiting = threading.Thread(target=second)
    waiting.start()
    while not told:
        assert not had.is_set()
    assert not had.wait(0.2)
    assert told[0].startswith(f"{holder.pid} (")
    holder.stdin.write("\n")
    holder.stdin.flush()
    waiting.join(60)
    assert had.is_set()
    assert turn_file(paths).read_text().startswith(f"{os.getpid()} (")


def test_a_dead_one_does_not_block(paths, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    told = []
    with turn(paths, told.append):
        pass
    assert told == []


def test_two_studies_do_not_wait_for_each_other(paths, holder, tmp_path_factory):
    told = []
    with turn(StudyPaths(tmp_path_factory.mktemp("other")), told.append):
        pass
    assert told == []


def test_the_turn_does_away_with_what_a_killed_build_left_and_with_nothing_else(paths):
    processed, reports = paths.processed("2020"), paths.reports("2020")
    write_folder(reports, {"report.pdf": b"%PDF"})
    write_folder(paths.published("2020"), {"report.pdf": b"%PDF"})
    kept = [
        processed / "clean" / "numbers.csv",
        processed / ".note.tmp",
        processed / "answers.0123456789ab.tmp",
        paths.root / "mine" / ".x.csv.0123456789ab.tmp",
        paths.raw / ".x.csv.0123456789ab.tmp",
        reports.parent / ".other.new" / "x",
    ]
    left = [
        processed / "clean" / ".numbers.csv.0123456789ab.tmp",
        paths.root / ".cache" / "pytask" / ".values.json.0123456789ab.tmp",
        paths.root / ".cache" / "cluster" / "token",
        reports.with_name(".2020.new") / "report.pdf",
        paths.published("2020").with_name(".2020.new") / "x",
        processed / ".sheets.new" / "a.pdf",
        processed / ".sheets.old" / "a.pdf",
    ]
    for path in (*kept, *left):
        write_atomic(path, "x")
    with turn(paths, print):
        assert [path for path in kept if not path.exists()] == []
        # The sheets had been moved away when the build was killed: they are back.
        assert [path for path in left if path.exists()] == []
        assert (processed / "sheets" / "a.pdf").is_file()
        assert not any(path.name in (".2020.new", ".sheets.new", ".sheets.old") for path in paths.root.rglob(".*"))
        assert intact(reports) and intact(paths.published("2020"))


def test_where_no_turn_can_be_had_the_build_goes_on(paths, capsys):
    (paths.root / ".cache").write_text("a file in the way")
    with turn(paths, print):
        went_on = True
    assert went_on and capsys.readouterr().out == ""
