"""The package and an independent script agree on the real data, and on planted ones."""

import csv
import importlib.util
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.states import resolve
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.intake.inputs import load_inputs

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATES = ["2019-07-05", "2021-11-17", "2025-12-31"]


@pytest.fixture(scope="module")
def golden():
    """Return {(question, territory): {date: state}}, from states.csv."""
    with (HERE / "states.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["question"], row["territory"]): {day: row[f"state_{day}"] for day in DATES}
            for row in csv.DictReader(stream)
        }


@pytest.fixture(scope="module")
def inputs():
    return load_inputs(StudyPaths(ROOT), "2019", sealed=False)


@pytest.fixture(scope="module")
def script():
    """Return the independent script, as a module."""
    spec = importlib.util.spec_from_file_location("make_golden", HERE / "make_golden.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def states_of(found):
    """Return {(question, territory): state}, a status and an answer told in one word."""
    words = found["answer"].where(found["status"] == "answered", found["status"])
    return dict(zip(zip(found["question"], found["territory"], strict=True), words, strict=True))


def test_the_golden_table_is_whole(golden, inputs):
    core = [question.question for question in inputs.study.questions if question.core]
    assert len(core) == 32 and inputs.frame["territory"].nunique() == 22
    assert set(golden) == {(question, territory) for question in core for territory in inputs.frame["territory"]}
    said = {state for by_date in golden.values() for state in by_date.values()}
    assert {"yes", "planned", "no", "unknown"} <= said <= {"yes", "planned", "no", "unknown", "conflict"}


@pytest.mark.parametrize("day", DATES)
def test_the_package_finds_the_golden_states(golden, inputs, day):
    found = resolve(inputs.evidence, inputs.study, list(inputs.frame["territory"]), date.fromisoformat(day))
    found = states_of(found)
    differences = {
        key: f"golden {by_date[day]}, package {found[key]}"
        for key, by_date in golden.items()
        if found[key] != by_date[day]
    }
    assert differences == {}


def test_the_script_makes_the_table_again_byte_for_byte(tmp_path):
    shutil.copy(HERE / "make_golden.py", tmp_path)
    subprocess.run([sys.executable, "make_golden.py", str(ROOT / "data" / "raw")], cwd=tmp_path, check=True)
    assert (tmp_path / "states.csv").read_bytes() == (HERE / "states.csv").read_bytes()


QUESTIONS = {"ess_elected": 0, "ess_strategy": 0, "spaser_adopted": 5}
# Around the reference dates and the election of 2020-06-28, to the year, the month and the day.
WRITTEN = st.one_of(
    st.integers(2011, 2022).map(str),
    st.tuples(st.integers(2013, 2021), st.sampled_from(["01", "06", "07", "12"])).map("{0[0]}-{0[1]}".format),
    st.sampled_from(["2014-03-29", "2014-03-30", "2019-07-05", "2019-07-06", "2020-06-27", "2020-06-28", "2018-01-01"]),
)
FACT = st.fixed_dictionaries(
    {
        "territory": st.sampled_from(["lille", "metz"]),
        "question": st.sampled_from(sorted(QUESTIONS)),
        "answer": st.sampled_from(["yes", "yes", "no", "planned", "proposed"]),
        "as_of": WRITTEN,
        "inferred": st.booleans(),
        "valid_until": st.one_of(st.just(""), st.just(""), WRITTEN),
    }
)


@pytest.fixture(scope="module")
def study():
    """Return the real questionnaire cut down to one question of each validity."""
    whole = load_study(StudyPaths(ROOT))
    kept = [
        lever.model_copy(update={"questions": tuple(q for q in lever.questions if q.question in QUESTIONS)})
        for lever in whole.levers
        if lever.lever in QUESTIONS.values()
    ]
    return whole.model_copy(update={"levers": tuple(kept)})


@settings(max_examples=60, deadline=None)
@given(
    drawn=st.lists(FACT, max_size=9),
    day=st.one_of(st.sampled_from(DATES), st.dates(date(2014, 1, 1), date(2023, 12, 31)).map(date.isoformat)),
)
def test_they_agree_on_planted_facts_too(script, study, drawn, day):
    rows = [
        {
            **{name: fact[name] for name in ("territory", "question", "answer", "as_of", "valid_until")},
            "evidence": f"E{number}",
            "lever": QUESTIONS[fact["question"]],
            "code": fact["question"],
            "as_of_precision": "inferred" if fact["inferred"] else ("year", "month", "day")[fact["as_of"].count("-")],
            "confidence": "high",
        }
        for number, fact in enumerate(drawn)
    ]
    columns = ["territory", "question", "answer", "as_of", "valid_until", "evidence", "code", "as_of_precision"]
    evidence = pd.DataFrame(rows, columns=[*columns, "lever", "confidence"])
    found = states_of(resolve(evidence, study, ["lille", "metz"], date.fromisoformat(day)))
    expected = {
        key: script.state(
            key[0], [script.read_fact(row) for row in rows if (row["question"], row["territory"]) == key], day
        )
        for key in found
    }
    assert found == expected
