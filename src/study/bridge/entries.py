"""The ledger entries of a bridge: every number of it that a report prints, under keys that stay.

Promise: `bridge.<earlier>.<indicator>.` then `before`, a part (`study.bridge.parts`) or `after`; the indicator `total`
is the sum of the counts shown. Parts are written with their sign, shares in percent and their parts in points, to one
decimal, so that what is printed adds up. Names are no entries: they change with the frame. Left out: the table.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from study.base.text import number_text, percent_text
from study.bridge.across import Bridge, Row
from study.bridge.parts import Fate, Part, Split, printed, rounded, total
from study.bridge.values import SHARE
from study.codebook.model import Lever, Measure, QuestionType
from study.ledger.entries import Entry

TOTAL = "total"
_MINUS = "\u2212"
_SHARE_DECIMALS = 1
_POINTS = "points"


def key(bridge: Bridge, indicator: str, what: str) -> str:
    """Return the ledger key of one number of a bridge; `what` is `before`, a part or `after`."""
    return f"bridge.{bridge.earlier}.{indicator}.{what}"


def signed(value: Fraction, lang: str, decimals: int = 0) -> str:
    """Return a difference with its sign; zero has none.

    >>> signed(Fraction(3), "en"), signed(Fraction(-5, 2), "en", 1), signed(Fraction(0), "en")
    ('+3', '−2.5', '0')
    """
    sign = "+" if value > 0 else _MINUS if value < 0 else ""
    return sign + number_text(float(abs(value)), lang, decimals if value else 0)


def decimals_of(row: Row) -> int:
    """Return with how many decimals a number and its parts are written: none where all of its levels are whole."""
    if row.unit == SHARE:
        return _SHARE_DECIMALS
    found = [level for level in (row.split.before, row.split.after, *row.split.levels) if level is not None]
    return 0 if all(level.denominator == 1 for level in found) else 1


def level_text(value: Fraction | None, row: Row, lang: str) -> str:
    """Return a number before or after as it is written; a dash where there is none."""
    if value is None:
        return "–"
    decimals = decimals_of(row)
    if row.unit == SHARE:
        return percent_text(float(rounded(value * 100, decimals) / 100), lang, decimals)
    return number_text(float(rounded(value, decimals)), lang, decimals)


def part_texts(row: Row, lang: str) -> dict[Part, str]:
    """Return the parts of a number as they are written: they add up to what lies between those before and after."""
    decimals = decimals_of(row)
    sizes = printed(row.split, decimals, 100 if row.unit == SHARE else 1)
    return {part: signed(size, lang, decimals) for part, size in sizes.items()}


def shown(bridge: Bridge, lever: Lever) -> list[Row]:
    """Return the rows of a lever that a report shows: the count of each yes/no question, then the intensity."""
    counts = [f"{item.question}.{Measure.COUNT}" for item in lever.questions if item.type is QuestionType.YES_NO]
    wanted = [*counts, f"lever_{lever.lever}.intensity"]
    rows = {row.indicator: row for row in bridge.rows if not row.territory and row.lever == lever.lever}
    return [rows[name] for name in wanted if name in rows]


def levers(bridge: Bridge) -> list[Lever]:
    """Return today's levers, each with the questions that it asks now, then those that only the edition asked."""
    before = {lever.lever: lever for lever in bridge.before.levers}
    found = []
    for lever in bridge.after.levers:
        own = {item.question for item in lever.questions}
        gone = (
            [item for item in before[lever.lever].questions if item.question not in own]
            if lever.lever in before
            else []
        )
        found.append(lever.model_copy(update={"questions": (*lever.questions, *gone)}))
    known = {lever.lever for lever in found}
    return [*found, *(lever for number, lever in before.items() if number not in known)]


def count_total(bridge: Bridge, rows: Sequence[Row]) -> Row:
    """Return the sum of the counts among some rows; those that cannot be followed are left out."""
    counts = [row.split for row in rows if row.unit != SHARE]
    return Row(None, TOTAL, "", "answers", total(counts, bridge.order))


def all_shown(bridge: Bridge) -> list[Row]:
    """Return every row that a report shows, then their total."""
    rows = [row for lever in levers(bridge) for row in shown(bridge, lever)]
    return [*rows, count_total(bridge, rows)]


def _value(size: Fraction, row: Row) -> float:
    return float(size * 100 if row.unit == SHARE else size)


def _of_row(bridge: Bridge, row: Row, languages: Sequence[str]) -> Iterator[Entry]:
    decimals, found = decimals_of(row), row.split

    def entry(what: str, value: float, unit: str, texts: dict[str, str]) -> Entry:
        return Entry(key(bridge, row.indicator, what), value, unit, decimals, texts, row.indicator, bridge.later)

    for what, level in (("before", found.before), ("after", found.after)):
        if level is not None:
            texts = {lang: level_text(level, row, lang) for lang in languages}
            yield entry(what, float(level), row.unit, texts)
    if found.fate is Fate.SPLIT:
        by_lang = {lang: part_texts(row, lang) for lang in languages}
        for part in Part:
            size = _value(found.parts[part], row)
            unit = _POINTS if row.unit == SHARE else row.unit
            yield entry(part.value, size, unit, {lang: texts[part] for lang, texts in by_lang.items()})


def entries(bridge: Bridge, languages: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of every row that a report shows, and of their total."""
    for row in all_shown(bridge):
        yield from _of_row(bridge, row, languages)


def split_of(found: Split) -> dict[str, str]:
    """Return a split as exact texts, for programs: fractions such as 10/33."""
    named = {"before": found.before, **{part.value: size for part, size in found.parts.items()}, "after": found.after}
    return {name: str(size) for name, size in named.items() if size is not None}
