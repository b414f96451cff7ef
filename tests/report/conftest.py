"""A ledger, and texts that try to be more than text."""

from collections.abc import Callable

import pytest

from study.ledger.entries import Ledger, names_entry, number_entry


@pytest.fixture
def make_ledger() -> Callable[..., Ledger]:
    """`make_ledger({key: number, or list of names})`: a ledger in French and English."""

    def make(numbers: dict[str, float | list[str] | None]) -> Ledger:
        ledger = Ledger(("fr", "en"))
        for key, value in numbers.items():
            if isinstance(value, list):
                ledger.add([names_entry(key, value, key, "2020", ("fr", "en"))])
            else:
                ledger.add([number_entry(key, value, "territories", key, "2020", ("fr", "en"))])
        return ledger

    return make


@pytest.fixture
def ledger(make_ledger: Callable[..., Ledger]) -> Ledger:
    """A ledger with two numbers."""
    return make_ledger({"spaser_adopted.count": 6, "frame.count": 1234})
