"""A territory's own answers beside what is documented: who wins, where they differ, and what was done to the cells."""

import csv
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.answers import survey as module
from study.answers.clean import clean, write
from study.answers.states import STATE_COLUMNS, with_survey
from study.answers.survey import DISAGREEMENT_COLUMNS, LOG_COLUMNS, survey_states
from study.intake.inputs import load_inputs

from ..released import release

FOLDER = "data/raw/waves/2020/responses/"
FILE = FOLDER + "answers.csv"
EXPORT = (
    "territory;elected;staff;scheme;clauses;purchases_eur;lever_1.actions\n"
    'Grand Arbois;Non;oui;en projet;;"1 234,50";=a formula\n'
    "belleville;inconnu;yes;YES;no;6000000;\n"
)
# By hand, from EXPORT and the small study's facts: status, answer and origin of Arbois, Belleville and Cassis.
STATES = {
    # Arbois says no although E001 documents a yes; Belleville does not know, so E002 (no) decides; Cassis is silent.
    (0, "elected"): [("answered", "no", "2,elected"), ("answered", "no", "E002"), ("no_response", "", "")],
    # Neither Arbois nor Belleville is asked, whatever they wrote and whatever is documented (E003).
    (0, "staff"): [("not_asked", "", ""), ("not_asked", "", ""), ("no_response", "", "")],
    # Not in the survey: desk evidence alone.
    (0, "actions"): [("answered", "council=yes", "E004"), ("unknown", "", ""), ("unknown", "", "")],
    (1, "scheme"): [("answered", "planned", "2,scheme"), ("answered", "yes", "3,scheme"), ("no_response", "", "")],
    # Arbois left it empty and its only fact has lapsed; Belleville settles a conflict; Cassis is documented (E010).
    (1, "clauses"): [("no_answer", "", "2,clauses"), ("answered", "no", "3,clauses"), ("answered", "yes", "E010")],
    (1, "purchases_eur"): [
        *[("answered", "1234.5", "2,purchases_eur"), ("answered", "6000000", "3,purchases_eur")],
        ("answered", "25000000.5", "E012"),
    ],
    (1, "actions"): [
        *[("answered", "=a formula", "2,lever_1.actions"), ("no_answer", "", "3,lever_1.actions")],
        ("answered", "charter=yes", "E013"),
    ],
}


LETTERS = dict(zip(EXPORT.partition("\n")[0].split(";"), "ABCDEFG", strict=True))


def origin(short):
    row, _, column = short.partition(",")
    return f"{FILE}#row={row},column={LETTERS[column]}" if column else short


@pytest.fixture
def study_of(make_study):
    """`study_of(export, files)`: the small study with one export, whose texts are released."""
    return lambda text=EXPORT, files=None: release(make_study({FILE: text, **(files or {})}), "2020")


@pytest.fixture
def cleaned(study_of):
    return lambda *arguments: clean(load_inputs(study_of(*arguments), "2020"))


def test_states_are_those_worked_out_by_hand(cleaned):
    states = cleaned().states
    assert states.columns.tolist() == STATE_COLUMNS
    found = {
        key: list(rows[["status", "answer", "evidence"]].itertuples(index=False, name=None))
        for key, rows in states.groupby(["lever", "question"], sort=False)
    }
    expected = {key: [(status, answer, origin(at)) for status, answer, at in rows] for key, rows in STATES.items()}
    assert found == expected


def test_an_answer_is_of_the_wave_s_day_and_a_missing_one_of_none(cleaned):
    as_of = cleaned().levers[1].as_of
    assert as_of.loc["arbois"].tolist() == ["2020-12-31", "", "2020-12-31", "2020-12-31"]
    assert as_of.loc["cassis", "clauses"] == "2020-01-01"


def test_tables_carry_the_survey_and_count_it_at_high_confidence(cleaned):
    found = cleaned().levers[1]
    assert found.origin.loc["arbois", "scheme"] == f"{FILE}#row=2,column=D"
    assert found.high["scheme"].astype("object").fillna("").tolist() == ["planned", "yes", ""]
    assert found.high["purchases_eur"].fillna(0).tolist() == [1234.5, 6000000.0, 0.0]
    assert found.status["scheme"].tolist() == ["answered", "answered", "no_response"]


def test_disagreements_name_both_sides(cleaned):
    found = cleaned().disagreements
    assert found.columns.tolist() == DISAGREEMENT_COLUMNS and found["lever"].dtype == "int64"
    assert found.to_dict("split")["data"] == [
        ["arbois", 0, "elected", "no", "answered", "yes", "2020-07-10", origin("2,elected"), "E001"],
        ["arbois", 1, "scheme", "planned", "answered", "yes", "2016-02-01", origin("2,scheme"), "E005"],
        ["belleville", 1, "scheme", "yes", "answered", "planned", "2019-01-01", origin("3,scheme"), "E006"],
        ["belleville", 1, "clauses", "no", "conflict", "", "2020-03-01", origin("3,clauses"), "E008;E009"],
        [
            "arbois",
            1,
            "purchases_eur",
            "1234.5",
            "answered",
            "60000000",
            "2019-01-01",
            origin("2,purchases_eur"),
            "E011",
        ],
    ]


@pytest.mark.parametrize("amount", ["60000000", "60 000 000,00", "60000000.0"])
def test_the_same_answer_in_other_words_is_no_disagreement(cleaned, amount):
    found = cleaned(f"territory;scheme;purchases_eur;lever_1.actions\nArbois;OUI;{amount};charter\n").disagreements
    assert found.empty and found.columns.tolist() == DISAGREEMENT_COLUMNS


def test_the_log_holds_every_cell_that_reads_otherwise(cleaned):
    log = cleaned().cleaning
    assert log.columns.tolist() == LOG_COLUMNS and log["row"].dtype == "int64"
    assert set(log["file"]) == {FILE} and set(log["sheet"]) == {""}
    assert list(log[["row", "column", "before", "after", "rule"]].itertuples(index=False, name=None)) == [
        (2, "A", "Grand Arbois", "arbois", "name of a territory"),
        (2, "B", "Non", "no", "read as a code"),
        (2, "C", "oui", "", "not asked"),
        (2, "D", "en projet", "planned", "read as a code"),
        (2, "F", "1 234,50", "1234.5", "number written plainly"),
        (3, "B", "inconnu", "", "does not know"),
        (3, "C", "yes", "", "not asked"),
        (3, "D", "YES", "yes", "read as a code"),
    ]


def test_a_long_log_counts_alike_changes(cleaned, monkeypatch):
    monkeypatch.setattr(module, "LOG_LINES", 7)
    log = cleaned("territory,scheme,clauses\narbois,Oui,Oui\nbelleville,Oui,no\ncassis,Non,Oui\n").cleaning
    assert "cells" not in log.columns  # five lines
    log = cleaned().cleaning
    assert log.columns.tolist() == ["file", "sheet", "cells", "column", "question", "before", "after", "rule"]
    assert log["cells"].sum() == 8
    monkeypatch.setattr(module, "LOG_LINES", 0)
    log = cleaned("territory,scheme,clauses\narbois,Oui,Oui\nbelleville,Oui,no\ncassis,Non,Oui\n").cleaning
    assert {(row.column, row.before): row.cells for row in log.itertuples()} == {
        ("B", "Oui"): 2,
        ("B", "Non"): 1,
        ("C", "Oui"): 2,
    }


def test_a_filter_that_only_the_survey_opens(cleaned):
    # Belleville's elected member: no by E002, yes by its own answer; so what it says of its staff counts.
    found = cleaned("territory,elected,staff\nbelleville,yes,no\n")
    assert found.levers[0].answers.loc["belleville"].fillna("").tolist() == ["yes", "no", ""]
    assert found.cleaning.empty


def test_a_filter_that_nobody_knows_leaves_the_question_open(cleaned):
    found = cleaned("territory,elected,staff\ncassis,,yes\n")
    assert found.levers[0].status.loc["cassis", ["elected", "staff"]].tolist() == ["no_answer", "answered"]


def test_what_is_written(study_of):
    paths = study_of()
    write(clean(load_inputs(paths, "2020")), paths, "2020")
    folder = paths.processed("2020")
    with (folder / "disagreements.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["territory"], row["question"], row["survey"], row["documented"]) for row in rows][:2] == [
        *[("arbois", "elected", "no", "yes"), ("arbois", "scheme", "planned", "yes")]
    ]
    with (folder / "cleaning.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == LOG_COLUMNS
    # A spreadsheet would run what the territory wrote; programs read it as it is.
    assert "'=a formula" in (folder / "lever-1" / "answers.csv").read_text(encoding="utf-8")
    assert pd.read_parquet(folder / "lever-1" / "answers.parquet").loc["arbois", "actions"] == "=a formula"


def test_without_a_survey_both_lists_are_headings(small_study):
    write(clean(load_inputs(small_study, "2020")), small_study, "2020")
    folder = small_study.processed("2020")
    assert (folder / "disagreements.csv").read_text() == ",".join(DISAGREEMENT_COLUMNS) + "\n"
    assert (folder / "cleaning.csv").read_text() == ",".join(LOG_COLUMNS) + "\n"


def test_a_study_with_neither_evidence_nor_survey_knows_nothing(make_study):
    files = {f"data/raw/evidence/{name}.csv": None for name in ("evidence", "sources", "corrections")}
    claims = {"data/raw/waves/2020/claims.csv": lambda text: text.partition("\n")[0] + "\n"}
    wave = {"data/raw/waves/2020/wave.yaml": lambda text: text[: text.index("collection:")]}
    paths = make_study({**files, **claims, **wave}, sealed=False)
    (paths.root / "data/raw/evidence").rmdir()
    found = clean(load_inputs(paths, "2020", sealed=False))
    assert set(found.states["status"]) == {"unknown"} and len(found.states) == 21
    assert found.facts.empty and found.conflicts().empty
    (paths.root / FOLDER).mkdir()
    (paths.root / FILE).write_text("territory,scheme\narbois,yes\n")
    found = clean(load_inputs(paths, "2020", sealed=False))
    assert found.levers[1].answers.loc["arbois", "scheme"] == "yes"
    assert found.states["status"].value_counts().to_dict() == {"unknown": 18, "no_response": 2, "answered": 1}


def test_a_place_can_be_read_back_whatever_its_names_hold(make_study):
    name = "réponses; part #1, 100%.csv"
    inputs = load_inputs(make_study({FOLDER + name: "territory,scheme\narbois,yes\n"}), "2020")
    states = survey_states(inputs.responses, date(2020, 12, 31))
    place = states.loc[states["territory"] == "arbois", "evidence"].item()
    assert place == f"{FOLDER}réponses%3B part %231%2C 100%25.csv#row=2,column=B"
    assert states.loc[states["territory"] == "cassis", "evidence"].item() == ""


CORRECTIONS = "data/raw/evidence/corrections.csv"
UNREAD = "territory;scheme;purchases_eur\narbois;oui, en partie;environ 12\ncassis;perhaps;1\n"


def corrected(*lines):
    added = "".join(f"2020,{line},asked,analyst,2021-01-15\n" for line in lines)
    return {CORRECTIONS: lambda text: text.rstrip("\n") + "\n" + added}


def test_a_cell_that_cannot_be_read_is_listed_with_what_to_do(study_of):
    paths = study_of(UNREAD)
    found = clean(load_inputs(paths, "2020"))
    columns = ["row", "column", "territory", "question", "raw"]
    assert list(found.refused[columns].itertuples(index=False, name=None)) == [
        (2, "B", "arbois", "scheme", "oui, en partie"),
        (3, "B", "cassis", "scheme", "perhaps"),
        (2, "C", "arbois", "purchases_eur", "environ 12"),
    ]
    assert (found.refused["reason"].str.len() > 10).all() and (found.refused["remedy"].str.len() > 10).all()
    # In the first language of the study, which is French.
    assert found.refused["remedy"].str.split(" ").str[0].tolist() == ["Décidez", "Réglez-la", "Demandez"]
    rules = dict(zip(found.cleaning["before"], found.cleaning["rule"], strict=True))
    assert rules == {"oui, en partie": "refused", "perhaps": "refused", "environ 12": "refused"}
    # Nobody else knows what Cassis has; Arbois is documented.
    assert found.levers[1].status.loc["cassis", "scheme"] == "no_answer"
    write(found, paths, "2020")
    with (paths.processed("2020") / "refused.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["raw"] for row in csv.DictReader(stream)] == found.refused["raw"].tolist()


def test_a_correction_settles_a_cell_by_its_text(cleaned):
    found = cleaned(UNREAD, corrected('arbois,scheme,"oui, en partie",planned', "arbois,purchases_eur,environ 12,12"))
    assert found.expired == ()
    assert found.levers[1].answers.loc["arbois", "scheme"] == "planned"
    assert found.levers[1].answers.loc["arbois", "purchases_eur"] == 12
    assert found.levers[1].origin.loc["arbois", "scheme"] == f"{FILE}#row=2,column=B"
    assert found.refused["raw"].tolist() == ["perhaps"]
    rules = dict(zip(found.cleaning["before"], found.cleaning["rule"], strict=True))
    assert rules == {"oui, en partie": "corrected", "perhaps": "refused", "environ 12": "corrected"}


def test_a_correction_may_change_what_could_be_read(cleaned):
    found = cleaned("territory,scheme\ncassis,yes\n", corrected("cassis,scheme,yes,no"))
    assert found.levers[1].answers.loc["cassis", "scheme"] == "no" and found.expired == ()


def test_a_correction_expires_with_the_text_it_was_written_for(cleaned, said):
    found = cleaned("territory,scheme\ncassis,Non\n", corrected("cassis,scheme,yes,no"))
    [problem] = found.expired
    assert problem.code == "correction-expired" and problem.value == "yes"
    assert "now it is “Non”" in said(problem, "en") and "« Non »" in said(problem, "fr")


STATUS = st.sampled_from(["answered", "no_answer", "no_response"])


@given(
    desk=st.lists(st.sampled_from(["answered", "unknown", "conflict"]), min_size=3, max_size=3),
    own=st.lists(st.none() | STATUS, min_size=3, max_size=3),
)
def test_an_answer_given_wins_and_a_missing_one_never_hides_what_is_known(desk, own):
    def table(statuses, evidence, as_of):
        rows = [
            [f"t{i}", 1, "q", status, "yes" if status == "answered" else "", evidence, as_of]
            for i, status in enumerate(statuses)
            if status is not None
        ]
        return pd.DataFrame(rows, columns=STATE_COLUMNS).astype({"lever": "int64"})

    documented = table(desk, "E1", "2019-01-01")
    found = with_survey(documented, table(own, "cell", "2020-12-31"))
    assert found["territory"].tolist() == ["t0", "t1", "t2"]
    for before, given_, after in zip(desk, own, found.to_dict("records"), strict=True):
        if given_ == "answered":
            assert (after["status"], after["evidence"], after["as_of"]) == ("answered", "cell", "2020-12-31")
        elif given_ is not None and before == "unknown":
            assert (after["status"], after["answer"], after["as_of"]) == (given_, "", "")
        else:
            assert (after["status"], after["evidence"], after["as_of"]) == (before, "E1", "2019-01-01")
    assert with_survey(documented, None) is documented
