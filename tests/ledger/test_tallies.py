"""How many are in each state, and who, under keys that prose can use."""

import pandas as pd
import pytest

from study.answers.clean import clean
from study.answers.tables import YES_NO, LeverAnswers, dtype_of
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
    plan = [key for key in entries if key.startswith("plan.")]
    assert plan == [f"plan.{state}{end}" for state in STATES for end in ("", ".names")]
    assert [entries[f"plan.{state}"].value for state in STATES] == [2, 1, 0, 2, 1, 5]
    assert [entries[f"plan.{state}.names"].value for state in STATES] == [2, 1, 0, 2, 1, 5]
    assert {(entries[key].indicator, entries[key].wave) for key in plan} == {
        (f"plan.{state}", "2019") for state in STATES
    }


def test_a_number_says_how_many_gave_one(entries):
    known = {state: entries[f"budget.{state}"].value for state in ("answered", "unknown", "not_asked", "asked")}
    assert known == {"answered": 6, "unknown": 0, "not_asked": 0, "asked": 6}


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


def codes(*names):
    return [{"code": name, "label": WORDS} for name in names]


CHOSEN = Lever.model_validate(
    {
        "lever": 1,
        "title": WORDS,
        "short": WORDS,
        "questions": [
            {"question": name, "lever": 1, "label": WORDS, "wording": WORDS, **more}
            for name, more in {
                "kind": {"type": "choice", "codes": codes("plan", "fund")},
                "tools": {"type": "multiple", "codes": codes("grant", "loan")},
                "voted": {"type": "date"},
            }.items()
        ],
    }
)


def chosen(names=NAMES):
    """Zelle: a plan, both tools, a day; Mons: a fund, loans where grants were not offered; Ulm unknown; Oye not asked."""
    index = pd.Index(["zelle", "mons", "ulm", "oye"], name="territory", dtype="str")
    said = pd.DataFrame(
        {
            "kind": pd.Series(["plan", "fund", None, None], index=index, dtype=dtype_of(CHOSEN.questions[0])),
            "tools": pd.Series(["grant;loan", "loan;~grant", None, None], index=index, dtype="str"),
            "voted": pd.Series(["2018-01-01", None, None, None], index=index, dtype="str"),
        }
    )
    words = ["answered", "answered", "unknown", "not_asked"]
    status = pd.DataFrame({"kind": words, "tools": words, "voted": ["answered", "unknown", *words[2:]]}, index=index)
    made = tally_entries(CHOSEN, LeverAnswers(said, status, status, status, said), names, "2019", ["fr", "en"])
    return {entry.key: entry for entry in made}


def test_a_choice_has_entries_for_each_code_and_for_who_answered():
    entries = chosen()
    counts = {key: entry.value for key, entry in entries.items() if not key.endswith(".names")}
    states = ("yes", "no", "unknown", "not_asked", "asked")
    assert [counts[f"kind.plan.{state}"] for state in states] == [1, 1, 1, 1, 3]
    assert [counts[f"tools.loan.{state}"] for state in states] == [2, 0, 1, 1, 3]
    # Mons was not offered a grant, so was not asked about it.
    assert [counts[f"tools.grant.{state}"] for state in states] == [1, 0, 1, 2, 2]
    for name, known in (("kind", 2), ("tools", 2), ("voted", 1)):
        assert [counts[f"{name}.{state}"] for state in ("answered", "unknown", "not_asked", "asked")] == [
            known, 3 - known, 1, 3,
        ]  # fmt: skip
    assert (counts["tools.ticks"], entries["tools.ticks"].unit) == (3, "ticks")
    assert "kind.ticks" not in counts and "kind.plan.planned" not in counts
    assert entries["tools.loan.yes.names"].texts == {"fr": "Zelle et Mons", "en": "Zelle and Mons"}
    assert entries["voted.unknown.names"].texts["fr"] == "Mons et Ulm"


def test_an_open_survey_names_nobody():
    named, anonymous = chosen(), chosen(None)
    assert list(anonymous) == list(named)
    for key, entry in anonymous.items():
        if key.endswith(".names"):
            assert (entry.value, entry.texts) == (0, {"fr": "", "en": ""})
            assert (entry.unit, entry.indicator, entry.wave) == ("names", named[key].indicator, "2019")
        else:
            assert entry == named[key]
