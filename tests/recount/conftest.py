"""Every indicator of a wave by the report's own functions, in this process: what the audit is held against."""

import pandas as pd
import pytest

from study.answers.clean import clean, write
from study.answers.corrections import Corrections
from study.answers.survey import corrected, survey_states
from study.chapters import annexes, history, overview, replication
from study.chapters.context import open_wave
from study.indicators.coverage import coverage_indicators
from study.indicators.lever import lever_indicators
from study.indicators.nonresponse import response_indicators
from study.indicators.replication import check_claims
from study.indicators.table import to_table
from study.intake.inputs import load_inputs
from study.intake.series import waves_before


def by_pandas(paths, wave):
    """What the four notebooks put into indicators.csv; the tables that they hand on are written as they do."""
    inputs = load_inputs(paths, wave, sealed=False)
    for before in () if inputs.study.open_survey else waves_before(paths, inputs.wave):
        write(clean(load_inputs(paths, before.wave, sealed=False)), paths, before.wave)
    cleaned = clean(inputs)
    write(cleaned, paths, wave)
    context = open_wave(wave, "fr", root=paths.root, units=inputs.frame)
    study, base = inputs.study, inputs.wave.survey.multiple_base
    found = coverage_indicators(cleaned.facts, cleaned.states, study, annexes.cited_sources(cleaned.facts))
    size = None if study.open_survey else len(context.territories)
    found += response_indicators(cleaned.responses.answers, cleaned.responses.respondents, cleaned.states, size)
    earlier = history.earlier_waves(context)
    for lever in study.levers:
        answers = cleaned.levers[lever.lever]
        found += lever_indicators(lever, answers, context.population, inputs.wave.reference_date, base)
        found += history.lever_changes(lever, answers, earlier)
    found += overview.overall_indicators(context, cleaned.levers)
    found += history.overall_changes(context, cleaned.levers, earlier)
    corrections = Corrections(inputs.corrections, wave, "corrections.csv")
    survey = survey_states(corrected(inputs.responses, corrections), inputs.wave.reference_date)
    checked = check_claims(
        inputs.claims, inputs.evidence, study, context.territories, context.population, corrections,
        multiple_base=base, survey=survey,
    )  # fmt: skip
    return to_table([*found, *replication.claim_indicators(checked)], wave)


@pytest.fixture(scope="session")
def pandas_indicators():
    """`pandas_indicators(paths, wave)`: the table that the report prints from."""
    return by_pandas


@pytest.fixture(scope="session")
def in_order():
    """The keys of a table's rows, in their order."""
    return lambda table: [
        (None if pd.isna(lever) else int(lever), name, territory)
        for lever, name, territory in table[["lever", "indicator", "territory"]].itertuples(index=False, name=None)
    ]
