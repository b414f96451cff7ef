"""What can be wrong with asking for a territory's sheet: one class per failure."""

from study.base.errors import Problem
from study.base.text import mark


class NoSheets(Problem):
    """A sheet is asked of a study whose survey is open."""

    code = "sheet-nobody-named"
    what = mark("Wave {value} has no sheets.")
    why = mark("Its survey is open: nobody is named, so nobody’s answers may be shown by themselves.")
    remedy = mark("Read the report: `study report {value}` builds it.")


class UnknownSheet(Problem):
    """A sheet is asked of a territory that the wave does not have."""

    code = "sheet-unknown-territory"
    what = mark("Wave {wave} has no territory “{value}”.")
    why = mark("A sheet is that of one territory of the wave’s frame, named by its key, its name or its short name.")
    remedy = mark("Name one of: {known}.")


class NotComputed(Problem):
    """A sheet is asked of a wave whose answers or numbers are not there."""

    code = "sheet-not-computed"
    what = mark("The sheets of wave {value} cannot be made yet: this file is not there.")
    why = mark("A sheet prints answers and numbers that the notebooks leave; none of them has run, or not all.")
    remedy = mark("Build the report first: `study report {wave}`, which also makes the sheets.")


class SheetNotMade(Problem):
    """The compiler refused a sheet, or warned about it."""

    code = "sheet-not-made"
    what = mark("The sheet of “{value}” could not be made: {message}")
    why = mark("A text of the wave or of its evidence cannot be set on paper. {hint}")
    remedy = mark("Look for a text that is out of the ordinary among the facts and answers of this territory.")


class SheetTooLong(Problem):
    """What a sheet must hold does not fit on its pages."""

    code = "sheet-too-long"
    what = mark("The sheet of “{value}” does not fit on {pages} pages.")
    why = mark("Even with every list cut, its title and the texts that must stand on it are too long.")
    remedy = mark("Shorten the territory’s name in frame.csv, or “status” and “settle” in wave.yaml.")
