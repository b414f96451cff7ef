"""The rules between the questions of a codebook, which no single value can break.

Promise: names are unique where facts refer to them, a universe hangs on an answer already given, a validity says one
thing, and a question asks for nothing that its type cannot give. Works on the questions that could be built, so that
one broken question does not hide the faults of the others. Left out: reading the files (`study.codebook.load`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from study.base.errors import Place, Problem
from study.base.nearest import nearest
from study.codebook import problems as found
from study.codebook.check import KeyPath
from study.codebook.check import Placed as PlaceOf
from study.codebook.model import MEASURES_OF, OTHER, Measure, Question, QuestionType

YES_NO_ANSWERS = ("yes", "planned", "no")
"""What a yes_no question can be answered with, unless it has codes of its own."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and its key path in the study."""

    question: Question
    path: KeyPath


CODED = (QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.MULTIPLE)
"""The types whose answers are codes."""


def answers_of(question: Question) -> tuple[str, ...]:
    """Return the coded answers that a question can have; none for numbers, dates and texts."""
    if question.type not in CODED:
        return ()
    codes = tuple(code.code for code in question.codes)
    return codes or (YES_NO_ANSWERS if question.type is QuestionType.YES_NO else ())


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}"


def _duplicate_questions(questions: Sequence[Placed], place: PlaceOf) -> Iterator[Problem]:
    """Find names used twice; a text question may share its name with text questions of other levers."""
    seen: dict[str, list[Placed]] = {}
    for item in questions:
        question = item.question
        for other in seen.get(question.question, []):
            texts = question.type is QuestionType.TEXT and other.question.type is QuestionType.TEXT
            if texts and question.lever != other.question.lever:
                continue
            first = _where(place((*other.path, "question")))
            yield found.DuplicateQuestion(place((*item.path, "question")), question.question, {"first": first})
            break
        seen.setdefault(question.question, []).append(item)


def _duplicate_codes(questions: Sequence[Placed], place: PlaceOf) -> Iterator[Problem]:
    """Find codes used twice; one gathered by a text question stands for facts of its lever and nothing else there."""
    taken: dict[tuple[int, str], KeyPath] = {
        (item.question.lever, item.question.question): (*item.path, "question") for item in questions
    }
    for item in questions:
        own: dict[str, KeyPath] = {}
        names = taken if item.question.type is QuestionType.TEXT else {}
        for i, code in enumerate(item.question.codes):
            path = (*item.path, "codes", i, "code")
            key = (item.question.lever, code.code)
            first = own.get(code.code) or names.get(key)
            if first is not None:
                yield found.DuplicateCode(place(path), code.code, {"first": _where(place(first))})
            own.setdefault(code.code, path)
            names.setdefault(key, path)


def _duplicate_study_codes(raw: dict[str, Any], place: PlaceOf) -> Iterator[Problem]:
    first: dict[str, KeyPath] = {}
    codes = raw.get("codes")
    for i, code in enumerate(codes if isinstance(codes, list) else []):
        name = code.get("code") if isinstance(code, dict) else None
        if not isinstance(name, str):
            continue
        path = ("codes", i, "code")
        if name in first:
            yield found.DuplicateCode(place(path), name, {"first": _where(place(first[name]))})
        first.setdefault(name, path)


def _universe(item: Placed, before: Sequence[Placed], names: set[str], place: PlaceOf) -> Iterator[Problem]:
    universe = item.question.universe
    if universe is None:
        return
    at = (*item.path, "universe", "question")
    earlier = [other.question for other in before if other.question.question == universe.question]
    if not earlier:
        if universe.question in names:
            yield found.LaterUniverseQuestion(place(at), universe.question)
        else:
            known = [other.question.question for other in before]
            near = {"nearest": nearest(universe.question, known)}
            yield found.UnknownUniverseQuestion(place(at), universe.question, near)
        return
    allowed = answers_of(earlier[0])
    if not allowed:
        yield found.UniverseWithoutCodes(place(at), universe.question)
        return
    for i, answer in enumerate(universe.answers):
        if answer not in allowed:
            details: dict[str, Any] = {
                "question": universe.question,
                "allowed": allowed,
                "nearest": nearest(answer, allowed),
            }
            yield found.UnknownUniverseAnswer(place((*item.path, "universe", "answers", i)), answer, details)


def _alone(item: Placed, has_elections: bool, place: PlaceOf) -> Iterator[Problem]:
    """Check what a question says about itself."""
    question, path = item.question, item.path
    name = question.question
    if (validity := question.validity) is not None:
        at = place((*path, "validity"))
        if validity.kind == "years" and validity.years is None:
            yield found.ValidityWithoutYears(at)
        if validity.kind != "years" and validity.years is not None:
            yield found.ValidityWithYears(at, validity.kind)
        if validity.kind == "mandate" and not has_elections:
            yield found.MandateWithoutElections(at)
    if question.core and question.type is not QuestionType.YES_NO:
        yield found.CoreNotYesNo(place((*path, "core")), name)
    if question.type is QuestionType.NUMBER and not question.unit:
        yield found.NumberWithoutUnit(place((*path, "question")), name)
    if question.additive and question.type is not QuestionType.NUMBER:
        yield found.AdditiveNotNumber(place((*path, "additive")), name)
    yield from _options(item, place)
    yield from _bounds(item, place)
    allowed = [str(measure) for measure in MEASURES_OF[question.type]]
    for i, measure in enumerate(question.indicators):
        at = place((*path, "indicators", i))
        if str(measure) not in allowed:
            details = {"type": str(question.type), "allowed": allowed, "nearest": nearest(str(measure), allowed)}
            yield found.IndicatorNotOfType(at, str(measure), details)
        elif measure is Measure.TOTAL and not question.additive:
            yield found.TotalNotAdditive(at, name)


def _options(item: Placed, place: PlaceOf) -> Iterator[Problem]:
    """Check what is offered to choose from."""
    question, path = item.question, item.path
    if question.chosen and not question.codes:
        yield found.ChoiceWithoutCodes(place((*path, "question")), question.question)
    if question.other and not question.chosen:
        yield found.OtherNotChoice(place((*path, "other")), question.question)
    elif question.other and OTHER not in answers_of(question):
        yield found.OtherWithoutCode(place((*path, "other")), question.question)


def _bounds(item: Placed, place: PlaceOf) -> Iterator[Problem]:
    """Check that the bounds of an answer are of its type, and in order."""
    question, path = item.question, item.path
    kinds = {QuestionType.NUMBER: float, QuestionType.DATE: date}
    kind = kinds.get(question.type)
    ends = {"minimum": question.minimum, "maximum": question.maximum}
    wrong = [name for name, value in ends.items() if value is not None and (kind is None or type(value) is not kind)]
    for name in wrong:
        yield found.BoundNotOfType(place((*path, name)), str(ends[name]), {"type": str(question.type)})
    low, high = question.minimum, question.maximum
    if not wrong and low is not None and high is not None and low > high:  # type: ignore[operator]
        yield found.BoundsReversed(place((*path, "minimum")), str(low), {"maximum": str(high)})


def _contacts(raw: dict[str, Any], names: set[str], place: PlaceOf) -> Iterator[Problem]:
    """Check that a question about the person who answers shares its name with no other."""
    first: dict[str, KeyPath] = {}
    contacts = raw.get("contact")
    for i, contact in enumerate(contacts if isinstance(contacts, list) else []):
        name = contact.get("question") if isinstance(contact, dict) else None
        path = ("contact", i, "question")
        if isinstance(name, str) and (name in names or name in first):
            where = _where(place(first[name])) if name in first else name
            yield found.DuplicateQuestion(place(path), name, {"first": where})
        elif isinstance(name, str):
            first[name] = path


def question_problems(raw: dict[str, Any], questions: Sequence[Placed], place: PlaceOf) -> list[Problem]:
    """Return every broken rule between (and within) the questions of a raw study.

    `questions` are those that could be built, in the study's order; `place` gives the place of a key path.
    """
    problems = [
        *_duplicate_study_codes(raw, place),
        *_duplicate_questions(questions, place),
        *_duplicate_codes(questions, place),
    ]
    # Raw names: a question that could not be built can still be named by a universe.
    names: set[str] = set()
    for lever in raw["levers"]:
        items = lever.get("questions")
        names |= {str(i.get("question")) for i in (items if isinstance(items, list) else []) if isinstance(i, dict)}
    problems += _contacts(raw, names, place)
    for i, item in enumerate(questions):
        problems += _universe(item, questions[:i], names, place)
        problems += _alone(item, bool(raw.get("elections")), place)
    return problems
