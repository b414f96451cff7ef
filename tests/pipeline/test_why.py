"""What `explain` says is held against what `run` then does."""

import hashlib
import shutil
from dataclasses import fields, replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.errors import StudyError
from study.base.files import write_atomic
from study.base.layout import NoStudyFolder
from study.codebook.load import load_study
from study.intake import checksums
from study.pipeline import digest
from study.pipeline.digest import PACKAGE
from study.pipeline.reasons import Kind, Reason
from study.pipeline.run import run
from study.pipeline.state import past_runs, state_folder
from study.pipeline.tasks import Step, WavePlan
from study.pipeline.why import explain
from study.report.manifest import write_folder


def found(steps, paths):
    return {task.step: task for task in explain(steps, paths)}


def certain(steps, paths):
    return {task.step for task in explain(steps, paths) if task.certain}


def reasons(steps, paths, step):
    return list(found(steps, paths)[step].reasons)


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


# Tiny steps: raw → first → left, right → last; other alone.


def test_before_the_first_run_everything_is_stale_and_nothing_is_written(work):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    told = explain(work.diamond(), work.paths)
    assert [task.reasons for task in told] == [(Reason(Kind.NEVER_RAN),)] * 5
    assert all(task.certain for task in told)
    names = [task.step for task in told]
    assert names.index("first") < min(names.index("left"), names.index("right")) and names.index("last") > 2
    assert {path.name for path in work.root.iterdir()} == {"raw.txt", "other.txt"} and not work.ran


def test_after_a_run_nothing_is_stale_and_looking_changes_nothing(done):
    assert explain(done.diamond(), done.paths) == []
    done.file("raw.txt", "raw 2")
    before = contents(done.root)
    assert len(explain(done.diamond(), done.paths)) == 4
    assert contents(done.root) == before
    assert done.run(done.diamond()) == {"first", "left", "right", "last"}


def test_a_changed_file_makes_its_step_certain_and_what_follows_possible(done):
    old = sha(done.file("raw.txt"))
    new = sha(done.file("raw.txt", "raw 2"))
    told = found(done.diamond(), done.paths)
    assert list(told) == ["first", "left", "right", "last"]
    assert told["first"].certain and told["first"].reasons == (Reason(Kind.INPUT_CHANGED, "raw.txt", old, new),)
    assert not told["left"].certain
    assert told["left"].reasons == (Reason(Kind.FOLLOWS, "first", files=("a/first.txt",)),)
    assert told["last"].reasons == (
        Reason(Kind.MAY_FOLLOW, "left", files=("a/left.txt",)),
        Reason(Kind.MAY_FOLLOW, "right", files=("a/right.txt",)),
    )


def test_a_touched_file_is_no_reason(done):
    done.file("raw.txt", "raw")
    assert explain(done.diamond(), done.paths) == []


def test_a_product_that_was_edited_or_deleted_is_told_and_settled_by_its_own_step(done):
    done.file("a/first.txt").unlink()
    done.file("a/right.txt", "by hand")
    told = found(done.diamond(), done.paths)
    assert [r.kind for r in told["first"].reasons] == [Kind.PRODUCT_MISSING]
    assert told["first"].reasons[0].subject == "a/first.txt"
    assert told["right"].certain and told["right"].reasons[0].kind is Kind.PRODUCT_CHANGED
    # They are made again as they were, before the others look at them.
    assert {name for name in told if told[name].certain} == {"first", "right"} == done.run(done.diamond())
    assert {"left", "last"} <= told.keys()


def test_a_value_is_told_by_its_name_with_what_it_was(done):
    def steps(**values):
        return done.diamond(left={"values": values})

    one = {"parameters": (("lang", "fr"), ("wave", "2020")), "names": ("a.md", "b.md"), "n": 1}
    assert done.run(steps(**one)) == {"left", "last"}
    assert explain(steps(**one), done.paths) == []
    two = {"parameters": (("lang", "en"), ("lever", 3), ("wave", "2020")), "names": ("b.md", "c.md"), "n": 2}
    assert (
        reasons(steps(**two), done.paths, "left")
        == [
            Reason(Kind.VALUE_CHANGED, "n", "1", "2"),
            Reason(Kind.ITEM_NEW, "names", None, "c.md"),
            Reason(Kind.ITEM_GONE, "names", "a.md", None),
            Reason(Kind.VALUE_CHANGED, "lang", "fr", "en"),
            Reason(Kind.VALUE_CHANGED, "lever", None, "3"),
        ]
        or reasons(steps(**two), done.paths, "left") == []
    )
    assert certain(steps(**two), done.paths) == {"left"}
    assert done.run(steps(**two)) == {"left", "last"}


def test_a_value_that_comes_or_goes_is_noticed(done):
    steps = done.diamond(left={"values": {"earlier": ("2019",)}})
    assert reasons(steps, done.paths, "left") == [Reason(Kind.ITEM_NEW, "earlier", None, "2019")]
    assert done.run(steps) == {"left", "last"}
    assert reasons(done.diamond(), done.paths, "left") == [Reason(Kind.ITEM_GONE, "earlier", "2019", None)]
    assert "left" in done.run(done.diamond())


def test_what_is_not_remembered_is_not_guessed(done):
    (state_folder(done.paths) / "values.json").write_text("not JSON")
    assert explain(done.diamond(), done.paths) == []
    assert reasons(done.diamond(left={"values": {"lang": "fr"}}), done.paths, "left") == [
        Reason(Kind.VALUE_UNKNOWN, "lang")
    ]
    (state_folder(done.paths) / "pytask.lock").write_text("[")
    assert certain(done.diamond(), done.paths) == {"first", "left", "right", "last", "other"}


def test_an_input_that_comes_goes_or_is_read_no_longer(done):
    one = done.file("one.txt", "one")
    steps = [done.step("joined", ["raw.txt", "one.txt"], ["a/joined.txt"])]
    done.run(steps)
    fewer = [done.step("joined", ["raw.txt"], ["a/joined.txt"])]
    more = [done.step("joined", ["raw.txt", "one.txt", "other.txt"], ["a/joined.txt"])]
    assert reasons(fewer, done.paths, "joined") == [Reason(Kind.INPUT_DROPPED, "one.txt", sha(one))]
    assert reasons(more, done.paths, "joined") == [
        Reason(Kind.INPUT_NEW, "other.txt", None, sha(done.file("other.txt")))
    ]
    was = sha(one)
    one.unlink()
    assert reasons(steps, done.paths, "joined") == [Reason(Kind.INPUT_GONE, "one.txt", was)]
    assert done.run(fewer) == {"joined"}


def test_a_step_that_failed_is_stale_for_the_same_reason(done):
    def fail():
        raise StudyError([NoStudyFolder(value="ici")])

    done.file("raw.txt", "raw 2")
    before = found(done.diamond(), done.paths)
    with pytest.raises(StudyError):
        run(done.diamond(left={"do": fail}), done.paths, workers=2)
    told = found(done.diamond(), done.paths)
    assert told["left"].certain  # what the first step made is settled now
    assert told["left"].reasons[0].subject == "a/first.txt" and told["left"].reasons[0].kind is Kind.INPUT_CHANGED
    assert {"first", "left", "right", "last"} == before.keys() and told.keys() == {"left", "last"}
    assert done.run(done.diamond()) == {"left", "last"}


@pytest.fixture
def package(still_package, tmp_path, monkeypatch):
    """A copy of some files of the package, taken for the package."""
    folder = tmp_path / "package" / "study"
    shutil.copytree(PACKAGE / "indicators", folder / "indicators", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(digest, "PACKAGE", folder)
    return folder


def test_the_changed_files_of_the_package_are_named(work, package):
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    work.run(work.diamond())
    edited, gone, new = (package / "indicators" / name for name in ("shares.py", "numbers.py", "new.py"))
    edited.write_text(edited.read_text() + "\n")
    gone.unlink()
    new.touch()
    told = found(work.diamond(), work.paths)
    assert {(r.kind, r.subject) for r in told["other"].reasons} == {
        (Kind.CODE_CHANGED, "study/indicators/shares.py"),
        (Kind.CODE_GONE, "study/indicators/numbers.py"),
        (Kind.CODE_NEW, "study/indicators/new.py"),
    }
    assert {name for name in told if told[name].certain} == work.run(work.diamond()) == told.keys()
    assert explain(work.diamond(), work.paths) == []


def test_a_package_inside_the_study_is_named_from_its_root_and_forgotten_values_are_not_invented(done, monkeypatch):
    folder = done.root / "src" / "study"
    write_atomic(folder / "a.py", "1\n")
    monkeypatch.setattr(digest, "PACKAGE", folder)
    done.run(done.diamond())
    write_atomic(folder / "a.py", "2\n")
    assert [r.subject for r in reasons(done.diamond(), done.paths, "other")] == ["src/study/a.py"]
    (state_folder(done.paths) / "values.json").unlink()
    assert reasons(done.diamond(), done.paths, "other") == [Reason(Kind.CODE_UNKNOWN)]


def test_another_lock_is_a_reason_for_every_step(done):
    done.file("requirements.lock", "a==1\n")
    assert [r.kind for r in reasons(done.diamond(), done.paths, "other")] == [Kind.INPUT_NEW]
    done.run(done.diamond())
    done.file("requirements.lock", "a==2\n")
    told = found(done.diamond(), done.paths)
    assert len(told) == 5 and all(task.certain for task in told.values())
    assert {(r.kind, r.subject) for r in told["last"].reasons if not r.files} == {
        (Kind.INPUT_CHANGED, "requirements.lock")
    }


def test_the_damaged_files_of_a_report_are_named(work):
    work.file("raw.txt", "raw")
    files = {"report.pdf": b"%PDF", "tables/a.csv": b"a\n"}
    manifest = work.paths.manifest("2020")
    steps = [Step("report", lambda: write_folder(manifest.parent, files), (work.file("raw.txt"),), (manifest,))]
    run(steps, work.paths)
    assert explain(steps, work.paths) == []
    work.file("reports/2020/tables/a.csv", "edited")
    work.file("reports/2020/report.pdf").unlink()
    assert {(r.kind, r.subject) for r in reasons(steps, work.paths, "report")} == {
        (Kind.PRODUCT_CHANGED, "reports/2020/tables/a.csv"),
        (Kind.PRODUCT_MISSING, "reports/2020/report.pdf"),
    }
    shutil.rmtree(manifest.parent)
    assert [(r.kind, r.subject) for r in reasons(steps, work.paths, "report")] == [
        (Kind.PRODUCT_MISSING, "reports/2020/MANIFEST.sha256")
    ]


def constant(step):
    """The same step, said to leave the same bytes each time."""
    return SimpleNamespace(**{**{field.name: getattr(step, field.name) for field in fields(step)}, "constant": True})


def test_what_always_leaves_the_same_makes_nothing_follow(done):
    def steps():
        return [constant(step) if step.name == "first" else step for step in done.diamond()]

    done.file("raw.txt", "raw 2")
    assert found(steps(), done.paths).keys() == {"first"}
    done.file("a/first.txt").unlink()  # what it leaves may then differ from what the others read
    assert found(steps(), done.paths).keys() == {"first", "left", "right", "last"}


EDITS = {
    "raw": lambda work: work.file("raw.txt", work.file("raw.txt").read_text() + "+"),
    "other": lambda work: work.file("other.txt", "changed"),
    "product by hand": lambda work: work.file("a/first.txt", "by hand"),
    "later product by hand": lambda work: work.file("a/right.txt", "by hand"),
    "product gone": lambda work: work.file("a/left.txt").unlink(missing_ok=True),
    "lock": lambda work: work.file("requirements.lock", "a==1\n"),
    "touch": lambda work: work.file("raw.txt").touch(),
}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rounds=st.lists(
        st.tuples(st.sets(st.sampled_from(sorted(EDITS)), max_size=3), st.sampled_from(["fr", "en"]), st.booleans()),
        min_size=1,
        max_size=3,
    )
)
def test_what_runs_is_what_was_certain_and_some_of_what_was_possible(work, rounds):
    shutil.rmtree(work.root)
    work.file("raw.txt", "raw")
    work.file("other.txt", "other")
    for edits, lang, same in [((), "fr", False), *rounds]:
        for edit in sorted(edits):
            EDITS[edit](work)
        steps = work.diamond(left={"values": {"lang": lang}})
        if same:  # a step whose product does not hang on what it reads
            fixed = work.step("first", [], ["a/first.txt"]).run
            steps = [replace(step, run=fixed) if step.name == "first" else step for step in steps]
        told = found(steps, work.paths)
        ran = work.run(steps)
        assert {name for name in told if told[name].certain} <= ran <= told.keys()
        assert explain(steps, work.paths) == []


# The small study's own tasks; notebooks are played by functions of the files that they read.


def played(paths, lang="fr"):
    """The plan of the small study; a lever's tables hang on what concerns that lever."""

    def act(step):
        def concerns(source, product):
            levers = {"lever-0", "lever-1"}
            own = levers & set(product.parts)
            return not own or not (levers - own) & {*source.parts, source.stem}

        def run_it():
            for product in step.produces:
                sources = [path for path in step.reads if path.suffix != ".txt" and concerns(path, product)]
                text = "".join(f"{sha(path)}\n" for path in sources) + str(step.values)
                if product in (paths.manifest("2020"), paths.sheets_manifest("2020")):
                    write_folder(product.parent, {"made.pdf": text.encode()})
                else:
                    write_atomic(product, text)

        return run_it

    check, *others = WavePlan(paths, load_study(paths), "2020", lang).steps()
    return [constant(check), *(replace(step, run=act(step)) for step in others)]


def names(tasks):
    return {name.removeprefix("2020/") for name in tasks}


def seal(paths):
    paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")


NOTEBOOKS = {"1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication"}
RAW = "data/raw"


@pytest.fixture
def built(study_with_notebooks, still_package):
    paths = study_with_notebooks
    assert names(run(played(paths), paths).ran) == {"check", *NOTEBOOKS, "sheets", "report"}
    assert explain(played(paths), paths) == []
    return paths


def edited(path, text="# edited\n"):
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_an_edited_lever_concerns_its_own_notebook_and_those_that_read_all_levers(built):
    edited(built.lever_yaml(1))
    seal(built)
    told = found(played(built), built)
    assert names(name for name in told if told[name].certain) == {
        *("check", "1_clean", "2_lever-1", "3_overview", "4_replication", "sheets", "report")
    }
    for name in ("2020/check", "2020/1_clean", "2020/2_lever-1", "2020/report"):
        assert f"{RAW}/questionnaire/lever-1.yaml" in {r.subject for r in told[name].reasons}, name
    other = told["2020/2_lever-0"]
    assert not other.certain and [(r.kind, r.subject) for r in other.reasons] == [(Kind.FOLLOWS, "2020/1_clean")]
    assert other.reasons[0].files == tuple(sorted(map(built.relative, built.lever_tables("2020", 0))))
    assert names(run(played(built), built).ran) == {
        *("check", "1_clean", "2_lever-1", "3_overview", "4_replication", "sheets", "report")
    }


def test_an_edited_or_new_commentary_runs_no_notebook(built):
    text = built.commentary("2020", "fr") / "introduction.md"
    edited(text, "\nUne phrase.\n")
    seal(built)
    told = found(played(built), built)
    assert names(told) == {"check", "report"} == names(run(played(built), built).ran)
    assert {r.subject for r in told["2020/report"].reasons} == {built.relative(text), f"{RAW}/CHECKSUMS.sha256"}

    new = text.with_name("method.md")
    new.write_text("Un.\n")
    seal(built)
    told = found(played(built), built)
    assert names(told) == {"check", "report"}
    for task in told.values():  # the names among the values do not say it again
        assert [r for r in task.reasons if r.kind is not Kind.INPUT_CHANGED] == [
            Reason(Kind.INPUT_NEW, built.relative(new), None, sha(new))
        ]
    assert names(run(played(built), built).ran) == {"check", "report"}
    new.unlink()
    kinds = {(r.kind, r.subject) for r in reasons(played(built), built, "2020/report")}
    assert kinds == {(Kind.INPUT_GONE, built.relative(new))}


def test_another_language_is_a_changed_parameter_of_every_notebook(built):
    told = found(played(built, "en"), built)
    assert names(name for name in told if told[name].certain) == {*NOTEBOOKS, "sheets", "report"} == names(told)
    for name in NOTEBOOKS:
        assert Reason(Kind.VALUE_CHANGED, "lang", "fr", "en") in told[f"2020/{name}"].reasons
    assert names(run(played(built, "en"), built).ran) == names(told)


def test_a_file_of_a_new_wave_concerns_the_check_alone(built):
    shutil.copytree(built.wave_folder("2020"), built.wave_folder("2021"))
    seal(built)
    told = found(played(built), built)
    assert "2020/check" in told and f"{RAW}/waves/2021/wave.yaml" in {r.subject for r in told["2020/check"].reasons}
    assert certain(played(built), built) == {"2020/check", "2020/report"}  # the report prints the seal
    assert not NOTEBOOKS & names(told)


def test_other_studies_tasks_are_remembered_beside_each_other(built):
    steps = played(built)
    run([step for step in steps if step.name == "2020/check"], built)
    assert explain(steps, built) == [] and len(past_runs(built)) == 8
