"""Getting back the files of an edition: from the folder, from git, or not at all."""

import subprocess

import pytest

from study.archive.record import read_edition
from study.archive.recover import content_of, recovered, restore
from study.base.errors import StudyError
from study.editions.publish import publish
from study.intake import checksums


@pytest.fixture
def edition(study, package, commit):
    """The edition of 2020 of a committed study, its evidence edited and its package gone since."""
    publish(study, "2020", package=package)
    commit(study.root)
    made, problems = read_edition(study, "2020")
    assert made is not None and problems == []
    return made


def named(edition, end):
    return next(source for source in (*edition.inputs, *edition.code) if source.path.endswith(end))


def test_a_file_as_it_was_comes_from_the_folder_and_an_edited_one_from_git(study, edition):
    source = named(edition, "evidence.csv")
    before = study.evidence.read_bytes()
    assert content_of(source, [study.root]) == before
    study.evidence.write_bytes(before + b"\n")
    assert content_of(source, [study.root]) == before
    (study.root / ".git").rename(study.root / "git-elsewhere")
    assert content_of(source, [study.root]) is None


def test_a_package_kept_apart_is_found_there(study, edition, package):
    found = recovered(study, edition, edition.code, package_root=package.parents[1])
    assert found["src/study/room/a.py"] == b"A = 1\n"


def test_every_file_not_to_be_had_is_told_at_once(study, edition, package):
    for path in (study.evidence, study.frame):
        path.write_bytes(b"x")
    (study.root / ".git").rename(study.root / "git-elsewhere")
    with pytest.raises(StudyError) as caught:
        recovered(study, edition, edition.inputs)
    assert [(p.code, p.place.file) for p in caught.value.problems] == [
        ("missing-source", "data/raw/evidence/evidence.csv"),
        ("missing-source", "data/raw/frame.csv"),
    ]


def test_a_shallow_clone_is_told_to_fetch_the_history(study, edition, commit, tmp_path):
    study.evidence.write_bytes(b"x")
    commit(study.root)
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{study.root}", str(clone)], check=True)
    with pytest.raises(StudyError) as caught:
        recovered(type(study)(clone), edition, edition.inputs)
    assert [p.code for p in caught.value.problems] == ["missing-history"]


def test_what_is_restored_is_a_sealed_study_that_can_be_recovered_from(study, edition, tmp_path):
    study.frame.write_bytes(b"x")
    files = recovered(study, edition, edition.inputs)
    there = restore(tmp_path / "restored", files, study.root)
    assert checksums.verify(there) == []
    assert there.frame.read_bytes() == files["data/raw/frame.csv"] != b"x"
    there.frame.write_bytes(b"y")
    assert content_of(named(edition, "frame.csv"), [there.root]) == files["data/raw/frame.csv"]
