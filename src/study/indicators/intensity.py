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


def intensity_indicators(found: Intensity, name: str, lever: int | None) -> list[Indicator]:
    """Return `<name>.intensity` for each territory and (territory empty) for the frame, then its sensitivity."""

    def row(suffix: str, territory: str, yes: float, base: float, unknown: float, value: float | None) -> Indicator:
        bounded = suffix == "intensity" and base
        return Indicator(
            lever, f"{name}.{suffix}", value, "share", yes, base, unknown,
            yes / base if bounded else None, (yes + unknown) / base if bounded else None,
            "yes / core questions" if suffix == "intensity" else "leaving one question out", territory,
        )  # fmt: skip

    rows = []
    totals = found.yes.sum(), found.base.sum(), found.unknown.sum()
    rows.append(row("intensity", "", *totals, totals[0] / totals[1] if totals[1] else None))
    for territory in found.yes.index:
        yes, base, unknown = found.yes[territory], found.base[territory], found.unknown[territory]
        rows.append(row("intensity", territory, yes, base, unknown, yes / base if base else None))
        for suffix, value in (
            ("intensity_lowest", found.sensitivity_lower[territory]),
            ("intensity_highest", found.sensitivity_upper[territory]),
        ):
            rows.append(row(suffix, territory, yes, base, unknown, None if pd.isna(value) else float(value)))
    return rows
