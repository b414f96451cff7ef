"""The answers of a lever as tables that everything downstream reads.

Promise: five tables of one shape (a row per territory, a column per question) for each lever: `answers` typed by the
questionnaire (yes/planned/no as an ordered category, a choice as a category of its codes, numbers as float64; multiple
choices as `study.codebook.ticks` writes them, days in ISO and texts as str), `status`, `origin` (evidence
ids joined by `;`, or a survey's cell as `study.answers.survey` writes it), `as_of` (ISO day of the newest evidence, or
of the survey) and `high` (the answer that evidence of high confidence and the survey alone give).
They are checked against a pandera schema built from the questionnaire before they are written, as Parquet and as CSV.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from study.answers.states import Status, ticks_in_order
from study.base.files import harmless, table_bytes, write_atomic
from study.base.text import mark
from study.cells.held import UNREAD, WITHHELD
from study.codebook.model import Lever, Question, QuestionType
from study.intake.references import is_day, within_bounds

YES_NO = pd.CategoricalDtype(["yes", "planned", "no"], ordered=True)


# Days stay texts, as in `as_of`: ISO days sort as days, and are the same in Parquet, in CSV and in the evidence. A
# datetime64 would have a unit, and a time of day that nobody gave.
_PLAIN: dict[QuestionType, str] = {
    QuestionType.NUMBER: "float64",
    QuestionType.MULTIPLE: "str",
    QuestionType.DATE: "str",
    QuestionType.TEXT: "str",
}


def dtype_of(question: Question) -> str | pd.CategoricalDtype:
    """Return the dtype of a question's column of answers."""
    if question.type is QuestionType.YES_NO:
        return YES_NO
    if question.type is QuestionType.CHOICE:
        return pd.CategoricalDtype([code.code for code in question.codes], ordered=False)
    return _PLAIN[question.type]


@dataclass(frozen=True, slots=True)
class LeverAnswers:
    """The five tables of one lever; the index `territory` and the columns (question ids) are the same in each."""

    answers: pd.DataFrame
    status: pd.DataFrame
    origin: pd.DataFrame
    as_of: pd.DataFrame
    high: pd.DataFrame

    def items(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each table with its name."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)


def _typed(values: pd.Series, question: Question) -> pd.Series:
    dtype: Any = dtype_of(question)  # the stubs of pandas know no union of dtypes
    return values.where(values != "", None).astype(dtype)


def _wide(states: pd.DataFrame, column: str, lever: Lever, territories: list[str]) -> pd.DataFrame:
    mine = states[states["lever"] == lever.lever]
    wide = mine.pivot(index="territory", columns="question", values=column)
    wide = wide.reindex(index=territories, columns=[question.question for question in lever.questions])
    return wide.rename_axis(index="territory", columns=None)


def build(states: pd.DataFrame, high_states: pd.DataFrame, lever: Lever) -> LeverAnswers:
    """Return one lever's tables from the states (all evidence) and those of high confidence, and check them.

    Both come from `study.answers.states.resolve` for the same territories. Raises pandera's SchemaErrors on a table
    that breaks its contract, which would be a fault of ours and not of the data.
    """
    territories = list(dict.fromkeys(states["territory"]))

    def typed(source: pd.DataFrame) -> pd.DataFrame:
        wide = _wide(source, "answer", lever, territories)
        return pd.DataFrame(
            {question.question: _typed(wide[question.question], question) for question in lever.questions}
        )

    status = _wide(states, "status", lever, territories).astype(pd.CategoricalDtype([item.value for item in Status]))
    tables = LeverAnswers(
        answers=typed(states),
        status=status,
        origin=_wide(states, "evidence", lever, territories),
        as_of=_wide(states, "as_of", lever, territories),
        high=typed(high_states),
    )
    check(tables, lever)
    return tables


def _are_right(question: Question, answers: pd.Series) -> pd.Series:
    """Tell which answers of a column the questionnaire allows, beyond their dtype; each different one is read once."""

    def right(answer: str | float) -> bool:
        text = str(answer)
        if question.type is QuestionType.MULTIPLE and ticks_in_order(question, text) != text:
            return False
        if question.type is QuestionType.DATE and not is_day(text):
            return False
        return within_bounds(text, question)

    if question.type not in (QuestionType.MULTIPLE, QuestionType.DATE, QuestionType.NUMBER):
        return pd.Series(True, index=answers.index)
    known = {answer: right(answer) for answer in answers.unique()}
    return answers.map(known).astype(bool)


def check(tables: LeverAnswers, lever: Lever) -> None:
    """Check the tables against the questionnaire; raises pandera's SchemaErrors with every failure at once."""
    import pandera.pandas as pa  # slow to import, and needed only where tables are written

    answered = tables.status == Status.ANSWERED

    def each(question: Question) -> pa.Column:
        right = partial(_are_right, question)
        name = f"an answer that {question.question} can have"
        return pa.Column(dtype_of(question), pa.Check(right, name=name, ignore_na=True), nullable=True)

    def schema(*checks: pa.Check) -> pa.DataFrameSchema:
        columns = {question.question: each(question) for question in lever.questions}
        index = pa.Index("str", unique=True, name="territory")
        return pa.DataFrameSchema(columns, checks=list(checks), index=index, strict=True)

    matches_status = pa.Check(
        lambda table: (table.notna() == answered).all(axis=1), name="an answer if and only if the status says so"
    )
    schema(matches_status).validate(tables.answers, lazy=True)
    schema().validate(tables.high, lazy=True)


def harmless_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet takes for formulas; for CSV only, since it changes them."""
    texts = {column: cells for column, cells in table.items() if isinstance(cells.dtype, pd.StringDtype)}
    return table.assign(**{str(column): cells.map(harmless, na_action="ignore") for column, cells in texts.items()})


HELD_BACK: Mapping[str, str] = {
    UNREAD: mark("held back: nobody has read it yet"),
    WITHHELD: mark("held back"),
}
"""What is said, in words, of an answer to a text question that is but a mark (`study.survey.release`)."""


def is_held_back(answers: pd.Series) -> "pd.Series[bool]":
    """Tell which answers to a text question are marks, their texts being held back."""
    return answers.isin(list(HELD_BACK))


def write(tables: LeverAnswers, folder: Path) -> None:
    """Write the tables of one lever, as Parquet for programs and as CSV for people."""
    for name, table in tables.items():
        write_atomic(folder / f"{name}.parquet", table.to_parquet())
        write_atomic(folder / f"{name}.csv", table_bytes(harmless_texts(table.reset_index())))


def read(folder: Path) -> LeverAnswers:
    """Read the tables of one lever; raises FileNotFoundError when they have not been built."""
    return LeverAnswers(
        **{field.name: pd.read_parquet(folder / f"{field.name}.parquet") for field in fields(LeverAnswers)}
    )
