import re

import pytest
from bs4 import BeautifulSoup

from study.report.pictures import data_table, inline

SVG = """<svg stroke-linejoin="round" xmlns:xlink="http://www.w3.org/1999/xlink" width="60pt" height="20pt" viewBox="0 0 60 20" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <g id="k-a"><path d="M 1 2
L 3 4
z
" id="k-b"/>
 </g>
 <use xlink:href="#k-b"/>
</svg>
"""
HOSTILE = '<script>alert(1)</script> "a" & ]]> </svg>'
NAMES = {"territory": {"arbois": "Arbois"}, "lever": {"1": "Achats"}, "question": {"scheme": "Schéma adopté"}}


def test_a_drawing_says_its_title_and_alternative_and_takes_the_width_it_is_given():
    drawing = BeautifulSoup(inline(SVG, "figure-k", "Qui agit ?", "Deux barres, 1 et 2."), "html.parser").svg
    assert drawing["role"] == "img" and drawing["viewbox"] == "0 0 60 20"
    assert not {"width", "height"} & set(drawing.attrs)
    words = [drawing.find(id=name).get_text() for name in drawing["aria-labelledby"].split()]
    assert words == ["Qui agit ?", "Deux barres, 1 et 2."]


def test_a_drawing_keeps_what_it_draws():
    made = inline(SVG, "figure-k", "t", "a")
    assert made.startswith("<svg ") and made.endswith("</svg>") and 'd="M 1 2 L 3 4 z "' in made
    assert made.index('<g id="k-a"><path') > 0 and '<use xlink:href="#k-b"/>' in made and "\n" not in made


def test_what_stands_before_the_drawing_is_left_out():
    assert inline(f'<?xml version="1.0"?>\n<!DOCTYPE svg>\n{SVG}', "n", "t", "a") == inline(SVG, "n", "t", "a")


@pytest.mark.parametrize("svg", ["", "rien", "<div></div>"])
def test_what_is_no_drawing_is_a_fault_of_ours(svg):
    with pytest.raises(ValueError, match="figure-k"):
        inline(svg, "figure-k", "t", "a")


def test_hostile_words_of_a_drawing_are_words():
    drawing = BeautifulSoup(inline(SVG, "figure-k", HOSTILE, HOSTILE), "html.parser")
    assert not drawing.find("script") and len(drawing.find_all("svg")) == 1
    assert drawing.find("title").get_text() == drawing.find("desc").get_text() == HOSTILE


def test_data_name_what_they_are_about_in_the_readers_language():
    text = "territory,lever,scheme,clauses,yes,share\narbois,1,yes,unknown,12345,0.6818181\nailleurs,9,,planned,0,1.0\n"
    table = data_table(text, "fr", NAMES)
    assert [column["label"] for column in table["columns"]] == [
        "Territoire", "Levier", "Schéma adopté", "clauses", "oui", "Part"]  # fmt: skip
    assert table["rows"] == [
        ["Arbois", "Achats", "oui", "inconnu", "12\u202f345", "0,682"],
        ["ailleurs", "9", "", "en projet", "0", "1"],
    ]
    assert [column["right"] for column in table["columns"]] == [False, True, False, False, True, True]
    english = data_table(text, "en", {})
    assert english["rows"][0] == ["arbois", "1", "yes", "unknown", "12,345", "0.682"]


def test_a_cell_that_spreadsheets_may_not_run_is_shown_as_it_was():
    table = data_table("label,value\n'=SUM(A1),1\n'tis so,-2.5\n2019,3\n", "en", {})
    assert table["rows"] == [["=SUM(A1)", "1"], ["'tis so", "-2.5"], ["2019", "3"]]


def test_lines_and_commas_inside_a_cell_stay_there():
    table = data_table('label,value\n"a, b\nc",1\n', "en", {})
    assert table["rows"] == [["a, b\nc", "1"]] and not re.search("value", str(table["rows"]))
