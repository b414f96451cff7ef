"""Personal data in texts: masked in every form people write them, and nothing else."""

import random

import pandas as pd
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.iso7064 import mod_97_10

from study.cells.personal import EMAIL_MARK, IBAN_MARK, MARKERS, PHONE_MARK, masked, masked_text

# Account and telephone numbers that nobody has: made here, or set apart for fiction (01 99 00, 06 39 98).


def account(country, basic):
    return country + mod_97_10.calc_check_digits(basic + country) + basic


ACCOUNT = account("FR", "30006000011234567890189")


@pytest.mark.parametrize(
    "text",
    ["anne@exemple.fr", "Anne.DUPONT+ess@mairie-ville.exemple.com", "anne [at] exemple.fr", "anne(at)exemple(dot)fr", "anne [arobase] exemple [point] fr", "anne @ exemple.fr", "mailto:anne@exemple.fr", "élise@métropole.fr", "anne＠exemple.fr", "a_b@x.co.uk"],
)  # fmt: skip
def test_addresses(text):
    assert masked_text(text) == EMAIL_MARK
    assert masked_text(f"Écrire à {text}, ou passer.") == f"Écrire à {EMAIL_MARK}, ou passer."


@pytest.mark.parametrize(
    "text",
    ["01 99 00 12 34", "0199001234", "01.99.00.12.34", "01-99-00-12-34", "01/99/00/12/34", "01\u00a099\u00a000\u00a012\u00a034", "01\u202f99\u202f00\u202f12\u202f34", "06 39 98 12 34", "+33 1 99 00 12 34", "+33 (0)1 99 00 12 34", "0033 1 99 00 12 34", "+33199001234"],
)  # fmt: skip
def test_telephones(text):
    assert masked_text(text) == PHONE_MARK
    assert masked_text(f"Tél. : {text}.") == f"Tél. : {PHONE_MARK}."
    assert masked_text(f"{text} en 2019, puis 2025") == f"{PHONE_MARK} en 2019, puis 2025"


def test_two_numbers_side_by_side_and_a_year_after_one():
    assert masked_text("06 39 98 12 34 / 01 99 00 12 34") == f"{PHONE_MARK} / {PHONE_MARK}"
    assert masked_text("06 39 98 12 34 2019") == f"{PHONE_MARK} 2019"
    assert masked_text("75001/+33639981234/2") == f"75001/{PHONE_MARK}/2"


def test_regions_are_a_parameter():
    assert masked_text("030 123456", ["DE"]) == PHONE_MARK and masked_text("030 123456") == "030 123456"
    assert list(masked(pd.Series(["030 123456", "1 234 567"]), ["DE", "FR"])[0]) == [PHONE_MARK, "1 234 567"]
    assert masked_text("912 345 678", ["ES"]) == PHONE_MARK  # a plan without a trunk digit
    assert list(masked(pd.Series(["912 345 678"]), ["ES"])[1]) == [True]


@pytest.mark.parametrize("cut", [4, 50])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_accounts(cut, case):
    text = case(" ".join(ACCOUNT[i : i + cut] for i in range(0, len(ACCOUNT), cut)))
    assert masked_text(f"Compte {text} ouvert en 2019") == f"Compte {IBAN_MARK} ouvert en 2019"


def test_a_wrong_check_digit_is_no_account():
    wrong = ACCOUNT[:2] + f"{(int(ACCOUNT[2:4]) + 1) % 97:02d}" + ACCOUNT[4:]
    assert not iban.is_valid(wrong) and masked_text(wrong) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "SIREN 130 025 265", "130025265", "SIRET 130 025 265 00013", "13002526500013", "552 081 317 00766",
        "1 200 000 €", "12 000 000 000", "1.200.000,00", "2019-2025", "2019, 2020 et 2025", "2019 2020 2021",
        "05/03/2026", "01/02/2026 03/04/2026", "05-03-2026 14:00", "05/03/2026 à 14h30", "2026-03-05T14:00:00.000+01:00",
        "2026-03-05 14:00:00", "48.0123456789", "0.1234567890", "0,0123456789", "-3.0612345678", "3,141592653589793", "@rtes", "a@b", "voir https://exemple.fr/a?b=1",
        "article L. 1111-2", "n° 2014-856 du 31 juillet 2014", "36 49", "[e-mail]", "", "Oui", "12 ETP à 80 %",
    ],
)  # fmt: skip
def test_what_only_looks_alike_stays(text):
    assert masked_text(text) == text
    cells, held = masked(pd.Series([text], dtype="str"))
    assert list(cells) == [text] and list(held) == [False]


def test_a_column_keeps_its_index_and_says_which_cells_held_something():
    cells = pd.Series(
        ["Rien", "anne@exemple.fr", "", "01 99 00 12 34 / anne@exemple.fr", "Rien"], index=[5, 1, 8, 2, 3]
    )
    clean, held = masked(cells)
    assert clean.to_dict() == {5: "Rien", 1: EMAIL_MARK, 8: "", 2: f"{PHONE_MARK} / {EMAIL_MARK}", 3: "Rien"}
    assert held.to_dict() == {5: False, 1: True, 8: False, 2: True, 3: False}
    assert clean.dtype == "str" and held.dtype == "bool"


def test_an_empty_column():
    clean, held = masked(pd.Series([], dtype="str"))
    assert len(clean) == len(held) == 0


WORDS = st.lists(st.sampled_from(["Contact", "tél.", "nous", "depuis 2019", "1 200 €", "et", ":", "(siège)", "l’ESS"]), max_size=4).map(" ".join)  # fmt: skip
NAMES = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?", fullmatch=True)
EMAILS = st.tuples(
    NAMES, st.sampled_from(["@", " @ ", " [at] ", "(at)"]), NAMES, st.sampled_from([".fr", ".org", "[dot]eu"])
).map("".join)


@st.composite
def phones(draw):
    digits = draw(st.sampled_from(["199", "261", "353", "465", "536", "639"])) + f"{draw(st.integers(0, 999_999)):06d}"
    number = phonenumbers.parse("+33" + digits)
    form = draw(st.sampled_from(["NATIONAL", "INTERNATIONAL", "E164"]))
    text = phonenumbers.format_number(number, getattr(phonenumbers.PhoneNumberFormat, form))
    return text.replace(
        " ", draw(st.sampled_from([" ", ".", "-", "\u00a0", "\u202f", ""] if form == "NATIONAL" else [" ", "\u00a0"]))
    )


@st.composite
def accounts(draw):
    length = {"FR": 23, "DE": 18, "BE": 12}
    country = draw(st.sampled_from(sorted(length)))
    text = account(
        country,
        "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=length[country], max_size=length[country]))),
    )
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4)) if draw(st.booleans()) else text


@settings(deadline=None)
@given(
    st.lists(st.tuples(WORDS, st.one_of(EMAILS, phones(), accounts().filter(iban.is_valid))), min_size=1, max_size=3),
    WORDS,
)
def test_nothing_personal_is_left_and_masking_again_changes_nothing(parts, end):
    text = " ; ".join(f"{words} {item}" for words, item in parts) + f" ; {end}"
    cells, held = masked(pd.Series([text], dtype="str"))
    assert list(held) == [True]
    left = cells[0]
    assert all(item not in left for _, item in parts) and "@" not in left
    assert sum(left.count(mark) for mark in MARKERS) == len(parts)
    assert not any(phonenumbers.PhoneNumberMatcher(left, "FR"))
    again, held = masked(cells)
    assert again[0] == left and not held[0]


SCRIPTS = ["٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]


@pytest.mark.parametrize("digits", SCRIPTS)
@pytest.mark.parametrize(
    "item", ["01 99 00 12 34", "+33639981234", "192.0.2.44", "47.21837, -1.55362", account("FR", "1" * 23)]
)
def test_the_digits_of_another_script_are_digits(digits, item):
    written = item.translate(dict(enumerate(digits, start=ord("0"))))
    cells, held = masked(pd.Series([f"Voir {written} le soir", f"{digits[2]} salariés"], dtype="str"))
    assert cells[0] == masked_text(f"Voir {item} le soir") and any(mark in cells[0] for mark in MARKERS)
    assert list(held) == [True, False]


@settings(deadline=None)
@given(st.text() | st.text(st.sampled_from("0123456789٠१３𝟗 +-./()@[]atFRabc:"), max_size=60))
def test_any_text_is_masked_without_failing_and_only_once(text):
    once = masked_text(text)
    assert masked_text(once) == once
    cells, held = masked(pd.Series([text], dtype="str"))
    # The look at the whole column finds what the look at each text finds.
    assert cells[0] == once and held[0] == (once != text)


def test_ordinary_texts_are_found_untouched_among_many():
    draw = random.Random(1)
    texts = [f"Le budget de {draw.randint(1, 999)} 000 € soutient {draw.randint(2, 90)} structures depuis {draw.randint(2010, 2025)}." for _ in range(5_000)]  # fmt: skip
    texts[1234] = "Voir Anne, 01 99 00 12 34."
    clean, held = masked(pd.Series(texts))
    assert list(held[held].index) == [1234] and clean[1234] == f"Voir Anne, {PHONE_MARK}."
    assert clean.drop(1234).tolist() == texts[:1234] + texts[1235:]
