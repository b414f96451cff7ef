import json
import re
from pathlib import Path

import pytest

from study.trail.definitions import basis_text, definition
from study.trail.formulas import formula
from study.trail.read import Trail

# English that would show through in French; “date”, “base”, “question” are words of both.
_ENGLISH = re.compile(r"\b(the|of|answers?|share|number|among|with|which|facts?|as of|count|put|unknown|median of)\b")


def _spoken(trail, key):
    return [make(key, trail, lang) for lang in ("fr", "en") for make in (definition, formula)]


def test_every_number_has_a_sentence_and_a_formula_in_each_language(trail):
    for key in trail.numbers:
        fr, fr_formula, en, en_formula = _spoken(trail, key)
        assert fr.endswith(".") and fr[0].isupper() and en.endswith(".") and en[0].isupper(), key
        for text in (fr, fr_formula, en, en_formula):
            assert text and "{" not in text and "}" not in text, (key, text)
        french = re.sub(r"«[^»]*»|\([^) ]*[._][^) ]*\)", "", fr + fr_formula)
        assert not _ENGLISH.search(french), (key, french)
        assert fr != en, key


def test_keys_that_say_different_things_have_different_sentences(trail):
    """Whatever stands beside a value is said to be so; the value of `yes` and of `count` is the same number."""
    said = {}
    for key in trail.numbers:
        said.setdefault(definition(key, trail, "fr"), []).append(key)
    for keys in said.values():
        stems = {re.sub(r"\b(yes|count)\b", "yes", key) for key in keys if key != "share_determined"}
        assert len(stems) <= 1 or all("ticks" in key or "intensity" in key for key in stems), keys


@pytest.mark.parametrize(
    ("key", "french", "symbols"),
    [
        ("scheme.count", "Nombre de réponses « oui » à « Schéma adopté » parmi les métropoles, au 31 décembre 2020,", "y (y"),
        ("scheme.count.upper", "Borne haute, chaque réponse inconnue étant un « oui » : nombre de réponses", "y + u (y"),
        ("scheme.share", "réponses inconnues comprises", "y / N (y"),
        ("scheme.share.upper", "Borne haute", "(y + u) / N (y"),
        ("scheme.share_determined", "dont la réponse est connue", "y / (y + p + n) (y"),
        ("scheme.weighted_share.upper", "Borne haute", "(P(y) + P(u)) / P(N) (y"),
        ("scheme.unknown.names", "Noms comptés", "liste"),
        ("themes.food.count", "qui retiennent « Alimentation »", "y (y : réponses qui retiennent « Alimentation »)"),
        ("themes.food.share", "dans toutes les cases cochées", "y / T (y"),
        ("themes.food.share.lower", "aucune réponse inconnue ne retenant", "y / (T + u (k − 1)) (y"),
        ("themes.food.share_determined", "réponses connues", "y / (y + n) (y"),
        ("purchases_eur.total", "Total des valeurs connues de « Achats annuels »", "somme"),
        ("lever_0.intensity", "questions centrales (levier « Gouvernance »)", "y / N (y"),
        ("lever_0.intensity.arbois", "pour Arbois", "y / N (y"),
        ("all_levers.intensity_lowest.arbois", "une question étant laissée de côté", "la plus petite valeur"),
        ("evolution.2018.scheme.adopted", "passées de « non » ou « en projet » à « oui » entre 2018 et 2020", "nombre"),
        ("evolution.2018.adopted.arbois", "à « oui » (Arbois) entre 2018 et 2020", "nombre"),
        ("sheet.questions.left_out.arbois", "la fiche n’a pas de place (Arbois)", "deux pages"),
        ("sheet.actions.left_out.arbois", "Nombre d’autres actions documentées", "deux pages"),
        ("sheet.sources.left_out.arbois", "Nombre de pages citées", "deux pages"),
        ("evolution.2018.scheme.before", "en 2018, sur les métropoles des deux éditions", "à la première date"),
        ("evidence.lapsed", "Nombre de faits documentés périmés au 31 décembre 2020.", "nombre de lignes"),
        ("evidence.lever_1", "(levier « Achats responsables », Arbois, permanent : ne périme pas, S001).", "nombre"),
        ("claim.C01.value", "tel que publié : « Territoires dotés d’un schéma ».", "tel que publié"),
        ("claim.C01.without_source", "sans les faits tirés de sa propre source, au 31 décembre 2020", "(scheme.count)"),
        ("bridge.2018.scheme.count.evidence", "due aux preuves trouvées depuis sur le passé : nombre de", "écart"),
        ("collection.1", "Valeur donnée dans data/raw/waves/2020/wave.yaml, ligne 14.", "tel qu’écrit"),
        ("share_determined", "Borne basse", "ce nombre n’a pas de telle borne"),
    ],
)  # fmt: skip
def test_sentences_and_formulas_of_each_kind(trail, key, french, symbols):
    plain = definition(key, trail, "fr").replace("\u00a0", " ").replace("\u202f", " ")
    said = formula(key, trail, "fr").replace("\u00a0", " ").replace("\u202f", " ")
    assert french in plain, plain
    assert symbols in said, said


def test_formulas_name_every_symbol_that_they_use(trail):
    for key in trail.numbers:
        said = formula(key, trail, "en")
        if not re.match(r"^[(PyavpnuNMT]+[ (]", said) or " (" not in said:
            continue
        written, _, named = said.partition(" (") if not said.startswith("(") else said.rpartition(" (")
        for symbol in set(re.findall(r"\b[ypnuNMTva]\b", written)):
            assert re.search(rf"(^|; |\(){symbol}( = [^:;]*)?: ", f"({named}"), (key, said, symbol)


def test_a_figure_has_a_definition_as_a_whole(trail):
    text = basis_text(trail.figures["lever-1-questions"]["of"], trail, "en")
    assert "core questions (lever “Purchasing”)" in text and "{" not in text


def test_desk_and_survey_are_said_apart(trail):
    desk = Trail({**trail.data, "cells": {}, "sha256": {}})
    survey = Trail({**trail.data, "facts": {}})
    assert "from documented facts." in definition("scheme.count", desk, "en")
    assert "from the answers to the survey." in definition("scheme.count", survey, "en")
    assert "survey and documented facts." in definition("scheme.count", trail, "en")


def test_an_unknown_measure_is_still_a_sentence(trail):
    data = {**trail.data, "numbers": {"new.thing": {**trail.numbers["scheme.count"], "indicator": "new.thing",
            "of": {**trail.numbers["scheme.count"]["of"], "measure": "novelty"}}}}  # fmt: skip
    assert "novelty" in definition("new.thing", Trail(data), "en") and formula("new.thing", Trail(data), "en")


BUILT = sorted((Path(__file__).parents[2] / "reports").glob("*/trail.json"))


@pytest.mark.skipif(not BUILT, reason="no report is built in this copy")
@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.parent.name)
def test_every_number_of_a_built_report_has_its_sentence(path):
    trail = Trail(json.loads(path.read_bytes()))
    for key in trail.numbers:
        for text in _spoken(trail, key):
            assert text and "{" not in text, (key, text)
    assert not [key for key in trail.numbers if "number computed from the answers" in definition(key, trail, "en")]
