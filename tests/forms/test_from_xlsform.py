"""XLSForms written here, read; and the sample of a form from elsewhere."""

from datetime import date
from pathlib import Path

import pytest
from fielding_form_makers import by_name, choices, kinds, survey, table, workbook, xlsform

from study.codebook.model import QuestionType
from study.forms import import_notes as notes
from study.forms.form_file import read_workbook
from study.forms.from_xlsform import from_xlsform
from study.forms.imported import Gate, Option

SAMPLE = Path(__file__).parents[2].parent / "shared" / "samples" / "kb01_xlsform_sample.xlsx"
FR = "label::Français (fr)"
LISTS = choices(["yn", "yes", "Oui"], ["yn", "no", "Non"], ["modes", "a", "Vélo"], ["modes", "b", "Marche"])


def one(**cells):
    """The item of a form of one question."""
    form, problems = xlsform(survey({"name": "q", FR: "Question", **cells}), LISTS)
    assert problems == []
    return form.items[0], form


def test_types_texts_and_options():
    form, problems = xlsform(
        survey(
            {"type": "select_one yn", "name": "plan", FR: "Un plan ?", "required": "yes"},
            {"type": "select_multiple modes", "name": "modes", FR: "Lesquels ?", "hint::Français (fr)": "Tous"},
            {"type": "integer", "name": "people", FR: "Combien ?"},
            {"type": "date", "name": "day", FR: "Quand ?"},
            {"type": "text", "name": "more", FR: "Autre chose ?"},
        ),
        LISTS,
    )
    assert problems == []
    assert [(item.name, item.type.value) for item in form.items] == [
        ("plan", "choice"), ("modes", "multiple"), ("people", "number"), ("day", "date"), ("more", "text"),
    ]  # fmt: skip
    items = by_name(form)
    assert items["plan"].required and not items["modes"].required
    assert items["modes"].options == (Option("a", {"fr": "Vélo"}), Option("b", {"fr": "Marche"}))
    assert items["modes"].hint == {"fr": "Tous"}
    assert (items["plan"].place.sheet, items["plan"].place.row) == ("survey", 2)
    assert form.languages == ("fr",) and form.notes == ()


def test_top_groups_are_sections_and_inner_ones_are_flattened():
    form, _ = xlsform(
        survey(
            {"type": "text", "name": "before", FR: "Avant"},
            {"type": "begin_group", "name": "g1", FR: "Premier"},
            {"type": "text", "name": "a", FR: "A"},
            {"type": "begin group", "name": "inner", FR: "Dedans"},
            {"type": "text", "name": "b", FR: "B"},
            {"type": "end group"},
            {"type": "end_group"},
            {"type": "text", "name": "after", FR: "Après"},
            {"type": "text", "name": "last", FR: "Fin"},
        ),
        settings={"form_title": "Mon enquête", "default_language": "Français (fr)"},
    )
    assert [(section.titles["fr"], [item.name for item in section.items]) for section in form.sections] == [
        ("Mon enquête", ["before"]), ("Premier", ["a", "b"]), ("Questions générales", ["after", "last"]),
    ]  # fmt: skip


def test_conditions_of_groups_and_questions_add_up():
    form, _ = xlsform(
        survey(
            {"type": "select_one yn", "name": "plan", FR: "Plan ?"},
            {"type": "begin_group", "name": "g", FR: "G", "relevant": "${plan} = 'yes'"},
            {"type": "text", "name": "a", FR: "A"},
            {"type": "text", "name": "b", FR: "B", "relevant": "selected(${modes}, 'a')"},
            {"type": "text", "name": "c", FR: "C", "relevant": "${plan} = 'yes' and ${a} != ''"},
            {"type": "end_group"},
        ),
        LISTS,
    )
    plan, modes = Gate("plan", ("yes",)), Gate("modes", ("a",))
    assert [item.gates for item in form.items] == [(), (plan,), (plan, modes), (plan,)]
    (note,) = form.notes
    assert isinstance(note, notes.ConditionNotTaken)
    assert (note.value, note.place.row, note.place.column) == ("c", 6, "relevant")
    assert note.details["condition"] == "${plan} = 'yes' and ${a} != ''"


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        ({"type": "decimal", "constraint": ". >= 0 and . <= 100"}, (0.0, 100.0)),
        ({"type": "integer", "constraint": ". > 0"}, (1.0, None)),
        ({"type": "date", "constraint": ". >= date('2020-01-01')"}, (date(2020, 1, 1), None)),
        ({"type": "range", "parameters": "start=0 end=5 step=1"}, (0.0, 5.0)),
        ({"type": "range", "parameters": "start=0 end=5", "constraint": ". >= 2"}, (2.0, 5.0)),
        ({"type": "decimal"}, (None, None)),
    ],
)
def test_bounds(cells, ends):
    item, form = one(**cells)
    assert (item.minimum, item.maximum) == ends
    assert form.notes == ()


@pytest.mark.parametrize(
    ("kind", "constraint"),
    [("decimal", ". > 0"), ("decimal", ". >= 5 and . <= 1"), ("text", "regex(., '^a')"), ("date", ". <= today()")],
)
def test_a_constraint_that_is_no_bound_is_said(kind, constraint):
    item, form = one(type=kind, constraint=constraint)
    assert (item.minimum, item.maximum) == (None, None)
    assert kinds(form.notes) == ["ConstraintNotTaken"]
    assert form.notes[0].details == {"constraint": constraint}


def test_or_other_takes_an_answer_of_ones_own():
    item, _ = one(type="select_multiple modes or_other")
    assert item.write_in == "other"
    assert item.options[-1] == Option("other", {"fr": "Autre"})


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"type": "dateTime"}, notes.HOUR),
        ({"type": "text", "required": "${a} = 'x'"}, notes.REQUIRED_IF),
        ({"type": "text", FR: "Pourquoi ${plan} ?"}, notes.NAMED_ANSWER),
    ],
)
def test_what_is_not_taken_over_is_said(cells, part):
    _, form = one(**cells)
    assert [(type(note), note.value, note.details["part"]) for note in form.notes] == [(notes.PartNotTaken, "q", part)]


def test_a_choice_filter_is_said():
    rows = table("type|name|label::fr|choice_filter", ["select_one modes", "q", "Q", "a = ${b}"])
    form, _ = xlsform(rows, LISTS)
    assert form.notes[0].details == {"part": notes.CHOICE_FILTER}
    assert len(form.items[0].options) == 2


def test_every_row_left_out_is_said_once_with_its_reason():
    form, _ = xlsform(
        survey(
            {"type": "start", "name": "start"},
            {"type": "note", "name": "hello", FR: "Bonjour"},
            {"type": "text", "name": "q", FR: "Q"},
            {"type": "begin_repeat", "name": "people", FR: "Chacun"},
            {"type": "integer", "name": "age", FR: "Âge"},
            {"type": "begin_group", "name": "inner"},
            {"type": "text", "name": "job", FR: "Métier"},
            {"type": "end_group"},
            {"type": "end_repeat"},
            {"type": "rank modes", "name": "order", FR: "Ordre"},
            {"type": "geopoint", "name": "where", FR: "Où ?"},
        ),
        LISTS,
    )
    assert [item.name for item in form.items] == ["q"]
    assert [(note.value, note.place.row, note.details["reason"]) for note in form.notes] == [
        ("start", 2, notes.DEVICE), ("hello", 3, notes.SHOWN), ("people", 5, notes.REPEATED),
        ("order", 11, notes.RANKING), ("where", 12, notes.PLACES),
    ]  # fmt: skip


def test_a_disabled_row_is_left_out():
    rows = table("type|name|label::fr|disabled", ["text", "a", "A", "yes"], ["text", "b", "B", ""])
    form, _ = xlsform(rows)
    assert ([item.name for item in form.items], kinds(form.notes)) == (["b"], ["LeftOut"])


def test_units_are_taken_from_hints_and_brackets():
    assert one(type="decimal", **{"hint::Français (fr)": "Sur un an. Unité : k€"})[0].unit == {"fr": "k€"}
    assert one(type="decimal", **{"hint::Français (fr)": "Sur un an. Unité : k€"})[0].hint == {"fr": "Sur un an."}
    assert one(type="decimal", **{FR: "Budget (en euros)"})[0].unit == {"fr": "euros"}
    assert one(type="decimal")[0].unit == {}


def test_languages_side_by_side():
    rows = table(
        "type|name|label::English (en)|label::Français (fr)|hint::en", ["text", "q", "Why?", "Pourquoi ?", "Because"]
    )
    form, _ = xlsform(rows, settings={"default_language": "Français (fr)", "form_title": "Enquête"})
    assert form.languages == ("fr", "en")
    assert form.items[0].texts == {"en": "Why?", "fr": "Pourquoi ?"}
    assert form.items[0].hint == {"en": "Because"}


def test_a_label_without_language_needs_one():
    rows = table("type|name|label", ["text", "q", "Pourquoi ?"])
    assert kinds(xlsform(rows)[1]) == ["FormLanguageNotSaid"]
    assert xlsform(rows, wanted=["de"])[0].items[0].texts == {"de": "Pourquoi ?"}
    assert xlsform(rows, settings={"default_language": "fr"})[0].languages == ("fr",)


def test_a_label_without_language_beside_one_with():
    rows = table("type|name|label|label::English", ["text", "q", "Pourquoi ?", "Why?"])
    form, _ = xlsform(rows, wanted=["fr", "en"])
    assert form.items[0].texts == {"fr": "Pourquoi ?", "en": "Why?"}


def test_a_question_of_a_hint_alone_and_one_of_a_name_alone():
    rows = table("type|name|label::fr|hint::fr", ["text", "a", "", "Dites"], ["text", "b", "", ""])
    form, _ = xlsform(rows)
    assert [item.texts for item in form.items] == [{"fr": "Dites"}, {"fr": "b"}]


def test_every_fault_is_said_at_once_with_its_cell():
    form, problems = xlsform(
        survey(
            {"type": "txt", "name": "a", FR: "A"},
            {"type": "text", FR: "Sans nom"},
            {"type": "select_one absent", "name": "b", FR: "B"},
            {"type": "text", "name": "c", FR: "C"},
            {"type": "text", "name": "c", FR: "C encore"},
            {"type": "end_group"},
            {"type": "begin_group", "name": "g", FR: "G"},
        ),
        choices(["modes", "a", "A"], ["modes", "a", "A bis"], ["modes", "", "Sans nom"]),
    )
    assert form is None
    assert [(type(p).__name__, p.place.sheet, p.place.row, p.place.column, p.value) for p in problems] == [
        ("FormNameTwice", "choices", 3, "name", "a"),
        ("FormNameMissing", "choices", 4, "name", None),
        ("UnknownFormType", "survey", 2, "type", "txt"),
        ("FormNameMissing", "survey", 3, "name", None),
        ("ListMissing", "survey", 4, "type", "absent"),
        ("FormNameTwice", "survey", 6, "name", "c"),
        ("GroupNotOpen", "survey", 7, "type", None),
        ("GroupNotClosed", "survey", 8, "type", None),
    ]
    assert problems[2].details["nearest"] == "text"
    assert problems[5].details == {"first": 5}


def test_the_same_name_in_two_groups_is_allowed():
    form, problems = xlsform(
        survey(
            {"type": "begin_group", "name": "g"}, {"type": "text", "name": "a", FR: "A"}, {"type": "end_group"},
            {"type": "begin_group", "name": "h"}, {"type": "text", "name": "a", FR: "A"}, {"type": "end_group"},
        )
    )  # fmt: skip
    assert problems == [] and len(form.items) == 2


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        ({"Feuille 1": [["nom", "valeur"]]}, "NoSurveySheet"),
        ({"données": [["q1", "_id", "_uuid", "_submission_time"], ["x", 1, "u", "t"]]}, "ExportNotForm"),
        ({"survey": [["nom", "label::fr"]]}, "FormColumnMissing"),
        ({"survey": [["type", "name", "label::fr"]]}, "EmptyForm"),
        ({"survey": []}, "FormColumnMissing"),
        ({"survey": survey({"type": "note", "name": "n", FR: "Bonjour"})}, "EmptyForm"),
    ],
)
def test_workbooks_that_are_no_form(sheets, problem):
    read, _ = read_workbook(workbook(**sheets), "form.xlsx")
    form, problems = from_xlsform(read, "form.xlsx", ["fr"])
    assert form is None and problem in kinds(problems)


def test_a_remark_beside_the_form_is_no_row():
    rows = table("type|name|label::fr|remarque", ["", "", "", "à relire"], ["text", "q", "Q", ""])
    assert xlsform(rows)[1] == []


def test_a_form_of_ours_says_which_names_had_their_lever_put_before_them():
    group = [
        {"type": "begin_group", "name": "lever_1", FR: "Un"},
        {"type": "begin_group", "name": "lever_2", FR: "Deux"},
    ]
    names = [
        ["lever_1_more", "lever_1_plan", "lever_1_territory", "x"],
        ["lever_2_more", "lever_2_contact", "lever_3_x"],
    ]
    rows = [
        {"type": "note", "name": "form-introduction", FR: "Bonjour"},
        {"type": "text", "name": "contact", FR: "Qui ?"},
    ]
    for opening, inside in zip(group, names, strict=True):
        rows += [opening, *({"type": "text", "name": name, FR: f"{name} ?"} for name in inside), {"type": "end_group"}]
    form, problems = xlsform(survey(*rows))
    assert problems == []
    assert [[item.called for item in section.items] for section in form.sections[1:]] == [
        ["more", "lever_1_plan", "territory", "x"], ["more", "contact", "lever_3_x"],
    ]  # fmt: skip


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the samples are not beside the repository")
def test_the_sample_form():
    sheets, _ = read_workbook(SAMPLE.read_bytes(), SAMPLE.name)
    form, problems = from_xlsform(sheets, SAMPLE.name, ["en"])
    assert problems == []
    assert [(section.name, [(item.name, item.type.value) for item in section.items]) for section in form.sections] == [
        ("", [("date", "date"), ("location", "choice")]),
        ("profile", [("country", "choice"), ("occupation", "text"), ("reason", "multiple"), ("HHSize", "number")]),
    ]
    assert [option.code for option in by_name(form)["country"].options] == [
        "COL",
        "CUB",
        "SLV",
        "GTM",
        "HND",
        "NIC",
        "VEN",
    ]
    assert len(by_name(form)["reason"].options) == 9
    assert [(note.value, note.place.row) for note in form.notes] == [("today", 2), ("members", 11)]


def test_a_date_and_a_number_are_of_their_types():
    assert one(type="integer")[0].type is QuestionType.NUMBER
    assert one(type="date")[0].type is QuestionType.DATE
