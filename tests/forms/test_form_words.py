"""What a form's words plainly mean."""

import pytest

from study.base.errors import Place
from study.codebook.model import QuestionType
from study.forms.form_words import (
    STUDY_WORDS,
    means_other,
    names_person,
    names_territory,
    split_unit,
    study_word,
    unit_in,
    unit_name,
    yes_no_codes,
)
from study.forms.imported import Item, Option


def options(**labels):
    return tuple(Option(code.strip("_"), {"fr": label} if label else {}) for code, label in labels.items())


@pytest.mark.parametrize(
    ("offered", "meant"),
    [
        (options(yes="Oui", no="Non"), {"yes": "yes", "no": "no"}),
        (options(_1="OUI", _2="non."), {"1": "yes", "2": "no"}),
        (options(o="Oui", n="Non"), {"o": "yes", "n": "no"}),
        (options(Y="Ja", P="Geplant", N="Nein"), {"Y": "yes", "P": "planned", "N": "no"}),
        (options(yes="", no=""), {"yes": "yes", "no": "no"}),
        (options(A1="Yes", A2="En projet", A3="No"), {"A1": "yes", "A2": "planned", "A3": "no"}),
    ],
)
def test_lists_of_yes_and_no(offered, meant):
    assert yes_no_codes(offered) == meant


@pytest.mark.parametrize(
    "offered",
    [
        options(yes="Oui", no="Non", dk="Ne sait pas"),
        options(yes="Oui"),
        options(yes="Oui, tout à fait", no="Non"),
        options(yes="Non", no="Oui"),
        options(_1="Oui", _2="Oui", _3="Non"),
        options(o="Orange", n="Noir"),
        options(_0="", _1=""),
    ],
)
def test_lists_that_mean_more_or_something_else(offered):
    assert yes_no_codes(offered) is None


def test_the_codes_of_our_own_forms_are_enough():
    offered = options(yes="Tout à fait", plann="Oui, bientôt", no="Oui, non")
    assert yes_no_codes(offered, own=True) == {"yes": "yes", "plann": "planned", "no": "no"}
    assert yes_no_codes(offered) is None
    assert yes_no_codes(options(A1="Oui", A2="Non"), own=True) is None


def test_other_is_known_by_its_code_or_its_first_word():
    assert means_other(Option("other", {"fr": "Divers"}))
    assert means_other(Option("96", {"fr": "Autre (précisez)"}))
    assert not means_other(Option("otherness", {"fr": "Un autre"}))


def item(name, text):
    return Item(name, QuestionType.TEXT, Place("f"), {"fr": text})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("territoire", "Qui êtes-vous ?"), ("q1", "Votre territoire"), ("q1", "Nom de la collectivité :"),
        ("q1", "Name of the territory"),
    ],
)  # fmt: skip
def test_who_answers(name, text):
    assert names_territory(item(name, text))


@pytest.mark.parametrize(
    "text", ["Ce territoire a-t-il un plan ?", "Territoire d’industrie", "Superficie du territoire"]
)
def test_a_question_on_a_territory_is_another_thing(text):
    assert not names_territory(item("q1", text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("email", "x"), ("contact_e_mail", "x"), ("contactname", "x"), ("telephone", "x"), ("q1", "Votre nom et prénom"),
        ("q1", "Adresse électronique"), ("q1", "E-mail :"), ("q1", "Numéro de téléphone"), ("q1", "Phone number"),
    ],
)  # fmt: skip
def test_a_person(name, text):
    assert names_person(item(name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nom", "Nom de l’incubateur soutenu"), ("email_campaign", "Décrivez la campagne"),
        ("name_of_plan", "Quel est le nom du plan ?"), ("phone_line", "La ligne téléphonique"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_person_s(name, text):
    assert not names_person(item(name, text))


def test_units_are_read_where_they_are_written():
    assert split_unit("Une année pleine. Unité\u00a0: k€") == ("Une année pleine.", "k€")
    assert split_unit("€") == ("", "€")
    assert split_unit("Répondez en chiffres") == ("Répondez en chiffres", "")
    assert unit_in("Surface (m²)") == "m²"
    assert unit_in("Budget (en 2025)") == ""
    assert unit_name(" Euros ") == "eur"


def test_every_language_has_every_word_and_others_begin_in_english():
    assert {frozenset(words) for words in STUDY_WORDS.values()} == {frozenset(STUDY_WORDS["en"])}
    assert study_word("yes", ("fr", "fi")) == {"fr": "oui", "fi": "yes"}
