import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from study import __version__
from study.archive.record import edition_intact, list_editions
from study.base.errors import StudyError, UsageError
from study.base.layout import StudyPaths
from study.editions.publish import publish
from study.pipeline.digest import package_digest
from study.report.manifest import write_folder

AT = "reports/published/2020"


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def record(paths):
    return json.loads((paths.published("2020") / "edition.json").read_text("utf-8"))


def test_an_edition_is_the_report_with_its_record_and_a_manifest_of_both(study, package):
    done = publish(study, "2020", package=package)
    held = contents(study.published("2020"))
    report = contents(study.reports("2020"))
    assert (done.folder, done.outcome, done.files) == (AT, "new", len(held))
    assert done.size_bytes == sum(map(len, held.values()))
    assert held.keys() == {"report.pdf", "numbers.csv", "figures/départ.svg", "edition.json", "MANIFEST.sha256"}
    assert {name: held[name] for name in report if name != "MANIFEST.sha256"} == {
        name: content for name, content in report.items() if name != "MANIFEST.sha256"
    }
    listed = dict(reversed(line.split("  ")) for line in held.pop("MANIFEST.sha256").decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    assert edition_intact(study, "2020") == []


def test_the_record_says_what_the_edition_rests_on_and_what_it_holds(study, package, git):
    publish(study, "2020", package=package)
    said = record(study)
    assert (said["format"], said["wave"]) == (1, "2020")
    assert (said["reference_date"], said["publication_date"]) == ("2020-12-31", "2021-01-15")
    assert said["package"] == {"version": __version__, "digest": package_digest(package)}
    for group, folder in (("inputs", study.root), ("lock", study.root)):
        for source in said[group]:
            content = (folder / source["path"]).read_bytes()
            assert source["sha256"] == hashlib.sha256(content).hexdigest()
            # What a later rebuild relies on: git gives the very content back under this id.
            assert git(folder, "cat-file", "blob", source["blob"]).encode() == content
    assert [source["path"] for source in said["code"]] == [
        "notebooks/1_clean.ipynb",
        "src/study/__init__.py",
        "src/study/room/a.py",
    ]
    assert git(package, "cat-file", "blob", said["code"][2]["blob"]) == "A = 1\n"
    assert said["files"] == [
        {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(contents(study.reports("2020")).items())
        if name != "MANIFEST.sha256"
    ]


def test_the_same_study_in_another_folder_gives_the_same_edition(study, package, tmp_path, commit):
    publish(study, "2020", package=package)
    copy = StudyPaths(tmp_path / "b" / "c" / "another")
    shutil.copytree(study.root, copy.root, ignore=shutil.ignore_patterns(".git", "published"))
    tool = tmp_path / "d" / "src" / "study"
    shutil.copytree(package.parents[1], tool.parents[1], ignore=shutil.ignore_patterns(".git", "__pycache__"))
    for path in copy.root.rglob("*"):
        os.utime(path, (1, 1))
    commit(copy.root)
    commit(tool.parents[1])
    publish(copy, "2020", package=tool)
    assert contents(copy.published("2020")) == contents(study.published("2020"))


def test_a_later_wave_changes_nothing_in_the_edition(study, package, add_wave, commit):
    publish(study, "2020", package=package)
    add_wave(study, "2022", "2022-12-31")
    study.checksums.write_text("")  # the seal would change too
    commit(study.root)
    assert publish(study, "2020", package=package).outcome == "unchanged"


def test_publishing_again_writes_nothing(study, package):
    publish(study, "2020", package=package)
    before = {path: path.stat().st_mtime_ns for path in study.published("2020").rglob("*")}
    done = publish(study, "2020", package=package)
    assert (done.outcome, done.files) == ("unchanged", 5)
    assert publish(study, "2020", package=package, replace=True).outcome == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in study.published("2020").rglob("*")} == before


def test_another_edition_in_place_is_refused_until_its_replacement_is_asked_for(study, package, refused, said):
    publish(study, "2020", package=package)
    before = contents(study.published("2020"))
    write_folder(study.reports("2020"), {"report.pdf": b"%PDF new", "figures/départ.svg": b"<svg/>"})
    assert refused(study) == [("edition-differs", AT)]
    assert contents(study.published("2020")) == before
    assert publish(study, "2020", package=package, replace=True).outcome == "replaced"
    held = contents(study.published("2020"))
    assert sorted(held) == ["MANIFEST.sha256", "edition.json", "figures/départ.svg", "report.pdf"]
    assert held["report.pdf"] == b"%PDF new"
    assert edition_intact(study, "2020") == []


def test_a_source_that_changes_no_page_makes_another_edition_all_the_same(study, package, refused, commit):
    publish(study, "2020", package=package)
    study.evidence.write_bytes(study.evidence.read_bytes() + b"\n")
    commit(study.root)
    assert refused(study) == [("edition-differs", AT)]


def test_a_damaged_edition_is_not_mended_in_passing(study, package, refused):
    publish(study, "2020", package=package)
    (study.published("2020") / "report.pdf").write_bytes(b"edited")
    assert refused(study) == [("edition-differs", AT)]
    publish(study, "2020", package=package, replace=True)
    assert edition_intact(study, "2020") == []


def test_everything_that_speaks_against_it_is_said_at_once_and_nothing_written(study, refused, package):
    (study.reports("2020") / "report.pdf").unlink()
    study.frame.write_bytes(study.frame.read_bytes() + b"\n")
    for folder in (study.root, package.parents[1]):
        (folder / "requirements.lock").unlink()
    assert refused(study) == [
        ("changed-since-commit", "data/raw/frame.csv"),
        ("no-lock", "requirements.lock"),
        ("no-report", "reports/2020"),
    ]
    assert refused(study, replace=True) == refused(study)
    assert list_editions(study) == []


@pytest.mark.parametrize("damage", ["unbuilt", "edited", "unlisted"])
def test_only_what_was_built_is_published(study, package, refused, damage):
    folder = study.reports("2020")
    if damage == "unbuilt":
        shutil.rmtree(folder)
    elif damage == "edited":
        (folder / "numbers.csv").write_text("key,value\na,2\n")
    else:  # a file that somebody put there is not of the build, and not of the edition
        (folder / "notes.txt").write_text("x")
        publish(study, "2020", package=package)
        assert "notes.txt" not in contents(study.published("2020"))
        return
    assert refused(study) == [("no-report", "reports/2020")]


def test_a_study_without_git_is_refused(study, refused, monkeypatch):
    shutil.rmtree(study.root / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(study.root.parent))
    assert refused(study) == [("no-work-tree", "")]


def test_a_broken_earlier_wave_is_said_with_the_rest(study, refused, add_wave):
    add_wave(study, "2018", "2018-12-31")
    real = study.wave_yaml("2020")  # what is invented is compared with nothing
    real.write_text(real.read_text("utf-8").replace("fictitious: true", "fictitious: false"), "utf-8")
    path = study.wave_yaml("2018")
    path.write_text(path.read_text("utf-8").replace("frame_vintage: 2020", "frame_vintage: x"), "utf-8")
    (study.reports("2020") / "report.pdf").unlink()
    assert sorted(place for _, place in refused(study)) == ["data/raw/waves/2018/wave.yaml", "reports/2020"]


def test_a_wave_that_does_not_exist_is_wrong_usage(study, package):
    with pytest.raises(UsageError) as caught:
        publish(study, "2202", package=package)
    assert [problem.code for problem in caught.value.problems] == ["unknown-wave"]


def test_a_failure_while_writing_leaves_the_old_edition_as_it_was(study, package, monkeypatch):
    publish(study, "2020", package=package)
    before = contents(study.published("2020"))
    write_folder(study.reports("2020"), {"report.pdf": b"new", "numbers.csv": b"new"})
    written, write_bytes = [], Path.write_bytes

    def fail_at_the_third(path, data):
        written.append(path)
        if len(written) == 3:
            raise OSError("disk full")
        return write_bytes(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail_at_the_third)
        with pytest.raises(StudyError):
            publish(study, "2020", package=package, replace=True)
    assert contents(study.published("2020")) == before
    assert list_editions(study) == ["2020"]
    assert publish(study, "2020", package=package, replace=True).outcome == "replaced"
    assert [path.name for path in study.published("2020").parent.iterdir()] == ["2020"]


def test_the_problems_say_what_to_do_in_both_languages(study, package, said):
    publish(study, "2020", package=package)
    write_folder(study.reports("2020"), {"report.pdf": b"%PDF new"})
    study.frame.write_bytes(b"")
    with pytest.raises(StudyError) as caught:
        publish(study, "2020", package=package)
    by_code = {problem.code: problem for problem in caught.value.problems}
    assert "Commit it first" in said(by_code["changed-since-commit"], "en")
    assert "Faites-en d’abord un commit" in said(by_code["changed-since-commit"], "fr")
    # The record, and the three files of the report: one changed, two gone.
    what = "what differs (4): edition.json, figures/départ.svg, numbers.csv and …."
    assert what in said(by_code["edition-differs"], "en")
    assert "--replace" in said(by_code["edition-differs"], "fr")


def test_answers_that_are_withheld_are_named_by_their_content_and_not_asked_of_git(study, package, commit):
    about = study.wave_yaml("2020")
    about.write_text(about.read_text("utf-8") + "survey:\n  withheld: true\n", "utf-8")
    folder = study.responses("2020")
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n!.gitignore\n", "utf-8")
    export = folder / "export.csv"
    export.write_text("territory,scheme\narbois,yes\n", "utf-8")
    commit(study.root)
    publish(study, "2020", package=package)
    edition = json.loads((study.published("2020") / "edition.json").read_text("utf-8"))
    [named] = [item for item in edition["inputs"] if item["path"].endswith("export.csv")]
    assert named["sha256"] == hashlib.sha256(export.read_bytes()).hexdigest()


def test_answers_that_are_not_withheld_must_be_in_git(study, refused):
    study.responses("2020").mkdir()
    (study.responses("2020") / "export.csv").write_text("territory,scheme\narbois,yes\n", "utf-8")
    assert refused(study) == [("not-committed", "data/raw/waves/2020/responses/export.csv")]
