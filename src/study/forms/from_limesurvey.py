"""A LimeSurvey survey read as a form, from whichever of its structure files.

Promise: every question becomes one question, one per row of its table, or a note; nothing is skipped. A relevance
equation becomes a gate where it compares one question with answers; numeric and date bounds are taken where they are
written as numbers and days. Texts lose their HTML. Source: LimeSurvey's manual, “Question types”, “Question
attributes” and “ExpressionScript”. Left out: the types themselves (`lime_types`), and the files (`lime_xml`,
`lime_tabs`).
"""

import re
from dataclasses import dataclass
from datetime import date

from study.base.errors import Place, Problem
from study.base.text import say
from study.codebook.model import QuestionType
from study.fielding.words import IDENTIFICATION
from study.forms import form_problems as found
from study.forms import import_notes as notes
from study.forms.constraints import Bounds, number_of
from study.forms.form_words import split_unit, unit_in
from study.forms.imported import Gate, Item, ReadForm, Section, Texts
from study.forms.lime_form import LimeForm, LimeGroup, LimeQuestion
from study.forms.lime_types import LEFT_OUT, TYPES, WRITE_IN, Asked, asked_of, has_comments, plain_texts, takes_other
from study.forms.routing import limesurvey_gate

_ALWAYS = ("", "1")
_SGQA = re.compile(r"\d+X\d+X(\d+)(\w*)")
_EXPRESSION = re.compile(r"\{[^{}\s][^{}]*\}")
_WRITTEN = re.compile(r"""(?:([A-Za-z0-9]\w*?)_|(\d+X\d+X\d+))other(?:\.\w+)?\s*(?:!=|\bne\b)\s*(?:""|'')""")
# Codes of the structures that this package makes: the lever's number before the question's name.
_OWN_CODE = re.compile(r"L([0-9]{1,3})([A-Za-z0-9]+)")
_BOUNDS = {
    QuestionType.NUMBER: ("min_num_value_n", "max_num_value_n"),
    QuestionType.DATE: ("date_min", "date_max"),
}
_CELL_BOUNDS = ("multiflexible_min", "multiflexible_max")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Own:
    """What a structure that this package made says by its groups: the identification, and each lever's number."""

    identification: int | None
    levers: dict[int, int]


def _own(form: LimeForm) -> _Own | None:
    """Tell whether this package made the structure: the codes of each group begin with its own number."""
    levers: dict[int, int] = {}
    others = []
    for i, group in enumerate(form.groups):
        numbers = {match[1] if (match := _OWN_CODE.fullmatch(item.code)) else "" for item in group.questions}
        if len(numbers) == 1 and "" not in numbers:
            levers[i] = int(numbers.pop())
        else:
            others.append(i)
    if not levers or len(set(levers.values())) < len(levers) or others not in ([], [0]):
        return None
    titles = form.groups[0].titles.items()
    if others and not any(title == say(IDENTIFICATION, lang) for lang, title in titles):
        return None
    return _Own(others[0] if others else None, levers)


class _Survey:
    """One pass over the groups."""

    def __init__(self, form: LimeForm) -> None:
        self.form = form
        self.languages = form.languages
        self.own = _own(form)
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        questions = [question for group in form.groups for question in group.questions]
        self.by_code = {question.code: question for question in questions}
        self.by_id = {question.qid: question for question in questions if question.qid}
        self._duplicates(questions)

    def _duplicates(self, questions: list[LimeQuestion]) -> None:
        first: dict[str, LimeQuestion] = {}
        for question in questions:
            if (same := first.get(question.code.casefold())) is not None:
                details = {"first": same.place.line or same.place.row}
                self.problems.append(found.FormNameTwice(question.place, question.code, details))
            first.setdefault(question.code.casefold(), question)

    def section(self, position: int, group: LimeGroup) -> Section:
        """Read a group."""
        titles = plain_texts(group.titles, self.languages)
        title = next(iter(titles.values()), str(position + 1))
        gates = self._gates(group.relevance, title, group)
        items = [item for question in group.questions for item in self._items(question, gates, position)]
        number = self.own.levers.get(position) if self.own else None
        return Section(title, titles, tuple(items), group.place, number)

    def _resolve(self, name: str, value: str) -> tuple[str, str] | None:
        """Return the question and the code that a variable of an equation stands for, with a value."""
        question, part = self._variable(name)
        if question is None:
            return None
        options = {option.code for option in question.subquestions}
        if question.type in ("M", "P") and part in options:
            return (question.code, part) if value == "Y" else None
        if part:
            return f"{question.code}_{part}", value
        return question.code, value

    def _variable(self, name: str) -> tuple[LimeQuestion | None, str]:
        """Return the question of a variable and the part of it: `Q1_SQ001`, or `12X3X45SQ001` in older surveys."""
        if match := _SGQA.fullmatch(name):
            digits = match[1]
            for end in range(len(digits), 0, -1):
                if digits[:end] in self.by_id:
                    return self.by_id[digits[:end]], digits[end:] + match[2]
            return None, ""
        code, _, part = name.partition("_")
        return self.by_code.get(name) or self.by_code.get(code), "" if name in self.by_code else part

    def _gates(self, relevance: str, name: str, asked: LimeQuestion | LimeGroup) -> tuple[Gate, ...]:
        if relevance.strip() in _ALWAYS:
            return ()
        # A write-in of a multiple choice is ticked where its text is not empty.
        written = _WRITTEN.sub(lambda match: f'{match[1] or match[2]} == "{WRITE_IN}"', relevance)
        gate = limesurvey_gate(written, self._resolve)
        if gate is None:
            self.notes.append(notes.ConditionNotTaken(asked.place, name, {"condition": relevance}))
            return ()
        return (gate,)

    def _items(self, question: LimeQuestion, gates: tuple[Gate, ...], position: int) -> list[Item]:
        reason = LEFT_OUT.get(question.type) or (notes.HIDDEN if question.attribute("hidden") == "1" else None)
        if reason is not None:
            self.notes.append(notes.LeftOut(question.place, question.code, {"reason": reason}))
            return []
        if question.type not in TYPES:
            self.problems.append(found.UnknownFormType(question.place, question.type))
            return []
        asked = asked_of(question, self.languages)
        coded = (QuestionType.CHOICE, QuestionType.MULTIPLE)
        if not asked or any(one.type in coded and not one.options for one in asked):
            self.problems.append(found.AnswersMissing(question.place, question.code))
            return []
        if faults := self._names(question, asked):
            self.problems += faults
            return []
        gates = (*gates, *self._gates(question.relevance, question.code, question))
        self._remarks(question)
        return [self._item(question, one, gates, position) for one in asked]

    def _names(self, question: LimeQuestion, asked: list[Asked]) -> list[Problem]:
        """Return the problems of names that are missing, or that two questions or answers have."""
        parts = [*question.subquestions, *question.answers]
        if not question.code or any(not part.code for part in parts):
            return [found.FormNameMissing(question.place)]
        names = [[one.name for one in asked], *([option.code for option in one.options] for one in asked)]
        twice = dict.fromkeys(name for own in names for name in own if own.count(name) > 1)
        first = {"first": question.place.line or question.place.row}
        return [found.FormNameTwice(question.place, name, first) for name in twice]

    def _item(self, question: LimeQuestion, one: Asked, gates: tuple[Gate, ...], position: int) -> Item:
        whole = plain_texts(question.texts, self.languages)
        texts = {lang: _joined(whole.get(lang, ""), one.part.get(lang, "")) for lang in {**whole, **one.part}}
        hint = plain_texts(question.help, self.languages)
        unit: Texts = {}
        if one.type is QuestionType.NUMBER:
            unit, hint = self._unit(question, texts, hint)
        bounds = self._bounds(question, one)
        contact, called = None, ""
        if self.own is not None:
            contact = self.own.identification == position and one.type is QuestionType.TEXT
            match = _OWN_CODE.fullmatch(one.name)
            called = match[2] if match and position in self.own.levers else ""
        return Item(
            one.name, one.type, question.place, texts, hint, one.options, WRITE_IN if takes_other(question) else "",
            question.required, bounds.minimum, bounds.maximum, gates, unit, contact, called,
        )  # fmt: skip

    def _unit(self, question: LimeQuestion, texts: Texts, hint: Texts) -> tuple[Texts, Texts]:
        """Return the unit of a number and its hint without it."""
        split = {lang: split_unit(text) for lang, text in hint.items()}
        stated = plain_texts(
            question.attributes.get("suffix") or question.attributes.get("prefix") or {}, self.languages
        )
        unit = stated or {lang: own for lang, (_, own) in split.items() if own}
        unit = unit or {lang: own for lang, text in texts.items() if (own := unit_in(text))}
        return unit, {lang: rest for lang, (rest, _) in split.items() if rest}

    def _remarks(self, question: LimeQuestion) -> None:
        options = (*question.subquestions, *question.answers)
        said = [*question.texts.values(), *question.help.values(), *(t for one in options for t in one.texts.values())]
        filters = ("array_filter", "array_filter_exclude")
        parts = {
            notes.COMMENT: has_comments(question),
            notes.CHOICE_FILTER: any(question.attribute(name) for name in filters),
            notes.NAMED_ANSWER: any(_EXPRESSION.search(text) for text in said),
            notes.PATTERN: bool(question.pattern),
        }
        self.notes += [
            notes.PartNotTaken(question.place, question.code, {"part": part}) for part, is_so in parts.items() if is_so
        ]

    def _bounds(self, question: LimeQuestion, one: Asked) -> Bounds:
        names = _BOUNDS.get(one.type, ())
        said = {name: question.attribute(name) for name in (_CELL_BOUNDS if names and question.type == ":" else names)}
        ends = {name: _bound(text, one.type) for name, text in said.items()}
        bounds = Bounds(*ends.values())
        wrong = [name for name, end in ends.items() if said[name] and (end is None or bounds.leave_nothing)]
        for name in wrong:
            details = {"constraint": f"{name} = {said[name]}"}
            self.notes.append(notes.ConstraintNotTaken(question.place, question.code, details))
        return Bounds() if bounds.leave_nothing else bounds


def _joined(whole: str, part: str) -> str:
    return f"{whole} – {part}" if whole and part else whole or part


def _bound(text: str, kind: QuestionType) -> date | float | None:
    if kind is QuestionType.NUMBER:
        return number_of(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    try:
        return date.fromisoformat(text[:10]) if re.fullmatch(r"\d{4}-\d\d-\d\d(?: 00:00(?::00)?)?", text) else None
    except ValueError:
        return None


def from_limesurvey(form: LimeForm) -> tuple[ReadForm | None, list[Problem]]:
    """Read a survey; None with all its problems when it cannot be."""
    if not form.languages:
        return None, [found.FormLanguageNotSaid(Place(form.file), "text")]
    survey = _Survey(form)
    sections = tuple(survey.section(i, group) for i, group in enumerate(form.groups))
    problems = survey.problems
    if not problems and not any(section.items for section in sections):
        problems = [found.EmptyForm(Place(form.file))]
    if problems:
        return None, problems
    title = plain_texts(form.title, form.languages)
    return ReadForm(form.file, form.languages, title, sections, tuple(survey.notes)), []
