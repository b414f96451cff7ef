"""What can be wrong with an answer of a multiple choice, a date, or beyond its question's bounds, in a table of ours.

Promise: the sentences of each class are the catalogue's keys. What is wrong with one code or a number is in `problems`.
Left out: finding the problems (`references`), and the cells of a survey (`study.survey`).
"""

from study.base.errors import Problem
from study.base.text import mark


class AnswerNotTicks(Problem):
    """An answer to a multiple choice that is no list of its codes."""

    code = "answer-not-ticks"
    what = mark("“{value}” is not an answer to the multiple choice “{question}”.")
    why = mark("Each code is counted by itself, so nothing else can stand beside them.")
    remedy = mark(
        "Join the codes that hold by “;” without blanks, or write 0 where none does; the codes are: {allowed}."
    )


class AnswerNotDay(Problem):
    """An answer to a date question that is no day."""

    code = "answer-not-day"
    what = mark("“{value}” is not a day, which the question “{question}” asks for.")
    why = mark("Days written in another order, or known to the month only, could be taken for other days.")
    remedy = mark("Write year, month and day, such as 2019-07-05.")


class AnswerOutOfBounds(Problem):
    """An answer below the minimum or above the maximum of its question."""

    code = "answer-out-of-bounds"
    what = mark("{value} is outside what the question “{question}” allows: {limit}.")
    why = mark("A result computed with it would be meaningless.")
    remedy = mark("Correct the answer, or the question's minimum or maximum.")
