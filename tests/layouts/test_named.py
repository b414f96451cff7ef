import pytest

from study.exports.settings import Flavour
from study.layouts.fitting import Fit
from study.layouts.layout import Heading, Part
from study.layouts.named import positions_of, question_of
from study.layouts.naming import name_book

HEADINGS = [Heading(i, text) for i, text in enumerate(["Fonds ?", "B", "", "fonds", "C"])]


@pytest.mark.parametrize(
    ("name", "positions"),
    [
        ("Fonds ?", [0]),
        ("fonds", [3]),
        ("FONDS", [0, 3]),
        ("B", [1]),
        ("C", [4]),
        ("D", [3]),
        ("d", []),
        ("F", []),
        ("Autre", []),
    ],
)
def test_a_heading_as_it_stands_then_loosely_then_letters(name, positions):
    assert positions_of(name, HEADINGS) == positions


def test_the_ways_to_name_a_question(tools):
    book, small = name_book(tools.small, Flavour.SPREADSHEET), tools.small
    assert question_of("lever_2.actions", book) == Fit(small.questions[-1])
    assert question_of("partners[france_active]", book) == Fit(small.question("partners"), Part.OPTION, "france_active")
    assert question_of("partners[other]", book) == Fit(small.question("partners"), Part.OPTION, "other")
    assert question_of("path[other]", book) == Fit(small.question("path"), Part.OTHER, "other")
    assert question_of("fund[comment]", book) == Fit(small.question("fund"), Part.COMMENT)
    assert question_of("actions", book) == ["lever_1.actions", "lever_2.actions"]
    assert [question_of(text, book) for text in ("nothing", "partners[nothing]", "fund[yes]", "")] == [None] * 4
