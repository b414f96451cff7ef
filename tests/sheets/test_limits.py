"""Texts and lists cut by rules, and rules in an order that only ever cuts more."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from study.sheets.limits import ELLIPSIS, LADDER, clipped, first


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_is_no_longer_than_its_limit_and_begins_as_it_did(text, most):
    shown = clipped(text, most)
    assert len(shown) <= max(most, 0) or shown == text
    assert shown == text or text.startswith(shown.removesuffix(ELLIPSIS))
    assert (shown == text) == (len(text) <= most) or (not text and not shown)


@given(st.lists(st.integers()), st.none() | st.integers(0, 20))
def test_what_is_kept_and_what_is_left_out_add_up(items, most):
    kept, left_out = first(items, most)
    assert kept == items[: len(kept)] and len(kept) + left_out == len(items)
    assert most is None or len(kept) <= most


def test_each_rule_shows_at_most_what_the_one_before_shows():
    def shown(limit):
        return float("inf") if limit is None else limit

    for rule, stricter in pairwise(LADDER):
        for name in ("note", "label", "text", "actions", "sources", "questions"):
            assert shown(getattr(stricter, name)) <= shown(getattr(rule, name)), name
    assert LADDER[-1].questions == LADDER[-1].sources == LADDER[-1].actions == LADDER[-1].note == 0


def test_words_may_be_cut_by_another_rule_than_lists():
    words = LADDER[-1].with_lists_of(LADDER[0])
    assert (words.note, words.label) == (0, LADDER[-1].label)
    assert (words.actions, words.sources, words.questions) == (LADDER[0].actions, None, None)
