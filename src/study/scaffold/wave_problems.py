"""What may be wrong with a wave that is asked for: one class per kind.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems (`study.scaffold.wave`).
"""

from study.base.errors import Problem
from study.base.text import mark
from study.intake.wave import BadWaveName


class WaveThere(Problem):
    """A new wave under a name that is taken."""

    code = "wave-there"
    what = mark("There already is a folder data/raw/waves/{value}.")
    why = mark("A new wave is made in a folder of its own, so that nothing of yours is overwritten.")
    remedy = mark("Choose another name, or take that folder away.")


class BadNewName(BadWaveName):
    """A new wave under a name that cannot be used."""

    remedy = mark("Choose a name of letters, digits, - and _ only, such as 2026.")


class NotADay(Problem):
    """A date asked for that is none."""

    code = "wave-day"
    what = mark("“{value}”, given as {option}, is not a day.")
    why = mark("Which facts count, and which have lapsed, depends on the day.")
    remedy = mark("Write it as 2026-12-31.")


class DayTaken(Problem):
    """The reference date of another wave."""

    code = "wave-day-taken"
    what = mark("The wave {other} has the same reference date, {value}.")
    why = mark("Waves are compared from the earlier to the later one; of these two, neither is.")
    remedy = mark("Choose another day.")


class DayBefore(Problem):
    """A reference date before that of the wave that it is taken from."""

    code = "wave-day-before"
    what = mark("The reference date {value} is before that of the wave {other}, {day}.")
    why = mark("A wave is opened from an earlier one, with which it is then compared.")
    remedy = mark("Choose a later day, or name an earlier wave with --from.")


class NoVintage(Problem):
    """A reference date before every vintage of the frame."""

    code = "wave-without-vintage"
    what = mark("frame.csv holds no vintage of {value} or before; it holds {known}.")
    why = mark("A wave studies the territories as they were at its reference date.")
    remedy = mark("Add the territories of that year to frame.csv, or choose a later reference date.")
