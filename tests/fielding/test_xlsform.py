"""The XLSForm: what pyxform makes of it, what its sheets say, the same bytes each time."""

import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from fielding_strategies import form as form_for
from fielding_strategies import studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from pyxform.xls2xform import convert

from study.codebook.model import Localised, Study
from study.fielding.form import form_of
from study.fielding.xlsform import write_xlsform

FRAME = [("lyon", "Métropole de Lyon"), ("saint-denis", "Ville de Saint-Denis & Co. <93>")]
H = "{http://www.w3.org/1999/xhtml}"
X = "{http://www.w3.org/2002/xforms}"


def words(text):
    return {"fr": text, "en": f"{text} (en)"}


def codes(*names):
    return [{"code": name, "label": words(name.capitalize())} for name in names]


QUESTIONS = [
    {"question": "plan", "type": "yes_no", "required": True},
    {"question": "mode", "type": "choice", "codes": codes("public", "private", "other"), "other": True, "hint": words("Un seul.")},
    {"question": "tools", "type": "multiple", "codes": codes("fund", "fair", "other"), "other": True, "universe": {"question": "plan", "answers": ["yes", "planned"]}},
    {"question": "budget", "type": "number", "unit": "eur", "minimum": 0.0, "maximum": 1e6, "universe": {"question": "tools", "answers": ["fund", "other"]}},
    {"question": "since", "type": "date", "minimum": date(2000, 1, 1), "universe": {"question": "mode", "answers": ["private"]}},
    {"question": "more", "type": "text"},
]  # fmt: skip


def study(questions=QUESTIONS, **changes):
    noun = {"one": words("ville"), "many": words("villes")}
    said = [
        {"code": code, "label": words(label)}
        for code, label in (("yes", "oui"), ("planned", "en projet"), ("no", "non"), ("unknown", "inconnu"))
    ]
    asked = [
        {"lever": 3, "label": words(f"L {q['question']}"), "wording": words(f"Question {q['question']} ?"), **q}
        for q in questions
    ]
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


def made(of=None, lang="fr", title="Étude", frame=FRAME):
    titles = [Localised(words(title))]
    return form_of(of or study(), wave="2026", titles=titles, day=date(2026, 12, 31), territories=frame, lang=lang)


def sheets(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def rows(data, sheet):
    head, *body = sheets(data)[sheet]
    return [dict(zip(head, row, strict=True)) for row in body]


def converted(form):
    result = convert(write_xlsform(form), file_type=".xlsx")
    assert result.warnings == []
    return ElementTree.fromstring(result.xform)


def binds(form):
    return {bind.get("nodeset"): bind.attrib for bind in converted(form).iter(f"{X}bind")}


@pytest.fixture(scope="module")
def survey():
    return {row["name"]: row for row in rows(write_xlsform(made()), "survey")}


def test_types_names_and_groups(survey):
    assert [(row["type"], name) for name, row in survey.items() if row["type"] not in ("note", "begin_group", "end_group")] == [
        ("select_one territory", "territory"),
        ("text", "contact_name"),
        ("select_one plan", "plan"),
        ("select_one mode", "mode"),
        ("text", "mode_other"),
        ("select_multiple tools", "tools"),
        ("text", "tools_other"),
        ("decimal", "budget"),
        ("date", "since"),
        ("text", "more"),
    ]  # fmt: skip
    order = [(row["type"], row["name"]) for row in rows(write_xlsform(made()), "survey")]
    assert order.index(("begin_group", "lever_3")) == 3 and order[-2] == ("end_group", "lever_3")
    assert order[0][0] == order[-1][0] == "note"


def test_labels_and_hints_in_every_language(survey):
    assert survey["plan"]["label::Français (fr)"] == "Question plan ?"
    assert survey["plan"]["label::English (en)"] == "Question plan ? (en)"
    assert survey["mode"]["hint::English (en)"] == "Un seul. (en)"
    assert survey["budget"]["hint::Français (fr)"] == "Unité\u00a0: €"
    assert survey["mode_other"]["label::Français (fr)"] == "Précisez\u00a0: Other"


def test_choices_are_those_of_the_codebook_and_of_the_frame():
    listed = rows(write_xlsform(made()), "choices")
    of = {
        name: [row["name"] for row in listed if row["list_name"] == name]
        for name in ("territory", "plan", "mode", "tools")
    }
    assert of == {
        "territory": ["lyon", "saint-denis"],
        "plan": ["yes", "planned", "no"],
        "mode": ["public", "private", "other"],
        "tools": ["fund", "fair", "other"],
    }
    assert {row["label::Français (fr)"] for row in listed if row["list_name"] == "territory"} == {name for _, name in FRAME}  # fmt: skip


def test_questions_with_the_same_answers_share_a_list():
    asked = [{"question": name, "type": "yes_no"} for name in ("one", "two")]
    asked.append({"question": "three", "type": "yes_no", "codes": codes("yes", "no")})
    data = write_xlsform(made(study(asked)))
    lists = {row["name"]: row["type"] for row in rows(data, "survey") if row["name"] in ("one", "two", "three")}
    assert lists == {"one": "select_one one", "two": "select_one one", "three": "select_one three"}
    assert [row["name"] for row in rows(data, "choices") if row["list_name"] == "one"] == ["yes", "planned", "no"]


def test_settings_hold_no_date_and_the_version_follows_the_content():
    (first,), (again,) = rows(write_xlsform(made()), "settings"), rows(write_xlsform(made()), "settings")
    assert first == again and first["form_title"] == "Étude" and first["form_id"] == "questionnaire-2026"
    assert first["default_language"] == "Français (fr)" and re.fullmatch("[0-9a-f]{12}", first["version"])
    (other,) = rows(write_xlsform(made(study(QUESTIONS[:-1]))), "settings")
    assert other["version"] != first["version"]


def test_pyxform_reads_routing_constraints_and_required_answers():
    found = binds(made())
    tidy = {node: re.sub(r"\s+", " ", at.get("relevant", "")).strip() for node, at in found.items()}
    assert tidy["/data/lever_3/tools"] == "/data/lever_3/plan = 'yes' or /data/lever_3/plan = 'planned'"
    assert (
        tidy["/data/lever_3/budget"]
        == "selected( /data/lever_3/tools , 'fund') or selected( /data/lever_3/tools , 'other')"
    )
    assert tidy["/data/lever_3/mode_other"] == "/data/lever_3/mode = 'other'"
    assert tidy["/data/lever_3/tools_other"] == "selected( /data/lever_3/tools , 'other')"
    assert tidy["/data/lever_3/plan"] == ""
    assert found["/data/lever_3/budget"]["constraint"] == ". >= 0 and . <= 1000000"
    assert found["/data/lever_3/since"]["constraint"] == ". >= date('2000-01-01')"
    assert {node for node, at in found.items() if at.get("required") == "true()"} == {
        "/data/territory",
        "/data/contact_name",
        "/data/lever_3/plan",
    }
    assert {node: at["type"] for node, at in found.items()} | {"/data/lever_3/budget": "decimal", "/data/lever_3/since": "date"} == {node: at["type"] for node, at in found.items()}  # fmt: skip


def test_pyxform_reads_labels_and_messages_of_both_languages():
    tree = converted(made(lang="en"))
    texts = {
        node.get("lang"): {text.get("id"): "".join(text.itertext()).strip() for text in node}
        for node in tree.iter(f"{X}translation")
    }
    assert set(texts) == {"Français (fr)", "English (en)"}
    assert [node.get("lang") for node in tree.iter(f"{X}translation") if node.get("default")] == ["English (en)"]
    assert texts["Français (fr)"]["/data/lever_3/plan:label"] == "Question plan ?"
    assert texts["English (en)"]["/data/lever_3:label"] == "Thème (en)"
    assert texts["English (en)"]["/data/lever_3/budget:jr:constraintMsg"] == "Expected answer: from 0 to 1,000,000."
    assert "Ville de Saint-Denis & Co. <93>" in texts["English (en)"].values()


def test_an_open_survey_asks_for_no_territory():
    form = made(study(open_survey=True))
    assert "/data/territory" not in binds(form)
    assert all(row["list_name"] != "territory" for row in rows(write_xlsform(form), "choices"))


def test_a_text_is_never_a_formula_or_a_reference():
    asked = [{"question": "more", "type": "text", "wording": words("=1+1 ${plan} ?")}]
    form = made(study(asked), title="=2+2 ${x}")
    assert {row["name"]: row for row in rows(write_xlsform(form), "survey")}["more"][
        "label::Français (fr)"
    ] == "=1+1 $ {plan} ?"
    assert converted(form).find(f"{H}head/{H}title").text == "=2+2 $ {x}"  # fmt: skip


def test_names_that_are_taken_get_their_lever():
    asked = [{"question": name, "type": "text"} for name in ("territory", "lever_3", "contact_name", "form")]
    assert {"/data/lever_3/lever_3_territory", "/data/lever_3/lever_3_lever_3", "/data/lever_3/form"} <= set(
        binds(made(study(asked)))
    )


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_study_converts_without_a_warning_and_gives_the_same_bytes(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    form = form_for(drawn, frame, data.draw(st.sampled_from(drawn.languages)))
    assert write_xlsform(form) == write_xlsform(form)
    leaves = {node.rsplit("/", 1)[1] for node in binds(form)}
    others = sum(item.write_in is not None for item in form.items)
    # Two notes, the instance's id, the territory.
    assert len(leaves) == len(drawn.questions) + others + len(drawn.contact) + 4
