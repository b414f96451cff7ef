import shutil
import tempfile
import time

import pytest

from study.archive.record import read_edition
from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.verify import rebuild
from study.verify.outputs import read_folder
from study.verify.rebuild import rebuilt, run_edition


@pytest.fixture
def again(edition, package):
    """`again(paths)`: rebuild the edition of 2020 as its record says."""

    def run(paths=edition, **options):
        record, problems = read_edition(paths, "2020")
        assert not problems
        return rebuilt(paths, record, package=package, **options)

    return run


@pytest.fixture
def temporary(tmp_path_factory, monkeypatch):
    """A folder of temporary files of its own: other tests, at the same time, have theirs in the machine's."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_an_edition_is_built_again_from_its_own_inputs_and_code_whatever_is_there_today(
    again, edition, package, temporary
):
    published = read_folder(edition.published("2020"))
    used = temporary.stat().st_mtime_ns
    (package / "__main__.py").write_text("raise SystemExit(3)", "utf-8")
    edition.evidence.write_text("nothing", "utf-8")
    found = again()
    assert (found.failure, found.files) == ("", published)
    assert found.sources["requirements.lock"] == b"a==1\n"
    assert temporary.stat().st_mtime_ns != used
    assert list(temporary.iterdir()) == []  # nothing is left behind


def test_a_build_that_fails_says_so_on_its_own_screen_without_a_traceback_or_a_folder(tmp_path):
    def said(code):
        paths = StudyPaths(tmp_path / "edition")
        (paths.root / "src" / "study").mkdir(parents=True, exist_ok=True)
        (paths.root / "src" / "study" / "__init__.py").touch()
        (paths.root / "src" / "study" / "__main__.py").write_text(code, "utf-8")
        return run_edition(paths, "2020", seconds=20)

    assert said("import sys; sys.stderr.write(f'no \\x1b[1m {sys.argv[-1]}/x\\n'); sys.exit(1)") == "no \\x1b[1m …/x"
    assert said("def f():\n    raise ValueError('that')\nf()") == "ValueError: that"
    assert said("def f():\n    raise ValueError('that\\n\\n(a hint)')\nf()") == "ValueError: that\n\n(a hint)"
    assert said("import sys; print('only this'); sys.exit(2)") == "only this"
    assert said("import sys; sys.exit(2)") == "exit status 2"
    assert said("print('well')") == ""
    # Nothing of this process's surroundings reaches it.
    assert said("import os, sys; sys.exit(any(n in os.environ for n in ('STUDY_ROOT', 'STUDY_LANG', 'USER')))") == ""


def test_an_edition_in_two_languages_is_built_again_in_both(edition, package, monkeypatch):
    record, _ = read_edition(edition, "2020")
    one = record.files[0]
    more = record.model_copy(update={"files": (*record.files, one.model_copy(update={"path": "report.en.pdf"}))})
    asked = []
    monkeypatch.setattr(rebuild, "run_edition", lambda paths, wave, further: asked.append(further) or "no")
    for edition_record in (record, more):
        rebuilt(edition, edition_record, package=package)
    assert asked == [(), ("en",)]


def test_further_languages_are_asked_for_as_a_reader_would(tmp_path):
    paths = StudyPaths(tmp_path / "edition")
    (paths.root / "src" / "study").mkdir(parents=True)
    (paths.root / "src" / "study" / "__init__.py").touch()
    (paths.root / "src" / "study" / "__main__.py").write_text("import sys; sys.exit(' '.join(sys.argv[1:5]))", "utf-8")
    assert run_edition(paths, "2020", seconds=20, further=("en",)) == "report 2020 --lang-report en"
    assert run_edition(paths, "2020", seconds=20).startswith("report 2020 --root")


def test_a_build_that_does_not_end_is_stopped_with_all_that_it_started(tmp_path):
    paths = StudyPaths(tmp_path / "edition")
    alive = tmp_path / "alive"
    (paths.root / "src" / "study").mkdir(parents=True)
    (paths.root / "src" / "study" / "__init__.py").touch()
    child = f"import pathlib, time\nwhile True:\n    pathlib.Path({str(alive)!r}).touch()\n    time.sleep(0.05)"
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    (paths.root / "src" / "study" / "__main__.py").write_text(code, "utf-8")
    assert "0 minutes" in run_edition(paths, "2020", seconds=2)
    alive.unlink(missing_ok=True)
    time.sleep(0.3)
    assert not alive.exists()


def test_a_failed_build_leaves_nothing_either(again, temporary):
    found = again(run=lambda paths, wave: "no")
    assert (found.failure, found.files) == ("no", {}) and list(temporary.iterdir()) == []

    def interrupted(paths, wave):
        assert paths.wave_yaml(wave).is_file() and list(temporary.iterdir()) != []
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        again(run=interrupted)
    assert list(temporary.iterdir()) == []


def test_a_package_that_is_installed_elsewhere_gives_the_code_that_it_still_is(again, edition, package, tmp_path):
    # As in an environment: no repository, no src/ above the package.
    site = tmp_path / "site-packages"
    shutil.copytree(package, site / "study")
    record, _ = read_edition(edition, "2020")
    shutil.rmtree(package.parents[1])
    assert rebuilt(edition, record, package=site / "study").files == read_folder(edition.published("2020"))
    (site / "study" / "__main__.py").write_text("", "utf-8")
    with pytest.raises(StudyError) as caught:
        rebuilt(edition, record, package=site / "study")
    assert [problem.place.file for problem in caught.value.problems] == ["src/study/__main__.py"]


def test_a_shallow_clone_is_told_to_fetch_its_history(again, edition, package, git, commit, tmp_path):
    # Two commits ago the inputs were those of the edition.
    edition.evidence.write_text(edition.evidence.read_text("utf-8") + "\n", "utf-8")
    commit(edition.root)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{edition.root}", "shallow")
    with pytest.raises(StudyError) as caught:
        again(StudyPaths(tmp_path / "shallow"))
    assert {problem.code for problem in caught.value.problems} == {"missing-history"}
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert again(StudyPaths(tmp_path / "shallow")).failure == ""


def test_what_a_failing_build_says_is_read_whatever_its_bytes(tmp_path):
    paths = StudyPaths(tmp_path / "edition")
    (paths.root / "src" / "study").mkdir(parents=True)
    (paths.root / "src" / "study" / "__init__.py").touch()
    said = "import sys; sys.stderr.buffer.write(b'mal\\xe9crit'); sys.exit(1)"
    (paths.root / "src" / "study" / "__main__.py").write_text(said, "utf-8")
    assert run_edition(paths, "2020", seconds=20) == "mal\N{REPLACEMENT CHARACTER}crit"
