"""A new study from the template that the package ships.

Promise: `new_study` leaves a whole, sealed study, or nothing: the folder is made ready under a name of its own inside,
and its files take their places only at the end. A folder that holds anything is refused, so nothing is overwritten.
Left out: the template's words (`src/study/template`), and what to do with the new study (its README.md).
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from study.base.errors import Place, Problem, UsageError
from study.base.files import writing
from study.base.layout import StudyPaths
from study.base.text import mark
from study.intake.seal import seal

_PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATE = _PACKAGE / "template"
# Notebooks stand beside the package where it is developed, and within it where it is installed from a wheel.
_SHIPPED, _BESIDE = _PACKAGE / "notebooks_shipped", _PACKAGE.parents[1] / "notebooks"


class FolderNotEmpty(Problem):
    """A new study is asked for where something already is."""

    code = "folder-not-empty"
    what = mark("“{value}” already holds something.")
    why = mark("A new study is made in a folder of its own, so that nothing of yours is overwritten.")
    remedy = mark("Name another folder, or empty this one.")


def notebooks() -> list[Path]:
    """Return the notebooks that every study takes a copy of."""
    return sorted((_SHIPPED if _SHIPPED.is_dir() else _BESIDE).glob("*.ipynb"))


def _missing(directory: Path) -> list[Path]:
    """Return the folders that must be made for `directory` to be there, the outermost first."""
    return [folder for folder in (*reversed(directory.parents), directory) if not folder.exists()]


@contextmanager
def _workshop(directory: Path) -> Iterator[Path]:
    """Give a folder inside `directory` to build in; when it fails, everything that was not there is gone again."""
    made = _missing(directory)
    workshop = directory / f".new-{secrets.token_hex(6)}"
    try:
        workshop.mkdir(parents=True)
        yield workshop
    except BaseException:
        shutil.rmtree(made[0] if made else workshop, ignore_errors=True)
        raise


def new_study(directory: Path) -> list[Path]:
    """Make a study in `directory`, which must be empty or not there; return its files, sorted.

    It holds invented data, the notebooks, and a seal: `study report` builds it as it is. Raises UsageError
    (`FolderNotEmpty`), or StudyError when the folder cannot be written.
    """
    directory = directory.resolve()
    with writing(directory):
        if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
            raise UsageError([FolderNotEmpty(Place(directory.as_posix()), directory.name)])
        with _workshop(directory) as workshop:
            shutil.copytree(TEMPLATE, workshop, dirs_exist_ok=True)
            paths = StudyPaths(workshop)
            paths.notebooks.mkdir()
            for notebook in notebooks():
                shutil.copyfile(notebook, paths.notebooks / notebook.name)
            seal(paths)
            _take_places(workshop, directory)
    return sorted(path for path in directory.rglob("*") if path.is_file())


def _take_places(workshop: Path, directory: Path) -> None:
    """Move what is ready into the folder; when one move fails, undo those before it."""
    moved: list[Path] = []
    try:
        for item in sorted(workshop.iterdir()):
            moved.append(item.rename(directory / item.name))
        workshop.rmdir()
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
