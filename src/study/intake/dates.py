"""Columns of partial dates, checked as a whole.

Promise: a cell that is no ISO day, month or year becomes a problem, and one that a spreadsheet has rewritten a problem
of its own, since its remedy is another. How dates compare is `study.base.dates`' business.
"""

from collections.abc import Callable

import pandas as pd

from study.base.dates import Precision, is_mangled, parse
from study.base.errors import Problem
from study.intake import problems as found
from study.intake.tables import cell_problems


def _readable(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    return parse(text).day is not None


def _fits(text: str, precision: str) -> bool:
    try:
        parse(text, precision)
    except ValueError:
        return False
    return True


def _each(cells: "pd.Series[str]", test: Callable[[str], bool]) -> "pd.Series[bool]":
    """Test each different text once: a column of dates repeats itself."""
    known = {text: test(text) for text in cells.unique()}
    return cells.map(known).astype(bool)


def date_problems(frame: pd.DataFrame, column: str, file: str, *, to_the_day: bool = False) -> list[Problem]:
    """Return the unreadable dates of a column (empty cells are fine); with `to_the_day`, months and years as well."""
    cells = frame[column]
    filled = cells != ""
    unreadable = filled & ~_each(cells, _readable)
    mangled = unreadable & _each(cells, is_mangled)
    problems = cell_problems(frame, mangled, column, found.MangledDate, file)
    problems += cell_problems(frame, unreadable & ~mangled, column, found.BadDate, file)
    if to_the_day:
        short = filled & ~unreadable & ~_each(cells, lambda text: not _readable(text) or _is_day(text))
        problems += cell_problems(frame, short, column, found.DateNotDay, file)
    return problems


def precision_problems(frame: pd.DataFrame, column: str, precision: str, file: str) -> list[Problem]:
    """Return the readable dates whose precision is not the one in the column `precision`; `inferred` fits any."""
    known = {(text, said) for text, said in frame[[column, precision]].drop_duplicates().itertuples(index=False)}
    unfit = {
        (text, said) for text, said in known if said in set(Precision) and _readable(text) and not _fits(text, said)
    }
    problems: list[Problem] = []
    for text, said in sorted(unfit):
        wrong = (frame[column] == text) & (frame[precision] == said)
        problems += cell_problems(frame, wrong, column, found.PrecisionMismatch, file, {"precision": said})
    return problems


def order_problems(frame: pd.DataFrame, start: str, end: str, file: str) -> list[Problem]:
    """Return the rows whose `end` lies before their `start`, as far as both precisions tell."""
    pairs = frame.loc[(frame[start] != "") & (frame[end] != ""), [start, end]].drop_duplicates()
    problems: list[Problem] = []
    for first, last in pairs.itertuples(index=False):
        if _readable(first) and _readable(last) and parse(last).last_day < parse(first).first_day:
            wrong = (frame[start] == first) & (frame[end] == last)
            problems += cell_problems(frame, wrong, end, found.EndsBeforeStart, file, {"as_of": first})
    return problems
