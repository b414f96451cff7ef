"""Counts by territory and state, however rows are cut into batches."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from study.bulk import counts
from study.bulk.counts import AmountCounts, PairCounts


@pytest.mark.parametrize("pending", [3, 10**6])
@pytest.mark.parametrize("direct", [0, 10**6])
def test_pairs_are_counted(monkeypatch, pending, direct):
    monkeypatch.setattr(counts, "_PENDING", pending)
    monkeypatch.setattr(counts, "_DIRECT", direct)
    draw = np.random.default_rng(1)
    territory, state = draw.integers(0, 9, 500), draw.integers(0, 5, 500)
    found = PairCounts()
    for part in np.array_split(np.arange(500), 7):
        found.add(territory[part], state[part], 9, 5)
    expected = sorted((*pair, n) for pair, n in Counter(zip(territory.tolist(), state.tolist(), strict=True)).items())
    assert list(found.table().itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize("pending", [3, 10**6])
def test_amounts_are_counted(monkeypatch, pending):
    monkeypatch.setattr(counts, "_PENDING", pending)
    draw = np.random.default_rng(2)
    territory, amount = draw.integers(0, 4, 300), draw.integers(0, 20, 300) / 4
    found = AmountCounts()
    for part in np.array_split(np.arange(300), 6):
        found.add(territory[part], amount[part])
    expected = sorted((*pair, n) for pair, n in Counter(zip(territory.tolist(), amount.tolist(), strict=True)).items())
    assert list(found.table().itertuples(index=False, name=None)) == expected


def test_nothing_is_a_table_too():
    assert isinstance(PairCounts().table(), pd.DataFrame) and PairCounts().table().empty
    assert AmountCounts().table().empty
