"""The look at a survey as a page: everything escaped, nothing fetched, in both languages."""

import pytest

from study.base.errors import Severity
from study.survey.page import check_page
from study.survey.rows import Fate
from study.survey.summary import ExportSeen, QuestionSeen, Said, Summary

EVIL = '<script>alert(1)</script> & "x"'


def a_summary(**changes):
    values = {
        "wave": "2020",
        "title": EVIL,
        "exports": (ExportSeen("a.csv", "Feuille 1", "kobo", "KoboToolbox", (EVIL,), (1,), 1200, 9, 7),),
        "fates": {str(fate): i for i, fate in enumerate(Fate)},
        "territories": 3,
        "answered": ("Arbois",),
        "missing": ("Cassis", EVIL),
        "questions": (QuestionSeen(1, "scheme", EVIL, 4, 3, 1), QuestionSeen(1, "prize", "Prix", 0, 0, 0)),
        "problems": (Said(str(Severity.ERROR), "x", EVIL, EVIL, EVIL, EVIL),),
    }
    return Summary(**{**values, **changes})


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_texts_are_shown_and_never_obeyed(lang):
    page = check_page(a_summary(), lang)
    assert "<script>" not in page and page.count("&lt;script&gt;") >= 8
    assert f'<html lang="{lang}">' in page


def test_numbers_are_those_of_the_summary_in_the_reader_s_language():
    page = check_page(a_summary(), "fr").replace("\u202f", " ").replace("\u00a0", " ")
    assert '<td class="number">1 200</td>' in page and "75 %" in page and "1 sur 3 (33 %)" in page
    assert "Problèmes à régler avant de produire le rapport : 1." in page
    assert '<td class="number">–</td>' in page, "nobody was asked about the prize"


def test_when_nothing_is_to_be_settled_it_says_so():
    page = check_page(a_summary(problems=(), missing=()), "en")
    assert "Nothing stops the report." in page and "Not received" not in page and 'class="error"' not in page


def test_nobody_is_named_in_an_open_survey():
    page = check_page(a_summary(territories=0, answered=(), missing=()), "en")
    assert "Who answered" not in page
