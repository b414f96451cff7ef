"""What cleaning did to the cells of a large survey: each kind of change counted, and each refused cell kept.

Promise: the lines of `cleaning.csv` and `refused.csv`, by the functions that write the ordinary ones
(`study.answers.survey`). Changes are kept cell by cell until they are too many to be listed, then counted by kind, as
the ordinary log is; a refused cell costs some bytes however long its text, which is kept once. Left out: what is a
change, and what is refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from study.answers.survey import LOG_COLUMNS, LOG_LINES, REFUSED_COLUMNS, changed_cells, log_by_kind, refused_cells
from study.bulk.states import States
from study.bulk.stream import Codes, Flags, Numbers, Whole
from study.codebook.model import Study


@dataclass(frozen=True, slots=True)
class Spot:
    """The columns of one question in one table."""

    file: str
    sheet: str
    column: str
    lever: int
    question: str


_Kind = tuple[int, str, str, str]
_Part = tuple[np.ndarray[Any, Any], ...]
_ROWS_AT_ONCE = 100_000


@dataclass(slots=True)
class Changes:
    """The changes of a survey, as they are met; a kind is a spot with a text, its answer and why it has none."""

    _spots: list[Spot] = field(default_factory=list)
    _kinds: dict[_Kind, int] = field(default_factory=dict)
    _counts: dict[tuple[int, bool], int] = field(default_factory=dict)
    _listed: list[_Part] | None = field(default_factory=list)
    _lines: int = 0
    _refused: list[_Part] = field(default_factory=list)

    def spot(self, spot: Spot) -> int:
        """Return the number of a new spot."""
        self._spots.append(spot)
        return len(self._spots) - 1

    def kinds(self, spot: int, states: States, which: Whole) -> Codes:
        """Return the kinds of some states (codes of `states`) at a spot."""
        kinds = self._kinds
        keys = ((spot, states.raw[i], states.answer[i], states.reason[i]) for i in which.tolist())
        return np.fromiter((kinds.setdefault(key, len(kinds)) for key in keys), np.int32, len(which))

    def count(self, kinds: Codes, routed: bool, counts: Numbers) -> None:
        """Count cells by kind."""
        for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True):
            self._counts[kind, routed] = self._counts.get((kind, routed), 0) + count

    @property
    def lists(self) -> bool:
        """Tell whether changes are still kept cell by cell."""
        return self._listed is not None

    def list(self, rows: Numbers, kinds: Codes, routed: Flags) -> None:
        """Keep changes cell by cell."""
        if self._listed is not None:
            self._listed.append((rows, kinds, routed))
            self._lines += len(rows)
        if self._lines > LOG_LINES:
            self._listed = None

    def refuse(self, rows: Numbers, units: Numbers, kinds: Codes) -> None:
        """Keep refused cells: the row and the respondent's number of each."""
        self._refused.append((rows, units, kinds))

    @property
    def refused_count(self) -> int:
        """Return how many cells were refused."""
        return sum(len(rows) for rows, _, _ in self._refused)

    def _table(self) -> pd.DataFrame:
        """Return every kind of change, in the order of its number."""
        spots = pd.DataFrame([[s.file, s.sheet, s.column, s.lever, s.question] for s in self._spots],
                             columns=["file", "sheet", "column", "lever", "question"])  # fmt: skip
        kinds = pd.DataFrame(list(self._kinds), columns=["spot", "raw", "answer", "reason"])
        texts = dict.fromkeys(("file", "sheet", "column", "question", "raw", "answer", "reason"), "str")
        held = spots.take(kinds["spot"].to_numpy()).reset_index(drop=True) if len(kinds) else spots.iloc[:0]
        return pd.concat([held, kinds], axis=1).astype({**texts, "lever": "int64"})

    def log(self, study: Study) -> pd.DataFrame:
        """Return the cleaning log, with the columns of the ordinary one: by cell, or by kind where it is too long."""
        kinds = self._table()
        if self._listed is not None:
            rows, codes, routed = _stacked(self._listed, (np.int64, np.int32, np.bool_))
            cells = kinds.take(codes).reset_index(drop=True).assign(row=rows, routed=routed, corrected=False)
            log = changed_cells(cells, study)[LOG_COLUMNS]
            # Cells of one row stand in the order of the questions, as spots do.
            return log.assign(_spot=kinds["spot"].take(codes).to_numpy()).sort_values(
                ["file", "sheet", "row", "_spot"], kind="stable", ignore_index=True
            )[LOG_COLUMNS]
        pairs = list(self._counts)
        cells = kinds.take([kind for kind, _ in pairs]).reset_index(drop=True)
        cells = cells.assign(routed=[routed for _, routed in pairs], corrected=False, cells=list(self._counts.values()))
        return log_by_kind(changed_cells(cells, study))

    def _refusals(self, study: Study, lang: str) -> pd.DataFrame:
        """Return every kind of change as a refused cell in words, in the order of its number; `row` is 0."""
        kinds = self._table()
        refused = kinds[kinds["reason"] != ""].assign(row=0, territory="")
        said = refused_cells(refused.reset_index(drop=True), study, lang).set_axis(refused.index)
        return said.reindex(kinds.index)

    def refused_kinds(self, study: Study, lang: str) -> pd.DataFrame:
        """Return the kinds of refused cells with `cells`, their number, and `row`, the first of them.

        Columns as those of `refused`, without the respondent; `refusal` is the `Refusal` itself.
        """
        rows, _, codes = _stacked(self._refused, (np.int64, np.int64, np.int32))
        held = pd.DataFrame({"kind": codes, "row": rows}).groupby("kind")["row"].agg(["min", "size"])
        refusal = self._table()["reason"].reindex(held.index)
        words = self._refusals(study, lang).reindex(held.index)
        words = words.astype({"lever": "int64"}).assign(row=held["min"], cells=held["size"], refusal=refusal)
        return words.drop(columns="territory").reset_index(drop=True)

    def refused(self, study: Study, lang: str, width: int) -> Iterator[pd.DataFrame]:
        """Yield the refused cells some at a time, with the columns of the ordinary table, batch by batch of rows.

        `width` is that of a respondent's number.
        """
        words = self._refusals(study, lang)
        for parts in _about(self._refused, _ROWS_AT_ONCE):
            rows, units, codes = _stacked(parts, (np.int64, np.int64, np.int32))
            names = "r" + pd.Series(units).astype("str").str.zfill(width)
            cells = words.take(codes).reset_index(drop=True).astype({"lever": "int64"})
            yield cells.assign(row=rows, territory=names.astype("str"))[REFUSED_COLUMNS]


def _about(parts: Sequence[_Part], size: int) -> Iterator[list[_Part]]:
    """Yield parts together, about `size` rows at a time."""
    held: list[_Part] = []
    count = 0
    for part in parts:
        held.append(part)
        count += len(part[0])
        if count >= size:
            yield held
            held, count = [], 0
    if count:
        yield held


def _stacked(parts: Sequence[_Part], dtypes: Sequence[type]) -> _Part:
    return tuple(
        np.concatenate([part[i] for part in parts]) if parts else np.array([], dtype=dtype)
        for i, dtype in enumerate(dtypes)
    )
