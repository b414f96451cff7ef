"""What is worth knowing about the columns of an export that count for no question.

Promise: notes only, found by looking at whole columns: several versions of a form, files that respondents sent, columns
that number the rows, no date of submission. Left out: everything that must be settled (`columns`).
"""

from collections.abc import Iterator, Sequence

import pandas as pd

from study.base.errors import Problem
from study.exports.grid import Grid
from study.exports.settings import Flavour
from study.layouts import heading_problems as found
from study.layouts.layout import Layout, System

# What stands for a version without a name: exports leave it empty where a response tells none.
_UNNAMED = "—"


def answers(grid: Grid, layout: Layout, position: int) -> "pd.Series[str]":
    """Return the cells of a column that hold anything, among the responses."""
    cells = grid.column(position).iloc[layout.first : layout.end]
    return cells[cells != ""]


def describes_files(cells: "pd.Series[str]") -> bool:
    """Tell whether cells hold what LimeSurvey keeps about the files of an upload question: lists of JSON objects."""
    return len(cells) > 0 and bool((cells.str.startswith("[{") & cells.str.endswith("}]")).all())


def numbers_rows(cells: "pd.Series[str]") -> bool:
    """Tell whether cells count up one by one."""
    if len(cells) < 2 or not cells.str.fullmatch(r"\d{1,9}").all():
        return False
    return bool((cells.astype("int64").diff().iloc[1:] == 1).all())


def _versions(grid: Grid, layout: Layout, position: int) -> Iterator[Problem]:
    cells = grid.column(position).iloc[layout.first : layout.end]
    counted = cells.value_counts()
    if len(counted) > 1:
        versions = [f"{name or _UNNAMED} ({count})" for name, count in sorted(counted.items())]
        place = grid.place(layout.heading_rows[-1], position)
        yield found.SeveralVersions(place, None, {"versions": versions})


def oddities(grid: Grid, layout: Layout, systems: Sequence[tuple[System, int]]) -> list[Problem]:
    """Return what should be known about a table; `systems` are the platform's columns, with their positions."""
    problems = [
        problem for system, at in systems if system is System.VERSION for problem in _versions(grid, layout, at)
    ]
    submitted = any(system is System.SUBMITTED for system, _ in systems)
    if layout.flavour is Flavour.LIMESURVEY and not submitted:
        problems.append(found.NoSubmission(grid.place(layout.heading_rows[-1])))
    return problems
