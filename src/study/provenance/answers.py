"""The answers of a wave as open data: one long table, and a wide one for each lever; the facts and pages behind them.

Promise: `data/answers.csv` has a row per territory and question, with its status apart from its answer;
`data/answers-lever-<n>.csv` a row per territory, where a missing answer is the word of its status. Nobody's answers
leave an open survey, which names nobody, nor a wave whose responses are withheld (`may_share`). No cell is a formula to
a spreadsheet. Left out: how the tables are described (`study.provenance.datapackage`, `ddi`).
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from study.answers.facts import Standing
from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.base.files import harmless
from study.chapters.context import WaveContext
from study.provenance.columns import ANSWERS, FACTS, SOURCES
from study.provenance.words import MISSING

ANSWERS_FILE = "data/answers.csv"
FACTS_FILE = "data/facts.csv"
SOURCES_FILE = "data/sources.csv"


def wide_file(lever: int) -> str:
    """Return the name of the wide table of a lever's answers.

    >>> wide_file(5)
    'data/answers-lever-5.csv'
    """
    return f"data/answers-lever-{lever}.csv"


def may_share(context: WaveContext) -> bool:
    """Tell whether the answers of each territory may be given away with the report."""
    return not (context.study.open_survey or (context.wave.survey.withheld and context.surveyed))


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV, every cell harmless to a spreadsheet."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def answer_text(answer: object) -> str:
    """Return an answer as text: a whole number without a decimal.

    >>> answer_text(60000.0), answer_text(0.5), answer_text("yes")
    ('60000', '0.5', 'yes')
    """
    if isinstance(answer, float):
        return str(int(answer)) if answer.is_integer() else repr(float(answer))
    return str(answer)


def _cell(answer: object, status: str) -> str:
    if status != Status.ANSWERED:
        return status
    text = answer_text(answer)
    # A text that happens to be one of these words would read as a missing answer.
    return f"'{text}" if text in {str(reason) for reason in MISSING} else text


def by_row(table: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows of a table of answers as plain values; cells asked for one by one cost a hundred times that."""
    return list(zip(*(table[column].astype("object").tolist() for column in table.columns), strict=True))


def _wide(tables: LeverAnswers) -> list[list[str]]:
    rows = [["territory", *map(str, tables.answers.columns)]]
    for territory, answers, statuses in zip(
        tables.answers.index, by_row(tables.answers), by_row(tables.status), strict=True
    ):
        cells = (_cell(answer, str(status)) for answer, status in zip(answers, statuses, strict=True))
        rows.append([str(territory), *cells])
    return rows


def _long(context: WaveContext, levers: Mapping[int, LeverAnswers]) -> Iterable[list[str]]:
    frame = context.frame.set_index("territory")
    siren = frame["siren"] if "siren" in frame else pd.Series("", index=frame.index)
    yield list(ANSWERS)
    for lever, tables in levers.items():
        columns = list(tables.answers.columns)
        # Columns of all four in the order of the answers': a table read back need not have it.
        parts = [by_row(table[columns]) for table in (tables.status, tables.answers, tables.origin, tables.as_of)]
        for territory, *cells in zip(tables.answers.index, *parts, strict=True):
            about = [context.wave.wave, str(territory), context.names[str(territory)], str(siren[territory])]
            for question, status, answer, *rest in zip(columns, *cells, strict=True):
                given = answer if str(status) == Status.ANSWERED else ""
                yield [*about, str(lever), str(question), str(status), answer_text(given), *map(str, rest)]


def _facts(facts: pd.DataFrame) -> list[list[str]]:
    """Return the facts dated at or before the reference date, withdrawn ones apart, in the order of their table."""
    notes = [column for column in facts.columns if column.startswith("note_")]
    columns = [*FACTS, *notes]
    counted = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    return [columns, *([str(cell) for cell in row] for row in counted[columns].itertuples(index=False, name=None))]


def _sources(facts: pd.DataFrame) -> list[list[str]]:
    """Return the pages that those facts cite."""
    counted = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    pages = counted.drop_duplicates("source").sort_values("source", kind="stable")[list(SOURCES)]
    return [list(SOURCES), *([str(cell) for cell in row] for row in pages.itertuples(index=False, name=None))]


def answer_files(
    context: WaveContext, levers: Mapping[int, LeverAnswers], facts: Mapping[int, pd.DataFrame]
) -> dict[str, bytes]:
    """Return the wave's answers, facts and sources as files of its report; no answers where they may not be given.

    `levers` and `facts` are what cleaning left for each lever (`study.answers`). Facts and sources are there only where
    the wave rests on some.
    """
    files: dict[str, bytes] = {}
    if may_share(context):
        files[ANSWERS_FILE] = csv_bytes(_long(context, levers))
        files |= {wide_file(lever): csv_bytes(_wide(tables)) for lever, tables in levers.items()}
    there = [table for table in facts.values() if not table.empty]
    every = pd.concat(there, ignore_index=True) if there else pd.DataFrame()
    if not every.empty and len(rows := _facts(every)) > 1:
        files[FACTS_FILE] = csv_bytes(rows)
        files[SOURCES_FILE] = csv_bytes(_sources(every))
    return files
