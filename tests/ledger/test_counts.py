"""What tables count, against a count of the small study's raw rows."""

import csv
import re

import pandas as pd
import pytest

from study.answers.clean import clean
from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, QuestionType
from study.indicators.evolution import Compared
from study.intake.inputs import load_inputs
from study.ledger.counts import Counts, of_question, rule_name


@pytest.fixture
def counted(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    population = inputs.frame.set_index("territory")["population_municipal"].astype("float64")
    counts = Counts("2020", inputs.study.languages)
    made = [*counts.of_cleaning(cleaned, inputs.study, inputs.wave, population)]
    for lever in inputs.study.levers:
        made += counts.of_lever(lever, cleaned.levers[lever.lever], named=True)
    entries = {entry.key: entry.value for entry in made}
    assert len(entries) == len(made), "a key stands for one count"
    with small_study.evidence.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return entries, rows, cleaned, inputs


def test_facts_are_counted_by_territory_source_and_lever_as_the_rows_say(counted):
    entries, rows, _, _ = counted
    dated = [row for row in rows if row["confidence"] != "withdrawn" and row["as_of"][:4] <= "2020"]
    for territory in ("arbois", "belleville", "cassis"):
        assert entries[f"evidence.count.{territory}"] == sum(row["territory"] == territory for row in dated)
    for source in {row["source"] for row in dated}:
        assert entries[f"evidence.source.{source}"] == sum(row["source"] == source for row in dated)
    for lever in ("0", "1"):
        mine = [row for row in dated if row["lever"] == lever]
        assert entries[f"evidence.count.lever_{lever}"] == len(mine)
        assert entries[f"evidence.high.lever_{lever}"] == sum(row["confidence"] == "high" for row in mine)
        assert entries[f"sources.count.lever_{lever}"] == len({row["source"] for row in mine})
    assert sum(value for key, value in entries.items() if key.startswith("evidence.rule.")) == len(rows)


def test_answers_known_add_up_over_territories_and_over_levers(counted):
    entries, _, cleaned, inputs = counted
    core = sum(question.core for question in inputs.study.questions)
    for beside in ("numerator", "base"):
        by_territory = [entries[f"answers.known.{beside}.{name}"] for name in ("arbois", "belleville", "cassis")]
        by_lever = [entries[f"answers.known.{beside}.lever_{lever}"] for lever in (0, 1)]
        assert sum(by_territory) == sum(by_lever) > 0
    assert sum(by_lever) <= 3 * core
    assert entries["answers.all"] == int((cleaned.states["status"] == "answered").sum())
    assert entries["answers.survey"] == 0


def test_every_answer_asked_for_has_one_fate(counted):
    entries, _, cleaned, inputs = counted
    for of_what in ("all", "lever_0", "lever_1", *(of_question(question) for question in inputs.study.questions)):
        fates = [entries[f"nonresponse.{of_what}.{fate}"] for fate in ("known", "no_answer", "no_response")]
        assert sum(fates) == entries[f"nonresponse.{of_what}.asked"]
    assert entries["nonresponse.all.asked"] + entries["nonresponse.all.not_asked"] == len(cleaned.states)


def test_inhabitants_values_and_years_are_those_written(counted):
    entries, _, cleaned, inputs = counted
    for row in inputs.frame.to_dict("records"):
        assert entries[f"frame.population.{row['territory']}"] == row["population_municipal"]
    numbers = [item for item in inputs.study.questions if item.type is QuestionType.NUMBER]
    for question in numbers:
        said = cleaned.levers[question.lever].answers[question.question].dropna()
        assert {key: entries[f"value.{question.question}.{key}"] for key in said.index} == said.to_dict()
    assert entries["years.default.plan_years"] == inputs.study.defaults.plan_years


def test_who_acts_says_yes_at_least_once(counted):
    entries, _, cleaned, _ = counted
    yes = (cleaned.levers[1].answers[["scheme", "clauses"]].astype("object") == "yes").any(axis="columns")
    assert entries["lever_1.acting"] == int(yes.sum()) and entries["lever_1.acting.base"] == 3


def test_a_rule_is_named_as_keys_may_be():
    assert rule_name("years since a no") == "no_years"


def test_a_territory_s_changes_are_counted_over_what_both_waves_put_to_it():
    counts = Counts("2020", ["fr", "en"])
    found = [
        Compared("scheme", {"arbois": "no", "cassis": "unknown"}, {"arbois": "yes", "cassis": "yes"}),
        Compared("clauses", {"arbois": "yes"}, {"arbois": "yes"}),
    ]
    entries = {entry.key: entry.value for entry in counts.of_changes("2018", found, ["arbois", "belleville", "cassis"])}
    told = {key.removeprefix("evolution.2018."): value for key, value in entries.items() if value}
    assert told == {"adopted.arbois": 1, "stable.arbois": 1, "base.arbois": 2, "newly_documented.cassis": 1,
                    "base.cassis": 1}  # fmt: skip
    assert not any("belleville" in key for key in entries), "a territory that the earlier wave did not have has none"


def test_what_a_sheet_leaves_out_has_a_key_for_each_kind():
    entries = list(Counts("2020", ["fr"]).of_sheet("arbois", {"questions": 2, "actions": 0, "sources": 13}))
    assert [(entry.key, entry.value, entry.unit) for entry in entries] == [
        ("sheet.questions.left_out.arbois", 2, "answers"),
        ("sheet.actions.left_out.arbois", 0, "facts"),
        ("sheet.sources.left_out.arbois", 13, "sources"),
    ]


# What each kind of key counts: the unit says how its number is written, and what a reader of numbers.csv takes it for.
UNITS = {
    r"frame\.population\..+": "population",
    r"evidence\..+": "facts",
    r"sources\.count\.lever_\d": "sources",
    r"answers\..+|nonresponse\..+|written\..+": "answers",
    r"responses\.(received|counted|fate\..+)": "responses",
    r"responses\.refused": "cells",
    r"years\..+": "year_count",
    r"value\.purchases_eur\..+": "eur",
    r"value\.(?!purchases_eur).+": "",
    r"lever_\d\.acting(_core)?(\.base)?": "territories",
    r"collection\.\d": "count",
}


def test_every_count_has_the_unit_of_what_it_counts(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    population = inputs.frame.set_index("territory")["population_municipal"].astype("float64")
    counts = Counts("2020", inputs.study.languages)
    made = [*counts.of_cleaning(cleaned, inputs.study, inputs.wave, population)]
    for lever in inputs.study.levers:
        made += counts.of_lever(lever, cleaned.levers[lever.lever], named=True)
    for entry in made:
        units = [unit for pattern, unit in UNITS.items() if re.fullmatch(pattern, entry.key)]
        assert units == [entry.unit], entry.key
        assert (entry.indicator, entry.wave, set(entry.texts)) == (entry.key, "2020", {"fr", "en"})


def test_what_came_in_is_counted_by_its_fate():
    received = pd.DataFrame({"fate": ["kept", "superseded", "kept", "no such territory"]})
    made = [(entry.key, entry.value, entry.unit) for entry in Counts("2020", ["fr"]).of_received(received, 2, 5)]
    assert made == [
        ("responses.received", 4, "responses"),
        ("responses.counted", 2, "responses"),
        ("responses.refused", 5, "cells"),
        ("responses.fate.kept", 2, "responses"),
        ("responses.fate.no such territory", 1, "responses"),
        ("responses.fate.superseded", 1, "responses"),
    ]


def test_answers_known_are_those_answered_of_the_core_questions_asked(counted):
    entries, _, cleaned, inputs = counted
    core = {(question.lever, question.question) for question in inputs.study.questions if question.core}
    rows = [row for row in cleaned.states.to_dict("records") if (row["lever"], row["question"]) in core]
    for territory in ("arbois", "belleville", "cassis"):
        mine = [row["status"] for row in rows if row["territory"] == territory]
        assert entries[f"answers.known.numerator.{territory}"] == mine.count("answered")
        assert entries[f"answers.known.base.{territory}"] == len(mine) - mine.count("not_asked")


def test_texts_written_to_the_survey_are_counted_and_no_more_than_ten_are_shown():
    words = {"en": "x"}
    question = {"question": "actions", "lever": 1, "type": "text", "label": words, "wording": words}
    lever = Lever.model_validate({"lever": 1, "title": words, "short": words, "questions": [question]})
    index = [f"t{n}" for n in range(15)]
    # Twelve wrote to the survey, one of them without an answer that counts; three are known from public sources.
    origin = pd.DataFrame({"actions": ["export.csv#Sheet!B2"] * 12 + ["E001", "E002", None]}, index=index)
    status = pd.DataFrame({"actions": ["unknown", *["answered"] * 14]}, index=index)

    def counted(texts):
        tables = LeverAnswers(pd.DataFrame({"actions": texts}, index=index), status, origin, origin, origin)
        return {entry.key: (entry.value, entry.unit) for entry in Counts("2020", ["fr"]).of_texts(lever, tables)}

    shown = {"written.lever_1.actions": (11, "answers"), "written.lever_1.actions.shown": (10, "answers")}
    assert counted(["a text"] * 15) == shown
    # Those that are held back are counted, and not among those shown.
    held = ["[texte non relu]"] * 3 + ["[texte retenu]"] * 2 + ["a text"] * 10
    assert counted(held) == shown | {"written.lever_1.actions.shown": (7, "answers")}


def test_a_change_is_counted_in_answers():
    found = [Compared("scheme", {"arbois": "no"}, {"arbois": "yes"})]
    made = list(Counts("2020", ["fr"]).of_changes("2018", found, ["arbois"]))
    assert {entry.unit for entry in made} == {"answers"} and made[-1].key == "evolution.2018.base.arbois"
