"""Typing `study diff`: numbers and what differs behind them, cut to a screen unless all is asked for."""

import json

import pytest

MANY = [(f"number_{i}", i, f"number_{i}") for i in range(30)]


@pytest.fixture
def twice(two_waves, edition_kit, commit, git):
    kit = edition_kit
    rows = [("scheme.count", 1, "scheme.count"), ("old", 1, "old"), *MANY]
    kit.freeze(two_waves, "2020", {"numbers.csv": kit.numbers_csv(rows)})
    commit(two_waves.root)
    git(two_waves.root, "tag", "first")
    kit.edit(two_waves, kit.evidence, lambda text: text + kit.found_since)
    kit.edit(two_waves, "requirements.lock", lambda text: text.replace("b==2", "b==3"))
    rows = [("scheme.count", 2, "scheme.count"), ("new", 1, "new"), *((key, n + 1, of) for key, n, of in MANY)]
    kit.freeze(two_waves, "2020", {"numbers.csv": kit.numbers_csv(rows)})
    commit(two_waves.root)
    return two_waves


def test_what_differs_is_shown_with_what_is_behind_it(twice, study, snapshot):
    before = snapshot(twice.root)
    status, out, err = study("--lang", "en", "diff", "2020@first", "2020", "--root", twice.root)
    assert (status, err) == (0, "")
    assert snapshot(twice.root) == before
    (line,) = [line.split() for line in out.splitlines() if line.startswith("scheme.count")]
    assert line == ["scheme.count", "1", "2", "evidence", "(E100)"]
    assert "… and 11 more: --all shows them." in out
    assert "31 numbers differ, 0 are the same." in out and "New: 1" in out and "Gone: 1" in out
    assert "data/raw/evidence/evidence.csv: changed" in out and "“E100”: new" in out
    assert "Code: the same." in out and "Environment: 1 libraries differ: b 2 → 3" in out


def test_all_of_it_on_demand(twice, study):
    status, out, _ = study("--lang", "en", "diff", "2020@first", "2020", "--all", "--root", twice.root)
    assert status == 0
    assert all(f"number_{i} " in out for i in range(30)) and "New: 1 (new)" in out and "more:" not in out


def test_json_holds_every_number_with_its_causes(twice, study):
    status, out, _ = study("diff", "2020@first", "2020", "--json", "--root", twice.root)
    assert status == 0
    said = json.loads(out)
    assert (said["before"], said["after"], said["same"], len(said["numbers"])) == ("2020@first", "2020", 0, 33)
    numbers = {number["key"]: number for number in said["numbers"]}
    assert numbers["scheme.count"]["causes"] == [{"why": "evidence", "of": ["E100"]}]
    assert numbers["scheme.count"]["before"] == {"value": 1.0, "texts": {"fr": "1", "en": "1"}}
    assert numbers["new"]["before"] is None and numbers["old"]["after"] is None
    assert said["inputs"][0]["rows"][0]["key"] == "E100"
    assert said["environment"]["packages"] == [{"package": "b", "before": "2", "after": "3"}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2020", "2020"], "deux fois"),
        (["2020", "2019"], "2019"),
        (["2020", "2020@zz"], "zz"),
        (["2027@first", "2020"], "first"),
    ],
)
def test_what_cannot_be_meant_ends_with_status_2(twice, study, arguments, said):
    status, out, err = study("diff", *arguments, "--root", twice.root)
    assert (status, out) == (2, "") and said in err
