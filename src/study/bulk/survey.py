"""A large open survey from its files to its measures: the one door of this room.

Promise: what the ordinary way gives on the same files (`study.survey`, `study.answers`, `study.indicators`): the fate
of each response, the state of each question, log, refused cells and measures with their bounds, for all and by
territory; with memory that does not grow with the number of respondents, but for the few bytes of each refused cell and
of each different amount. Left out: the texts beside answers (other, comments), corrections of single responses, tables
and measures of one respondent, and the search of texts for what a personal column of their row says: patterns alone are
masked (`study.cells.personal`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from study.base.errors import Place, Problem, StudyError
from study.bulk import problems as bulk
from study.bulk.blocks import BLOCK_BYTES
from study.bulk.collect import MOST_TERRITORIES, Collected, Watch
from study.bulk.heading import Head, head_of
from study.bulk.measures import STATES, cross, given, lever_measures
from study.bulk.places import called
from study.bulk.stream import Numbers, batches, coded_columns
from study.codebook.model import Lever, Study
from study.codebook.names import Key
from study.exports.settings import SurveySettings
from study.indicators.table import Indicator, to_table
from study.layouts.columns import Use
from study.survey.responses import Export


@dataclass(frozen=True, slots=True)
class LargeSurvey:
    """A large open survey, counted: `exports` and `problems` as those of `study.survey.responses`.

    `collected` holds the counts; `territory_heading` is the column that says where respondents are, empty without one.
    """

    study: Study
    settings: SurveySettings
    exports: tuple[Export, ...]
    problems: tuple[Problem, ...]
    collected: Collected
    territory_heading: str

    @property
    def width(self) -> int:
        """Return the number of digits in a respondent's name (`r0001`)."""
        return max(4, len(str(self.collected.respondents)))

    def states(self) -> dict[Key, pd.DataFrame]:
        """Return the states of each question after routing (columns `STATES`), `territory` being a code."""
        return {key: counted.states().astype(STATES) for key, counted in self.collected.counted.items()}

    def measures(self, wave: str, levers: Sequence[Lever], *, by_territory: bool = False) -> pd.DataFrame:
        """Return the measures of some levers as the table of `study.indicators.table`: of all, then of each territory.

        A territory's name stands in `territory`, in order; those who name none come last. Raises StudyError where there
        is no column of territories, or one that names none.
        """
        states = self.states()
        amounts = {key: counted.amounts.table() for key, counted in self.collected.counted.items()}
        whole = np.zeros(max(1, len(self.collected.territories)), dtype=np.int64)
        rows = self._measures(states, amounts, levers, whole, 1)[0]
        if by_territory:
            names, groups = self.territories(states)
            for name, mine in zip(names, self._measures(states, amounts, levers, groups, len(names)), strict=True):
                rows += [replace(row, territory=name) for row in mine]
        return to_table(rows, wave)

    def territories(self, states: dict[Key, pd.DataFrame]) -> tuple[list[str], Numbers]:
        """Return the names of the territories, and which of them each code of `states` is."""
        place = Place(self.exports[0].file if self.exports else "")
        if not self.territory_heading:
            raise StudyError([bulk.NoTerritoryColumn(place)])
        if self.collected.crowded:
            details = {"limit": MOST_TERRITORIES}
            raise StudyError([bulk.TooManyTerritories(place, self.territory_heading, details)])
        written = list(self.collected.territories)
        counts = next(iter(states.values())).groupby("territory")["count"].sum()
        names, groups = called(written, [int(counts.get(i, 0)) for i in range(len(written))])
        return names, np.array(groups, dtype=np.int64)

    def _measures(
        self, states: dict[Key, pd.DataFrame], amounts: dict[Key, pd.DataFrame], levers: Sequence[Lever],
        groups: Numbers, size: int,
    ) -> list[list[Indicator]]:  # fmt: skip
        crossed = {key: cross(table, groups, size) for key, table in states.items()}
        grouped = {key: given(table, groups, size) for key, table in amounts.items()}
        base = self.settings.multiple_base
        parts = [lever_measures(lever, crossed, grouped, size, base) for lever in levers]
        return [[row for part in parts for row in part[i]] for i in range(size)]


def read_large(
    files: Sequence[tuple[Path, str]],
    study: Study,
    settings: SurveySettings,
    *,
    watch: Watch | None = None,
    block_bytes: int = BLOCK_BYTES,
) -> LargeSurvey:
    """Read some files (paths, and what places call them) as one open survey.

    `watch` is told of each batch; `block_bytes` is about how much of a text is in memory at once. Raises StudyError
    with what must be settled before anything can be counted.
    """
    nouns = [text for noun in (study.territory.one, study.territory.many) for text in noun.root.values()]
    heads = [head_of(path, shown, study, settings, nouns) for path, shown in files]
    asked = frozenset(key for head in heads for key in head.table.asked)
    collected = Collected(study, settings, asked, watch)
    exports = [_take_in(head, collected, block_bytes) for head in heads]
    problems = tuple(problem for head in heads for problem in head.problems)
    columns = (column for head in heads for column in head.table.columns)
    heading = next((column.heading for column in columns if column.use is Use.RESPONDENT), "")
    return LargeSurvey(study, settings, tuple(exports), problems, collected, heading)


def _take_in(head: Head, collected: Collected, block_bytes: int) -> Export:
    intake = collected.table(head)
    for batch in batches(head, coded_columns(head, intake.looked_at), block_bytes):
        intake.add(batch)
    intake.end()
    table = head.table
    answering = sum(column.question is not None for column in table.columns)
    return Export(table.grid.file, table.grid.sheet, table.layout, intake.rows, len(table.layout.headings), answering)
