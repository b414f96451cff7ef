import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.exports.settings import Flavour
from study.layouts.naming import name_book, said, shown


def names(questions):
    return [f"lever_{item.lever}.{item.question}" for item in questions]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("<p>Un fonds&nbsp;?</p>", "un fonds"), ("L&rsquo;ESS…", "l ess"), ("* Budget (en €) *", "budget (en €)"),
        ("moins de 3 < 5 > 2", "moins de 3 < 5 > 2"), ("<!-- note -->Fonds", "fonds"), ("&lt;b&gt;Fonds&lt;/b&gt;", "fonds"),
        ("Fonds\n  de\tdotation", "fonds de dotation"), ("", ""), ("?!", ""),
    ],
)  # fmt: skip
def test_what_a_heading_says(written, heard):
    assert said(written) == heard


@given(st.text(max_size=40))
def test_saying_again_changes_nothing(text):
    assert said(shown(text)) == said(text)


def test_signs_that_tell_options_apart_are_kept(tools):
    study = tools.study_of([{"question": "tools", "type": "multiple", "codes": {"c": "C", "cpp": "C++", "cs": "C#"}}])
    book = name_book(study, Flavour.KOBO)
    assert [book.code(study.questions[0], [label]) for label in ("C", "C++", "C#", "C.")] == ["c", "cpp", "cs", "c"]


def test_a_wording_never_outdoes_a_name(tools):
    study = tools.study_of(
        [
            {"question": "fund", "type": "text", "label": "grants"},
            {"question": "grants", "type": "text", "label": "Aides"},
        ]
    )
    book = name_book(study, Flavour.SPREADSHEET)
    assert names(book.find("grants")) == ["lever_1.grants"]
    assert names(book.find("Grants :")) == ["lever_1.grants"]


def test_each_platforms_own_names_come_first(tools):
    """LimeSurvey's code of one question may be the name of another; so for options."""
    study = tools.study_of([
        {"question": "l1_fund", "type": "text"}, {"question": "fund", "type": "multiple",
         "codes": {"plan_nedly": "A", "planned": "B", "plan2": "C"}}, {"question": "l1fund", "type": "text"},
    ])  # fmt: skip
    fund = study.questions[1]
    on_limesurvey, by_hand = name_book(study, Flavour.LIMESURVEY), name_book(study, Flavour.SPREADSHEET)
    assert names(on_limesurvey.find("L1fund")) == ["lever_1.fund"]
    assert names(by_hand.find("l1fund")) == ["lever_1.l1fund"]
    assert (on_limesurvey.code(fund, ["plan2"]), by_hand.code(fund, ["plan2"])) == ("planned", "plan2")


def test_a_text_cut_short_is_found_by_its_beginning(tools):
    book = name_book(tools.small, Flavour.LIMESURVEY)
    assert names(book.find("Votre métropole a-t-.. ")) == ["lever_1.fund"]
    assert names(book.find("Citez… ")) == ["lever_1.actions", "lever_2.actions"]
    assert book.find("Vo.. ") == ()


def test_names_narrow_each_other_down(tools):
    book = name_book(tools.small, Flavour.KOBO)
    assert names(book.narrow(["actions"])) == ["lever_1.actions", "lever_2.actions"]
    assert names(book.narrow(["actions", "lever_2.actions"])) == ["lever_2.actions"]
    assert names(book.narrow(["fund", "Budget"])) == ["lever_1.fund"]
    assert book.narrow([]) == ()


def test_an_option_of_two_codes_is_none(tools):
    study = tools.study_of([{"question": "q", "type": "multiple", "codes": {"a": "Same", "b": "Same"}}])
    assert name_book(study, Flavour.KOBO).code(study.questions[0], ["Same", "nothing"]) is None


def test_contacts_by_name_and_by_text(tools):
    book = name_book(tools.small, Flavour.LIMESURVEY)
    assert book.is_contact("contactemail", by_text=False) and book.is_contact("Courriel", by_text=True)
    assert not book.is_contact("Courriel", by_text=False)
