"""What is left of a cell that could not be read: ordinary words, the study's, digits; no other word, whoever it names."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.cells.held import HELD, ORDINARY, WORD, own_words, own_words_of
from study.cells.personal import MARKERS

KNOWN = frozenset(("charte", "mme", "metropole", "grenoble"))
NAMES = ["Zwyndray", "quenouille", "VYBRASK", "Ōkami", "Ступак", "q7Zk4RtWmB2x", "Tournevis-Mauves", "d’Arvieux"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("environ 12", "environ 12"),
        ("Oui, en partie", "Oui, en partie"),
        ("3 ou 4 M€", "3 ou 4 M€"),
        ("Charte de la métropole", "Charte de la métropole"),
        ("voir Mme Zwyndray", "voir Mme […]"),
        ("Jean-Michel Untel, 12 k€", "[…], 12 k€"),
        ("untel.untel", "[…]"),
        ("demander à [personne], [e-mail]", "[…] à [personne], [e-mail]"),
        ("jeton q7Zk4RtWmB2x le 5 mars", "[…] le 5 mars"),
        ("", ""),
    ],
)
def test_what_is_left_was_worked_out_by_hand(text, left):
    assert own_words(text, KNOWN) == left


@given(st.lists(st.sampled_from([*NAMES, "oui", "environ", "12", "charte", "[e-mail]", "(", ", "]), max_size=8))
def test_no_name_is_left_and_nothing_ordinary_is_lost(words):
    left = own_words(" ".join(words), KNOWN)
    assert not any(name.casefold() in left.casefold() for name in re.split(r"[-’\s]", " ".join(NAMES)) if len(name) > 1)
    assert re.findall(r"12|oui|environ|charte|\[e-mail\]", left) == [
        word for word in words if word in ("12", "oui", "environ", "charte", "[e-mail]")
    ]
    assert own_words(left, KNOWN) == left


@given(st.text(max_size=40))
def test_every_word_that_is_left_is_ordinary_or_known(text):
    left = own_words(text, KNOWN)
    for mark in (*MARKERS, *HELD):
        left = left.replace(mark, " ")
    bare = [word.casefold() for word in re.findall(r"[^\W\d_]+", left) if word.isascii()]
    assert [word for word in bare if word not in ORDINARY and word not in KNOWN] == []


def test_a_column_keeps_its_index():
    texts = pd.Series(["oui", "Untel"], index=[7, 3], dtype="str")
    assert own_words_of(texts, KNOWN).to_dict() == {7: "oui", 3: WORD}
