"""The answers of a lever as tables that everything downstream reads.

Promise: five tables of one shape (a row per territory, a column per question) for each lever: `answers` typed by the
questionnaire (yes/planned/no as an ordered category, numbers as float64, texts as str), `status`, `origin` (evidence
ids joined by `;`, or a survey's cell as `study.answers.survey` writes it), `as_of` (ISO day of the newest evidence, or
of the survey) and `high` (the answer that evidence of high confidence and the survey alone give).
They are checked against a pandera schema built from the questionnaire before they are written, as Parquet and as CSV.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from study.answers.states import Status
from study.base.files import harmless, table_bytes, write_atomic
from study.codebook.model import Lever, Question, QuestionType

YES_NO = pd.CategoricalDtype(["yes", "planned", "no"], ordered=True)


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
    filled = values.where(values != "", None)
    if question.type is QuestionType.YES_NO:
        return filled.astype(YES_NO)
    return filled.astype("float64") if question.type is QuestionType.NUMBER else filled.astype("str")


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


def check(tables: LeverAnswers, lever: Lever) -> None:
    """Check the tables against the questionnaire; raises pandera's SchemaErrors with every failure at once."""
    import pandera.pandas as pa  # slow to import, and needed only where tables are written

    types = {QuestionType.YES_NO: YES_NO, QuestionType.NUMBER: "float64", QuestionType.TEXT: "str"}
    answered = tables.status == Status.ANSWERED

    def schema(*checks: pa.Check) -> pa.DataFrameSchema:
        columns = {q.question: pa.Column(types[q.type], nullable=True) for q in lever.questions}
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
