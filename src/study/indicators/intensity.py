"""How many of a lever's core questions a territory answers yes to, with bounds and a test of its robustness.

Promise: intensity = yes over core questions asked, within [yes, yes + unknown] over the same base; beside it the lowest
and highest value obtained by leaving one question out, so that nobody ranks territories on one question.
Source: the design, section 6, "Intensity".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.indicators.table import Indicator


@dataclass(frozen=True, slots=True)
class Intensity:
    """Counts per territory (Series indexed by territory): `yes`, `unknown` and `base` (core questions asked)."""

    yes: pd.Series
    unknown: pd.Series
    base: pd.Series
    sensitivity_lower: pd.Series
    sensitivity_upper: pd.Series


def _states(
    tables: Sequence[LeverAnswers], questions: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    status = pd.concat([table.status for table in tables], axis=1)[list(questions)].astype("str")
    answers = pd.concat([table.answers for table in tables], axis=1)[list(questions)].astype("object")
    asked = status != Status.NOT_ASKED
    yes = (status == Status.ANSWERED) & (answers == "yes")
    unknown = asked & (status != Status.ANSWERED)
    return yes, unknown, asked


def intensity(tables: Sequence[LeverAnswers], questions: Sequence[str]) -> Intensity:
    """Return the intensity of each territory over `questions` (core question ids found in `tables`)."""
    yes, unknown, asked = _states(tables, questions)
    base = asked.sum(axis=1)
    count = yes.sum(axis=1)
    # Leaving one asked question out: (yes - its yes) / (base - 1), for every question.
    left_out = yes.rsub(count, axis=0).div((base - 1).where(base > 1), axis=0).where(asked)
    return Intensity(
        yes=count,
        unknown=unknown.sum(axis=1),
        base=base,
        sensitivity_lower=left_out.min(axis=1),
        sensitivity_upper=left_out.max(axis=1),
    )


def whole_intensity(name: str, lever: int | None, territory: str, yes: float, base: float, unknown: float) -> Indicator:
    """Return `<name>.intensity` of a territory, or of many together, from counts of core questions."""
    value, upper = (yes / base, (yes + unknown) / base) if base else (None, None)
    return Indicator(
        lever, f"{name}.intensity", value, "share", yes, base, unknown, value, upper, "yes / core questions", territory
    )


def intensity_indicators(found: Intensity, name: str, lever: int | None) -> list[Indicator]:
    """Return `<name>.intensity` for each territory and (territory empty) for the frame, then its sensitivity."""

    def without_one(end: str, territory: str, value: float) -> Indicator:
        return Indicator(
            lever, f"{name}.intensity_{end}", None if pd.isna(value) else value, "share", None,
            float(found.base[territory]), None, None, None, "leaving one question out", territory,
        )  # fmt: skip

    rows = [whole_intensity(name, lever, "", found.yes.sum(), found.base.sum(), found.unknown.sum())]
    for territory in found.yes.index:
        counts = (found.yes[territory], found.base[territory], found.unknown[territory])
        rows.append(whole_intensity(name, lever, territory, *counts))
        rows.append(without_one("lowest", territory, found.sensitivity_lower[territory]))
        rows.append(without_one("highest", territory, found.sensitivity_upper[territory]))
    return rows
