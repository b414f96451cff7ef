"""Every number that a bound notebook prints, and where."""

from study.base.marks import marked
from study.blocks.model import callout, cards, table
from study.report.printed import in_block, in_rows, in_text, printed


def test_numbers_of_cards_captions_and_rows_are_told_apart(ledger):
    six = marked("6", "spaser_adopted.count")
    card = cards([{"value": "6", "label": "oui", "detail": f"soit {six}", "key": "frame.count"}]).data
    assert list(in_block(card)) == [("frame.count", "6"), ("spaser_adopted.count", "6")]
    shown = table("t", f"Titre {six}", [{"label": "a"}, {"label": "b"}], [["x", six]], note="rien").data
    assert list(in_block(shown)) == list(in_rows(shown)) == [("spaser_adopted.count", "6")]
    assert list(in_block(callout("t", f"{six} et {six}").data)) == [("spaser_adopted.count", "6")] * 2
    assert list(in_text("Il y en a {{ frame.count }}.", ledger, "fr")) == [("frame.count", "1\u202f234")]


def test_each_number_of_a_report_says_its_part_and_its_cell(audited):
    context, _, material, bound, _ = audited
    found = list(printed(context, material, bound))
    assert all(material.ledger.text(item.key, "fr") == item.words for item in found if ":" not in item.key)
    prose = [item for item in found if item.inside == "prose" and item.part == "lever-1"]
    assert [(item.key, item.cell) for item in prose] == [("frame.count", 0)]
    assert {item.inside for item in found} >= {"cards", "prose", "table:lever-1-indicators", "figure:lever-1-questions"}
    assert all(item.cell > 0 for item in found if item.notebook.startswith("notebooks/"))
