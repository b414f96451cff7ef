from hypothesis import given
from hypothesis import strategies as st

from study.base.collation import in_order


def test_accents_and_capitals_do_not_send_a_word_to_the_end():
    words = ["zéro", "Étude", "etude", "œuvre", "ouvrir", "oasis", "ESS", "élu", "Île", "Avise"]
    french = ["Avise", "élu", "ESS", "etude", "Étude", "Île", "oasis", "œuvre", "ouvrir", "zéro"]
    assert in_order(words, "fr") == french == in_order(reversed(words), "fr")
    assert sorted(words) != french, "the order of the code points is another one"


def test_each_language_has_its_own_order():
    assert in_order(["zebra", "ärlig", "ostlig"], "sv") == ["ostlig", "zebra", "ärlig"]
    assert in_order(["zebra", "ärlig", "ostlig"], "de") == ["ärlig", "ostlig", "zebra"]
    assert in_order(["zebra", "ärlig"], "no such language") == ["ärlig", "zebra"], "the root order"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12), max_size=12))
def test_every_word_is_there_once_and_the_order_hangs_on_the_words_alone(words):
    found = in_order(words, "fr")
    assert sorted(found) == sorted(set(words)) and in_order(sorted(words, reverse=True), "fr") == found
