"""Counts by territory and state of one question, batch by batch; and the amounts of a question with a number.

Promise: what is kept grows with the different pairs that are met, never with the respondents (but for amounts: with the
different amounts of each territory); the result does not depend on how rows are cut into batches. Left out: what is
computed from the counts (`measures`).
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from study.bulk.stream import Numbers, Whole

_SHIFT = 32
_PENDING = 2**19
_DIRECT = 2**18

Amounts = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(slots=True)
class PairCounts:
    """How many respondents are in each state, by territory; both are codes (int)."""

    _keys: list[Numbers] = field(default_factory=list)
    _counts: list[Numbers] = field(default_factory=list)
    _pending: int = 0

    def add(self, territory: Whole, state: Whole, territories: int, states: int) -> None:
        """Count a batch: the codes of each row, below `territories` and `states`."""
        if territories * states <= _DIRECT:
            counted = np.bincount(territory * states + state, minlength=1)
            held = np.flatnonzero(counted)
            keys, counts = (held // states << _SHIFT) | held % states, counted[held]
        else:
            keys, counts = np.unique((territory.astype(np.int64) << _SHIFT) | state, return_counts=True)
        self._keys.append(keys)
        self._counts.append(counts)
        self._pending += len(keys)
        if self._pending > _PENDING:
            self._compact()

    def _compact(self) -> None:
        if not self._keys:
            return
        keys, which = np.unique(np.concatenate(self._keys), return_inverse=True)
        counts = np.zeros(len(keys), dtype=np.int64)
        np.add.at(counts, which, np.concatenate(self._counts))
        self._keys, self._counts, self._pending = [keys], [counts], 0

    def table(self) -> pd.DataFrame:
        """Return the counts: columns `territory`, `state`, `count` (int64), in the order of the first two."""
        self._compact()
        keys = self._keys[0] if self._keys else np.array([], np.int64)
        counts = self._counts[0] if self._counts else np.array([], np.int64)
        return pd.DataFrame({"territory": keys >> _SHIFT, "state": keys & (2**_SHIFT - 1), "count": counts})


@dataclass(slots=True)
class AmountCounts:
    """How often each amount was given, by territory."""

    _parts: list[pd.DataFrame] = field(default_factory=list)
    _pending: int = 0
    _held: int = 0

    def add(self, territory: Numbers, amount: Amounts) -> None:
        """Count the amounts of a batch, one a row, with the code of its territory."""
        self._parts.append(pd.DataFrame({"territory": territory.astype(np.int32), "amount": amount, "count": 1}))
        self._pending += len(amount)
        if self._pending > max(_PENDING, self._held):
            self._compact()

    def _compact(self) -> None:
        if self._parts:
            held = pd.concat(self._parts, ignore_index=True)
            self._parts = [held.groupby(["territory", "amount"], sort=True)["count"].sum().reset_index()]
            self._held, self._pending = len(self._parts[0]), 0

    def table(self) -> pd.DataFrame:
        """Return the counts: `territory` (int32), `amount` (float64), `count` (int64), in this order."""
        self._compact()
        if self._parts:
            return self._parts[0]
        none = {"territory": np.int32, "amount": np.float64, "count": np.int64}
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in none.items()})
