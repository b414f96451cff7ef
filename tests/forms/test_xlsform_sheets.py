"""Columns of an XLSForm, however their headings are spelt."""

import pytest
from fielding_form_makers import kinds

from study.forms.form_file import Sheet
from study.forms.xlsform_sheets import language_code, read_rows


def read(*rows, needed=()):
    return read_rows(Sheet("survey", tuple(rows)), "form.xlsx", needed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Français (fr)", "fr"), ("fr", "fr"), ("French", "fr"), ("français", "fr"), ("Deutsch", "de"), ("English (en-GB)", "en"),
        ("Breton", "br"), ("pt_BR", "pt"), ("Swahili (swa)", "swa"), ("Español", "es"),
    ],
)  # fmt: skip
def test_languages(text, code):
    assert language_code(text) == code


@pytest.mark.parametrize("text", ["default", "Langue 1", "", "version courte"])
def test_what_is_no_language(text):
    assert language_code(text) is None


@pytest.mark.parametrize(
    ("heading", "lang"),
    [
        ("label", ""),
        ("Label::English", "en"),
        ("label:fr", "fr"),
        ("label :: Français (fr)", "fr"),
        ("caption::fr", "fr"),
    ],
)
def test_headings_of_texts(heading, lang):
    rows, problems = read(("type", "name", heading), ("text", "q", "Bonjour"))
    assert (problems, rows.languages, rows.rows[0].texts) == ([], [lang], {"label": {lang: "Bonjour"}})


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("relevance", "relevant"), ("bind::relevant", "relevant"), ("bind:required", "required"), ("list name", "list_name"),
        ("Choice Filter", "choice_filter"), ("read_only", "readonly"),
    ],
)  # fmt: skip
def test_headings_of_other_columns(heading, name):
    rows, _ = read(("type", heading), ("text", "x"))
    assert rows.rows[0].get(name) == "x"


def test_rows_keep_their_numbers_and_empty_ones_go():
    rows, _ = read((), ("type", "name"), ("", ""), ("text", "q"), ("text",))
    assert [(row.number, row.get("name")) for row in rows.rows] == [(4, "q"), (5, "")]


def test_a_missing_column_and_an_unknown_language_are_said_together():
    _, problems = read(("type", "label::Klingonais"), needed=("type", "name"))
    assert kinds(problems) == ["FormLanguageUnknown", "FormColumnMissing"]
    assert (problems[0].place.row, problems[0].place.column, problems[0].value) == (
        1,
        "label::Klingonais",
        "Klingonais",
    )
    assert (problems[1].place.sheet, problems[1].value) == ("survey", "name")


def test_the_first_of_two_equal_columns_holds():
    rows, _ = read(("type", "label::fr", "label::Français (fr)"), ("text", "un", "deux"))
    assert rows.rows[0].texts == {"label": {"fr": "un"}}
