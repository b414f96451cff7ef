"""LimeSurvey surveys written here as versions 3 and 6 store them, read as forms."""

from datetime import date

import pytest
from fielding_form_makers import Lime, by_name, kinds

from study.codebook.model import QuestionType
from study.forms import import_notes as notes
from study.forms.from_limesurvey import from_limesurvey
from study.forms.imported import Gate
from study.forms.lime_form import LimeForm
from study.forms.lime_types import WRITE_IN

YES_NO = [("A1", "Oui"), ("A2", "Non")]


@pytest.fixture(params=[3, 6])
def lime(request):
    """An empty survey, in each way to store texts."""
    return Lime(request.param)


def read(lime):
    form, problems = lime.read()
    assert problems == []
    return form


def test_texts_lose_their_html_and_rows_name_their_question(lime):
    form = read(
        lime.ask(
            "F",
            "Q1",
            "<p>À quel <b>point</b>&nbsp;?</p>",
            subs=[("S1", "Prêts"), ("S2", "Dons")],
            answers=YES_NO,
            help_="<i>Aide</i>",
        )
    )
    assert [(item.name, item.texts["fr"], item.hint) for item in form.items] == [
        ("Q1_S1", "À quel point\u00a0? – Prêts", {"fr": "Aide"}), ("Q1_S2", "À quel point\u00a0? – Dons", {"fr": "Aide"}),
    ]  # fmt: skip
    assert {item.type for item in form.items} == {QuestionType.CHOICE}


def test_groups_are_sections(lime):
    lime.ask("S", "A", "Un")
    form = read(lime.group("Vide").group("Autre").ask("S", "B", "Deux"))
    assert [(section.titles["fr"], len(section.items)) for section in form.sections] == [
        ("Groupe", 1),
        ("Vide", 0),
        ("Autre", 1),
    ]


def test_mandatory_and_other(lime):
    lime.ask("L", "A", "Un", answers=YES_NO, mandatory="Y", other="Y")
    items = by_name(read(lime.ask("L", "B", "Deux", answers=YES_NO, mandatory="S")))
    assert (items["A"].required, items["A"].write_in) == (True, WRITE_IN)
    # “Soft”: a warning that may be dismissed.
    assert (items["B"].required, items["B"].write_in) == (False, "")


@pytest.mark.parametrize(
    ("relevance", "gate"),
    [
        ('A.NAOK == "A1"', Gate("A", ("A1",))),
        ('((A.NAOK == "A1" or A.NAOK == "A2"))', Gate("A", ("A1", "A2"))),
        ('A == "-oth-"', Gate("A", ("-oth-",))),
        ('M_S1.NAOK == "Y"', Gate("M", ("S1",))),
        ('M_S1.NAOK == "Y" or M_S2.NAOK == "Y"', Gate("M", ("S1", "S2"))),
        ('M_other.NAOK != ""', Gate("M", ("-oth-",))),
        ('F_S1.NAOK == "A2"', Gate("F_S1", ("A2",))),
    ],
)
def test_relevance_that_is_a_gate(lime, relevance, gate):
    lime.ask("L", "A", "Un", answers=YES_NO, other="Y").ask(
        "M", "M", "Deux", subs=[("S1", "x"), ("S2", "y")], other="Y"
    )
    form = read(
        lime.ask("F", "F", "Trois", subs=[("S1", "x")], answers=YES_NO).ask("S", "Z", "Dernière", relevance=relevance)
    )
    assert (by_name(form)["Z"].gates, form.notes) == ((gate,), ())


@pytest.mark.parametrize(
    "relevance",
    [
        'A.NAOK == "A1" and M_S1.NAOK == "Y"',
        'A.NAOK != "A1"',
        "!is_empty(A.NAOK)",
        'Absent.NAOK == "A1"',
        'M_S1.NAOK == "N"',
        "0",
    ],
)
def test_relevance_that_is_none_is_said(lime, relevance):
    lime.ask("L", "A", "Un", answers=YES_NO).ask("M", "M", "Deux", subs=[("S1", "x")])
    form = read(lime.ask("S", "Z", "Dernière", relevance=relevance))
    assert by_name(form)["Z"].gates == ()
    assert [(type(note), note.value, note.details["condition"]) for note in form.notes] == [
        (notes.ConditionNotTaken, "Z", relevance)
    ]


def test_old_names_of_variables(lime):
    lime.ask("L", "A", "Un", answers=YES_NO)
    first = lime.count - (2 if lime.version == 6 else 0)
    lime.ask("M", "M", "Deux", subs=[("1", "x"), ("S2", "y")])
    second = lime.count - 2
    lime.ask("S", "Y", "Trois", relevance=f'1X{lime.gid}X{first}.NAOK == "A1"')
    items = by_name(read(lime.ask("S", "Z", "Quatre", relevance=f'1X{lime.gid}X{second}1.NAOK == "Y"')))
    assert items["Y"].gates == (Gate("A", ("A1",)),)
    assert items["Z"].gates == (Gate("M", ("1",)),)


def test_a_group_s_relevance_holds_for_each_of_its_questions(lime):
    lime.ask("Y", "A", "Un")
    items = by_name(
        read(
            lime.group("Suite", grelevance='A.NAOK == "Y"')
            .ask("S", "B", "Deux")
            .ask("S", "C", "Trois", relevance='A == "N"')
        )
    )
    assert items["B"].gates == (Gate("A", ("Y",)),)
    assert items["C"].gates == (Gate("A", ("Y",)), Gate("A", ("N",)))


@pytest.mark.parametrize(
    ("type_", "attributes", "ends"),
    [
        ("N", [("min_num_value_n", "0"), ("max_num_value_n", "99,5")], (0.0, 99.5)),
        ("D", [("date_min", "2020-01-01"), ("date_max", "2020-12-31 00:00")], (date(2020, 1, 1), date(2020, 12, 31))),
        ("S", [("min_num_value_n", "0")], (None, None)),
    ],
)
def test_bounds(lime, type_, attributes, ends):
    form = read(lime.ask(type_, "A", "Un", attributes=attributes))
    assert ((form.items[0].minimum, form.items[0].maximum), form.notes) == (ends, ())


def test_bounds_of_a_table_s_cells(lime):
    form = read(lime.ask(":", "A", "Un", subs=[("S1", "x"), ("C1", "y", 1)], attributes=[("multiflexible_max", "20")]))
    assert (form.items[0].minimum, form.items[0].maximum) == (None, 20.0)


@pytest.mark.parametrize(
    ("type_", "attribute"),
    [("N", ("max_num_value_n", "{B.NAOK}")), ("D", ("date_min", "-18 years")), ("D", ("date_max", "2020-02-31"))],
)
def test_a_bound_that_is_computed_is_said(lime, type_, attribute):
    form = read(lime.ask(type_, "A", "Un", attributes=[attribute]))
    assert kinds(form.notes) == ["ConstraintNotTaken"]
    assert attribute[1] in form.notes[0].details["constraint"]


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ({"attributes": [("suffix", "k€", "fr")]}, {"fr": "k€"}), ({"attributes": [("prefix", "€")]}, {"fr": "€"}),
        ({"help_": "Unité : agents"}, {"fr": "agents"}), ({}, {}),
    ],
)  # fmt: skip
def test_units(lime, asked, unit):
    assert read(lime.ask("N", "A", "Combien ?", **asked)).items[0].unit == unit


@pytest.mark.parametrize(
    ("type_", "reason"),
    [("X", notes.SHOWN), ("*", notes.COMPUTED), ("|", notes.FILES), ("R", notes.RANKING), ("I", notes.LANGUAGE)],
)
def test_types_left_out(lime, type_, reason):
    form = read(lime.ask(type_, "A", "Un").ask("S", "B", "Deux"))
    assert [item.name for item in form.items] == ["B"]
    (note,) = form.notes
    assert (note.value, note.details["reason"], note.place.line > 1) == ("A", reason, True)


def test_a_hidden_question_is_left_out(lime):
    form = read(lime.ask("S", "A", "Un", attributes=[("hidden", "1")]).ask("S", "B", "Deux"))
    assert [note.details["reason"] for note in form.notes] == [notes.HIDDEN]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"type_": "O", "answers": YES_NO}, notes.COMMENT),
        ({"type_": "L", "answers": YES_NO, "attributes": [("array_filter", "M")]}, notes.CHOICE_FILTER),
        ({"type_": "S", "texts": {"fr": "Et {M.shown} ?"}}, notes.NAMED_ANSWER),
        ({"type_": "S", "preg": "/^a/"}, notes.PATTERN),
    ],
)
def test_what_is_not_taken_over_is_said(lime, asked, part):
    form = read(lime.ask(**{"code": "A", "text": "Un", **asked}))
    assert [(type(note), note.value, note.details["part"]) for note in form.notes] == [(notes.PartNotTaken, "A", part)]


def test_every_fault_is_said_at_once(lime):
    lime.ask("S", "A", "Un").ask("S", "a", "Encore").ask("L", "B", "Sans réponses").ask("F", "C", "Sans rangs").ask(
        "ß", "D", "Type ?"
    )
    form, problems = lime.read()
    assert form is None
    assert [(type(problem).__name__, problem.value) for problem in problems] == [
        ("FormNameTwice", "a"), ("AnswersMissing", "B"), ("AnswersMissing", "C"), ("UnknownFormType", "ß"),
    ]  # fmt: skip
    assert all(problem.place.line for problem in problems)


def test_a_survey_that_asks_nothing_is_empty(lime):
    assert kinds(lime.ask("X", "A", "Bonjour").read()[1]) == ["EmptyForm"]


def test_a_code_that_is_missing_or_there_twice_is_said(lime):
    lime.ask("L", "A", "Un", answers=[("A1", "Oui"), ("", "Non")]).ask(
        "M", "B", "Deux", subs=[("S1", "x"), ("S1", "y")]
    )
    lime.ask("S", "", "Trois")
    form, problems = lime.read()
    assert form is None
    assert [(type(problem).__name__, problem.value) for problem in problems] == [
        ("FormNameMissing", None), ("FormNameTwice", "S1"), ("FormNameMissing", None),
    ]  # fmt: skip


def test_a_survey_in_no_language_at_all():
    form, problems = from_limesurvey(LimeForm("s", (), {}, ()))
    assert (form, kinds(problems)) == (None, ["FormLanguageNotSaid"])


def test_bounds_between_which_nothing_lies_are_said(lime):
    form = read(lime.ask("N", "A", "Un", attributes=[("min_num_value_n", "5"), ("max_num_value_n", "1")]))
    assert (form.items[0].minimum, form.items[0].maximum) == (None, None)
    assert kinds(form.notes) == ["ConstraintNotTaken", "ConstraintNotTaken"]
