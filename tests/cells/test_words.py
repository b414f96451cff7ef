"""The words of yes, no, a tick and “does not know”: three languages, one meaning each."""

import pytest

from study.base.nearest import plain
from study.cells.words import WORDS, Meaning, meaning


@pytest.mark.parametrize(
    ("meant", "words"),
    [
        (Meaning.YES, ["oui", "OUI", "Yes", "ja", "true", "VRAI", "wahr", "1", "y", "o", "J"]),
        (Meaning.NO, ["non", "No", "nein", "false", "faux", "falsch", "0", "n"]),
        (Meaning.TICKED, ["x", "X", "✓", "Coché", "coche", "checked", "angekreuzt"]),
        (Meaning.NOT_TICKED, ["non coché", "unchecked", "nicht angekreuzt", "☐"]),
        (Meaning.OTHER, ["-oth-", "Autre", "other", "Sonstiges"]),
        (Meaning.SILENT, ["NSP", "Ne sait pas", "sans réponse", "N/A", "n.a.", "don’t know", "k. A.", "weiß nicht", "WEISS NICHT"]),
    ],
)  # fmt: skip
def test_words_of_three_languages(meant, words):
    assert {word: meaning(word) for word in words} == dict.fromkeys(words, meant)


@pytest.mark.parametrize("text", ["", "-", "—", "?", "néant", "aucun", "oui, en partie", "2", "peut-être", "none", "✗"])
def test_what_may_mean_two_things_is_no_word(text):
    assert meaning(text) is None


def test_no_word_is_blank_and_each_is_found_as_it_is_kept():
    assert "" not in WORDS
    assert all(plain(word) == word for word in WORDS)
