"""What a cell says: codes and labels, numbers that can be read in one way only, and everything else refused."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.codebook.model import Study
from study.intake.decoding import decode, readings

LABELS = {
    "yes": {"fr": "Oui", "de": "Ja"},
    "planned": {"fr": "En projet", "de": "geplant"},
    "no": {"fr": "Non", "de": "Nein"},
    "unknown": {"fr": "Ne sait pas", "de": "Weiß nicht"},
    "conflict": {"fr": "contradictoire", "de": "widersprüchlich"},
}
WORDS = {"fr": "x", "de": "x"}
QUESTIONS = [
    {"question": "scheme", "type": "yes_no"},
    {"question": "two", "type": "yes_no", "codes": [{"code": c, "label": LABELS[c]} for c in ("yes", "no")]},
    {"question": "budget", "type": "number", "unit": "eur"},
    {"question": "notes", "type": "text"},
]


def study(codes=LABELS):
    return Study.model_validate(
        {
            "languages": ["fr", "de"],
            "territory": {"one": WORDS, "many": WORDS},
            "lever_noun": {"one": WORDS, "many": WORDS},
            "codes": [{"code": code, "label": label} for code, label in codes.items()],
            "levers": [
                {
                    "lever": 1,
                    "title": WORDS,
                    "short": WORDS,
                    "questions": [{"lever": 1, "label": WORDS, "wording": WORDS, **item} for item in QUESTIONS],
                }
            ],
        }
    )


STUDY = study()


def read(question, *cells):
    """Each cell as its answer, or as what is wrong with it."""
    found = decode(pd.Series(cells, dtype="str"), STUDY.question(question), STUDY)
    assert found.answer.dtype == "str" and found.refused.dtype == found.ambiguous.dtype == "bool"
    said = zip(found.answer, found.refused, found.ambiguous, strict=True)
    return ["refused" if wrong else "ambiguous" if open_ else answer for answer, wrong, open_ in said]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *[(cell, "yes") for cell in ("yes", "YES", "Oui", "oui", "OUI", "ja", "JÂ")],
        *[(cell, "planned") for cell in ("planned", "proposed", "en projet", "En-Projet", "en\u00a0projet", "Geplant")],
        *[(cell, "no") for cell in ("no", "non", "nein", "NEIN")],
        *[(cell, "") for cell in ("", "unknown", "ne sait pas", "weiß nicht", "WEISS NICHT", "weiss-nicht")],
        *[(cell, "refused") for cell in ("peut-être", "y", "1", "true", "conflict", "widersprüchlich", "yes no")],
        *[(cell, "refused") for cell in ("-", "—", ".", "n/a", "oui (2020)", "n\u200bo")],
    ],
)
def test_a_yes_no_cell(cell, answer):
    assert read("scheme", cell) == [answer]


def test_a_question_s_own_codes_are_the_only_ones():
    assert read("two", "oui", "non", "weiß nicht", "en projet", "planned") == ["yes", "no", "", "refused", "refused"]
    found = decode(pd.Series(["maybe"]), STUDY.question("two"), STUDY)
    assert found.allowed == ("yes", "no", "unknown")
    assert decode(pd.Series(["maybe"]), STUDY.question("scheme"), STUDY).allowed == ("yes", "planned", "no", "unknown")


def test_a_label_of_two_codes_reads_as_neither_and_a_code_before_a_label():
    twisted = study(
        {"yes": {"fr": "si", "de": "no"}, "no": {"fr": "si", "de": "nein"}, "unknown": {"fr": "—", "de": "?"}}
    )
    known = readings(twisted.question("scheme"), twisted)
    assert "si" not in known and "" not in known
    assert (known["no"], known["nein"], known["yes"]) == ("no", "no", "yes")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *[("0", "0"), ("12", "12"), ("60000", "60000"), ("-5", "-5"), ("1234567", "1234567")],
        *[("12.5", "12.5"), ("12,5", "12.5"), ("12,50", "12.5"), ("60000.00", "60000"), ("0.10", "0.1")],
        *[
            ("1 234", "1234"),
            ("1\u202f234\u202f567,8", "1234567.8"),
            ("12\u00a0345.678", "12345.678"),
            ("1\u2009000", "1000"),
        ],
        *[("0,234", "0.234"), ("1234,567", "1234.567"), ("1 234,567", "1234.567"), ("1.234", "1.234"), ("-0", "0")],
        *[("-0,0", "0"), ("-1,5", "-1.5"), ("100", "100"), ("100.0", "100"), ("1,2340", "1.234")],
        *[(cell, "ambiguous") for cell in ("1,234", "12,345", "999,000", "-1,234")],
        *[(cell, "refused") for cell in ("12 34", "1 2345", "1234 567", "1.234.567", "1,234,567", "1,234.5", "0 123")],
        *[
            (cell, "refused")
            for cell in ("5 M€", "10 %", "1e3", "+5", "007", ".5", "5.", "douze", "-", "− 5", "١٢", "1  234")
        ],
        *[("", ""), ("unknown", ""), ("Ne sait pas", "")],
    ],
)
def test_a_number_is_read_in_one_way_or_not_at_all(cell, answer):
    assert read("budget", cell) == [answer]
    assert read("budget", "7", cell, "8") == ["7", answer, "8"]  # whatever stands around it


@given(st.integers(-(10**14), 10**14), st.integers(0, 999_999), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_every_number_written_the_french_way_is_the_same_number(whole, decimals, space):
    value = Decimal(whole) + (1 if whole >= 0 else -1) * Decimal(decimals) / 1_000_000
    text = f"{value:,.6f}".replace(",", space).replace(".", ",")
    [answer] = read("budget", text)
    assert Decimal(answer) == value
    assert not answer.endswith((".", "-0")) and ("." not in answer or not answer.endswith("0"))


def test_free_text_is_taken_as_it_is():
    cells = ["unknown", "=1+1", "two\nlines", "", "oui"]
    assert read("notes", *cells) == cells


@pytest.mark.parametrize("question", ["scheme", "budget", "notes"])
def test_a_column_without_rows(question):
    assert read(question) == []
