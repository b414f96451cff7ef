"""The LimeSurvey structure: rows, codes, conditions, attributes, languages, and texts that stay texts."""

import csv
import html
import io
import re
from datetime import date

import pytest
from fielding_strategies import form as form_for
from fielding_strategies import studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.model import Localised, Study
from study.fielding.form import form_of
from study.fielding.limesurvey import COLUMNS, escaped, write_limesurvey

FRAME = [("saint-denis", "Saint-Denis"), ("saint-brieuc", "Saint-Brieuc")]


def words(text):
    return {"fr": text, "en": f"{text} (en)"}


def codes(*names):
    return [{"code": name, "label": words(name.capitalize())} for name in names]


QUESTIONS = [
    {"question": "has_plan", "type": "yes_no", "required": True, "hint": words("À ce jour.")},
    {"question": "mode", "type": "choice", "codes": codes("public", "publicity", "other"), "other": True},
    {"question": "tools", "type": "multiple", "codes": codes("fund", "fair", "other"), "other": True, "universe": {"question": "has_plan", "answers": ["yes", "planned"]}},
    {"question": "budget", "type": "number", "unit": "eur", "minimum": 0.0, "maximum": 2.5, "universe": {"question": "tools", "answers": ["fund", "other"]}},
    {"question": "since", "type": "date", "minimum": date(2000, 1, 1), "maximum": date(2026, 12, 31), "universe": {"question": "mode", "answers": ["publicity", "other"]}},
    {"question": "more", "type": "text"},
]  # fmt: skip


def study(questions=QUESTIONS, **changes):
    noun = {"one": words("ville"), "many": words("villes")}
    said = [
        {"code": code, "label": words(label)}
        for code, label in (("yes", "oui"), ("planned", "en projet"), ("no", "non"), ("unknown", "inconnu"))
    ]
    asked = [{"lever": 3, "label": words("L"), "wording": words(f"Question {q['question']} ?"), **q} for q in questions]
    lever = {"lever": 3, "title": words("Thème"), "short": words("T"), "questions": asked}
    contact = [{"question": "contact_name", "label": words("Nom"), "wording": words("Votre nom ?"), "required": True}]
    raw = {
        "languages": ["fr", "en"],
        "territory": noun,
        "lever_noun": noun,
        "codes": said,
        "units": {"eur": words("€")},
        "contact": contact,
        "levers": [lever],
    }
    return Study.model_validate(raw | changes)  # fmt: skip


def made(of=None, lang="fr", title="Étude"):
    titles = [Localised(words(title))]
    return form_of(
        of or study(), wave="2026", titles=titles, day=date(2026, 12, 31), territories=FRAME, lang=lang
    )  # fmt: skip


def read(form):
    text = write_limesurvey(form)
    assert text.startswith("\ufeff") and "\r" not in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), dialect="excel-tab"))


@pytest.fixture(scope="module")
def rows():
    return read(made())


def of(rows, kind, lang="fr"):
    return [row for row in rows if row["class"] == kind and row["language"] == lang]


def question(rows, name, lang="fr"):
    (found,) = [row for row in of(rows, "Q", lang) if row["name"] == name]
    return found


def options(rows, name, lang="fr"):
    """The codes and texts that follow a question, up to the next question or group."""
    start = rows.index(question(rows, name, lang)) + 1
    found = []
    for row in rows[start:]:
        if row["class"] in ("Q", "G"):
            break
        found.append((row["class"], row["name"], row["text"]))
    return found


def test_settings_and_texts_of_the_survey(rows):
    said = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (said["language"], said["additional_languages"], said["format"]) == ("fr", "en", "G")
    titles = {row["language"]: row["text"] for row in rows if row["name"] == "surveyls_title"}
    assert titles == {"fr": "Étude", "en": "Étude (en)"}
    (welcome,) = [row["text"] for row in of(rows, "SL") if row["name"] == "surveyls_welcometext"]
    assert welcome.count("<br />") == 1 and "31 décembre 2026" in welcome


def test_a_study_of_one_language_has_no_additional_ones():
    alone = {"languages": ["fr"]}
    (lever,) = study(QUESTIONS[-1:]).model_dump(mode="json")["levers"]

    def french(value):
        if isinstance(value, dict):
            return {"fr": value["fr"]} if "fr" in value else {key: french(item) for key, item in value.items()}
        return [french(item) for item in value] if isinstance(value, list) else value

    raw = french({**study().model_dump(mode="json"), "levers": [lever]}) | alone
    text = read(made(Study.model_validate(raw)))
    assert "additional_languages" not in {row["name"] for row in text}
    assert {row["language"] for row in text} == {"", "fr"}


def test_a_group_for_who_answers_and_one_per_lever(rows):
    assert [(row["type/scale"], row["name"], row["relevance"]) for row in of(rows, "G")] == [
        ("1", "Identification", "1"),
        ("2", "Thème", "1"),
    ]
    assert [row["name"] for row in of(rows, "Q")] == ["territory", "contactname", "L3hasplan", "L3mode", "L3tools", "L3budget", "L3since", "L3more"]  # fmt: skip


def test_types(rows):
    assert [row["type/scale"] for row in of(rows, "Q")] == ["!", "S", "L", "L", "M", "N", "D", "T"]


def test_answers_and_subquestions_have_codes_of_five_letters(rows):
    assert options(rows, "territory") == [("A", "sain2", "Saint-Denis"), ("A", "saint", "Saint-Brieuc")]
    assert options(rows, "L3hasplan") == [("A", "yes", "oui"), ("A", "plann", "en projet"), ("A", "no", "non")]
    assert options(rows, "L3mode") == [("A", "publi", "Public"), ("A", "publ2", "Publicity")]
    assert options(rows, "L3tools", "en") == [("SQ", "fund", "Fund (en)"), ("SQ", "fair", "Fair (en)")]


def test_the_write_in_answer_is_limesurveys_own_with_our_words(rows):
    for name in ("L3mode", "L3tools"):
        assert question(rows, name)["other"] == "Y" and question(rows, name, "en")["other_replace_text"] == "Other (en)"
    assert question(rows, "L3hasplan")["other"] == "N" and question(rows, "L3hasplan")["other_replace_text"] == ""


def test_conditions(rows):
    said = {row["name"]: row["relevance"] for row in of(rows, "Q")}
    assert said["L3hasplan"] == "1"
    assert said["L3tools"] == 'L3hasplan.NAOK == "yes" or L3hasplan.NAOK == "plann"'
    assert said["L3budget"] == 'L3tools_fund.NAOK == "Y" or L3tools_other.NAOK != ""'
    assert said["L3since"] == 'L3mode.NAOK == "publ2" or L3mode.NAOK == "-oth-"'


def test_bounds_units_hints_and_required_answers(rows):
    budget, since = question(rows, "L3budget"), question(rows, "L3since")
    assert (budget["min_num_value_n"], budget["max_num_value_n"], budget["suffix"]) == ("0", "2.5", "€")
    assert (since["date_min"], since["date_max"], since["suffix"]) == ("2000-01-01", "2026-12-31", "")
    assert (
        question(rows, "L3budget", "en")["suffix"] == "€ (en)"
        and question(rows, "L3budget", "en")["min_num_value_n"] == ""
    )
    assert question(rows, "L3hasplan")["help"] == "À ce jour."
    assert {row["name"] for row in of(rows, "Q") if row["mandatory"] == "Y"} == {"territory", "contactname", "L3hasplan"}  # fmt: skip


def test_languages_follow_each_other_with_the_same_rows_and_ids(rows):
    whole = [row for row in rows if row["class"] in ("G", "Q", "SQ", "A")]
    half = len(whole) // 2
    french, english = whole[:half], whole[half:]
    assert {row["language"] for row in french} == {"fr"} and {row["language"] for row in english} == {"en"}
    same = ("class", "type/scale", "id", "relevance", "mandatory", "other")
    assert [[row[key] for key in same] for row in french] == [[row[key] for key in same] for row in english]
    ids = [row["id"] for row in french if row["class"] in ("Q", "SQ")]
    assert ids == [str(number) for number in range(1, len(ids) + 1)]


def test_the_language_asked_for_is_the_base():
    rows = read(made(lang="en"))
    assert {row["name"]: row["text"] for row in rows if row["class"] == "S"}["language"] == "en"
    assert next(row["language"] for row in rows if row["class"] == "G") == "en"


def test_an_open_survey_without_contacts_has_no_identification():
    rows = read(made(study(open_survey=True, contact=[])))
    assert [(row["type/scale"], row["name"]) for row in of(rows, "G")] == [("1", "Thème")]


def test_texts_are_neither_html_nor_expressions():
    hostile = '<script>x</script> {TOKEN:EMAIL} "a" & b\n=c\td\\'
    asked = [{"question": "more", "type": "text", "wording": words(hostile), "hint": words("{x}")}]
    row = question(read(made(study(asked), title="{y}")), "L3more")
    assert not re.search(r"[{}\t\n]|<(?!br />)", row["text"]) and row["help"] == "&#123;x&#125;"
    shown = html.unescape(row["text"].replace("<br />", "\n"))
    assert shown == hostile.replace("\t", " ")
    assert "{" not in write_limesurvey(made(study(asked), title="{y}"))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))))
def test_an_escaped_text_is_shown_as_it_was(text):
    said = escaped(text)
    assert not set('{}"<>') & set(said) and html.unescape(said) == text


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_study_keeps_to_the_format(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    form = form_for(drawn, frame, data.draw(st.sampled_from(drawn.languages)))
    text = write_limesurvey(form)
    assert text == write_limesurvey(form)
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), dialect="excel-tab"))
    assert tuple(found[0]) == COLUMNS and {len(row) for row in found} == {len(COLUMNS)}
    # The importer takes the quotes off a cell that begins and ends with them.
    assert not any(cell.startswith('"') and cell.endswith('"') for row in found for cell in row)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found[1:]]
    for lang in drawn.languages:
        assert len(of(rows, "Q", lang)) == len(drawn.questions) + len(drawn.contact) + 1
