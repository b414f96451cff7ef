"""A column of cells as read: what each says, whether it is an answer, and why not.

Promise: `status` is `answered`, `no_answer` or `not_asked`; `answer` is empty unless it is answered; `reason` is a
`Refusal` where something was written that cannot be read, which is no answer, and empty elsewhere. All have the index
of the cells. `blank` tells a cell that holds nothing from one that says that there is no answer. Each different text is
read once, however many cells hold it. Left out: the reading (`decoding`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from study.cells.refusals import Refusal

ANSWERED, NO_ANSWER, NOT_ASKED = "answered", "no_answer", "not_asked"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says: an answer, or silence (both empty), or a refusal, with the code that may have been meant."""

    answer: str = ""
    reason: Refusal | None = None
    nearest: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Decoded:
    """Cells as read; str, but for `blank`. `nearest` is the code that a refused cell may have meant."""

    answer: "pd.Series[str]"
    status: "pd.Series[str]"
    reason: "pd.Series[str]"
    nearest: "pd.Series[str]"
    blank: "pd.Series[bool]"


def decoded(
    answer: "pd.Series[str]",
    blank: "pd.Series[bool]",
    reason: "pd.Series[str] | None" = None,
    nearest: "pd.Series[str] | None" = None,
    not_asked: "pd.Series[bool] | None" = None,
) -> Decoded:
    """Return cells as read, their status following from the rest; what is refused or not asked has no answer."""
    nothing = pd.Series("", index=answer.index, dtype="str")
    reason = nothing if reason is None else reason
    hidden = pd.Series(False, index=answer.index) if not_asked is None else not_asked
    answer = answer.mask((reason != "") | hidden, "")
    status = nothing.mask(answer != "", ANSWERED).mask(answer == "", NO_ANSWER).mask(hidden, NOT_ASKED)
    return Decoded(answer, status, reason.mask(hidden, ""), nothing if nearest is None else nearest, blank | hidden)


def decoded_by(cells: "pd.Series[str]", read: Callable[[str], Reading]) -> Decoded:
    """Return cells as `read` reads them, each different text once."""
    which, texts = pd.factorize(cells)
    readings = [read(text) for text in texts]

    def column(values: Iterable[str]) -> "pd.Series[str]":
        return pd.Series(list(values), dtype="str")

    once = decoded(
        column(reading.answer for reading in readings),
        column(texts).str.strip() == "",
        column(reading.reason or "" for reading in readings),
        column(reading.nearest for reading in readings),
        pd.Series([not reading.asked for reading in readings], dtype="bool"),
    )

    def spread(values: "pd.Series[Any]") -> "pd.Series[Any]":
        return values.take(which).set_axis(cells.index)

    return Decoded(
        spread(once.answer), spread(once.status), spread(once.reason), spread(once.nearest), spread(once.blank)
    )
