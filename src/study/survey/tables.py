"""The tables of an export that hold answers: recognised, each with its columns and its rows.

Promise: each sheet of each file is either a table of answers or said not to be, with the reason; nothing is taken for
answers because of its place. Left out: whose the answers are and what they say (`answers`, `responses`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from study.base.errors import Problem, Severity
from study.base.nearest import plain
from study.cells.personal import masked_text
from study.cells.persons import unnamed
from study.codebook.model import Question, Study
from study.codebook.names import Key, key_of
from study.exports.files import read_file
from study.exports.grid import Grid
from study.exports.settings import Release, SurveySettings
from study.layouts.columns import Column, Use, columns_of
from study.layouts.heading_problems import NoHeading
from study.layouts.headings import recognise
from study.layouts.layout import Layout
from study.survey import response_problems as found
from study.survey.release import release_of
from study.survey.rows import responses

ANSWERS = (Use.ANSWER, Use.TICK)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of answers; `rows` is that of `study.survey.rows.responses`, `release` what of it may be published."""

    grid: Grid
    layout: Layout
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    release: Release | None = None

    @property
    def asked(self) -> frozenset[Key]:
        """Return the questions that the table asks."""
        return frozenset(key_of(item.question) for item in self.columns if item.question and item.use in ANSWERS)

    def position(self, use: Use) -> int | None:
        """Return the column of that use, None when there is none."""
        return next((item.position for item in self.columns if item.use is use), None)

    def unnamed(self, cells: "pd.Series[str]", known: frozenset[str]) -> tuple["pd.Series[str]", "pd.Series[bool]"]:
        """Return cells of some rows without what the personal columns say of those rows, and which held some of it.

        `known` are the words that are nobody's name (`study.cells.persons.vocabulary`).
        """
        personal = [item.position for item in self.columns if item.use in (Use.PERSONAL, Use.EMAIL)]
        return unnamed(cells, [self.grid.column(position).loc[cells.index] for position in personal], known)

    def names_somebody(self, known: frozenset[str]) -> bool:
        """Tell whether the name of the file or the sheet holds personal data, or what a personal column says."""
        name = f"{PurePosixPath(self.grid.file).name} {self.grid.sheet}"
        names = pd.Series(name, index=self.rows.index, dtype="str")
        return masked_text(name) != name or bool(self.unnamed(names, known)[1].any())

    def of(self, question: Question) -> tuple[Column, ...]:
        """Return the columns of one question."""
        return tuple(item for item in self.columns if item.question == question)


def _table(
    grid: Grid, study: Study, settings: SurveySettings, nouns: Sequence[str]
) -> tuple[Table | None, list[Problem]]:
    layout, problems = recognise(grid, study, settings)
    if layout is None:
        return None, problems
    columns, faults = columns_of(layout, grid, study, settings, nouns)
    rows = responses(grid, layout, columns, settings)
    if shifted := _lengths(grid, layout):
        faults = [fault for fault in faults if not isinstance(fault, NoHeading)]  # the same cells, seen from above
    return Table(grid, layout, tuple(columns), rows), [*problems, *faults, *shifted]


def _lengths(grid: Grid, layout: Layout) -> list[Problem]:
    """Return the rows with more cells than the heading, and, of a text file, those with fewer: their cells are shifted.

    A row of one cell is a note under the table, and a workbook's rows end where they like.
    """
    named = np.isin(grid.rows, layout.heading_rows)
    expected = int(grid.widths[named].max()) if named.any() else 0
    widths = grid.widths[layout.first : layout.end]
    filled = (grid.cells.iloc[layout.first : layout.end] != "").sum(axis=1).to_numpy()
    wrong = widths > expected if grid.sheet else (widths != expected) & (filled > 1)
    rows = grid.rows[layout.first : layout.end]
    return [
        found.RowLength(grid.place(int(rows[i])), None, {"cells": int(widths[i]), "expected": expected})
        for i in wrong.nonzero()[0]
    ]


def _chosen(grids: Sequence[Grid], settings: SurveySettings, shown: str) -> tuple[list[Grid], list[Problem]]:
    """Return the sheets that may hold answers: the one that wave.yaml names, else all."""
    if settings.sheet is None or all(not grid.sheet for grid in grids):
        return list(grids), []
    named = [grid for grid in grids if plain(grid.sheet) == plain(settings.sheet)]
    if named or not grids:
        return named, []
    known = {"known": [grid.sheet for grid in grids]}
    return [], [found.SheetNotThere(grids[0].place(), settings.sheet, known)]


def read_tables(
    path: Path, shown: str, study: Study, settings: SurveySettings, nouns: Sequence[str]
) -> tuple[list[Table], list[Problem]]:
    """Return the tables of answers of one file, and everything that is to be settled or known about it.

    `shown` is what places call the file; `nouns` are what the study calls its territories. Where several sheets are
    tables, those without a question are left aside with a note, unless none has any: the widest then says why.
    """
    grids, problems = read_file(path, shown)
    grids, faults = _chosen(grids, settings, shown)
    problems = [*problems, *faults]
    read = [(grid, *_table(grid, study, settings, nouns)) for grid in grids]
    if not read:
        return [], problems
    taken = [table for _, table, _ in read if table is not None and table.asked]
    if not taken:
        widest = max(read, key=lambda item: (item[1] is not None, item[0].cells.size))
        taken = [widest[1]] if widest[1] is not None else []
        problems += widest[2]
        read = [item for item in read if item is not widest]
    for grid, table, faults in read:
        if table is not None and table.asked:
            problems += faults
        else:
            told = [fault for fault in faults if fault.severity is Severity.NOTE] if table is None else []
            problems += told or [found.NotReadHere(grid.place(), grid.sheet)]
    release = release_of(path, settings)
    taken = [replace(table, release=release) for table in taken]
    return taken, [found.discreet(problem) for problem in problems]
