import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FRENCH = ["Séquentiel", "SID", "Heure de soumission", "Heure de complétion", "Heure de modification", "Brouillon",
          "Adresse IP", "UID", "Nom d'utilisateur"]  # fmt: skip
ENGLISH = [
    "Serial",
    "SID",
    "Submitted Time",
    "Completed Time",
    "Modified Time",
    "Draft",
    "IP Address",
    "UID",
    "Username",
]
KEYS = ["webform_serial", "webform_sid", "webform_time", "webform_completed_time", "webform_modified_time",
        "webform_draft", "webform_ip_address", "webform_uid", "webform_username"]  # fmt: skip
MEAN = ["(system else)", "(system response)", "(system started)", "(system submitted)", "(system else)", "(system draft)",
        "(personal)", "(personal)", "(personal)"]  # fmt: skip
ALL = ["(respondent)", "fund", "partners[cigales]", "partners[france_active]", "partners other", "path", "budget",
       "since", "actions", "lever_2.actions"]  # fmt: skip
OVER = ["", "", "Quels partenaires soutenez-vous ?", "", "", "", "", "", "", ""]
LAST = ["Nom de la métropole", "Votre métropole a-t-elle un fonds ?", "Clubs Cigales", "France Active", "Autre…",
        "Par quelle voie ?", "Quel budget (en €) ?", "Depuis quel jour ?", "Citez vos actions.",
        "Citez d’autres actions."]  # fmt: skip


def three_rows(own, over, last, details="Détails de la soumission"):
    title = ["Enquête ESS", *[""] * (len(own) + len(last) - 1)]
    return [
        title,
        [details, *[""] * (len(own) - 1), *over],
        [*own, *last],
        [str(i) for i in range(len(own) + len(last))],
    ]


@pytest.mark.parametrize("own", [FRENCH, ENGLISH, KEYS], ids=["fr", "en", "keys"])
def test_three_heading_rows(tools, own):
    layout, columns, problems = tools.read(tools.grid_of(three_rows(own, OVER, LAST)))
    assert (layout.flavour, layout.heading_rows, layout.first, problems) == ("webform", (1, 2, 3), 3, [])
    assert tools.means(columns) == MEAN + ALL


def test_form_keys_and_option_keys(tools):
    over = ["", "", "partners", "", "", "", "", "", "", ""]
    last = ["territory", "fund", "cigales", "france_active", "other", "path", "budget", "since", "lever_1_actions",
            "lever_2_actions"]  # fmt: skip
    _, columns, problems = tools.read(tools.grid_of(three_rows(KEYS, over, last, "Submission Details")))
    assert (tools.means(columns), problems) == (MEAN + ALL, [])


def test_a_workbook_repeats_the_cell_that_is_merged_over_its_options(tools):
    over = ["", "", *["Quels partenaires soutenez-vous ?"] * 3, "", "", "", "", ""]
    _, columns, problems = tools.read(tools.grid_of(three_rows(FRENCH, over, LAST)))
    assert (tools.means(columns), problems) == (MEAN + ALL, [])


def test_options_in_one_column_and_one_heading_row(tools):
    last = [LAST[0], LAST[1], "Quels partenaires soutenez-vous ?", *LAST[5:]]
    layout, columns, _ = tools.read(tools.grid_of([FRENCH + last, [str(i) for i in range(17)]]))
    assert (layout.flavour, layout.heading_rows) == ("webform", (1,))
    assert tools.means(columns)[9:] == [
        "(respondent)",
        "fund",
        "partners",
        "path",
        "budget",
        "since",
        "actions",
        "lever_2.actions",
    ]


def test_drupal_8(tools):
    own = ["Serial number", "Submission ID", "Submission UUID", "Submission URI", "Created", "Completed", "Changed",
           "In draft", "Current page", "Remote IP address", "Submitted by: ID", "Submitted by: Title", "Language"]  # fmt: skip
    last = [
        "Territory",
        "Fund",
        "Which partners do you support?: Clubs Cigales",
        "partners__france_active",
        "partners: Other",
    ]
    layout, columns, _ = tools.read(tools.grid_of([own + last, [str(i) for i in range(18)]]))
    assert layout.flavour == "webform"
    assert tools.means(columns) == [
        "(system else)", "(system response)", "(system else)", "(personal)", "(system started)", "(system submitted)",
        "(system else)", "(system draft)", "(system last_page)", "(personal)", "(personal)", "(personal)",
        "(system language)", "(respondent)", "fund", "partners[cigales]", "partners[france_active]", "partners other",
    ]  # fmt: skip


def test_a_question_after_the_options_of_another_is_not_one_of_them(tools):
    _, columns, _ = tools.read(tools.grid_of(three_rows(FRENCH, OVER, LAST)))
    path = columns[9 + 5]
    assert (path.question.question, path.heading) == ("path", "Par quelle voie ?")


@settings(max_examples=60, deadline=None)
@given(data=st.data(), keys=st.booleans(), lang=st.sampled_from(["fr", "en"]), one_row=st.booleans())
def test_every_heading_that_a_webform_writes_comes_back_to_its_question(tools, studies, data, keys, lang, one_row):
    study = data.draw(studies)
    over, last, expected = [""], ["territory"], [(None, "respondent", "")]
    for question in study.questions:
        name = f"lever_{question.lever}_{question.question}" if keys else question.wording.text(lang)
        if question.type != "multiple":
            over, last = [*over, ""], [*last, name]
            expected.append((question, "answer", ""))
            continue
        for i, code in enumerate(question.codes):
            option = code.code if keys else code.label.text(lang)
            over.append("" if i or one_row else name)
            last.append(f"{name}{'__' if keys else ': '}{option}" if one_row else option)
            written = question.other and code.code == "other"
            expected.append((question, "other" if written else "tick", code.code))
    rows = three_rows(FRENCH, over, last)
    _, columns, problems = tools.read(tools.grid_of(rows[2:] if one_row else rows), study)
    assert [(column.question, str(column.use), column.code) for column in columns[9:]] == expected
    assert [item for item in problems if item.code != "questions-without-column"] == []
