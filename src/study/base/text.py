"""Words for people: the message catalogue, and numbers, dates and lists as a language writes them.

Promise: code holds English, `locale/<lang>/LC_MESSAGES/study.po` holds the other languages, and nothing here depends on
the machine's locale. A message missing from the catalogue comes out in English; a test finds it before a reader does.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, localcontext
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from study.base.dates import Precision, parse

_TYPED = re.compile(r"\d(?:[\d.,\u202f\u00a0-]*\d)?")

LOCALE_DIR = Path(__file__).resolve().parents[1] / "locale"


# The English of the study is British; Babel's "en" is American: “July 5, 2019”, “a, b, and c”.
_LOCALES = {"en": "en_GB"}


def _locale(lang: str) -> str:
    return _LOCALES.get(lang, lang)


@cache
def _catalogue(lang: str) -> dict[str, str]:
    path = LOCALE_DIR / lang / "LC_MESSAGES" / "study.po"
    if not path.is_file():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream)
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}


def say(message: str, lang: str, /, **values: Any) -> str:
    """Return `message` (English, the catalogue's key) in `lang`, its `{name}` fields filled from `values`.

    >>> say("Page {page}", "en", page=3)
    'Page 3'
    """
    return _catalogue(lang).get(message, message).format(**values)


def mark(message: str) -> str:
    """Mark a message that is translated later, so that the catalogue's extraction finds it; return it unchanged."""
    return message


def number_text(value: float, lang: str, decimals: int = 0) -> str:
    """Return a number as `lang` writes it, with exactly `decimals` decimals and grouped thousands.

    Halves are rounded up, as readers do by hand.

    >>> number_text(1234.5, "en", 1), number_text(2.5, "en")
    ('1,234.5', '3')
    """
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(rounding=ROUND_HALF_UP):
        return format_decimal(value, pattern, locale=_locale(lang), decimal_quantization=True)


def percent_text(share: float, lang: str, decimals: int = 0) -> str:
    """Return a share (0 to 1) as a percentage in `lang`.

    >>> percent_text(0.2727, "en", 1)
    '27.3%'
    """
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(rounding=ROUND_HALF_UP):
        return format_percent(share, f"{number}\u202f%" if lang == "fr" else f"{number}%", locale=_locale(lang))


@lru_cache(4096)
def date_text(day: date, lang: str) -> str:
    """Return a day in full, as `lang` writes it.

    >>> date_text(date(2019, 7, 5), "en")
    '5 July 2019'
    """
    text = format_date(day, "long", locale=_locale(lang))
    return text.replace("1 ", "1er ", 1) if lang == "fr" and day.day == 1 else text


def month_text(day: date, lang: str) -> str:
    """Return the month and year of a day, as `lang` writes them.

    >>> month_text(date(2019, 7, 1), "en")
    'July 2019'
    """
    return format_skeleton("yMMMM", day, locale=_locale(lang))


def partial_date_text(text: str, lang: str, precision: str = "") -> str:
    """Return a partial ISO date in words: “undated” when there is none, “around” before a year that was inferred.

    `precision` is one of `study.base.dates.Precision`. Raises ValueError when the text is no such date.

    >>> partial_date_text("2019-07", "en"), partial_date_text("2019-07-01", "en", "inferred")
    ('July 2019', 'around 2019')
    """
    if not text:
        return say("undated", lang)
    found = parse(text, precision or None)
    if precision == Precision.INFERRED:
        return say(mark("around {year}"), lang, year=found.year)
    if found.day is not None:
        return date_text(found.first_day, lang)
    return month_text(found.first_day, lang) if found.month is not None else str(found.year)


def list_text(items: Sequence[str], lang: str) -> str:
    """Return items as a sentence lists them.

    >>> list_text(["a", "b", "c"], "en")
    'a, b and c'
    """
    return format_list(list(items), locale=_locale(lang))


def typed_numbers(text: str, declared: Collection[str] = ()) -> Iterator[str]:
    """Yield the numbers that stand in a text, those `declared` apart: no other number may be typed by hand.

    >>> list(typed_numbers("12 of 22,5 in 2014-856", ["2014-856"]))
    ['12', '22,5']
    """
    return (found.group() for found in _TYPED.finditer(text) if found.group() not in declared)
