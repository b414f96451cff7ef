"""What choices, dates and bounds may say of themselves: each broken rule with its line, in both languages."""

import pytest

from study.base.nearest import plain
from study.codebook.load import load_study, read_study
from study.codebook.rules import answers_of

STUDY, LEVER = "data/raw/questionnaire/study.yaml", "data/raw/questionnaire/lever-1.yaml"
# Lines 31 to 47 of the lever's file.
MORE = """  - question: kind
    type: choice
    label: {fr: Forme, en: Kind}
    wording: {fr: Quelle forme ?, en: Which kind?}
    codes:
      - {code: plan, label: {fr: Plan, en: Plan}}
      - {code: other, label: {fr: Autre, en: Other}}
    other: true
    indicators: [count, share]
  - question: voted_on
    type: date
    label: {fr: Vote, en: Vote}
    wording: {fr: Quand ?, en: When?}
    minimum: 2014-03-30
    maximum: 2020-12-31
    universe: {question: kind, answers: [plan]}
    indicators: [documented]
"""


def edited(*pairs):
    def edit(text):
        text += MORE
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    return edit


def test_a_choice_and_a_date_load(make_study):
    study = load_study(make_study({LEVER: edited()}))
    kind, day = study.question("kind"), study.question("voted_on")
    assert kind.chosen and not day.chosen
    assert answers_of(kind) == ("plan", "other") and answers_of(day) == ()
    assert kind.counted == ("kind.plan", "kind.other") and day.counted == ("voted_on",)
    assert (day.minimum.isoformat(), day.maximum.isoformat()) == ("2014-03-30", "2020-12-31")


CODES = """    codes:
      - {code: plan, label: {fr: Plan, en: Plan}}
      - {code: other, label: {fr: Autre, en: Other}}
"""
NO_OTHER = "      - {code: other, label: {fr: Autre, en: Other}}\n"
# edits, code, line, column, value, English, French
CASES = [
    (
        [(CODES, ""), ("    other: true\n", ""), ("    universe: {question: kind, answers: [plan]}\n", "")],
        *("choice-without-codes", 31, "question", "kind"),
        *("offers nothing to choose from", "ne propose rien"),
    ),
    (
        [(NO_OTHER, "")],
        *("other-without-code", 37, "other", "kind"),
        *("has no code “other”", "n’a pas de code « other »"),
    ),
    (
        [("    minimum: 2014-03-30\n", "    other: true\n    minimum: 2014-03-30\n")],
        *("other-not-choice", 44, "other", "voted_on"),
        *("but is no choice", "n’est pas un choix"),
    ),
    (
        [("minimum: 2014-03-30", "minimum: 2014")],
        *("bound-not-of-type", 44, "minimum", "2014.0"),
        *("to a question of the type date", "de type date"),
    ),
    (
        [("    unit: eur\n", "    unit: eur\n    maximum: 2020-12-31\n")],
        *("bound-not-of-type", 23, "maximum", "2020-12-31"),
        *("to a question of the type number", "de type number"),
    ),
    (
        [("    other: true\n", "    other: true\n    minimum: 0\n")],
        *("bound-not-of-type", 39, "minimum", "0.0"),
        *("other answers by nothing", "les autres réponses"),
    ),
    (
        [("minimum: 2014-03-30", "minimum: 2021-01-01")],
        *("bounds-reversed", 44, "minimum", "2021-01-01"),
        *("is above the maximum, 2020-12-31", "2020-12-31"),
    ),
    (
        [("minimum: 2014-03-30", "minimum: true")],
        *("wrong-type", 44, "minimum", "true"),
        *("is not a number, or a date such as 2019-07-05", "n’est pas un nombre, ou une date comme 2019-07-05"),
    ),
    (
        [("minimum: 2014-03-30", "minimum: 30/03/2014")],
        *("wrong-type", 44, "minimum", "30/03/2014"),
        *("is not a number, or a date such as 2019-07-05", "n’est pas un nombre, ou une date comme 2019-07-05"),
    ),
    (
        [("answers: [plan]", "answers: [plann]")],
        *("unknown-universe-answer", 46, "answers", "plann"),
        *("Choose one of: plan and other.", "Choisissez parmi : plan et other."),
    ),
    (
        [("indicators: [count, share]", "indicators: [count, intensity]")],
        *("indicator-not-of-type", 39, "indicators", "intensity"),
        *("from a question of type choice", "d’une question de type choice"),
    ),
    (
        [("    other: true\n", "    other: true\n    core: true\n")],
        *("core-not-yes-no", 39, "core", "kind"),
        *("is marked core", "est marquée core"),
    ),
]


@pytest.mark.parametrize(
    ("edits", "code", "line", "column", "value", "english", "french"), CASES, ids=[f"{c[1]}-{c[4]}" for c in CASES]
)
def test_each_broken_rule_has_its_place_and_words(make_study, said, edits, code, line, column, value, english, french):
    study, problems = read_study(make_study({LEVER: edited(*edits)}))
    assert study is None
    assert [problem.code for problem in problems] == [code], [(p.code, p.place, p.value) for p in problems]
    [problem] = problems
    assert (problem.place.file, problem.place.line, problem.place.column) == (LEVER, line, column)
    assert problem.value == value
    assert english in said(problem, "en")
    assert plain(french) in plain(said(problem, "fr"))


@pytest.mark.parametrize("ends", [("2014-03-30", "2014-03-30"), ("2014-03-30", "2014-03-31")])
def test_bounds_may_be_one_day(make_study, ends):
    low, high = ends
    paths = make_study(
        {LEVER: edited(("minimum: 2014-03-30", f"minimum: {low}"), ("maximum: 2020-12-31", f"maximum: {high}"))}
    )
    assert read_study(paths)[1] == []


CONTACT = "contact:\n  - {{question: {0}, label: {{fr: a, en: a}}, wording: {{fr: a, en: a}}}}\n"


@pytest.mark.parametrize(("name", "codes"), [("who", []), ("scheme", ["duplicate-question"])])
def test_a_question_about_who_answers_has_a_name_of_its_own(make_study, name, codes):
    problems = read_study(make_study({STUDY: lambda text: text + CONTACT.format(name)}))[1]
    assert [problem.code for problem in problems] == codes
