"""A form's file taken in: read, adopted, checked, and written as a questionnaire.

Promise: the folder holds a whole questionnaire that the codebook reads without a problem, or is left as it was. A
folder that is a study's root (it has data/raw) gets it in data/raw/questionnaire, any other one in itself. A folder
that holds YAML files already is refused. Left out: everything else that a study needs (`study new`).
"""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from study.base.errors import Place, Problem, StudyError, UsageError, raise_if
from study.base.files import writing
from study.base.layout import StudyPaths
from study.base.text import mark, say
from study.codebook.load import load_study
from study.codebook.model import Study
from study.forms import form_problems as found
from study.forms.adopt import adopted
from study.forms.form_file import Kind, kind_of, read_bytes, read_workbook
from study.forms.from_limesurvey import from_limesurvey
from study.forms.from_xlsform import from_xlsform
from study.forms.imported import ReadForm
from study.forms.lime_tabs import read_tabs
from study.forms.lime_xml import read_lss
from study.forms.yaml_text import questionnaire_texts

_MADE = mark("Made from the form {file}.")
_LOOK = mark(
    "To look at: what a territory and a lever are called, the units, the names and codes (they stay for good once "
    "answers refer to them), and which measures to compute."
)
_OPEN = mark("If there is no list of those who may answer, add a line: open_survey: true")
_LEVER_LOOK = mark(
    "To add where it holds: “core: true” (counts in the lever’s intensity), “validity” (how long an answer holds), "
    "“additive: true” (numbers that may be summed)."
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import left: the folder and the names of its files, the study, and the notes on what changed.

    `in_study`: the folder is the one in which a study at the root that was named looks for its questionnaire.
    """

    folder: Path
    in_study: bool
    files: tuple[str, ...]
    study: Study
    notes: tuple[Problem, ...]


def read_form(path: Path, wanted: Sequence[str] = ()) -> tuple[ReadForm | None, list[Problem]]:
    """Read a form of any kind; None with all its problems when it cannot be. `wanted`: languages asked for."""
    data, problems = read_bytes(path)
    if problems:
        return None, problems
    kind, problems = kind_of(data, path.name)
    if kind is Kind.WORKBOOK:
        sheets, problems = read_workbook(data, path.name)
        return (None, problems) if problems else from_xlsform(sheets, path.name, wanted)
    if kind is None:
        return None, problems
    survey, problems = (read_lss if kind is Kind.XML else read_tabs)(data, path.name)
    return (None, problems) if survey is None else from_limesurvey(survey)


def _languages(form: ReadForm, wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the languages of the study; UsageError for one asked for that the form does not have."""
    known = list(form.languages)
    absent = [lang for lang in wanted if lang not in known]
    if absent:
        raise UsageError([found.FormLanguageAbsent(Place(form.file), lang, {"known": known}) for lang in absent])
    return tuple(dict.fromkeys(wanted)) or form.languages


def _target(to: Path) -> Path:
    """Return the folder that the questionnaire goes into; UsageError when one is there already."""
    paths = StudyPaths(to.resolve())
    folder = paths.questionnaire if paths.raw.is_dir() else paths.root
    there = sorted(path.name for path in folder.glob("*.y*ml")) if folder.is_dir() else []
    if there:
        raise UsageError([found.QuestionnaireThere(Place(folder.as_posix()), details={"known": there})])
    return folder


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write the files beside the folder, check that they are a codebook, and put all of them in place, or none."""
    above = next(parent for parent in folder.parents if parent.is_dir())
    workshop = StudyPaths(above / f".import-{secrets.token_hex(6)}")
    placed: list[Path] = []
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    with writing(folder):
        try:
            workshop.questionnaire.mkdir(parents=True)
            for name, text in files.items():
                (workshop.questionnaire / name).write_bytes(text.encode("utf-8"))
            load_study(workshop)
            folder.mkdir(parents=True, exist_ok=True)
            for name in files:
                placed.append((workshop.questionnaire / name).rename(folder / name))
        except BaseException:
            for path in placed:
                path.unlink(missing_ok=True)
            for parent in made:
                if parent.is_dir() and not any(parent.iterdir()):
                    parent.rmdir()
            raise
        finally:
            shutil.rmtree(workshop.root, ignore_errors=True)


def take_in(path: Path, to: Path, wanted: Sequence[str] = (), lang: str = "en") -> TakenIn:
    """Make a questionnaire in the folder `to` from the form at `path`, with comments in `lang`.

    `wanted`: the study's languages, the main one first; by default all that the form has. Raises UsageError for a
    language that the form lacks or a folder that holds a questionnaire, StudyError with every problem of the form.
    """
    folder = _target(to)
    form, problems = read_form(path, wanted)
    raise_if(problems)
    assert form is not None  # for mypy: without problems there is a form
    taken = adopted(form, _languages(form, wanted))
    if taken is None:
        raise StudyError([found.EmptyForm(Place(form.file))])
    comments = [say(_MADE, lang, file=path.name), say(_LOOK, lang), say(_OPEN, lang)]
    lever_comments = [comments[0], say(_LEVER_LOOK, lang)]
    files = questionnaire_texts(taken.study, StudyPaths(folder), comments, lever_comments)
    _write(folder, files)
    return TakenIn(folder, folder != to.resolve(), tuple(files), taken.study, taken.notes)
