"""From a raw cell up to the numbers: what `study trace --cell FILE:ROW[:COLUMN]` shows.

Promise: for every kind of input, what the cell is, whether it counts and what it decides, then every number, table and
figure that it feeds, wave by wave. A cell that feeds nothing says so, and why. A row that a respondent sent is never
quoted, since it holds who they are: the answers read from it are shown as intake left them. Left out: which bases rest
on a fact (`feeds`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from study.base.errors import Place, UsageError
from study.base.layout import StudyPaths
from study.base.nearest import nearest
from study.trail import problems as found
from study.trail.fed import Cell, wave_node
from study.trail.node import Node
from study.trail.raw import RawFile, RawFiles
from study.trail.read import Trail


@dataclass(frozen=True, slots=True)
class CellName:
    """A cell as it is asked for: the file from the study's root, the row (heading = 1) or line, the column or empty."""

    file: str
    row: int
    column: str = ""


def cell_name(text: str, paths: StudyPaths) -> CellName:
    """Return the cell that a text names; UsageError (`BadCell`) when it names none.

    The file is named from the study's root, from here, or in full.
    """
    match = re.fullmatch(r"(.+?):(\d{1,9})(?::([^:]+))?", text.strip())
    if match is None or int(match[2]) < 1:
        raise UsageError([found.BadCell(None, text)])
    file, row, column = match[1], int(match[2]), match[3] or ""
    named = Path(file)
    here = named.resolve()
    if (named.is_absolute() or not (paths.root / named).is_file()) and here.is_relative_to(paths.root):
        return CellName(paths.relative(here), row, column)
    return CellName(named.as_posix().removeprefix("./"), row, column)


def files_of(trail: Trail) -> set[str]:
    """Return the raw files that a wave rests on, of which cells can be asked."""
    levers = {str(lever["file"]) for lever in trail.levers.values()}
    return {str(file) for file in trail.files.values()} | set(trail.sha256) | levers


def _checked(name: CellName, trails: Sequence[Trail], raw: RawFiles) -> RawFile:
    known = sorted(set().union(*(files_of(trail) for trail in trails)))
    if name.file not in known:
        near = nearest(name.file, known) or next(
            (file for file in known if Path(file).name == Path(name.file).name), None
        )
        raise UsageError([found.CellOutside(None, name.file, {"known": known, "nearest": near})])
    file = raw.file(name.file)
    place = Place(name.file)
    if file.data is None:
        raise UsageError([found.CellFileMissing(place)])
    suffix = Path(name.file).suffix.lower()
    last = len(file.records) if suffix == ".csv" else len(file.lines) if suffix in (".yaml", ".yml") else None
    if last is not None and name.row > last:
        raise UsageError([found.RowPastEnd(place, str(name.row), {"last": last})])
    return file


def _column(name: CellName, file: RawFile) -> str:
    """Return the column's name; empty for a whole row. UsageError when the file has no such column."""
    if not name.column or Path(name.file).suffix.lower() != ".csv":
        return name.column
    column = file.column(name.column)
    if column is None:
        known = list(file.heading)
        raise UsageError(
            [found.UnknownColumn(Place(name.file, row=name.row), name.column,
                                 {"known": known, "nearest": nearest(name.column, known)})]
        )  # fmt: skip
    return column


def cell_tree(text: str, trails: Iterable[Trail], paths: StudyPaths, lang: str) -> Node:
    """Return the tree of a cell: what it is, then what it feeds in each wave; UsageError when there is no such cell."""
    trails = list(trails)
    if not trails:
        raise UsageError([found.NothingTraced()])
    name = cell_name(text, paths)
    raw = RawFiles(paths, dict(trails[0].sha256))
    file = _checked(name, trails, raw)
    column = _column(name, file)
    is_table = Path(name.file).suffix.lower() == ".csv"
    row = file.row(name.row) if is_table else None
    written = (
        row[1] if row else file.lines[name.row - 1].strip() if name.row <= len(file.lines) and not is_table else ""
    )
    is_text = is_table or Path(name.file).suffix.lower() in (".yaml", ".yml")
    sent = paths.is_response(name.file)
    cell = Cell(name.file, name.row, column, file, sent)
    waves = [
        wave_node(cell, trail, RawFiles(paths, dict(trail.sha256)), lang)
        for trail in trails
        if name.file in files_of(trail)
    ]
    return cell.node(written if is_text and not sent else "", waves, lang)
