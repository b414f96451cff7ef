"""The form: numbering, options, gates, who may answer, in which language, under which title."""

from datetime import date

import pytest
from fielding_strategies import DAY, form, is_asked, raw_studies, responses, studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st

from study.base.errors import Place, UsageError
from study.codebook.model import Localised, Question, Study
from study.codebook.rules import Placed, question_problems
from study.fielding.form import form_of, options_of

TITLES = (Localised({"fr": "Titre", "en": "Title"}),)
FRAME = [("lyon", "Métropole de Lyon"), ("brest", "Brest Métropole")]


def words(text):
    return {"fr": text, "en": f"{text} (en)"}


def study(questions, **changes):
    noun = {"one": words("ville"), "many": words("villes")}
    codes = [
        {"code": code, "label": words(label)}
        for code, label in (("yes", "oui"), ("planned", "en projet"), ("no", "non"), ("unknown", "inconnu"))
    ]
    asked = [{"lever": 4, "label": words("L"), "wording": words("W"), **question} for question in questions]
    lever = {"lever": 4, "title": words("Thème"), "short": words("T"), "questions": asked}
    raw = {"languages": ["fr", "en"], "territory": noun, "lever_noun": noun, "codes": codes, "levers": [lever]}
    return Study.model_validate(raw | changes)  # fmt: skip


def made(of, lang="fr", titles=TITLES, frame=FRAME):
    return form_of(of, wave="2026", titles=titles, day=date(2026, 12, 31), territories=frame, lang=lang)


def test_a_yes_no_question_offers_yes_planned_and_no_and_never_unknown():
    asked = study([{"question": "plan", "type": "yes_no"}])
    assert [option.code for option in options_of(asked.questions[0], asked)] == ["yes", "planned", "no"]
    assert options_of(asked.questions[0], asked)[0].label.text("fr") == "oui"


def test_a_code_without_words_is_not_offered():
    asked = study(
        [{"question": "plan", "type": "yes_no"}],
        codes=[{"code": "yes", "label": words("oui")}, {"code": "no", "label": words("non")}],
    )
    assert [option.code for option in options_of(asked.questions[0], asked)] == ["yes", "no"]  # fmt: skip


def test_codes_of_a_text_question_are_not_options():
    asked = study([{"question": "more", "type": "text", "codes": [{"code": "fair", "label": words("Foire")}]}])
    assert options_of(asked.questions[0], asked) == ()


def test_a_gate_names_the_earlier_question_and_its_answers():
    codes = [{"code": code, "label": words(code)} for code in ("a", "b", "other")]
    questions = [
        {"question": "first", "type": "text"},
        {"question": "mode", "type": "choice", "codes": codes, "other": True},
        {"question": "why", "type": "text", "universe": {"question": "mode", "answers": ["other", "a"]}},
    ]
    first, mode, why = made(study(questions)).items
    assert (first.number, mode.number, why.number) == (1, 2, 3)
    assert first.gate is None and mode.gate is None
    assert why.gate.item is mode and [option.code for option in why.gate.answers] == ["a", "other"]
    assert mode.write_in.code == "other" and first.write_in is None


def test_the_code_other_is_an_ordinary_one_where_nothing_is_written_in():
    codes = [{"code": code, "label": words(code)} for code in ("a", "other")]
    (item,) = made(study([{"question": "mode", "type": "choice", "codes": codes}])).items
    assert item.write_in is None and len(item.options) == 2


def test_territories_keep_the_frames_order_and_an_open_survey_has_none():
    questions = [{"question": "plan", "type": "yes_no"}]
    assert made(study(questions)).territories == tuple(FRAME)
    assert made(study(questions, open_survey=True)).territories == ()


def test_the_language_asked_for_comes_first_and_all_others_stay():
    form_ = made(study([{"question": "plan", "type": "yes_no"}]), lang="en")
    assert form_.languages == ("en", "fr") and form_.lang == "en"


def test_a_language_that_the_study_does_not_speak_is_wrong_usage(said):
    with pytest.raises(UsageError) as caught:
        made(study([{"question": "plan", "type": "yes_no"}]), lang="de")
    (problem,) = caught.value.problems
    assert problem.code == "language-not-spoken" and problem.value == "de"
    assert "fr et en" in said(problem, "fr") and "« de »" in said(problem, "fr")


def test_a_title_that_prints_numbers_of_the_ledger_gives_way_to_one_that_does_not():
    asked = study([{"question": "plan", "type": "yes_no"}])
    counted = Localised({"fr": "Les {{ frame.count }} villes", "en": "Towns"})
    whole = Localised({"fr": "Les villes", "en": "Towns"})
    assert made(asked, titles=(counted, None, whole)).title == whole
    assert made(asked, titles=(counted, None)).title.root == {"fr": "2026", "en": "2026"}


@settings(deadline=None, max_examples=50)
@given(raw_studies())
def test_drawn_studies_break_no_rule_of_the_codebook(raw):
    levers = raw["levers"]
    placed = [
        Placed(Question.model_validate(item), ("levers", i, "questions", j))
        for i, lever in enumerate(levers)
        for j, item in enumerate(lever["questions"])
    ]
    assert question_problems(raw, placed, lambda path: Place("drawn", column=str(path))) == []


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_every_question_is_numbered_once_and_gates_lead_back(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    whole = form(drawn, frame)
    assert [item.number for item in whole.items] == list(range(1, len(drawn.questions) + 1))
    assert [item.question for item in whole.items] == list(drawn.questions)
    assert whole.day == DAY
    for item in whole.items:
        assert (item.gate is None) == (item.question.universe is None)
        assert item.gate is None or item.gate.item.number < item.number


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_drawn_answers_follow_the_routing(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    for response in data.draw(responses(drawn, frame)):
        for question in drawn.questions:
            if (question.lever, question.question) in response:
                assert is_asked(question, drawn, response)
