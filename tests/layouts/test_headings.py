import pytest
from python_calamine import CalamineWorkbook

from study.base.show import what_text
from study.base.text import say
from study.exports.settings import Flavour

SHEET = [["Métropole", "Fonds", "Budget"], ["Lyon", "oui", "3"], ["Brest", "non", "4"]]


def test_the_reasons_are_told_in_words(tools):
    layout, _, _ = tools.read(
        tools.grid_of([["id", "submitdate", "lastpage", "territory", "L1fund"], ["1", "2", "3", "4", "5"]])
    )
    assert [say(message, "en", **values) for message, values in layout.reasons] == [
        "LimeSurvey itself writes the columns submitdate, lastpage"
    ]
    layout, _, _ = tools.read(tools.grid_of(SHEET))
    assert [say(message, "fr", **values) for message, values in layout.reasons] == [
        "aucune colonne propre à une plateforme d’enquête n’y figure",
        "la ligne 1 nomme des questions de l’étude (2)",
    ]


def test_the_heading_row_may_be_fixed(tools):
    rows = [["Métropole", "Fonds", "Budget"], ["Territory", "Fund", "Budget"], *SHEET[1:]]
    layout, columns, problems = tools.read(tools.grid_of(rows), heading_row=2)
    assert (layout.heading_rows, layout.first) == ((2,), 2)
    assert tools.means(columns) == ["(respondent)", "fund", "budget"]
    assert [item.code for item in problems] == ["questions-without-column"]
    assert "wave.yaml says that the heading ends in row {row}" in [message for message, _ in layout.reasons]


def test_a_fixed_heading_row_that_is_empty_is_an_error(tools):
    layout, _, problems = tools.read(tools.grid_of([SHEET[0], [""], *SHEET[1:]]), heading_row=2)
    assert layout is None
    assert [(item.code, item.value, item.place.row) for item in problems] == [("heading-row-empty", "2", 2)]


def test_the_last_of_several_heading_rows_is_the_one_fixed(tools):
    rows = [["Enquête", "", "", "", "", ""], ["Détails de la soumission", "", "", "", "partners", ""],
            ["Séquentiel", "SID", "Brouillon", "territory", "cigales", "france_active"], ["1", "2", "", "Lyon", "X", ""]]  # fmt: skip
    layout, columns, _ = tools.read(tools.grid_of(rows), heading_row=3)
    assert (layout.flavour, layout.heading_rows) == ("webform", (1, 2, 3))
    assert tools.means(columns)[4:] == ["partners[cigales]", "partners[france_active]"]


@pytest.mark.parametrize("flavour", list(Flavour))
def test_the_flavour_may_be_fixed(tools, flavour):
    layout, columns, _ = tools.read(tools.grid_of(SHEET), flavour=flavour)
    assert layout.flavour is flavour
    assert layout.reasons[0] == ("wave.yaml says so", {})
    assert tools.means(columns) == ["(respondent)", "fund", "budget"]


def test_a_fixed_flavour_overrules_the_signs_of_another(tools):
    rows = [["id", "submitdate", "lastpage", "territory", "fund"], ["1", "2026", "3", "Lyon", "oui"]]
    layout, columns, problems = tools.read(tools.grid_of(rows), flavour="spreadsheet")
    assert layout.flavour == "spreadsheet"
    assert [item.code for item in problems].count("heading-of-no-question") == 3
    assert tools.means(columns)[3:] == ["(respondent)", "fund"]


def test_a_platforms_export_under_titles(tools):
    rows = [["Export"], [""], ["fund", "territory", "_id", "_uuid", "_index"], ["yes", "Lyon", "1", "u", "1"]]
    layout, _, problems = tools.read(tools.grid_of(rows))
    assert (layout.flavour, layout.heading_rows, layout.first) == ("kobo", (3,), 2)
    assert [item.code for item in problems] == ["titles-skipped", "questions-without-column"]


def test_every_problem_is_said_in_both_languages(tools):
    _, _, problems = tools.read(
        tools.grid_of([["Enquête"], [*SHEET[0], "Fonds", "Autre chose"], ["Lyon", "oui", "3", "non", "?"]])
    )
    assert {item.code for item in problems} >= {"titles-skipped", "question-twice", "heading-of-no-question"}
    for problem in problems:
        assert "{" not in what_text(problem, "fr") + what_text(problem, "en")
        assert what_text(problem, "fr") != what_text(problem, "en")


# Everybody else's exports: what each is, where its heading stands, how many columns it has, and what is odd about it.
@pytest.mark.parametrize(
    ("name", "flavour", "rows", "width", "oddities"),
    [
        ("ls01_fr_codes_pointvirgule_bom_crlf.csv", "limesurvey", (1,), 25, {"files-sent"}),
        (
            "ls02_de_textecomplet_pointvirgule_bom.csv",
            "limesurvey",
            (1,),
            317,
            {"heading-text-twice", "no-submission-date"},
        ),
        (
            "ls02_en_textecomplet_pointvirgule_bom.csv",
            "limesurvey",
            (1,),
            317,
            {"heading-text-twice", "no-submission-date"},
        ),
        (
            "ls05_en_code-et-texte_virgule_2017nl.csv",
            "limesurvey",
            (1,),
            131,
            {"column-without-heading", "no-submission-date"},
        ),
        ("kb05_formpack_4versions_type-change_codes.csv", "kobo", (1,), 16, {"several-versions"}),
        ("kb06_formpack_or-other_libelles.csv", "kobo", (1,), 16, set()),
        ("kb07_formpack_groupes_libelles_es.csv", "kobo", (1,), 16, set()),
        ("kb08_formpack_multi_detail-seul.csv", "kobo", (1,), 12, set()),
        ("kb08_formpack_multi_resume-seul.csv", "kobo", (1,), 9, set()),
        ("kb09_formpack_guillemets_retours_urls.csv", "kobo", (1,), 9, set()),
        ("insee_populations_regions_2019_cp1252.csv", "spreadsheet", (8,), 7, {"titles-skipped"}),
    ],
)
def test_exports_of_other_people(tools, name, flavour, rows, width, oddities):
    layout, columns, problems = tools.read(tools.sample(name))
    assert (layout.flavour, layout.heading_rows, len(layout.headings)) == (flavour, rows, width)
    assert [column.position for column in columns] == list(range(width))
    assert {item.code for item in problems} == {"no-question-column", "no-respondent-column"} | oddities


def test_what_the_samples_say_about_themselves(tools):
    _, columns, problems = tools.read(tools.sample("ls02_de_textecomplet_pointvirgule_bom.csv"))
    assert sum(item.code == "heading-text-twice" for item in problems) == 5
    _, columns, _ = tools.read(tools.sample("ls01_fr_codes_pointvirgule_bom_crlf.csv"))
    assert tools.means(columns)[:9] == ["(system response)", "(system submitted)", "(system last_page)", "(system language)",
                                        "(system else)", "(system started)", "(system else)", "(personal)", "(personal)"]  # fmt: skip
    assert (columns[24].heading, str(columns[24].use)) == ("upload[filecount]", "system")
    _, columns, problems = tools.read(tools.sample("kb05_formpack_4versions_type-change_codes.csv"))
    assert [column.heading for column in columns if column.use == "personal"] == [
        "location", "_location_latitude", "_location_longitude", "_location_altitude", "_location_precision", "_submitted_by"
    ]  # fmt: skip


def test_workbooks_of_other_people(tools):
    def sheets(name):
        if not (tools.samples / name).is_file():
            pytest.skip("the exports of other people are not in this copy")
        book = CalamineWorkbook.from_path(str(tools.samples / name))
        for sheet in book.sheet_names:
            cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield sheet, tools.read(tools.grid_of([[str(cell) for cell in row] for row in cells], name, sheet))

    read = dict(sheets("kb01_export_repetition_sep-point.xlsx"))
    layout, columns, _ = read["Sample Dataset KoboloadeR"]
    assert (layout.flavour, layout.heading_rows, len(columns)) == ("kobo", (1,), 25)
    layout, _, problems = read["members"]
    assert (layout, [item.code for item in problems]) == (None, ["repeated-group"])
    for sheet, (layout, columns, _) in sheets("insee_populations_legales_2019_extrait.ods"):
        if sheet != "Documentation":
            assert (layout.flavour, layout.heading_rows) == ("spreadsheet", (8,))
            assert len(columns) == (9 if sheet == "Départements" else 7)


def test_exports_of_forms_that_a_study_made_of_them_would_ask(tools):
    """The samples' own questions, written as a study: every column of theirs is found again."""
    study = tools.study_of([
        {"question": "restaurant_name", "type": "text"},
        {"question": "dietary_accommodations", "type": "multiple",
         "codes": {c: c for c in ("gluten_free", "vegan", "vegetarian", "lactose_free")}},
    ])  # fmt: skip
    _, columns, problems = tools.read(
        tools.sample("kb08_formpack_multi_detail-seul.csv"), study, respondent_column="_uuid"
    )
    assert tools.means(columns)[:5] == ["restaurant_name", *(f"dietary_accommodations[{c}]" for c in
                                        ("gluten_free", "vegan", "vegetarian", "lactose_free"))]  # fmt: skip
    assert problems == []
    emperors = {
        "julius_caesar": "Julius Caesar",
        "augustus": "Augustus",
        "tiberius": "Tiberius",
        "caligula": "Caligula",
        "other": "Other",
    }
    study = tools.study_of([
        {"question": "fav_emperor", "type": "choice", "other": True, "wording": "Who is your favourite emperor?", "codes": emperors},
        {"question": "fav_emperors", "type": "multiple", "other": True, "wording": "Who are your favourite emperors?", "codes": emperors},
    ])  # fmt: skip
    _, columns, problems = tools.read(
        tools.sample("kb06_formpack_or-other_libelles.csv"), study, respondent_column="_uuid"
    )
    assert tools.means(columns)[:9] == ["fav_emperor", "fav_emperor other", "fav_emperors", *(f"fav_emperors[{c}]" for c in emperors),
                                        "fav_emperors other"]  # fmt: skip
    assert problems == []
