"""Tab-separated structures of LimeSurvey."""

import csv
import io

import pytest
from fielding_form_makers import kinds

from study.forms.lime_form import LimeOption
from study.forms.lime_tabs import read_tabs

HEADINGS = ["id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
            "mandatory", "other", "default", "same_default", "suffix"]  # fmt: skip


def tabs(*rows, headings=HEADINGS):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, headings, restval="", dialect="excel-tab", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        kind, type_, name, text, lang, *more = row
        writer.writerow(
            {
                "class": kind,
                "type/scale": type_,
                "name": name,
                "text": text,
                "language": lang,
                **(more[0] if more else {}),
            }
        )
    return ("\ufeff" + stream.getvalue()).encode()


SETTINGS = [
    ("S", "", "language", "fr", ""),
    ("S", "", "additional_languages", "en", ""),
    ("SL", "", "surveyls_title", "Enquête", "fr"),
]
FRENCH = [
    ("G", "0", "Groupe", "", "fr"),
    ("Q", "M", "Q1", "Lesquels ?", "fr", {"relevance": "1", "mandatory": "Y", "other": "Y", "help": "Aide"}),
    ("SQ", "0", "SQ1", "Prêts", "fr"),
    ("SQ", "0", "SQ2", "Dons", "fr"),
    ("G", "1", "Autre groupe", "", "fr", {"relevance": 'Q1_SQ1 == "Y"'}),
    ("Q", "N", "Q2", "Combien ?", "fr", {"suffix": "€"}),
    ("Q", "L", "Q3", "Un ?", "fr"),
    ("A", "0", "A1", "'=somme", "fr"),
]
ENGLISH = [
    ("G", "0", "Group", "", "en"),
    ("Q", "M", "Q1", "Which?", "en"),
    ("SQ", "0", "SQ1", "Loans", "en"),
    ("SQ", "0", "SQ2", "Gifts", "en"),
    ("G", "1", "Other group", "", "en"),
    ("Q", "N", "Q2", "How many?", "en", {"suffix": "EUR"}),
    ("Q", "L", "Q3", "One?", "en"),
    ("A", "0", "A1", "sum", "en"),
]


def test_languages_one_after_the_other_are_one_survey():
    survey, problems = read_tabs(tabs(*SETTINGS, *FRENCH, *ENGLISH), "s.txt")
    assert problems == []
    assert (survey.languages, survey.title) == (("fr", "en"), {"fr": "Enquête"})
    assert [group.titles for group in survey.groups] == [
        {"fr": "Groupe", "en": "Group"},
        {"fr": "Autre groupe", "en": "Other group"},
    ]
    assert survey.groups[1].relevance == 'Q1_SQ1 == "Y"'
    q1 = survey.groups[0].questions[0]
    assert (q1.code, q1.type, q1.texts, q1.help) == ("Q1", "M", {"fr": "Lesquels ?", "en": "Which?"}, {"fr": "Aide"})
    assert (q1.required, q1.other, q1.place.row) == (True, True, 6)
    assert q1.subquestions == (
        LimeOption("SQ1", {"fr": "Prêts", "en": "Loans"}),
        LimeOption("SQ2", {"fr": "Dons", "en": "Gifts"}),
    )
    q2, q3 = survey.groups[1].questions
    assert q2.attributes == {"suffix": {"fr": "€", "en": "EUR"}}
    # LimeSurvey puts an apostrophe before what a spreadsheet would compute.
    assert q3.answers == (LimeOption("A1", {"fr": "=somme", "en": "sum"}),)


def test_every_fault_is_said_with_its_row():
    rows = [("Q", "S", "Q0", "Sans groupe", "fr"), ("G", "0", "G", "", "fr"), ("A", "0", "A1", "Sans question", "fr"),
            ("Q", "S", "Q1", "Un", "fr"), ("Q", "S", "Q1", "Encore", "fr")]  # fmt: skip
    survey, problems = read_tabs(tabs(*rows), "s.txt")
    assert survey is None
    assert [(type(p).__name__, p.place.row, p.value) for p in problems] == [
        ("GroupNotOpen", 2, "Q0"), ("GroupNotOpen", 4, "A1"), ("FormNameTwice", 6, "Q1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (tabs(headings=["id", "class", "type/scale", "name", "text"]), "FormColumnMissing"),
        (tabs(*FRENCH).replace("Prêts".encode(), "Prêts".encode("cp1252")), "DamagedForm"),
        (tabs(("G", "0", "x" * 10_000_001, "", "fr")), "DamagedForm"),
    ],
)
def test_files_that_cannot_be_read(data, problem):
    survey, problems = read_tabs(data, "s.txt")
    assert (survey, kinds(problems)) == (None, [problem])


def test_a_short_row_lacks_its_last_cells():
    data = tabs(*FRENCH).decode().replace("\t\t\t\t\t\t\r\n", "\r\n").encode()
    survey, problems = read_tabs(data, "s.txt")
    assert problems == [] and len(survey.groups) == 2
