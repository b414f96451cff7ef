"""What rows may refer to: territories, levers, questions, sources; checked column by column.

Promise: an answer is one that its question can have (a code, codes joined by `;`, a day, a number, within its bounds);
a reference that leads nowhere becomes a problem with the nearest known name. Where the table referred to could
not be loaded (`None`), nothing is said: its own problems are told already, and hundreds of echoes would hide them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from study.base.dates import parse
from study.base.errors import Problem
from study.base.nearest import nearest
from study.codebook.model import Question, QuestionType, Study
from study.codebook.rules import answers_of
from study.codebook.ticks import NOT_OFFERED, NOTHING, SEPARATOR, ticks_pattern
from study.intake import answer_problems as refused
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
    """Return the codes that an answer to a coded question is made of; `proposed` plans are read as planned."""
    answers = answers_of(question)
    plans = question.type is QuestionType.YES_NO and "planned" in answers and "proposed" not in answers
    return (*answers, "proposed") if plans else answers


def is_day(text: str) -> bool:
    """Tell whether a text is an ISO day, such as 2019-07-05."""
    try:
        return parse(text).day is not None
    except ValueError:
        return False


def _is_ticks(text: str, pattern: str) -> bool:
    return re.fullmatch(pattern, text) is not None and NOT_OFFERED not in text


def _is_answer(text: str, question: Question) -> bool:
    """Tell whether a text is an answer to a question that is no free text, its bounds aside."""
    if question.type is QuestionType.NUMBER:
        return re.fullmatch(DECIMAL, text) is not None
    if question.type is QuestionType.DATE:
        return is_day(text)
    if question.type is QuestionType.MULTIPLE:
        return _is_ticks(text, ticks_pattern(answers_of(question)))
    return text in allowed_answers(question)


def within_bounds(answer: str, question: Question) -> bool:
    """Tell whether a right answer (a number, or an ISO day) lies within the question's bounds; others always do."""
    low, high = question.minimum, question.maximum
    if question.type is QuestionType.NUMBER:
        value: float | date = float(answer)
    elif question.type is QuestionType.DATE:
        value = parse(answer).first_day
    else:
        return True
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]


def bounds_limit(question: Question) -> str:
    """Return the bounds of a question in signs, such as `≥ 0, ≤ 100`; empty when it has none."""
    ends = (("≥", question.minimum), ("≤", question.maximum))
    return ", ".join(
        f"{sign} {f'{end:.15g}' if isinstance(end, float) else end}" for sign, end in ends if end is not None
    )


def _suggested(text: str, question: Question) -> str | None:
    """Return the code that was probably meant by the first part of an answer that is none."""
    allowed = allowed_answers(question)
    parts = text.split(SEPARATOR) if question.type is QuestionType.MULTIPLE else [text]
    return next((nearest(part, allowed) for part in parts if part not in (*allowed, NOTHING)), None)


_REFUSED: dict[QuestionType, type[Problem]] = {
    QuestionType.NUMBER: found.AnswerNotNumber,
    QuestionType.DATE: refused.AnswerNotDay,
    QuestionType.MULTIPLE: refused.AnswerNotTicks,
}


def _problem_of(answer: str, question: Question) -> type[Problem] | None:
    if not _is_answer(answer, question):
        return _REFUSED.get(question.type, found.AnswerNotAllowed)
    return None if within_bounds(answer, question) else refused.AnswerOutOfBounds


def answer_problems(
    frame: pd.DataFrame, questions: "pd.Series[str]", by_name: dict[str, Question], file: str
) -> list[Problem]:
    """Return the answers that their question cannot have; `questions` names each row's, unknown ones are skipped."""
    problems: list[Problem] = []
    answers = frame["answer"]
    asked = {name: item for name, item in by_name.items() if item.type is not QuestionType.TEXT}
    # Each different answer is looked at once: a table of facts repeats itself.
    said = pd.DataFrame({"name": questions, "answer": answers})[questions.isin(list(asked)) & (answers != "")]
    for name, answer in said.drop_duplicates().itertuples(index=False, name=None):
        question = asked[name]
        if problem := _problem_of(answer, question):
            details: dict[str, object] = {"question": question.question}
            if allowed := allowed_answers(question):
                details |= {"allowed": allowed, "nearest": _suggested(answer, question)}
            elif problem is refused.AnswerOutOfBounds:
                details["limit"] = bounds_limit(question)
            rows = (questions == name) & (answers == answer)
            problems += cell_problems(frame, rows, "answer", problem, file, details)
    return problems
