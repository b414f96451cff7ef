from dataclasses import replace
from datetime import date

import pytest

from study.answers.states import Status
from study.chapters.context import WaveContext
from study.codebook.model import Question, QuestionType
from study.workbook.answers import MISSING, answer_cell, answers_sheet


def words(made):
    sheet = made.sheet("Réponses")
    heads = [cell.value for cell in sheet[5]]
    return {row[0].value: dict(zip(heads, [cell.value for cell in row], strict=True))
            for row in sheet.iter_rows(min_row=6, max_row=8)}  # fmt: skip


def test_every_answer_is_there_in_words_and_a_missing_one_says_why(made):
    found = words(made)
    assert list(found) == ["Arbois", "Belleville", "Cassis"]
    assert [found[name]["Schéma adopté"] for name in found] == ["oui", "en projet", "inconnu"]
    assert found["Belleville"]["Clauses sociales"] == "contradictoire"
    assert found["Belleville"]["Équipe"] == "non posée"
    assert found["Arbois"]["Achats annuels"] == 60000000 and found["Cassis"]["Achats annuels"] == 25000000.5
    assert found["Belleville"]["Achats annuels"] == "inconnu"
    sheet = made.sheet("Réponses")
    assert [cell.value for cell in sheet[8]][-1] == "Charte d’achats\u00a0: oui"
    assert all(value is not None for row in found.values() for value in row.values())


def test_as_many_cells_say_no_or_unknown_as_there_are_such_answers(made):
    shown = [cell for row in made.sheet("Réponses").iter_rows(min_row=6, max_row=8, min_col=2) for cell in row]
    for status, word in MISSING.items():
        french = {"unknown": "inconnu", "conflicting": "contradictoire", "not asked": "non posée",
                  "no answer": "sans réponse", "no response": "questionnaire non reçu"}[word]  # fmt: skip
        count = sum(int((t.status.astype(str) == status.value).to_numpy().sum()) for t in made.levers.values())
        cells = [cell for cell in shown if cell.value == french]
        assert len(cells) == count and all(cell.font.i for cell in cells)
    said_no = sum(int((t.answers.astype(object) == "no").to_numpy().sum()) for t in made.levers.values())
    assert sum(cell.value == "non" for cell in shown) == said_no


def test_questions_stand_under_their_lever_and_each_lever_has_a_page(made):
    sheet = made.sheet("Réponses")
    assert {cell.column: cell.value for cell in sheet[4] if cell.value} == {2: "Gouvernance", 5: "Achats responsables"}
    assert sheet.freeze_panes == "B6" and sheet.auto_filter.ref == "A5:H8"
    assert sheet.print_title_cols == "$A:$A" and [brk.id for brk in sheet.col_breaks.brk] == [4]


@pytest.mark.parametrize("update", [{"open_survey": True}, {}], ids=["open survey", "withheld"])
def test_answers_that_are_nobodys_to_give_have_no_sheet(made, make_book, monkeypatch, update):
    context = made.context
    survey = context.wave.survey.model_copy(update={"withheld": not update})
    changed = replace(context, study=context.study.model_copy(update=update),
                      wave=context.wave.model_copy(update={"survey": survey}))  # fmt: skip
    monkeypatch.setattr(WaveContext, "surveyed", True)
    assert answers_sheet(changed, made.levers, "x") is None
    found = make_book(context.paths, context=changed).read()
    assert "Réponses" not in found.sheetnames
    texts = [cell.value for row in found["Lisez-moi"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(("ne nomme personne", "réservées")[not update] in text for text in texts)
    for sheet in found:
        if sheet.title != "Faits":  # public facts are given all the same
            assert not [c for row in sheet.iter_rows() for c in row if c.value in ("Arbois", 60000000)]


def question(kind, **more):
    label = {"en": "Q"}
    return Question(question="q", lever=1, type=kind, label=label, wording=label, **more)


CODES = ({"code": "a", "label": {"en": "Alpha"}}, {"code": "b", "label": {"en": "Beta"}})


@pytest.mark.parametrize(
    ("asked", "answer", "shown"),
    [
        (question(QuestionType.CHOICE, codes=CODES), "b", "Beta"),
        (question(QuestionType.MULTIPLE, codes=CODES), "a;b", "Alpha; Beta"),
        (question(QuestionType.MULTIPLE, codes=CODES), "0;~b", "none ticked"),
        (question(QuestionType.DATE), "2020-05-01", date(2020, 5, 1)),
        (question(QuestionType.NUMBER), 12.0, 12.0),
        (question(QuestionType.TEXT, codes=CODES), "a=yes | free = text", "Alpha: yes; free = text"),
        # A text that reads like a missing answer is marked, so that the two are never taken for one another.
        (question(QuestionType.TEXT), "unknown", "'unknown"),
        (question(QuestionType.TEXT), "[texte non relu]", "held back: nobody has read it yet"),
        (question(QuestionType.TEXT), "[texte retenu]", "held back"),
    ],
)
def test_each_type_of_answer_in_words(made, asked, answer, shown):
    assert answer_cell(asked, answer, Status.ANSWERED, made.context.study, "en").content == shown


def test_a_missing_answer_of_any_type_is_its_reason(made):
    for kind in QuestionType:
        cells = [answer_cell(question(kind, codes=CODES), None, status, made.context.study, "en") for status in MISSING]
        assert [cell.content for cell in cells] == list(MISSING.values()) and all(c.tone == "missing" for c in cells)
