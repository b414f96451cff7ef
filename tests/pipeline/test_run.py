"""Tiny steps that copy and join files; what runs is what their calls say."""

import errno
import os
import threading
from pathlib import Path

import pytest

from study.base.errors import Place, Problem, StudyError
from study.pipeline import run as run_module
from study.pipeline.run import run
from study.pipeline.tasks import Step
from study.report.manifest import write_folder


class Bad(Problem):
    """A problem of these tests."""

    code, what, why, remedy = "bad", "Bad.", "So.", "Mend."


def diamond(work, **changed):
    return work.diamond(**changed)


ALL = {"first", "left", "right", "last", "other"}


def test_a_second_run_does_nothing(done):
    before = {path: path.stat().st_mtime_ns for path in done.root.rglob("*") if ".cache" not in path.parts}
    assert done.run(diamond(done)) == set()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    outcome = run(diamond(done), done.paths)
    assert set(outcome.up_to_date) == ALL


def test_a_changed_file_runs_what_depends_on_it(done):
    done.file("other.txt", "other 2")
    assert done.run(diamond(done)) == {"other"}
    done.file("raw.txt", "raw 2")
    assert done.run(diamond(done)) == ALL - {"other"}
    assert done.run(diamond(done)) == set()


def test_a_touched_file_runs_nothing_and_the_same_product_stops_the_chain(done):
    done.file("raw.txt", "raw")
    assert done.run(diamond(done)) == set()
    done.file("raw.txt", "raw 2")
    same = [Step("first", lambda: done.ran.update(["first"]), (done.root / "raw.txt",), (done.root / "a/first.txt",))]
    steps = [step for step in diamond(done) if step.name != "first"] + same
    assert done.run(steps) == {"first"}


def test_a_changed_value_runs_its_step_and_what_follows(done):
    assert done.run(diamond(done, left={"values": {"lang": "en"}})) == {"left", "last"}
    assert done.run(diamond(done, left={"values": {"lang": "en"}})) == set()
    assert done.run(diamond(done, left={"values": {"lang": "fr"}})) == {"left", "last"}


def test_a_deleted_or_edited_product_is_made_again(done):
    done.file("a/left.txt").unlink()
    assert done.run(diamond(done)) == {"left"}
    done.file("a/right.txt", "edited by hand")
    assert done.run(diamond(done)) == {"right"}
    assert done.run(diamond(done)) == set()


def test_values_of_the_same_name_in_two_steps_do_not_mix(work):
    work.file("raw.txt", "raw")

    def steps(one, two):
        return [
            work.step(name, ["raw.txt"], [f"{name}.txt"], {"lever": value})
            for name, value in (("one", one), ("two", two))
        ]

    assert work.run(steps(1, 2)) == {"one", "two"}
    assert work.file("one.txt").read_text() != work.file("two.txt").read_text()
    assert work.run(steps(1, 2)) == set()
    assert work.run(steps(1, 3)) == {"two"}
    assert work.run(steps(3, 3)) == {"one"}
    assert work.run(steps(3, 3)) == set()


@pytest.mark.parametrize("value", [("a", "b"), (("wave", "2020"), ("lever", 1)), "x", 3, ()])
def test_values_of_any_plain_kind_are_remembered(work, value):
    work.file("raw.txt", "raw")
    assert work.run([work.step("one", ["raw.txt"], ["one.txt"], {"v": value})]) == {"one"}
    assert work.run([work.step("one", ["raw.txt"], ["one.txt"], {"v": value})]) == set()
    assert work.run([work.step("one", ["raw.txt"], ["one.txt"], {"v": (value, 1)})]) == {"one"}


def test_another_package_runs_everything(done, monkeypatch):
    monkeypatch.setattr(run_module, "package_files", lambda: {"cli.py": "another"})
    assert done.run(diamond(done)) == ALL
    assert done.run(diamond(done)) == set()


def test_another_lock_runs_everything(done):
    done.file("requirements.lock", "a==1\n")
    assert done.run(diamond(done)) == ALL
    assert done.run(diamond(done)) == set()
    done.file("requirements.lock", "a==2\n")
    assert done.run(diamond(done)) == ALL


def test_an_interrupted_run_is_no_success_and_the_next_one_does_the_rest(work, monkeypatch):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")

    def interrupted(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pytask_parallel.execute._Sleeper.sleep", interrupted)
        work.run(diamond(work))
    assert not work.file("a/last.txt").exists()
    assert {"left", "right", "last"} <= work.run(diamond(work))


def report(work):
    folder = work.root / "reports" / "2020"

    def act() -> None:
        work.ran["report"] += 1
        write_folder(folder, {"report.pdf": b"%PDF", "tables/a.csv": b"a\n"})

    return [Step("report", act, (work.file("raw.txt"),), (work.paths.manifest("2020"),))]


def test_an_edited_or_deleted_file_of_a_report_is_made_again(work):
    work.file("raw.txt", "raw")
    assert work.run(report(work)) == {"report"}
    assert work.run(report(work)) == set()
    table = work.file("reports/2020/tables/a.csv", "edited")
    assert work.run(report(work)) == {"report"} and table.read_text() == "a\n"
    table.unlink()
    assert work.run(report(work)) == {"report"} and table.is_file()
    work.paths.manifest("2020").unlink()
    assert work.run(report(work)) == {"report"}
    assert work.run(report(work)) == set()


def failing(*problems: str, fixed: Path | None = None):
    def do() -> None:
        if fixed is None or not fixed.exists():
            raise StudyError([Bad(Place("raw.txt", line=i), value) for i, value in enumerate(problems, start=1)])

    return {"do": do}


def test_the_manifest_of_an_edition_is_read_as_the_file_that_it_is(work):
    # Of an edition got back from git, or of a damaged one, not every file that it lists is there.
    work.file("reports/published/2019/MANIFEST.sha256", f"{'0' * 64}  report.pdf\n")
    steps = [work.step("bridge", ["reports/published/2019/MANIFEST.sha256"], ["x"])]
    assert work.run(steps) == {"bridge"} and work.run(steps) == set()
    work.file("reports/published/2019/MANIFEST.sha256", f"{'1' * 64}  report.pdf\n")
    assert work.run(steps) == {"bridge"}


def test_a_failing_step_stops_what_depends_on_it_and_nothing_else_and_the_next_run_goes_on(work):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    fixed = work.root / "fixed"
    steps = diamond(work, left=failing("x", "y", fixed=fixed))
    with pytest.raises(StudyError) as caught:
        run(steps, work.paths, workers=2)
    assert [problem.value for problem in caught.value.problems] == ["x", "y"]
    assert set(work.ran) == {"first", "left", "right", "other"}
    assert not work.file("a/last.txt").exists()

    fixed.touch()
    assert work.run(steps) == {"left", "last"}
    assert work.run(steps) == set()


def test_problems_of_all_failing_steps_come_in_one_error_each_once(work):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    steps = diamond(work, left=failing("same", "x"), right=failing("same", "y"))
    with pytest.raises(StudyError) as caught:
        run(steps, work.paths, workers=2)
    assert sorted(problem.value for problem in caught.value.problems) == ["same", "x", "y"]


def test_a_step_that_failed_keeps_its_old_product(done):
    before = done.file("a/left.txt").read_text()
    done.file("raw.txt", "raw 2")
    with pytest.raises(StudyError):
        run(diamond(done, left=failing("x")), done.paths, workers=2)
    assert done.file("a/left.txt").read_text() == before


def test_a_fault_of_ours_comes_out_as_itself(work):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")

    def fault() -> None:
        raise ZeroDivisionError("ours")

    with pytest.raises(ZeroDivisionError, match="ours"):
        run(diamond(work, left={"do": fault}), work.paths, workers=2)
    assert work.file("a/other.txt").exists()


def test_a_step_that_leaves_out_a_product_is_a_fault(work):
    work.file("raw.txt", "raw")
    with pytest.raises(Exception) as caught:
        run([Step("one", lambda: None, (work.file("raw.txt"),), (work.root / "never.txt",))], work.paths)
    assert not isinstance(caught.value, StudyError)


@pytest.mark.parametrize("deleted", ["once it is made", "by who is about to read it"])
def test_a_file_that_is_deleted_meanwhile_is_named(work, said, deleted):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    first = work.file("a/first.txt")

    def on(name: str, done: bool) -> None:
        if deleted == "once it is made" and (name, done) == ("first", True):
            first.unlink()

    steps = diamond(work, left={"do": first.unlink} if deleted != "once it is made" else {})
    with pytest.raises(StudyError) as caught:
        run(steps, work.paths, workers=1, on=on)
    problem = caught.value.problems[0]
    assert (problem.code, problem.place.file) == ("file-gone", "a/first.txt")
    assert "supprimé" in said(problem, "fr")
    assert {"first", "left", "last"} <= work.run(work.diamond())


def test_a_missing_input_is_told_by_the_step_that_reads_it(work):
    with pytest.raises(FileNotFoundError):
        run([work.step("one", ["missing.txt"], ["one.txt"])], work.paths)
    assert not work.file("one.txt").exists()


def test_a_step_whose_input_has_vanished_is_not_up_to_date(done):
    done.file("raw.txt").unlink()
    with pytest.raises(FileNotFoundError):
        run(diamond(done), done.paths, workers=2)


def test_independent_steps_run_side_by_side(work):
    work.file("raw.txt", "raw")
    together = threading.Barrier(2, timeout=20)
    steps = [work.step(name, ["raw.txt"], [f"{name}.txt"], do=together.wait) for name in ("one", "two")]
    assert work.run(steps) == {"one", "two"}


def test_one_worker_runs_them_one_after_the_other(work):
    work.file("raw.txt", "raw")
    inside: list[str] = []

    def alone(name):
        def do() -> None:
            inside.append(name)
            threading.Event().wait(0.05)
            assert inside == [name]
            inside.remove(name)

        return do

    steps = [work.step(name, ["raw.txt"], [f"{name}.txt"], do=alone(name)) for name in ("one", "two", "three")]
    assert work.run(steps, workers=1) == {"one", "two", "three"}


def test_starts_and_ends_are_told(work):
    work.file("raw.txt", "raw")
    told: list[tuple[str, bool]] = []
    steps = [work.step("one", ["raw.txt"], ["one.txt"]), work.step("two", ["one.txt"], ["two.txt"])]
    run(steps, work.paths, workers=2, on=lambda name, done: told.append((name, done)))
    assert told == [("one", False), ("one", True), ("two", False), ("two", True)]
    told.clear()
    run(steps, work.paths, workers=2, on=lambda name, done: told.append((name, done)))
    assert told == []


def test_nothing_is_written_outside_the_products_and_the_cache(done, tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    done.file("raw.txt", "raw 2")
    done.run(diamond(done))
    assert list(here.iterdir()) == []
    assert {path.name for path in done.root.iterdir()} == {"raw.txt", "other.txt", "a", ".cache"}
    assert {path.name for path in tmp_path.iterdir()} == {"étude", "here"}


def test_the_folder_may_move(done, tmp_path):
    for path in (done.root / ".cache").rglob("*.json"):
        assert str(done.root) not in path.read_text()
    moved = type(done)(done.root.rename(tmp_path / "moved"))
    assert moved.run(diamond(moved)) == set()


def test_a_users_configuration_of_pytask_does_not_count(work):
    work.file("raw.txt", "raw")
    work.file("pyproject.toml", '[tool.pytask.ini_options]\nmarker_expression = "nothing"\n')
    assert work.run([work.step("one", ["raw.txt"], ["one.txt"])]) == {"one"}


def test_nothing_is_printed(done, capfd):
    done.file("raw.txt", "raw 2")
    done.run(diamond(done))
    assert "".join(capfd.readouterr()).strip() == ""


def test_other_contents_under_the_same_date_are_noticed(done):
    raw = done.file("raw.txt")
    date = raw.stat()
    done.file("raw.txt", "two")  # as long, and unpacked with the date that it had
    os.utime(raw, ns=(date.st_atime_ns, date.st_mtime_ns))
    assert done.run(diamond(done)) == ALL - {"other"}


def test_a_value_that_is_no_longer_there_is_noticed(done):
    done.run(diamond(done, left={"values": {"lang": "fr"}}))
    assert "left" in done.run(diamond(done))


@pytest.mark.parametrize("blocked", ["data", "data/processed", "data/processed/2020"])
def test_a_folder_of_products_that_cannot_be_made_is_named(work, blocked):
    work.file("raw.txt", "raw")
    work.file(blocked, "a file")
    step = work.step("one", ["raw.txt"], ["data/processed/2020/lever-1/answers.csv"])
    with pytest.raises(StudyError) as caught:
        run([step], work.paths)
    (problem,) = caught.value.problems
    assert problem.code == "not-writable" and problem.place.file.startswith((work.root / "data").as_posix())
    assert not work.ran


def test_a_folder_of_products_that_may_not_be_written_is_named(work, monkeypatch, said):
    work.file("raw.txt", "raw")
    folder = work.root / "reports"
    make = Path.mkdir

    def refused(self, *arguments, **options):
        if self == folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        make(self, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(StudyError) as caught:
        run([work.step("one", ["raw.txt"], ["reports/one.txt"])], work.paths)
    (problem,) = caught.value.problems
    assert problem.place.file == folder.as_posix() and "il n’est pas permis d’y écrire" in said(problem, "fr")


def test_a_cache_that_cannot_be_written_stops_the_run_before_it_starts(work):
    work.file("raw.txt", "raw")
    work.file(".cache", "a file")
    with pytest.raises(StudyError) as caught:
        run([work.step("one", ["raw.txt"], ["one.txt"])], work.paths)
    assert caught.value.problems[0].code == "not-writable" and not work.ran


def test_an_input_that_may_not_be_read_is_told_by_the_step_that_reads_it(work):
    work.file("folder/inside.txt", "x")
    with pytest.raises(IsADirectoryError):
        run([work.step("one", ["folder"], ["one.txt"])], work.paths)


def test_a_task_that_has_ended_is_seen_within_a_twentieth_of_a_second(done):
    from pytask_parallel.execute import _Sleeper

    run(diamond(done), done.paths)
    # Another version without this list waits as it pleases; then `study.pipeline.run` is to be looked at again.
    assert max(_Sleeper().timings) == 0.05
