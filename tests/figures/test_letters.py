"""Text that fits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.figures import letters


def test_width_grows_with_size_and_weight() -> None:
    assert letters.width_mm("Métropole", 17) == pytest.approx(2 * letters.width_mm("Métropole", 8.5), rel=0.01)
    assert letters.width_mm("Métropole", 8.5, "semibold") > letters.width_mm("Métropole", 8.5)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("right\u200f to left\u202e", "right to left"),
        ("party 🎉", "party □"),
        ("cafe\u0301", "café"),
        ("82\u202f%", "82\u202f%"),
        ("bell\x07", "bell"),
        ("$x$ & <b>", "$x$ & <b>"),
    ],
)
def test_what_the_font_can_draw(text: str, drawn: str) -> None:
    assert letters.drawable(text) == drawn


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=120), st.floats(min_value=6, max_value=60))
def test_lines_never_exceed_their_width(text: str, width: float) -> None:
    assert all(letters.fits(line, width, 8.5) for line in letters.wrap(text, width, 8.5))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["un", "plan", "métropole", "expérimentation", "l’ESS"]), max_size=20))
def test_wrapping_loses_no_letter(words: list[str]) -> None:
    lines = letters.wrap(" ".join(words), 12, 8.5)
    kept = "".join(line.removesuffix("-") for line in lines).replace(" ", "")
    assert kept == "".join(words)


def test_lines_break_at_spaces_but_never_inside_a_number() -> None:
    assert letters.wrap("about 1\u202f234 members", 13, 8.5) == ("about", "1\u202f234", "members")


def test_a_long_word_is_cut_between_syllables() -> None:
    assert letters.wrap("accompagnement", 18, 8.5) == ("accompagne-", "ment")
    assert letters.wrap("Aix-Marseille-Provence", 22, 8.5) == ("Aix-Marseille-", "Provence")


def test_a_word_without_syllables_is_still_cut() -> None:
    lines = letters.wrap("x" * 200, 20, 8.5)
    assert "".join(lines) == "x" * 200
    assert len(lines) > 5


def test_too_many_lines_end_in_an_ellipsis_that_fits() -> None:
    lines = letters.wrap("a question with many words in it, " * 8, 30, 8.5, max_lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert letters.fits(lines[-1], 30, 8.5)


def test_nothing_gives_nothing() -> None:
    assert "".join(letters.wrap("", 20, 8.5)) == ""
    assert letters.longest_word_mm("a bb", 8.5) == letters.width_mm("bb", 8.5)
