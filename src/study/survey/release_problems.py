"""What can be wrong with the release of respondents' texts, and what is held back: one class per kind.

Promise: the sentences of each class are the catalogue's keys. Left out: finding the problems (`release`, `texts`,
`study.intake.unread`).
"""

from study.base.errors import Problem, Severity
from study.base.text import mark


class ReleasedNoQuestion(Problem):
    """A release of a question that is not asked."""

    code = "released-no-question"
    what = mark("“{value}”, released for {file}, is no question of the questionnaire.")
    why = mark("A misspelt name would leave texts held back, or publish those that were to be kept.")
    remedy = mark("Write the question’s id as in the questionnaire: nearest is {nearest}. `study texts` prints them.")


class ReleaseOutdated(Problem):
    """A release for an export that is not, or no longer, there."""

    code = "release-outdated"
    severity = Severity.WARNING
    what = mark("The texts of “{value}” were released for another content than any export here has.")
    why = mark("What was read is not what is there now: its texts are held back again.")
    remedy = mark("Read them with `study texts`, and replace this entry by the lines that it prints.")


class HeldNothing(Problem):
    """A row that is to be held back and has no text of that question."""

    code = "held-nothing"
    what = mark("Row {row} is to be held back for “{value}”, and has no text of that question.")
    why = mark("A wrong number would publish the text that was to be kept.")
    remedy = mark("Correct the row in wave.yaml: `study texts` prints the row of each text.")


class InsideStudy(Problem):
    """Texts that nobody has released, to be written into the study's folder."""

    code = "texts-inside-study"
    what = mark("“{value}” is within the study’s folder.")
    why = mark("What stands there is committed and published; these texts may name people.")
    remedy = mark("Name a file elsewhere, and delete it once you have read it.")


class TextsHeld(Problem):
    """Texts of an export that nobody has released."""

    code = "texts-held"
    severity = Severity.WARNING
    what = mark("{count} texts are held back, since nobody has said that they may be published: {questions}.")
    why = mark("A name within a free text is told from other words by whoever reads it, and by nothing else.")
    remedy = mark("Read them with `study texts`; it ends with the lines for wave.yaml that release them.")
