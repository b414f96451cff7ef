"""The small study's wave, computed in memory: what the chapters are made of."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from study.answers.clean import Cleaned, clean
from study.base.layout import StudyPaths
from study.blocks.model import Block
from study.chapters.annexes import cited_sources
from study.chapters.context import WaveContext, open_wave
from study.chapters.overview import overall_indicators
from study.codebook.model import Lever
from study.indicators.coverage import coverage_indicators
from study.indicators.lever import lever_indicators
from study.intake.inputs import Inputs, load_inputs
from study.ledger.entries import Ledger
from study.ledger.tallies import tally_entries

ALL = "[count, share, share_determined, weighted_share, intensity]"


@dataclass(frozen=True, slots=True)
class Computed:
    """A wave with everything its notebooks would hold."""

    context: WaveContext
    inputs: Inputs
    cleaned: Cleaned
    ledger: Ledger

    def lever(self, number: int) -> Lever:
        return self.context.study.lever(number)

    def facts(self, number: int):
        facts = self.cleaned.facts
        return facts[facts["lever"] == number].reset_index(drop=True)


@pytest.fixture
def compute() -> Callable[..., Computed]:
    """`compute(paths, lang)`: the wave 2020 of a study."""

    def run(paths: StudyPaths, lang: str = "fr") -> Computed:
        context = open_wave("2020", lang, root=paths.root)
        inputs = load_inputs(paths, "2020")
        cleaned = clean(inputs)
        sources = cited_sources(cleaned.facts)
        indicators = coverage_indicators(cleaned.facts, cleaned.states, context.study, sources)
        day, tallies = context.wave.reference_date, []
        for lever in context.study.levers:
            tables = cleaned.levers[lever.lever]
            indicators += lever_indicators(lever, tables, context.population, day)
            tallies += tally_entries(lever, tables, context.names, "2020", context.study.languages)
        indicators += overall_indicators(context, cleaned.levers)
        return Computed(context, inputs, cleaned, context.ledger(indicators, tallies))

    return run


@pytest.fixture
def make_full(make_study) -> Callable[..., StudyPaths]:
    """The small study with every measure on every yes/no question; other files may be changed too."""

    def full(text: str) -> str:
        return text.replace("[count, share, intensity]", ALL).replace("[count, share, weighted_share, intensity]", ALL)

    def make(files=None) -> StudyPaths:
        levers = {f"data/raw/questionnaire/lever-{number}.yaml": full for number in (0, 1)}
        return make_study({**levers, **(files or {})})

    return make


@pytest.fixture
def small(make_full, compute) -> Computed:
    """The small study's wave in French."""
    return compute(make_full())


@pytest.fixture
def small_en(make_full, compute) -> Computed:
    """The small study's wave in English."""
    return compute(make_full(), "en")


@pytest.fixture
def texts() -> Callable[[Block], list[list[str]]]:
    """The rows of a table block as plain texts."""
    return lambda block: [[c if isinstance(c, str) else c["text"] for c in row] for row in block.data["rows"]]
