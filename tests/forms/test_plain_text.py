"""Texts of forms without mark-up."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.forms.plain_text import first_words, from_html, from_label, tidy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>Votre <b>bud</b>get</p>\n<p>annuel&nbsp;?</p>", "Votre budget annuel\u00a0?"),
        ("un<br />deux<ul><li>trois</li><li>quatre</li></ul>", "un deux trois quatre"),
        ("<style>p{color:red}</style>texte<script>alert('x')</script>", "texte"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("a < b", "a < b"),
        ("<img src=x onerror=alert(1)>image", "image"),
        ("<p>non fermé", "non fermé"),
        ("<![if !vml]>de Word<![endif]><![x]>", "de Word"),
        ("", ""),
    ],
)
def test_html_becomes_what_a_reader_sees(text, shown):
    assert from_html(text) == shown


@given(st.text("<>![]-/?a&#x;'\" =pD"))
def test_no_mark_up_however_broken_stops_it(text):
    assert "\n" not in from_html(text) + from_label(text)


@given(st.text())
def test_what_was_escaped_for_html_comes_back(text):
    assert from_html(html.escape(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<span style='color:red'>Oui</span>", "Oui"),
        ("un<br>deux", "un deux"),
        ("a < b > c", "a < b > c"),
        ("<5 ans", "<5 ans"),
        ("<inconnu>", "<inconnu>"),
        ("R&amp;D", "R&amp;D"),
    ],
)
def test_a_label_loses_tags_and_nothing_else(text, shown):
    assert from_label(text) == shown


@given(st.text())
def test_a_tidy_text_is_one_printable_paragraph(text):
    made = tidy(text)
    assert made == tidy(made)
    assert not set(made) & set("\t\n\r\x0b\x0c\x00\x1b\x85\u2028\u2029\ufeff")
    assert "  " not in made


@given(st.text(), st.integers(10, 100))
def test_first_words_are_the_beginning_and_not_too_long(text, longest):
    made = first_words(text, longest)
    assert len(made) <= longest
    assert text.startswith(made.removesuffix("…")) or made == text


def test_the_first_words_end_with_the_sentence_or_after_a_word():
    assert first_words("Avez-vous un plan\u00a0? Dites lequel.") == "Avez-vous un plan\u00a0?"
    assert first_words("mot " * 40, 20) == "mot mot mot mot mot…"
