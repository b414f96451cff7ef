"""Why a cell could not be read, and what to do about it.

Promise: one `Refusal` for each way of being unreadable, with a sentence that says what is wrong and one that says what
to write instead; both are keys of the message catalogue, and the fields that they name come from the question alone.
Left out: the value and its place, which every table and screen shows beside them, and finding the refusals (`codes`,
`ticks`, `amounts`, `days`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from study.base.text import list_text, mark, say
from study.codebook.model import Question, Study
from study.codebook.rules import answers_of


class Refusal(StrEnum):
    """Why a cell is no answer although it is not empty; `what` and `remedy` say it in words."""

    NOT_A_CODE = "not-a-code"
    SAYS_MORE = "says-more"
    SEVERAL_CODES = "several-codes"
    CODE_AND_LABEL = "code-and-label"
    LEFT_OVER = "left-over"
    NOT_A_TICK = "not-a-tick"
    CONTRADICTORY = "contradictory"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    APPROXIMATE = "approximate"
    SEVERAL_NUMBERS = "several-numbers"
    ROUNDED = "rounded-by-a-spreadsheet"
    OTHER_UNIT = "other-unit"
    NOT_A_DAY = "not-a-day"
    NO_SUCH_DAY = "no-such-day"
    PART_OF_A_DATE = "part-of-a-date"
    SHORT_YEAR = "two-digit-year"
    MONTH_FIRST = "month-first"
    AMBIGUOUS_DAY = "ambiguous-day"
    SPREADSHEET_DAY = "spreadsheet-day"
    OUT_OF_RANGE = "out-of-range"
    FORMULA = "formula"

    @property
    def what(self) -> str:
        """Return what is wrong: a message with the fields of `refusal_fields`."""
        return _SENTENCES[self].what

    @property
    def remedy(self) -> str:
        """Return what to write instead: a message with the fields of `refusal_fields`."""
        return _SENTENCES[self].remedy


@dataclass(frozen=True, slots=True)
class _Sentences:
    what: str
    remedy: str


_CODES = mark("Settle it in corrections.csv as one of these: {allowed}.")
_PLAIN_NUMBER = mark("Settle it in corrections.csv with digits only and a point for the decimals: 1200000 or 0.5.")
_PLAIN_DAY = mark("Settle it in corrections.csv as a day such as 2026-03-05.")
_SENTENCES = {
    Refusal.NOT_A_CODE: _Sentences(mark("This is no code of the question, and no label of one."), _CODES),
    Refusal.SAYS_MORE: _Sentences(
        mark("This begins with an answer of the question, and goes on."),
        mark("Decide what it means, and settle it in corrections.csv as one of these: {allowed}."),
    ),
    Refusal.SEVERAL_CODES: _Sentences(mark("This may be read as different answers of the question."), _CODES),
    Refusal.CODE_AND_LABEL: _Sentences(mark("The code and the words beside it are those of two answers."), _CODES),
    Refusal.LEFT_OVER: _Sentences(
        mark("Part of this is no answer of the question."),
        mark("Settle it in corrections.csv as those that apply, with a semicolon between them: {allowed}."),
    ),
    Refusal.NOT_A_TICK: _Sentences(
        mark("A box is neither ticked nor left empty."),
        mark("Settle the whole choice in corrections.csv, with a semicolon between the codes that were ticked."),
    ),
    Refusal.CONTRADICTORY: _Sentences(
        mark("The boxes and the column that sums them up do not say the same."),
        mark("Find out which of them holds, and settle it by a correction."),
    ),
    Refusal.NOT_A_NUMBER: _Sentences(mark("This is no number."), _PLAIN_NUMBER),
    Refusal.AMBIGUOUS_NUMBER: _Sentences(
        mark("This may be a number with three decimals or a number of thousands."), _PLAIN_NUMBER
    ),
    Refusal.APPROXIMATE: _Sentences(
        mark("This is about, over or under a number, and not that number."),
        mark("Ask for the number itself, or settle which one counts by a correction."),
    ),
    Refusal.SEVERAL_NUMBERS: _Sentences(
        mark("This holds several numbers, or a range."),
        mark("Ask for one number, or settle which one counts by a correction."),
    ),
    Refusal.ROUNDED: _Sentences(
        mark("A spreadsheet has shortened this number, and lost its last digits."),
        mark("Export again with the column as whole numbers, or write the number out."),
    ),
    Refusal.OTHER_UNIT: _Sentences(
        mark("What stands beside the number is not the unit of the question, which is: {unit}."),
        mark("Settle it in corrections.csv in the unit of the question, digits only."),
    ),
    Refusal.NOT_A_DAY: _Sentences(mark("This is no day."), _PLAIN_DAY),
    Refusal.NO_SUCH_DAY: _Sentences(mark("There is no such day in the calendar."), _PLAIN_DAY),
    Refusal.PART_OF_A_DATE: _Sentences(mark("The day is missing from this date."), _PLAIN_DAY),
    Refusal.SHORT_YEAR: _Sentences(mark("The year has two digits only."), _PLAIN_DAY),
    Refusal.MONTH_FIRST: _Sentences(mark("Read with the day first, this date has no such month."), _PLAIN_DAY),
    Refusal.AMBIGUOUS_DAY: _Sentences(mark("The day or the month may come first in this date."), _PLAIN_DAY),
    Refusal.SPREADSHEET_DAY: _Sentences(
        mark("This is the number by which a spreadsheet counts a day."),
        mark("Give the column a date format in the spreadsheet, and export again."),
    ),
    Refusal.OUT_OF_RANGE: _Sentences(
        mark("This is outside the range of the question: {range}."),
        mark(
            "Ask for the value and settle it in corrections.csv; if it is right, widen the range in the questionnaire."
        ),
    ),
    Refusal.FORMULA: _Sentences(
        mark("This cell holds a formula, and not a value."),
        mark("Replace it by its value in the spreadsheet (paste as value), and export again."),
    ),
}
_BETWEEN = mark("from {minimum} to {maximum}")
_FROM = mark("{minimum} at least")
_UP_TO = mark("{maximum} at most")


def _end(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _range(question: Question, lang: str) -> str:
    low, high = question.minimum, question.maximum
    if low is None and high is None:
        return ""
    message = _UP_TO if low is None else _FROM if high is None else _BETWEEN
    ends = {"minimum": low, "maximum": high}
    return say(message, lang, **{name: _end(end) for name, end in ends.items() if end is not None})


def refusal_fields(question: Question, study: Study, lang: str) -> Mapping[str, str]:
    """Return what the sentences about a question's cells may name: `allowed`, `unit` and `range`, as texts."""
    unit = question.unit or ""
    return {
        "allowed": list_text(answers_of(question), lang),
        "unit": study.unit_text(unit, lang) if unit else "",
        "range": _range(question, lang),
    }


def what_text(refusal: Refusal, question: Question, study: Study, lang: str) -> str:
    """Return in a language why a cell of a question was refused."""
    return say(refusal.what, lang, **refusal_fields(question, study, lang))


def remedy_text(refusal: Refusal, question: Question, study: Study, lang: str) -> str:
    """Return in a language what to do about a refused cell of a question."""
    return say(refusal.remedy, lang, **refusal_fields(question, study, lang))
