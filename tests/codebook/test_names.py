"""What questions and codes are called on platforms: unique, allowed, and a function of the questionnaire alone."""

import re

from hypothesis import given
from hypothesis import strategies as st

from study.codebook.model import Code, Contact, Lever, Localised, Question, QuestionType, Study, TerritoryNoun
from study.codebook.names import (
    TERRITORY,
    key_of,
    limesurvey_answers,
    limesurvey_names,
    limesurvey_territories,
    xlsform_names,
)

WORD = Localised({"fr": "mot"})
NOUN = TerritoryNoun(one=WORD, many=WORD)
names = st.from_regex(r"[a-z][a-z0-9_]{0,30}", fullmatch=True)


def a_question(lever, name, other=False):
    codes = (Code(code="a", label=WORD), Code(code="other", label=WORD)) if other else ()
    kind = QuestionType.CHOICE if other else QuestionType.TEXT
    return Question(question=name, lever=lever, type=kind, label=WORD, wording=WORD, codes=codes, other=other)


def a_study(levers, contacts=()):
    return Study(
        languages=("fr",),
        territory=NOUN,
        lever_noun=NOUN,
        codes=(),
        contact=tuple(Contact(question=name, label=WORD, wording=WORD) for name in contacts),
        levers=tuple(
            Lever(lever=number, title=WORD, short=WORD, questions=tuple(a_question(number, *item) for item in items))
            for number, items in levers.items()
        ),
    )


def test_a_question_keeps_its_name_unless_it_is_shared():
    study = a_study({1: [("scheme", True), ("actions",)], 2: [("actions",), ("territory",), ("scheme_other",)]})
    found = xlsform_names(study)
    assert found.questions == {
        (1, "scheme"): "scheme",
        (1, "actions"): "lever_1_actions",
        (2, "actions"): "lever_2_actions",
        (2, "territory"): "lever_2_territory",
        (2, "scheme_other"): "scheme_other",
    }
    assert found.others == {(1, "scheme"): "scheme_other2"}


def test_limesurvey_codes_are_short_and_say_the_lever():
    study = a_study({4: [("collaborative_innovation",), ("collaborative_innovators",)]})
    assert limesurvey_names(study) == {
        (4, "collaborative_innovation"): "L4collaborativeinnov",
        (4, "collaborative_innovators"): "L4collaborativeinno2",
    }


@given(
    st.dictionaries(st.integers(0, 30), st.lists(names, min_size=1, max_size=5, unique=True), min_size=1, max_size=3),
    st.lists(names, max_size=3, unique=True),
)
def test_every_name_is_unique_and_allowed(levers, contacts):
    study = a_study(
        {lever: [(name, i % 2 == 1) for i, name in enumerate(own)] for lever, own in levers.items()}, contacts
    )
    keys = {key_of(question) for question in study.questions}
    lime = limesurvey_names(study)
    assert set(lime) == keys and len({code.casefold() for code in lime.values()} | {TERRITORY}) == len(keys) + 1
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", code) for code in lime.values())
    forms = xlsform_names(study)
    given_names = [*forms.questions.values(), *forms.others.values()]
    assert set(forms.questions) == keys and len(set(given_names)) == len(given_names)
    assert not {TERRITORY, *contacts} & set(given_names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in given_names)


@given(st.lists(names, min_size=1, max_size=40, unique=True))
def test_answer_codes_are_unique_and_short(codes):
    made = limesurvey_answers(codes)
    assert list(made) == codes and len({code.casefold() for code in made.values()}) == len(codes)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", code) for code in made.values())


@given(st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), min_size=1, max_size=60, unique=True))
def test_territory_codes_are_unique_and_short(keys):
    made = limesurvey_territories(keys)
    assert list(made) == keys and len({code.casefold() for code in made.values()}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", code) for code in made.values())
