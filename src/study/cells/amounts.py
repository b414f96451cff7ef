"""What a cell says to a question with a number.

Promise: a number as people and programs write it in French, German or English, as the shortest plain decimal: blanks
or apostrophes between thousands, points or commas there when nothing else is possible (`1.200.000`, `1.200,50`), a
decimal point or comma, a sign, the unit of the question, k, M or millions. `1,234`, and `12.000` or `1.234 €`, may be
thousands or decimals: they are refused. A bare `1.234` is how programs write a decimal, and is one, unless a language
of the study has the point between thousands and no survey platform vouches for it. What is about, above or between
numbers is refused, as is what lies outside the question's range. Left out: units (`units`).
"""

import re
from decimal import Context, Decimal

import pandas as pd

from study.base.nearest import plain
from study.cells.days import locale_of
from study.cells.decoded import Decoded, Reading, decoded, decoded_by
from study.cells.refusals import Refusal
from study.cells.spellings import silences, tidy
from study.cells.units import Tails
from study.cells.words import NOT_SHOWN
from study.codebook.model import Question, Study
from study.exports.settings import Flavour

_WHOLE = "(?:0|[1-9][0-9]{0,14})"
# What most cells hold: a number as programs write it, read by the column.
_PROGRAM = rf"-?{_WHOLE}(?:\.[0-9]{{1,20}})?"
# No program writes twelve as 12.000; where people may write twelve thousand so, 12.345 is in doubt as well.
_DOUBTFUL = r"-?[1-9][0-9]{0,2}\.[0-9]{2}0"
_MORE_DOUBTFUL = r"-?[1-9][0-9]{0,2}\.[0-9]{3}"
# Platforms that let nothing but numbers into a question with a number, and write them themselves.
_VOUCHING = (Flavour.LIMESURVEY, Flavour.KOBO)

_GROUPS = "[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}}){{{least},4}}"
_DECIMALS = "(?:[.,][0-9]{1,20})?"
_NUMBER = "|".join(
    [
        _GROUPS.format(sign=" ", least=1) + _DECIMALS,
        _GROUPS.format(sign="['’]", least=1) + _DECIMALS,
        _GROUPS.format(sign=r"\.", least=1) + ",[0-9]{1,20}",
        _GROUPS.format(sign=",", least=1) + r"\.[0-9]{1,20}",
        _GROUPS.format(sign=r"\.", least=2),
        _GROUPS.format(sign=",", least=2),
        _WHOLE + _DECIMALS,
        "[.,][0-9]{1,20}",
    ]
)
_AMOUNT = re.compile(
    rf"(?P<before>[^0-9+\-\u2212.,]*)(?P<sign>[+\-\u2212]?)(?P<number>{_NUMBER})(?P<tail>(?:[^0-9.,'’].*)?)"
)
_EITHER = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")

_SHORTENED = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_ABOUT = re.compile(
    r"(?:[~≈<>≤≥±]|(?:env|environ|ca|circa|about|around|approx|approximately|presque|pres de|plus de|moins de|au moins|"
    r"au plus|a peu pres|jusqu|over|under|almost|more than|less than|at least|at most|up to|rund|etwa|uber|fast|"
    r"mehr als|weniger als|mindestens|hochstens)\b).*[0-9].*|.*[0-9] ?(?:\+|environ|env|ou plus|et plus|or more)"
)
# A digit within a word (m3) is no number of its own.
_NUMBERS = re.compile(r"(?<![^\W\d_])[0-9]+(?:[.,'’ ][0-9]+)*")
# Fifteen digits before the point, twenty after it, and nine more for billions.
_EXACT = Context(prec=60)
_NO_BLANKS = str.maketrans("", "", " '’")


def _refusal(text: str, beside: str | None) -> Refusal:
    """Return why a text is no number of the question; `beside` is what stands beside its number, None without one."""
    if _SHORTENED.fullmatch(text):
        return Refusal.ROUNDED
    if _ABOUT.fullmatch(plain(text)) or _ABOUT.fullmatch(text):
        return Refusal.APPROXIMATE
    if len(_NUMBERS.findall(text if beside is None else beside)) > (beside is None):
        return Refusal.SEVERAL_NUMBERS
    return Refusal.OTHER_UNIT if beside else Refusal.NOT_A_NUMBER


def _point(number: str) -> str:
    """Return a number that `_NUMBER` describes with a point for the decimals and nothing else."""
    bare = number.translate(_NO_BLANKS)
    point, comma = bare.rfind("."), bare.rfind(",")
    if point == comma:  # neither
        return bare
    last, other = (".", ",") if point > comma else (",", ".")
    whole = bare.replace(other, "")
    return whole.replace(last, "") if whole.count(last) > 1 else whole.replace(last, ".")


def _scaled(number: str, power: int) -> str:
    """Return a number times a power of ten, as short as it can be written."""
    plainly = not power and number.lstrip("-")[0] != "."
    text = number if plainly else f"{_EXACT.scaleb(Decimal(number), power):f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short


def _doubtful(study: Study, flavour: Flavour | None) -> str:
    """Return the pattern of bare numbers whose point may stand between thousands."""
    symbols = [locale.number_symbols for locale in map(locale_of, study.languages) if locale is not None]
    pointed = any("." in (held.get("latn", {}).get("group"), held.get("group")) for held in symbols)
    return _MORE_DOUBTFUL if pointed and flavour not in _VOUCHING else _DOUBTFUL


def read_amount(text: str, tails: Tails, doubtful: str = _DOUBTFUL) -> Reading:
    """Return what a text of a person says.

    `tails` is what may follow the numbers of the question, `doubtful` a pattern of decimals that may be thousands.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return Reading(reason=_refusal(text, None))
    power = tails.power(found["tail"])
    if power is None or tails.power(found["before"]) != 0:
        return Reading(reason=_refusal(text, f"{found['before']} {found['tail']}"))
    number = found["number"]
    # With a unit beside it, a number is a person's; without one, a point before three digits may be a program's.
    bare = not found["before"] and not found["tail"] and "." in number and not re.fullmatch(doubtful, number)
    if _EITHER.fullmatch(number) and not bare:
        return Reading(reason=Refusal.AMBIGUOUS_NUMBER)
    return Reading(_scaled(("-" if found["sign"] in ("-", "\u2212") else "") + _point(number), power))


def _by_hand(texts: "pd.Series[str]", question: Question, study: Study, doubtful: str) -> Decoded:
    tails, silent = Tails(question, study), silences(study)

    def read(text: str) -> Reading:
        shown = tidy(text)
        said = read_amount(shown, tails, doubtful)
        return Reading() if said.reason and (not shown or plain(shown) in silent) else said

    return decoded_by(texts, read)


def _outside(answers: "pd.Series[str]", question: Question) -> "pd.Series[bool]":
    values = pd.to_numeric(answers.where(answers != ""))
    outside = pd.Series(False, index=answers.index)
    if isinstance(question.minimum, float):
        outside |= values < question.minimum
    if isinstance(question.maximum, float):
        outside |= values > question.maximum
    return outside


def read_amounts(cells: "pd.Series[str]", question: Question, study: Study, flavour: Flavour | None = None) -> Decoded:
    """Read the cells of a question with a number; each answer is a decimal such as `-12.5`, in the question's unit."""
    texts = cells.str.strip()
    doubtful = _doubtful(study, flavour)
    blank, hidden = texts == "", texts == NOT_SHOWN
    program = texts.str.fullmatch(_PROGRAM).astype(bool) & ~texts.str.fullmatch(doubtful).astype(bool)
    short = texts.where(~texts.str.contains(".", regex=False), texts.str.rstrip("0").str.rstrip("."))
    answer = short.replace("-0", "0").where(program, "")
    reason = pd.Series("", index=cells.index, dtype="str")
    rest = ~(program | blank | hidden)
    if rest.any():
        by_hand = _by_hand(texts[rest], question, study, doubtful)
        answer = answer.where(~rest, by_hand.answer.reindex(texts.index)).astype("str")
        reason = reason.where(~rest, by_hand.reason.reindex(texts.index)).astype("str")
    return decoded(answer, blank, reason.mask(_outside(answer, question), str(Refusal.OUT_OF_RANGE)), not_asked=hidden)
