"""What the words in the data mean: how an answer came about, and the answers that every yes/no question can have.

Promise: one wording for the data package, the DDI codebook and the data dictionary; each status of an answer has one,
so that no missing answer stands without its reason. Left out: the questionnaire's own labels.
"""

from collections.abc import Mapping

from study.answers.states import Status
from study.base.text import mark, say
from study.codebook.model import Question, QuestionType, Study
from study.codebook.rules import answers_of

STATUSES: Mapping[Status, str] = {
    Status.ANSWERED: mark("answered"),
    Status.UNKNOWN: mark("unknown: no public source in force was found, which never means no"),
    Status.CONFLICT: mark("conflicting: sources of one date disagree, which is still to be settled"),
    Status.NOT_ASKED: mark("not asked: an earlier answer rules the question out"),
    Status.NO_ANSWER: mark("no answer: the questionnaire came back without one"),
    Status.NO_RESPONSE: mark("no response: no questionnaire came back"),
}
MISSING = tuple(status for status in Status if status is not Status.ANSWERED)
"""The reasons for which an answer is missing; each is also the word that stands in its place."""


def status_text(status: Status, lang: str) -> str:
    """Return what a status means, in `lang`."""
    return say(STATUSES[status], lang)


def labels_of(question: Question, study: Study, lang: str) -> dict[str, str]:
    """Return the codes that a question is answered with and their labels, in order; none unless it has codes.

    The codes of a text question are no answers: they name the examples that it gathers.
    """
    own = {code.code: code.label.text(lang) for code in question.codes}
    if question.type is QuestionType.TEXT:
        return {}
    return {code: own[code] if code in own else study.code_label(code, lang) for code in answers_of(question)}
