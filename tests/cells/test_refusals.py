"""Why a cell was refused, and what to do, in words that need nothing but the question."""

import string
from datetime import date

import pytest

from study.cells.refusals import Refusal, refusal_fields, remedy_text, what_text
from study.codebook.model import Question, Study

BOTH = {"fr": "x", "en": "x"}
STUDY = Study.model_validate(
    {
        "languages": ["fr", "en"],
        "territory": {"one": BOTH, "many": BOTH},
        "lever_noun": {"one": BOTH, "many": BOTH},
        "codes": [{"code": code, "label": BOTH} for code in ("yes", "planned", "no")],
        "units": {"eur": {"fr": "€", "en": "EUR"}},
        "levers": [
            {"lever": 1, "title": BOTH, "short": BOTH, "questions": [
                {"lever": 1, "question": "scheme", "type": "yes_no", "label": BOTH, "wording": BOTH}]}
        ],
    }
)  # fmt: skip


def question(**more):
    return Question.model_validate({"question": "q", "lever": 1, "label": BOTH, "wording": BOTH, **more})


@pytest.mark.parametrize("refusal", Refusal)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_refusal_is_said_with_its_remedy(refusal, lang):
    asked = question(type="number", unit="eur", minimum=0.0, maximum=10.0)
    for text in (what_text(refusal, asked, STUDY, lang), remedy_text(refusal, asked, STUDY, lang)):
        assert text.endswith(".") and "{" not in text


def test_no_two_refusals_are_said_alike_and_fields_are_those_of_a_question():
    assert len({refusal.what for refusal in Refusal}) == len(Refusal)
    fields = refusal_fields(question(type="text"), STUDY, "en").keys()
    messages = [text for refusal in Refusal for text in (refusal.what, refusal.remedy)]
    named = {name for text in messages for _, name, *_ in string.Formatter().parse(text) if name}
    assert named == set(fields)


def test_the_sentences_name_what_the_question_allows():
    assert "yes, planned and no" in remedy_text(Refusal.NOT_A_CODE, question(type="yes_no"), STUDY, "en")
    number = question(type="number", unit="eur", minimum=0.5, maximum=1200000.0)
    assert "EUR" in what_text(Refusal.OTHER_UNIT, number, STUDY, "en")
    assert "from 0.5 to 1200000" in what_text(Refusal.OUT_OF_RANGE, number, STUDY, "en")
    assert "1200000 au plus" in what_text(
        Refusal.OUT_OF_RANGE, question(type="number", unit="eur", maximum=1200000.0), STUDY, "fr"
    )
    day = question(type="date", minimum=date(2020, 1, 1))
    assert "2020-01-01 at least" in what_text(Refusal.OUT_OF_RANGE, day, STUDY, "en")
