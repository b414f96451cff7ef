"""A wave's survey: who answered what, from which cell; and each export that cannot be taken as it is."""

import pytest

from study.intake.inputs import input_problems, load_inputs
from study.intake.responses import RESPONDENTS, RESPONSES

FOLDER = "data/raw/waves/2020/responses/"
FILE = FOLDER + "answers.csv"
WAVE = "data/raw/waves/2020/wave.yaml"


@pytest.fixture
def survey(make_study):
    """`survey({"answers.csv": "…"})`: the responses of the small study's wave, and its inputs."""

    def load(files, more=None):
        made = {FOLDER + name: text for name, text in files.items()} | (more or {})
        inputs = load_inputs(make_study(made), "2020")
        return inputs.responses, inputs

    return load


def told(responses, question, lever=None):
    table = responses.answers[responses.answers["question"] == question]
    table = table if lever is None else table[table["lever"] == lever]
    return {row["territory"]: (row["status"], row["answer"]) for row in table.to_dict("records")}


def test_each_cell_keeps_its_place_and_its_text(survey):
    text = "\ufeffterritory;scheme;elected\r\nArbois;En Projet; oui \r\n\r\ncassis;;inconnu\r\n"
    responses, _ = survey({"answers.csv": text})
    assert responses.answers.dtypes.astype("str").to_dict() == RESPONSES
    assert responses.answers.to_dict("split")["data"] == [
        ["arbois", 0, "elected", "answered", "yes", FILE, "", 2, "elected", "oui"],
        ["belleville", 0, "elected", "no_response", "", "", "", 0, "", ""],
        ["cassis", 0, "elected", "no_answer", "", FILE, "", 4, "elected", "inconnu"],
        ["arbois", 1, "scheme", "answered", "planned", FILE, "", 2, "scheme", "En Projet"],
        ["belleville", 1, "scheme", "no_response", "", "", "", 0, "", ""],
        ["cassis", 1, "scheme", "no_answer", "", FILE, "", 4, "scheme", ""],
    ]
    assert responses.respondents.dtypes.astype("str").to_dict() == RESPONDENTS
    assert responses.respondents.to_dict("split")["data"] == [
        ["arbois", FILE, "", 2, "territory", "Arbois"],
        ["cassis", FILE, "", 4, "territory", "cassis"],
    ]


@pytest.mark.parametrize(
    "name", ["arbois", "Arbois", "ARBOIS", "métropole d’arbois", "Grand Arbois", "grand-arbois", "MA", " ma "]
)
def test_a_territory_by_any_of_its_names(survey, name):
    responses, _ = survey({"answers.csv": f"territory,scheme\n{name},yes\n"})
    assert told(responses, "scheme")["arbois"] == ("answered", "yes")


def test_the_questions_that_no_export_asks(survey):
    responses, inputs = survey({"answers.csv": "territory,scheme,lever_1.actions\narbois,no,a charter\n"})
    asked = [(item.lever, item.question) for item in responses.unasked(inputs.study)]
    assert asked == [(0, "elected"), (0, "staff"), (0, "actions"), (1, "clauses"), (1, "purchases_eur")]
    assert told(responses, "actions", 1)["arbois"] == ("answered", "a charter")
    assert "actions" not in responses.answers.loc[responses.answers["lever"] == 0, "question"].tolist()


def test_a_question_may_always_be_named_with_its_lever(survey):
    responses, _ = survey({"answers.csv": "territory,lever_1.scheme\narbois,no\n"})
    assert told(responses, "scheme")["arbois"] == ("answered", "no")
    assert responses.answers.loc[0, "column"] == "lever_1.scheme"


def test_exports_that_ask_other_questions_go_together(survey):
    first, second = "territory,scheme\narbois,yes\nbelleville,no\n", "territory,clauses\ncassis,yes\narbois,\n"
    responses, _ = survey({"b.csv": first, "a.csv": second})
    assert told(responses, "scheme") == {
        "arbois": ("answered", "yes"),
        "belleville": ("answered", "no"),
        "cassis": ("no_response", ""),
    }
    assert told(responses, "clauses") == {
        "arbois": ("no_answer", ""),
        "belleville": ("no_response", ""),
        "cassis": ("answered", "yes"),
    }
    assert responses.respondents["file"].tolist() == [FOLDER + "a.csv"] * 2 + [FOLDER + "b.csv"] * 2


def test_exports_of_other_territories_go_together(survey):
    responses, _ = survey({"1.csv": "territory,scheme\narbois,yes\n", "2.csv": "scheme;territory\nno;cassis\n"})
    assert told(responses, "scheme") == {
        "arbois": ("answered", "yes"),
        "belleville": ("no_response", ""),
        "cassis": ("answered", "no"),
    }


def test_columns_that_the_wave_ignores(survey, problems_of):
    text = "id,territory,scheme,submitted at,\n7,arbois,yes,2020-12-01,\n"
    ignored = {WAVE: lambda wave: wave + "ignored_columns: [id, submitted at]\n"}
    assert told(survey({"answers.csv": text}, ignored)[0], "scheme")["arbois"] == ("answered", "yes")
    found = [(item.code, item.place.column) for item in problems_of({FILE: text})]
    assert found == [("column-of-no-question", "id"), ("column-of-no-question", "submitted at")]


@pytest.mark.parametrize("files", [{}, {"notes.md": "# Who answered"}, {".DS_Store": "x", "~$a.csv": "x"}])
def test_a_wave_without_a_survey(survey, files):
    responses, inputs = survey(files)
    assert responses.answers.empty and responses.respondents.empty
    assert responses.answers.dtypes.astype("str").to_dict() == RESPONSES
    assert responses.respondents.dtypes.astype("str").to_dict() == RESPONDENTS
    assert responses.unasked(inputs.study) == ()


def test_an_export_without_rows_has_asked(survey):
    responses, _ = survey({"answers.csv": "territory,scheme\n"})
    assert set(told(responses, "scheme").values()) == {("no_response", "")} and responses.respondents.empty


@pytest.mark.parametrize(
    ("text", "code", "row", "column", "value", "english", "french"),
    [
        (
            *("territory,scheme\ncasis,yes\n", "unknown-territory", 2, "territory", "casis"),
            *("Did you mean “cassis”?", "n’est pas un territoire"),
        ),
        (
            *("territory,scheme\n,yes\n", "empty-cell", 2, "territory", None),
            *("This cell is empty", "Cette cellule est vide"),
        ),
        (
            *("territory,scheem\narbois,yes\n", "column-of-no-question", 1, "scheem", "scheem"),
            *("Did you mean “scheme”?", "« ignored_columns »"),
        ),
        (
            *("territory,scheme,\narbois,yes,left\n", "column-of-no-question", 1, None, ""),
            *("is no question of the study", "n’est pas une question de l’étude"),
        ),
        (
            *("scheme,clauses\nyes,no\n", "missing-column", 1, "territory", "territory"),
            *("The column “territory” is missing", "La colonne « territory »"),
        ),
        (
            *("territory,scheme,scheme\narbois,yes,no\n", "duplicate-column", 1, "scheme", "scheme"),
            *("stands more than once", "N’en gardez qu’une"),
        ),
        (
            *("territory,scheme,lever_1.scheme\narbois,yes,no\n", "duplicate-column", 1, "lever_1.scheme"),
            *("lever_1.scheme", "stands more than once", "figure plusieurs fois"),
        ),
        (
            *("territory,actions\narbois,a charter\n", "column-of-several-questions", 1, "actions", "actions"),
            *("one of lever_0.actions and lever_1.actions", "Plusieurs questions se nomment « actions »"),
        ),
        (
            *("territory,scheme\narbois,perhaps\n", "answer-not-allowed", 2, "scheme", "perhaps"),
            *("Choose one of: yes, planned, no, and unknown.", "n’est pas une réponse à la question « scheme »"),
        ),
        (
            *("territory,purchases_eur\narbois,5 M€\n", "answer-not-number", 2, "purchases_eur", "5 M€"),
            *("which the question “purchases_eur” asks for", "comme le demande la question"),
        ),
        (
            *('territory,purchases_eur\narbois,"1,234"\n', "ambiguous-number", 2, "purchases_eur", "1,234"),
            *("a thousand times the other", "l’étude ne devine pas"),
        ),
        (
            *("territory,scheme\narbois,yes\ncassis,no\nGrand Arbois,no\n", "answered-twice", 4, "territory"),
            *("Grand Arbois", f"has already answered, in row 2 of {FILE}", "a déjà répondu, à la ligne 2"),
        ),
        (
            *('territory,scheme\narbois,"yes\n', "broken-quotes", 2, None, None),
            *("The quotes of a cell are broken", "guillemets"),
        ),
        (
            *("territory,scheme\narbois,yes,no\n", "row-length", 2, None, None),
            *("This row has 3 cells; the heading has 2.", "3 cellules"),
        ),
    ],
)
def test_each_fault(problems_of, said, text, code, row, column, value, english, french):
    problems = problems_of({FILE: text})
    assert [problem.code for problem in problems] == [code], problems
    [problem] = problems
    assert (problem.place.file, problem.place.row, problem.place.column) == (FILE, row, column)
    assert problem.value == value
    assert english in said(problem, "en") and french in said(problem, "fr")


def test_a_territory_of_another_vintage(make_study, said):
    added = "dole,2021,,Dole,Dole,,,,400000,,,,,,,invented\n"
    paths = make_study({"data/raw/frame.csv": lambda text: text + added, FILE: "territory,scheme\nDole,yes\n"})
    [problem] = input_problems(paths)
    assert (problem.code, problem.value, problem.place.row) == ("territory-not-in-wave", "Dole", 2)
    assert "is not in vintage 2020" in said(problem, "en")
    assert "n’est pas dans le millésime 2020" in said(problem, "fr")


def test_a_territory_in_two_exports_of_one_question(make_study):
    files = {"a.csv": "territory,scheme,clauses\narbois,yes,no\n", "b.csv": "territory,clauses\ncassis,no\narbois,no\n"}
    [problem] = input_problems(make_study({FOLDER + name: text for name, text in files.items()}))
    assert (problem.code, problem.place.file, problem.place.row) == ("answered-twice", FOLDER + "b.csv", 3)
    assert problem.details == {"first_row": 2, "first_file": FOLDER + "a.csv"}


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.txt", "2018/answers.csv", "answers.CSV"])
def test_no_file_is_left_out_in_silence(make_study, said, name):
    [problem] = input_problems(make_study({FOLDER + name: "territory,scheme\narbois,yes\n"}))
    assert (problem.code, problem.place.file) == ("response-file-not-read", FOLDER + name)
    assert "Only files whose names end in .csv are read" in said(problem, "en")
    assert "ne seraient pas comptées" in said(problem, "fr")


def test_all_faults_of_all_exports_come_at_once(make_study):
    paths = make_study(
        {
            FOLDER + "a.csv": "territory,scheme,staf\nnowhere,yes,no\narbois,maybe,yes\n",
            FOLDER + "b.csv": "territory,purchases_eur\narbois,a lot\ncassis\n",
            FOLDER + "c.csv": "",
        }
    )
    assert sorted((item.place.file[-5:], item.place.row or 0, item.code) for item in input_problems(paths)) == [
        ("a.csv", 1, "column-of-no-question"),
        ("a.csv", 2, "unknown-territory"),
        ("a.csv", 3, "answer-not-allowed"),
        ("b.csv", 2, "answer-not-number"),
        ("b.csv", 3, "row-length"),
        ("c.csv", 0, "empty-file"),
    ]


def test_exports_are_sealed_like_all_that_is_given(make_study):
    paths = make_study({FILE: "territory,scheme\narbois,yes\n"})
    (paths.root / FILE).write_text("territory,scheme\narbois,no\n")
    assert load_inputs(paths, "2020", sealed=False).responses.answers["answer"].tolist() == ["no", "", ""]
    with pytest.raises(Exception, match="changed-file") as caught:
        load_inputs(paths, "2020")
    assert [problem.place.file for problem in caught.value.problems] == [FILE]
