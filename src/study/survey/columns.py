"""Which question each column of an export answers."""

from dataclasses import dataclass
from enum import StrEnum

from study.codebook.model import Question
from study.survey.layout import System


class Use(StrEnum):
    """What a column is read for."""

    ANSWER = "answer"
    TICK = "tick"
    OTHER = "other"
    COMMENT = "comment"
    RESPONDENT = "respondent"
    EMAIL = "email"
    SYSTEM = "system"
    PERSONAL = "personal"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is accounted for: `question` and, of a box, its `code`; `system` of a platform's own column."""

    position: int
    heading: str
    use: Use
    question: Question | None = None
    code: str = ""
    system: System | None = None
