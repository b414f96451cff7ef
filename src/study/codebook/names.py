"""What questions and their codes are called on survey platforms, which allow fewer names than the codebook.

Promise: a function of the questionnaire alone, so that an export read months later is named by the same rule as the
form that was sent out; every name is unique and allowed on its platform. XLSForm: a question keeps its own name, with
its lever before it where it is not unique. LimeSurvey: letters and digits only, 20 for a question, 5 for an answer or a
subquestion (LimeSurvey's manual, "Question code" and "Answer code"); those of the territories hang on the list of their
keys, whatever its order. Left out: the forms themselves (`study.fielding`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from study.codebook.model import Question, Study

TERRITORY = "territory"
"""The question that says who answers, first of every form."""

Key = tuple[int, str]

_QUESTION_LENGTH = 20
_ANSWER_LENGTH = 5


def key_of(question: Question) -> Key:
    """Return what identifies a question in its study: its lever and its name."""
    return question.lever, question.question


def name_of(question: Question, study: Study) -> str:
    """Return what a study calls a question among all of its: its id, after its lever where several have that id."""
    same = sum(item.question == question.question for item in study.questions)
    return question.question if same == 1 else f"lever_{question.lever}.{question.question}"


def _numbered(name: str, taken: Iterable[str], length: int) -> str:
    """Return `name`, cut to `length`, with a number at its end when it is taken (whatever the case)."""
    used = {item.casefold() for item in taken}
    made, number = name[:length], 1
    while made.casefold() in used:
        number += 1
        made = name[: length - len(str(number))] + str(number)
    return made


def _letters(name: str) -> str:
    return "".join(character for character in name if character.isalnum())


@dataclass(frozen=True, slots=True)
class FormNames:
    """The names of one platform's form: of each question by its key, and of the write-in answer beside it."""

    questions: dict[Key, str]
    others: dict[Key, str]


def xlsform_names(study: Study) -> FormNames:
    """Return the names of an XLSForm's rows; those of groups (`lever_<n>`) and contacts are kept free."""
    own = [question.question for question in study.questions]
    taken = [TERRITORY, *(contact.question for contact in study.contact), *(f"lever_{n.lever}" for n in study.levers)]
    questions: dict[Key, str] = {}
    for question in study.questions:
        name = question.question
        if own.count(name) > 1 or name in taken:
            name = f"lever_{question.lever}_{name}"
        questions[key_of(question)] = _numbered(name, taken, 1_000)
        taken.append(questions[key_of(question)])
    others: dict[Key, str] = {}
    for question in study.questions:
        if question.other:
            others[key_of(question)] = _numbered(f"{questions[key_of(question)]}_other", taken, 1_000)
            taken.append(others[key_of(question)])
    return FormNames(questions, others)


def limesurvey_names(study: Study) -> dict[Key, str]:
    """Return the codes of a LimeSurvey form's questions: `L1supportpath`."""
    taken = [TERRITORY, *(limesurvey_contact(contact.question) for contact in study.contact)]
    codes: dict[Key, str] = {}
    for question in study.questions:
        code = _numbered(f"L{question.lever}{_letters(question.question)}", taken, _QUESTION_LENGTH)
        codes[key_of(question)] = code
        taken.append(code)
    return codes


def limesurvey_contact(name: str) -> str:
    """Return the code of a question about the person who answers."""
    return _letters(name)[:_QUESTION_LENGTH]


def limesurvey_answers(codes: Sequence[str]) -> dict[str, str]:
    """Return the answer (or subquestion) code of each code of one question.

    >>> limesurvey_answers(["yes", "planned", "plan_nedly"])
    {'yes': 'yes', 'planned': 'plann', 'plan_nedly': 'plan2'}
    """
    made: dict[str, str] = {}
    for code in codes:
        made[code] = _numbered(_letters(code), made.values(), _ANSWER_LENGTH)
    return made


def limesurvey_territories(keys: Iterable[str]) -> dict[str, str]:
    """Return the answer code of each territory, by its key: its first letters, with a number where they are taken.

    A list may be long, so each run of equal first letters is numbered by itself.

    >>> limesurvey_territories(["saint-denis", "saint-brieuc", "lille"])
    {'saint-denis': 'sain2', 'saint-brieuc': 'saint', 'lille': 'lille'}
    """
    listed = list(keys)
    made: dict[str, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    for key in sorted(set(listed)):
        stem = _letters(key)[:_ANSWER_LENGTH]
        code, number = stem, last.get(stem, 1)
        while code in taken:
            number += 1
            code = stem[: _ANSWER_LENGTH - len(str(number))] + str(number)
        last[stem] = number
        taken.add(code)
        made[key] = code
    return {key: made[key] for key in listed}
