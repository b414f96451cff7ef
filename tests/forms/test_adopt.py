"""A form made a study's questionnaire: names, codes, yes and no, other, who answers, conditions, units, languages."""

from dataclasses import replace

import pytest

from study.base.errors import Place
from study.codebook.model import QuestionType
from study.forms import import_notes as notes
from study.forms.adopt import adopted
from study.forms.imported import Gate, Item, Option, ReadForm, Section

YES_NO, CHOICE, MULTIPLE = QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.MULTIPLE
NUMBER, TEXT = QuestionType.NUMBER, QuestionType.TEXT


def item(name, type_=TEXT, text=None, **more):
    return Item(name, type_, Place("f", row=2), {"fr": text or f"Question {name}"}, **more)


def options(**labels):
    return tuple(Option(code.strip("_"), {"fr": label}) for code, label in labels.items())


def adopt(*items, languages=("fr",), **more):
    """What a form of one section becomes."""
    return adopted(
        ReadForm("f", languages, {}, (Section("g", {"fr": "Groupe"}, items, Place("f", row=1)),), **more), languages
    )


def only(taken):
    return taken.study.questions[0]


def said(taken):
    return [type(note) for note in taken.notes]


OUI_NON = options(oui="Oui", non="Non")
FULL = options(o="Oui", p="Prévu", n="Non")


def test_a_list_of_yes_and_no_is_yes_no_with_what_it_offers():
    question = only(adopt(item("a", CHOICE, options=OUI_NON)))
    assert question.type is YES_NO
    assert [(code.code, code.label.text("fr")) for code in question.codes] == [("yes", "Oui"), ("no", "Non")]


def test_the_words_of_a_full_list_are_the_study_s_and_need_not_be_written_again():
    taken = adopt(item("b", CHOICE, options=OUI_NON), item("a", CHOICE, options=FULL))
    assert [taken.study.code_label(code, "fr") for code in ("yes", "planned", "no")] == ["Oui", "Prévu", "Non"]
    assert taken.study.question("a").codes == ()
    assert len(taken.study.question("b").codes) == 2
    assert taken.notes == ()


def test_words_in_one_language_only_are_not_the_study_s():
    taken = adopt(item("a", CHOICE, options=FULL), languages=("fr", "en"))
    assert taken.study.code_label("yes", "fr") == "oui"
    assert [code.label.text("en") for code in only(taken).codes] == ["Oui", "Prévu", "Non"]


def test_other_lists_keep_their_codes_as_identifiers_and_say_so():
    taken = adopt(item("Q1", CHOICE, options=options(_1="Peu", A2="Très", a2="Trop")))
    assert only(taken).type is CHOICE
    assert [code.code for code in only(taken).codes] == ["c1", "a2", "a2_2"]
    renamed, name = taken.notes
    assert isinstance(renamed, notes.CodesRenamed) and renamed.details == {"codes": ["1 → c1", "A2 → a2", "a2 → a2_2"]}
    assert isinstance(name, notes.Renamed) and name.details == {"name": "q1"}


def test_the_text_beside_other_is_that_answer_s_own():
    which = item("which", CHOICE, options=options(a="A", _96="Autre (préciser)"))
    taken = adopt(
        which, item("which_text", gates=(Gate("which", ("96",)),)), item("more", gates=(Gate("which", ("96",)),))
    )
    first, more = taken.study.questions
    assert first.other and [code.code for code in first.codes] == ["a", "other"]
    assert (more.question, more.universe.answers) == ("more", ("other",))
    assert said(taken) == [notes.WriteInTaken]


def test_an_answer_other_without_a_text_is_an_answer_like_others():
    question = only(adopt(item("a", MULTIPLE, options=options(a="A", other="Autre"))))
    assert not question.other and [code.code for code in question.codes] == ["a", "other"]


def test_the_code_of_a_write_in_is_other_even_where_another_one_was_called_so():
    written = item("a", CHOICE, options=(*options(other="Divers"), Option("-oth-", {"fr": "Autre"})), write_in="-oth-")
    question = only(adopt(written))
    assert question.other
    assert [(code.code, code.label.text("fr")) for code in question.codes] == [
        ("other_2", "Divers"),
        ("other", "Autre"),
    ]


def test_who_answers_is_left_to_the_frame_and_people_to_contact():
    taken = adopt(
        item("q0", CHOICE, "Votre territoire", options=options(a="A", b="B")), item("q1", TEXT, "Votre nom", required=True),
        item("q2", TEXT, "Adresse e-mail"), item("q3", TEXT, "Pourquoi ?"),
    )  # fmt: skip
    assert [question.question for question in taken.study.questions] == ["q3"]
    assert [(contact.question, contact.required) for contact in taken.study.contact] == [("q1", True), ("q2", False)]
    assert said(taken) == [notes.TerritoryLeftOut, notes.ContactTaken, notes.ContactTaken]


def test_a_form_that_says_what_is_about_the_respondent_is_believed():
    taken = adopt(item("plan", contact=True), item("email", contact=False))
    assert [contact.question for contact in taken.study.contact] == ["plan"]
    assert [question.question for question in taken.study.questions] == ["email"]


def test_a_condition_becomes_a_universe_in_the_study_s_own_names_and_codes():
    plan = item("Plan", CHOICE, options=OUI_NON)
    taken = adopt(plan, item("b", gates=(Gate("Plan", ("oui",)),)))
    assert taken.study.question("b").universe.model_dump() == {"question": "plan", "answers": ("yes",)}


@pytest.mark.parametrize(
    "gates",
    [
        (Gate("absent", ("oui",)),),
        (Gate("a", ("peut-être",)),),
        (Gate("later", ("oui",)),),
        (Gate("email", ("x",)),),
        (Gate("text", ("x",)),),
        (Gate("a", ("oui",)), Gate("b", ("oui",))),
    ],
)
def test_a_condition_that_no_universe_says_is_told_and_the_question_put_to_all(gates):
    before = [item("a", CHOICE, options=OUI_NON), item("b", CHOICE, options=OUI_NON), item("email"), item("text")]
    taken = adopt(*before, item("z", gates=gates), item("later", CHOICE, options=OUI_NON))
    assert taken.study.question("z").universe is None
    note = next(note for note in taken.notes if isinstance(note, notes.ConditionNotTaken))
    assert note.value == "z" and gates[0].question in note.details["condition"]


def test_a_group_s_condition_that_the_own_one_implies_goes():
    gate = Gate("a", ("oui",))
    before = [item("a", CHOICE, options=OUI_NON), item("b", CHOICE, options=OUI_NON, gates=(gate,))]
    taken = adopt(*before, item("c", gates=(gate, Gate("b", ("non",)))))
    assert taken.study.question("c").universe.model_dump() == {"question": "b", "answers": ("no",)}
    assert taken.notes == ()


def test_a_condition_on_a_name_that_two_questions_have_is_nobody_s():
    twice = [item("a", CHOICE, options=OUI_NON), item("a", CHOICE, options=OUI_NON)]
    taken = adopt(*twice, item("z", gates=(Gate("a", ("oui",)),)))
    assert [question.question for question in taken.study.questions] == ["a", "a_2", "z"]
    assert said(taken) == [notes.Renamed, notes.ConditionNotTaken]


def test_units_are_named_once_and_a_missing_one_is_said():
    taken = adopt(
        item("a", NUMBER, unit={"fr": "€"}), item("b", NUMBER, unit={"fr": "euros"}), item("c", NUMBER, unit={"fr": "agent(s)"}),
        item("d", NUMBER, unit={"fr": "€"}), item("e", NUMBER),
    )  # fmt: skip
    assert [question.unit for question in taken.study.questions] == ["eur", "eur_2", "agent_s", "eur", "number"]
    assert {name: texts.text("fr") for name, texts in taken.study.units.items()} == {
        "eur": "€", "eur_2": "euros", "agent_s": "agent(s)", "number": "unité(s)",
    }  # fmt: skip
    assert said(taken) == [notes.UnitNotSaid]


def test_a_missing_translation_is_filled_and_said_once():
    both = options(a="A", b="B")
    taken = adopt(replace(item("a", CHOICE, options=both), texts={"en": "Why?"}), languages=("fr", "en"))
    assert only(taken).wording.root == {"fr": "Why?", "en": "Why?"}
    filled = [note for note in taken.notes if note.value == "a"]
    assert [note.details["languages"] for note in filled] == [("en",), ("fr",)]


def test_languages_may_be_fewer_than_the_form_s_and_in_another_order():
    texts = {"fr": "Pourquoi ?", "en": "Why?", "de": "Warum?"}
    form = ReadForm("f", ("fr", "en", "de"), {}, (Section("g", texts, (replace(item("a"), texts=texts),), Place("f")),))
    study = adopted(form, ("de", "fr")).study
    assert study.languages == ("de", "fr")
    assert study.questions[0].wording.root == {"de": "Warum?", "fr": "Pourquoi ?"}


def test_text_questions_of_two_levers_may_share_a_name_and_no_other_ones():
    sections = tuple(
        Section(f"g{i}", {"fr": f"G{i}"}, (item("more"), item("plan", CHOICE, options=OUI_NON)), Place("f"))
        for i in (1, 2)
    )
    study = adopted(ReadForm("f", ("fr",), {}, sections), ("fr",)).study
    assert [[question.question for question in lever.questions] for lever in study.levers] == [
        ["more", "plan"],
        ["more", "plan_2"],
    ]


def test_levers_keep_the_form_s_own_numbers_or_are_counted():
    def numbers(*said):
        sections = [
            Section(f"g{i}", {"fr": "G"}, (item(f"q{i}"),), Place("f"), number) for i, number in enumerate(said)
        ]
        return [lever.lever for lever in adopted(ReadForm("f", ("fr",), {}, tuple(sections)), ("fr",)).study.levers]

    assert numbers(None, None) == [1, 2]
    assert numbers(3, 0) == [3, 0]
    assert numbers(None, 1, None) == [2, 1, 3]
    assert numbers(1, 1) == [1, 2]


def test_a_group_of_nothing_is_left_out_and_a_form_of_nothing_is_none():
    empty = Section("vide", {"fr": "Vide"}, (), Place("f"))
    full = Section("g", {"fr": "G"}, (item("q"),), Place("f"))
    taken = adopted(ReadForm("f", ("fr",), {}, (empty, full)), ("fr",))
    assert (len(taken.study.levers), said(taken)) == (1, [notes.SectionLeftOut])
    assert adopted(ReadForm("f", ("fr",), {}, (empty,)), ("fr",)) is None


def test_long_wordings_give_short_labels():
    wording = "Votre ville a-t-elle un plan ? Répondez oui s’il est voté. " + "mot " * 50
    question = only(adopt(item("a", TEXT, wording)))
    assert question.label.text("fr") == "Votre ville a-t-elle un plan ?"
    assert question.wording.text("fr") == wording


def test_a_form_made_by_this_package_gives_its_own_names_back():
    taken = adopt(item("L1supportpath", called="supportpath"), item("L1x", CHOICE, options=OUI_NON, called="x"),
                  item("L1y", called="y", gates=(Gate("L1x", ("oui",)),)))  # fmt: skip
    assert [question.question for question in taken.study.questions] == ["supportpath", "x", "y"]
    assert taken.study.question("y").universe.question == "x"


def test_a_text_that_lacks_a_language_is_filled_and_said_once():
    taken = adopt(item("a", TEXT, "Quoi ?"), languages=("fr", "en"))
    (note,) = [note for note in taken.notes if note.place.row == 2]
    assert isinstance(note, notes.TextFilled) and (note.value, note.details) == ("a", {"languages": ("en",)})
    assert [only(taken).wording.text(lang) for lang in ("fr", "en")] == ["Quoi ?", "Quoi ?"]
