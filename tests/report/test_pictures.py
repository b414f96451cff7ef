import re

from bs4 import BeautifulSoup

from study.report.pictures import data_table, inline

DRAWING = (' viewBox="0 0 60 20"', '<path d="m1 2 2 2z"/>')
HOSTILE = '<script>alert(1)</script> "a" & ]]> </svg>'
NAMES = {"territory": {"arbois": "Arbois"}, "lever": {"1": "Achats"}, "question": {"scheme": "Schéma adopté"}}


def test_a_drawing_says_its_title_and_alternative_and_keeps_what_it_draws():
    made = inline(DRAWING, "figure-k", "Qui agit ?", "Deux barres, 1 et 2.")
    drawing = BeautifulSoup(made, "html.parser").svg
    assert drawing["role"] == "img" and drawing["viewbox"] == "0 0 60 20"
    words = [drawing.find(id=name).get_text() for name in drawing["aria-labelledby"].split()]
    assert words == ["Qui agit ?", "Deux barres, 1 et 2."]
    assert made.endswith('<path d="m1 2 2 2z"/></svg>')


def test_hostile_words_of_a_drawing_are_words():
    drawing = BeautifulSoup(inline(DRAWING, "figure-k", HOSTILE, HOSTILE), "html.parser")
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
