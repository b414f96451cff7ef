"""What a cell says to a question with a day.

Promise: an ISO day, or the day of an ISO moment; a day with its month in words (French, German, English, and the
study's languages); a day in figures, the day first where the study's first language writes it so, and refused where it
does not and the order matters. The answer is an ISO day. Two-digit years, dates without a day, days that no calendar
has and the numbers by which spreadsheets count days are refused, each with its own reason. Left out: time zones (the
day is the one that is written).
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd
from babel import Locale, UnknownLocaleError

from study.base.nearest import plain
from study.cells.decoded import Decoded, Reading, decoded_by
from study.cells.refusals import Refusal
from study.cells.spellings import silences, tidy
from study.cells.words import NOT_SHOWN
from study.codebook.model import Question, Study

_LANGUAGES = ("fr", "de", "en")
_ZONE = r"(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?"
_TIME = rf"(?:(?:T|,? (?:à |at |um )?)[0-9]{{1,2}}[:hH][0-9]{{0,2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?{_ZONE})?"
_ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_TIME}")
_FIGURES = re.compile(rf"([0-9]{{1,2}})([-/. ]) ?([0-9]{{1,2}})\2 ?([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})(?:er|st|nd|rd|th|\.)?[ -]?(?:of )?([^\W\d_]+)\.?,?[ -]?([0-9]{{4}}|['’]?[0-9]{{2}}){_TIME}"
)
_WORD_FIRST = re.compile(rf"([^\W\d_]+)\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ([0-9]{{4}}|['’]?[0-9]{{2}}){_TIME}")
_WEEKDAY = re.compile(r"([^\W\d_]+)\.?,? (?:le |den |the )?(.+)")
_PART = re.compile(r"[0-9]{4}|[0-9]{1,2}[-/.][0-9]{4}|[0-9]{4}[-/.][0-9]{1,2}")
_WORD_AND_YEAR = re.compile(r"([^\W\d_]+)\.?[ -](?:[0-9]{4}|[0-9]{2})")
# From 1954 to 2119: other five-digit numbers are more likely something else, and are no day either.
_SPREADSHEET = re.compile(r"[2-7][0-9]{4}(?:[.,][0-9]+)?")


def locale_of(lang: str) -> Locale | None:
    """Return what is known of a language's habits; None when nothing is."""
    try:
        return Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return None


def _by_name(languages: tuple[str, ...], kind: str) -> Mapping[str, int]:
    """Return the number of each month, or weekday from Monday as 0, by its names; those of two numbers are left out."""
    found: dict[str, set[int]] = {}
    for locale in filter(None, map(locale_of, languages)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in getattr(locale, kind)[context][width].items():
                    found.setdefault(plain(name), set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    return _by_name(languages, "months")


@cache
def _weekdays(languages: tuple[str, ...]) -> Mapping[str, int]:
    return _by_name(languages, "days")


def day_comes_first(lang: str) -> bool:
    """Return whether a language writes the day before the month, in figures; False when it is not known.

    >>> day_comes_first("fr"), day_comes_first("en")
    (True, False)
    """
    locale = locale_of(lang)
    pattern = str(locale.date_formats["short"].pattern) if locale is not None else ""
    return 0 <= pattern.find("d") < pattern.find("M")


def _made(year: str, month: int, day: int) -> date | Refusal:
    if len(year) < 4:
        return Refusal.SHORT_YEAR
    try:
        return date(int(year), month, day)
    except ValueError:
        return Refusal.NO_SUCH_DAY


class Calendar:
    """How the days of one study are written; `read` reads one text."""

    def __init__(self, study: Study) -> None:
        self._languages = tuple(dict.fromkeys([*study.languages, *_LANGUAGES]))
        self._day_first = day_comes_first(study.languages[0])

    def _month(self, word: str) -> int | None:
        return _months(self._languages).get(plain(word))

    def _in_figures(self, first: int, second: int, year: str) -> date | Refusal:
        if len(year) < 4:
            return Refusal.SHORT_YEAR
        if second > 12 >= first > 0:
            return Refusal.MONTH_FIRST
        if not self._day_first and first <= 12 and first != second:
            return Refusal.AMBIGUOUS_DAY
        return _made(year, second, first)

    def _day(self, text: str) -> date | Refusal | None:
        if found := _ISO.fullmatch(text):
            return _made(found[1], int(found[3]), int(found[4]))
        if found := _FIGURES.fullmatch(text):
            return self._in_figures(int(found[1]), int(found[3]), found[4])
        for pattern, day, word in ((_DAY_FIRST, 1, 2), (_WORD_FIRST, 2, 1)):
            found = pattern.fullmatch(text)
            if found and (month := self._month(found[word])) is not None:
                return _made(found[3], month, int(found[day]))
        return None

    def read(self, text: str) -> date | Refusal:
        """Return the day that a tidy text says, a weekday before it being the right one."""
        if (day := self._day(text)) is not None:
            return day
        found = _WEEKDAY.fullmatch(text)
        weekday = _weekdays(self._languages).get(plain(found[1])) if found else None
        day = self._day(found[2]) if found and weekday is not None else None
        if isinstance(day, date) and day.weekday() != weekday:
            return Refusal.NO_SUCH_DAY
        return day if day is not None else self._refusal(text)

    def _refusal(self, text: str) -> Refusal:
        """Return why a text is no day."""
        if _SPREADSHEET.fullmatch(text):
            return Refusal.SPREADSHEET_DAY
        found = _WORD_AND_YEAR.fullmatch(text)
        part = _PART.fullmatch(text) or (found and self._month(found[1]) is not None)
        return Refusal.PART_OF_A_DATE if part else Refusal.NOT_A_DAY


def _within(day: date, question: Question) -> bool:
    low, high = question.minimum, question.maximum
    return not (isinstance(low, date) and day < low) and not (isinstance(high, date) and day > high)


def read_days(cells: "pd.Series[str]", question: Question, study: Study) -> Decoded:
    """Read the cells of a question with a day; each answer is an ISO day (`2026-03-05`)."""
    calendar, silent = Calendar(study), silences(study)

    def read(text: str) -> Reading:
        shown = tidy(text)
        if not shown or shown == NOT_SHOWN or plain(shown) in silent:
            return Reading(asked=shown != NOT_SHOWN)
        day = calendar.read(shown)
        if isinstance(day, Refusal):
            return Reading(reason=day)
        return Reading(day.isoformat()) if _within(day, question) else Reading(reason=Refusal.OUT_OF_RANGE)

    return decoded_by(cells, read)
