"""Recognising an export: which program wrote a table, where its heading stands, and what each heading may mean.

Promise: programs are told by the structure of their headings, so that an export of anybody's questionnaire is named;
what `wave.yaml` fixes (`flavour`, `heading_row`) is not guessed at. The reasons are kept. A table whose heading cannot
be found is an error, and the sheet of a repeated group is left alone. Left out: which question is meant (`columns`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from study.base.errors import Problem
from study.base.text import mark
from study.codebook.model import Study
from study.exports.grid import Grid
from study.exports.settings import Flavour, SurveySettings
from study.layouts import heading_problems as found
from study.layouts import kobo, limesurvey, spreadsheet, webform
from study.layouts.fitting import Fit, fit
from study.layouts.layout import Heading, Layout, Reason, Signs
from study.layouts.naming import NameBook, name_book

_SAID_SO = mark("wave.yaml says so")
_ROW_SAID = mark("wave.yaml says that the heading ends in row {row}")

_SURE_ENOUGH = 50
_LOOKED_AT = 30
"""Rows among which a platform's heading is looked for; it stands first, unless somebody has put titles over it."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Platform:
    signs: Callable[[Row], Signs]
    headings: Callable[[Sequence[Row]], tuple[Heading, ...]]


_PLATFORMS: Mapping[Flavour, _Platform] = {
    Flavour.LIMESURVEY: _Platform(limesurvey.signs, limesurvey.headings),
    Flavour.KOBO: _Platform(kobo.signs, kobo.headings),
    Flavour.WEBFORM: _Platform(webform.signs, webform.headings),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A heading: its flavour, the position of its last row, how many rows it has, and why."""

    flavour: Flavour
    position: int
    rows: int
    reasons: tuple[Reason, ...]


def _row(grid: Grid, position: int) -> list[str]:
    return [str(text) for text in grid.cells.iloc[position]]


def _rows_of(grid: Grid, flavour: Flavour, position: int) -> int:
    """Return how many rows the heading of a platform has, whose last one is known."""
    if flavour is Flavour.WEBFORM:
        return 1 + webform.over([_row(grid, i) for i in range(position)])
    if flavour is Flavour.LIMESURVEY and position:
        return 2 if limesurvey.names_own(_row(grid, position - 1)) else 1
    return 1


def _platform(grid: Grid, positions: Sequence[int], allowed: Sequence[Flavour]) -> _Found | None:
    """Return the platform's heading that shows most signs, the first among equals."""
    best: tuple[int, Flavour, int, tuple[Reason, ...]] | None = None
    for position in positions:
        for flavour in allowed:
            signs = _PLATFORMS[flavour].signs(_row(grid, position))
            if signs.sure >= _SURE_ENOUGH and (best is None or signs.sure > best[0]):
                best = (signs.sure, flavour, position, signs.reasons)
    if best is None:
        return None
    _, flavour, position, reasons = best
    # The heading of a VV file has two rows, both with LimeSurvey's own columns: the last one holds the codes.
    below = position + 1
    if flavour is Flavour.LIMESURVEY and below in positions and below < len(grid.cells):
        row = _row(grid, below)
        if limesurvey.names_own(row) and spreadsheet.looks_like_heading(grid.cells, below):
            position, reasons = below, limesurvey.signs(row).reasons
    return _Found(flavour, position, _rows_of(grid, flavour, position), reasons)


def _named(book: NameBook) -> Callable[[Sequence[Row]], int]:
    """Return a function that counts the questions and options that rows name, were they a heading made by hand."""

    def count(rows: Sequence[Row]) -> int:
        fits = (fit(heading.readings, book, Flavour.SPREADSHEET) for heading in spreadsheet.headings(rows))
        return len({(item.question.lever, item.question.question, item.code) for item in fits if isinstance(item, Fit)})

    return count


def _by_hand(grid: Grid, book: NameBook, positions: Sequence[int]) -> _Found | None:
    count = _named(book)
    if len(positions) == 1:
        position = positions[0]
        one, two = count([_row(grid, position)]), 0
        if position and spreadsheet.looks_like_two(grid.cells, position):
            two = count([_row(grid, position - 1), _row(grid, position)])
        return _Found(Flavour.SPREADSHEET, position, 2 if two > one else 1, ())
    seen = spreadsheet.heading_row(grid.cells, count)
    if seen is None:
        return None
    position, double, named = seen
    reasons = spreadsheet.reasons(int(grid.rows[position]), named)
    return _Found(Flavour.SPREADSHEET, position, 2 if double else 1, reasons)


def _heading(grid: Grid, study: Study, settings: SurveySettings, positions: Sequence[int]) -> _Found | None:
    allowed = [item for item in _PLATFORMS if settings.flavour in (None, item)]
    if (platform := _platform(grid, positions, allowed)) is not None:
        return platform
    by_hand = _by_hand(grid, name_book(study, settings.flavour or Flavour.SPREADSHEET), positions)
    if by_hand is None or settings.flavour is None:
        return by_hand
    rows = _rows_of(grid, settings.flavour, by_hand.position)
    return _Found(settings.flavour, by_hand.position, rows, by_hand.reasons[1:])


def _titles(grid: Grid, heading: _Found) -> list[Problem]:
    row = int(grid.rows[heading.position - heading.rows + 1])
    details = {"row": row, "last": int(grid.rows[heading.position])}
    return [found.TitlesSkipped(grid.place(row), None, details)] if row > 1 else []


def _layout(grid: Grid, heading: _Found, reasons: tuple[Reason, ...]) -> Layout:
    positions = range(heading.position - heading.rows + 1, heading.position + 1)
    rows = [_row(grid, i) for i in positions]
    read = _PLATFORMS[heading.flavour].headings if heading.flavour in _PLATFORMS else spreadsheet.headings
    first = heading.position + 1
    by_hand = heading.flavour is Flavour.SPREADSHEET
    end = spreadsheet.end_of_table(grid.cells, grid.rows, first) if by_hand else len(grid.cells)
    return Layout(heading.flavour, reasons, tuple(int(grid.rows[i]) for i in positions), first, end, read(rows))


def recognise(grid: Grid, study: Study, settings: SurveySettings) -> tuple[Layout | None, list[Problem]]:
    """Return how a table is laid out, with its problems; None where no heading is found or nothing is to be read.

    The heading is looked for among the first rows, or is the row that `settings` names (then the last one it has).
    """
    positions: Sequence[int] = range(min(len(grid.cells), _LOOKED_AT))
    reasons: tuple[Reason, ...] = ()
    if settings.heading_row is not None:
        positions = [i for i, row in enumerate(grid.rows) if int(row) == settings.heading_row]
        reasons = ((_ROW_SAID, {"row": str(settings.heading_row)}),)
        if not positions:
            return None, [found.HeadingRowEmpty(grid.place(settings.heading_row), str(settings.heading_row))]
    heading = _heading(grid, study, settings, positions) if len(grid.cells) else None
    if heading is None:
        return None, [found.NoHeadingRow(grid.place())]
    if heading.flavour is Flavour.KOBO and kobo.is_repeat(_row(grid, heading.position)):
        return None, [found.RepeatedGroup(grid.place(), grid.sheet or grid.file)]
    if settings.flavour is not None:
        reasons = ((_SAID_SO, {}), *reasons)
    layout = _layout(grid, heading, (*reasons, *heading.reasons))
    problems = _titles(grid, heading) if settings.heading_row is None else []
    if layout.end < len(grid.cells):
        rows = [str(int(row)) for row in grid.rows[layout.end :]]
        problems.append(found.RowsUnderTable(grid.place(int(rows[0])), None, {"rows": rows}))
    return layout, problems
