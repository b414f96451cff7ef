"""The small study's wave, computed in memory: what the chapters are made of."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from study.answers.clean import Cleaned, clean, write
from study.base.layout import StudyPaths
from study.blocks.model import Block
from study.chapters.annexes import cited_sources
from study.chapters.context import WaveContext, open_wave
from study.chapters.overview import overall_indicators
from study.codebook.model import Lever
from study.indicators.coverage import coverage_indicators
from study.indicators.lever import lever_indicators
from study.indicators.nonresponse import response_indicators
from study.intake import checksums
from study.intake.inputs import Inputs, load_inputs
from study.ledger.counts import Counts
from study.ledger.entries import Ledger
from study.ledger.tallies import tally_entries

from ..released import release

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


@pytest.fixture(autouse=True)
def words_alone(monkeypatch):
    """Here words are read as a reader reads them; that their numbers carry their keys is held in `test_keys`."""
    monkeypatch.setattr(Ledger, "cited", Ledger.text)


@pytest.fixture
def compute() -> Callable[..., Computed]:
    """`compute(paths, lang)`: the wave 2020 of a study."""

    def run(paths: StudyPaths, lang: str = "fr") -> Computed:
        context = open_wave("2020", lang, root=paths.root)
        inputs = load_inputs(paths, "2020")
        cleaned = clean(inputs)
        sources = cited_sources(cleaned.facts)
        indicators = coverage_indicators(cleaned.facts, cleaned.states, context.study, sources)
        counts = Counts("2020", context.study.languages)
        day = context.wave.reference_date
        tallies = [*counts.of_cleaning(cleaned, context.study, context.wave, context.population)]
        for lever in context.study.levers:
            tables = cleaned.levers[lever.lever]
            indicators += lever_indicators(lever, tables, context.population, day)
            tallies += tally_entries(lever, tables, context.names, "2020", context.study.languages)
            tallies += counts.of_lever(lever, tables, named=True)
        indicators += overall_indicators(context, cleaned.levers)
        answers, respondents = inputs.responses.answers, inputs.responses.respondents
        indicators += response_indicators(answers, respondents, cleaned.states, len(context.territories))
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


WAVE_TEXT = "data/raw/waves/{}/wave.yaml"
# Belleville adopts what it had planned, said by two pages; Cassis gives up its clauses.
LATER_FACTS = """E020,belleville,1,scheme,yes,2021-03,month,,S001,high,Voted,Voté
E021,belleville,1,scheme,yes,2021-09,month,,S002,high,Voted again,Voté encore
E022,cassis,1,clauses,no,2021-06,month,,S001,high,No more,Plus aucune
"""


@pytest.fixture
def series(make_full):
    """`series(wave, lang)`: a wave's context and answers, of three (2018, 2020, 2022) cleaned in one study.

    `series.facts(wave)` are its facts.
    """

    def dated(name: str, day: str) -> Callable[[str], str]:
        return lambda text: (
            text.replace('wave: "2020"', f'wave: "{name}"').replace("2020-12-31", day).replace("fictitious: true", "")
        )

    paths = make_full({"data/raw/evidence/evidence.csv": lambda text: text + LATER_FACTS})
    original = paths.wave_yaml("2020").read_text("utf-8")
    for name, day in (("2018", "2018-12-31"), ("2020", "2020-12-31"), ("2022", "2022-12-31")):
        paths.wave_folder(name).mkdir(exist_ok=True)
        paths.wave_yaml(name).write_text(dated(name, day)(original), "utf-8")
        if name != "2020":
            (paths.wave_folder(name) / "claims.csv").write_bytes(paths.claims("2020").read_bytes())
    done = {}
    for name in ("2018", "2020", "2022"):
        done[name] = clean(load_inputs(paths, name, sealed=False))
        write(done[name], paths, name)

    def of(wave: str, lang: str = "fr"):
        return open_wave(wave, lang, root=paths.root), done[wave].levers

    of.facts = lambda wave: done[wave].facts
    return of


# Cassis sent no questionnaire; Belleville, without an elected member, is not asked about staff.
SURVEY = """territory;elected;staff;lever_0.actions;scheme;clauses;purchases_eur;lever_1.actions
Arbois;oui;oui;Un conseil local;oui;;60 000 000;
belleville;non;;;en projet;oui;12,5;Une charte
"""
RESPONSES = "data/raw/waves/2020/responses/answers.csv"


def _told_by_nobody(text: str) -> str:
    """wave.yaml without what needs sources, and of a study with themes."""
    return text[: text.index("collection:")] + text[text.index("keywords:") :]


def _themes(text: str) -> str:
    return text.replace("fr: levier, en: lever", "fr: thématique, en: theme").replace(
        "fr: leviers, en: levers", "fr: thématiques, en: themes"
    )


@pytest.fixture
def make_surveyed(make_study) -> Callable[..., StudyPaths]:
    """`make_surveyed(files)`: the small study answered by two of its three territories, without evidence, nor claims."""

    def unweighted(text: str) -> str:
        return text.replace("weighted_share, ", "")

    def make(files=None) -> StudyPaths:
        changed = {
            RESPONSES: SURVEY,
            "data/raw/waves/2020/wave.yaml": _told_by_nobody,
            "data/raw/waves/2020/claims.csv": lambda text: text.splitlines(keepends=True)[0],
            "data/raw/questionnaire/study.yaml": _themes,
            "data/raw/questionnaire/lever-0.yaml": unweighted,
            "data/raw/questionnaire/lever-1.yaml": unweighted,
        }
        paths = make_study({**changed, **(files or {})})
        shutil.rmtree(paths.evidence_folder)
        paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
        return paths

    return make


@pytest.fixture
def surveyed(make_surveyed, compute) -> Computed:
    """The small study's wave in French, answered in a survey alone, whose texts are released."""
    return compute(release(make_surveyed(), "2020"))


@pytest.fixture
def both(make_full, compute) -> Computed:
    """The small study's wave in French, answered in a survey whose texts are released, and documented."""
    return compute(release(make_full({RESPONSES: SURVEY}), "2020"))
