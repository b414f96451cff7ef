"""What can be wrong with setting two editions, or an edition and a wave, side by side: one class per failure.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems, and what may be wrong
with an edition itself (`study.archive.problems`).
"""

from study.base.errors import Problem
from study.base.text import mark

_TWO = mark("What changed is what lies between two of them, the earlier one first.")


class NamedTwice(Problem):
    """The same wave or edition on both sides."""

    code = "named-twice"
    what = mark("“{value}” is named twice.")
    why = _TWO
    remedy = mark("Name two different ones.")


class NotEarlier(Problem):
    """The first wave is not before the second."""

    code = "not-earlier"
    what = mark("“{value}” ({day}) does not come before “{other}” ({other_day}).")
    why = _TWO
    remedy = mark("Name them by their reference dates, the earlier one first: {other}, then {value}.")


class OpenSurvey(Problem):
    """Answers that nobody can be named for cannot be followed."""

    code = "bridge-open-survey"
    what = mark("This study is an open survey: its changes cannot be split.")
    why = mark("Who answers twice is not known, so nobody's answer can be followed from one edition to the next.")
    remedy = mark("Compare the numbers of two editions instead: `study diff`.")


class Refused(Problem):
    """Inputs of two editions that cannot be computed together."""

    code = "bridge-refused"
    what = mark(
        "With the evidence and corrections of {evidence}, the date of {date} and the questionnaire of {questionnaire}, "
        "nothing can be computed."
    )
    why = mark("The parts of a change come from really computing the inputs of one edition with those of the other.")
    remedy = mark("See what the two editions have in common with `study diff`; the change as a whole stands.")


class NoAnswer(Problem):
    """The code of an edition that did not end, or said nothing that can be read."""

    code = "bridge-no-answer"
    what = mark("The code of edition “{wave}” gave no indicators on other inputs than its own. {said}")
    why = mark("The part of the code is what it and today's give for the same inputs.")
    remedy = mark("Try to rebuild the edition by itself: `study verify {wave}`.")


class UnknownRevision(Problem):
    """A name that git does not know."""

    code = "unknown-revision"
    what = mark("Git knows no revision “{value}” here. {said}")
    why = mark("After @ stands the commit, tag or branch that holds the edition to compare.")
    remedy = mark("Name one that `git log` lists; in a shallow clone, first `git fetch --unshallow`.")


class NotPublishedThen(Problem):
    """A revision that holds no such edition."""

    code = "not-published-then"
    what = mark("No edition of wave “{value}” is published in revision “{revision}”.")
    why = mark("An edition is a folder of reports/published, and a revision holds those that were committed by then.")
    remedy = mark("Name a revision in which it is: `git log -- reports/published/{value}` lists them.")
