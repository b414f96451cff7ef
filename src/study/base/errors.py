"""What can be wrong with a user's inputs, said so that the user can mend it.

Promise: a problem is a value. It names what is wrong, where (file, sheet, row, column, line), the value found, why it
matters and what to do; building one does nothing. Problems are collected and raised together in one `StudyError`, so
that a user sees all of them at once. One class per kind of failure; `code` is stable and may be searched for.
Left out: how problems are printed (`study.base.show`) and translated (`study.base.text`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    """Whether a problem must be settled before anything is computed, should be looked at, or is only good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a file of the study folder, and as much more as is known (rows and lines count from 1)."""

    file: str
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a user must settle.

    `what`, `why` and `remedy` of each class are English sentences with `{name}` fields, filled from `details` and
    `value`; they are the keys of the message catalogue.
    """

    code: ClassVar[str]
    what: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR

    place: Place | None = None
    value: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        """Return everything the three sentences may name."""
        return {"value": self.value, **self.details}


class StudyError(Exception):
    """The inputs of a study hold problems that a user must settle: exit status 1, nothing written."""

    exit_status: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.code} {p.place or ''} {p.value or ''}".strip() for p in self.problems))


class UsageError(StudyError):
    """A command was called wrongly: exit status 2."""

    exit_status: ClassVar[int] = 2


def raise_if(problems: Iterable[Problem]) -> None:
    """Raise one `StudyError` with all `problems`, if there is any."""
    if found := tuple(problems):
        raise StudyError(found)
