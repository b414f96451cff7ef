"""A column as read: what follows from the answer, the refusal and whether it was asked."""

import pandas as pd

from study.cells.decoded import Reading, decoded_by
from study.cells.refusals import Refusal


def test_each_different_text_is_read_once_and_spread_over_its_cells():
    seen = []

    def read(text):
        seen.append(text)
        return {
            "a": Reading("A"),
            "b": Reading("B", Refusal.NOT_A_CODE, "near"),
            "c": Reading(asked=False),
        }.get(text, Reading())

    cells = pd.Series(["a", "b", "a", "", "c", "d"], index=[5, 3, 9, 1, 0, 7], dtype="str")
    found = decoded_by(cells, read)
    assert sorted(seen) == ["", "a", "b", "c", "d"]
    assert found.answer.to_dict() == {5: "A", 3: "", 9: "A", 1: "", 0: "", 7: ""}
    assert list(found.status) == ["answered", "no_answer", "answered", "no_answer", "not_asked", "no_answer"]
    assert list(found.reason) == ["", "not-a-code", "", "", "", ""]
    assert list(found.nearest) == ["", "near", "", "", "", ""]
    assert list(found.blank) == [False, False, False, True, True, False]
    assert {str(item.dtype) for item in (found.answer, found.status, found.reason, found.nearest)} == {"str"}
    assert found.blank.dtype == "bool"


def test_a_column_without_cells_stays_one():
    found = decoded_by(pd.Series([], dtype="str"), lambda text: Reading(text))
    assert [len(item) for item in (found.answer, found.status, found.reason, found.nearest, found.blank)] == [0] * 5
    assert found.status.dtype == "str" and found.blank.dtype == "bool"
