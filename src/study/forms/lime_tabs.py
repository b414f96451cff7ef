"""A LimeSurvey survey from its tab-separated structure (.txt), which spreadsheets edit and our own export writes.

Promise: rows of the classes S, SL, G, Q, SQ and A, in every language, as the manual's page “Tab Separated Value survey
structure” describes them; what follows a question belongs to it. Groups of a further language are matched by their
order, questions by their code, answers by code and scale. A place is a row, headings counted. Left out: quotas,
assessments and the conditions of class C, which the relevance of their question says again.
"""

import csv
import io
from dataclasses import dataclass, field

from study.base.characters import ControlCharacter, control_in
from study.base.errors import Place, Problem
from study.base.show import Term
from study.base.text import mark
from study.forms import form_problems as found
from study.forms.imported import Texts
from study.forms.lime_form import LimeForm, LimeGroup, LimeOption, LimeQuestion, first_texts, lime_language, order_of

_NEEDED = ("class", "type/scale", "name", "text", "language")
_NOT_ATTRIBUTES = {
    *_NEEDED, "id", "related_id", "relevance", "help", "validation", "mandatory", "encrypted", "other", "default",
    "same_default", "same_script", "script",
}  # fmt: skip
_NOT_UTF8 = Term(mark("it is not encoded in UTF-8"))
# The csv module's limit is the process's: the same number as the readers of tables set.
_LONGEST_FIELD = 10_000_000
Said = list[tuple[str, str]]


@dataclass(slots=True)
class _Option:
    """A subquestion or an answer, its texts being gathered."""

    texts: Said = field(default_factory=list)


@dataclass(slots=True)
class _Question:
    """A question being gathered over the languages; `first` is its first row."""

    first: dict[str, str]
    row: int
    texts: Said = field(default_factory=list)
    help: Said = field(default_factory=list)
    attributes: dict[str, Said] = field(default_factory=dict)
    subquestions: dict[tuple[str, int], _Option] = field(default_factory=dict)
    answers: dict[tuple[str, int], _Option] = field(default_factory=dict)


@dataclass(slots=True)
class _Group:
    """A group being gathered over the languages."""

    row: int
    relevance: str
    titles: Said = field(default_factory=list)
    questions: dict[str, _Question] = field(default_factory=dict)


class _Reading:
    """One pass over the rows."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.settings: dict[str, str] = {}
        self.titles: Said = []
        self.groups: list[_Group] = []
        self.languages: list[str] = []
        self.problems: list[Problem] = []
        self._at = -1
        self._lang: str | None = None
        self._question: _Question | None = None

    def row(self, number: int, cells: dict[str, str]) -> None:
        """Take one row, whose language is the first one's where it names none."""
        kind, lang = cells["class"].strip().upper(), cells["language"].strip()
        if kind == "S":
            self.settings[cells["name"]] = cells["text"].strip()
        elif kind == "SL" and cells["name"] == "surveyls_title":
            self.titles.append((lang, cells["text"]))
        elif kind == "G":
            self._group(number, cells, lang)
        elif kind in ("Q", "SQ", "A"):
            self._asked(kind, number, cells, lang)

    def _group(self, number: int, cells: dict[str, str], lang: str) -> None:
        if lang != self._lang:
            self._lang, self._at = lang, -1
            self.languages.append(lang)
        self._at += 1
        self._question = None
        if self._at == len(self.groups):
            self.groups.append(_Group(number, cells.get("relevance", "").strip()))
        self.groups[self._at].titles.append((lang, cells["name"]))

    def _asked(self, kind: str, number: int, cells: dict[str, str], lang: str) -> None:
        scale = cells["type/scale"].strip()
        if kind == "Q":
            self._start(number, cells, lang)
        elif self._question is None:
            self.problems.append(found.GroupNotOpen(Place(self.file, row=number, column="class"), cells["name"]))
        else:
            options = self._question.subquestions if kind == "SQ" else self._question.answers
            key = (cells["name"].strip(), order_of(scale))
            options.setdefault(key, _Option()).texts.append((lang, cells["text"]))

    def _start(self, number: int, cells: dict[str, str], lang: str) -> None:
        code = cells["name"].strip()
        place = Place(self.file, row=number, column="name")
        if self._at < 0:
            self.problems.append(found.GroupNotOpen(Place(self.file, row=number, column="class"), code))
            return
        questions = self.groups[self._at].questions
        if code in questions and lang in [said for said, _ in questions[code].texts]:
            self.problems.append(found.FormNameTwice(place, code, {"first": questions[code].row}))
        question = self._question = questions.setdefault(code, _Question(cells, number))
        question.texts.append((lang, cells["text"]))
        question.help.append((lang, cells.get("help", "")))
        for name, value in cells.items():
            if name not in _NOT_ATTRIBUTES and value.strip():
                question.attributes.setdefault(name, []).append((lang, value))

    def built(self) -> LimeForm:
        """Return the survey."""
        said = [self.settings.get("language", ""), *self.settings.get("additional_languages", "").split()]
        languages = dict.fromkeys(lime_language(lang) for lang in [*said, *self.languages] if lang)
        groups = tuple(self._built(group) for group in self.groups)
        return LimeForm(self.file, tuple(languages), first_texts(self.titles), groups)

    def _built(self, group: _Group) -> LimeGroup:
        questions = tuple(self._built_question(code, question) for code, question in group.questions.items())
        return LimeGroup(first_texts(group.titles), group.relevance, questions, Place(self.file, row=group.row))

    def _built_question(self, code: str, question: _Question) -> LimeQuestion:
        def said(name: str) -> str:
            return question.first.get(name, "").strip()

        attributes: dict[str, Texts] = {name: first_texts(values) for name, values in question.attributes.items()}
        return LimeQuestion(
            said("id"), code, said("type/scale"), Place(self.file, row=question.row, column="name"),
            first_texts(question.texts), first_texts(question.help), said("mandatory") == "Y", said("other") == "Y",
            said("relevance"), said("validation"), attributes, _options(question.subquestions),
            _options(question.answers),
        )  # fmt: skip


def _options(options: dict[tuple[str, int], _Option]) -> tuple[LimeOption, ...]:
    made = [LimeOption(code, first_texts(option.texts), scale) for (code, scale), option in options.items()]
    return tuple(sorted(made, key=lambda option: option.scale))


def _unmasked(text: str) -> str:
    """Take off the apostrophe that LimeSurvey puts before what a spreadsheet would compute."""
    return text[1:] if text.startswith("'=") else text


def read_tabs(data: bytes, file: str) -> tuple[LimeForm | None, list[Problem]]:
    """Read a tab-separated structure; None with its problems when it cannot be."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(file, row=data.count(b"\n", 0, error.start) + 1)
        return None, [found.DamagedForm(place, details={"reason": _NOT_UTF8})]
    if control := control_in(text):
        line = next(i for i, line in enumerate(text.split("\n"), start=1) if control_in(line))
        return None, [ControlCharacter(Place(file, line=line), control)]
    reading = _Reading(file)
    csv.field_size_limit(_LONGEST_FIELD)
    rows: list[list[str]] = []
    try:
        # Strict: a quote that nobody closes would take the rest of the file into one text.
        rows.extend(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error as error:
        return None, [found.DamagedForm(Place(file, row=len(rows) + 1), details={"reason": str(error)})]
    headings = [cell.strip() for cell in rows[0]]
    missing = [name for name in _NEEDED if name not in headings]
    if missing:
        return None, [found.FormColumnMissing(Place(file, row=1), name) for name in missing]
    for number, cells in enumerate(rows[1:], start=2):
        padded = [*map(_unmasked, cells), *[""] * (len(headings) - len(cells))]
        reading.row(number, dict(zip(headings, padded, strict=False)))
    return (None, reading.problems) if reading.problems else (reading.built(), [])
