"""A bridge in the ledger: stable keys, signed words that add up."""

import re
from fractions import Fraction

import pytest

from study.bridge.across import Row, bridge
from study.bridge.entries import all_shown, entries, level_text, part_texts, signed, split_of
from study.bridge.parts import Part, split


def share(*levels):
    return Row(1, "lever_1.intensity", "", "share", split([Fraction(*level) for level in levels]))


def number(text):
    return float(text.replace("\u2212", "-").replace(",", ".").rstrip("%\u202f\u00a0"))


def test_a_difference_has_its_sign_and_the_minus_of_print():
    assert signed(Fraction(1234), "fr") == "+1\u202f234"
    assert signed(Fraction(-13, 10), "fr", 1) == "\u22121,3"
    assert signed(Fraction(0), "fr", 1) == "0"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_printed_of_a_share_adds_up(lang):
    row = share((23, 77), (23, 77), (24, 77), (1, 3), (22, 77), (22, 77))
    before, after = (level_text(level, row, lang) for level in (row.split.before, row.split.after))
    assert (number(before), number(after)) == (29.9, 28.6)
    assert round(number(before) + sum(number(text) for text in part_texts(row, lang).values()), 6) == number(after)


def test_keys_are_stable_and_every_number_shown_has_one(bridged):
    found = bridged
    made = {entry.key: entry for entry in entries(found, ("fr", "en"))}
    assert all(
        re.fullmatch(r"bridge\.2020\.[a-z_0-9.]+\.(before|after|unreproduced|evidence|date|questionnaire|code)", key)
        for key in made
    )
    scheme = {what: made[f"bridge.2020.scheme.count.{what}"] for what in ("before", *Part, "after")}
    assert [entry.texts["fr"] for entry in scheme.values()] == ["1", "0", "+1", "+1", "0", "0", "3"]
    assert [entry.value for entry in scheme.values()] == [1, 0, 1, 1, 0, 0, 3]
    # A new question has no parts, and is no part of the total.
    assert [key for key in made if "awards" in key] == ["bridge.2020.awards.count.after"]
    total = {what: made[f"bridge.2020.total.{what}"].value for what in ("before", *Part, "after")}
    counts = ("elected", "staff", "scheme", "clauses")
    assert total == {what: sum(made[f"bridge.2020.{name}.count.{what}"].value for name in counts) for what in total}
    assert made["bridge.2020.lever_1.intensity.evidence"].texts["fr"] == "+16,7"
    assert made["bridge.2020.lever_1.intensity.evidence"].unit == "points"


def test_a_question_that_is_gone_is_shown_with_what_it_was(changed, kit):
    scheme = changed.root / kit.lever
    text = scheme.read_text("utf-8")
    start, end = text.index("  - question: clauses"), text.index("  - question: purchases_eur")
    scheme.write_text(text[:start] + text[end:], "utf-8")
    kit.edit(changed, kit.evidence, lambda lines: re.sub(r"E\d+,\w+,1,clauses,.*\n", "", lines))
    found = bridge(changed, "2020", "2027")
    row = next(row for row in all_shown(found) if row.indicator == "clauses.count")
    assert split_of(row.split) == {"before": "1"} and row.split.fate.value == "gone"
