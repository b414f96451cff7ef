"""The harness itself: exports of a workbook written by hand, cell by cell, and what the platform would not take."""

import csv
import io

import pytest
import xlsxwriter
from fielding_strategies import form, responses, studies, territories
from hypothesis import given, settings
from hypothesis import strategies as st
from kobo_filler import META, KoboStyle, accepts, fill_kobo, holds
from python_calamine import CalamineWorkbook

from study.codebook.model import Study
from study.fielding.xlsform import write_xlsform

SURVEY = [
    ["type", "name", "label::Français (fr)", "label::English (en)", "required", "relevant", "constraint"],
    ["note", "hello", "Bonjour", "Hello", "", "", ""],
    ["select_one territory", "territory", "Qui ?", "Who?", "yes", "", ""],
    ["begin_group", "lever_1", "Thème", "Theme", "", "", ""],
    ["select_one plan", "plan", "Un plan ?", "A plan?", "", "", ""],
    ["select_multiple tools", "tools", "Outils ?", "Tools?", "", "${plan} = 'yes' or ${plan} = 'planned'", ""],
    ["text", "tools_other", "Précisez", "Specify", "", "selected(${tools}, 'other')", ""],
    ["decimal", "budget", "Budget ?", "Budget?", "", "", ". >= 0 and . <= 10.5"],
    ["end_group", "lever_1", "", "", "", "", ""],
]
CHOICES = [
    ["list_name", "name", "label::Français (fr)", "label::English (en)"],
    ["territory", "lyon", "Métropole de Lyon", "Métropole de Lyon"],
    ["plan", "yes", "oui", "yes"],
    ["plan", "planned", "en projet", "planned"],
    ["plan", "no", "non", "no"],
    ["tools", "fund", "Un fonds", "A fund"],
    ["tools", "fair", "Une foire ; annuelle", "A fair; yearly"],
    ["tools", "other", "Autre", "Other"],
]
SETTINGS = [["form_title", "version"], ["T", "v1"]]
WHO = ("lyon", "Métropole de Lyon")
PLAN, TOOLS, BUDGET = (1, "plan"), (1, "tools"), (1, "budget")


def by_hand():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return stream.getvalue()


def study():
    def words(french, english):
        return {"fr": french, "en": english}

    noun = {"one": words("ville", "town"), "many": words("villes", "towns")}
    codes = [{"code": row[1], "label": words(row[2], row[3])} for row in CHOICES if row[0] == "plan"]
    tools = [{"code": row[1], "label": words(row[2], row[3])} for row in CHOICES if row[0] == "tools"]
    rest = {"lever": 1, "label": words("L", "L")}
    questions = [
        {"question": "plan", "type": "yes_no", "wording": words("Un plan ?", "A plan?"), **rest},
        {"question": "tools", "type": "multiple", "wording": words("Outils ?", "Tools?"), "codes": tools, "other": True, **rest},
        {"question": "budget", "type": "number", "unit": "eur", "wording": words("Budget ?", "Budget?"), **rest},
    ]  # fmt: skip
    lever = {"lever": 1, "title": words("Thème", "Theme"), "short": words("T", "T"), "questions": questions}
    raw = {"languages": ["fr", "en"], "territory": noun, "lever_noun": noun, "codes": codes, "levers": [lever]}
    return Study.model_validate(raw)


FULL = {"territory": WHO, PLAN: "yes", TOOLS: "fair;other", (*TOOLS, "other"): "Un pot", BUDGET: "1.5"}
NONE = {"territory": WHO, PLAN: "no"}


def table(style, *given):
    data = fill_kobo(by_hand(), list(given), style, study())
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8")), delimiter=";")
    assert tuple(head[-len(META) :]) == META
    return [head[: -len(META)], *(row[: -len(META)] for row in rows)]


def test_names_with_group_paths_and_both_columns_of_a_multiple_choice():
    assert table(KoboStyle(), FULL, NONE) == [
        ["territory", "lever_1/plan", "lever_1/tools", "lever_1/tools/fund", "lever_1/tools/fair", "lever_1/tools/other", "lever_1/tools_other", "lever_1/budget"],
        ["lyon", "yes", "fair other", "0", "1", "1", "Un pot", "1.5"],
        ["lyon", "no", "", "", "", "", "", ""],
    ]  # fmt: skip


def test_labels_without_paths_summary_only():
    assert table(KoboStyle(headings="en", values="fr", groups=False, multiple="summary"), FULL) == [
        ["Who?", "A plan?", "Tools?", "Specify", "Budget?"],
        ["Métropole de Lyon", "oui", "Une foire ; annuelle Autre", "Un pot", "1.5"],
    ]


def test_details_only_with_another_separator():
    head, row = table(KoboStyle(headings="fr", separator=".", multiple="details"), FULL)
    assert head[2:5] == ["Thème.Outils ?.Un fonds", "Thème.Outils ?.Une foire ; annuelle", "Thème.Outils ?.Autre"]
    assert row[2:5] == ["0", "1", "1"]


def test_a_workbook_holds_the_same_cells():
    data = fill_kobo(by_hand(), [FULL], KoboStyle(file="xlsx"), study())
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[: -len(META)] for row in rows] == table(KoboStyle(), FULL)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({PLAN: "no", TOOLS: "fund"}, "not shown"),
        ({BUDGET: "11"}, "11"),
        ({PLAN: "yes", TOOLS: "fund", (*TOOLS, "other"): "x"}, "not shown"),
    ],
)
def test_what_the_form_would_not_take_is_refused(answers, why):
    with pytest.raises(AssertionError, match=why):
        table(KoboStyle(), {"territory": WHO, **answers})


def test_a_required_answer_cannot_be_left_out():
    with pytest.raises(AssertionError, match="territory is required"):
        table(KoboStyle(), {PLAN: "yes"})


def test_conditions_are_read_as_the_platform_reads_them():
    values = {"a": "x", "b": "x yy"}
    assert holds("", {}) and holds("${a} = 'y' or ${a} = 'x'", values) and not holds("${a} = 'xy'", values)
    assert holds("selected(${b}, 'yy')", values) and not holds("selected(${b}, 'y')", values)
    assert accepts(". >= -1.5", "-1.5") and not accepts(". >= 0 and . <= 1", "1.01")
    assert accepts(". <= date('2026-01-02')", "2026-01-02") and not accepts(". <= date('2026-01-02')", "2026-01-03")
    with pytest.raises(AssertionError):
        holds("${a} != 'x'", values)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_exported_form_can_be_filled_in(data):
    drawn, frame = data.draw(studies()), data.draw(territories())
    given_ = data.draw(responses(drawn, frame))
    lang = data.draw(st.sampled_from((None, *drawn.languages)))
    multiple = data.draw(st.sampled_from(("summary", "details", "both")))
    style = KoboStyle(headings=lang, values=lang, multiple=multiple, groups=data.draw(st.booleans()))
    rows = list(
        csv.reader(
            io.StringIO(fill_kobo(write_xlsform(form(drawn, frame)), given_, style, drawn).decode()), delimiter=";"
        )
    )
    assert len(rows) == len(frame) + 1 and len({len(row) for row in rows}) == 1  # fmt: skip
