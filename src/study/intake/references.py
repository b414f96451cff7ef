"""What rows may refer to: territories, levers, questions, sources; checked column by column.

Promise: a reference that leads nowhere becomes a problem with the nearest known name. Where the table referred to could
not be loaded (`None`), nothing is said: its own problems are told already, and hundreds of echoes would hide them.
"""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from study.base.errors import Problem
from study.codebook.model import Question, QuestionType, Study
from study.codebook.rules import answers_of
from study.intake import problems as found
from study.intake.tables import DECIMAL, cell_problems


@dataclass(frozen=True, slots=True)
class Known:
    """What the other inputs hold; None where they could not be loaded."""

    study: Study | None = None
    territories: Collection[str] | None = None
    sources: Collection[str] | None = None
    waves: Collection[str] | None = None


def territory_problems(frame: pd.DataFrame, file: str, known: Known) -> list[Problem]:
    """Return the unknown keys of the column `territory`."""
    if known.territories is None:
        return []
    wrong = (frame["territory"] != "") & ~frame["territory"].isin(list(known.territories))
    return cell_problems(frame, wrong, "territory", found.UnknownTerritory, file, near=known.territories)


def source_problems(frame: pd.DataFrame, file: str, known: Known) -> list[Problem]:
    """Return the unknown keys of the column `source`."""
    if known.sources is None:
        return []
    wrong = (frame["source"] != "") & ~frame["source"].isin(list(known.sources))
    return cell_problems(frame, wrong, "source", found.UnknownSource, file, near=known.sources)


def allowed_answers(question: Question) -> tuple[str, ...]:
    """Return what may stand in a row for a coded question; `proposed` is read as planned."""
    answers = answers_of(question)
    return (*answers, "proposed") if "planned" in answers and "proposed" not in answers else answers


def answer_problems(
    frame: pd.DataFrame, questions: "pd.Series[str]", by_name: dict[str, Question], file: str
) -> list[Problem]:
    """Return the answers that their question cannot have; `questions` names each row's, unknown ones are skipped."""
    problems: list[Problem] = []
    answers = frame["answer"]
    # Questions that take the same answers are tested together: one pass for the numbers, one for each list of codes.
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, question in by_name.items():
        if question.type is not QuestionType.TEXT:
            alike.setdefault(allowed_answers(question), []).append(name)
    for allowed, names in alike.items():
        right = answers.isin(allowed) if allowed else answers.str.fullmatch(DECIMAL).astype(bool)
        wrong = questions.isin(names) & (answers != "") & ~right
        for name in questions[wrong].unique():
            rows = wrong & (questions == name)
            details: dict[str, object] = {"question": by_name[name].question}
            if allowed:
                details["allowed"] = allowed
                problems += cell_problems(frame, rows, "answer", found.AnswerNotAllowed, file, details, allowed)
            else:
                problems += cell_problems(frame, rows, "answer", found.AnswerNotNumber, file, details)
    return problems
