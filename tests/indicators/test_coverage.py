"""What the study rests on, counted on the small study by hand."""

import pytest

from study.answers.clean import clean
from study.indicators.coverage import coverage_indicators
from study.intake.inputs import load_inputs

EVIDENCE = "data/raw/evidence/evidence.csv"


@pytest.fixture
def rows_of(make_study):
    def rows(files=None, sources=("S001", "S002")):
        inputs = load_inputs(make_study(files), "2020")
        cleaned = clean(inputs)
        found = coverage_indicators(cleaned.facts, cleaned.states, inputs.study, list(sources))
        return {row.indicator: row for row in found}

    return rows


def test_the_counts_of_the_small_study(rows_of):
    found = rows_of()
    assert {name: row.value for name, row in found.items() if name != "answers.known"} == {
        "frame.count": 3,
        "levers.count": 1,
        "questions.count": 7,
        "questions.core": 4,
        "evidence.all": 14,
        "evidence.count": 13,
        "evidence.later": 0,
        "evidence.live": 12,
        "evidence.lapsed": 1,
        "evidence.high": 7,
        "sources.count": 2,
        "conflicts.count": 1,
    }
    for name, row in found.items():
        assert (row.lever, row.territory) == (None, "")
        if name != "answers.known":
            assert row.lower == row.upper == row.value


def test_known_answers_are_those_of_core_questions_that_were_asked(rows_of):
    # Elected: 2 of 3; staff: 1 of 2, Belleville not being asked; scheme: 2 of 3; clauses: 1 of 3.
    row = rows_of()["answers.known"]
    assert (row.numerator, row.base, row.unknown, row.unit) == (6, 11, 5, "share")
    assert row.value == pytest.approx(6 / 11)


def test_later_and_withdrawn_facts_are_told_apart(rows_of):
    later = "E015,cassis,1,scheme,yes,2021,year,,S001,high,Later,Plus tard\n"
    withdrawn = "E016,cassis,1,scheme,yes,2021,year,,S001,withdrawn,Never,Jamais\n"
    found = rows_of({EVIDENCE: lambda text: text + later + withdrawn}, sources=["S001"])
    values = {name: found[f"evidence.{name}"].value for name in ("all", "count", "later", "live", "lapsed", "high")}
    assert values == {"all": 16, "count": 13, "later": 1, "live": 12, "lapsed": 1, "high": 7}
    assert found["sources.count"].value == 1


def test_no_question_asked_is_no_share(small_study):
    cleaned = clean(load_inputs(small_study, "2020"))
    states = cleaned.states.assign(status="not_asked", answer="")
    study = load_inputs(small_study, "2020").study
    row = coverage_indicators(cleaned.facts, states, study, [])[-1]
    assert (row.indicator, row.value, row.base) == ("answers.known", None, 0)


def test_questions_that_are_not_core_do_not_enter_the_known_answers(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    answered = cleaned.states.assign(
        status=cleaned.states["status"].mask(cleaned.states["question"] == "actions", "answered")
    )
    known = [coverage_indicators(cleaned.facts, states, inputs.study, [])[-1] for states in (cleaned.states, answered)]
    assert known[0] == known[1]


def test_every_conflict_of_any_question_counts(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    everywhere = cleaned.states.assign(status="conflict", answer="")
    found = {row.indicator: row.value for row in coverage_indicators(cleaned.facts, everywhere, inputs.study, [])}
    assert (found["conflicts.count"], found["answers.known"]) == (21, 0)


def test_each_count_says_its_unit_and_what_it_counts(rows_of):
    assert {row.indicator: (row.unit, row.method) for row in rows_of().values()} == {
        "frame.count": ("territories", "territories of the frame"),
        "levers.count": ("levers", "levers, transversal ones apart"),
        "questions.count": ("questions", "questions of the questionnaire"),
        "questions.core": ("questions", "questions that make the intensities"),
        "evidence.all": ("facts", "facts of the evidence file"),
        "evidence.count": ("facts", "facts dated at or before the reference date"),
        "evidence.later": ("facts", "facts dated after it"),
        "evidence.live": ("facts", "facts in force at that date"),
        "evidence.lapsed": ("facts", "facts that have lapsed"),
        "evidence.high": ("facts", "facts of high confidence"),
        "sources.count": ("sources", "sources of facts dated at or before the reference date"),
        "conflicts.count": ("answers", "conflicts to settle"),
        "answers.known": ("share", "known answers / core questions asked"),
    }
