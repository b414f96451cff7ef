"""Every row of the evidence altered, one at a time: both computations move the same indicators to the same values.

The alterations skip the seal, which stops any changed byte before this (`tests/intake/test_checksums.py`): what is asked
here is what a row that was resealed would do. Of a lever, all alterations run through the SQL at once, each on a copy
of the lever under a number of its own; the report's own functions take them one by one.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from study.answers import tables
from study.answers.states import resolve
from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.indicators.intensity import intensity, intensity_indicators
from study.indicators.lever import lever_indicators, question_indicators
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


@cache
def inputs_of(wave):
    return load_inputs(PATHS, wave, sealed=False)


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


def with_row(table, place, row):
    """Return a table of facts with another row at a place."""
    changes = {}
    for name in ("answer", "as_of", "valid_until"):
        cells = table[name].tolist()
        if cells[place] != row[name]:
            cells[place] = row[name]
            changes[name] = pd.Series(cells, index=table.index, dtype="str")
    return table.assign(**changes)


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


def together(lever, question):
    """Return a question with those that route to it, or hang on it: what one of its facts can bear on."""
    names = {question}
    while True:
        near = {item.question for item in lever.questions if item.universe and item.universe.question in names}
        near |= {item.universe.question for item in lever.questions if item.universe and item.question in names}
        if near <= names:
            return tuple(item for item in lever.questions if item.question in names)
        names |= near


STATE = ["territory", "question", "status", "answer", "as_of"]


class ByPandas:
    """The report's own functions on one lever; of an altered fact, on its question and those tied to it by filters.

    That nothing else moves is said by the SQL, which computes the whole lever each time. Measures are made of states,
    so they are made once for each different set of states: most facts are superseded, and alter none.
    """

    def __init__(self, inputs, lever, evidence):
        self.inputs, self.lever, self.day = inputs, inputs.study.lever(lever), inputs.wave.reference_date
        self.territories = list(inputs.frame["territory"])
        self.population = inputs.frame.set_index("territory")["population_municipal"].astype("float64")
        self.evidence, self.made, self.high = evidence, {}, {}
        states, high = self.states(self.lever, evidence), self.states(self.lever, evidence, high=True)
        self.tables = tables.build(states, high, self.lever)
        rows = lever_indicators(self.lever, self.tables, self.population, self.day)
        self.values = values(to_table(rows, inputs.wave.wave))

    def states(self, lever, evidence, *, high=False):
        study = self.inputs.study.model_copy(update={"levers": (lever,)})
        return resolve(
            evidence[evidence["confidence"] == "high"] if high else evidence, study, self.territories, self.day
        )

    def sure(self, lever):
        """Return the states at high confidence without any alteration."""
        names = tuple(item.question for item in lever.questions)
        if names not in self.high:
            mine = self.evidence[self.evidence["question"].isin(names)]
            self.high[names] = self.states(lever, mine, high=True)
        return self.high[names]

    def __call__(self, evidence, question, *, sure):
        """Return the values with an altered fact of a question; whether that fact is `sure`, of high confidence."""
        questions = together(self.lever, question)
        if not any(item.indicators for item in questions):
            return self.values  # a text is told, never counted
        cut = self.lever.model_copy(update={"questions": questions})
        mine = evidence[evidence["question"].isin([item.question for item in questions])]
        states = self.states(cut, mine)
        high = self.states(cut, mine, high=True) if sure else self.sure(cut)
        key = tuple(tuple(table[name]) for table in (states, high) for name in STATE)
        if key not in self.made:
            self.made[key] = self.values | self.measured(cut, tables.build(states, high, cut))
        return self.made[key]

    def measured(self, cut, made):
        rows = [row for item in cut.questions for row in question_indicators(item, made, self.population, self.day)]
        if cut.core:
            whole = {name: table.assign(**dict(getattr(made, name).items())) for name, table in self.tables.items()}
            core = [item.question for item in self.lever.core]
            found = intensity([tables.LeverAnswers(**whole)], core)
            rows += intensity_indicators(found, f"lever_{self.lever.lever}", self.lever.lever)
        return values(to_table(rows, self.inputs.wave.wave))


@pytest.fixture(scope="module", autouse=True)
def unchecked():
    """The tables' own checks take most of the time, and are not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "check", lambda *_: None)
        yield


@pytest.mark.parametrize("lever", [lever.lever for lever in load_study(PATHS).levers])
@pytest.mark.parametrize("wave", EVERY)
def test_an_altered_fact_moves_the_same_numbers_both_ways(wave, lever):
    inputs = inputs_of(wave)
    mine = inputs.evidence[inputs.evidence["lever"] == lever].reset_index(drop=True)
    assert inputs.corrections.empty and len(mine) > 50
    rows = mine.to_dict("records")
    places = range(0, len(rows), EVERY[wave])
    tampered = [mine]
    for place in places:
        changed = altered(rows[place], inputs.study)
        assert changed != rows[place]
        tampered.append(with_row(mine, place, changed))
    sql_before, *sql_after = by_sql(inputs.study, wave, lever, [table[list(EVIDENCE)] for table in tampered])
    pandas = ByPandas(inputs, lever, mine)
    pandas_before = pandas.values
    assert moved(sql_before, pandas_before) == {}
    some = 0
    for place, table, after in zip(places, tampered[1:], sql_after, strict=True):
        name, question = rows[place]["evidence"], rows[place]["question"]
        sure = rows[place]["confidence"] == "high"
        by_report = moved(pandas_before, pandas(table, question, sure=sure))
        by_recount = moved(sql_before, after)
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
    inputs = inputs_of("2025")
    assert EVERY["2025"] == 1 and set(inputs.evidence["lever"]) == {lever.lever for lever in inputs.study.levers}
    assert len(inputs.evidence) == len(PATHS.evidence.read_text("utf-8").splitlines()) - 1
