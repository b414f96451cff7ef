"""The values of a LimeSurvey survey."""

from study.base.errors import Place
from study.forms.lime_form import LimeQuestion, first_texts


def test_the_first_text_of_a_language_holds_and_empty_ones_go():
    assert first_texts([("de", "du"), ("de-informal", "Sie"), ("fr", " "), ("", "alle")]) == {"de": "du", "": "alle"}


def test_an_attribute_is_found_in_any_language():
    asked = LimeQuestion("1", "Q", "N", Place("f"), {}, attributes={"suffix": {"fr": " € "}, "prefix": {"": ""}})
    assert (asked.attribute("suffix"), asked.attribute("prefix"), asked.attribute("hidden")) == ("€", "", "")
