"""What the readers of workbooks do not tell about a sheet, and what must be known before they are let at it.

Promise: one value whatever the format, filled by `xlsx_facts`, `ods_facts` and `biff`. Rows are spreadsheet rows (from
1), positions are columns counted from 0. Left out: the cells' values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that were merged into one, its four sides included."""

    first_row: int
    first: int
    last_row: int
    last: int


@dataclass(slots=True)
class SheetFacts:
    """One sheet; it grows while the sheet is looked through.

    `errors` are the cells that hold an error of a formula, with its sign (`#REF!`); `uncomputed` the formulas without a
    value. `last_row` and `last` are those of the last cell that holds a value, 0 and -1 when none does. `values` counts
    the cells that hold one as they are written in the file, `repeated` as they are read, `characters` those of their
    texts as they are read; both are 0 where the format repeats nothing.
    """

    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    last_row: int = 0
    last: int = -1
    values: int = 0
    repeated: int = 0
    characters: int = 0

    @property
    def hidden_positions(self) -> Sequence[int]:
        """Return the hidden columns among those that hold values."""
        return sorted(
            {i for hidden in self.hidden_columns for i in range(hidden.start, min(hidden.stop, self.last + 1))}
        )
