import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.blocks import model
from study.blocks.model import MIME, Block, as_html, page

HOSTILE = "<script>alert('1')</script> & \"x\""
ESCAPED = "&lt;script&gt;"
FIGURE = {"kind": "figure", "key": "k", "title": HOSTILE, "alt": "x", "source": "s", "svg": "<?xml?><svg></svg>"}


def every_block(text):
    item = {"label": text, "text": text, "source": text, "url": text, "evidence": text}
    return [
        model.heading(text),
        model.heading(text, 3),
        model.prose(text),
        model.commentary(text),
        model.cards([{"value": text, "label": text, "detail": text, "key": text}]),
        model.table(text, text, [{"label": text}, {"label": text}], [[text, {"text": text, "tone": "yes"}]], note=text),
        model.examples(text, [item]),
        model.terms([{"term": text, "name": text, "text": text, "source": text, "url": text}]),
        model.callout(text, text),
        Block({**FIGURE, "title": text}),
    ]


@given(st.text())
def test_words_of_any_kind_survive_as_data_and_never_become_html(text):
    for block in every_block(text):
        bundle = block._repr_mimebundle_()
        assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]
        assert bundle[MIME]["kind"]
    for block in every_block(HOSTILE):
        html = block._repr_mimebundle_()["text/html"]
        assert "<script" not in html and ESCAPED in html, block.data["kind"]


def test_a_cell_shows_the_same_block_to_people_and_to_exporters():
    bundle = model.heading("Titre")._repr_mimebundle_()
    assert bundle == {MIME: {"kind": "heading", "level": 2, "text": "Titre"}, "text/html": "<h2>Titre</h2>"}


def test_a_page_holds_its_blocks_in_order_and_may_be_empty():
    bundle = page([model.heading("un"), model.callout("deux", "trois")])._repr_mimebundle_()
    assert [block["kind"] for block in bundle[MIME]["blocks"]] == ["heading", "callout"]
    assert bundle["text/html"].index("un") < bundle["text/html"].index("deux")
    empty = page(iter([]))._repr_mimebundle_()
    assert (empty[MIME], empty["text/html"]) == ({"kind": "page", "blocks": []}, "")


def test_a_figures_html_is_its_svg_without_what_stands_before():
    assert as_html(FIGURE).endswith("<svg></svg>") and "<?xml" not in as_html(FIGURE)


def test_columns_have_defaults_that_can_be_overruled():
    block = model.table("k", "t", [{"label": "a"}, {"label": "b", "align": "right", "width": "1fr"}], [["1", "2"]])
    assert block.data["columns"] == [
        {"label": "a", "align": "left", "width": "auto"},
        {"label": "b", "align": "right", "width": "1fr"},
    ]
    assert block.data["row_header"] is True and block.data["rows"] == [["1", "2"]]


@pytest.mark.parametrize("row", [["1"], ["1", "2", "3"], []])
def test_a_row_with_a_missing_or_extra_cell_is_refused(row):
    with pytest.raises(ValueError, match=r"my-table.*2 cells"):
        model.table("my-table", "t", [{"label": "a"}, {"label": "b"}], [["1", "2"], row])


def test_an_empty_table_is_a_table():
    assert model.table("k", "t", [{"label": "a"}], []).data["rows"] == []


def test_blocks_do_not_change_with_what_they_were_made_of():
    item = {"value": "1", "label": "a", "detail": "", "key": "k"}
    cell = {"text": "a"}
    cards, table = model.cards([item]), model.table("k", "t", [{"label": "a"}], [[cell]])
    item["value"], cell["text"] = "2", "b"
    assert cards.data["items"][0]["value"] == "1" and table.data["rows"][0][0] == {"text": "a"}
