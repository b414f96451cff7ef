"""Partial dates: a day, a month or a year, compared at their own precision.

Promise: the only place that knows how `2019`, `2019-07` and `2019-07-05` compare. A partial date sorts as its first
day; against a reference day it is compared at its own precision, so that `2019` is not after 2019-07-05. `inferred`
(a page that carried no date) has the precision of a year. Dates that a spreadsheet has mangled are told apart, because
their remedy is another one. Source of the rules: the design, section 6.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# What Excel and LibreOffice make of an ISO date: "juil.-19", "05/07/2019", "43651" (a serial day), "Jul-19".
_MANGLED = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|[^\W\d]{3,9}\.?[- ]\d{2,4}|\d{1,2}[- ][^\W\d]{3,9}\.?(?:[- ]\d{2,4})?|[34]\d{4}"
)


class Precision(StrEnum):
    """How much of a date is known; the evidence's words."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INFERRED = "inferred"


_PARTS = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1, Precision.INFERRED: 1}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; missing parts are None."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first_day(self) -> date:
        """Return the day it sorts as."""
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last_day(self) -> date:
        """Return the last day it may mean (the day of a published figure known to the month or year)."""
        if self.month is None:
            return date(self.year, 12, 31)
        if self.day is None:
            return date(self.year, self.month, monthrange(self.year, self.month)[1])
        return date(self.year, self.month, self.day)

    def _cut(self, day: date) -> tuple[int, ...]:
        return (day.year, day.month, day.day)[: 1 + (self.month is not None) + (self.day is not None)]

    def _parts(self) -> tuple[int, ...]:
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def is_after(self, day: date) -> bool:
        """Tell whether it lies after `day`, compared at its own precision."""
        return self._parts() > self._cut(day)

    def is_before(self, day: date) -> bool:
        """Tell whether it lies before `day`, compared at its own precision."""
        return self._parts() < self._cut(day)

    def __str__(self) -> str:
        return "-".join(f"{part:0{4 if i == 0 else 2}d}" for i, part in enumerate(self._parts()))


def parse(text: str, precision: str | None = None) -> PartialDate:
    """Read an ISO date, month or year; with `precision`, the text must have at least that, and is cut to it.

    Raises ValueError when the text is no such date.

    >>> str(parse("2019-07"))
    '2019-07'
    >>> parse("2019", "year").is_after(date(2019, 7, 5))
    False
    """
    if not (match := _ISO.fullmatch(text.strip())):
        raise ValueError(text)
    parts = [int(part) for part in match.groups() if part]
    if precision is not None:
        wanted = _PARTS[Precision(precision)]
        if precision == Precision.INFERRED:
            parts = parts[:1]
        if len(parts) != wanted:
            raise ValueError(text)
    found = PartialDate(*parts)
    _ = found.first_day  # refuses 2019-02-30
    return found


def is_mangled(text: str) -> bool:
    """Tell whether a spreadsheet has rewritten what was an ISO date.

    >>> is_mangled("juil.-19"), is_mangled("05/07/2019"), is_mangled("2019-07")
    (True, True, False)
    """
    return bool(_MANGLED.fullmatch(text.strip()))
