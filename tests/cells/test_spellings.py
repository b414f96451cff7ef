"""The ways to write an answer: the question's own texts first, words last, and two answers are never one."""

from study.cells.spellings import SILENT, bare, silences, spellings, tidy
from study.codebook.model import Study
from study.exports.settings import Flavour

BOTH = {"fr": "x", "de": "x"}
YES_NO = {"yes": ("Oui", "Ja"), "planned": ("En projet", "geplant"), "no": ("Non", "Nein"), "unknown": ("inconnu", "unbekannt")}  # fmt: skip


def coded(codes):
    return [{"code": code, "label": {"fr": fr, "de": de}} for code, (fr, de) in codes.items()]


def study(*questions, codes=YES_NO):
    asked = [{"lever": 1, "label": BOTH, "wording": BOTH, **question} for question in questions]
    return Study.model_validate(
        {
            "languages": ["fr", "de"],
            "territory": {"one": BOTH, "many": BOTH},
            "lever_noun": {"one": BOTH, "many": BOTH},
            "codes": coded(codes),
            "levers": [{"lever": 1, "title": BOTH, "short": BOTH, "questions": asked}],
        }
    )


def known(question, flavour=None, **more):
    made = study({"question": "q", **question}, **more)
    return spellings(made.question("q"), made, flavour)


def test_tidy_leaves_what_is_seen():
    assert tidy("  <b>R&amp;D</b>\u00a0:\r\n<br/>l’\u200bESS\u200f ") == "R&D : l’ESS"
    assert tidy("< 10 et > 5") == "< 10 et > 5" and tidy("") == ""


def test_bare_keeps_symbols_and_inner_punctuation():
    assert bare("« Oui, non ! »") == "oui, non"
    assert (bare("+5"), bare("> 10"), bare("..."), bare("")) == ("+5", "> 10", "", "")


def test_the_question_s_own_texts_come_before_words():
    # A box called “1” and one called “Vrai” are what they say, whatever 1 and vrai mean elsewhere.
    found = known(
        {"type": "choice", "codes": coded({"yes": ("Oui", "Ja"), "first": ("1", "1"), "real": ("Vrai", "wahr")})}
    )
    assert [set(found.find(text)) for text in ("1", "vrai", "oui", "true", "y")] == [
        {"first"},
        {"real"},
        {"yes"},
        {"yes"},
        {"yes"},
    ]


def test_a_text_of_two_answers_is_found_as_both():
    found = known({"type": "choice", "codes": coded({"a": ("Mixte", "A"), "b": ("mixte", "B"), "c": ("a", "C")})})
    # As it is written, each is one; with another case, they are two.
    assert found.find("Mixte") == {"a"} and found.find("mixte") == {"b"}
    assert found.find("MIXTE") == {"a", "b"} and found.find("a") == {"a", "c"}


def test_no_word_is_an_answer_that_the_question_does_not_have():
    found = known({"type": "choice", "codes": coded({"yes": ("Oui", "Ja"), "other": ("Divers", "Diverse")})})
    assert found.find("non") == set() and found.find("Autre") == {"other"}
    assert known({"type": "choice", "codes": coded({"yes": ("Oui", "Ja")})}).find("Autre") == set()


def test_silence_is_the_study_s_words_and_everybody_s():
    found = known({"type": "yes_no"})
    assert all(found.find(text) == {SILENT} for text in ("Unbekannt", "NSP", "inconnu."))
    assert "inconnu" in silences(study({"question": "q", "type": "text"}))
    # Unless it is an answer of the question itself.
    own = known(
        {"type": "choice", "codes": coded({"unknown": ("Inconnu", "Unbekannt"), "known": ("Connu", "Bekannt")})}
    )
    assert own.find("inconnu") == {"unknown"}


def test_short_codes_are_the_export_s_own_where_two_rules_share_one():
    codes = coded({"planned": ("P", "P"), "plan_nedly": ("Q", "Q"), "plan2": ("R", "R")})
    there = known({"type": "choice", "codes": codes}, Flavour.LIMESURVEY)
    elsewhere = known({"type": "choice", "codes": codes}, Flavour.KOBO)
    # LimeSurvey's five letters: plann, plan2, plan3.
    assert (there.find("plan2"), there.find("plan3")) == ({"plan_nedly"}, {"plan2"})
    assert (elsewhere.find("plan2"), elsewhere.find("plann")) == ({"plan2"}, {"planned"})


def test_the_nearest_code_is_proposed_for_short_texts_only():
    found = known(
        {
            "type": "choice",
            "codes": coded({"france_active": ("France Active", "France Active"), "cigales": ("Cigales", "Cigales")}),
        }
    )
    assert (found.nearest("Cigale"), found.nearest("frnce active"), found.nearest("zzz")) == (
        "cigales",
        "france_active",
        "",
    )
    assert found.nearest("Cigale " * 50) == ""


def test_a_proposal_is_a_plan_only_where_a_plan_may_be_answered():
    assert known({"type": "yes_no"}).words["proposed"] == "planned"
    own = {"type": "choice", "codes": coded({"first": ("Un", "Eins"), "second": ("Deux", "Zwei")})}
    assert "proposed" not in known(own).words
    assert (
        "proposed"
        not in known(
            own | {"codes": coded({"planned": ("En vue", "In Sicht"), "proposed": ("Voulu", "gewollt")})}
        ).words
    )
