import pytest

from study.base.errors import Place, Problem
from study.base.show import SCREEN, Term, place_text, render, visible, what_text
from study.intake.problems import EmptyCell, MangledDate, UnknownTerritory

EVIDENCE = "data/raw/evidence/evidence.csv"


def mangled(row):
    return MangledDate(Place(EVIDENCE, row=row, column="as_of"), "juil.-19")


def test_a_place_in_words():
    place = Place(EVIDENCE, row=12, column="as_of")
    assert place_text(place, "fr") == "data/raw/evidence/evidence.csv, ligne 12, colonne as_of"
    assert place_text(place, "en") == "data/raw/evidence/evidence.csv, row 12, column as_of"
    assert place_text(Place("a.yaml", line=3), "en") == "a.yaml, line 3"
    assert place_text(Place("a.xlsx", sheet="Feuil1", row=2), "fr", with_file=False) == "feuille Feuil1, ligne 2"
    assert place_text(None, "fr") == ""


def test_one_problem_says_place_value_why_and_remedy():
    text = render([mangled(12)], "en")
    assert text.startswith(
        "One problem to settle\n\n  data/raw/evidence/evidence.csv, row 12, column as_of: “juil.-19” is"
    )
    flat = " ".join(text.split())
    assert "Why: The original date is lost" in flat
    assert "What to do: Take the date from the sealed version" in flat
    assert "Traceback" not in text


def test_french_has_french_words_and_spaces():
    text = " ".join(render([mangled(12)], "fr").split(" "))
    assert "Un problème à régler" in text
    assert "ligne 12, colonne as_of\u00a0:" in text
    assert "«\u00a0juil.-19\u00a0»" in text
    assert "Que faire\u00a0:" in text


def test_what_problems_share_is_said_once_and_files_are_kept_together():
    problems = [mangled(3), EmptyCell(Place("a.csv", row=1, column="x")), mangled(2)]
    text = render(problems, "en")
    assert text.count("Why: The original date is lost") == 1
    assert text.index("a.csv") < text.index("row 2,") < text.index("row 3,")
    assert text.startswith("3 problems to settle")


def test_the_suggestion_follows_the_sentence():
    problem = UnknownTerritory(Place(EVIDENCE, row=2, column="territory"), "lile", {"nearest": "lille"})
    assert what_text(problem, "en") == "“lile” is not a territory of the frame. Did you mean “lille”?"
    assert what_text(problem, "fr").endswith("Vouliez-vous dire «\u00a0lille\u00a0»\u202f?")
    nothing_near = UnknownTerritory(problem.place, "zz", {"nearest": None})
    assert "Did you mean" not in what_text(nothing_near, "en")


def test_one_screen_shows_the_first_of_each_kind_and_counts_the_rest():
    problems = [mangled(row) for row in range(2, 50)] + [EmptyCell(Place(EVIDENCE, row=99, column="note"))]
    text = render(problems, "fr")
    assert "ligne 99, colonne note" in text
    assert text.count("colonne as_of") == SCREEN - 1
    assert "… et 37 autres\u00a0: `study check --all` affiche tout." in text
    assert text.startswith("49 problèmes à régler")
    everything = render(problems, "fr", limit=None)
    assert everything.count("colonne as_of") == 48 and "study check" not in everything


def test_exactly_one_hidden_problem():
    text = render([mangled(row) for row in range(2, 3 + SCREEN)], "en")
    assert "… and one more: `study check --all`" in text


@pytest.mark.parametrize("value", ["\x1b[31mred", "a\nb", "x\x00y", "\u202eabc"])
def test_values_cannot_drive_the_terminal(value):
    shown = visible(value)
    assert shown.isprintable() and shown != value
    text = render([UnknownTerritory(Place("f.csv\x1b[2J", row=2), value)], "en")
    assert "\x1b" not in text and "\x00" not in text and "\u202e" not in text


def test_long_values_are_cut():
    assert len(visible("x" * 10_000)) == 120


class Listed(Problem):
    code = "listed"
    what = "Not {expected} among {known}."
    why = "{{braces}} stay."
    remedy = "None: {nothing}."


def test_lists_terms_and_braces_in_details():
    problem = Listed(None, "{value}", {"known": ["a", "b"], "expected": Term("a list"), "nothing": None})
    text = render([problem], "fr")
    assert "«\u00a0{value}\u00a0» Not une liste among a et b." in text
    assert "{braces} stay." in text
