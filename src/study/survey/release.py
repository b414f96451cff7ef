"""What respondents wrote in their own words, held back until somebody has read it.

Promise: of a question that wave.yaml does not release for the very content of an export, nothing is given that its
respondents wrote: free texts, answers of one's own and comments are a mark, and of cells that could not be read only
ordinary words are left (`study.cells.held`). That there was an answer, and of which status, does not change. Whoever
changes the export must read its texts again. Left out: personal data that are recognised, which are masked in any case.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from study.base.errors import Place, Problem
from study.base.files import file_sha256
from study.base.nearest import nearest
from study.cells.decoded import ANSWERED
from study.cells.held import UNREAD, WITHHELD, own_words_of
from study.cells.words import meaning
from study.codebook.model import OTHER, Question, QuestionType, Study
from study.codebook.names import name_of
from study.exports.settings import Release, SurveySettings
from study.survey import release_problems as found

FEW = 4
"""Characters up to which a text is looked at for being such a word; a text that is longer is held without a look."""


def release_of(path: Path, settings: SurveySettings) -> Release | None:
    """Return what wave.yaml releases of the export in `path`, several entries as one; None when nothing."""
    if not settings.released:
        return None
    sha256 = file_sha256(path)
    mine = [item for item in settings.released if item.sha256 == sha256]
    if not mine:
        return None
    questions = tuple(dict.fromkeys(name for item in mine for name in item.questions))
    hold: dict[str, tuple[int, ...]] = {}
    for item in mine:
        for name, rows in item.hold.items():
            hold[name] = (*hold.get(name, ()), *rows)
    return Release(file=mine[0].file, sha256=sha256, questions=questions, hold=hold)


def all_released(files: Sequence[Path], study: Study) -> tuple[Release, ...]:
    """Return what releases every text of the exports in `files`, for whoever is to read them."""
    names = tuple(name_of(item, study) for item in study.questions)
    return tuple(Release(file=path.name, sha256=file_sha256(path), questions=names) for path in files)


def marks(release: Release | None, name: str, rows: "pd.Series[int]") -> "pd.Series[str]":
    """Return the mark that stands for the text of each row, empty where it may be given; the index is that of `rows`.

    `name` is the question's (`study.codebook.names.name_of`), `rows` are a spreadsheet's.
    """
    if release is None or name not in release.questions:
        return pd.Series(UNREAD, index=rows.index, dtype="str")
    kept = rows.isin(release.hold.get(name, ()))
    return pd.Series("", index=rows.index, dtype="str").mask(kept, WITHHELD)


def held_texts(texts: "pd.Series[str]", marks: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts with their `marks` in place of those that are held back.

    Empty ones stay, and those of a few letters that say but yes, no or “does not know” (N/A; `study.cells.words`).
    """
    bare = (marks == "") | (texts == "")
    short = texts[~bare & (texts.str.len() <= FEW)]
    said = short[short.map({text: meaning(text) is not None for text in short.unique()}).astype(bool)]
    return texts.where(bare | texts.index.isin(said.index), marks)


def held_answers(
    question: Question, status: "pd.Series[str]", answer: "pd.Series[str]", reason: "pd.Series[str]",
    raw: "pd.Series[str]", marks: "pd.Series[str]", known: frozenset[str],
) -> tuple["pd.Series[str]", "pd.Series[str]"]:  # fmt: skip
    """Return the answers to a question and the texts of their cells as they may be given.

    All have the index of `marks`. What could be read as a code, a number or a day stands as it is written; where a
    respondent's own words were taken for the other answer, or nothing could be read, other words than ordinary ones
    are left out, or all where the row is held. `known` is a vocabulary (`study.cells.persons`).
    """
    if question.type is QuestionType.TEXT:
        given = status == ANSWERED
        return held_texts(answer, marks.where(given, "")), held_texts(raw, marks.where(given, ""))
    doubtful = reason != ""
    if question.other:
        doubtful |= answer.str.contains(OTHER, regex=False)  # a code that only looks alike costs nothing but a look
    if not doubtful.any() or not (doubtful := doubtful & (marks != "")).any():
        return answer, raw
    shown = own_words_of(raw[doubtful], known).mask(marks[doubtful] == WITHHELD, WITHHELD)
    return answer, raw.mask(doubtful, shown.reindex(raw.index))


def release_problems(settings: SurveySettings, study: Study, file: str) -> list[Problem]:
    """Return the questions that wave.yaml (`file`) releases or holds and that the questionnaire does not have."""
    names = [name_of(item, study) for item in study.questions]
    problems: list[Problem] = []
    for release in settings.released:
        for key, some in (("questions", release.questions), ("hold", tuple(release.hold))):
            place = Place(file, column=f"survey.released.{key}")
            problems += [
                found.ReleasedNoQuestion(place, name, {"nearest": nearest(name, names), "file": release.file})
                for name in some
                if name not in names
            ]
    return problems


def outdated(settings: SurveySettings, files: Sequence[Path], file: str) -> list[Problem]:
    """Return the releases of wave.yaml (`file`) that are for the content of none of the exports in `files`."""
    there = {file_sha256(path) for path in files} if settings.released else set()
    place = Place(file, column="survey.released")
    return [found.ReleaseOutdated(place, item.file) for item in settings.released if item.sha256 not in there]
