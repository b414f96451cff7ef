import pandas as pd

from study.codebook.load import load_study
from study.intake.references import Known, allowed_answers, answer_problems, source_problems, territory_problems


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
