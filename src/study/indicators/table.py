"""The table of indicators: one row per measure, with its base and the bounds that the unknown leaves open.

Promise: every module of this room returns `Indicator` values; this one turns them into the table that the ledger, the
reviewers' CSV and the audit read. Columns as in the design, section 5, then what stands beside each measure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import pandas as pd


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure: `value` with its `numerator`, `base` and bounds; NaN (None) where it has none.

    `territory` is empty for the whole frame. `unit` is `territories`, `share` (0 to 1), `years`, `population` or a
    question's own unit. `median_age_years` is the age of the evidence at the reference date, `high_count` the same
    count with evidence of high confidence only.
    """

    lever: int | None
    indicator: str
    value: float | None
    unit: str
    numerator: float | None
    base: float | None
    unknown: float | None
    lower: float | None
    upper: float | None
    method: str
    territory: str = ""
    median_age_years: float | None = None
    high_count: int | None = None


COLUMNS = [
    "wave",
    "lever",
    "indicator",
    "territory",
    "value",
    "unit",
    "numerator",
    "base",
    "unknown",
    "lower",
    "upper",
    "method",
    "median_age_years",
    "high_count",
]

_TYPES = {
    "lever": "Int64",
    "value": "float64",
    "numerator": "float64",
    "base": "float64",
    "unknown": "float64",
    "lower": "float64",
    "upper": "float64",
    "median_age_years": "float64",
    "high_count": "Int64",
}


def to_table(indicators: Iterable[Indicator], wave: str) -> pd.DataFrame:
    """Return indicators as a table with `COLUMNS`, in the order given."""
    names = [field.name for field in fields(Indicator)]
    table = pd.DataFrame([[getattr(item, name) for name in names] for item in indicators], columns=names)
    return table.assign(wave=wave)[COLUMNS].astype(_TYPES)
