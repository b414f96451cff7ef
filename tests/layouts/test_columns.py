import pytest

BASE = ["Métropole", "Fonds", "Budget"]


def read(tools, headings, rows=(), study=None, **more):
    body = rows or [[f"{n}{i}" for i in range(len(headings))] for n in "ab"]
    return tools.read(tools.grid_of([headings, *body]), study or tools.small, **more)


def told(problems):
    return [item.code for item in problems if item.code != "questions-without-column"]


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("fund", "fund"), ("FUND", "fund"), ("lever_1.fund", "fund"), ("lever_1_fund", "fund"), ("L1fund", "fund"),
        ("Fonds", "fund"), ("Fund", "fund"), ("« Fonds » :", "fund"), ("Has your métropole a fund?", "fund"),
        ("Votre metropole a-t-elle un fonds", "fund"), ("<b>Fonds</b>", "fund"),
        ("lever_2.actions", "lever_2.actions"), ("Citez d'autres actions", "lever_2.actions"),
    ],
)  # fmt: skip
def test_the_ways_to_call_a_question(tools, heading, question):
    _, columns, problems = read(tools, ["Métropole", "since", heading])
    assert (tools.means(columns), told(problems)) == (["(respondent)", "since", question], [])


def test_a_name_that_several_questions_share_is_not_settled(tools):
    _, columns, problems = read(tools, [*BASE, "actions"])
    assert told(problems) == ["heading-of-several-questions"]
    assert problems[0].details == {"known": ["lever_1.actions", "lever_2.actions"], "letter": "D"}
    assert tools.means(columns)[3] == "(ignored)"


def test_what_wave_yaml_says_comes_first(tools):
    headings = ["Qui ?", "Fonds", "Montant voté", "Boîte", "D’autres", "Pourquoi", "Mél", "Interne", "Nom", "actions"]
    _, columns, problems = read(
        tools, headings, respondent_column="Qui ?", email_column="mel", ignored_columns=["Interne"], personal_columns=["Fonds"],
        columns={"montant vote": "budget", "Boîte": "partners[cigales]", "D’autres": "partners[other]", "E": "path[other]",
                 "Pourquoi": "path[comment]", "J": "lever_2.actions"},
    )  # fmt: skip
    assert tools.means(columns) == ["(respondent)", "(personal)", "budget", "partners[cigales]", "path other", "path comment",
                                    "(email)", "(ignored)", "(personal)", "lever_2.actions"]  # fmt: skip
    assert told(problems) == []


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("fundd", "fund"),
        ("partners[cigale]", "partners[cigales]"),
        ("fund[yes]", None),
        ("lever_9.fund", "lever_1.fund"),
    ],
)
def test_a_question_that_wave_yaml_names_must_exist(tools, wanted, nearest):
    _, _, problems = read(tools, [*BASE, "Autre chose"], columns={"Autre chose": wanted})
    wrong = next(item for item in problems if item.code == "unknown-column-question")
    assert (wrong.value, wrong.details["heading"], wrong.place.column) == (wanted, "Autre chose", "D")
    if nearest:
        assert wrong.details["nearest"] == nearest


def test_the_territory_and_contacts_may_be_named_too(tools):
    _, columns, problems = read(
        tools, ["Qui", "Fonds", "Adresse à écrire"], columns={"Qui": "territory", "C": "contact_email"}
    )
    assert (tools.means(columns), told(problems)) == (["(respondent)", "fund", "(personal)"], [])


@pytest.mark.parametrize("key", ["respondent_column", "email_column"])
def test_a_column_that_wave_yaml_names_and_nobody_has_is_told(tools, key):
    _, _, problems = read(tools, BASE, **{key: "Metropol"})
    missing = next(item for item in problems if item.code == "named-column-missing")
    assert (missing.value, missing.details) == ("Metropol", {"key": key, "nearest": "Métropole"})


@pytest.mark.parametrize("heading", ["territory", "Territoire", "SIREN", "métropole", "Nom de votre métropole :", "Collectivité",
                                     "Quelle est votre métropole ?", "Organisation", "Métropoles"])  # fmt: skip
def test_who_answered(tools, heading):
    _, columns, problems = read(tools, ["Fonds", heading])
    assert (tools.means(columns), told(problems)) == (["fund", "(respondent)"], [])


def test_a_question_that_mentions_the_noun_does_not_say_who_answered(tools):
    _, columns, problems = read(tools, ["Fonds", "La métropole a-t-elle répondu ?"])
    assert told(problems) == ["heading-of-no-question", "no-respondent-column"]
    assert "(respondent)" not in tools.means(columns)


def test_the_studys_own_noun_before_others_which_are_told(tools):
    _, columns, problems = read(tools, ["SIREN", "Métropole", "Fonds"])
    assert tools.means(columns) == ["(ignored)", "(respondent)", "fund"]
    second = next(item for item in problems if item.code == "second-respondent-column")
    assert (second.value, second.details, str(second.severity)) == ("SIREN", {"first": "B"}, "note")


def test_an_open_survey_need_not_say_who_answered(tools):
    questions = [{"question": "fund", "type": "yes_no"}]
    assert told(read(tools, ["fund"], study=tools.study_of(questions))[2]) == ["no-respondent-column"]
    assert told(read(tools, ["fund"], study=tools.study_of(questions, open_survey=True))[2]) == []


@pytest.mark.parametrize(
    "heading",
    ["contact_email", "contactemail", "Courriel", "Quelle est votre adresse ?", "E-mail", "Prénom", "Téléphone"],
)
def test_personal_columns(tools, heading):
    _, columns, problems = read(tools, [*BASE, heading])
    assert (tools.means(columns)[3], told(problems)) == ("(personal)", [])


def test_two_columns_of_one_question(tools):
    _, columns, problems = read(
        tools,
        [
            "Métropole",
            "Fonds",
            "Votre métropole a-t-elle un fonds ?",
            "partners_cigales",
            "Partenaires : Clubs Cigales",
        ],
    )
    assert [
        (item.code, item.details["first"], item.details["second"], item.details["question"]) for item in problems[:2]
    ] == [
        ("question-twice", "B", "C", "fund"),
        ("question-twice", "D", "E", "partners[cigales]"),
    ]
    assert tools.means(columns)[1:] == ["fund", "(ignored)", "partners[cigales]", "(ignored)"]


def test_two_columns_of_one_heading(tools):
    _, _, problems = read(tools, [*BASE, "Autre chose", "Autre chose"])
    assert told(problems) == ["heading-of-no-question"] * 2 + ["heading-twice"]
    assert told(read(tools, [*BASE, "Autre chose", "Autre chose"], ignored_columns=["Autre chose"])[2]) == []


def test_a_summary_and_its_boxes_are_no_double(tools):
    _, columns, problems = read(tools, ["Métropole", "partners", "partners/cigales", "partners/france_active"])
    assert tools.means(columns)[1:] == ["partners", "partners[cigales]", "partners[france_active]"]
    assert told(problems) == []


def test_a_heading_of_no_question_must_be_settled(tools):
    _, columns, problems = read(tools, [*BASE, "Partenair"])
    assert [
        (item.code, item.value, item.details["nearest"], str(item.severity), item.place.column) for item in problems[:1]
    ] == [("heading-of-no-question", "Partenair", "Partenaires", "error", "D")]
    assert tools.means(columns)[3] == "(ignored)"


def test_an_empty_column_loses_nothing(tools):
    _, columns, problems = read(tools, [*BASE, "Note de la page", ""], [["Lyon", "oui", "3", "", ""]])
    assert (told(problems), tools.means(columns)[3:]) == (["empty-columns"], ["(ignored)", "(ignored)"])
    assert problems[0].details == {"known": ["Note de la page"]}


def test_a_column_without_heading(tools):
    rows = [["Lyon", "oui", "3", "bien"], ["Brest", "non", "4", ""]]
    _, _, problems = read(tools, [*BASE, ""], rows)
    assert told(problems) == ["column-without-heading"]
    assert told(read(tools, [*BASE, ""], rows, columns={"D": "path"})[2]) == []
    numbers = [["1", "Lyon", "oui"], ["2", "Brest", "non"], ["3", "Metz", "non"]]
    assert told(read(tools, ["", "Métropole", "Fonds"], numbers)[2]) == ["counting-column"]


def test_files_that_were_sent_are_not_read(tools):
    _, _, problems = read(
        tools, [*BASE, "Pièces"], [["Lyon", "oui", "3", '[{"name":"a.pdf"}]'], ["Brest", "non", "4", ""]]
    )
    assert [(item.code, str(item.severity)) for item in problems[:1]] == [("files-sent", "note")]


def test_questions_without_a_column_are_one_warning(tools):
    _, _, problems = read(tools, BASE)
    assert [(item.code, str(item.severity)) for item in problems] == [("questions-without-column", "warning")]
    assert problems[0].details == {
        "count": 5,
        "known": ["partners", "path", "since", "lever_1.actions", "lever_2.actions"],
    }


def test_an_export_of_another_questionnaire_is_one_error(tools):
    _, columns, problems = read(tools, ["Métropole", "Couleur", "Taille", "Forme"])
    assert [(item.code, str(item.severity)) for item in problems] == [("no-question-column", "error")]
    assert tools.means(columns)[1:] == ["(ignored)"] * 3


def test_the_answer_written_in_after_its_question(tools):
    _, columns, problems = read(
        tools, ["Métropole", "Partenaires", "Autre, précisez", "Voie", "Précisez :", "Fonds", "Précisez :"]
    )
    assert tools.means(columns) == [
        "(respondent)",
        "partners",
        "partners other",
        "path",
        "path other",
        "fund",
        "(ignored)",
    ]
    assert told(problems) == ["heading-of-no-question"]


def test_every_column_is_accounted_for_in_order(tools):
    headings = [*BASE, "x", "", "Courriel", "Partenaires : Clubs Cigales", "Fonds"]
    _, columns, _ = read(tools, headings)
    assert [(column.position, column.heading) for column in columns] == list(enumerate(headings))
