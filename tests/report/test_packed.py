"""Texts packed and unpacked again, and JSON that stays data in a page."""

import json

from hypothesis import given
from hypothesis import strategies as st

from study.report.packed import packed, panels_json
from study.report.page import UNSEEN


def unpacked(flat):
    texts, before = [], ""
    for at in range(0, len(flat), 3):
        start, end, middle = flat[at : at + 3]
        before = before[:start] + middle + before[len(before) - end :]
        texts.append(before)
    return texts


@given(st.lists(st.text(st.sampled_from("ab é\u202f😀"), max_size=8)))
def test_packed_texts_come_out_as_they_were(texts):
    assert unpacked(packed(texts)) == texts


def test_alike_neighbours_are_told_once():
    texts = [f"number of answers to “{n}” among the territories, at the date" for n in range(100)]
    assert len(json.dumps(packed(texts))) < len(json.dumps(texts)) / 4


def test_no_text_ends_the_script_or_hides_a_sign():
    hostile = "</script><img src=x onerror=alert(1)> & \u2028 \u2029 \u202e \x00 'x'"
    panels = {"texts": [hostile], "facts": {"E1": [2, 0, 0, 0, 0, "S1"]}, "sources": {"S1": [2, 0, 0, 0, hostile]},
              "nodes": [], "panels": {hostile: [0, 0, -1, [], []]}}  # fmt: skip
    text = panels_json(panels, {"close": hostile}, UNSEEN, "en")
    assert not set("<>&\u2028\u2029\u202e\x00") & set(text) and "\\u0000" not in text
    read = json.loads(text)
    seen = hostile.replace("\u202e", "").replace("\x00", "")
    assert unpacked(read["texts"])[0].startswith("</script><img src=x onerror=alert(1)>")
    assert read["words"]["close"] == read["sources"]["S1"][4] == unpacked(read["keys"])[0] == seen


def test_french_texts_are_typeset():
    panels = {"texts": ["Il y a 20 % d'eau"], "panels": {}}
    assert unpacked(json.loads(panels_json(panels, {}, UNSEEN, "fr"))["texts"]) == ["Il y a 20\u202f% d’eau"]
