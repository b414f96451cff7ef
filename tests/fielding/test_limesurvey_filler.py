"""The harness itself: exports of a structure written by hand, cell by cell, and what LimeSurvey would not take."""

import csv
import io

import pytest
from fielding_strategies import form, responses, studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st
from limesurvey_filler import SYSTEM, LimeStyle, fill_limesurvey, flat, holds

from study.codebook.model import Study
from study.fielding.limesurvey import write_limesurvey

HEAD = [
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "language",
    "mandatory",
    "other",
    "other_replace_text",
    "date_min",
    "date_max",
    "min_num_value_n",
    "max_num_value_n",
]
FRENCH = [
    ["G", "1", "Qui", "1", "", "fr"],
    ["Q", "!", "territory", "1", "Qui ?", "fr", "Y", "N"],
    ["A", "", "lyon", "", "Métropole de Lyon", "fr"],
    ["G", "2", "Thème", "1", "", "fr"],
    ["Q", "L", "L1plan", "1", "Un <b>plan</b> ?", "fr", "N", "Y", "Ailleurs"],
    ["A", "", "yes", "", "oui &amp; non", "fr"],
    ["Q", "M", "L1tools", 'L1plan.NAOK == "yes" or L1plan.NAOK == "-oth-"', "Outils ?", "fr", "N", "Y", "Autre outil"],
    ["SQ", "", "fund", "", "Un fonds", "fr"],
    ["SQ", "", "fair", "", "Une foire", "fr"],
    ["Q", "N", "L1budget", 'L1tools_fund.NAOK == "Y"', "Budget ?", "fr", "N", "N", "", "", "", "0", "10.5"],
    ["Q", "D", "L1since", 'L1tools_other.NAOK != ""', "Depuis ?", "fr", "N", "N", "", "2000-01-01", ""],
    ["Q", "T", "L1more", "1", "Quoi d’autre ?", "fr", "N", "N"],
]  # fmt: skip
WHO = ("lyon", "Métropole de Lyon")
PLAN, TOOLS, BUDGET, SINCE, MORE = ((1, name) for name in ("plan", "tools", "budget", "since", "more"))


def english(row):
    said = {"oui & non": "yes & no", "Un fonds": "A fund", "Une foire": "A fair"}
    text = said.get(flat(row[4]), f"{flat(row[4])} EN") if row[4] else ""
    return [*row[:4], text.replace("&", "&amp;"), "en", *row[6:]]


def by_hand():
    stream = io.StringIO()
    writer = csv.writer(stream, dialect="excel-tab", lineterminator="\n")
    rows = [HEAD, ["S", "", "language", "", "fr"], *FRENCH, *map(english, FRENCH)]
    writer.writerows([*row, *[""] * (len(HEAD) - len(row))] for row in rows)
    return "\ufeff" + stream.getvalue()


def study():
    def words(french):
        return {"fr": french, "en": f"{french} EN"}

    noun = {"one": words("ville"), "many": words("villes")}
    rest = {"lever": 1, "label": words("L")}
    plan = [{"code": "yes", "label": words("oui & non")}, {"code": "other", "label": words("Ailleurs")}]
    tools = [
        {"code": code, "label": words(label)}
        for code, label in (("fund", "Un fonds"), ("fair", "Une foire"), ("other", "Autre outil"))
    ]
    questions = [
        {"question": "plan", "type": "choice", "wording": words("Un plan ?"), "codes": plan, "other": True, **rest},
        {"question": "tools", "type": "multiple", "wording": words("Outils ?"), "codes": tools, "other": True, **rest},
        {"question": "budget", "type": "number", "unit": "eur", "wording": words("Budget ?"), **rest},
        {"question": "since", "type": "date", "wording": words("Depuis ?"), **rest},
        {"question": "more", "type": "text", "wording": words("Quoi d’autre ?"), **rest},
    ]  # fmt: skip
    lever = {"lever": 1, "title": words("Thème"), "short": words("T"), "questions": questions}
    raw = {"languages": ["fr", "en"], "territory": noun, "lever_noun": noun, "codes": [], "levers": [lever]}
    return Study.model_validate(raw)


FULL = {
    "territory": WHO, PLAN: "yes", TOOLS: "fund;other", (*TOOLS, "other"): "Un pot", BUDGET: "1.5", SINCE: "2020-02-29", MORE: "=a\nb",
}  # fmt: skip
WRITTEN = {"territory": WHO, PLAN: "other", (*PLAN, "other"): "Un schéma", TOOLS: "fair"}
NONE = {"territory": WHO}


def table(style, *given):
    data = fill_limesurvey(by_hand(), list(given), style, study())
    assert data.startswith(b"\xef\xbb\xbf") == style.mark
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=style.delimiter))
    return rows[0][: len(SYSTEM)], [row[len(SYSTEM) :] for row in rows]


def test_codes_as_headings_and_answers():
    system, rows = table(LimeStyle(answers="code"), FULL, WRITTEN, NONE)
    assert system == list(SYSTEM)
    assert rows == [
        ["territory", "L1plan", "L1plan[other]", "L1tools[fund]", "L1tools[fair]", "L1tools[other]", "L1budget", "L1since", "L1more"],
        ["lyon", "yes", "", "Y", "", "Un pot", "1.5", "2020-02-29 00:00:00", "'=a\nb"],
        ["lyon", "-oth-", "Un schéma", "", "Y", "", "", "", ""],
        ["lyon", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_full_texts_and_words():
    system, rows = table(LimeStyle(headings="full"), FULL, WRITTEN, NONE)
    assert system[0] == "ID de la réponse"
    assert rows == [
        ["Qui ?", "Un plan ?", "Un plan ? [Autre]", "Outils ? [Un fonds]", "Outils ? [Une foire]", "Outils ? [Autre]", "Budget ?", "Depuis ?", "Quoi d’autre ?"],
        ["Métropole de Lyon", "oui & non", "", "Oui", "Non", "Un pot", "1.5", "2020-02-29 00:00:00", "'=a\nb"],
        ["Métropole de Lyon", "Autre", "Un schéma", "Non", "Oui", "", "", "", ""],
        ["Métropole de Lyon", "", "", "N/A", "N/A", "", "", "", ""],
    ]  # fmt: skip


def test_code_and_text_in_another_language_with_commas():
    style = LimeStyle(headings="both", lang="en", delimiter=",", mark=False)
    system, (head, row) = table(style, FULL)
    assert system[:2] == ["id. Response ID", "submitdate. Date submitted"]
    assert head[1:4] == [
        "L1plan. Un plan ? EN",
        "L1plan[other]. Un plan ? EN [Other]",
        "L1tools[fund]. Outils ? EN [A fund]",
    ]
    assert row[1:5] == ["yes & no", "", "Yes", "No"]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({TOOLS: "fund"}, "not shown"),
        ({PLAN: "yes", TOOLS: "fund", BUDGET: "10.6"}, "10.6"),
        ({**FULL, SINCE: "1999-12-31"}, "1999"),
        ({PLAN: "other"}, "written in"),
    ],
)
def test_what_the_form_would_not_take_is_refused(answers, why):
    with pytest.raises(AssertionError, match=why):
        table(LimeStyle(), {"territory": WHO, **answers})


def test_a_mandatory_answer_cannot_be_left_out():
    with pytest.raises(AssertionError, match="territory is mandatory"):
        table(LimeStyle(), {MORE: "x"})


def test_expressions_are_read_as_limesurvey_reads_them():
    values = {"a": "x", "b_1": ""}
    assert holds("1", {}) and holds('a.NAOK == "y" or a.NAOK == "x"', values) and not holds('b_1.NAOK != ""', values)
    with pytest.raises(AssertionError):
        holds('c.NAOK == "x"', values)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_exported_form_can_be_filled_in(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    given_ = data.draw(responses(drawn, frame))
    style = LimeStyle(
        headings=data.draw(st.sampled_from(("code", "full", "both"))),
        answers=data.draw(st.sampled_from(("code", "full"))),
        lang=data.draw(st.sampled_from((None, *drawn.languages))),
    )
    text = fill_limesurvey(write_limesurvey(form(drawn, frame)), given_, style, drawn).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == len(frame) + 1 and len({len(row) for row in rows}) == 1
