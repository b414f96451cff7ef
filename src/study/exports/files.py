"""An export as it was received, whatever its format, as grids.

Promise: what a file is, its content says (`kinds`), never its name; a text gives one grid, a workbook one for each
sheet that holds anything. A form is told from the answers to it. Whatever the file, the result is grids and problems,
never an exception, and no error leaves a grid that could be taken for the whole. Left out: which row is the heading
(`headings`).
"""

from collections.abc import Sequence
from pathlib import Path

from study.base.errors import Place, Problem, Severity
from study.exports import file_problems as found
from study.exports.grid import Grid
from study.exports.kinds import Kind, kind_of
from study.exports.texts import read_text
from study.exports.workbooks import read_workbook

MOST_BYTES = 2 * 2**30
"""The largest file that is opened."""

_MARK = b"\xef\xbb\xbf"
# What the first row of LimeSurvey's own structure in a text says, and of a form for ODK on its sheet `survey`.
_LIMESURVEY_HEADING = ("class", "type/scale", "name")
_XLSFORM_HEADING = {"type", "name"}


def _form(grids: Sequence[Grid]) -> str:
    """Return the kind of form that the tables are; empty when they may be answers."""
    for grid in grids:
        heading = [cell.lower() for cell in grid.cells.iloc[0]]
        if tuple(heading[:3]) == _LIMESURVEY_HEADING:
            return "LimeSurvey"
        labelled = any(cell.startswith("label") for cell in heading)
        if grid.sheet.lower() == "survey" and set(heading) >= _XLSFORM_HEADING and labelled:
            return "XLSForm"
    return ""


def _content(path: Path, shown: str) -> tuple[bytes, list[Problem]]:
    try:
        if not path.is_file() and path.exists():
            return b"", [found.UnreadableFile(Place(shown), path.name)]
        if path.stat().st_size > MOST_BYTES:
            return b"", [found.TooLargeFile(Place(shown), None, {"limit": MOST_BYTES // 2**30})]
        return path.read_bytes(), []
    except OSError as error:
        return b"", [found.UnreadableFile(Place(shown), error.strerror or type(error).__name__)]


def read_file(path: Path, shown: str) -> tuple[list[Grid], list[Problem]]:
    """Return the tables of an export in their order, and everything that is to be settled or known about the file.

    `shown` is what places call the file. With an error there is no grid.
    """
    data, problems = _content(path, shown)
    if problems:
        return [], problems
    if not data.removeprefix(_MARK)[:4096].strip() and not data.removeprefix(_MARK).strip():
        return [], [found.EmptyExport(Place(shown))]
    kind = kind_of(data, shown)
    if isinstance(kind, Problem):
        return [], [kind]
    grids, problems = read_text(data, shown) if kind is Kind.TEXT else read_workbook(data, kind, shown)
    if form := _form(grids):
        return [], [found.QuestionnaireGiven(Place(shown), None, {"form": form})]
    failed = any(problem.severity is Severity.ERROR for problem in problems)
    return [] if failed else grids, problems
