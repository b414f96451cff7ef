import shutil
import subprocess

import pytest

from study.base.errors import StudyError
from study.base.text import say
from study.intake import checksums
from study.intake.seal import NO_TABLE, NOT_FOUND, SINCE_COMMIT, changed_rows, seal

EVIDENCE = "data/raw/evidence/evidence.csv"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")


def git(paths, *arguments):
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(paths.root), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def committed(small_study):
    git(small_study, "init", "-q")
    git(small_study, "add", "-A")
    git(small_study, "commit", "-q", "-m", "first")
    return small_study


def edit(path, *replacements, more=""):
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text + more, encoding="utf-8")


def refused(paths):
    before = paths.checksums.read_bytes() if paths.checksums.exists() else None
    with pytest.raises(StudyError) as caught:
        seal(paths)
    after = paths.checksums.read_bytes() if paths.checksums.exists() else None
    assert after == before
    return caught.value.problems


def test_the_first_seal_covers_every_file(make_study):
    paths = make_study(sealed=False)
    (paths.raw / ".DS_Store").write_bytes(b"x")
    report = seal(paths)
    assert report.file == "data/raw/CHECKSUMS.sha256"
    assert report.ignored == (".DS_Store",)
    assert {change.kind for change in report.changes} == {"added"}
    assert len(report.changes) == len(report.covered) == 10
    assert checksums.verify(paths) == []


def test_sealing_again_changes_nothing(small_study):
    before = small_study.checksums.stat().st_mtime_ns
    assert seal(small_study).changes == ()
    assert small_study.checksums.stat().st_mtime_ns == before


@needs_git
def test_changed_rows_are_listed_against_what_was_sealed(committed):
    edit(
        *(
            committed.evidence,
            ("high,Two people", "low,Two people"),
            ("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,no"),
        ),
        more="E015,cassis,0,staff,yes,2020,year,,S001,high,One person,Une personne\n",
    )
    (committed.wave_folder("2020") / "commentary" / "fr" / "introduction.md").write_text("Autre chose.\n")
    prose, evidence = sorted(changed_rows(committed), key=lambda change: change.file, reverse=True)
    assert (prose.kind, prose.rows, prose.note) == ("changed", (), NO_TABLE)
    assert (evidence.file, evidence.kind, evidence.note) == (EVIDENCE, "changed", None)
    assert [(row.kind, row.key, row.row, row.cells) for row in evidence.rows] == [
        ("changed", "E003", 4, (("confidence", "high", "low"),)),
        ("changed", "E010", 11, (("answer", "yes", "no"),)),
        ("added", "E015", 16, ()),
    ]
    report = seal(committed)
    assert report.changes == (evidence, prose)
    assert checksums.verify(committed) == [] and changed_rows(committed) == ()


@needs_git
def test_the_sealed_content_is_found_behind_later_commits_and_when_only_staged(committed):
    edit(committed.sources, ("Page sans date", "Page"))
    seal(committed)
    git(committed, "add", "-A")
    edit(committed.sources, ("Page,", "Pages,"))
    [change] = changed_rows(committed)
    assert change.note is None
    assert change.rows[0].cells == (("title", "Page", "Pages"),)
    git(committed, "commit", "-q", "-m", "second")
    git(committed, "add", "-A")
    git(committed, "commit", "-q", "-m", "third, unsealed")
    [change] = changed_rows(committed)
    assert change.rows[0].cells == (("title", "Page", "Pages"),)


@needs_git
def test_what_was_sealed_but_never_committed_is_compared_with_the_last_commit(committed):
    edit(committed.sources, ("Page sans date", "Page"))
    seal(committed)
    edit(committed.sources, ("Page,", "Pages,"))
    [change] = changed_rows(committed)
    assert change.note == SINCE_COMMIT
    assert change.rows[0].cells == (("title", "Page sans date", "Pages"),)


def test_without_a_repository_the_report_says_so(small_study, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(small_study.root.parent))
    edit(small_study.sources, ("Page sans date", "Page"))
    [change] = seal(small_study).changes
    assert (change.kind, change.rows, change.note) == ("changed", (), NOT_FOUND)
    assert "not found in git" in say(change.note, "en")
    assert "introuvable dans git" in say(change.note, "fr")


def test_without_git_at_all_the_report_says_so(small_study, monkeypatch):
    monkeypatch.setenv("PATH", "")
    edit(small_study.sources, ("Page sans date", "Page"))
    [change] = seal(small_study).changes
    assert change.note == NOT_FOUND


def test_removed_and_added_files_are_listed(small_study):
    prose = small_study.commentary("2020", "fr") / "introduction.md"
    prose.rename(prose.with_name("debut.md"))
    assert {(change.kind, change.file.rsplit("/", 1)[1]) for change in seal(small_study).changes} == {
        ("added", "debut.md"),
        ("removed", "introduction.md"),
    }


def test_inputs_with_problems_are_not_sealed(small_study):
    edit(small_study.evidence, ("E010,cassis", "E010,casis"))
    edit(small_study.claims("2020"), ("scheme.count", "schema.count"))
    assert sorted(problem.code for problem in refused(small_study)) == ["unknown-indicator", "unknown-territory"]


@needs_git
def test_evidence_that_vanished_is_refused(committed, said):
    edit(committed.evidence, ("E003,arbois,0,staff,yes,2019-05,month,,S002,high,Two people,Deux personnes\n", ""))
    [problem] = refused(committed)
    assert (problem.code, problem.value, problem.place.file) == ("vanished-evidence", "E003", EVIDENCE)
    assert "write “withdrawn” as its confidence" in said(problem, "en")
    assert "écrivez « withdrawn »" in said(problem, "fr")


@needs_git
@pytest.mark.parametrize(
    ("old", "new"), [("E003,arbois", "E003,cassis"), ("E003,arbois,0,staff", "E003,arbois,0,elected")]
)
def test_evidence_given_to_another_fact_is_refused(committed, said, old, new):
    edit(committed.evidence, (old, new))
    [problem] = refused(committed)
    assert (problem.code, problem.value) == ("reused-evidence", "E003")
    assert (problem.place.file, problem.place.row, problem.place.column) == (EVIDENCE, 4, "evidence")
    assert "was about arbois / staff" in said(problem, "en")
    assert "portait sur arbois / staff" in said(problem, "fr")


@needs_git
def test_withdrawing_is_the_way_out(committed):
    edit(committed.evidence, ("high,Two people", "withdrawn,Two people"))
    [change] = seal(committed).changes
    assert change.rows[0].cells == (("confidence", "high", "withdrawn"),)
