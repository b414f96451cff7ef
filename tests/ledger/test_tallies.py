"""How many are in each state, and who, under keys that prose can use."""

import pandas as pd
import pytest

from study.answers.clean import clean
from study.answers.tables import YES_NO, LeverAnswers
from study.codebook.model import Lever
from study.indicators.shares import tally
from study.intake.inputs import load_inputs
from study.ledger.entries import Ledger
from study.ledger.tallies import tally_entries

WORDS = {"en": "x"}
STATES = ["yes", "planned", "no", "unknown", "not_asked", "asked"]
NAMES = {"arbois": "Arbois", "mons": "Mons", "zelle": "Zelle", "ulm": "Ulm", "cassis": "Cassis", "oye": "Oye"}
LEVER = Lever.model_validate(
    {
        "lever": 1,
        "title": WORDS,
        "short": WORDS,
        "questions": [
            {"question": "plan", "lever": 1, "type": "yes_no", "label": WORDS, "wording": WORDS},
            {"question": "budget", "lever": 1, "type": "number", "unit": "eur", "label": WORDS, "wording": WORDS},
            {"question": "actions", "lever": 1, "type": "text", "label": WORDS, "wording": WORDS},
        ],
    }
)


@pytest.fixture
def entries():
    """Zelle and Arbois yes, Mons planned, Ulm in conflict, Cassis unknown, Oye not asked."""
    order = ["zelle", "mons", "arbois", "ulm", "cassis", "oye"]
    index = pd.Index(order, name="territory", dtype="str")
    said = pd.DataFrame(
        {"plan": pd.Series(["yes", "planned", "yes", None, None, None], index=index, dtype=YES_NO), "budget": 1.0},
        index=index,
    ).assign(actions="A")
    words = ["answered", "answered", "answered", "conflict", "unknown", "not_asked"]
    status = pd.DataFrame({"plan": words, "budget": "answered", "actions": "answered"}, index=index).astype("category")
    made = tally_entries(LEVER, LeverAnswers(said, status, status, status, said), NAMES, "2019", ["fr", "en"])
    return {entry.key: entry for entry in made}


def test_each_state_of_each_yes_no_question_has_its_count_and_its_names(entries):
    assert list(entries) == [f"plan.{state}{end}" for state in STATES for end in ("", ".names")]
    assert [entries[f"plan.{state}"].value for state in STATES] == [2, 1, 0, 2, 1, 5]
    assert [entries[f"plan.{state}.names"].value for state in STATES] == [2, 1, 0, 2, 1, 5]
    assert {(entry.indicator, entry.wave) for entry in entries.values()} == {
        (f"plan.{state}", "2019") for state in STATES
    }


def test_names_are_in_the_order_of_the_frame_and_in_each_language(entries):
    assert entries["plan.yes.names"].texts == {"fr": "Zelle et Arbois", "en": "Zelle and Arbois"}
    assert entries["plan.unknown.names"].texts["fr"] == "Ulm et Cassis"
    assert entries["plan.no.names"].texts == {"fr": "aucune", "en": "none"}
    assert entries["plan.not_asked.names"].texts["en"] == "Oye"


def test_the_states_of_a_question_add_up_to_the_frame(small_study):
    inputs = load_inputs(small_study, "2020")
    cleaned = clean(inputs)
    names = dict(zip(inputs.frame["territory"], inputs.frame["short_name"], strict=True))
    for lever in inputs.study.levers:
        ledger = Ledger(("fr", "en"))
        ledger.add(tally_entries(lever, cleaned.levers[lever.lever], names, "2020", ["fr", "en"]))
        for question in lever.core:
            *counts, asked = [ledger.entry(f"{question.question}.{state}").value for state in STATES]
            assert sum(counts) == 3
            assert asked == sum(counts[:4])
            assert sum(counts[:4]) == tally(cleaned.levers[lever.lever], question.question).base
    assert ledger.text("clauses.unknown.names", "fr") == "Arbois et Belleville"
