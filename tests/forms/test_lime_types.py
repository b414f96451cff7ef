"""Each of LimeSurvey's question types as the questions that it asks."""

import pytest

from study.base.errors import Place
from study.codebook.model import QuestionType
from study.forms.imported import Option
from study.forms.lime_form import LimeOption, LimeQuestion
from study.forms.lime_types import LEFT_OUT, TYPES, WRITE_IN, asked_of, has_comments, plain_texts, takes_other

ROWS = (LimeOption("SQ1", {"fr": "Prêts"}), LimeOption("SQ2", {"fr": "Dons"}))
COLUMNS = (LimeOption("C1", {"fr": "2024"}, 1), LimeOption("C2", {"fr": "2025"}, 1))
ANSWERS = (LimeOption("A1", {"fr": "Peu"}), LimeOption("A2", {"fr": "Très"}))


def question(type_, **more):
    return LimeQuestion("1", "Q", type_, Place("f"), {"fr": "Question"}, **more)


def asked(type_, **more):
    return asked_of(question(type_, **more), ("fr",))


@pytest.mark.parametrize("type_", sorted(set(TYPES) - set(LEFT_OUT) - {"1"}))  # “1” has two scales: below
def test_every_type_asks_something(type_):
    found = asked(type_, subquestions=ROWS + COLUMNS, answers=ANSWERS)
    assert found
    assert all(one.options for one in found if one.type in (QuestionType.CHOICE, QuestionType.MULTIPLE))


@pytest.mark.parametrize("type_", [*LEFT_OUT, "?"])
def test_types_left_out_and_unknown_ones_ask_nothing(type_):
    assert asked(type_, subquestions=ROWS, answers=ANSWERS) == []


@pytest.mark.parametrize(
    ("type_", "labels"),
    [
        ("Y", {"Y": "oui", "N": "non"}),
        ("G", {"F": "Femme", "M": "Homme"}),
        ("5", {"1": "1", "2": "2", "3": "3", "4": "4", "5": "5"}),
        ("L", {"A1": "Peu", "A2": "Très"}),
        ("!", {"A1": "Peu", "A2": "Très"}),
        ("O", {"A1": "Peu", "A2": "Très"}),
    ],
)
def test_lists(type_, labels):
    (one,) = asked(type_, answers=ANSWERS)
    assert (one.name, one.type) == ("Q", QuestionType.CHOICE)
    assert {option.code: option.labels["fr"] for option in one.options} == labels


@pytest.mark.parametrize("type_", ["M", "P"])
def test_boxes(type_):
    (one,) = asked(type_, subquestions=ROWS, other=True)
    assert one.type is QuestionType.MULTIPLE
    assert one.options == (
        Option("SQ1", {"fr": "Prêts"}),
        Option("SQ2", {"fr": "Dons"}),
        Option(WRITE_IN, {"fr": "Autre"}),
    )


def test_the_write_in_answer_has_its_own_words():
    (one,) = asked("L", answers=ANSWERS, other=True, attributes={"other_replace_text": {"fr": "Un <b>autre</b>"}})
    assert one.options[-1] == Option(WRITE_IN, {"fr": "Un autre"})
    assert not takes_other(question("Y", other=True))


@pytest.mark.parametrize(
    ("type_", "codes"),
    [
        ("A", "12345"), ("B", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]), ("C", "YUN"), ("E", "ISD"),
        ("F", ["A1", "A2"]), ("H", ["A1", "A2"]),
    ],
)  # fmt: skip
def test_arrays_are_one_choice_per_row(type_, codes):
    found = asked(type_, subquestions=ROWS, answers=ANSWERS)
    assert [(one.name, one.type, one.part) for one in found] == [
        ("Q_SQ1", QuestionType.CHOICE, {"fr": "Prêts"}), ("Q_SQ2", QuestionType.CHOICE, {"fr": "Dons"}),
    ]  # fmt: skip
    assert [option.code for option in found[0].options] == list(codes)


@pytest.mark.parametrize(("type_", "kind"), [("K", QuestionType.NUMBER), ("Q", QuestionType.TEXT)])
def test_several_inputs_are_one_question_per_row(type_, kind):
    assert [(one.name, one.type, one.options) for one in asked(type_, subquestions=ROWS)] == [
        ("Q_SQ1", kind, ()),
        ("Q_SQ2", kind, ()),
    ]


@pytest.mark.parametrize(("type_", "kind"), [(":", QuestionType.NUMBER), (";", QuestionType.TEXT)])
def test_tables_of_inputs_are_one_question_per_cell(type_, kind):
    found = asked(type_, subquestions=ROWS + COLUMNS)
    assert [one.name for one in found] == ["Q_SQ1_C1", "Q_SQ1_C2", "Q_SQ2_C1", "Q_SQ2_C2"]
    assert {one.type for one in found} == {kind}
    assert found[1].part == {"fr": "Prêts – 2025"}


def test_a_table_of_boxes_is_a_multiple_choice_per_row():
    found = asked(":", subquestions=ROWS + COLUMNS, attributes={"multiflexible_checkbox": {"": "1"}})
    assert [(one.name, one.type) for one in found] == [
        ("Q_SQ1", QuestionType.MULTIPLE),
        ("Q_SQ2", QuestionType.MULTIPLE),
    ]
    assert [option.code for option in found[0].options] == ["C1", "C2"]


def test_two_scales_are_two_choices_per_row():
    answers = (*ANSWERS, LimeOption("B1", {"fr": "Jamais"}, 1))
    headings = {"dualscale_headerA": {"fr": "Aujourd’hui"}, "dualscale_headerB": {"fr": "Demain"}}
    found = asked("1", subquestions=ROWS[:1], answers=answers, attributes=headings)
    assert [(one.name, one.part["fr"], [option.code for option in one.options]) for one in found] == [
        ("Q_SQ1_0", "Prêts – Aujourd’hui", ["A1", "A2"]), ("Q_SQ1_1", "Prêts – Demain", ["B1"]),
    ]  # fmt: skip


def test_types_with_comments():
    assert [type_ for type_ in TYPES if has_comments(question(type_))] == ["O", "P"]


def test_a_text_without_language_is_in_each():
    assert plain_texts({"": "€"}, ("fr", "en")) == {"fr": "€", "en": "€"}
    assert plain_texts({"fr": "<p> </p>"}, ("fr",)) == {}
