"""Which responses of an export count: complete ones, and one for each territory.

Promise: every row under the heading has its fate and the reason for it, none is dropped silently. A LimeSurvey response
is complete when it has a `submitdate` (that of 1980-01-01 is an anonymised survey's, and complete); a webform's when it
is no draft; the others are submitted or they would not be there. Of several responses of one territory the last
complete one counts. Left out: whose they are (`matching`), what they say (`decoding`).
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import pandas as pd

from study.cells.words import Meaning, meaning
from study.exports.grid import Grid
from study.exports.settings import Flavour, Incomplete, SurveySettings
from study.layouts.columns import Column, Use
from study.layouts.layout import Layout, System

GIVEN = (Use.ANSWER, Use.TICK, Use.OTHER, Use.COMMENT)
"""What is read of a column that a respondent filled in: a response with nothing in any of them is empty."""
ANONYMISED = "1980-01-01"


class Fate(StrEnum):
    """Why a response counts or does not."""

    COUNTED = "counted"
    INCOMPLETE = "incomplete"
    EMPTY = "empty"
    OUTSIDE = "outside"
    REPLACED = "replaced"
    UNSETTLED = "unsettled"


def _position(columns: Sequence[Column], system: System) -> int | None:
    return next((column.position for column in columns if column.system is system), None)


def _texts(grid: Grid, position: int | None, index: pd.Index) -> "pd.Series[str]":
    if position is None:
        return pd.Series("", index=index, dtype="str")
    return grid.column(position).loc[index]


def _was_submitted(cells: "pd.Series[str]") -> "pd.Series[bool]":
    return cells != ""


def _is_no_draft(cells: "pd.Series[str]") -> "pd.Series[bool]":
    return ~cells.isin([text for text in cells.unique() if meaning(text) in (Meaning.YES, Meaning.TICKED)])


def completeness(
    flavour: Flavour, columns: Sequence[Column]
) -> tuple[int, Callable[["pd.Series[str]"], "pd.Series[bool]"]] | None:
    """Return the column that tells which responses are complete, and what reads its cells one by one; None without."""
    if (draft := _position(columns, System.DRAFT)) is not None:
        return draft, _is_no_draft
    submitted = _position(columns, System.SUBMITTED)
    return (submitted, _was_submitted) if flavour is Flavour.LIMESURVEY and submitted is not None else None


def fates(
    complete: "pd.Series[bool]", blank: "pd.Series[bool]", settings: SurveySettings
) -> tuple["pd.Series[bool]", "pd.Series[str]"]:
    """Return which responses may count, and the fate of each, as far as their own table tells."""
    kept = complete | (settings.incomplete is Incomplete.KEPT)
    fate = pd.Series(str(Fate.COUNTED), index=complete.index, dtype="str")
    return kept & ~blank, fate.mask(~kept, str(Fate.INCOMPLETE)).mask(blank, str(Fate.EMPTY))


def responses(grid: Grid, layout: Layout, columns: Sequence[Column], settings: SurveySettings) -> pd.DataFrame:
    """Return a row per row under the heading, indexed as in the grid.

    `row` (int64), `response` (str, the platform's number, else the row's), `submitted`, `last_page`, `version` (str, as
    written), `complete`, `blank` (no answer at all), `counts` (bool: it may, as far as this table tells), `fate` (str).
    """
    index = grid.cells.index[layout.first : layout.end]
    numbers = pd.Series(grid.rows[layout.first : layout.end], index=index)
    given = [column.position for column in columns if column.use in GIVEN]
    blank = (grid.cells.loc[index, given] == "").all(axis=1) if given else pd.Series(True, index=index)
    submitted = _texts(grid, _position(columns, System.SUBMITTED), index)
    complete = pd.Series(True, index=index)
    if (told := completeness(layout.flavour, columns)) is not None:
        complete = told[1](grid.column(told[0]).loc[index])
    response = _texts(grid, _position(columns, System.RESPONSE), index)
    rows = pd.DataFrame(
        {
            "row": numbers,
            "response": response.where(response != "", numbers.astype("str")),
            "submitted": submitted,
            "last_page": _texts(grid, _position(columns, System.LAST_PAGE), index),
            "version": _texts(grid, _position(columns, System.VERSION), index),
            "complete": complete,
            "blank": blank,
        }
    )
    counts, fate = fates(complete, blank, settings)
    return rows.assign(counts=counts, fate=fate)


def _moment(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Return when responses were submitted; missing where that is not said, or was anonymised."""
    said = texts.where(~texts.str.startswith(ANONYMISED), "")
    iso = pd.to_datetime(said, format="ISO8601", errors="coerce", utc=True)
    french = pd.to_datetime(said.str.slice(0, 16), format="%d/%m/%Y %H:%M", errors="coerce", utc=True)
    day = pd.to_datetime(said.str.slice(0, 10), format="%d/%m/%Y", errors="coerce", utc=True)
    return iso.fillna(french).fillna(day)


def in_order(received: pd.DataFrame) -> pd.DataFrame:
    """Return responses in the order in which they count for the same territory, the one that wins first.

    Complete ones first, then by the moment of submission, the platform's number, and where they stand; later wins.
    """
    keys = received.assign(
        _complete=received["complete"],
        _moment=_moment(received["submitted"]),
        _number=pd.to_numeric(received["response"], errors="coerce"),
        _place=range(len(received)),
    )
    ordered = keys.sort_values(["_complete", "_moment", "_number", "_place"], ascending=False, na_position="last")
    return ordered.drop(columns=["_complete", "_moment", "_number", "_place"])


def settle_several(received: pd.DataFrame) -> "pd.Series[str]":
    """Return the fate of each response once one is chosen for each territory, aligned with `received`.

    `received` has the columns of `responses`, of every table of the wave, with `territory` and `asked` (frozenset: what
    its table asks). Responses of one territory to other questions stand side by side.
    """
    counted = received[(received["fate"] == Fate.COUNTED) & (received["territory"] != "")]
    several = counted[counted.duplicated("territory", keep=False)]
    replaced: list[object] = []
    for _, mine in in_order(several).groupby("territory", sort=False):
        taken: list[frozenset[object]] = []
        for index, asked in mine["asked"].items():
            if any(asked & other for other in taken):
                replaced.append(index)
            else:
                taken.append(asked)
    return received["fate"].mask(received.index.isin(replaced), str(Fate.REPLACED))
