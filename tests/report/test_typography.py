import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from study.report.typography import NARROW, NO_BREAK, typeset, typeset_parts

SPACES = re.compile(r"[\s\u00a0\u202f]")
# What the rules look at, and a letter, a digit and an accent.
MARKS = " \u00a0\u202f\n'\"“”’«»;:!?%€.,-–…()[]aé1 000"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Qui agit ?", f"Qui agit{NARROW}?"),
        ("Qui agit?", f"Qui agit{NARROW}?"),
        ("Vite !", f"Vite{NARROW}!"),
        ("un ; deux", f"un{NARROW}; deux"),
        ("Vraiment ?!", f"Vraiment{NARROW}?!"),
        ("trois : quatre", f"trois{NO_BREAK}: quatre"),
        ("27 % des métropoles", f"27{NARROW}% des métropoles"),
        ("27% des métropoles", f"27{NARROW}% des métropoles"),
        ("60 M€ par an", f"60{NARROW}M€ par an"),
        ("60 000 000 €", f"60{NARROW}000{NARROW}000{NARROW}€"),
        ('une part "connue" faible', f"une part «{NO_BREAK}connue{NO_BREAK}» faible"),
        ("une part “connue” faible", f"une part «{NO_BREAK}connue{NO_BREAK}» faible"),
        ("une part «connue» faible", f"une part «{NO_BREAK}connue{NO_BREAK}» faible"),
        ("« connue » ?", f"«{NO_BREAK}connue{NO_BREAK}»{NARROW}?"),
        ("L'élue d'Arbois", "L’élue d’Arbois"),
        ("et ainsi de suite...", "et ainsi de suite…"),
        ("Lille - une métropole", "Lille – une métropole"),
    ],
)
def test_french(typed, printed):
    assert typeset(typed, "fr") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('a "known" share', "a “known” share"),
        ("the study's rules, the towns' answers", "the study’s rules, the towns’ answers"),
        ("27% of them: why? Here; there!", "27% of them: why? Here; there!"),
        ("and so on...", "and so on…"),
    ],
)
def test_english(typed, printed):
    assert typeset(typed, "en") == printed


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "un ratio de 3:1",
        "https://example.org/a?b=1;c=2",
        "http://example.org:8080/x!y",
        "mailto:a@example.org",
        "Saint-Étienne",
        "2019-07-05",
        "T1-2019",
    ],
)
def test_times_ratios_addresses_and_joined_words_are_left_as_they_are(text):
    assert typeset(text, "fr") == text
    assert typeset(text, "en") == text


def test_four_digits_that_follow_a_number_are_no_group_of_thousands():
    assert typeset("le 5 2019", "fr") == "le 5 2019"


def test_a_language_without_rules_gets_only_what_all_share():
    assert typeset('l\'œuvre... "x" ?', "xx") == 'l’œuvre… "x" ?'


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(text=st.one_of(st.text(), st.text(alphabet=MARKS)))
@example(text="“il a dit “oui” hier”")
@example(text=" -»")
def test_a_second_pass_changes_nothing(text, lang):
    once = typeset(text, lang)
    assert typeset(once, lang) == once


@pytest.mark.parametrize("lang", ["fr", "en"])
@given(words=st.lists(st.text(alphabet="abcéèœÀZ0123456789", min_size=1), min_size=1))
def test_words_keep_their_letters(words, lang):
    printed = typeset(" ; ".join(words), lang)
    assert "".join(SPACES.split(printed)) == ";".join(words)


@pytest.mark.parametrize("lang", ["fr", "en", "xx"])
@given(parts=st.lists(st.one_of(st.text(), st.text(alphabet=MARKS)), min_size=1))
@example(parts=['un "', "mot", '" !'])
@example(parts=["1", " 000", " €"])
def test_parts_make_up_the_text_typeset_as_a_whole(parts, lang):
    made = typeset_parts(parts, lang)
    assert len(made) == len(parts)
    assert "".join(made) == typeset("".join(parts), lang)


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (["Soit ", "27", " % ou ", "6", " ; oui"], ["Soit ", "27", f"{NARROW}% ou ", "6", f"{NARROW}; oui"]),
        (['Un "', "mot", '".'], [f"Un «{NO_BREAK}", "mot", f"{NO_BREAK}»."]),
        (["", "l'une", "'"], ["", "l’une", "’"]),
        (["Trois", "", " : un"], ["Trois", "", f"{NO_BREAK}: un"]),
        (["27", "%"], ["27", f"{NARROW}%"]),
        (["60 ", "000", " €"], [f"60{NARROW}", "000", f"{NARROW}€"]),
    ],
)
def test_each_part_keeps_its_own_words(parts, printed):
    assert typeset_parts(parts, "fr") == printed
