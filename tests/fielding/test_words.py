"""The words around questions, in French and English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.codebook.model import Localised, Question, Study
from study.fielding.form import form_of
from study.fielding.words import (
    bounds_text,
    closing_text,
    hint_text,
    introduction_texts,
    language_name,
    plain_bound,
    plain_number,
    routing_text,
    unit_hint,
    unit_text,
)

NB, NARROW = "\u00a0", "\u202f"


def words(text):
    return {"fr": text, "en": f"{text}-en"}


def made(*questions):
    noun = {"one": words("ville"), "many": words("villes")}
    asked = [{"lever": 1, "label": words("L"), "wording": words("W"), **question} for question in questions]
    lever = {"lever": 1, "title": words("T"), "short": words("T"), "questions": asked}
    codes = [
        {"code": code, "label": words(label)}
        for code, label in (("yes", "oui"), ("planned", "en projet"), ("no", "non"))
    ]
    raw = {
        "languages": ["fr", "en"],
        "territory": noun,
        "lever_noun": noun,
        "codes": codes,
        "units": {"eur": {"fr": "€", "en": "EUR"}},
        "levers": [lever],
    }
    title = Localised({"fr": "Titre", "en": "Title"})
    return form_of(Study.model_validate(raw), wave="1", titles=[title], day=date(2026, 3, 1), territories=[], lang="fr")  # fmt: skip


def number(**more):
    return {"question": "budget", "type": "number", "unit": "eur", **more}


def test_bounds_of_a_number_are_written_as_the_language_writes_numbers():
    form = made(
        number(minimum=-0.5, maximum=1_200_000.0),
        {**number(minimum=0.0), "question": "b"},
        {**number(maximum=7.25), "question": "c"},
        {**number(), "question": "d"},
    )
    both, low, high, none = form.items
    assert bounds_text(both, "fr") == f"Réponse attendue{NB}: de -0,5 à 1{NARROW}200{NARROW}000."
    assert bounds_text(both, "en") == "Expected answer: from -0.5 to 1,200,000."
    assert (
        bounds_text(low, "en") == "Expected answer: at least 0."
        and bounds_text(high, "fr") == f"Réponse attendue{NB}: au plus 7,25."
    )
    assert bounds_text(none, "fr") == ""  # fmt: skip


def test_bounds_of_a_date_are_days():
    day = {"type": "date"}
    form = made(
        {"question": "a", "minimum": date(2000, 1, 1), "maximum": date(2026, 12, 31), **day},
        {"question": "b", "minimum": date(2000, 1, 1), **day},
    )
    assert bounds_text(form.items[0], "fr") == f"Jour attendu{NB}: du 1er janvier 2000 au 31 décembre 2026."
    assert bounds_text(form.items[1], "en") == "Expected day: 1 January 2000 or later."  # fmt: skip


def test_routing_is_told_with_the_answers_and_the_number_of_the_question():
    codes = [{"code": code, "label": words(code.upper())} for code in ("a", "b", "c")]
    form = made(
        {"question": "plan", "type": "yes_no"},
        {"question": "tools", "type": "multiple", "codes": codes, "universe": {"question": "plan", "answers": ["yes", "planned"]}},
        {"question": "why", "type": "text", "universe": {"question": "tools", "answers": ["c"]}},
    )  # fmt: skip
    plan, tools, why = form.items
    assert routing_text(plan, "fr") == ""
    french = f"Seulement si vous avez répondu «{NB}oui{NB}» ou «{NB}en projet{NB}» à la question{NB}1."
    assert routing_text(tools, "fr") == french
    assert routing_text(why, "en") == "Only if you ticked “C-en” at question 2."


def test_hints_and_units():
    form = made(number(hint=words("Hors taxes.")), {"question": "b", "type": "text"})
    budget, other = form.items
    assert hint_text(budget, "fr") == "Hors taxes." and hint_text(other, "fr") == ""
    assert unit_text(budget, form, "en") == "EUR" and unit_text(other, form, "en") == ""
    assert unit_hint(budget, form, "fr") == f"Unité{NB}: €" and unit_hint(other, form, "fr") == ""


def test_what_stands_around_the_questions():
    form = made(number())
    about, unknown = introduction_texts(form, "fr")
    assert "1er mars 2026" in about and f"«{NB}non{NB}»" in unknown
    assert closing_text("fr") == "Merci de vos réponses."


@pytest.mark.parametrize(
    ("lang", "name"), [("fr", "Français (fr)"), ("en", "English (en)"), ("de", "Deutsch (de)"), ("zz", "zz (zz)"), ("", " ()"), ("x-1", "x-1 (x-1)")]
)  # fmt: skip
def test_languages_bear_their_own_name(lang, name):
    assert language_name(lang) == name


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_plain_number_is_the_number_without_exponent(value):
    text = plain_number(value)
    assert float(text) == value and "e" not in text.lower() and not text.endswith(".")


def test_bounds_for_programs():
    bounds = Question.model_validate({**made(number()).items[0].question.model_dump(), "minimum": 2, "maximum": 3.5})
    assert (plain_bound(bounds.minimum), plain_bound(bounds.maximum)) == ("2", "3.5")
    assert plain_bound(date(2026, 3, 5)) == "2026-03-05"
