"""The frame: which territories are in scope, for each vintage.

Promise: one row per territory × vintage, keys and names that point to one territory only, numbers that are numbers.
Every vintage is checked, whichever is used. A territory's key is stable; its SIREN is not, so nothing is joined on it.
Most columns may be missing or have empty cells: texts are then "", numbers NaN; a column of whole numbers is int64 when
all its cells are filled, else float64. Left out: contours.
"""

from collections.abc import Sequence

import pandas as pd

from study.base.errors import Place, Problem
from study.base.layout import StudyPaths
from study.base.nearest import plain
from study.codebook.model import Measure, Study
from study.intake import frame_problems
from study.intake import problems as found
from study.intake.tables import Column, Kind, empty_table, read_table

COLUMNS = (
    Column("territory", pattern=r"[a-z][a-z0-9-]{0,119}", problem=found.BadTerritoryKey),
    Column("vintage", kind=Kind.INTEGER, limits=(1900, 2999)),
    Column("siren", optional=True, pattern=r"[0-9]{9}", problem=found.BadSiren),
    Column("name", required=True),
    Column("short_name", required=True),
    Column("aliases", optional=True),
    Column("nature", optional=True),
    Column("population_total", optional=True, kind=Kind.INTEGER, limits=(0, 1e10)),
    Column("population_municipal", optional=True, kind=Kind.INTEGER, limits=(0, 1e10)),
    Column("communes_count", optional=True, kind=Kind.INTEGER, limits=(0, 1e6)),
    Column("departements", optional=True),
    Column("region", optional=True),
    Column("region_name", optional=True),
    Column("lon", optional=True, kind=Kind.NUMBER, limits=(-180, 180)),
    Column("lat", optional=True, kind=Kind.NUMBER, limits=(-90, 90)),
    Column("source", required=True),
)
KEY = ("territory", "vintage")
_POPULATIONS = ("population_total", "population_municipal")


def names_of(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every name that stands for a territory: columns `territory`, `name`, `row`, `column`, one row per name."""
    sources = ("territory", "name", "short_name", "aliases")
    names = [
        (territory, int(row), name.strip(), column)
        for territory, row, *cells in frame[["territory", "row", *sources]].itertuples(index=False, name=None)
        for column, cell in zip(sources, cells, strict=True)
        for name in (cell.split("|") if column == "aliases" else [cell])
        if name.strip()
    ]
    return pd.DataFrame(names, columns=["territory", "row", "name", "column"])


def _alias_problems(frame: pd.DataFrame, file: str) -> list[Problem]:
    """Find names of two territories, in any vintage, whatever their case, accents and dashes."""
    names = names_of(frame).drop_duplicates(["territory", "name"])
    first: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for territory, row, name, column in names[["territory", "row", "name", "column"]].itertuples(index=False):
        other, other_row = first.setdefault(plain(name), (territory, row))
        if other != territory:
            details = {"other": other, "other_row": other_row}
            problems.append(frame_problems.AliasClash(Place(file, row=int(row), column=column), name, details))
    return problems


def load_frames(paths: StudyPaths) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the frame of every vintage, in the file's order, and its problems."""
    file = paths.relative(paths.frame)
    frame, problems = read_table(paths.frame, COLUMNS, KEY, paths)
    if frame.empty and not problems:
        problems = [frame_problems.EmptyFrame(Place(file))]
    return frame, [*problems, *_alias_problems(frame, file)]


def no_frames() -> tuple[pd.DataFrame, list[Problem]]:
    """Return what an open survey has for a frame: no territory at all."""
    return empty_table(COLUMNS), []


def of_responses(respondents: pd.DataFrame) -> pd.DataFrame:
    """Return the responses of an open survey as its frame, in their order: `r0001`, called by that alone."""
    keys = respondents["territory"].astype("str")
    frame = no_frames()[0].reindex(range(len(keys)))
    for column in COLUMNS:
        if column.kind is Kind.TEXT:
            frame[column.name] = pd.Series("", index=frame.index, dtype="str")
    frame = frame.assign(territory=keys.to_numpy(), name=keys.to_numpy(), short_name=keys.to_numpy())
    return frame.assign(row=respondents["row"].to_numpy(), population_row=respondents["row"].to_numpy())


def of_vintage(
    frames: pd.DataFrame, vintage: int, place: Place | None = None, population_vintage: int | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the rows of one vintage, with the populations of `population_vintage` when it is another one.

    Adds `population_row` (int), the row that the populations come from. `place` is where the vintages are named.
    """
    known = sorted({int(value) for value in frames["vintage"].dropna()})
    wanted = dict.fromkeys([vintage, population_vintage if population_vintage is not None else vintage])
    problems: list[Problem] = [
        frame_problems.UnknownVintage(place, str(value), {"known": [str(item) for item in known]})
        for value in wanted
        if value not in known
    ]
    frame = frames[frames["vintage"] == vintage].reset_index(drop=True)
    frame["population_row"] = frame["row"]
    if problems or population_vintage in (None, vintage):
        return frame, problems
    other = frames[frames["vintage"] == population_vintage].drop_duplicates("territory").set_index("territory")
    for territory in frame.loc[~frame["territory"].isin(other.index), "territory"]:
        details = {"vintage": str(population_vintage)}
        problems.append(frame_problems.TerritoryWithoutPopulation(place, territory, details))
    if not problems:
        taken = other.loc[frame["territory"]]
        frame["population_row"] = taken["row"].to_numpy()
        for column in _POPULATIONS:
            frame[column] = taken[column].to_numpy()
    return frame, problems


def population_problems(frame: pd.DataFrame, study: Study, paths: StudyPaths) -> list[Problem]:
    """Return the territories without the population that a weighted share needs; `frame` is `of_vintage`'s.

    One problem at the heading when no territory has any, else one at each row that lacks it.
    """
    weighted = [item.question for item in study.questions if Measure.WEIGHTED_SHARE in item.indicators]
    lacking = frame[frame["population_municipal"].isna()]
    if not weighted or lacking.empty:
        return []
    file, column, details = paths.relative(paths.frame), "population_municipal", {"questions": weighted}
    if len(lacking) == len(frame):
        return [frame_problems.NoPopulations(Place(file, row=1, column=column), None, details)]
    return [
        frame_problems.MissingPopulation(Place(file, row=int(row), column=column), territory, details)
        for territory, row in lacking[["territory", "population_row"]].itertuples(index=False)
    ]


def load_frame(paths: StudyPaths, vintage: int) -> tuple[pd.DataFrame, list[Problem]]:
    """Load the frame of one vintage, and the problems of all."""
    frames, problems = load_frames(paths)
    if frames.empty and problems:
        return frames, problems
    frame, faults = of_vintage(frames, vintage, Place(paths.relative(paths.frame), column="vintage"))
    return frame, [*problems, *faults]


def territories(frames: pd.DataFrame) -> Sequence[str]:
    """Return the keys of every territory, of whichever vintage."""
    return [str(key) for key in frames["territory"].unique() if key]
