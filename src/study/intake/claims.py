"""Published figures that a wave should reproduce.

Promise: each claim has a number, a date and either an indicator of the codebook or a reason why it cannot be computed;
the territories that it names exist. Left out: computing and judging them.
"""

from collections.abc import Iterator

import pandas as pd

from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.codebook.model import Measure, Study
from study.intake import problems as found
from study.intake.dates import date_problems
from study.intake.references import Known, source_problems
from study.intake.tables import KEY, Column, Kind, cell_problems, read_table

COLUMNS = (
    Column("claim", pattern=KEY),
    Column("edition", required=True),
    Column("as_of", required=True),
    Column("statement", required=True),
    Column("value", required=True, kind=Kind.NUMBER),
    Column("unit", required=True),
    Column("base"),
    Column("indicator"),
    Column("names"),
    Column("not_computable_because"),
    Column("source", required=True),
)
# Told in the study's languages beside the text itself, as `statement_fr`; a text without its twin is printed as it is.
_TRANSLATED = ("statement", "not_computable_because")
COUNTED = ("frame.count", "levers.count")
"""Indicators that no question gives: the territories in scope, and the levers (the transversal ones apart)."""


def indicators_of(study: Study) -> tuple[str, ...]:
    """Return every name that a claim may give as its indicator (an intensity is a lever's, not a question's)."""
    measures = (
        f"{name}.{measure}"
        for question in study.questions
        for name in question.counted
        for measure in question.indicators
        if measure is not Measure.INTENSITY
    )
    return (*COUNTED, *measures)


def _name_problems(claims: pd.DataFrame, file: str, territories: list[str]) -> Iterator[Problem]:
    named = claims.loc[claims["names"] != "", ["row", "names"]]
    for row, names in named.itertuples(index=False):
        for name in (part.strip() for part in names.split("|")):
            if name not in territories:
                place = Place(file, row=int(row), column="names")
                yield found.UnknownTerritory(place, name, {"nearest": nearest(name, territories)})


def load_claims(paths: StudyPaths, wave: str, known: Known) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the claims of one wave (`value` is float), and their problems."""
    path = paths.claims(wave)
    file = paths.relative(path)
    languages = known.study.languages if known.study is not None else ("fr", "en")
    twins = [Column(f"{name}_{lang}", optional=True) for name in _TRANSLATED for lang in languages]
    claims, problems = read_table(path, (*COLUMNS, *twins), ("claim",), paths)
    problems += source_problems(claims, file, known)
    problems += date_problems(claims, "as_of", file)
    computed, reason = claims["indicator"] != "", claims["not_computable_because"] != ""
    problems += cell_problems(claims, ~computed & ~reason, "indicator", found.ClaimWithoutBasis, file)
    problems += cell_problems(claims, computed & reason, "not_computable_because", found.ClaimWithBoth, file)
    if known.study is not None:
        indicators = indicators_of(known.study)
        wrong = computed & ~claims["indicator"].isin(indicators)
        problems += cell_problems(claims, wrong, "indicator", found.UnknownIndicator, file, near=indicators)
    if known.territories is not None:
        problems += _name_problems(claims, file, list(known.territories))
    return claims, problems
