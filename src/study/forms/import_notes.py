"""What a form says that a study does not take over, or takes over under another name: one class per kind.

Promise: none of these stops the import; each names the question and its place in the form. The sentences of each class
are the catalogue's keys. Left out: what makes a form unreadable (`form_problems`).
"""

from study.base.errors import Problem, Severity
from study.base.show import Term
from study.base.text import mark

_STUDY = mark("A study’s questions are yes_no, choice, multiple, number, date and text.")

# Why a question is left out.
SHOWN = Term(mark("it only shows a text"))
DEVICE = Term(mark("the platform fills it in itself"))
COMPUTED = Term(mark("it is computed, not asked"))
PLACES = Term(mark("it records a place on a map"))
FILES = Term(mark("it asks for a file, a picture or a recording"))
RANKING = Term(mark("it asks to rank answers"))
TIME = Term(mark("it asks for a time of day"))
OUTSIDE_LIST = Term(mark("its choices stand in another file"))
REPEATED = Term(mark("its questions are asked several times over"))
ACKNOWLEDGED = Term(mark("it only asks to confirm a text"))
LANGUAGE = Term(mark("it asks for the language of the form"))
TABLE = Term(mark("its questions stand in a table of the platform’s own"))
HIDDEN = Term(mark("it is hidden from respondents"))
DISABLED = Term(mark("it is switched off in the form"))

# What is not taken over from a question that is.
CHOICE_FILTER = Term(mark("the filter of its choices; all of them are offered"))
COMMENT = Term(mark("the comments beside its answers"))
HOUR = Term(mark("the time of day beside the date"))
REQUIRED_IF = Term(mark("the condition under which it is required"))
NAMED_ANSWER = Term(mark("the answer to another question, which its text quotes"))
PATTERN = Term(mark("the pattern that answers must follow"))


class LeftOut(Problem):
    """A question, or several, that a study cannot ask."""

    code = "import-left-out"
    severity = Severity.NOTE
    what = mark("“{value}” is left out: {reason}.")
    why = _STUDY
    remedy = mark("Ask it otherwise if the study needs it; its column in the answers will belong to no question.")


class TerritoryLeftOut(Problem):
    """The question of who answers."""

    code = "import-territory"
    severity = Severity.NOTE
    what = mark("“{value}” asks which territory answers, and is left out: every form asks it first by itself.")
    why = mark("The territories come from frame.csv.")
    remedy = mark("Write the territories into frame.csv; if this is another question, add it to the questionnaire.")


class ContactTaken(Problem):
    """A question about a person."""

    code = "import-contact"
    severity = Severity.NOTE
    what = mark("“{value}” is about the person who answers: it stands under “contact” in study.yaml.")
    why = mark("It is asked, and its answers are read nowhere.")
    remedy = mark("If this is another question, move it into a lever.")


class WriteInTaken(Problem):
    """The text beside an answer “other”."""

    code = "import-write-in"
    severity = Severity.NOTE
    what = mark("“{value}” is the text beside the answer “other” of “{question}”: it becomes “other: true” there.")
    why = mark("A question with an answer of one’s own is one question.")
    remedy = mark("Nothing, unless the two are different questions.")


class Renamed(Problem):
    """A question under another name."""

    code = "import-renamed"
    severity = Severity.NOTE
    what = mark("“{value}” becomes “{name}”.")
    why = mark("Names are small letters without accents, digits and underscores, and each is used once.")
    remedy = mark("Choose names that you like before the first answers come in: they stay for good.")


class CodesRenamed(Problem):
    """Answers under other codes."""

    code = "import-codes-renamed"
    severity = Severity.NOTE
    what = mark("The codes of “{value}” change: {codes}.")
    why = mark("Codes are small letters without accents, digits and underscores.")
    remedy = mark("Choose codes that you like before the first answers come in: they stay for good.")


class ConditionNotTaken(Problem):
    """A condition that no universe can say."""

    code = "import-condition"
    severity = Severity.WARNING
    what = mark("The condition of “{value}” is not taken over: {condition}")
    why = mark("A universe names one earlier question and some of its answers; here the question is put to all.")
    remedy = mark("Write a universe that comes near it, or leave the question to all.")


class ConstraintNotTaken(Problem):
    """A constraint that no bounds can say."""

    code = "import-constraint"
    severity = Severity.WARNING
    what = mark("The constraint on “{value}” is not taken over: {constraint}")
    why = mark("Bounds are a minimum and a maximum, written as numbers or days.")
    remedy = mark("Write “minimum” and “maximum” if they say enough.")


class PartNotTaken(Problem):
    """Something beside a question that a study does not have."""

    code = "import-part"
    severity = Severity.NOTE
    what = mark("Not taken over from “{value}”: {part}.")
    why = mark("The questionnaire has no place for it.")
    remedy = mark("Read the question again, and change its words if need be.")


class UnitNotSaid(Problem):
    """A number whose unit the form does not write."""

    code = "import-unit"
    severity = Severity.WARNING
    what = mark("“{value}” is a number, and the form does not say its unit.")
    why = mark("The unit is printed after the number; “number” stands there meanwhile.")
    remedy = mark("Write its unit, here and under “units” in study.yaml.")


class TextFilled(Problem):
    """A text that lacks a language."""

    code = "import-text-filled"
    severity = Severity.WARNING
    what = mark("A text of “{value}” is missing in {languages}: that of another language stands there.")
    why = mark("A study has each of its texts in each of its languages.")
    remedy = mark("Translate it in the questionnaire.")


class SectionLeftOut(Problem):
    """A group in which nothing remains."""

    code = "import-section"
    severity = Severity.NOTE
    what = mark("The group “{value}” is left out: none of its questions is taken over.")
    why = mark("A lever holds at least one question.")
    remedy = mark("Nothing, unless the study needs it.")
