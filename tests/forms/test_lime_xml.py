"""Structure files of LimeSurvey, as version 3 and as version 6 write them."""

import pytest
from fielding_form_makers import Lime, kinds, lss

from study.forms.lime_form import LimeOption
from study.forms.lime_xml import read_lss


def both(make):
    """The same survey as both versions store it."""
    return [read_lss(make(Lime(version)).bytes(("fr", "en")), "survey.lss") for version in (3, 6)]


def test_both_ways_to_store_texts_give_the_same_survey():
    def make(lime):
        lime.group("Budget", en="Money")
        lime.ask(
            "M",
            "Q1",
            "<p>Lesquels ?</p>",
            subs=[("SQ001", "Prêts"), ("SQ002", "Dons")],
            texts={"en": "Which?"},
            mandatory="Y",
            other="Y",
        )
        return lime.ask(
            "L",
            "Q2",
            "Un ?",
            answers=[("A2", {"fr": "Deux", "en": "Two"}), ("A1", {"fr": "Un", "en": "One"})],
            relevance='Q1_SQ001.NAOK == "Y"',
            help_="Aide",
        )

    for survey, problems in both(make):
        assert problems == []
        assert (survey.languages, survey.title) == (("fr", "en"), {"fr": "Enquête fr", "en": "Enquête en"})
        assert [group.titles for group in survey.groups] == [{"fr": "Groupe"}, {"fr": "Budget", "en": "Money"}]
        q1, q2 = survey.groups[1].questions
        assert (q1.code, q1.type, q1.required, q1.other) == ("Q1", "M", True, True)
        assert q1.texts == {"fr": "<p>Lesquels ?</p>", "en": "Which?"}
        assert q1.subquestions == (LimeOption("SQ001", {"fr": "Prêts"}), LimeOption("SQ002", {"fr": "Dons"}))
        assert [(option.code, option.texts["en"]) for option in q2.answers] == [("A2", "Two"), ("A1", "One")]
        assert (q2.relevance, q2.help["fr"], q2.required) == ('Q1_SQ001.NAOK == "Y"', "Aide", False)


def test_the_order_is_the_survey_s_own_not_that_of_the_rows():
    lime = Lime()
    lime.ask("S", "B", "Deux").ask("S", "A", "Un")
    lime.tables["questions"][0]["question_order"], lime.tables["questions"][1]["question_order"] = 2, 1
    survey, _ = read_lss(lime.bytes(), "survey.lss")
    assert [question.code for question in survey.groups[0].questions] == ["A", "B"]


def test_a_question_s_place_is_the_line_of_its_row():
    data = Lime().ask("S", "A", "Un").bytes()
    survey, _ = read_lss(data, "survey.lss")
    line = data.decode().splitlines()[survey.groups[0].questions[0].place.line - 1]
    assert line.strip() == "<row>"
    assert survey.groups[0].questions[0].place.file == "survey.lss"


def test_attributes_keep_their_language():
    lime = Lime().ask("N", "A", "Un", attributes=[("suffix", "€", "fr"), ("suffix", "EUR", "en"), ("hidden", "0")])
    question = read_lss(lime.bytes(), "s")[0].groups[0].questions[0]
    assert question.attributes == {"suffix": {"fr": "€", "en": "EUR"}, "hidden": {"": "0"}}


def test_old_conditions_stand_for_a_relevance_that_says_nothing():
    lime = Lime(3).ask("L", "A", "Un", answers=[("1", "Oui"), ("2", "Non")])
    qid = lime.count
    lime.ask("S", "B", "Deux", conditions=[(qid, f"1X{lime.gid}X{qid}", "1"), (qid, f"1X{lime.gid}X{qid}", "2")])
    lime.ask("S", "C", "Trois", relevance='A == "1"', conditions=[(qid, f"1X{lime.gid}X{qid}", "2")])
    name = f"1X{lime.gid}X{qid}.NAOK"
    survey, _ = read_lss(lime.bytes(), "s")
    assert survey.groups[0].questions[1].relevance == f'(({name} == "1" or {name} == "2"))'
    assert survey.groups[0].questions[2].relevance == 'A == "1"'


def test_languages_with_variants_are_one():
    survey, _ = read_lss(lss(languages=("de-informal", "fr")), "s")
    assert survey.languages == ("de", "fr")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE document [<!ENTITY a "b">]>',
        '<!DOCTYPE document SYSTEM "http://example.org/x.dtd">',
        '<!DOCTYPE document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_declarations_are_refused(declaration):
    data = lss().decode().replace("<document>", f"{declaration}<document>", 1).encode()
    assert kinds(read_lss(data, "s")[1]) == ["DeclarationsRefused"]


def test_damaged_xml_names_its_line():
    data = lss().decode().splitlines()
    survey, problems = read_lss("\n".join(data[:-3]).encode(), "s")
    assert (survey, kinds(problems)) == (None, ["DamagedForm"])
    assert problems[0].place.line == len(data) - 3


@pytest.mark.parametrize(
    "data", [b'<?xml version="1.0" encoding="nothing"?><document/>', b"<?xml version='1.0'?><a>\xff</a>"]
)
def test_an_encoding_that_cannot_be(data):
    assert kinds(read_lss(data, "s")[1]) == ["DamagedForm"]


@pytest.mark.parametrize("kind", ["Group", "Question", ""])
def test_a_part_of_a_survey_is_no_survey(kind):
    assert kinds(read_lss(lss(kind=kind), "s")[1]) == ["NotASurvey"]


def test_some_other_xml_is_no_survey():
    assert kinds(read_lss(b"<?xml version='1.0'?><html><body/></html>", "s")[1]) == ["NotASurvey"]
