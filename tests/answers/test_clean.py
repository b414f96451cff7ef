"""From the inputs of a wave to its tables: nothing dropped, and what does not count there with its reason."""

from dataclasses import replace

import pandas as pd
import pytest

from study.answers import tables
from study.answers.clean import clean, read_facts, write
from study.intake.inputs import load_inputs

EVIDENCE, CORRECTIONS = "data/raw/evidence/evidence.csv", "data/raw/evidence/corrections.csv"

# What the small study says at its reference date, 2020-12-31, worked out by hand from its fourteen facts.
STANDINGS = {
    "E001": ("live", "mandate"),
    "E002": ("live", "years since a no"),
    "E003": ("live", "years since a yes"),
    "E004": ("live", "years since a yes"),
    "E005": ("live", "permanent"),
    "E006": ("live", "years since a plan"),
    "E007": ("lapsed", "years since a yes"),
    "E008": ("live", "years since a yes"),
    "E009": ("live", "years since a no"),
    "E010": ("live", "years since a yes"),
    "E011": ("live", "years since a number"),
    "E012": ("live", "years since a number"),
    "E013": ("live", "years since a yes"),
    "E014": ("withdrawn", "withdrawn"),
}
# lever, question: status and answer for Arbois, Belleville, Cassis
STATES = {
    (0, "elected"): ["answered yes", "answered no", "unknown "],
    (0, "staff"): ["answered yes", "not_asked ", "unknown "],
    (0, "actions"): ["answered council=yes", "unknown ", "unknown "],
    (1, "scheme"): ["answered yes", "answered planned", "unknown "],
    (1, "clauses"): ["unknown ", "conflict ", "answered yes"],
    (1, "purchases_eur"): ["answered 60000000", "unknown ", "answered 25000000.5"],
    (1, "actions"): ["unknown ", "unknown ", "answered charter=yes"],
}


@pytest.fixture
def cleaned(small_study):
    return clean(load_inputs(small_study, "2020"))


def test_every_fact_is_there_with_its_standing_its_rule_and_its_source(cleaned):
    facts = cleaned.facts
    assert dict(zip(facts["evidence"], zip(facts["standing"], facts["rule"], strict=True), strict=True)) == STANDINGS
    first = facts.iloc[0]
    assert (first["title"], first["publisher"]) == ("Rapport annuel, version longue", "Ville d’Arbois")
    assert (first["row"], first["url"]) == (2, "https://example.org/rapport")


def test_states_are_those_worked_out_by_hand(cleaned):
    found = cleaned.states.assign(said=cleaned.states["status"] + " " + cleaned.states["answer"])
    assert found.groupby(["lever", "question"], sort=False)["said"].agg(list).to_dict() == STATES
    assert found["territory"].tolist() == ["arbois", "belleville", "cassis"] * len(STATES)


def test_high_confidence_counts_only_such_evidence(cleaned):
    # E002 (no) and E006 (planned) are of medium confidence, E009 (no) too: what it contradicts then stands alone.
    assert cleaned.levers[0].high["elected"].astype("object").fillna("").tolist() == ["yes", "", ""]
    assert cleaned.levers[1].high["scheme"].astype("object").fillna("").tolist() == ["yes", "", ""]
    assert cleaned.levers[1].high["clauses"].astype("object").fillna("").tolist() == ["", "yes", "yes"]
    assert cleaned.levers[1].high["purchases_eur"].fillna(0).tolist() == [60000000.0, 0.0, 0.0]


def test_conflicts_are_listed_as_corrections_expect_them(cleaned):
    assert cleaned.conflicts().to_dict("records") == [
        {"territory": "belleville", "lever": 1, "question": "clauses", "expect": "E008=yes;E009=no"}
    ]


def test_no_conflict_is_a_list_of_none(make_study):
    paths = make_study(
        {EVIDENCE: lambda text: text.replace("E009,belleville,1,clauses,no", "E009,belleville,1,clauses,yes")}
    )
    found = clean(load_inputs(paths, "2020")).conflicts()
    assert found.empty
    assert found.columns.tolist() == ["territory", "lever", "question", "expect"]


def test_a_correction_reaches_the_tables(make_study):
    text = (
        "wave,territory,question,expect,answer,reason,role,date\n"
        "2020,belleville,clauses,E008=yes;E009=no,yes,the contract was read,analyst,2021-01-10\n"
        "2020,cassis,clauses,E010=yes;E099=no,no,of an older case,analyst,2021-01-10\n"
    )
    found = clean(load_inputs(make_study({CORRECTIONS: text}), "2020"))
    assert found.levers[1].answers.loc["belleville", "clauses"] == "yes"
    assert found.levers[1].status.loc["belleville", "clauses"] == "answered"
    assert found.levers[1].origin.loc["belleville", "clauses"] == "E008;E009"
    assert [(problem.place.file, problem.place.row) for problem in found.expired] == [(CORRECTIONS, 3)]


def test_the_respondents_of_an_open_survey_are_written_as_its_units(make_study):
    paths = make_study({"data/raw/waves/2020/responses/answers.csv": "territory,scheme\narbois,oui\n"})
    inputs = load_inputs(paths, "2020")
    study = inputs.study.model_copy(update={"open_survey": True})
    write(clean(replace(inputs, study=study), with_levers=False), paths, "2020")
    assert pd.read_parquet(paths.units("2020"))["territory"].tolist() == ["arbois", "belleville", "cassis"]
    assert (paths.processed("2020") / "survey.csv").read_text("utf-8").count("\n") == 1


def test_the_wave_s_date_is_the_one_that_counts(make_study):
    paths = make_study(
        {
            "data/raw/waves/2020/wave.yaml": lambda text: text.replace(
                "reference_date: 2020-12-31", "reference_date: 2020-01-31"
            )
        }
    )
    found = clean(load_inputs(paths, "2020"))
    by_id = found.facts.set_index("evidence")["standing"]
    assert by_id["E001"] == "later" and by_id["E002"] == "live" and by_id["E010"] == "live"
    assert found.levers[1].status.loc["belleville", "clauses"] == "unknown"


@pytest.fixture
def written(small_study, cleaned):
    write(cleaned, small_study, "2020")
    return small_study


def test_what_is_written_is_what_was_computed(cleaned, written):
    for lever, answers in cleaned.levers.items():
        folder = written.lever_dir("2020", lever)
        for name, table in tables.read(folder).items():
            pd.testing.assert_frame_equal(table, getattr(answers, name))
        facts = read_facts(folder)
        mine = cleaned.facts[cleaned.facts["lever"] == lever].reset_index(drop=True)
        # Parquet knows no seconds: the same days come back as milliseconds.
        pd.testing.assert_frame_equal(facts.astype({"sort_date": mine["sort_date"].dtype}), mine)
        csv = pd.read_csv(folder / "facts.csv", dtype="str", keep_default_na=False)
        assert csv["evidence"].tolist() == mine["evidence"].tolist()
        assert csv["note_fr"].tolist() == mine["note_fr"].tolist()
    conflicts = (written.processed("2020") / "conflicts.csv").read_text(encoding="utf-8")
    assert conflicts == "territory,lever,question,expect\nbelleville,1,clauses,E008=yes;E009=no\n"


def test_nothing_else_is_written_and_each_time_the_same_bytes(written):
    def files():
        return {path: path.read_bytes() for path in written.processed("2020").rglob("*") if path.is_file()}

    first = files()
    announced = {path for lever in (0, 1) for path in written.lever_tables("2020", lever)}
    assert len(announced) == 24
    names = ("conflicts", "disagreements", "cleaning", "refused", "received", "companions", "survey")
    lists = {written.processed("2020") / f"{name}.csv" for name in names}
    assert set(first) == announced | lists
    write(clean(load_inputs(written, "2020")), written, "2020")
    assert files() == first
