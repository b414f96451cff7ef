"""Every row of the evidence altered, one at a time: both computations move the same indicators to the same values.

The alterations skip the seal, which stops any changed byte before this (`tests/intake/test_checksums.py`): what is asked
here is what a row that was resealed would do. Of a lever, all alterations run through the SQL at once, each on a copy
of the lever under a number of its own; the report's own functions take them one by one.
"""

from pathlib import Path

import pandas as pd
import pytest

from study.answers import tables
from study.answers.states import resolve
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.indicators.lever import lever_indicators
from study.indicators.table import to_table
from study.intake.inputs import load_inputs
from study.recount.compare import NUMBERS, same
from study.recount.files import EVIDENCE
from study.recount.run import Recount

ROOT = Path(__file__).parents[2]
PATHS = StudyPaths(ROOT)
COPY = 1000
# Of 2025, every row; of the earlier waves, a row in so many.
EVERY = {"2019": 12, "2021": 12, "2025": 1}


def altered(row, study):
    """Return what becomes of a fact: another answer, or where it can have no other, another date."""
    question = next(item for item in study.questions if (item.lever, item.question) == (row["lever"], row["question"]))
    number = int(row["evidence"][1:])
    if question.type == "yes_no" and number % 5:
        return row | {"answer": {"yes": "no", "no": "yes"}.get(row["answer"], "yes")}
    if question.type == "number" and number % 5:
        return row | {"answer": str(float(row["answer"]) + 7)}
    if question.type == "choice":
        codes = [code.code for code in question.codes]
        return row | {"answer": codes[(codes.index(row["answer"]) + 1) % len(codes)]}
    # A date moved by some years at its own precision: earlier, or later, beyond the wave or into it.
    years = int(row["as_of"][:4]) + (-9 if number % 2 else 7)
    return row | {"as_of": f"{years}{row['as_of'][4:]}".replace("-02-29", "-02-28"), "valid_until": ""}


def values(table):
    return {
        (row["indicator"], row["territory"]): tuple(
            None if pd.isna(row[name]) else float(row[name]) for name in NUMBERS
        )
        for row in table.to_dict("records")
    }


def alike(one, other):
    return all(same(a, b) for a, b in zip(one, other, strict=True))


def moved(before, after):
    assert before.keys() == after.keys()
    return {key: after[key] for key in after if not alike(before[key], after[key])}


def by_sql(study, wave, lever, tampered):
    """Return the lever's indicators for each table of evidence, all in one run: each has a copy of the lever."""
    own = study.lever(lever)
    copies = []
    for i in range(len(tampered)):
        number = (i + 1) * COPY + lever
        questions = tuple(item.model_copy(update={"lever": number}) for item in own.questions)
        copies.append(own.model_copy(update={"lever": number, "questions": questions}))
    many = study.model_copy(update={"levers": tuple(copies)})
    facts = pd.concat(
        [table.assign(lever=(i + 1) * COPY + lever) for i, table in enumerate(tampered)], ignore_index=True
    )
    with Recount(PATHS, wave, study=many) as recount:
        found = recount.indicators(facts)
    found = found[found["lever"].notna() & ~found["indicator"].str.startswith("evolution.")]
    made = []
    for number, rows in found.groupby("lever", sort=True):
        made.append(values(rows.assign(indicator=rows["indicator"].str.replace(f"lever_{number}", f"lever_{lever}"))))
    assert len(made) == len(tampered)
    return made


class ByPandas:
    """The report's own functions on one lever, whose facts no other lever's depend on."""

    def __init__(self, inputs, lever):
        self.inputs, self.lever = inputs, inputs.study.lever(lever)
        self.study = inputs.study.model_copy(update={"levers": (self.lever,)})
        self.territories = list(inputs.frame["territory"])
        self.population = inputs.frame.set_index("territory")["population_municipal"].astype("float64")

    def __call__(self, evidence):
        day = self.inputs.wave.reference_date
        states = resolve(evidence, self.study, self.territories, day)
        high = resolve(evidence[evidence["confidence"] == "high"], self.study, self.territories, day)
        made = tables.build(states, high, self.lever)
        return values(to_table(lever_indicators(self.lever, made, self.population, day), self.inputs.wave.wave))


@pytest.fixture(scope="module", autouse=True)
def unchecked():
    """The tables' own checks take most of the time, and are not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "check", lambda *_: None)
        yield


@pytest.mark.parametrize("lever", [lever.lever for lever in load_study(PATHS).levers])
@pytest.mark.parametrize("wave", EVERY)
def test_an_altered_fact_moves_the_same_numbers_both_ways(wave, lever):
    inputs = load_inputs(PATHS, wave, sealed=False)
    mine = inputs.evidence[inputs.evidence["lever"] == lever].reset_index(drop=True)
    assert inputs.corrections.empty and len(mine) > 50
    rows = mine.to_dict("records")
    places = range(0, len(rows), EVERY[wave])
    tampered = [mine]
    for place in places:
        changed = altered(rows[place], inputs.study)
        assert changed != rows[place]
        table = mine.copy()
        for name in EVIDENCE:
            table.loc[place, name] = changed[name]
        tampered.append(table)
    sql_before, *sql_after = by_sql(inputs.study, wave, lever, [table[list(EVIDENCE)] for table in tampered])
    pandas = ByPandas(inputs, lever)
    pandas_before = pandas(mine)
    assert moved(sql_before, pandas_before) == {}
    some = 0
    for place, table, after in zip(places, tampered[1:], sql_after, strict=True):
        by_report, by_recount = moved(pandas_before, pandas(table)), moved(sql_before, after)
        name = rows[place]["evidence"]
        assert by_report.keys() == by_recount.keys(), name
        assert all(alike(by_report[key], by_recount[key]) for key in by_report), name
        # What moves is of the fact's own question, of one that hangs on it, or an intensity.
        own = {rows[place]["question"], f"lever_{lever}"}
        own |= {item.question for item in pandas.lever.questions if item.universe and item.universe.question in own}
        assert {indicator.split(".")[0] for indicator, _ in by_report} <= own, name
        some += bool(by_report)
    # Facts that are superseded, have lapsed or are texts move nothing, rightly.
    assert some > (len(tampered) / 6 if EVERY[wave] == 1 else 0)


def test_every_row_of_the_evidence_is_altered_for_the_latest_wave():
    inputs = load_inputs(PATHS, "2025", sealed=False)
    assert EVERY["2025"] == 1 and set(inputs.evidence["lever"]) == {lever.lever for lever in inputs.study.levers}
    assert len(inputs.evidence) == len(PATHS.evidence.read_text("utf-8").splitlines()) - 1
