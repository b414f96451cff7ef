"""The rows of a figure that has a line per label: the label broken into lines, and as much height as it asks for.

Promise: no label meets that of the next row. Left out: what is drawn beside the labels.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from study.figures.canvas import line_mm
from study.figures.letters import wrap
from study.figures.style import TEXT_PT


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the data (`values`), its label in lines, and its height in millimetres."""

    lines: tuple[str, ...]
    values: dict[Hashable, Any]
    height: float


def labelled_rows(
    data: pd.DataFrame, width_mm: float, *, max_lines: int, least_mm: float, air_mm: float = 0.0
) -> list[Row]:
    """Return the rows of `data` (column `label`, str) in their order; call it inside `style.drawing()`.

    A row is `least_mm` high at the least, and leaves `air_mm` around a label of several lines.
    """
    found = []
    for values in data.to_dict("records"):
        lines = wrap(str(values["label"]), width_mm, TEXT_PT, max_lines=max_lines)
        found.append(Row(lines, values, max(least_mm, len(lines) * line_mm(TEXT_PT) + air_mm)))
    return found
