"""`study audit`: what it prints, and how it ends."""

import json

import pytest

from study.base.files import table_bytes
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs
from study.recount.run import recompute


@pytest.fixture
def built(small_study):
    """The small study with the indicators of a report, which are those of the levers and, from the SQL, the rest."""
    from study.answers.clean import clean

    inputs = load_inputs(small_study, "2020")
    levers = wave_indicators(inputs, clean(inputs), inputs.study.levers)
    rest = recompute(small_study, "2020")
    rest = rest[~rest["indicator"].isin(levers["indicator"])]
    table = rest.reindex(columns=levers.columns)
    path = small_study.indicators("2020")
    path.parent.mkdir(parents=True)
    path.write_bytes(table_bytes(levers) + table_bytes(table).split(b"\n", 1)[1])
    return small_study


def test_a_wave_that_agrees(study, built, snapshot):
    before = snapshot(built.root)
    status, shown, _ = study("--lang", "en", "audit", "2020", "--root", built.root)
    assert status == 0 and "all the same on both sides" in shown
    assert "scheme.count" not in shown
    assert snapshot(built.root) == before
    status, shown, _ = study("audit", "2020", "--all", "--root", built.root)
    assert status == 0 and "scheme.count" in shown and "identique" in shown


def test_a_number_that_differs_is_shown_on_both_sides(study, built):
    path = built.indicators("2020")
    text = path.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("2020,1,scheme.count,"))
    wrong = line.replace("scheme.count,,1.0", "scheme.count,,2.0", 1)
    assert wrong != line
    path.write_text(text.replace(line, wrong), "utf-8")
    status, shown, _ = study("--lang", "en", "audit", "2020", "--root", built.root)
    assert status == 1 and "scheme.count" in shown and "differs" in shown and "1 of" in shown
    status, shown, _ = study("audit", "2020", "--json", "--root", built.root)
    (row,) = json.loads(shown)
    assert status == 1 and row["indicator"] == "scheme.count" and row["differing"] == ["value"]
    assert (row["report"]["value"], row["sql"]["value"]) == (2, 1)


def test_a_row_too_few_is_told(study, built):
    path = built.indicators("2020")
    kept = [line for line in path.read_text("utf-8").splitlines() if ",clauses.share," not in line]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    status, shown, _ = study("--lang", "en", "audit", "2020", "--root", built.root)
    assert status == 1 and "clauses.share" in shown and "only in the SQL" in shown


def test_evidence_changed_since_the_build_is_seen(study, built):
    text = built.evidence.read_text("utf-8")
    built.evidence.write_text(text.replace("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,no"), "utf-8")
    status, shown, _ = study("audit", "2020", "--root", built.root)
    assert status == 1 and "clauses.count" in shown and "purchases_eur" not in shown


def test_a_wave_never_built_or_unknown(study, small_study):
    status, _, errors = study("--lang", "en", "audit", "2020", "--root", small_study.root)
    assert status == 1 and "Wave 2020 has not been built: there is nothing to compare with" in errors
    assert "The audit sets the indicators of the report beside those of the SQL." in " ".join(errors.split())
    assert "study report 2020" in errors
    status, _, errors = study("audit", "2031", "--root", small_study.root)
    assert status == 2 and "2031" in errors
