import mutation
import mutation_report
import pytest
from core import Part

NAMES = {"a.py": [f"a{n}" for n in range(100)], "b.py": [f"b{n}" for n in range(10)], "c.py": ["c0"]}


def test_a_sample_is_the_same_each_time_and_has_some_of_each_module():
    drawn = mutation.drawn(NAMES, 20, 1)
    assert drawn == mutation.drawn(dict(reversed(NAMES.items())), 20, 1) != mutation.drawn(NAMES, 20, 2)
    assert [sum(name[0] == letter for name in drawn) for letter in "abc"] == [18, 3, 1]
    assert len(set(drawn)) == len(drawn)


def part(**states):
    """A part of one module: mutants with their states, those that survive with a change."""
    changes = {
        name: f"--- a\n+++ b\n@@ -1 +1 @@\n-    x  = {name}\n+    x = {name}_other\n"
        for name, state in states.items()
        if state != "killed"
    }
    return {
        "part": "p",
        "sampled": False,
        "modules": {"src/study/m.py": {"mutants": 10, "found_at_first": 1, "states": states, "changes": changes}},
    }


def test_what_is_found_at_a_second_try_takes_the_place_of_the_first():
    before = part(a="killed", b="survived", c="no tests")
    again = part(b="killed", c="survived")
    assert mutation.survivors(before) == ["b", "c"]
    found = mutation.update(before, again)
    assert found["modules"]["src/study/m.py"]["states"] == {"a": "killed", "b": "killed", "c": "survived"}
    assert mutation.survivors(found) == ["c"] == list(found["modules"]["src/study/m.py"]["changes"])
    assert mutation_report.counts(found) == (10, 3, 2, pytest.approx(2 / 3))
    assert mutation_report.counts(found, first=True) == (10, 3, 1, pytest.approx(1 / 3))


def test_each_module_counts_by_its_mutants():
    found = part(a="killed", b="killed")
    found["modules"]["src/study/n.py"] = {"mutants": 30, "states": {"d": "killed", "e": "survived"}, "changes": {}}
    assert mutation_report.counts(found) == (40, 4, 3, pytest.approx((10 + 15) / 40))


def test_survivors_are_shown_with_their_reason_and_told_without_one(tmp_path, monkeypatch):
    reasons = tmp_path / "survivors.yaml"
    monkeypatch.setattr(mutation_report, "_REASONS", reasons)
    monkeypatch.setattr(mutation_report, "parts", lambda: [Part("p", (), ()), Part("q", (), ())])
    found = {"p": part(a="killed", b="survived")}
    reasons.write_text("{}", "utf-8")
    body, wrong = mutation_report.text(found, {name: {"taken": 9, "branches": 10} for name in "pq"})
    assert (
        "* `m.py` (survived): `` x = b `` → `` x = b_other ``. **Not explained.**" in body and "9 of 10 (90.0%)" in body
    )
    assert "| q | – | not tried |" in body
    assert wrong == ["m.py: not explained: x = b_other", "50.0% of the mutants are found, less than 90%"]
    reasons.write_text("m.py:\n  x = b_other: It is the same.\n  x = gone: It was.\n", "utf-8")
    body, wrong = mutation_report.text(found, {})
    assert "→ `` x = b_other ``. It is the same." in body
    assert wrong[0] == "m.py: explained, and found: x = gone"
    # A sample may have left that mutant out.
    found["p"]["sampled"] = True
    assert mutation_report.text(found, {})[1] == wrong[1:]


def test_the_interval_is_wilson_s():
    low, high = mutation_report.interval(45, 50)
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    assert mutation_report.interval(10, 10)[1] == pytest.approx(1)
