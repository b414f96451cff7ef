"""An XLSForm read as a form: KoboToolbox, ODK and their like.

Promise: every row of the sheet `survey` becomes a question, or a note or a problem at its row; nothing is skipped.
Top-level groups become sections, groups inside them are flattened with their conditions; questions outside any group
stand in sections of their own, so that the order holds. Source: the XLSForm documentation (xlsform.org) and pyxform's
names of types and columns. Left out: repeats, whose questions have several answers for one respondent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from study.base.errors import Place, Problem
from study.base.nearest import nearest
from study.base.show import Term
from study.codebook.model import OTHER, QuestionType
from study.codebook.names import TERRITORY
from study.forms import form_problems as found
from study.forms import import_notes as notes
from study.forms.constraints import Bounds, constraint_bounds, range_bounds
from study.forms.form_file import Sheet, answer_columns
from study.forms.form_words import split_unit, study_word, unit_in
from study.forms.imported import Gate, Item, Option, ReadForm, Section, Texts
from study.forms.routing import xlsform_gate
from study.forms.xlsform_sheets import PLAIN, Row, Rows, language_code, read_rows
from study.forms.xlsform_types import RowType, row_type, type_names

_YES = {"yes", "true", "true()", "1"}
_NO = {"", "no", "false", "false()", "0"}
# The first row of the forms that this package makes, where questions outside groups are about the respondent.
_OWN = "form-introduction"


@dataclass(slots=True)
class _Frame:
    """A group that is open, or the form itself: its conditions, its section, and the names that stand in it."""

    word: str
    row: Row | None
    gates: tuple[Gate, ...] = ()
    reason: Term | None = None
    names: dict[str, int] = field(default_factory=dict)
    skipped: int = 0


class _Survey:
    """One pass over the sheet `survey`."""

    def __init__(self, rows: Rows, lists: dict[str, tuple[Option, ...]], main: str, title: Texts) -> None:
        self.rows, self.lists, self.main, self.title = rows, lists, main, title
        self.languages = tuple(dict.fromkeys(lang or main for lang in rows.languages)) or (main,)
        self.own = any(row.get("name") == _OWN for row in rows.rows)
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.sections: list[Section] = []
        self.stack = [_Frame("", None)]
        # Whether the last section is a run of questions outside groups.
        self.loose = False

    def texts(self, row: Row, name: str) -> Texts:
        """Return the texts of a row, those of a plain column in the form's main language."""
        return {lang or self.main: text for lang, text in row.texts.get(name, {}).items() if text}

    def read(self) -> None:
        """Read every row."""
        for row in self.rows.rows:
            self._row(row)
        for frame in self.stack[1:]:
            if frame.row is not None:
                self.problems.append(found.GroupNotClosed(self._place(frame.row, "type")))

    def _place(self, row: Row, column: str = "name") -> Place:
        return self.rows.place(row.number, column)

    def _row(self, row: Row) -> None:
        text = row.get("type")
        if not text and not row.get("name") and not row.texts:
            return  # a remark beside the form
        kind = row_type(text)
        if kind is None:
            near = {"nearest": nearest(text, type_names())}
            self.problems.append(found.UnknownFormType(self._place(row, "type"), text, near))
        elif kind.closes:
            self._close(row, kind)
        else:
            self._named(row)
            if kind.opens:
                self._open(row, kind)
            elif self.stack[-1].reason is not None:
                self.stack[-1].skipped += 1
            elif row.get("disabled").casefold() in _YES:
                self._leave_out(row, notes.DISABLED)
            elif kind.reason is not None:
                self._leave_out(row, kind.reason)
            else:
                self._ask(row, kind)

    def _leave_out(self, row: Row, reason: Term) -> None:
        name = row.get("name") or row.get("type")
        self.notes.append(notes.LeftOut(self._place(row), name, {"reason": reason}))

    def _named(self, row: Row) -> None:
        name, taken = row.get("name"), self.stack[-1].names
        if name in taken:
            self.problems.append(found.FormNameTwice(self._place(row), name, {"first": taken[name]}))
        elif name:
            taken[name] = row.number

    def _gates(self, row: Row) -> tuple[Gate, ...]:
        if not (condition := row.get("relevant")):
            return ()
        if gate := xlsform_gate(condition):
            return (gate,)
        name = row.get("name") or row.get("type")
        self.notes.append(notes.ConditionNotTaken(self._place(row, "relevant"), name, {"condition": condition}))
        return ()

    def _open(self, row: Row, kind: RowType) -> None:
        above = self.stack[-1]
        reason = above.reason or kind.reason
        if reason is None and row.get("disabled").casefold() in _YES:
            reason = notes.DISABLED
        if reason is None and len(self.stack) == 1:
            name = row.get("name")
            own = re.fullmatch(r"lever_([0-9]{1,3})", name) if self.own else None
            number = int(own[1]) if own else None
            titles = self.texts(row, "label") or {self.main: name or row.get("type")}
            self.sections.append(Section(name, titles, (), self._place(row), number))
            self.loose = False
        gates = above.gates if reason else (*above.gates, *self._gates(row))
        self.stack.append(_Frame(kind.opens, row, gates, reason))

    def _close(self, row: Row, kind: RowType) -> None:
        if self.stack[-1].word != kind.closes:
            self.problems.append(found.GroupNotOpen(self._place(row, "type")))
            return
        frame = self.stack.pop()
        if frame.reason is not None and self.stack[-1].reason is not None:
            self.stack[-1].skipped += frame.skipped
        elif frame.reason is not None and frame.row is not None:
            self._leave_out(frame.row, frame.reason)

    def _ask(self, row: Row, kind: RowType) -> None:
        if not row.get("name"):
            self.problems.append(found.FormNameMissing(self._place(row)))
            return
        item = self._item(row, kind)
        if item is None:
            return
        outside = len(self.stack) == 1
        if outside and not self.loose:
            titles = self.title if not self.sections and self.title else study_word("general", self.languages)
            self.sections.append(Section("", titles, (), self._place(row)))
            self.loose = True
        section = self.sections[-1]
        if self.own:
            item = replace(item, contact=outside and item.type is QuestionType.TEXT)
        self.sections[-1] = replace(section, items=(*section.items, item))

    def _options(self, row: Row, kind: RowType) -> tuple[Option, ...] | None:
        if kind.asked not in (QuestionType.CHOICE, QuestionType.MULTIPLE):
            return ()
        options = self.lists.get(kind.list_name)
        if not options:
            near = {"nearest": nearest(kind.list_name, self.lists)}
            self.problems.append(found.ListMissing(self._place(row, "type"), kind.list_name, near))
            return None
        if kind.or_other and OTHER not in {option.code for option in options}:
            return (*options, Option(OTHER, study_word("other", self.languages)))
        return options

    def _item(self, row: Row, kind: RowType) -> Item | None:
        options = self._options(row, kind)
        if options is None or kind.asked is None:
            return None
        name = row.get("name")
        texts, hint = self.texts(row, "label"), self.texts(row, "hint")
        if not texts:  # a question of one hint alone, in a table of questions
            texts, hint = hint or {self.main: name}, {}
        unit: Texts = {}
        if kind.asked is QuestionType.NUMBER:
            split = {lang: split_unit(text) for lang, text in hint.items()}
            hint = {lang: rest for lang, (rest, _) in split.items() if rest}
            unit = {lang: own for lang, (_, own) in split.items() if own}
            unit = unit or {lang: own for lang, text in texts.items() if (own := unit_in(text))}
        self._remarks(row, kind)
        bounds = self._bounds(row, kind)
        return Item(
            name, kind.asked, self._place(row), texts, hint, options, OTHER if kind.or_other else "",
            self._required(row), bounds.minimum, bounds.maximum, (*self.stack[-1].gates, *self._gates(row)), unit,
        )  # fmt: skip

    def _remarks(self, row: Row, kind: RowType) -> None:
        texts = [text for name in ("label", "hint") for text in self.texts(row, name).values()]
        parts = {
            notes.CHOICE_FILTER: bool(row.get("choice_filter")),
            notes.HOUR: kind.asked is QuestionType.DATE and row.get("type").casefold() != "date",
            notes.NAMED_ANSWER: any("${" in text for text in texts),
        }
        name = row.get("name")
        found_so = [part for part, is_so in parts.items() if is_so]
        self.notes += [notes.PartNotTaken(self._place(row), name, {"part": part}) for part in found_so]

    def _required(self, row: Row) -> bool:
        said = row.get("required").casefold()
        if said not in _YES | _NO:
            part = {"part": notes.REQUIRED_IF}
            self.notes.append(notes.PartNotTaken(self._place(row, "required"), row.get("name"), part))
        return said in _YES

    def _bounds(self, row: Row, kind: RowType) -> Bounds:
        constraint, parameters = row.get("constraint"), row.get("parameters")
        ends = range_bounds(parameters) if row.get("type").casefold().startswith("range") else Bounds()
        own = constraint_bounds(constraint, kind.asked, whole=kind.whole) if constraint and kind.asked else Bounds()
        if own is not None:
            low = ends.minimum if own.minimum is None else own.minimum
            bounds = Bounds(low, ends.maximum if own.maximum is None else own.maximum)
            if not bounds.leave_nothing:
                return bounds
        place = self._place(row, "constraint" if constraint else "parameters")
        details = {"constraint": constraint or parameters}
        self.notes.append(notes.ConstraintNotTaken(place, row.get("name"), details))
        return Bounds() if ends.leave_nothing else ends


def _called(sections: Sequence[Section]) -> list[Section]:
    """Return a form of ours with the names that its questions have in their study, as far as it still says them.

    Such a form puts the lever before a name that several questions share, or that something else in the form has; other
    names that begin so are the question's own.
    """
    plain = [[_without(item, section) for item in section.items] for section in sections]
    shared = [name for names in plain for name in names if name]
    others = {TERRITORY, *(section.name for section in sections)}
    others |= {item.name for section in sections for item in section.items if item.contact}
    made = []
    for section, names in zip(sections, plain, strict=True):
        items = [
            replace(item, called=name if name and (shared.count(name) > 1 or name in others) else item.name)
            for item, name in zip(section.items, names, strict=True)
        ]
        made.append(replace(section, items=tuple(items)) if section.number is not None else section)
    return made


def _without(item: Item, section: Section) -> str:
    """Return the name of a question without its lever's; empty where it has none before it."""
    before = f"{section.name}_"
    return item.name.removeprefix(before) if section.number is not None and item.name.startswith(before) else ""


def _lists(rows: Rows, main: str) -> tuple[dict[str, tuple[Option, ...]], list[Problem]]:
    lists: dict[str, tuple[Option, ...]] = {}
    first: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    for row in rows.rows:
        key = (row.get("list_name"), row.get("name"))
        if not key[0]:
            continue
        if not key[1]:
            problems.append(found.FormNameMissing(rows.place(row.number, "name")))
        elif key in first:
            details = {"first": first[key]}
            problems.append(found.FormNameTwice(rows.place(row.number, "name"), key[1], details))
        else:
            first[key] = row.number
            labels = {lang or main: text for lang, text in row.texts.get("label", {}).items() if text}
            lists[key[0]] = (*lists.get(key[0], ()), Option(key[1], labels))
    return lists, problems


def _main_language(rows: Rows, settings: Row | None, wanted: Sequence[str]) -> tuple[str, list[Problem]]:
    """Return the language of the plain columns, the form's first one where there is none."""
    named = [lang for lang in rows.languages if lang != PLAIN]
    default = language_code(settings.get("default_language")) if settings else None
    if PLAIN not in rows.languages and named:
        return (default if default in named else named[0]) or named[0], []
    left = [lang for lang in wanted if lang not in named]
    if default or left:
        return default or left[0], []
    return "", [found.FormLanguageNotSaid(rows.place(column="label"), "label")]


def _sheets(sheets: Sequence[Sheet]) -> dict[str, Sheet]:
    return {sheet.name.strip().casefold(): sheet for sheet in reversed(sheets)}


def _no_survey(sheets: Sequence[Sheet], file: str) -> Problem:
    for sheet in sheets:
        for i, row in enumerate(sheet.rows[:3]):
            if len(known := answer_columns(list(row))) > 1:
                place = Rows(file, sheet.name, (), ()).place(i + 1)
                return found.ExportNotForm(place, details={"known": known[:4]})
    names = [sheet.name for sheet in sheets]
    return found.NoSurveySheet(Rows(file, "", (), ()).place(), details={"known": names})


def from_xlsform(
    sheets: Sequence[Sheet], file: str, wanted: Sequence[str] = ()
) -> tuple[ReadForm | None, list[Problem]]:
    """Read the sheets of an XLSForm; None with all its problems when it cannot be.

    `wanted`: languages asked for; the first one that no column names is that of columns without a language.
    """
    by_name = _sheets(sheets)
    if "survey" not in by_name:
        return None, [_no_survey(sheets, file)]
    survey, problems = read_rows(by_name["survey"], file, ("type", "name"))
    choices = Rows(file, "choices", (), ())
    if (sheet := by_name.get("choices")) and any(any(row) for row in sheet.rows):
        choices, faults = read_rows(sheet, file, ("list_name", "name"))
        problems += faults
    settings = None
    if sheet := by_name.get("settings"):
        settings = next(iter(read_rows(sheet, file, ())[0].rows), None)
    main, faults = _main_language(survey, settings, wanted)
    problems += faults
    lists, faults = _lists(choices, main)
    problems += faults
    if not {heading.name for heading in survey.headings} >= {"type", "name"}:
        return None, problems
    title = {main: settings.get("form_title")} if settings and settings.get("form_title") else {}
    reading = _Survey(survey, lists, main, title)
    reading.read()
    problems += reading.problems
    if not problems and not any(section.items for section in reading.sections):
        problems.append(found.EmptyForm(survey.place()))
    if problems:
        return None, problems
    languages = (main, *(lang for lang in reading.languages if lang != main))
    sections = _called(reading.sections) if reading.own else reading.sections
    return ReadForm(file, languages, title, tuple(sections), tuple(reading.notes)), []
