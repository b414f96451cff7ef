"""Which question each column of an export answers.

Promise: every column is accounted for: an answer, a box, a text beside an answer, who answers, a platform's own, a
personal one, or one that need not be read; what `wave.yaml` says of a column comes before anything else. What would be
lost otherwise is a problem. A text beside an answer has the code `other` when it is a write-in answer, and the code of
its box when it comments on one. Left out: how headings are read (`headings`, `fitting`), what cells say (`decoding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from study.base.errors import Problem
from study.base.nearest import nearest
from study.cells.personal import is_personal_name
from study.codebook.model import OTHER, Question, QuestionType, Study
from study.codebook.names import Key, key_of
from study.codebook.rules import answers_of
from study.codebook.wordings import write_in_text
from study.exports.grid import Grid, letters
from study.exports.settings import Flavour, SurveySettings
from study.layouts import heading_problems as found
from study.layouts.fitting import Fit, NoOption, Several, fit
from study.layouts.layout import Heading, Layout, Part, System
from study.layouts.named import Named, named_columns
from study.layouts.naming import NameBook, name_book, said
from study.layouts.oddities import answers, describes_files, numbers_rows, oddities
from study.layouts.respondent import is_own_question, own_wordings, respondent_columns
from study.layouts.splitting import asks_to_specify

# A longer heading is compared by its beginning when a likely question is looked for: likeness takes its square in time.
_COMPARED = 120


class Use(StrEnum):
    """What a column is read for."""

    ANSWER = "answer"
    TICK = "tick"
    OTHER = "other"
    COMMENT = "comment"
    RESPONDENT = "respondent"
    EMAIL = "email"
    SYSTEM = "system"
    PERSONAL = "personal"
    IGNORED = "ignored"


_USES = {Part.WHOLE: Use.ANSWER, Part.OPTION: Use.TICK, Part.OTHER: Use.OTHER, Part.COMMENT: Use.COMMENT}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is accounted for: `question` and, of a box, its `code`; `system` of a platform's own column."""

    position: int
    heading: str
    use: Use
    question: Question | None = None
    code: str = ""
    system: System | None = None


Meaning = Use | Fit | Several | NoOption | None
"""What a column is: a use that needs no question, or what its heading means; None when nothing is known of it."""


def _settled(heading: Heading, named: Named, book: NameBook) -> Meaning:
    """Return what is sure before headings are compared with questions: what wave.yaml says, and what platforms add."""
    position, own = heading.position, heading.own
    if position in named.questions:
        return named.questions[position]
    if position in named.ignored:
        return Use.IGNORED
    if position == named.email:
        return Use.EMAIL
    if position in named.personal:
        return Use.PERSONAL
    if position == named.respondent:
        return Use.RESPONDENT
    if own is not None and not own.yields:
        return Use.PERSONAL if own.personal else Use.SYSTEM
    return Use.PERSONAL if _is_contact(heading, book, by_text=False) else None


def _is_contact(heading: Heading, book: NameBook, *, by_text: bool) -> bool:
    whole = (reading for reading in heading.readings if reading.part is Part.WHOLE and not reading.group)
    return any(book.is_contact(name, by_text=by_text) for reading in whole for name in reading.names)


def _unfitted(heading: Heading, before: Meaning, book: NameBook) -> Meaning:
    """Return what a heading is that fits no question; `before` is what the column to its left means."""
    if heading.own is not None:
        return Use.PERSONAL if heading.own.personal else Use.SYSTEM
    if _is_contact(heading, book, by_text=True) or (heading.text and is_personal_name(heading.text)):
        return Use.PERSONAL
    # Forms that ask for the other answer do it at once after the question, often in the same words each time.
    texts = (name for reading in heading.readings if reading.part is Part.WHOLE for name in reading.names)
    if isinstance(before, Fit) and before.question.other:
        own = _asks_to_write_in(before.question)
        if any(asks_to_specify(text) or said(text) in own for text in texts):
            return Fit(before.question, Part.OTHER, OTHER)
    return None


def _asks_to_write_in(question: Question) -> frozenset[str]:
    """Return how our own forms ask for the other answer of a question, in each language, as `said` has it."""
    labels = [code.label for code in question.codes if code.code == OTHER]
    return frozenset(said(write_in_text(label, lang)) for label in labels for lang in label.root)


def _respondents(
    layout: Layout, meanings: Sequence[Meaning], named: Named, nouns: Sequence[str], study: Study
) -> list[int]:
    """Return the columns that may say who answered, the one that is read first; they mean nothing else."""
    wordings = own_wordings(study)
    free = [
        item
        for item, meaning in zip(layout.headings, meanings, strict=True)
        if meaning is None or (is_own_question(item, wordings) and meaning is not Use.IGNORED)
    ]
    told = [] if named.respondent is None else [named.respondent]
    return list(dict.fromkeys([*told, *respondent_columns(free, nouns, wordings)]))


def _meanings(layout: Layout, named: Named, nouns: Sequence[str], book: NameBook) -> tuple[list[Meaning], list[int]]:
    """Return what each column means, in their order, and the columns that may say who answered."""
    meanings: list[Meaning] = []
    for heading in layout.headings:
        settled = _settled(heading, named, book)
        meanings.append(fit(heading.readings, book, layout.flavour) if settled is None else settled)
    respondents = _respondents(layout, meanings, named, nouns, book.study)
    for position in respondents:
        meanings[position] = Use.RESPONDENT if position == respondents[0] else Use.IGNORED
    for i, heading in enumerate(layout.headings):
        if meanings[i] is None:
            meanings[i] = _unfitted(heading, meanings[i - 1] if i else None, book)
    return meanings, respondents


def _column(heading: Heading, meaning: Meaning) -> Column:
    system = heading.own.system if heading.own is not None and meaning is Use.SYSTEM else None
    if isinstance(meaning, Fit):
        return Column(heading.position, heading.text, _USES[meaning.part], meaning.question, meaning.code)
    use = meaning if isinstance(meaning, Use) else Use.IGNORED
    return Column(heading.position, heading.text, use, system=system)


@dataclass(frozen=True, slots=True)
class _Look:
    """One table, for the problems of its columns."""

    layout: Layout
    grid: Grid
    book: NameBook

    def lost(self, heading: Heading, meaning: Meaning) -> list[Problem]:
        """Return why a column cannot be read, if so."""
        place = self.grid.place(self.layout.heading_rows[-1], heading.position)
        letter = letters(heading.position)
        if isinstance(meaning, Several):
            known = [f"lever_{item.lever}.{item.question}" for item in meaning.questions]
            return [found.SeveralQuestions(place, heading.text, {"known": known, "letter": letter})]
        if isinstance(meaning, NoOption):
            question = meaning.question
            details: dict[str, object] = {"question": question.question, "option": meaning.option}
            details["known"] = list(answers_of(question))
            if question.type is not QuestionType.MULTIPLE:
                return [found.BoxOfOneAnswer(place, heading.text, details)]
            details["nearest"] = nearest(meaning.option, answers_of(question))
            return [found.UnknownOption(place, meaning.option, details)]
        if meaning is not None:
            return []
        cells = answers(self.grid, self.layout, heading.position)
        if not heading.text:
            if numbers_rows(cells):
                return [found.CountingColumn(place)]
            return [found.NoHeading(place, None, {"letter": letter})] if len(cells) else []
        if describes_files(cells):
            return [found.FilesSent(place, heading.text)]
        return [found.NoQuestion(place, heading.text)] if len(cells) else []

    def suggested(self, problem: Problem) -> Problem:
        """Return a heading of no question with the question that was probably meant."""
        text = (problem.value or "")[:_COMPARED]
        known = [item for item in self.book.known if len(text) <= 2 * len(item) and len(item) <= 2 * len(text)]
        return replace(problem, details={"nearest": nearest(text, known)})

    def empty(self, meanings: Sequence[Meaning]) -> list[Problem]:
        """Return which columns mean nothing and hold nothing."""
        pairs = zip(self.layout.headings, meanings, strict=True)
        known = [
            heading.text
            for heading, meaning in pairs
            if heading.text and meaning is None and answers(self.grid, self.layout, heading.position).empty
        ]
        place = self.grid.place(self.layout.heading_rows[-1])
        return [found.EmptyColumns(place, None, {"known": known})] if known else []

    def seconds(self, respondents: Sequence[int]) -> list[Problem]:
        """Return which other columns could say who answered; `respondents` has the one that is read first."""
        row = self.layout.heading_rows[-1]
        return [
            found.SecondRespondentColumn(
                self.grid.place(row, position),
                self.layout.headings[position].text,
                {"first": letters(respondents[0])},
            )
            for position in respondents[1:]
        ]

    def twice(self, columns: Sequence[Column], lost: Sequence[int]) -> tuple[list[Column], list[Problem]]:
        """Return the columns without those that answer a question again, and the problems; so for headings of none."""
        first: dict[tuple[Key, Use, str] | str, int] = {}
        kept: list[Column] = []
        problems: list[Problem] = []
        for column in columns:
            thing: tuple[Key, Use, str] | str = ""
            if column.question is not None and column.use is not Use.COMMENT:
                thing = (key_of(column.question), column.use, column.code)
            elif column.position in lost:
                thing = said(column.heading)
            at = first.setdefault(thing, column.position) if thing else column.position
            kept.append(column if at == column.position else Column(column.position, column.heading, Use.IGNORED))
            if at == column.position:
                continue
            place = self.grid.place(self.layout.heading_rows[-1], column.position)
            details: dict[str, str] = {"first": letters(at), "second": letters(column.position)}
            if column.question is not None:
                box = f"[{column.code}]" if column.code else ""
                details["question"] = f"{column.question.question}{box}"
                problems.append(found.SameQuestion(place, column.heading, details))
            else:
                limesurvey = self.layout.flavour is Flavour.LIMESURVEY
                kind = found.RepeatedText if limesurvey else found.SameHeading
                problems.append(kind(place, column.heading, details))
        return kept, problems


def _whole(columns: Sequence[Column], study: Study, layout: Layout, grid: Grid) -> list[Problem]:
    """Return what is wrong with the columns as a whole."""
    place = grid.place(layout.heading_rows[-1])
    problems: list[Problem] = []
    who = [column.position for column in columns if column.use is Use.RESPONDENT]
    if not who and not study.open_survey:
        problems.append(found.NoRespondentColumn(place))
    asked = {key_of(column.question) for column in columns if column.question and column.use in (Use.ANSWER, Use.TICK)}
    missing = [item for item in study.questions if key_of(item) not in asked]
    if not asked:
        headings = sum(bool(heading.text) for heading in layout.headings)
        problems.append(found.NoQuestionAtAll(place, None, {"count": headings}))
    elif missing:
        names = [item.question for item in study.questions]
        known = [
            f"lever_{item.lever}.{item.question}" if names.count(item.question) > 1 else item.question
            for item in missing
        ]
        problems.append(found.QuestionsWithoutColumn(place, None, {"count": len(missing), "known": known}))
    return problems


def columns_of(
    layout: Layout, grid: Grid, study: Study, settings: SurveySettings, nouns: Sequence[str]
) -> tuple[list[Column], list[Problem]]:
    """Return every column of a table, in order, with what it is read for, and what must be settled or known.

    `nouns` are what the study calls its territories. A column that cannot be read is returned as ignored, with a
    problem; where no column is a question, that alone is said instead of each heading.
    """
    book = name_book(study, layout.flavour)
    named, problems = named_columns(layout, grid, study, settings, book)
    meanings, respondents = _meanings(layout, named, nouns, book)
    look = _Look(layout, grid, book)
    pairs = list(zip(layout.headings, meanings, strict=True))
    faults = [look.lost(heading, meaning) for heading, meaning in pairs]
    lost = [
        i for i, found_there in enumerate(faults) if any(isinstance(item, found.NoQuestion) for item in found_there)
    ]
    columns, twice = look.twice([_column(heading, meaning) for heading, meaning in pairs], lost)
    some = any(column.use in (Use.ANSWER, Use.TICK) for column in columns)
    for item in (item for found_there in faults for item in found_there):
        if not isinstance(item, found.NoQuestion):
            problems.append(item)
        elif some:
            problems.append(look.suggested(item))
    problems += look.empty(meanings) if some else []
    problems += [*twice, *look.seconds(respondents), *_whole(columns, study, layout, grid)]
    systems = [(column.system, column.position) for column in columns if column.system is not None]
    return columns, [*problems, *oddities(grid, layout, systems)]
