"""What can be wrong with the answers to a survey: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Faults that every table may have are in `problems`. Left
out: finding the problems (`sheets`, `decoding`, `responses`).
"""

from study.base.errors import Problem
from study.base.text import mark


class NotRead(Problem):
    """A file among the answers that nothing reads."""

    code = "response-file-not-read"
    what = mark("This file is not a CSV of this folder: its answers would not be counted.")
    why = mark("Only files whose names end in .csv are read, and none in folders below.")
    remedy = mark("Save it as “CSV UTF-8” in the folder responses itself, or take it out of there.")


class NoQuestionColumn(Problem):
    """A column that belongs to no question."""

    code = "column-of-no-question"
    what = mark("The column “{value}” is no question of the study.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark(
        "Write the question's own name, or, if the study does not need this column, list it in wave.yaml under "
        "“ignored_columns”."
    )


class SharedQuestionColumn(Problem):
    """A column whose name is that of several questions."""

    code = "column-of-several-questions"
    what = mark("Several questions are called “{value}”.")
    why = mark("Nothing says which of them is answered here.")
    remedy = mark("Write the lever before the question: one of {known}.")


class NotInVintage(Problem):
    """An answer of a territory that the wave does not study."""

    code = "territory-not-in-wave"
    what = mark("The territory “{value}” is not in vintage {vintage}, which this wave studies.")
    why = mark("Its answers would be counted nowhere.")
    remedy = mark("Correct the name, add the territory to this vintage in frame.csv, or choose another frame_vintage.")


class AnsweredTwice(Problem):
    """A territory with two rows of answers."""

    code = "answered-twice"
    what = mark("The territory “{value}” has already answered, in row {first_row} of {first_file}.")
    why = mark("Only one of the two answers could count, and nothing says which.")
    remedy = mark("Find out which row holds, and ask for an export without the other one.")


class AmbiguousNumber(Problem):
    """A number that may be read in two ways."""

    code = "ambiguous-number"
    what = mark("“{value}” may be read as a number with decimals or as a number of thousands.")
    why = mark("One reading is a thousand times the other, and the study does not guess.")
    remedy = mark("Write 1234 or 1.234: digits, with a point for the decimals and no sign between the thousands.")
