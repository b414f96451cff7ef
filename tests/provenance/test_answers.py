import csv
import io
from dataclasses import replace

import pandas as pd
import pytest

from study.answers.tables import LeverAnswers
from study.chapters.context import WaveContext
from study.provenance.answers import ANSWERS_FILE, FACTS_FILE, SOURCES_FILE, answer_files, may_share, wide_file


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_the_long_table_has_every_territory_and_question_with_status_and_origin(described):
    found = {(row["territory"], row["lever"], row["question"]): row for row in rows(described.added[ANSWERS_FILE])}
    assert len(found) == 3 * 7
    yes = found["arbois", "1", "scheme"]
    assert yes == {
        "wave": "2020", "territory": "arbois", "name": "Arbois", "siren": yes["siren"], "lever": "1",
        "question": "scheme", "status": "answered", "answer": "yes", "origin": "E005", "as_of": "2016-02-01",
    }  # fmt: skip
    assert yes["siren"].isdigit() and len(yes["siren"]) == 9
    conflict = found["belleville", "1", "clauses"]
    assert (conflict["status"], conflict["answer"], conflict["origin"]) == ("conflict", "", "E008;E009")
    # Withdrawn, so that nothing is known.
    assert (found["cassis", "1", "scheme"]["status"], found["cassis", "1", "scheme"]["origin"]) == ("unknown", "")
    assert found["arbois", "1", "purchases_eur"]["answer"] == "60000000"
    assert found["cassis", "1", "purchases_eur"]["answer"] == "25000000.5"
    assert found["belleville", "0", "staff"]["status"] == "not_asked"


def test_a_wide_table_has_the_answer_or_the_word_of_its_status(described):
    found = {row["territory"]: row for row in rows(described.added[wide_file(1)])}
    assert list(found) == ["arbois", "belleville", "cassis"]
    assert [found[name]["scheme"] for name in found] == ["yes", "planned", "unknown"]
    assert found["belleville"]["clauses"] == "conflict" and found["arbois"]["purchases_eur"] == "60000000"
    assert rows(described.added[wide_file(0)])[1]["staff"] == "not_asked"


def test_facts_that_count_are_there_with_the_pages_they_cite(described):
    facts = {row["evidence"]: row for row in rows(described.added[FACTS_FILE])}
    assert "E014" not in facts, "a withdrawn fact is given to nobody"
    assert facts["E005"]["standing"] == "live" and facts["E007"]["standing"] == "lapsed"
    assert facts["E013"]["question"] == "actions" and facts["E013"]["code"] == "charter"
    assert facts["E001"]["note_fr"] == "Une vice-présidente est chargée du sujet"
    sources = {row["source"]: row["url"] for row in rows(described.added[SOURCES_FILE])}
    assert sources == {"S001": "https://example.org/rapport", "S002": "https://example.org/page?id=2"}


@pytest.mark.parametrize("update", [{"open_survey": True}, {}], ids=["open survey", "withheld"])
def test_answers_that_are_nobodys_to_give_are_left_out_and_that_is_said(described, describe, monkeypatch, update):
    context = described.context
    survey = context.wave.survey.model_copy(update={"withheld": not update})
    changed = replace(
        context,
        study=context.study.model_copy(update=update),
        wave=context.wave.model_copy(update={"survey": survey}),
    )
    monkeypatch.setattr(WaveContext, "surveyed", True)
    assert not may_share(changed)
    found = describe(context.paths, context=changed).added
    assert not [name for name in found if name.startswith("data/answers")]
    whole = b"".join(content for name, content in found.items() if name != FACTS_FILE)
    for name, status in (("E008", "conflict"), ("E005", "scheme,answered")):
        assert name.encode() not in whole and status.encode() + b",yes" not in whole
    said = ("ne nomme personne", "réservées")[not update]
    for name in ("datapackage.json", "ro-crate-metadata.json", "codebook.ddi.xml"):
        assert said in found[name].decode(), name
    if update:
        assert "Arbois" not in found["codebook.ddi.xml"].decode()


def tables(**columns):
    answers = pd.DataFrame(columns, index=pd.Index(["arbois", "belleville", "cassis"], name="territory"))
    same = answers.notna().replace({True: "answered", False: "no_answer"}).astype("str")
    blank = pd.DataFrame("", index=answers.index, columns=answers.columns)
    return LeverAnswers(answers, same, blank, blank, answers)


def test_a_text_that_is_a_status_word_and_one_that_is_a_formula_stay_texts(described):
    made = answer_files(described.context, {1: tables(actions=["unknown", "=1+1", None])}, {})
    assert [row["actions"] for row in rows(made[wide_file(1)])] == ["'unknown", "'=1+1", "no_answer"]
    assert [row["answer"] for row in rows(made[ANSWERS_FILE])] == ["unknown", "'=1+1", ""]
    assert FACTS_FILE not in made


def test_a_frame_without_siren_and_a_study_without_facts_have_answers_all_the_same(described):
    context = replace(described.context, frame=described.context.frame.drop(columns="siren"))
    made = answer_files(context, {1: tables(scheme=["yes", "no", None])}, {1: pd.DataFrame()})
    assert {row["siren"] for row in rows(made[ANSWERS_FILE])} == {""}
    assert set(made) == {ANSWERS_FILE, wide_file(1)}
