"""What `wave.yaml` says about the columns of an export.

Promise: a column is called by its heading, as it stands or without case, accents, HTML and the punctuation at its ends;
where no heading is called so, a spreadsheet's letters (`AF`) mean the column itself. A question is called by its name,
by `lever_1.name`, or by `name[code]`, `name[other]` and `name[comment]`; one that the study does not have is an error.
What names columns of another export of the wave is passed over. Left out: everything else about columns (`columns`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from study.base.errors import Problem
from study.base.nearest import nearest
from study.codebook.model import OTHER, QuestionType, Study
from study.codebook.names import TERRITORY
from study.codebook.rules import answers_of
from study.exports.grid import Grid, letters
from study.exports.settings import SurveySettings
from study.layouts import heading_problems as found
from study.layouts.fitting import Fit
from study.layouts.layout import Heading, Layout, Part
from study.layouts.naming import NameBook, said

_WITH_CODE = re.compile(r"(?P<name>[^\[\]]+)\[(?P<code>[^\[\]]+)\]")
_COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Named:
    """The positions that wave.yaml speaks of: the questions of some, and what the others are."""

    questions: dict[int, Fit]
    ignored: frozenset[int]
    personal: frozenset[int]
    email: int | None
    respondent: int | None


def positions_of(name: str, headings: Sequence[Heading]) -> list[int]:
    """Return the columns of that heading, or else of those letters; none when there is no such column."""
    same = [item.position for item in headings if item.text == name]
    same = same or [item.position for item in headings if item.text and said(item.text) == said(name)]
    return same or [item.position for item in headings if letters(item.position) == name]


def _all_of(names: Iterable[str], headings: Sequence[Heading]) -> frozenset[int]:
    return frozenset(position for name in names for position in positions_of(name, headings))


def question_of(text: str, book: NameBook) -> Fit | list[str] | None:
    """Return the question, or box, that wave.yaml names; the names of several that share it; None if there is none."""
    match = _WITH_CODE.fullmatch(text)
    questions = book.find(match["name"].strip() if match else text)
    if len(questions) > 1:
        return [f"lever_{item.lever}.{item.question}" for item in questions]
    if not questions:
        return None
    question, code = questions[0], match["code"].strip() if match else ""
    if not code:
        return Fit(question)
    if code == _COMMENT and code not in answers_of(question):
        return Fit(question, Part.COMMENT)
    known = book.code(question, [code])
    if code == OTHER and question.other and (known is None or question.type is not QuestionType.MULTIPLE):
        return Fit(question, Part.OTHER, OTHER)
    multiple = question.type is QuestionType.MULTIPLE
    return Fit(question, Part.OPTION, known) if multiple and known is not None else None


def _known(study: Study) -> list[str]:
    """Return the ways to name a question, or a box, in wave.yaml."""
    names = [name for item in study.questions for name in (item.question, f"lever_{item.lever}.{item.question}")]
    boxes = [
        f"{item.question}[{code}]"
        for item in study.questions
        if item.type is QuestionType.MULTIPLE
        for code in answers_of(item)
    ]
    return [*dict.fromkeys(names), *boxes]


def named_columns(
    layout: Layout, grid: Grid, study: Study, settings: SurveySettings, book: NameBook
) -> tuple[Named, list[Problem]]:
    """Return what wave.yaml says about the columns of one table, and what it says wrongly."""
    problems: list[Problem] = []
    questions: dict[int, Fit] = {}
    personal = set(_all_of(settings.personal_columns, layout.headings))
    respondent: int | None = None
    row = layout.heading_rows[-1]
    for name, text in settings.columns.items():
        meant = question_of(text, book)
        for position in positions_of(name, layout.headings):
            place = grid.place(row, position)
            if isinstance(meant, Fit):
                questions[position] = meant
            elif isinstance(meant, list):
                shared = {"known": meant, "letter": letters(position)}
                problems.append(found.SeveralQuestions(place, text, shared))
            elif text == TERRITORY:
                respondent = position
            elif book.is_contact(text, by_text=False):
                personal.add(position)
            else:
                details = {"heading": name, "nearest": nearest(text, _known(study))}
                problems.append(found.UnknownColumnQuestion(place, text, details))
    one: dict[str, int | None] = {}
    for key, wanted in (("respondent_column", settings.respondent_column), ("email_column", settings.email_column)):
        positions = positions_of(wanted, layout.headings) if wanted else []
        one[key] = positions[0] if positions else None
        if wanted and not positions:
            near = nearest(wanted, [heading.text for heading in layout.headings if heading.text])
            problems.append(found.NamedColumnMissing(grid.place(row), wanted, {"key": key, "nearest": near}))
    who = one["respondent_column"] if one["respondent_column"] is not None else respondent
    ignored = _all_of(settings.ignored_columns, layout.headings)
    return Named(questions, ignored, frozenset(personal), one["email_column"], who), problems
