"""Cleaning a wave: from its inputs to the answers of every lever, with what was set aside.

Promise: the only step between the raw files and the tables that indicators read. For each lever it leaves the five
answers tables and `facts` (that lever's evidence with its standing, the rule that decided and its source), for the wave
`conflicts.csv`, and for its survey `disagreements.csv`, `cleaning.csv`, `refused.csv`, `received.csv` (every response
and whether it counts), `companions.csv` (texts beside answers) and `survey.csv` (its own answers, before desk evidence
and routing; without rows in an open survey, whose answers tables hold nothing else); nothing is dropped, so what does
not count is there with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from study.answers import tables
from study.answers.corrections import Corrections, case_text
from study.answers.facts import standing
from study.answers.states import Status, documented, resolve, routed, with_survey
from study.answers.survey import cleaning_log, corrected, disagreements, refused, survey_states
from study.answers.tables import LeverAnswers, harmless_texts
from study.base.errors import Problem
from study.base.files import table_bytes, write_atomic
from study.base.layout import StudyPaths
from study.intake.inputs import Inputs
from study.survey.responses import Responses

OWN_COLUMNS = ["territory", "lever", "question", "status", "answer"]
"""Columns of `survey.csv`, which the independent recomputation starts from."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned wave: `facts` and `states` in long form, `levers` as tables, the corrections that no longer match.

    Of its survey, empty without one: `responses` with corrections applied, the `disagreements` with desk evidence, the
    `cleaning` of its cells, and those `refused`; `units` are the responses that stand for the frame of an open one.
    """

    facts: pd.DataFrame
    states: pd.DataFrame
    levers: Mapping[int, LeverAnswers]
    expired: tuple[Problem, ...]
    responses: Responses
    disagreements: pd.DataFrame
    cleaning: pd.DataFrame
    refused: pd.DataFrame
    units: pd.DataFrame | None = None

    def conflicts(self) -> pd.DataFrame:
        """Return the conflicts to settle: territory, lever, question, and the case as `corrections.csv` expects it."""
        open_ = self.states[self.states["status"] == Status.CONFLICT]
        answers = dict(zip(self.facts["evidence"], self.facts["answer"], strict=True))
        cases = [case_text({key: answers[key] for key in ids.split(";")}) for ids in open_["evidence"]]
        return open_[["territory", "lever", "question"]].assign(expect=pd.Series(cases, index=open_.index, dtype="str"))

    def own_answers(self) -> pd.DataFrame:
        """Return the survey's answers by themselves (columns `OWN_COLUMNS`), corrected; none of an open survey."""
        answers = self.responses.answers[OWN_COLUMNS]
        return answers if self.units is None else answers.iloc[:0]


def clean(inputs: Inputs, *, with_levers: bool = True) -> Cleaned:
    """Return the answers of a wave at its reference date; its survey's are of that day, and of high confidence.

    `with_levers` makes the tables of each lever too, which takes most of the time and a mere look does not need.
    """
    study, territories = inputs.study, list(inputs.frame["territory"])
    corrections = Corrections(inputs.corrections, inputs.wave.wave, inputs.paths.relative(inputs.paths.corrections))
    reference_date = inputs.wave.reference_date
    responses = corrected(inputs.responses, corrections)
    survey = survey_states(responses, reference_date)
    desk = documented(inputs.evidence, study, territories, reference_date, corrections)
    states = routed(with_survey(desk, survey), study)
    facts = standing(inputs.evidence, study, reference_date)
    sourced = facts.merge(inputs.sources.drop(columns="row"), on="source", how="left", validate="many_to_one")
    levers: dict[int, LeverAnswers] = {}
    if with_levers:
        high_evidence = inputs.evidence[inputs.evidence["confidence"] == "high"]
        high = resolve(high_evidence, study, territories, reference_date, survey=survey)
        levers = {lever.lever: tables.build(states, high, lever) for lever in study.levers}
    return Cleaned(
        sourced,
        states,
        levers,
        tuple(corrections.expired()),
        responses,
        disagreements(desk, states, survey, study),
        cleaning_log(inputs.responses, responses, states, study),
        refused(responses, study, study.languages[0]),
        inputs.frame if study.open_survey else None,
    )


def read_facts(folder: Path) -> pd.DataFrame:
    """Read the facts of one lever, with their standing, rule and source."""
    return pd.read_parquet(folder / "facts.parquet")


def write(cleaned: Cleaned, paths: StudyPaths, wave: str) -> None:
    """Write the tables and facts of each lever, and the wave's conflicts, disagreements and cleaning log."""
    for lever, answers in cleaned.levers.items():
        folder = paths.lever_dir(wave, lever)
        facts = cleaned.facts[cleaned.facts["lever"] == lever].reset_index(drop=True)
        tables.write(answers, folder)
        write_atomic(folder / "facts.parquet", facts.to_parquet(index=False))
        write_atomic(folder / "facts.csv", table_bytes(facts))
    folder = paths.processed(wave)
    write_atomic(folder / "conflicts.csv", table_bytes(cleaned.conflicts()))
    write_atomic(folder / "disagreements.csv", table_bytes(harmless_texts(cleaned.disagreements)))
    if cleaned.units is not None:
        write_atomic(paths.units(wave), cleaned.units.to_parquet(index=False))
    survey = {
        "cleaning": cleaned.cleaning,
        "refused": cleaned.refused,
        "received": cleaned.responses.received,
        "companions": cleaned.responses.companions,
        "survey": cleaned.own_answers(),
    }
    for name, table in survey.items():
        write_atomic(folder / f"{name}.csv", table_bytes(harmless_texts(table)))
