import re
import string
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import study
from study.base.text import LOCALE_DIR, date_text, list_text, mark, month_text, number_text, percent_text, say

PACKAGE = Path(study.__file__).parent
KEYWORDS = dict.fromkeys(("say", "mark", "speak"))


@cache
def extracted():
    """The messages of the package, with the first place of each."""
    found = extract_from_dir(str(PACKAGE), keywords=KEYWORDS, method_map=[("**.py", "python")])
    places = {}
    for file, line, message, *_ in found:
        for text in message if isinstance(message, tuple) else (message,):
            places.setdefault(text, f"{file}:{line}")
    return places


def translations():
    with (LOCALE_DIR / "fr" / "LC_MESSAGES" / "study.po").open("rb") as stream:
        return [message for message in read_po(stream, locale="fr") if message.id]


def fields(text):
    return Counter(name for _, name, *_ in string.Formatter().parse(text) if name is not None)


def test_every_message_has_its_french_words():
    french = {message.id for message in translations() if message.string}
    assert {text: place for text, place in extracted().items() if text not in french} == {}


def test_no_translation_is_unused_fuzzy_or_double():
    found = translations()
    assert sorted(message.id for message in found if message.id not in extracted()) == []
    assert [message.id for message in found if message.fuzzy] == []
    assert [text for text, count in Counter(message.id for message in found).items() if count > 1] == []


def test_translations_fill_the_same_fields():
    # A field may be said twice in one language, never be missing or be another one.
    differing = [m.id for m in translations() if set(fields(m.id)) != set(fields(m.string))]
    assert differing == []


def test_french_words_follow_french_typography():
    """Whatever is printed on a terminal is not typeset again: the catalogue's own spaces and apostrophes count."""
    wrong = [m.string for m in translations() if re.search(r"\w[;!?](?:\s|$)|\w'\w", re.sub(r"`[^`]*`", "", m.string))]
    assert wrong == []


def test_messages_come_in_the_language_with_their_fields():
    assert say("Figure {x}", "fr", x="{y}") == "Figure {y}"
    assert say("Published figure", "en") == "Published figure" != say("Published figure", "fr")
    assert say("No such message: {x}", "fr", x=1) == say("No such message: {x}", "xx", x=1) == "No such message: 1"
    assert mark("a {b}") == "a {b}"


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1\u202f234\u202f567", "1,234,567"),
        (1234.5, 1, "1\u202f234,5", "1,234.5"),
        (0.5, 3, "0,500", "0.500"),
        (-2.5, 1, "-2,5", "-2.5"),
    ],
)
def test_numbers(value, decimals, french, english):
    assert (number_text(value, "fr", decimals), number_text(value, "en", decimals)) == (french, english)


def test_percentages():
    assert percent_text(0.2727, "fr") == "27\u202f%" and percent_text(0.2727, "en", 1) == "27.3%"
    assert percent_text(1, "fr", 1) == "100,0\u202f%" and percent_text(0, "en") == "0%"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["fr", "en"]))
def test_whole_numbers_keep_their_digits(value, lang):
    assert int(re.sub(r"[^\d-]", "", number_text(value, lang))) == value


def test_dates():
    assert date_text(date(2019, 7, 5), "fr") == "5 juillet 2019" and date_text(date(2019, 7, 5), "en") == "5 July 2019"
    assert (
        date_text(date(2020, 1, 1), "fr") == "1er janvier 2020"
        and date_text(date(2020, 1, 1), "en") == "1 January 2020"
    )
    assert (
        date_text(date(2011, 1, 11), "fr") == "11 janvier 2011"
        and date_text(date(2021, 1, 21), "fr") == "21 janvier 2021"
    )
    assert date_text(date(2031, 5, 31), "fr") == "31 mai 2031"
    assert month_text(date(2019, 7, 5), "fr") == "juillet 2019" and month_text(date(2019, 7, 5), "en") == "July 2019"


def test_lists():
    assert list_text(["a"], "fr") == "a" and list_text(["a", "b"], "fr") == "a et b"
    assert list_text(["a", "b", "c"], "fr") == "a, b et c" and list_text(["a", "b", "c"], "en") == "a, b and c"
    assert list_text([], "fr") == ""


def test_words_do_not_hang_on_the_machines_locale(monkeypatch):
    for name in ("LC_ALL", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "de_DE.UTF-8")
    assert number_text(1234.5, "en", 1) == "1,234.5"
