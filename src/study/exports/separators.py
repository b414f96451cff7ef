"""Which character separates the cells of a text.

Promise: told by the structure of the records, not by what the headings are: the right separator cuts most records into
the same number of cells, whatever titles of fewer cells stand above them; a decimal comma or a comma in a sentence
does not. Where another one does as well, it is named, so that nothing is chosen silently. The measure is the pattern
score of van den Burg, Nazábal and Sutton (2019, “Wrangling messy CSV files by detecting row and type patterns”), with
tidiness in the place of their types. Left out: a separator that the file itself tells (`texts`).
"""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

SEPARATORS = "\t;|,"
"""The likeliest first, where nothing else decides: the rarer a character is in texts, the more it says."""

ONE_COLUMN = "\x1f"
"""The separator of a text of one column: a character made to separate, which no program of today writes."""

_RECORDS = 5_000
# Another separator whose score comes that near could as well be the right one.
_NEAR = 0.9
# Cells in quotes may hold any separator: untidiness weighs, and does not rule out.
_LEAST = 0.1
# Commas stand in texts and numbers; these do not, so a cell that holds one was probably cut wrongly.
_RARE = frozenset("\t;|")


@dataclass(frozen=True, slots=True)
class Separator:
    """The separator taken, and the one that would do as well (empty when there is none)."""

    taken: str
    rival: str = ""


def _records(sample: str, separator: str) -> list[list[str]]:
    """Return the records that a separator gives, up to the first that its quotes do not allow."""
    records: list[list[str]] = []
    try:
        for record in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator, strict=True), _RECORDS):
            records.append(record)
    except csv.Error:
        pass
    return [record for record in records if len(record) > 1 or any(record)]


def _is_prose(records: Sequence[Sequence[str]]) -> bool:
    """Return whether few of the records are cut, and those where a space follows: sentences, one to a row."""
    first = next((i for i, record in enumerate(records) if len(record) > 1), len(records))
    cut = [record for record in records[first:] if len(record) > 1]
    pieces = [cell for record in cut for cell in record[1:]]
    return 2 * len(cut) < len(records) - first and 2 * sum(cell[:1] == " " for cell in pieces) > len(pieces)


def _tidiness(records: Sequence[Sequence[str]], separator: str) -> float:
    """Return the share of cells that do not look as if they had been cut out of a longer one."""
    rare = _RARE - {separator}
    cells = [(cell, i) for record in records for i, cell in enumerate(record)]
    untidy = sum((i > 0 and cell[:1] == " ") or not rare.isdisjoint(cell) for cell, i in cells)
    return max(_LEAST, 1 - untidy / max(1, len(cells)))


def _score(sample: str, separator: str) -> float:
    if separator not in sample:
        return 0.0
    records = _records(sample, separator)
    if _is_prose(records):
        return 0.0
    widths = Counter(map(len, records))
    pattern = sum(count * (width - 1) / width for width, count in widths.items()) / max(1, len(widths))
    return pattern * _tidiness(records, separator)


def separator_of(sample: str) -> Separator:
    r"""Return the separator of a text, told from its beginning; `ONE_COLUMN` where nothing separates.

    >>> separator_of("name;area\nLyon;1,2\nParis;3,4\n")
    Separator(taken=';', rival='')
    """
    scores = {separator: _score(sample, separator) for separator in SEPARATORS}
    taken = max(SEPARATORS, key=scores.__getitem__)
    if not scores[taken]:
        return Separator(ONE_COLUMN)
    others = [other for other in SEPARATORS if other != taken and scores[other] >= _NEAR * scores[taken]]
    return Separator(taken, max(others, key=scores.__getitem__, default=""))
