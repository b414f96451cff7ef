from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.base.nearest import plain
from study.codebook.load import load_study
from study.codebook.model import Question
from study.intake.references import (
    Known,
    allowed_answers,
    answer_problems,
    bounds_limit,
    source_problems,
    territory_problems,
    within_bounds,
)


def test_proposed_is_read_as_planned_so_it_may_stand_in_the_data(small_study):
    study = load_study(small_study)
    assert allowed_answers(study.question("scheme")) == ("yes", "planned", "no", "proposed")
    assert allowed_answers(study.question("purchases_eur")) == ()


def test_answers_are_held_against_their_own_question(small_study):
    study = load_study(small_study)
    by_name = {question.question: question for question in study.questions}
    frame = pd.DataFrame(
        {
            "row": range(2, 9),
            "question": ["scheme", "scheme", "purchases_eur", "purchases_eur", "purchases_eur", "actions", "other"],
            "answer": ["yes", "12", "12", "-1.5", "yes", "anything", "anything"],
        }
    )
    problems = answer_problems(frame, frame["question"], by_name, "f.csv")
    assert sorted((problem.place.row, problem.code) for problem in problems) == [
        (3, "answer-not-allowed"),
        (6, "answer-not-number"),
    ]


def test_references_are_checked_only_against_what_could_be_loaded():
    frame = pd.DataFrame({"row": [2, 3], "territory": ["lile", ""], "source": ["S1", "S2"]})
    assert territory_problems(frame, "f.csv", Known()) == source_problems(frame, "f.csv", Known()) == []
    known = Known(territories=["lille"], sources=["S1"])
    [territory] = territory_problems(frame, "f.csv", known)
    assert (territory.place.row, territory.value, territory.details["nearest"]) == (2, "lile", "lille")
    [source] = source_problems(frame, "f.csv", known)
    assert (source.place.row, source.place.column, source.value) == (3, "source", "S2")


WORDS = {"en": "x"}
ASKED = {
    name: Question.model_validate({"question": name, "lever": 1, "label": WORDS, "wording": WORDS, **more})
    for name, more in {
        "kind": {"type": "choice", "codes": [{"code": code, "label": WORDS} for code in ("plan", "planned", "fund")]},
        "tools": {"type": "multiple", "codes": [{"code": code, "label": WORDS} for code in ("grant", "loan", "prize")]},
        "voted": {"type": "date", "minimum": date(2014, 3, 30), "maximum": date(2020, 12, 31)},
        "staff": {"type": "number", "unit": "people", "minimum": 0, "maximum": 1200.5},
    }.items()
}


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("kind", "plan", None),
        ("kind", "planned", None),
        # Read as planned in a yes/no question alone.
        ("kind", "proposed", "answer-not-allowed"),
        ("kind", "plan;fund", "answer-not-allowed"),
        ("kind", "Plan", "answer-not-allowed"),
        ("tools", "grant", None),
        ("tools", "prize;grant", None),
        ("tools", "0", None),
        ("tools", "grant; loan", "answer-not-ticks"),
        ("tools", "grant,loan", "answer-not-ticks"),
        ("tools", "grant;0", "answer-not-ticks"),
        ("tools", "gift", "answer-not-ticks"),
        # Desk evidence knows no boxes that a form did not show.
        ("tools", "grant;~loan", "answer-not-ticks"),
        ("voted", "2014-03-30", None),
        ("voted", "2020-12-31", None),
        ("voted", "2014-03-29", "answer-out-of-bounds"),
        ("voted", "2021-01-01", "answer-out-of-bounds"),
        ("voted", "2019-02", "answer-not-day"),
        ("voted", "2019-02-30", "answer-not-day"),
        ("voted", "05/07/2019", "answer-not-day"),
        ("staff", "0", None),
        ("staff", "1200.5", None),
        ("staff", "1200.6", "answer-out-of-bounds"),
        ("staff", "-1", "answer-out-of-bounds"),
        ("staff", "12 000", "answer-not-number"),
    ],
)
def test_an_answer_is_of_its_question_s_type_and_within_its_bounds(question, answer, code):
    frame = pd.DataFrame({"row": [7], "question": [question], "answer": [answer]})
    problems = answer_problems(frame, frame["question"], ASKED, "f.csv")
    assert [(problem.code, problem.place.row, problem.value) for problem in problems] == (
        [(code, 7, answer)] if code else []
    )


@pytest.mark.parametrize(
    ("question", "answer", "english", "french"),
    [
        ("tools", "grant;lone", "Did you mean “loan”?", "les codes sont : grant, loan et prize."),
        ("voted", "2019-02", "Write year, month and day", "Écrivez l’année, le mois et le jour"),
        ("voted", "2021-01-01", "≥ 2014-03-30, ≤ 2020-12-31", "≥ 2014-03-30, ≤ 2020-12-31"),
        ("staff", "1201", "≥ 0, ≤ 1200.5", "≥ 0, ≤ 1200.5"),
    ],
)
def test_a_refused_answer_says_what_may_stand_there(said, question, answer, english, french):
    frame = pd.DataFrame({"row": [7], "question": [question], "answer": [answer]})
    [problem] = answer_problems(frame, frame["question"], ASKED, "f.csv")
    assert english in said(problem, "en")
    assert plain(french) in plain(said(problem, "fr"))


def test_each_row_of_a_wrong_answer_is_named():
    frame = pd.DataFrame({"row": [2, 3, 4], "question": ["tools"] * 3, "answer": ["x", "grant", "x"]})
    problems = answer_problems(frame, frame["question"], ASKED, "f.csv")
    assert [problem.place.row for problem in problems] == [2, 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["grant", "loan", "prize"]), min_size=1, unique=True))
def test_ticks_may_stand_in_any_order(ticked):
    frame = pd.DataFrame({"row": [2], "question": ["tools"], "answer": [";".join(ticked)]})
    assert answer_problems(frame, frame["question"], ASKED, "f.csv") == []


def test_bounds_hold_numbers_and_days_and_nothing_else():
    assert within_bounds("0", ASKED["staff"]) and not within_bounds("-0.5", ASKED["staff"])
    assert within_bounds("2020-12-31", ASKED["voted"]) and not within_bounds("2021-01-01", ASKED["voted"])
    assert within_bounds("plan", ASKED["kind"])
    assert bounds_limit(ASKED["kind"]) == ""
