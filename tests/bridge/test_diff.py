"""Two editions, number by number."""

import pytest

from study.base.errors import StudyError, UsageError
from study.bridge.causes import Cause, Why
from study.bridge.diff import diff
from study.bridge.environment import Pin

ROWS = [
    ("scheme.count", 1, "scheme.count"),
    ("clauses.count", 1, "clauses.count"),
    ("lever_1.intensity.cassis", 0.5, "lever_1.intensity"),
    ("old", 1, "old"),
]


@pytest.fixture
def twice(published, kit, commit, git):
    """Wave 2020 published, then again with a fact found since: the first edition is revision `first`."""
    kit.freeze(published, "2020", {"numbers.csv": kit.numbers_csv(ROWS)})
    commit(published.root)
    git(published.root, "tag", "first")
    kit.edit(published, kit.evidence, lambda text: text + kit.found_since)
    kit.edit(published, "requirements.lock", lambda text: text.replace("b==2", "b==3"))
    rows = [
        ("scheme.count", 2, "scheme.count"),
        ("clauses.count", 1, "clauses.count"),
        ("lever_1.intensity.cassis", 1, "lever_1.intensity"),
        ("new", 1, "new"),
    ]
    kit.freeze(published, "2020", {"numbers.csv": kit.numbers_csv(rows)})
    commit(published.root)
    return published


def test_numbers_are_compared_by_key_with_the_facts_behind_them(twice):
    found = diff(twice, "2020@first", "2020")
    assert {(change.key, change.kind): change.causes for change in found.numbers} == {
        ("scheme.count", "moved"): (Cause(Why.EVIDENCE, ("E100",)),),
        ("lever_1.intensity.cassis", "moved"): (Cause(Why.EVIDENCE, ("E100",)),),
        ("new", "new"): (),
        ("old", "gone"): (),
    }
    moved = found.numbers[0]
    assert (moved.before.value, moved.after.value, moved.after.texts) == ("1", "2", {"fr": "2", "en": "2"})
    assert found.same == 1
    assert [(change.path, [row.key for row in change.rows]) for change in found.inputs] == [
        ("data/raw/evidence/evidence.csv", ["E100"])
    ]
    assert found.code == () and found.environment.packages == (Pin("b", "2", "3"),)


def test_the_other_way_round_what_is_new_is_gone(twice):
    kinds = {change.key: change.kind for change in diff(twice, "2020", "2020@first").numbers}
    assert kinds == {"scheme.count": "moved", "lever_1.intensity.cassis": "moved", "old": "new", "new": "gone"}


def test_the_same_edition_under_two_names_has_no_difference(twice):
    found = diff(twice, "2020", "2020@HEAD")
    assert (found.numbers, found.inputs, found.code, found.environment.same) == ((), (), (), True)
    assert found.same == 4


def test_editions_of_two_waves_differ_by_their_date(twice, kit, commit):
    rows = [("scheme.count", 3, "scheme.count")]
    kit.freeze(twice, "2027", {"numbers.csv": kit.numbers_csv(rows)})
    found = diff(twice, "2020", "2027")
    assert [(c.key, c.kind, c.causes) for c in found.numbers if c.kind == "moved"] == [
        ("scheme.count", "moved", (Cause(Why.DATE),))
    ]


def test_code_that_differs_is_told_file_by_file(twice, kit, commit):
    twice.notebooks.mkdir()
    (twice.notebooks / "1_clean.ipynb").write_text("{}\n", "utf-8")
    kit.freeze(twice, "2020", {"numbers.csv": kit.numbers_csv([("clauses.count", 2, "clauses.count")])})
    commit(twice.root)
    found = diff(twice, "2020@HEAD~1", "2020")
    assert found.code == (("notebooks/1_clean.ipynb", "added"),)
    assert [c.causes for c in found.numbers if c.kind == "moved"] == [(Cause(Why.CODE),)]


def test_names_that_cannot_be_meant_are_wrong_usage(twice):
    for before, after, code in (
        ("2020", "2020", "named-twice"),
        ("2019", "2020", "unknown-edition"),
        ("2020", "2020@nowhere", "unknown-revision"),
        ("2020", "2020@--help", "unknown-revision"),
        ("2027@first", "2020", "not-published-then"),
    ):
        with pytest.raises(UsageError) as caught:
            diff(twice, before, after)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_in_a_shallow_clone_every_file_that_cannot_be_looked_into_is_named(shallow, kit):
    kit.freeze(shallow, "2027")
    with pytest.raises(StudyError) as caught:
        diff(shallow, "2020", "2027")
    assert {(problem.code, problem.place.file) for problem in caught.value.problems} == {
        ("missing-history", "data/raw/evidence/evidence.csv"),
        ("missing-history", "data/raw/questionnaire/lever-1.yaml"),
    }
