"""What can be wrong with asking for the trail of a number or of a cell: one class per failure."""

from study.base.errors import Problem
from study.base.text import mark

_CELL = mark("A cell is named as a spreadsheet does: file, row (the heading is row 1), and its column if one is meant.")
_CELL_REMEDY = mark("Write for instance --cell data/raw/evidence/evidence.csv:123, or :123:answer, or :123:E.")


class UnknownNumber(Problem):
    """No number, figure or table of the wave has this key."""

    code = "trace-unknown-key"
    what = mark("Wave {wave} has no number, figure or table “{value}”.")
    why = mark("Each number of a report has a key of its own; the trail leads from there to the raw cells.")
    remedy = mark("Write a key of {file}.")


class KeyOfAnotherWave(Problem):
    """The key is that of a number of other waves only."""

    code = "trace-other-wave"
    what = mark("Wave {wave} has no number “{value}”; these waves have: {waves}.")
    why = mark("Each wave has a trail of its own, and without --wave the latest is meant.")
    remedy = mark("Add --wave {first}.")


class UnknownTerritory(Problem):
    """No territory of the wave has this key."""

    code = "trace-unknown-territory"
    what = mark("Wave {wave} has no territory “{value}”.")
    why = mark("--territory keeps the branches of one territory, named by its key or its short name.")
    remedy = mark("Name one of: {known}.")


class NobodyNamed(Problem):
    """A territory is asked of a wave that names nobody."""

    code = "trace-nobody-named"
    what = mark("Wave {wave} names no territory.")
    why = mark("Its survey is open: no single answer is shown.")
    remedy = mark("Leave out --territory.")


class KeyOrCell(Problem):
    """Neither a key nor a cell is given, or both are."""

    code = "trace-key-or-cell"
    what = mark("Name either a number or a cell: {given}.")
    why = mark("The trail goes from a number down to the cells, or from a cell up to the numbers.")
    remedy = mark("Write `study trace KEY`, or `study trace --cell FILE:ROW`.")


class BadCell(Problem):
    """What should name a cell does not."""

    code = "trace-bad-cell"
    what = mark("“{value}” names no cell.")
    why = _CELL
    remedy = _CELL_REMEDY


class CellOutside(Problem):
    """The cell's file is none that a built wave rests on."""

    code = "trace-cell-outside"
    what = mark("No wave that is built rests on the file “{value}”.")
    why = mark("Only the sealed files of data/raw that a report is made from have cells that feed numbers.")
    remedy = mark("Name one of: {known}.")


class CellFileMissing(Problem):
    """The cell's file is not in this copy of the study."""

    code = "trace-cell-missing"
    what = mark("This file is not in this copy of the study.")
    why = mark("A cell is read where it stands.")
    remedy = mark("Restore the file from git, or ask whoever keeps it.")


class RowPastEnd(Problem):
    """The cell's row is not in its file."""

    code = "trace-row-past-end"
    what = mark("There is no row {value}: the last one is {last}.")
    why = _CELL
    remedy = _CELL_REMEDY


class UnknownColumn(Problem):
    """The cell's column is not in its file."""

    code = "trace-unknown-column"
    what = mark("There is no column “{value}”.")
    why = _CELL
    remedy = mark("Name one of: {known}, or its letter.")


class NothingTraced(Problem):
    """No wave is built, so no cell can be traced."""

    code = "trace-nothing-built"
    what = mark("No wave has an audit trail: no report has been built.")
    why = mark("The trail of each number is written when the report is built.")
    remedy = mark("Build one with `study report`, then ask again.")
