"""The numbers of a wave that a bridge follows, exact, and the states behind them.

Promise: a share is its numerator over its base, as a fraction, and anything else its own value; the same rows come from
a computation in this process, from the JSON that another version of the package prints, and from an edition's
`indicators.csv`. Left out: what is computed (`study.indicators`).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from study.answers import tables
from study.answers.clean import clean
from study.answers.tables import LeverAnswers
from study.base.errors import Problem
from study.base.layout import StudyPaths
from study.codebook.model import Study
from study.indicators.wave import wave_indicators
from study.intake.inputs import load_inputs

SHARE = "share"
# What pandas keeps of a float that it writes as JSON.
_JSON_DECIMALS = 10
_FLOATS = ("lever", "value", "numerator", "base")

Key = tuple[str, str]
"""An indicator and a territory; the latter is empty for the whole frame."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number: exact, None where it cannot be computed; `lever` is None where it is of no single one."""

    lever: int | None
    unit: str
    value: Fraction | None


Numbers = Mapping[Key, Number]


@dataclass(frozen=True, slots=True)
class Computed:
    """What a combination gives: its numbers in the questionnaire's order, and the answers of each lever.

    `names` are the short names of its territories, `expired` the corrections that no longer match their case.
    """

    numbers: Numbers
    study: Study
    levers: Mapping[int, LeverAnswers]
    names: Mapping[str, str]
    expired: tuple[Problem, ...] = ()


def _exact(row: Mapping[Any, Any]) -> Fraction | None:
    numerator, base, value = (None if pd.isna(row[name]) else row[name] for name in ("numerator", "base", "value"))
    if row["unit"] == SHARE and numerator is not None and base is not None:
        return Fraction(numerator) / Fraction(base) if base else None
    return None if value is None else Fraction(value)


def numbers_of(rows: Iterable[Mapping[Any, Any]]) -> dict[Key, Number]:
    """Return the numbers of rows of a table of indicators: lever, indicator, territory, value, unit, numerator, base.

    What is found by leaving one question out is no number that a bridge follows.
    """
    return {
        (str(row["indicator"]), str(row["territory"] or "")): Number(
            None if pd.isna(row["lever"]) else int(row["lever"]), str(row["unit"]), _exact(row)
        )
        for row in rows
        if not str(row["indicator"]).endswith((".intensity_lowest", ".intensity_highest"))
    }


def published(content: bytes) -> dict[Key, Number]:
    """Return the numbers of an edition's `indicators.csv`."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    # Not by pandas, which may read a float's last digit otherwise.
    return numbers_of({**row, **{name: float(row[name]) if row[name] else None for name in _FLOATS}} for row in rows)


def computed(paths: StudyPaths, wave: str, *, sealed: bool = False) -> Computed:
    """Compute a wave of a study in memory, with this process's code; StudyError with the problems of its inputs."""
    inputs = load_inputs(paths, wave, sealed=sealed)
    bare = clean(inputs, with_levers=False)
    # What evidence of high confidence alone would give stands beside an indicator, and is none of its value.
    levers = {lever.lever: tables.build(bare.states, bare.states, lever) for lever in inputs.study.levers}
    cleaned = replace(bare, levers=levers)
    table = wave_indicators(inputs, cleaned, inputs.study.levers)
    names = dict(zip(inputs.frame["territory"], inputs.frame["short_name"], strict=True))
    return Computed(numbers_of(table.to_dict("records")), inputs.study, levers, names, cleaned.expired)


def snapped(found: Numbers, near: Numbers) -> dict[Key, Number]:
    """Return numbers that went through JSON, each as `near` has it where JSON has only cut its last decimals."""
    kept: dict[Key, Number] = {}
    for key, number in found.items():
        other = near[key].value if key in near else None
        cut = number.value is not None and other is not None and number.value != other
        same = cut and Fraction(round(float(other or 0), _JSON_DECIMALS)) == number.value
        kept[key] = replace(number, value=other) if same else number
    return kept
