"""What a cell says to a question with a day: the day first, and never guessed."""

from datetime import date

import pandas as pd
import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.days import day_comes_first, read_days
from study.codebook.model import Study


def study(*languages, **more):
    words = dict.fromkeys(languages, "x")
    return Study.model_validate(
        {
            "languages": languages,
            "territory": {"one": words, "many": words},
            "lever_noun": {"one": words, "many": words},
            "codes": [{"code": "unknown", "label": dict.fromkeys(languages, "pas encore")}],
            "levers": [
                {"lever": 1, "title": words, "short": words, "questions": [
                    {"lever": 1, "question": "day", "type": "date", "label": words, "wording": words, **more}]}
            ],
        }
    )  # fmt: skip


FRENCH, GERMAN, ENGLISH = study("fr", "en"), study("de"), study("en")


def read(made, *cells):
    found = read_days(pd.Series(cells, dtype="str"), made.question("day"), made)
    return [reason or answer for answer, reason in zip(found.answer, found.reason, strict=True)]


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("2026-03-05", ["2026-03-05", " 2026-3-5 ", "2026/03/05", "05/03/2026", "5/3/2026", "05.03.2026", "05-03-2026", "5. 3. 2026", "5 3 2026"]),
        ("2026-03-05", ["2026-03-05 14:00:00", "2026-03-05T10:01:27.000-05:00", "2026-03-05T23:59Z", "05/03/2026 14:00", "05/03/2026 à 14h", "5 mars 2026 à 14h30"]),
        ("2026-03-05", ["5 mars 2026", "5 MARS 2026", "5. März 2026", "5 March 2026", "5 Mar. 2026", "March 5, 2026", "Mar 5th 2026", "5th of March 2026", "jeudi 5 mars 2026", "Jeudi, le 5 mars 2026", "Donnerstag, den 5. März 2026", "Thursday, March 5, 2026", "05\u00a0mars\u00a02026"]),
        ("2026-03-01", ["1er mars 2026", "1 mars 2026", "01/03/2026"]),
        ("2026-02-05", ["5 févr. 2026", "5 février 2026", "5 fevrier 2026", "5 Feb 2026", "5/2/2026"]),
        ("", ["", " ", "NSP", "n.c.", "Pas encore", "k. A."]),
        ("two-digit-year", ["05/03/26", "5.3.26", "5 mars 26", "5 mars ’26", "March 5, 26"]),
        ("month-first", ["03/25/2026", "12.31.2026"]),
        ("no-such-day", ["31/02/2026", "2026-02-30", "29/02/2023", "0/3/2026", "32/01/2026", "31 avril 2026", "2026-13-01", "vendredi 5 mars 2026"]),
        ("part-of-a-date", ["2026", "03/2026", "2026-03", "mars 2026", "Mars 26", "juil.-19", "März 2026"]),
        ("spreadsheet-day", ["46086", "46086.5", "43466"]),
        ("not-a-day", ["bientôt", "-", "20260305", "5", "12345678", "entre le 5 et le 6 mars 2026", "05/03/2026 - 06/03/2026", "5 brumaire 2026", "05/03-2026", "lundi " * 500, "9" * 400]),
    ],
)  # fmt: skip
def test_a_day(answer, cells):
    assert dict(zip(cells, read(FRENCH, *cells), strict=True)) == dict.fromkeys(cells, answer)


def test_the_day_comes_first_where_the_study_s_first_language_says_so():
    assert [day_comes_first(lang) for lang in ("fr", "de", "es", "en", "xx", "")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert read(GERMAN, "1/2/2026", "1.2.2026") == ["2026-02-01"] * 2
    # English does not say; where the order does not matter, or can only be one, it need not.
    assert read(ENGLISH, "1/2/2026", "2/2/2026", "25/12/2026", "13/12/2026", "12/25/2026", "2026-02-01") == ["ambiguous-day", "2026-02-02", "2026-12-25", "2026-12-13", "month-first", "2026-02-01"]  # fmt: skip


def test_months_have_the_names_of_the_study_s_languages_too():
    assert read(study("es"), "5 de marzo de 2026", "5 marzo 2026", "5 ago 2026") == [
        "not-a-day",
        "2026-03-05",
        "2026-08-05",
    ]
    assert read(FRENCH, "5 marzo 2026") == ["not-a-day"]


def test_days_outside_the_range_are_refused_and_its_ends_are_not():
    made = study("fr", minimum=date(2020, 1, 1), maximum=date(2026, 12, 31))
    assert read(made, "01/01/2020", "31/12/2026", "31/12/2019", "2027-01-01") == [
        "2020-01-01",
        "2026-12-31",
        *["out-of-range"] * 2,
    ]


def test_what_was_not_shown_was_not_asked():
    found = read_days(pd.Series(["{question_not_shown}", "2026-03-05"]), FRENCH.question("day"), FRENCH)
    assert list(found.status) == ["not_asked", "answered"]


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@settings(deadline=None)
@given(DAYS, st.sampled_from(["fr", "de", "en", "en_GB"]), st.sampled_from(["long", "full", "medium"]))
def test_a_day_in_words_comes_back_from_every_language(day, locale, width):
    cell = format_date(day, width, locale=locale)
    if locale == "de" and width == "medium":  # in figures, which an English study cannot take for granted
        assert read(FRENCH, cell) == [day.isoformat()]
    else:
        assert read(FRENCH, cell) == read(ENGLISH, cell) == [day.isoformat()]


@settings(deadline=None)
@given(
    DAYS,
    st.sampled_from(
        ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00", "%Y-%m-%dT%H:%M:%S.000+01:00"]
    ),
)
def test_a_day_in_figures_comes_back(day, form):
    assert read(FRENCH, day.strftime(form)) == [day.isoformat()]


@settings(deadline=None)
@given(st.lists(st.text(max_size=30) | st.text(st.sampled_from("0123456789/.- marsjuil,’"), max_size=14), max_size=20))
def test_no_text_raises_and_every_answer_is_a_day(cells):
    found = read_days(pd.Series(cells, dtype="str"), FRENCH.question("day"), FRENCH)
    assert all(date.fromisoformat(answer).isoformat() == answer for answer in found.answer if answer)
    assert ((found.answer != "") == (found.status == "answered")).all()
