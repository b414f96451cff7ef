"""The words around the questions of a form: units, bounds, routing, thanks.

Promise: every way out says them alike, in any language of the study that the catalogue knows (English otherwise).
Left out: the texts of the questions themselves, and what every form asks besides, which the codebook holds.
"""

from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from study.base.text import date_text, mark, number_text, say
from study.codebook.model import Bound, QuestionType
from study.fielding.form import Form, Item

IDENTIFICATION = mark("Identification")
REQUIRED = mark("Required answer.")
DAY = mark("day / month / year")  # how a day is to be written by hand
SEVERAL = mark("Several answers are possible.")
_ABOUT = mark("This questionnaire has {count} questions. The answers describe the situation on {date}.")
_UNKNOWN = mark("Leave a question without an answer when you do not know: it counts as unknown, never as “no”.")
_THANKS = mark("Thank you for your answers.")
_UNIT = mark("Unit: {unit}")
# By whether both ends are given, the lower or the upper one; French says days otherwise than numbers.
_NUMBERS = (
    mark("Expected answer: from {minimum} to {maximum}."),
    mark("Expected answer: at least {minimum}."),
    mark("Expected answer: at most {maximum}."),
)
_DAYS = (
    mark("Expected day: from {minimum} to {maximum}."),
    mark("Expected day: {minimum} or later."),
    mark("Expected day: {maximum} or earlier."),
)
_ANSWERED = mark("Only if you answered {answers} to question {number}.")
_TICKED = mark("Only if you ticked {answers} at question {number}.")


def language_name(lang: str) -> str:
    """Return what a language is called in itself, with its code, as XLSForm wants it.

    >>> language_name("fr"), language_name("zz")
    ('Français (fr)', 'zz (zz)')
    """
    try:
        name = Locale.parse(lang).get_display_name() or lang
    except (UnknownLocaleError, ValueError):
        name = lang
    return f"{name[:1].upper() if name != lang else lang[:1]}{name[1:]} ({lang})"


def plain_number(value: float) -> str:
    """Return a number as programs write it, without exponent or needless zeros.

    >>> plain_number(100.0), plain_number(0.05), plain_number(1e21)
    ('100', '0.05', '1000000000000000000000')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_bound(bound: Bound) -> str:
    """Return a bound as programs write it: a number, or a day as 2026-03-05."""
    return bound.isoformat() if isinstance(bound, date) else plain_number(bound)


def _bound(bound: Bound, lang: str) -> str:
    if isinstance(bound, date):
        return date_text(bound, lang)
    decimals = plain_number(bound).partition(".")[2]
    return number_text(bound, lang, len(decimals))


def introduction_texts(form: Form, lang: str) -> tuple[str, str]:
    """Return what stands before the first question: what is asked, and what to do when one does not know."""
    about = say(_ABOUT, lang, count=number_text(len(form.items), lang), date=date_text(form.day, lang))
    return about, say(_UNKNOWN, lang)


def closing_text(lang: str) -> str:
    """Return the last words of the form."""
    return say(_THANKS, lang)


def unit_text(item: Item, form: Form, lang: str) -> str:
    """Return the unit that a number is given in, as the study writes it; empty for another question."""
    unit = item.question.unit
    return form.study.unit_text(unit, lang) if item.question.type is QuestionType.NUMBER and unit else ""


def bounds_text(item: Item, lang: str) -> str:
    """Return between what an answer must lie; empty when it may be anything."""
    low, high = item.question.minimum, item.question.maximum
    if low is None and high is None:
        return ""
    between, at_least, at_most = _DAYS if item.question.type is QuestionType.DATE else _NUMBERS
    message = at_most if low is None else at_least if high is None else between
    ends = {"minimum": low, "maximum": high}
    return say(message, lang, **{name: _bound(end, lang) for name, end in ends.items() if end is not None})


def hint_text(item: Item, lang: str) -> str:
    """Return the question's own hint; empty when it has none."""
    return item.question.hint.text(lang) if item.question.hint else ""


def unit_hint(item: Item, form: Form, lang: str) -> str:
    """Return which unit a number is given in, for forms that show none beside the answer; empty when there is none."""
    unit = unit_text(item, form, lang)
    return say(_UNIT, lang, unit=unit) if unit else ""


def routing_text(item: Item, lang: str) -> str:
    """Return who answers a question, in words; empty when everybody does."""
    if item.gate is None:
        return ""
    quoted = [say("“{value}”", lang, value=option.label.text(lang)) for option in item.gate.answers]
    message = _TICKED if item.gate.item.question.type is QuestionType.MULTIPLE else _ANSWERED
    return say(message, lang, answers=format_list(quoted, style="or", locale=lang), number=item.gate.item.number)
