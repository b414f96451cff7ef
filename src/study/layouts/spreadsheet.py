"""Sheets made by hand: title rows over the heading, headings of two rows, notes and totals under the table.

Promise: the heading is the row that names questions of the study, or else the first row about as wide as the table that
holds texts which do not come back under it; what stands over it are titles. A box of a multiple choice may be written
`question: option`, `question - option`, `question [option]` or under its question. Notes and totals at the very end are
no responses. Left out: several tables on one sheet, and headings at the left of their answers.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from study.base.text import mark
from study.layouts.layout import Heading, Reading, Reason
from study.layouts.naming import said
from study.layouts.splitting import at_brackets, at_separators, boxes, whole

_NAMES = mark("row {row} names {count} questions of the study")
_WIDE = mark("row {row} is the first as wide as the table, with texts that do not come back under it")
_NO_PLATFORM = mark("no survey platform’s own columns are there")

_LOOKED_AT = 60
"""Rows among which the heading is looked for: more than any title needs."""
_WIDTH_SHARE = 0.6
_BACK_SHARE = 0.34
_FEWEST_CELLS = 2
_SPREAD_CELLS, _SPREAD_TEXTS = 4, 2
_SURELY_NAMED = 0.5
_UNDER = 500

_NUMBER = re.compile(r"[-+]?[\d\s.,'’%€$/:hk]*\d[\d\s.,'’%€$/:hk]*")
_LONGEST_NUMBER = 40
_SEPARATORS = (": ", " : ", " - ", " – ", " — ", " / ", "/", " > ", " | ", "__", "_", ".")
_TOTALS = frozenset(
    {"total", "totaux", "total general", "ensemble", "somme", "moyenne", "sum", "mean", "average", "summe", "gesamt"}
)
_NOTE = re.compile(
    r"\*|\(\d\)|(?:sources?|notes?|nota|nb|n\.b\.|lecture|champ|remarques?|légende|hinweise?|quellen?)\s*[:.]",
    re.IGNORECASE,
)


def _row(cells: pd.DataFrame, position: int) -> list[str]:
    return [str(text) for text in cells.iloc[position]]


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def _is_wide(cells: pd.DataFrame, position: int) -> bool:
    """Tell whether a row has about as many cells as there are columns under it."""
    held = sum(map(bool, _row(cells, position)))
    under = cells.iloc[position + 1 : position + 1 + _UNDER]
    wide = int((under != "").any(axis=0).sum()) if len(under) else held
    return held >= min(_FEWEST_CELLS, wide) and held >= _WIDTH_SHARE * wide


def _says_new(cells: pd.DataFrame, position: int) -> bool:
    """Tell whether a row holds texts, and few that come back under them, as answers do."""
    row = _row(cells, position)
    under = cells.iloc[position + 1 : position + 1 + _UNDER]
    held = [i for i, text in enumerate(row) if text]
    answers = sum(_is_number(row[i]) or bool((under.iloc[:, i] == row[i]).any()) for i in held)
    return bool(held) and answers <= _BACK_SHARE * len(held)


def _is_spread(cells: pd.DataFrame, position: int) -> bool:
    """Tell whether a row is a title, spread over merged cells: a text or two, over and over, that are no answers."""
    held = [text for text in _row(cells, position) if text]
    return len(held) >= _SPREAD_CELLS and len(set(held)) <= _SPREAD_TEXTS and _says_new(cells, position)


def looks_like_heading(cells: pd.DataFrame, position: int) -> bool:
    """Tell whether a row could be a heading: about as wide as what is under it, of texts that do not come back."""
    return _is_wide(cells, position) and _says_new(cells, position)


def heading_row(cells: pd.DataFrame, count: Callable[[Sequence[Sequence[str]]], int]) -> tuple[int, bool, int] | None:
    """Return the position of the last heading row, whether it has another one over it, and how many questions it names.

    `count` tells how many questions and options some heading rows name. None where no row can be a heading.
    """
    best: tuple[int, bool, int] | None = None
    for position in range(min(len(cells), _LOOKED_AT)):
        row = _row(cells, position)
        named = count([row])
        if named and (best is None or named > best[2]):
            best = (position, False, named)
        # A heading of two rows names more than its upper row, and its lower row is no row of answers.
        if position and best is not None and best[0] == position - 1 and looks_like_two(cells, position):
            both = count([_row(cells, position - 1), row])
            if both > best[2]:
                best = (position, True, both)
        # Answers may happen to name questions, but not under a row where most headings do.
        if best is not None and best[0] < position and best[2] >= _SURELY_NAMED * sum(map(bool, _row(cells, best[0]))):
            break
    if best is not None:
        return best
    # The first wide row: where that is a row of answers, a later one is no heading either.
    rows = range(min(len(cells) - 1, _LOOKED_AT))
    first = next((i for i in rows if _is_wide(cells, i) and not _is_spread(cells, i)), None)
    return (first, False, 0) if first is not None and _says_new(cells, first) else None


def looks_like_two(cells: pd.DataFrame, position: int) -> bool:
    """Tell whether a row could be the lower one of a heading: it has texts where the row over it says nothing new."""
    upper, lower = _row(cells, position - 1), _row(cells, position)
    gaps = [i for i, text in enumerate(lower) if text and i and upper[i] in ("", upper[i - 1])]
    return bool(gaps) and _says_new(cells, position)


def reasons(row: int, named: int) -> tuple[Reason, ...]:
    """Return why a sheet is taken for one made by hand, and this row for its heading."""
    found: Reason = (_NAMES, {"row": str(row), "count": str(named)}) if named else (_WIDE, {"row": str(row)})
    return ((_NO_PLATFORM, {}), found)


def end_of_table(cells: pd.DataFrame, rows: "np.ndarray[tuple[int], np.dtype[np.int64]]", first: int) -> int:
    """Return the position after the last response: notes and totals at the very end belong to none.

    A note is a row of one cell that stands apart, begins like a note, or is followed by notes alone.
    """
    end = len(cells)
    wide = int((cells.iloc[first : first + _UNDER] != "").any(axis=0).sum()) if first < end else 0
    while end > first:
        held = [text for text in _row(cells, end - 1) if text]
        apart = end - 1 > first and int(rows[end - 1]) - int(rows[end - 2]) > 1
        note = len(held) == 1 and wide > _FEWEST_CELLS and (apart or _NOTE.match(held[0]) is not None)
        if not note and not (held and said(held[0]) in _TOTALS):
            break
        end -= 1
    return end


def _readings(text: str, parent: str) -> Iterator[Reading]:
    yield whole(text)
    if parent:
        yield from boxes([parent], [text])
    for question, option in (*at_brackets(text), *at_separators(text, _SEPARATORS)):
        yield from boxes([question], [option])
    if text.endswith(")") and "(" in text:
        question, _, option = text[:-1].rpartition("(")
        yield from boxes([question.strip()], [option.strip()])


def headings(rows: Sequence[Sequence[str]]) -> tuple[Heading, ...]:
    """Return the headings of a table, of one row or two; a cell of the upper row holds for the gaps to its right."""
    found = []
    parent = ""
    for position, text in enumerate(rows[-1]):
        over = rows[-2][position] if len(rows) > 1 else ""
        parent = over or (parent if text else "")
        full = "\n".join(item for item in (over, text) if item)
        readings = list(_readings(text, parent)) if text else []
        if over and not text:
            readings = list(_readings(over, ""))
        elif over and over == text:  # a cell merged over both rows
            full, readings = text, list(_readings(text, ""))
        found.append(Heading(position, full, tuple(dict.fromkeys(readings))))
    return tuple(found)
