"""Names that a study allows, made from any text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.forms.identifiers import identifier, unique

ALLOWED = re.compile(r"[a-z][a-z0-9_]*")


@given(st.text(), st.sampled_from(["q", "c"]))
def test_any_text_gives_an_allowed_name_that_stays_itself(text, before):
    name = identifier(text, before)
    assert ALLOWED.fullmatch(name)
    assert identifier(name) == name


@given(st.from_regex(ALLOWED, fullmatch=True))
def test_an_allowed_name_is_kept(name):
    assert identifier(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("HHSize", "hhsize"),
        ("Cœur d’été", "coeur_d_ete"),
        ("Straße", "strasse"),
        ("1", "q1"),
        ("-oth-", "oth"),
        ("名前", "q"),
    ],
)
def test_what_becomes_of_other_texts(text, name):
    assert identifier(text) == name


@given(st.lists(st.sampled_from(["a", "b", "a_2"])))
def test_names_never_become_one(wanted):
    taken = []
    for name in wanted:
        taken.append(unique(name, taken))
    assert len(set(taken)) == len(wanted)
