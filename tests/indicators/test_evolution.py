"""What changed between two waves: every transition, and the real data against the golden table's own states."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.answers import tables
from study.answers.states import resolve
from study.answers.tables import YES_NO, LeverAnswers
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.indicators.evolution import (
    Change,
    change_of,
    compare,
    compared_questions,
    counts,
    earlier_intensity,
    question_indicators,
    total_indicators,
)
from study.intake.inputs import load_inputs

ROOT = Path(__file__).parents[2]
ANSWER = {"y": "yes", "p": "planned", "n": "no"}
STATUS = {"u": "unknown", "c": "conflict", "-": "not_asked", "a": "no_answer", "r": "no_response"}
# Written again from the design: what is in neither row of the first four is stable or another change.
EXPECTED = {"ny": "adopted", "py": "adopted", "yn": "ended", "uy": "newly_documented", "yu": "no_longer_documented"}


def answers(states):
    """Return the tables of one question, `plan`, from {territory: letter}."""
    index = pd.Index(list(states), name="territory", dtype="str")
    letters = list(states.values())
    plan = pd.DataFrame({"plan": pd.Series([ANSWER.get(code) for code in letters], index=index, dtype=YES_NO)})
    status = pd.DataFrame({"plan": [STATUS.get(code, "answered") for code in letters]}, index=index)
    blank = pd.DataFrame({"plan": [""] * len(letters)}, index=index)
    return LeverAnswers(plan, status.astype("category"), blank, blank, plan)


@pytest.mark.parametrize("before", "ypnu")
@pytest.mark.parametrize("after", "ypnu")
def test_each_pair_of_states_is_one_change(before, after):
    words = {"y": "yes", "p": "planned", "n": "no", "u": "unknown"}
    expected = "stable" if before == after else EXPECTED.get(before + after, "other")
    assert change_of(words[before], words[after]) == expected


STATES = st.dictionaries(st.sampled_from([f"t{n}" for n in range(9)]), st.sampled_from("ypnuca r-".replace(" ", "")))


@given(STATES, STATES)
def test_changes_add_up_on_the_territories_of_both_frames_that_were_asked(then, now):
    found = compare("plan", answers(then), answers(now))
    both = [key for key, code in now.items() if code != "-" and then.get(key, "-") != "-"]
    assert list(found.changes) == both
    known = (
        {key: ("u" if code in "car" else code) for key, code in then.items()},
        {key: ("u" if code in "car" else code) for key, code in now.items()},
    )
    for key in both:
        pair = known[0][key] + known[1][key]
        assert found.changes[key] == ("stable" if pair[0] == pair[1] else EXPECTED.get(pair, "other"))
    rows = {row.indicator: row for row in question_indicators(3, "2019", [found])}
    assert sum(rows[f"evolution.2019.plan.{change}"].value for change in Change) == len(both)
    assert rows["evolution.2019.plan.before"].value == sum(known[0][key] == "y" for key in both)
    assert rows["evolution.2019.plan.after"].value == sum(known[1][key] == "y" for key in both)
    assert {(row.base, row.lever, row.unit) for row in rows.values()} == {(len(both), 3, "territories")}
    assert sum(counts([found, found]).values()) == 2 * len(both)


def test_totals_and_the_earlier_intensity_keep_to_the_territories_of_both():
    then, now = answers({"a": "y", "b": "u", "gone": "y"}), answers({"b": "y", "a": "n", "new": "y"})
    totals = {row.indicator: row.value for row in total_indicators(3, "2019", [compare("plan", then, now)])}
    assert totals["evolution.2019.lever_3.ended"] == totals["evolution.2019.lever_3.newly_documented"] == 1
    assert totals["evolution.2019.lever_3.stable"] == 0
    row = earlier_intensity(3, "lever_3", "2019", [then], ["plan"], ["b", "a"])
    assert (row.indicator, row.value, row.upper, row.base) == ("evolution.2019.lever_3.intensity", 0.5, 1.0, 2)
    assert earlier_intensity(3, "lever_3", "2019", [then], ["plan"], []).value is None


def test_the_real_changes_are_those_between_the_golden_states():
    with (ROOT / "tests" / "golden" / "states.csv").open(encoding="utf-8", newline="") as stream:
        golden = list(csv.DictReader(stream))
    days = ("2019-07-05", "2021-11-17", "2025-12-31")
    inputs = load_inputs(StudyPaths(ROOT), "2019", sealed=False)
    study = load_study(StudyPaths(ROOT))
    territories = list(inputs.frame["territory"])
    at = {}
    for day in days:
        states = resolve(inputs.evidence, study, territories, date.fromisoformat(day))
        at[day] = {lever.lever: tables.build(states, states, lever) for lever in study.levers}
    for first, last in ((days[0], days[1]), (days[1], days[2]), (days[0], days[2])):
        expected = Counter()
        for row in golden:
            pair = tuple("u" if row[f"state_{day}"] == "conflict" else row[f"state_{day}"][0] for day in (first, last))
            if "not_asked" not in (row[f"state_{first}"], row[f"state_{last}"]):
                expected["stable" if pair[0] == pair[1] else EXPECTED.get("".join(pair), "other")] += 1
        found = [
            compare(question.question, at[first][lever.lever], at[last][lever.lever])
            for lever in study.levers
            for question in compared_questions(lever)
            if question.core
        ]
        assert {change.value: count for change, count in counts(found).items() if count} == dict(expected)
    spaser = compare("spaser_adopted", at[days[0]][5], at[days[2]][5])
    assert len(spaser.saying_yes(spaser.before)) == 6 and len(spaser.saying_yes(spaser.after)) == 15
