"""What a cell says to a question with a number: one reading, or a reason."""

from decimal import Decimal

import pandas as pd
import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.amounts import read_amounts
from study.codebook.model import Study
from study.exports.settings import Flavour

BOTH = {"fr": "x", "en": "x"}
QUESTIONS = [
    {"question": "budget", "unit": "eur"},
    {"question": "staff", "unit": "people", "minimum": 0.0, "maximum": 1000.0},
    {"question": "part", "unit": "share", "minimum": 0.0, "maximum": 1.0},
]
RAW = {
        "languages": ["fr", "en"],
        "territory": {"one": BOTH, "many": BOTH},
        "lever_noun": {"one": BOTH, "many": BOTH},
        "codes": [{"code": "unknown", "label": {"fr": "inconnu", "en": "unknown"}}],
        "units": {"eur": {"fr": "€", "en": "EUR"}, "people": {"fr": "agent(s)", "en": "officer(s)"}},
        "levers": [
            {"lever": 1, "title": BOTH, "short": BOTH, "questions": [
                {"lever": 1, "type": "number", "label": BOTH, "wording": BOTH, **item} for item in QUESTIONS]}
        ],
    }  # fmt: skip
STUDY = Study.model_validate(RAW)
GERMAN = Study.model_validate({**RAW, "languages": ["en", "de"]})


def decode(question, cells, study=STUDY, flavour=None):
    return read_amounts(pd.Series(cells, dtype="str"), study.question(question), study, flavour)


def read(question, *cells):
    found = decode(question, cells)
    return [reason or answer for answer, reason in zip(found.answer, found.reason, strict=True)]


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("1200000", ["1200000", "1 200 000 €", "1\u202f200\u202f000\u00a0€", "1,2 M€", "1.200.000", "1,200,000", "1'200'000", "1’200’000", "1200000.00", "1.200.000,00", "+1200000", "EUR 1 200 000", "€1200000", "1,20 millions d’euros", "1 200 k€", "0,0012 Md€"]),
        ("12000.5", ["12 000,50", "12.000,50", "12,000.5", "12000.5", "12000,500000", "12’000.5", "12 000,5 euros", "\u200e12 000,5"]),
        ("3500000", ["3,5 millions d'euros", "3.5 M€", "3,5M€"]),
        ("1.234", ["1.234", "1.2340000000", "1.23400"]),
        ("0.234", ["0.234", "0,234", ".234", ",234"]),
        ("1234.567", ["1234.567", "1234,567", "1 234,567", "1.234,567", "1'234.567"]),
        ("-5", ["-5", "\u22125", "-5,0", "-5 €"]),
        ("0", ["0", "-0", "0.00", "0 €", "-0,0"]),
        ("0.1428571428571428", ["0.1428571428571428", "0,1428571428571428"]),
        ("", ["", "  ", "NSP", "n.c.", "N/A", "inconnu", "Unknown", "weiß nicht"]),
        ("ambiguous-number", ["1,234", "12.000", "1.230", "1.234 €", "1,234 M€", "€ 1.234", "-1,234", "-12.000", "123.450"]),
        ("approximate", ["environ 12", "~12", "> 100", "<5", "≈ 3", "plus de 12", "au moins 1 200 €", "12 environ", "12+", "ca. 12", "about 12", "rund 12", "jusqu’à 12", "environ 10 à 20"]),
        ("several-numbers", ["10 à 20", "10-20", "entre 10 et 20", "12 (2019)", "12 ou 13", "2019 2020", "1200 000", "1/2", "14:00", "2019 : 12 €", "1 200 euros en 2020"]),
        ("rounded-by-a-spreadsheet", ["1.2E+06", "1,2E+06", "1e6"]),
        ("other-unit", ["12 ETP", "12 %", "12 euros HT", "12 m€", "12 billion", "12 m2", "12h", "Budget : 12"]),
        ("not-a-number", ["douze", "-", "—", "?", "néant", "007", "1.200.00", "1,2,3", "--5", "12,", "9" * 16, "9" * 500, "[téléphone]", "1,23,456"]),
    ],
)  # fmt: skip
def test_a_number(answer, cells):
    assert dict(zip(cells, read("budget", *cells), strict=True)) == dict.fromkeys(cells, answer)


def test_what_lies_outside_the_range_is_refused_and_its_ends_are_not():
    assert read("staff", "0", "1000", "1 000 agents", "-1", "1000.01", "1 k", "2 k", "12 agents") == [
        "0", "1000", "1000", "out-of-range", "out-of-range", "1000", "out-of-range", "12"]  # fmt: skip


def test_a_share_may_be_written_as_a_percentage():
    assert read("part", "50 %", "12,5%", "0,125", "1", "50", "150 %") == ["0.5", "0.125", "0.125", "1", "out-of-range", "out-of-range"]  # fmt: skip


def test_columns_keep_their_index_and_what_was_not_shown_was_not_asked():
    found = read_amounts(
        pd.Series(["1 €", "{question_not_shown}", "2"], index=[9, 2, 5]), STUDY.question("budget"), STUDY
    )
    assert found.answer.to_dict() == {9: "1", 2: "", 5: "2"}
    assert list(found.status) == ["answered", "not_asked", "answered"] and list(found.reason) == [""] * 3
    assert list(found.blank) == [False, True, False]


def test_a_point_before_three_digits_is_in_doubt_where_it_may_stand_between_thousands():
    cells = ["12.345", "12.000", "12.3450", "0.345", "1234.567"]
    plain = ["12.345", "", "12.345", "0.345", "1234.567"]
    assert list(decode("budget", cells, STUDY).answer) == plain
    assert list(decode("budget", cells, GERMAN).answer) == ["", "", *plain[2:]]
    for flavour, answers in (
        (Flavour.LIMESURVEY, plain),
        (Flavour.KOBO, plain),
        (Flavour.SPREADSHEET, ["", "", *plain[2:]]),
    ):
        assert list(decode("budget", cells, GERMAN, flavour).answer) == answers


NUMBERS = st.decimals(-(10**14), 10**14, allow_nan=False, allow_infinity=False, places=2)
PLAIN = "#,##0.##;-#,##0.##"


def written(number):
    text = f"{number:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@settings(deadline=None)
@given(
    NUMBERS, st.sampled_from(["fr", "de", "de_CH", "en"]), st.sampled_from(["", " €", "\u00a0€", " euros", "\u202fEUR"])
)
def test_a_number_comes_back_as_each_language_writes_it(number, locale, unit):
    cell = format_decimal(number, PLAIN, locale=locale) + unit
    once = number == int(number) and 1000 <= abs(number) < 10**6 and locale in ("de", "en")
    found = decode("budget", [cell], GERMAN)
    # 12.345 in German is 12,345 in English, and nothing says in which language a cell is written.
    assert (found.answer[0], found.reason[0]) == (("", "ambiguous-number") if once else (written(number), ""))


@settings(deadline=None)
@given(
    st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(-(10.0**14), 10.0**14).filter(lambda x: x == 0 or abs(x) > 1e-4)
)
def test_a_number_that_a_program_wrote_comes_back(number):
    text = repr(number)
    trailing = text.endswith("0") and not text.endswith(".0")
    found = decode("budget", [text])
    assert trailing or (Decimal(found.answer[0]) == Decimal(text) and not found.answer[0].endswith(".0"))


@settings(deadline=None)
@given(
    st.integers(1, 9_999),
    st.sampled_from([(" k€", 3), ("M€", 6), (" millions d’euros", 6), (" Md€", 9), (" Tsd. €", 3)]),
)
def test_thousands_and_millions_are_exact(tenths, multiple):
    tail, power = multiple
    found = decode("budget", [f"{tenths // 10},{tenths % 10}{tail}"])
    assert int(found.answer[0]) == tenths * 10 ** (power - 1)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30) | st.text(st.sampled_from("0123456789., €kM-+’e"), max_size=12), max_size=20))
def test_no_text_raises_and_every_answer_is_a_plain_decimal_in_its_range(cells):
    for name, low, high in (("budget", "-Infinity", "Infinity"), ("staff", "0", "1000")):
        found = decode(name, cells)
        given = found.answer[found.answer != ""]
        assert given.str.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?").all()
        assert all(Decimal(low) <= Decimal(answer) <= Decimal(high) for answer in given)
        assert ((found.answer != "") == (found.status == "answered")).all()
