import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.names import key_of, limesurvey_answers, limesurvey_names
from study.codebook.wordings import respondent_text
from study.layouts import limesurvey
from study.layouts.layout import Part

OWN = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl"]
OWN_MEAN = ["(system response)", "(system submitted)", "(system last_page)", "(system language)", "(system else)",
            "(system started)", "(system else)", "(personal)", "(personal)"]  # fmt: skip
ALL = ["(respondent)", "fund", "partners[cigales]", "partners[france_active]", "partners other", "path", "path other",
       "budget", "since", "actions", "lever_2.actions"]  # fmt: skip
CODES = ["territory", "L1fund", "L1partners[cigal]", "L1partners[franc]", "L1partners[other]", "L1path", "L1path[other]",
         "L1budget", "L1since", "L1actions", "L2actions"]  # fmt: skip
TEXTS = ["Quelle est votre métropole ?", "Votre métropole a-t-elle un fonds ?",
         "Quels partenaires soutenez-vous ? [Clubs Cigales]", "Quels partenaires soutenez-vous ? [France Active]",
         "Quels partenaires soutenez-vous ? [Autre]", "Par quelle voie ?", "Par quelle voie ? [Autre]",
         "Quel budget (en €) ?", "Depuis quel jour ?", "Citez vos actions.", "Citez d’autres actions."]  # fmt: skip


def read(tools, headings, **more):
    row = [str(i) for i in range(len(headings))]
    return tools.read(tools.grid_of([headings, row, ["x", *row[1:]]]), **more)


def test_codes_as_headings(tools):
    layout, columns, problems = read(tools, OWN + CODES)
    assert (layout.flavour, layout.heading_rows, layout.first, problems) == ("limesurvey", (1,), 1, [])
    assert tools.means(columns) == OWN_MEAN + ALL


@pytest.mark.parametrize(
    ("own", "mean"),
    [
        (["ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
          "Date de lancement", "Date de la dernière action", "Adresse IP", "Temps total", "Temps du groupe : Leviers"],
         ["response", "submitted", "last_page", "language", "else", "started", "else", "", "else", "else"]),
        (["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action",
          "IP address", "Total time", "Group time: Levers"],
         ["response", "submitted", "last_page", "language", "else", "started", "else", "", "else", "else"]),
        (["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert", "Datum gestartet",
          "Datum letzte Aktivität", "IP-Adresse", "Gesamtzeit", "groupTime12"],
         ["response", "submitted", "last_page", "language", "else", "started", "else", "", "else", "else"]),
    ],
    ids=["fr", "en", "de"],
)  # fmt: skip
def test_its_own_columns_by_their_words(tools, own, mean):
    layout, columns, _ = read(tools, own + TEXTS)
    assert layout.flavour == "limesurvey"
    assert tools.means(columns) == [f"(system {item})" if item else "(personal)" for item in mean] + ALL


def test_question_timings_are_its_own_only_beside_the_interview_time(tools):
    _, columns, _ = read(tools, [*OWN, *CODES, "interviewtime", "groupTime12", "L1fundTime"])
    assert tools.means(columns)[-3:] == ["(system else)"] * 3
    _, _, problems = read(tools, [*OWN, *CODES, "L1fundTime"])
    assert [item.code for item in problems] == ["heading-of-no-question"]


@pytest.mark.parametrize(
    "headings",
    [
        TEXTS,
        [f"{code}. {text}" for code, text in zip(CODES, TEXTS, strict=True)],
        [f"{code}: {text}" for code, text in zip(CODES, TEXTS, strict=True)],
        [text.replace(" ", "_") for text in TEXTS],
        [code.replace("[", "_").replace("]", "") for code in CODES],
        [f"{code.replace('[', '_').replace(']', '')}. {text}" for code, text in zip(CODES, TEXTS, strict=True)],
    ],
    ids=[
        "full text",
        "code and text",
        "other separator",
        "underscores",
        "expression codes",
        "expression code and text",
    ],
)
def test_every_style_of_heading(tools, headings):
    layout, columns, problems = read(tools, OWN + headings)
    assert layout.flavour == "limesurvey"
    assert tools.means(columns) == OWN_MEAN + ALL
    assert problems == []


@pytest.mark.parametrize("separator", [". ", ": ", " - "])
def test_its_own_columns_by_code_and_words(tools, separator):
    own = [f"id{separator}ID de la réponse", f"submitdate{separator}Fecha de envío", f"ipaddr{separator}IP address"]
    _, columns, problems = read(
        tools, [*own, *(f"{code}{separator}{text}" for code, text in zip(CODES, TEXTS, strict=True))]
    )
    assert tools.means(columns) == ["(system response)", "(system submitted)", "(personal)", *ALL]
    assert problems == []


def test_a_question_of_one_word_with_a_full_stop_is_no_code(tools):
    made = tools.study_of([
        {"question": "help", "type": "multiple", "other": True, "label": "Aides", "wording": "Aides.",
         "codes": {"loan": "Un prêt", "other": "Autre"}},
    ])  # fmt: skip
    grid = tools.grid_of([[*OWN, "territory", "Aides. [Un prêt]", "Aides. [Autre]"], ["x"] * (len(OWN) + 3)])
    assert tools.means(tools.read(grid, made)[1])[-2:] == ["help[loan]", "help other"]


def test_headings_cut_short_are_found_by_their_beginning(tools):
    cut = [text if len(text) <= 15 else text[:15] + ".. " for text in TEXTS[1:]]
    cut[1], cut[2] = "Quels partenaires so.. [Clubs Ci.. ]", "Quels partenaires so.. [France A.. ]"
    cut[3], cut[5] = "Quels partenaires so.. [Autre]", "Par quelle voie ? [Autre]"
    _, columns, problems = read(tools, [*OWN, "territory", *cut])
    assert tools.means(columns) == OWN_MEAN + ALL
    assert problems == []


def test_a_cut_that_fits_two_questions_is_not_settled(tools):
    _, _, problems = read(tools, [*OWN, *CODES[:9], "Citez.. "])
    several = next(item for item in problems if item.code == "heading-of-several-questions")
    assert several.details["known"] == ["lever_1.actions", "lever_2.actions"]


def test_comments(tools):
    headings = ["L1path[comment]", "L1partners[cigalcomment]", "L1path_comment", "Par quelle voie ? [Commentaire]",
                "Quels partenaires soutenez-vous ? [Clubs Cigales][Commentaire]", "Par quelle voie ? [Kommentar]"]  # fmt: skip
    _, columns, problems = read(tools, [*OWN, *CODES, *headings])
    assert tools.means(columns)[-6:] == ["path comment", "partners comment cigales", "path comment", "path comment",
                                         "partners comment cigales", "path comment"]  # fmt: skip
    assert problems == []


def test_an_option_that_the_question_does_not_have(tools):
    _, columns, problems = read(tools, [*OWN, *CODES, "L1partners[SQ009]", "L1partners[Ciga]"])
    assert [item.code for item in problems] == ["option-of-no-question"] * 2
    assert problems[1].details["nearest"] == "cigales"
    assert (problems[0].place.column, problems[0].place.row) == ("U", 1)
    assert tools.means(columns)[-2:] == ["(ignored)"] * 2


def test_an_option_of_a_question_that_takes_one_answer(tools):
    _, _, problems = read(tools, [*OWN, *CODES, "L1fund[SQ001]"])
    assert [(item.code, item.details["question"]) for item in problems] == [("box-of-one-answer", "fund")]


def test_another_answer_under_the_words_that_the_form_has_for_it(tools):
    headings = [text.replace("Par quelle voie ? [Autre]", "Par quelle voie ? [Autre voie]") for text in TEXTS]
    _, columns, problems = read(tools, OWN + headings)
    assert (tools.means(columns), problems) == (OWN_MEAN + ALL, [])


def test_answers_that_end_in_brackets_are_no_second_heading(tools):
    own = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language"]
    answers = [
        "1",
        "2026-03-01 10:00",
        "2",
        "fr",
        "Note [voir plus bas]",
        "« Note » [voir plus bas]",
        "Note [voir plus haut]",
    ]
    headings = [
        *own,
        "L1actions. Citez vos actions.",
        "L1path[other]. Par quelle voie ? [Autre]",
        "L2actions. Citez d’autres actions.",
    ]
    layout, _, _ = tools.read(tools.grid_of([headings, answers, ["2", *answers[1:]]]))
    assert (layout.flavour, layout.heading_rows, layout.first) == ("limesurvey", (1,), 1)


def test_a_vv_file_has_two_heading_rows(tools):
    upper = ["Response ID", "Date submitted", "Last page", "Start language", *TEXTS]
    lower = ["id", "submitdate", "lastpage", "startlanguage", *(c.replace("[", "_").replace("]", "") for c in CODES)]
    rows = [upper, lower, ["1", "2026-03-05 10:00:00", "4", "fr", *"abcdefghijk"]]
    layout, columns, problems = tools.read(tools.grid_of(rows))
    assert (layout.heading_rows, layout.first, problems) == ((1, 2), 2, [])
    assert tools.means(columns)[4:] == ALL
    assert layout.headings[5].text == "Votre métropole a-t-elle un fonds ?\nL1fund"


def test_without_a_date_of_submission_completeness_is_not_known(tools):
    _, _, problems = read(tools, ["id", "lastpage", "startlanguage", *CODES])
    assert [item.code for item in problems] == ["no-submission-date"]


def test_repeated_texts_of_no_question_are_a_warning_and_must_be_settled(tools):
    _, _, problems = read(tools, [*OWN, *CODES, "How? [a]", "How? [a]"])
    assert [(item.code, str(item.severity)) for item in problems] == [
        ("heading-of-no-question", "error"),
        ("heading-of-no-question", "error"),
        ("heading-text-twice", "warning"),
    ]
    assert problems[2].details == {"first": "U", "second": "V"}


def test_units_in_brackets_are_no_sign_of_limesurvey():
    assert limesurvey.signs(["Nom", "Surface [m²]", "Budget [€]", "Effectif [ETP]"]).sure == 0


def test_a_subquestion_may_be_a_question_of_the_study(tools):
    study = tools.study_of([{"question": "grid_a", "type": "yes_no"}, {"question": "grid_b", "type": "yes_no"}])
    grid = tools.grid_of(
        [["submitdate", "lastpage", "territory", "grid[a]", "grid[b]"], ["2026", "1", "lyon", "Y", "N"]]
    )
    _, columns, problems = tools.read(grid, study)
    assert (tools.means(columns)[3:], problems) == (["grid_a", "grid_b"], [])


def test_readings_of_nothing_are_none():
    assert [reading.part for reading in limesurvey.readings("[")] == [Part.WHOLE]


def flat(text):
    """What LimeSurvey's export makes of a text: no tags, characters for entities, blanks as one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


STYLES = {
    "codes": lambda code, sub, text, label: code + (f"[{sub}]" if sub else ""),
    "expressions": lambda code, sub, text, label: code + (f"_{sub}" if sub else ""),
    "texts": lambda code, sub, text, label: flat(text) + (f" [{flat(label)}]" if sub else ""),
    "underscores": lambda code, sub, text, label: (flat(text) + (f" [{flat(label)}]" if sub else "")).replace(" ", "_"),
    "code and text": lambda code, sub, text, label: (
        f"{code}{f'[{sub}]' if sub else ''}. {flat(text)}" + (f" [{flat(label)}]" if sub else "")
    ),
}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), style=st.sampled_from(sorted(STYLES)), lang=st.sampled_from(["fr", "en"]))
def test_every_heading_that_limesurvey_writes_comes_back_to_its_question(tools, studies, data, style, lang):
    study = data.draw(studies)
    made = STYLES[style]
    names = limesurvey_names(study)
    headings, expected = [], []
    other = {"fr": "Autre", "en": "Other"}[lang]
    for question in study.questions:
        name, wording = names[key_of(question)], question.wording.text(lang)
        short = limesurvey_answers([code.code for code in question.codes])
        if question.type == "multiple":
            for code in question.codes:
                if code.code != "other":
                    headings.append(made(name, short[code.code], wording, code.label.text(lang)))
                    expected.append((question, "tick", code.code))
        else:
            headings.append(made(name, "", wording, ""))
            expected.append((question, "answer", ""))
        if question.other:
            headings.append(made(name, "other", wording, other))
            expected.append((question, "other", "other"))
    wording = respondent_text(study, lang)
    who = {"texts": wording, "underscores": wording.replace(" ", "_"), "code and text": f"territory. {wording}"}
    _, columns, problems = read(tools, [*OWN, who.get(style, "territory"), *headings], study=study)
    assert tools.means(columns)[9] == "(respondent)"
    assert [(column.question, str(column.use), column.code) for column in columns[10:]] == expected
    assert [item for item in problems if item.code != "questions-without-column"] == []
