"""Texts that the fonts can print, and words that a column can hold."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from study.report.glyphs import BREAK, breakable, printable, supported


def test_french_and_its_spaces_pass_unchanged() -> None:
    text = "Œuvre d’été : « 1\u202f234\u00a0€ », 68\u202f% — ÉÀÇ œ æ ≥ ● ○ ✓ …"
    assert printable(text) == text


def test_what_cannot_be_printed_is_shown_as_missing_or_goes() -> None:
    assert printable("a\u202eb\u2066c\u200dd\x00e\ufeff") == "abcde"
    assert printable("🚲 日本") == "□ □□"
    assert printable("①½") == "1½"
    assert printable("e\u0301") == "é"


def test_a_look_alike_of_a_sign_never_becomes_that_sign() -> None:
    assert printable("\uff03import \uff04x\uff04") == "□import □x□"


@given(st.text())
def test_only_supported_signs_are_left(text: str) -> None:
    left = printable(text)
    assert set(left) <= supported() | set("\n\t\u00ad\u200b")
    assert printable(left) == left


@given(st.text())
def test_breaks_change_no_sign(text: str) -> None:
    text = text.replace(BREAK, "")
    assert breakable(text).replace(BREAK, "") == text


def test_words_break_where_they_may() -> None:
    assert breakable("anticonstitutionnellement l’intercommunalité") == "anticonstitutionnellement l’intercommunalité"
    assert breakable("https://www.avise.example/" + "a" * 60) == "https://www.avise.example/" + "a" * 60
    assert breakable("spaser_adopted_count") == f"spaser_{BREAK}adopted_{BREAK}count"
    assert max(len(piece) for piece in breakable("f3a9" * 16).split(BREAK)) == 10


def test_supported_signs_are_printable_characters() -> None:
    assert {"é", "œ", "●", "□", "\u202f"} <= supported()
    assert all(unicodedata.category(sign) != "Cs" for sign in supported())
