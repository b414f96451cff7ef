"""A wave's survey: who answered what, from which cell; and each export that cannot be taken as it is."""

import pandas as pd
import pytest

from study.intake.inputs import input_problems, load_inputs, load_survey
from study.survey.responses import RECEIVED, RESPONDENTS, RESPONSES

from ..released import release

FOLDER = "data/raw/waves/2020/responses/"
FILE = FOLDER + "answers.csv"
WAVE = "data/raw/waves/2020/wave.yaml"


def settings(text):
    return {WAVE: lambda wave: wave + "survey:\n" + "".join(f"  {line}\n" for line in text.splitlines())}


@pytest.fixture
def survey(make_study):
    """`survey({"answers.csv": "…"})`: the responses of the small study's wave, and its inputs."""

    def load(files, more=None):
        made = {FOLDER + name: text for name, text in files.items()} | (more or {})
        inputs = load_inputs(release(make_study(made), "2020"), "2020")
        return inputs.responses, inputs

    return load


@pytest.fixture
def looked(make_study):
    """`looked({"answers.csv": "…"})`: the survey and everything said about it, errors included."""

    def load(files, more=None):
        made = {FOLDER + name: text for name, text in files.items()} | (more or {})
        found = load_survey(release(make_study(made), "2020"), "2020")
        return found.responses, list(found.problems)

    return load


def told(responses, question, lever=None):
    table = responses.answers[responses.answers["question"] == question]
    table = table if lever is None else table[table["lever"] == lever]
    return {row["territory"]: (row["status"], row["answer"]) for row in table.to_dict("records")}


def test_each_cell_keeps_its_place_and_its_text(survey):
    text = "\ufeffterritory;scheme;elected\r\nArbois;En Projet; oui \r\n\r\ncassis;;inconnu\r\n"
    responses, _ = survey({"answers.csv": text})
    assert responses.answers.dtypes.astype("str").to_dict() == RESPONSES
    columns = ["territory", "lever", "question", "status", "answer", "file", "row", "column", "raw", "reason"]
    assert responses.answers[columns].to_dict("split")["data"] == [
        ["arbois", 0, "elected", "answered", "yes", FILE, 2, "C", "oui", ""],
        ["belleville", 0, "elected", "no_response", "", "", 0, "", "", ""],
        ["cassis", 0, "elected", "no_answer", "", FILE, 4, "C", "inconnu", ""],
        ["arbois", 1, "scheme", "answered", "planned", FILE, 2, "B", "En Projet", ""],
        ["belleville", 1, "scheme", "no_response", "", "", 0, "", "", ""],
        ["cassis", 1, "scheme", "no_answer", "", FILE, 4, "B", "", ""],
    ]
    assert responses.respondents.dtypes.astype("str").to_dict() == RESPONDENTS
    assert responses.respondents.to_dict("split")["data"] == [
        ["arbois", FILE, "", 2, "A", "Arbois"],
        ["cassis", FILE, "", 4, "A", "cassis"],
    ]
    assert responses.received.dtypes.astype("str").to_dict() == RECEIVED
    assert responses.received["fate"].tolist() == ["counted", "counted"]


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


def test_exports_that_ask_other_questions_go_together(survey):
    first, second = "territory,scheme\narbois,yes\nbelleville,no\n", "territory,clauses\ncassis,yes\narbois,\n"
    responses, _ = survey({"b.csv": first, "a.csv": second})
    assert told(responses, "scheme") == {
        "arbois": ("answered", "yes"),
        "belleville": ("answered", "no"),
        "cassis": ("no_response", ""),
    }
    # A row in which nothing is answered is no response at all.
    assert told(responses, "clauses") == {
        "arbois": ("no_response", ""),
        "belleville": ("no_response", ""),
        "cassis": ("answered", "yes"),
    }
    assert responses.respondents["file"].tolist() == [FOLDER + "a.csv", FOLDER + "b.csv", FOLDER + "b.csv"]


def test_exports_of_other_territories_go_together(survey):
    responses, _ = survey({"1.csv": "territory,scheme\narbois,yes\n", "2.csv": "scheme;territory\nno;cassis\n"})
    assert told(responses, "scheme") == {
        "arbois": ("answered", "yes"),
        "belleville": ("no_response", ""),
        "cassis": ("answered", "no"),
    }


def test_columns_that_the_wave_ignores(survey, looked):
    text = "id,territory,scheme,wait,\n7,arbois,yes,2020-12-01,\n"
    responses, _ = survey({"answers.csv": text}, settings("ignored_columns: [id, wait]"))
    assert told(responses, "scheme")["arbois"] == ("answered", "yes")
    codes = [(item.code, item.place.column) for item in looked({"answers.csv": text})[1] if item.severity == "error"]
    assert codes == [("heading-of-no-question", "A"), ("heading-of-no-question", "D")]


@pytest.mark.parametrize("files", [{}, {"notes.md": "# Who answered"}, {".DS_Store": "x", "~$a.csv": "x"}])
def test_a_wave_without_a_survey(survey, files):
    responses, inputs = survey(files)
    assert responses.answers.empty and responses.respondents.empty and responses.exports == ()
    assert responses.answers.dtypes.astype("str").to_dict() == RESPONSES
    assert responses.respondents.dtypes.astype("str").to_dict() == RESPONDENTS
    assert responses.received.dtypes.astype("str").to_dict() == RECEIVED
    assert responses.unasked(inputs.study) == ()


def test_the_last_complete_response_of_a_territory_counts(survey):
    text = (
        "id;submitdate;lastpage;territory;L1scheme\n"
        "1;2020-11-02 10:00:00;3;Arbois;Oui\n"
        "2;2020-11-03 10:00:00;3;arbois;Non\n"
        "3;;1;Arbois;En projet\n"
        "4;;1;Cassis;Oui\n"
    )
    responses, inputs = survey({"answers.csv": text})
    assert told(responses, "scheme")["arbois"] == ("answered", "no")
    assert told(responses, "scheme")["cassis"] == ("no_response", "")
    assert responses.received["fate"].tolist() == ["replaced", "counted", "incomplete", "incomplete"]
    found = [(item.code, item.place.row, str(item.severity)) for item in inputs.notices if item.code[:9] == "response-"]
    assert found == [
        ("response-replaced", 2, "warning"),
        ("response-incomplete", 4, "warning"),
        ("response-incomplete", 5, "warning"),
    ]
    kept, _ = survey({"answers.csv": text}, settings("incomplete: kept"))
    assert told(kept, "scheme")["cassis"] == ("answered", "yes")
    assert told(kept, "scheme")["arbois"] == ("answered", "no"), (
        "a complete response stands before a later incomplete one"
    )


def test_a_cell_that_cannot_be_read_is_no_answer_and_kept(survey):
    text = "territory,scheme,purchases_eur\narbois,perhaps,12\ncassis,yes,environ 12\n"
    responses, _ = survey({"answers.csv": text})
    assert told(responses, "scheme")["arbois"] == ("no_answer", "")
    assert told(responses, "purchases_eur")["cassis"] == ("no_answer", "")
    refused = responses.refused[["territory", "question", "raw", "row", "column", "reason"]]
    assert refused.to_dict("split")["data"] == [
        ["arbois", "scheme", "perhaps", 2, "B", "not-a-code"],
        ["cassis", "purchases_eur", "environ 12", 3, "C", "approximate"],
    ]


def test_personal_data_in_an_answer_are_masked_and_told_by_address_alone(survey):
    text = "territory,scheme,lever_1.actions\narbois,yes,Écrire à camille@example.org ou au 06 12 34 56 78\n"
    responses, inputs = survey({"answers.csv": text})
    [answer] = [answer for _, answer in told(responses, "actions", 1).values() if answer]
    assert answer.startswith("Écrire à [") and "camille" not in answer and "34" not in answer
    assert "camille" not in responses.answers.to_csv() + responses.received.to_csv()
    [note] = [item for item in inputs.notices if item.code == "personal-text"]
    assert (note.place.row, note.place.column, note.value, note.severity) == (2, "C", None, "note")


def test_a_workbook_of_several_sheets(survey, tmp_path):
    import xlsxwriter

    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        notes, answers = book.add_worksheet("À lire"), book.add_worksheet("Réponses")
        notes.write_column(0, 0, ["Enquête", "Merci de ne pas modifier les titres"])
        answers.write_row(0, 0, ["Enquête auprès des métropoles"])
        answers.write_row(2, 0, ["territory", "scheme", "purchases_eur"])
        answers.write_row(3, 0, ["Arbois", "oui", 1200000])
        answers.write_row(4, 0, ["Cassis", "non"])
        answers.write_formula(4, 2, "=1+1", None, 2)
    responses, inputs = survey({"answers.xlsx": path.read_bytes()})
    assert told(responses, "purchases_eur")["arbois"] == ("answered", "1200000")
    assert told(responses, "purchases_eur")["cassis"] == ("no_answer", "")
    cell = responses.answers[responses.answers["answer"] == "1200000"].iloc[0]
    assert (cell["sheet"], cell["row"], cell["column"]) == ("Réponses", 4, "C")
    assert responses.refused[["row", "column", "reason"]].to_dict("split")["data"] == [[5, "C", "formula"]]
    assert "sheet-not-read" in [item.code for item in inputs.notices]


@pytest.mark.parametrize(
    ("text", "code", "row", "column", "value"),
    [
        ("territory,scheme\ncasis,yes\n", "respondent-near", 2, "A", "casis"),
        ("territory,scheme\n,yes\narbois,no\n", "respondent-nameless", 2, "A", None),
        ("territory,scheme,scheme\narbois,yes,no\n", "question-twice", 1, "C", "scheme"),
        ("territory,scheme,lever_1.scheme\narbois,yes,no\n", "question-twice", 1, "C", "lever_1.scheme"),
        ("territory,scheme,actions\narbois,yes,a charter\n", "heading-of-several-questions", 1, "C", "actions"),
        ('territory,scheme\narbois,"yes\n', "export-quotes", 2, None, None),
        ("territory,scheme\narbois,yes,no\n", "row-length", 2, None, None),
        ("territory,scheme\n", "no-responses", None, None, None),
        ("territory,scheme\nZurich,yes\n", "nobody-matched", None, "A", None),
    ],
)
def test_each_fault_that_must_be_settled(looked, said, text, code, row, column, value):
    problems = [item for item in looked({"answers.csv": text})[1] if item.severity == "error"]
    assert [problem.code for problem in problems] == [code], problems
    [problem] = problems
    assert (problem.place.file, problem.place.row, problem.place.column) == (FILE, row, column)
    assert problem.value == value
    assert said(problem, "en") != said(problem, "fr")


def test_a_territory_of_another_vintage(make_study):
    added = "dole,2021,,Dole,Dole,,,,400000,,,,,,,invented\n"
    text = "territory,scheme\nDole,yes\narbois,no\n"
    [problem] = input_problems(make_study({"data/raw/frame.csv": lambda frame: frame + added, FILE: text}))
    assert (problem.code, problem.value, problem.place.row) == ("respondent-other-vintage", "Dole", 2)


def test_a_file_in_a_folder_below_is_no_silent_loss(make_study):
    [problem] = input_problems(make_study({FOLDER + "2018/answers.csv": "territory,scheme\narbois,yes\n"}))
    assert (problem.code, problem.place.file) == ("responses-folder", FOLDER + "2018/answers.csv")


def test_all_faults_of_all_exports_come_at_once(make_study):
    paths = make_study(
        {
            FOLDER + "a.csv": "territory,scheme,staf\nCasis,yes,no\narbois,maybe,yes\n",
            FOLDER + "b.csv": "territory,purchases_eur\narbois,12\nx,cassis,12\n",
            FOLDER + "c.csv": "",
        }
    )
    found = sorted((item.place.file[-5:], item.place.row or 0, item.code) for item in input_problems(paths))
    assert found == [
        ("a.csv", 1, "heading-of-no-question"),
        ("a.csv", 2, "respondent-near"),
        ("b.csv", 3, "row-length"),
        ("c.csv", 0, "export-empty"),
    ]


def test_exports_are_sealed_like_all_that_is_given(make_study):
    paths = make_study({FILE: "territory,scheme\narbois,yes\n"})
    (paths.root / FILE).write_text("territory,scheme\narbois,no\n")
    assert load_inputs(paths, "2020", sealed=False).responses.answers["answer"].tolist() == ["no", "", ""]
    with pytest.raises(Exception, match="changed-file") as caught:
        load_inputs(paths, "2020")
    assert [problem.place.file for problem in caught.value.problems] == [FILE]


def test_the_same_export_gives_the_same_tables(survey):
    text = "territory;scheme;elected\nArbois;oui;non\ncassis;;inconnu\n"
    first, second = (survey({"answers.csv": text})[0] for _ in range(2))
    for name in ("answers", "respondents", "received", "companions"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
