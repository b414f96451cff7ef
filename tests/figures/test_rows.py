"""Rows with a label each."""

import pandas as pd

from study.figures.canvas import line_mm
from study.figures.rows import labelled_rows
from study.figures.style import TEXT_PT, drawing


def test_a_row_is_as_high_as_its_label_asks_for_and_no_less_than_the_others() -> None:
    data = pd.DataFrame({"label": ["Short", "A label of many words that no line holds"], "value": [1, 2]})
    with drawing():
        short, long = labelled_rows(data, 20.0, max_lines=9, least_mm=6.0, air_mm=1.5)
        cut = labelled_rows(data, 20.0, max_lines=2, least_mm=6.0)[1]
    assert (short.lines, short.height, short.values["value"]) == (("Short",), 6.0, 1)
    assert " ".join(long.lines) == data["label"][1] and len(long.lines) > 2
    assert long.height == len(long.lines) * line_mm(TEXT_PT) + 1.5 > 6.0
    assert len(cut.lines) == 2 and cut.lines[-1].endswith("…")
    assert cut.height == max(6.0, 2 * line_mm(TEXT_PT))
