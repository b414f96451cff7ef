"""What the responses of one table answer to each question, cell by cell.

Promise: a row per counted response and question, whether answered or not, with the cell or cells it was read from and
their text, personal data masked; what nothing can read is refused with its reason, and is no answer. Columns are read
whole. What a response's personal columns hold is masked in its texts and in what was refused; never in what could be
read, which is a word of the questionnaire, a number or a day. What respondents wrote in their own words is held back
until released (`release`). Left out: which responses count (`rows`), how one cell is read (`decoding`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from study.base.errors import Problem
from study.cells.decoded import NO_ANSWER, Decoded
from study.cells.decoding import as_written, combine_ticks, decode, decode_ticks
from study.cells.personal import masked
from study.cells.refusals import Refusal
from study.cells.words import NOT_SHOWN
from study.codebook.model import OTHER, Question, QuestionType, Study
from study.codebook.names import name_of
from study.exports.grid import Grid, letters
from study.exports.settings import Flavour, SurveySettings
from study.layouts.columns import Column, Use
from study.layouts.fitting import WRITES_TEXT
from study.survey import response_problems as found
from study.survey.release import held_answers, held_texts, marks
from study.survey.tables import Table

PLACE = {"file": "str", "sheet": "str", "row": "int64", "column": "str"}
CELLS = {"lever": "int64", "question": "str", "status": "str", "answer": "str", **PLACE, "raw": "str", "reason": "str",
         "unshown": "str"}  # fmt: skip
"""Columns and dtypes of what is read; `column` is a spreadsheet's letter, or several as `AF:AK`; `reason` is empty
unless the cell was refused (`Refusal`). `raw` is the text as it may be given; where that is not the whole of it,
`unshown` is, which corrections are compared with and which goes into no table. The index is the row's in the grid."""
COMPANIONS = {"lever": "int64", "question": "str", "kind": "str", "text": "str", **PLACE}
"""Columns and dtypes of the texts beside answers: `kind` is `other` (an answer of one's own) or `comment`."""


def span(positions: Sequence[int]) -> str:
    """Return the columns at some positions as a spreadsheet writes them.

    >>> span([31]), span([31, 32, 33]), span([0, 2])
    ('AF', 'AF:AH', 'A+C')
    """
    ordered = sorted(positions)
    if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{letters(ordered[0])}:{letters(ordered[-1])}"
    return "+".join(letters(position) for position in ordered)


def _masked(
    table: Table, column: Column, kept: pd.Index, known: frozenset[str]
) -> tuple["pd.Series[str]", list[Problem]]:
    """Return the cells of a column without personal data, and where there were some."""
    grid, position, question = table.grid, column.position, column.question
    amounts = question is not None and question.type is QuestionType.NUMBER
    cells, had = masked(grid.column(position).loc[kept], amounts=amounts)
    if column.use in (Use.OTHER, Use.COMMENT) or (question is not None and question.type is QuestionType.TEXT):
        cells, named = table.unnamed(cells, known)
        had = had | named
    return cells, [found.PersonalText(grid.place(int(grid.rows[index]), position)) for index in kept[had]]


def _has_formula(grid: Grid, positions: Sequence[int], kept: pd.Index) -> "pd.Series[bool]":
    return pd.Series([any((int(grid.rows[i]), at) in grid.formulas for at in positions) for i in kept], index=kept)


def _raw_of_ticks(
    cells: dict[str, "pd.Series[str]"], whole: "pd.Series[str] | None", kept: pd.Index
) -> "pd.Series[str]":
    """Return the texts of a multiple choice's boxes as one: those that are not empty, each after its code."""
    raw = pd.Series("", index=kept, dtype="str") if whole is None else whole
    for code, texts in cells.items():
        said = (code + "=" + texts).where(texts != "", "")
        raw = raw + (";" + said).where((raw != "") & (said != ""), said)
    return raw


def read_from(columns: Sequence[Column], question: Question, flavour: Flavour) -> list[Column]:
    """Return the columns that a question's answers are read from.

    Some platforms have no box for the other answer of a multiple choice: its words stand for the tick.
    """
    found = [column for column in columns if column.use in (Use.ANSWER, Use.TICK)]
    ticks = {column.code for column in found if column.use is Use.TICK}
    if question.type is QuestionType.MULTIPLE and ticks and OTHER not in ticks and flavour in WRITES_TEXT:
        found += [column for column in columns if column.use is Use.OTHER]
    return found


def _box_of(column: Column, cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return what a column says of its box: any words of another answer tick it, whatever they are."""
    words = (cells != "") & (cells != NOT_SHOWN)
    return cells.mask(words, OTHER) if column.use is Use.OTHER else cells


def read_question(
    question: Question, columns: Sequence[Column], cells: Mapping[int, "pd.Series[str]"], flavour: Flavour,
    study: Study, settings: SurveySettings,
) -> tuple[Decoded, "pd.Series[str]"]:  # fmt: skip
    """Return what the cells of one question say, and their text; `columns` are those of `read_from`, `cells` masked."""
    whole = [column for column in columns if column.use is Use.ANSWER]
    texts = {column.code: cells[column.position] for column in columns if column.use is not Use.ANSWER}
    boxes = {column.code: _box_of(column, cells[column.position]) for column in columns if column.use is not Use.ANSWER}
    kept = next(iter(cells.values())).index
    one = decode(cells[whole[0].position], question, study, flavour) if whole else None
    if question.type is not QuestionType.MULTIPLE or not boxes:
        assert one is not None  # a question of the table has an answer column or boxes
        return one, cells[whole[0].position]
    ticks = decode_ticks(boxes, question, study, settings, flavour)
    raw = _raw_of_ticks(texts, cells[whole[0].position] if whole else None, kept)
    return (ticks if one is None else combine_ticks(one, ticks)), raw


def cells_of(
    table: Table, kept: pd.Index, study: Study, settings: SurveySettings, known: frozenset[str]
) -> tuple[list[pd.DataFrame], list[pd.DataFrame], list[Problem]]:
    """Return, of the responses at `kept`, the answers to each question (`CELLS`), their companions, and notes.

    `known` are the words that are nobody's name (`study.cells.persons.vocabulary`).
    """
    grid = table.grid
    parts: list[pd.DataFrame] = []
    companions: list[pd.DataFrame] = []
    problems: list[Problem] = []
    rows = pd.Series(grid.rows, index=grid.cells.index).loc[kept]
    for question in study.questions:
        columns = table.of(question)
        cells: dict[int, pd.Series[str]] = {}
        held_back = marks(table.release, name_of(question, study), rows)
        for column in columns:
            cells[column.position], faults = _masked(table, column, kept, known)
            problems += faults
        sources = read_from(columns, question, table.layout.flavour)
        about: dict[str, Any] = {
            "lever": question.lever,
            "question": question.question,
            "file": grid.file,
            "sheet": grid.sheet,
        }
        if sources:
            positions = [column.position for column in sources]
            said, raw = read_question(question, sources, cells, table.layout.flavour, study, settings)
            if grid.formulas:
                said = _without(said, _has_formula(grid, positions, kept))
            refused = said.reason != ""
            raw = raw.where(~refused, table.unnamed(raw[refused], known)[0].reindex(kept))
            answer, shown = held_answers(question, said.status, said.answer, said.reason, raw, held_back, known)
            held = {"status": said.status, "answer": answer, "reason": said.reason, "raw": shown}
            held |= {"unshown": raw.where(raw != shown, "")}
            parts.append(_part(CELLS, {**about, **held, "row": rows, "column": span(positions)}, kept))
        for column in columns:
            texts = as_written(cells[column.position], table.layout.flavour)
            texts = texts[texts != ""]
            if column.use in (Use.OTHER, Use.COMMENT) and len(texts):
                given = held_texts(texts, held_back.loc[texts.index])
                held = {"text": given, "row": rows.loc[texts.index]}
                more = {"kind": str(column.use), "column": letters(column.position)}
                companions.append(_part(COMPANIONS, {**about, **held, **more}, texts.index))
    return parts, companions, problems


def _part(dtypes: Mapping[str, str], values: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
    """Return columns in the order of `dtypes`; texts and numbers have these dtypes by themselves, if there are any."""
    part = pd.DataFrame({name: values[name] for name in dtypes}, index=index)
    return part if len(part) else part.astype(dict(dtypes))


def _without(said: Decoded, formula: "pd.Series[bool]") -> Decoded:
    """Return what cells say, those that hold a formula being refused."""
    return replace(
        said,
        answer=said.answer.mask(formula, ""),
        status=said.status.mask(formula, NO_ANSWER),
        reason=said.reason.mask(formula, str(Refusal.FORMULA)),
    )
