"""The constraints of an XLSForm, as far as a study's bounds can say them.

Promise: `. >= 0 and . <= 100` and the like become a minimum and a maximum, both included; a strict comparison becomes
the next whole number or day. Anything else gives None, so that its reader reports it. Source: XLSForm's documentation,
“Constraints”. Left out: bounds that depend on another answer or on the day (`today()`).
"""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from study.codebook.model import QuestionType

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
# Beyond, a number read and written again is not the same.
_MOST_DIGITS = 15
_DAY = r"""(?:date\s*\(\s*)?(?:'(\d{4}-\d\d-\d\d)'|"(\d{4}-\d\d-\d\d)")\s*\)?"""
_VALUE = rf"(?:({_NUMBER})|{_DAY})"
_RIGHT = re.compile(rf"\.\s*(>=|<=|>|<)\s*{_VALUE}")
_LEFT = re.compile(rf"{_VALUE}\s*(>=|<=|>|<)\s*\.")
_MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
_PARAMETER = re.compile(rf"\b(start|end)\s*=\s*({_NUMBER})")

Bound = date | float


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest answer that is right, None where there is no end."""

    minimum: Bound | None = None
    maximum: Bound | None = None

    @property
    def leave_nothing(self) -> bool:
        """Tell whether no answer lies between the two."""
        low, high = self.minimum, self.maximum
        return low is not None and high is not None and low > high  # type: ignore[operator]


def number_of(text: str) -> float | None:
    """Return a number as a questionnaire can hold it; None for one of more than fifteen digits.

    >>> number_of("-1.50"), number_of("1" * 16)
    (-1.5, None)
    """
    return float(text) if len(text.lstrip("-").replace(".", "")) <= _MOST_DIGITS else None


def _value(number: str | None, *days: str | None) -> Bound | None:
    if number is not None:
        return number_of(number)
    try:
        return date.fromisoformat(next(day for day in days if day))
    except (ValueError, StopIteration):
        return None


def _comparison(part: str) -> tuple[str, Bound] | None:
    text = part.strip()
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if match := _RIGHT.fullmatch(text):
        sign, *values = match.groups()
    elif match := _LEFT.fullmatch(text):
        *values, sign = match.groups()
        sign = _MIRRORED[sign]
    else:
        return None
    value = _value(*values)
    return None if value is None else (sign, value)


def _included(sign: str, value: Bound, whole: bool) -> Bound | None:
    """Return the bound that a comparison includes; None when a strict one has no next value."""
    if sign in (">=", "<="):
        return value
    step = 1 if sign == ">" else -1
    if isinstance(value, date):
        try:
            return value + timedelta(days=step)
        except OverflowError:  # before the first day that there is, or after the last
            return None
    if not whole:
        return None
    return float(math.floor(value) + 1 if step > 0 else math.ceil(value) - 1)


def constraint_bounds(constraint: str, kind: QuestionType, *, whole: bool = False) -> Bounds | None:
    """Return the bounds that a constraint says, None when it says anything else; `whole`: of whole numbers.

    >>> constraint_bounds(". >= 0 and . < 100", QuestionType.NUMBER, whole=True)
    Bounds(minimum=0.0, maximum=99.0)
    """
    expected = {QuestionType.NUMBER: float, QuestionType.DATE: date}.get(kind)
    low: list[Bound] = []
    high: list[Bound] = []
    for part in re.split(r"\band\b", constraint.strip().removeprefix("(").removesuffix(")") if _wrapped(constraint)
                         else constraint):  # fmt: skip
        compared = _comparison(part)
        if compared is None or type(compared[1]) is not expected:
            return None
        bound = _included(*compared, whole)
        if bound is None:
            return None
        (low if compared[0] in (">", ">=") else high).append(bound)
    if len(low) > 1 or len(high) > 1:
        return None
    return Bounds(low[0] if low else None, high[0] if high else None)


def _wrapped(constraint: str) -> bool:
    """Tell whether one pair of brackets holds the whole constraint."""
    text, depth = constraint.strip(), 0
    if not text.startswith("("):
        return False
    for i, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return i == len(text) - 1
    return False


def range_bounds(parameters: str) -> Bounds:
    """Return the ends of a question of the type `range`, which counts from 1 to 10 unless its parameters say otherwise.

    >>> range_bounds("start=0 end=5 step=1")
    Bounds(minimum=0.0, maximum=5.0)
    """
    said = {name: number_of(value) for name, value in _PARAMETER.findall(parameters)}
    return Bounds(said.get("start", 1.0), said.get("end", 10.0))
