import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from study.exports.settings import Flavour
from study.layouts import spreadsheet

TITLES = [["Enquête sur le soutien à l’ESS"], ["Réponses reçues en mars"], [""]]
HEADINGS = [
    "Métropole",
    "Fonds",
    "Partenaires : Clubs Cigales",
    "Partenaires : France Active",
    "Voie",
    "Budget",
    "Depuis",
]
ALL = ["(respondent)", "fund", "partners[cigales]", "partners[france_active]", "path", "budget", "since"]
ROWS = [["Lyon", "oui", "x", "", "Marché", "12000", "2019-03-01"], ["Brest", "non", "", "x", "Subvention", "8", ""]]


def only(problems, *codes):
    return [item for item in problems if item.code not in ("questions-without-column", *codes)]


def test_the_heading_is_found_under_titles(tools):
    layout, columns, problems = tools.read(tools.grid_of([*TITLES, HEADINGS, *ROWS]))
    assert (layout.flavour, layout.heading_rows, layout.first, layout.end) == ("spreadsheet", (4,), 3, 5)
    assert tools.means(columns) == ALL
    assert [(item.code, item.place.row, str(item.severity)) for item in only(problems)] == [
        ("titles-skipped", 4, "note")
    ]


def test_a_heading_of_two_rows_with_merged_cells(tools):
    upper = ["Métropole", "Fonds", "Quels partenaires soutenez-vous ?", "", "", "Budget"]
    lower = ["", "", "Clubs Cigales", "France Active", "Autre", ""]
    body = [["Lyon", "oui", "x", "", "x", "3"], ["Brest", "non", "", "x", "", "4"]]
    merged = [upper[:3] + [upper[2]] * 2 + upper[5:], ["Métropole", "Fonds", *lower[2:5], "Budget"]]
    for rows in ([upper, lower], merged):
        layout, columns, problems = tools.read(tools.grid_of([["Enquête"], *rows, *body]))
        assert (layout.heading_rows, layout.first) == ((2, 3), 3)
        assert tools.means(columns) == ["(respondent)", "fund", "partners[cigales]", "partners[france_active]",
                                        "partners[other]", "budget"]  # fmt: skip
        assert [item.code for item in only(problems)] == ["titles-skipped"]


def test_answers_that_name_questions_are_no_second_heading_row(tools):
    rows = [
        ["Métropole", "Fonds", "Partenaires", "Voie"],
        ["Lyon", "oui", "France Active", "Marché"],
        ["Brest", "non", "", ""],
    ]
    layout, _, _ = tools.read(tools.grid_of(rows))
    assert layout.heading_rows == (1,)


@pytest.mark.parametrize("heading", ["Partenaires : Clubs Cigales", "Partenaires - Clubs Cigales", "partners_cigales",
                                     "Partenaires [Clubs Cigales]", "Partenaires (Clubs Cigales)", "partners/cigales",
                                     "Quels partenaires soutenez-vous ? Clubs : Clubs Cigales",
                                     "lever_1.partners.cigales"])  # fmt: skip
def test_ways_to_write_an_option(tools, heading):
    _, columns, _ = tools.read(tools.grid_of([["Métropole", "Fonds", heading], ["Lyon", "oui", "x"]]))
    expected = "(ignored)" if "? Clubs :" in heading else "partners[cigales]"
    assert tools.means(columns) == ["(respondent)", "fund", expected]


def test_notes_and_totals_under_the_table_are_no_responses(tools):
    under = [
        ["Total", "", "", "", "", "12008", ""],
        [""],
        ["Source : enquête par courriel"],
        ["* hors fonds européens"],
    ]
    layout, _, problems = tools.read(tools.grid_of([HEADINGS, *ROWS, *under]))
    assert (layout.first, layout.end) == (1, 3)
    told = next(item for item in problems if item.code == "rows-under-table")
    assert (told.details["rows"], str(told.severity)) == (["4", "6", "7"], "note")


@pytest.mark.parametrize("last", [["Champagne", "oui"], ["Champagne"], ["Notre-Dame"], ["Totalité", "non"]])
def test_a_last_response_is_no_note(tools, last):
    layout, _, _ = tools.read(tools.grid_of([HEADINGS, *ROWS, last]))
    assert layout.end == 4


def test_a_table_without_heading_is_an_error(tools):
    rows = [["Lyon", "oui", "12"], ["Brest", "non", "14"], ["Metz", "oui", "12"], ["Lille", "oui", "14"]]
    layout, _, problems = tools.read(tools.grid_of(rows))
    assert layout is None
    assert [(item.code, str(item.severity)) for item in problems] == [("no-heading-row", "error")]


def test_somebody_elses_table_has_a_heading_by_its_shape(tools):
    rows = [["Populations"], ["Source :", "Insee"], ["Code", "Nom", "Cantons", "Communes"], ["84", "Rhône", "2", "8"],
            ["27", "Doubs", "3", "9"]]  # fmt: skip
    layout, _, problems = tools.read(tools.grid_of(rows))
    assert layout.heading_rows == (3,)
    assert "no-question-column" in [item.code for item in problems]


def test_a_title_over_merged_cells_is_no_heading(tools):
    titles = [["Source :", *["Insee, recensement"] * 5], ["en habitants"] * 6]
    rows = [*titles, ["Code", "Nom", "Cantons", "Communes", "Municipale", "Totale"],
            ["84", "Rhône", "2", "8", "7", "9"], ["27", "Doubs", "3", "4", "5", "6"]]  # fmt: skip
    layout, _, _ = tools.read(tools.grid_of(rows))
    assert layout.heading_rows == (3,)


def test_a_narrow_sheet_is_read(tools):
    layout, columns, _ = tools.read(tools.grid_of([["Métropole", "Fonds"], ["Lyon", "oui"]]))
    assert (layout.heading_rows, tools.means(columns)) == ((1,), ["(respondent)", "fund"])


def test_a_heading_alone_is_a_heading(tools):
    layout, columns, _ = tools.read(tools.grid_of([HEADINGS]))
    assert (layout.first, layout.end, tools.means(columns)) == (1, 1, ALL)


def test_a_very_long_cell_is_no_trouble(tools):
    long = ["1" * 100_000 + "x", "[" * 50_000 + "]", "a: " * 50_000, "a_" * 50_000, "a/" * 50_000]
    for flavour in (None, *Flavour):
        layout, _, _ = tools.read(tools.grid_of([["Métropole", "Fonds", *long], ["Lyon", *long, "x"]]), flavour=flavour)
        assert layout.heading_rows == (1,)


def test_the_end_of_an_empty_table_is_its_first_row(tools):
    grid = tools.grid_of([HEADINGS])
    assert spreadsheet.end_of_table(grid.cells, grid.rows, 1) == 1


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    style=st.sampled_from([": ", " - ", " [", "two rows"]),
    lang=st.sampled_from(["fr", "en"]),
    which=st.sampled_from(["label", "wording", "name"]),
    titles=st.integers(0, 3),
)
def test_every_heading_made_by_hand_comes_back_to_its_question(tools, studies, data, style, lang, which, titles):
    study = data.draw(studies)
    upper, lower, single, expected = ["Métropole"], [""], ["Métropole"], [(None, "respondent", "")]
    for question in study.questions:
        text = f"lever_{question.lever}.{question.question}" if which == "name" else getattr(question, which).text(lang)
        if question.type != "multiple":
            upper, lower, single = [*upper, text], [*lower, ""], [*single, text]
            expected.append((question, "answer", ""))
            continue
        for i, code in enumerate(question.codes):
            option = code.label.text(lang)
            upper, lower = [*upper, "" if i else text], [*lower, option]
            single.append(text + style + option + ("]" if style == " [" else ""))
            expected.append((question, "tick", code.code))
    two = style == "two rows"
    # One option under its question, and nothing beside it, could as well be an answer.
    assume(not two or any(len(item.codes) > 1 for item in study.questions if item.type == "multiple"))
    body = [[f"{n}.{i}" for i in range(len(single))] for n in range(3)]
    rows = [[f"Titre {n}"] for n in range(titles)] + ([upper, lower] if two else [single])
    layout, columns, problems = tools.read(tools.grid_of([*rows, *body]), study)
    assert layout.heading_rows == ((titles + 1, titles + 2) if two else (titles + 1,))
    # Options in brackets may be LimeSurvey's, which writes the text of another answer where others have a box.
    if layout.flavour == "limesurvey":
        expected = [(q, "other" if c == "other" and q.other else use, c) for q, use, c in expected]
    assert [(column.question, str(column.use), column.code) for column in columns] == expected
    assert only(problems, "titles-skipped", "no-submission-date") == []
