"""Numbers inside words keep their keys, and nothing else is changed."""

from hypothesis import given
from hypothesis import strategies as st

from study.base.marks import each_text, kept, keys, marked, parts, plain

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufdd0\ufdd1\ufdd2"), max_size=12)
PIECES = st.lists(st.tuples(WORDS, st.sampled_from(["", "a.count", "b.share.lower"])), max_size=6)


@given(PIECES)
def test_what_a_reader_reads_is_the_words_alone(pieces):
    text = "".join(marked(words, key) if key else words for words, key in pieces)
    assert plain(text) == "".join(words for words, _ in pieces)
    assert "".join(words for words, _ in parts(text)) == plain(text)
    assert [(key, words) for words, key in pieces if key and words] == [(k, w) for k, w in keys(text) if w]


def test_a_mark_is_kept_only_where_it_holds():
    text = f"{marked('6', 'a.count')} sur {marked('22', 'forged')}"
    assert list(keys(kept(text, lambda key, words: (key, words) == ("a.count", "6")))) == [("a.count", "6")]
    assert plain(kept(text, lambda key, words: False)) == kept(text, lambda key, words: False) == "6 sur 22"


def test_loose_signs_are_no_marks():
    assert plain("a\ufdd0b\ufdd2c") == "abc" and parts("a\ufdd0b\ufdd2c") == [("abc", "")]


def test_each_text_of_plain_data_is_changed_and_keys_stay():
    assert each_text({"a": ["x", 1, None], "b": {"c": "y"}}, str.upper) == {"a": ["X", 1, None], "b": {"c": "Y"}}
