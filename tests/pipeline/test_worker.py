"""What a worker says of itself, and for what it is refused."""

import os
from dataclasses import replace

import pytest

from study import __version__
from study.pipeline.worker import Identity, Meeting, identity, introduce, meeting_folder, other_identity, refusals

WORKER = "tcp://127.0.0.1:40000"
OURS = Identity("3.12.1 (Linux x86_64)", "1.0 (aaaa)", {"pandas": "3.0.1", "numpy": "2.4", "ess-study": "1.0"})


@pytest.fixture
def meeting(tmp_path):
    made = Meeting(identity(), tmp_path, "study-abc")
    made.file.parent.mkdir(parents=True)
    made.file.write_text("study-abc", "utf-8")
    return made


def codes(problems):
    return [problem.code for problem in problems]


def test_a_process_like_ours_is_welcome(meeting):
    told = introduce(str(meeting.root), meeting.token)
    assert __version__ in told["identity"].package and told["identity"] == identity()
    assert refusals(meeting, told, WORKER) == []
    assert (meeting_folder(meeting.root) / told["wrote"]).is_file()


@pytest.mark.parametrize(
    ("theirs", "code", "words"),
    [
        (replace(OURS, python="3.11.7 (Linux x86_64)"), "cluster-other-python", ["3.11.7 (Linux", "3.12.1 (Linux"]),
        (replace(OURS, package="0.9 (bbbb)"), "cluster-other-package", ["0.9 (bbbb)", "1.0 (aaaa)"]),
        (replace(OURS, package="1.0 (bbbb)"), "cluster-other-package", ["1.0 (bbbb)", "1.0 (aaaa)"]),
        (replace(OURS, libraries={"pandas": "2.9"}), "cluster-other-libraries", ["pandas 2.9 ≠ 3.0.1"]),
    ],
)
def test_another_identity_is_refused_with_both_versions(theirs, code, words, said):
    (problem,) = other_identity(OURS, theirs, WORKER)
    assert problem.code == code
    for lang in ("fr", "en"):
        assert all(word in said(problem, lang) for word in (*words, WORKER)), lang


def test_libraries_that_only_one_has_and_our_own_entry_are_passed_over():
    theirs = replace(OURS, libraries={"pandas": "3.0.1", "ess-study": "0.9", "gpu": "1"})
    assert other_identity(OURS, theirs, WORKER) == []


def test_many_differing_libraries_are_named_in_part(said):
    ours = replace(OURS, libraries={f"lib{n}": "1" for n in range(9)})
    theirs = replace(OURS, libraries={f"lib{n}": "2" for n in range(9)})
    (problem,) = other_identity(ours, theirs, WORKER)
    assert "lib4 2 ≠ 1" in said(problem, "en") and "…" in said(problem, "en") and "lib5" not in said(problem, "en")


def test_no_folder_or_a_copy_of_it_is_not_the_folder(meeting, tmp_path):
    missing = introduce(str(tmp_path / "elsewhere"), meeting.token)
    assert codes(refusals(meeting, missing, WORKER)) == ["cluster-folder-unseen"]
    copy = tmp_path / "copy"
    meeting_folder(copy).mkdir(parents=True)
    (meeting_folder(copy) / meeting.token).write_text("study-of-before", "utf-8")
    told = introduce(str(copy), meeting.token)
    assert codes(refusals(meeting, told, WORKER)) == ["cluster-folder-unseen"]
    assert len(list(meeting_folder(copy).iterdir())) == 1


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere: the next test plays it")
def test_a_folder_that_cannot_be_written(meeting):
    meeting_folder(meeting.root).chmod(0o500)
    told = introduce(str(meeting.root), meeting.token)
    assert codes(refusals(meeting, told, WORKER)) == ["cluster-folder-read-only"]


def test_a_worker_that_may_not_write_says_why(meeting, said):
    told = {"identity": identity(), "sees": True, "wrote": "", "refused": "Permission denied"}
    (problem,) = refusals(meeting, told, WORKER)
    assert problem.code == "cluster-folder-read-only" and "Permission denied" in said(problem, "fr")
