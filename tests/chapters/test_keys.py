"""Every number of a block carries its key: what the other tests of this room read as bare words."""

import re

import pytest

from study.base.marks import keys, parts
from study.chapters import annexes, choices, lever, method, overview
from study.ledger.entries import Ledger

CITED = Ledger.cited


@pytest.fixture(autouse=True)
def words_alone(monkeypatch):
    """Undo what the room's tests do: here numbers keep their keys."""
    monkeypatch.setattr(Ledger, "cited", CITED)


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item)


def test_what_a_table_counts_leads_to_the_ledger_and_says_what_it_prints(small):
    blocks = [
        lever.indicator_table(small.context, small.lever(1), small.ledger),
        overview.territories_table(small.context, small.ledger),
        method.frame_table(small.context, small.ledger),
        *annexes.quality(small.context, small.cleaned, small.ledger),
        annexes.sources(small.context, small.inputs, small.cleaned, small.ledger),
    ]
    found = [pair for block in blocks for text in texts_of(block.data.get("rows", [])) for pair in keys(text)]
    assert len(found) > 60
    assert all(small.ledger.text(key, "fr") == words for key, words in found)


def test_no_count_of_the_shares_or_of_the_frame_stands_bare(small):
    for block in (
        lever.indicator_table(small.context, small.lever(1), small.ledger),
        overview.territories_table(small.context, small.ledger),
        *annexes.quality(small.context, small.cleaned, small.ledger)[:2],
    ):
        for row in block.data["rows"]:
            for cell in row[1:]:
                bare = "".join(words for words, key in parts(cell) if not key)
                assert not re.search(r"\d", bare), (block.data["key"], row)


def test_captions_and_details_of_cards_carry_keys(small):
    title = lever.bars(small.context, small.lever(1), small.ledger).data["title"]
    # The action named is the one that most territories take, so the caption's number is its count.
    (count, words), (base, _) = keys(title)
    assert count.endswith(".yes") and base.endswith(".asked") and words == small.ledger.text(count, "fr")
    cards = lever.lever_cards(small.context, small.lever(1), small.ledger).data["items"]
    assert all(dict(keys(card["detail"])) for card in cards)
    assert all(not list(keys(card["value"])) and card["key"] in small.ledger.entries for card in cards)


def test_an_alternative_text_is_words_alone(small):
    figures = [
        lever.bars(small.context, small.lever(1), small.ledger),
        lever.matrix(small.context, small.lever(1), small.cleaned.levers[1], small.ledger),
        overview.territories_figure(small.context, small.cleaned.levers, small.ledger),
    ]
    assert all(not list(keys(figure.data["alt"])) for figure in figures)
    assert choices.choices_asked(small.lever(1)) == []
