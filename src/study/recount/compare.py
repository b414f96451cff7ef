"""The indicators of the report beside those of the SQL.

Promise: every row of either side is compared, in every number that it holds; counts exactly, and what is the outcome of
a division within the twelfth digit, which two programs may round differently. A row that only one side has, or has
twice, differs. Left out: what is done about a difference.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pandas as pd

from study.base.text import mark

KEYS = ["lever", "indicator", "territory"]
NUMBERS = ["value", "numerator", "base", "unknown", "lower", "upper", "median_age_years", "high_count"]
RELATIVE = 1e-12


class Verdict(StrEnum):
    """What became of one row."""

    SAME = mark("same")
    DIFFERS = mark("differs")
    ONLY_REPORT = mark("only in the report")
    ONLY_SQL = mark("only in the SQL")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator on both sides; numbers are None where a side has none. `differing` are the columns that differ."""

    lever: int | None
    indicator: str
    territory: str
    report: dict[str, float | None]
    sql: dict[str, float | None]
    verdict: Verdict
    differing: tuple[str, ...] = ()


def read_indicators(path: Path) -> pd.DataFrame:
    """Read an `indicators.csv`: texts, `lever` and `high_count` as Int64, the other numbers as float64."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    table = pd.DataFrame(rows, columns=["wave", *KEYS, *NUMBERS], dtype="str")
    for name in ("lever", *NUMBERS):
        table[name] = pd.to_numeric(table[name].where(table[name] != "", None)).astype("float64")
    return table.astype({"lever": "Int64", "high_count": "Int64"})


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type]


def same(one: float | None, other: float | None) -> bool:
    """Tell whether two numbers are the same: whole ones exactly, others within the twelfth digit.

    >>> same(6, 6.0), same(6, 6.0000000000001), same(0.1 + 0.2, 0.3), same(None, 0)
    (True, False, True, False)
    """
    if one is None or other is None:
        return one is other
    if float(one).is_integer() and float(other).is_integer():
        return one == other
    return not float(one).is_integer() and math.isclose(one, other, rel_tol=RELATIVE)


def _placed(table: pd.DataFrame) -> dict[tuple[int | None, str, str, int], dict[str, float | None]]:
    """Return the numbers of each row by its key; a key's second row has the number 1, and so on."""
    found: dict[tuple[int | None, str, str, int], dict[str, float | None]] = {}
    for lever, indicator, territory, *numbers in table[[*KEYS, *NUMBERS]].itertuples(index=False, name=None):
        key, again = (None if pd.isna(lever) else int(lever), str(indicator), str(territory)), 0
        while (*key, again) in found:
            again += 1
        found[(*key, again)] = {name: _number(value) for name, value in zip(NUMBERS, numbers, strict=True)}
    return found


def compare(report: pd.DataFrame, sql: pd.DataFrame) -> Iterator[Row]:
    """Yield every row of both tables, in the order of the report, then what only the SQL has."""
    theirs, ours = _placed(report), _placed(sql)
    nothing = dict.fromkeys(NUMBERS)
    for key, numbers in theirs.items():
        lever, indicator, territory, _ = key
        if key not in ours:
            yield Row(lever, indicator, territory, numbers, dict(nothing), Verdict.ONLY_REPORT)
            continue
        differing = tuple(name for name in NUMBERS if not same(numbers[name], ours[key][name]))
        verdict = Verdict.DIFFERS if differing else Verdict.SAME
        yield Row(lever, indicator, territory, numbers, ours[key], verdict, differing)
    for key, numbers in ours.items():
        if key not in theirs:
            yield Row(*key[:3], dict(nothing), numbers, Verdict.ONLY_SQL)


def differences(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are not the same on both sides."""
    return [row for row in rows if row.verdict is not Verdict.SAME]
