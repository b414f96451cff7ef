"""An edition as a commit held it."""

import pytest

from study.base.errors import StudyError, UsageError
from study.bridge.revisions import held


def test_an_edition_is_read_as_the_commit_holds_it_and_the_work_tree_is_left_alone(published, kit, commit):
    kit.freeze(published, "2020", {"numbers.csv": kit.numbers_csv([("a", 1, "a")]), "trail.json": b"{}"})
    commit(published.root)
    kit.freeze(published, "2020", {"numbers.csv": b"other"})
    before = {path: path.read_bytes() for path in published.published("2020").iterdir()}
    then = held(published, "2020@HEAD")
    assert (then.numbers, then.trail) == (kit.numbers_csv([("a", 1, "a")]), b"{}")
    now = held(published, "2020")
    assert (now.numbers, now.trail) == (b"other", None)
    assert {path: path.read_bytes() for path in published.published("2020").iterdir()} == before


def test_a_damaged_edition_of_a_commit_is_damaged(published, commit):
    (published.published("2020") / "MANIFEST.sha256").unlink()
    commit(published.root)
    with pytest.raises(StudyError) as caught:
        held(published, "2020@HEAD")
    assert [problem.code for problem in caught.value.problems] == ["missing-edition-file"]


def test_without_git_there_are_no_revisions(published):
    (published.root / ".git").rename(published.root / "elsewhere")
    with pytest.raises(UsageError) as caught:
        held(published, "2020@HEAD")
    (problem,) = caught.value.problems
    assert problem.code == "unknown-revision" and "git" in problem.details["said"]
