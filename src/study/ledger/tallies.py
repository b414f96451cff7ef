"""Who is counted: ledger entries for the territories in each state of a question, and of each code of a choice.

Promise: `<question>.<state>` is how many, `<question>.<state>.names` is who, in the order of the frame, so that prose
can name territories without typing them; of a choice, `<question>.<code>.<state>`, then `<question>.<state>` for who
answered at all. An open survey names nobody: its `.names` are there, and empty.
"""

from collections.abc import Iterator, Mapping, Sequence

from study.answers.states import Status
from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, Question, QuestionType
from study.indicators.shares import Tally, tally
from study.indicators.ticks import ticks_of
from study.ledger.entries import Entry, names_entry, number_entry

_Groups = Sequence[tuple[str, Sequence[str]]]


def _of_tally(found: Tally, *, plans: bool) -> _Groups:
    """Return who is in each state; only a yes/no question has plans."""
    return (
        ("yes", found.yes),
        *((("planned", found.planned),) if plans else ()),
        ("no", found.no),
        ("unknown", found.unknown),
        ("not_asked", found.not_asked),
        ("asked", [*found.yes, *found.planned, *found.no, *found.unknown]),
    )


def _of_answers(tables: LeverAnswers, question: str) -> _Groups:
    """Return who answered a question, whatever the answer."""
    status = tables.status[question]
    answered, not_asked = status == Status.ANSWERED, status == Status.NOT_ASKED
    masks = {
        "answered": answered,
        "unknown": ~answered & ~not_asked,
        "not_asked": not_asked,
        "asked": ~not_asked,
    }
    return [(state, [str(territory) for territory in status.index[mask]]) for state, mask in masks.items()]


def _groups(question: Question, tables: LeverAnswers) -> Iterator[tuple[str, _Groups]]:
    name = question.question
    if question.type is QuestionType.YES_NO:
        yield name, _of_tally(tally(tables, name), plans=True)
    for code in question.codes if question.chosen else ():
        yield f"{name}.{code.code}", _of_tally(tally(tables, name, code.code), plans=False)
    if question.chosen or question.type in (QuestionType.DATE, QuestionType.NUMBER):
        yield name, _of_answers(tables, name)


def tally_entries(
    lever: Lever, tables: LeverAnswers, names: Mapping[str, str] | None, wave: str, languages: Sequence[str]
) -> Iterator[Entry]:
    """Yield the entries of every yes/no question, choice, date and number of a lever: each state, and its `.names`.

    A multiple choice has `<question>.ticks` as well, how many boxes were ticked. `names` gives the words for each
    territory; None where nobody may be named.
    """
    for question in lever.questions:
        for of_what, groups in _groups(question, tables):
            for state, group in groups:
                key = f"{of_what}.{state}"
                yield number_entry(key, len(group), "territories", key, wave, languages)
                if names is None:
                    yield Entry(f"{key}.names", 0, "names", 0, dict.fromkeys(languages, ""), key, wave)
                else:
                    yield names_entry(f"{key}.names", [names[territory] for territory in group], key, wave, languages)
        if question.type is QuestionType.MULTIPLE:
            key = f"{question.question}.ticks"
            yield number_entry(key, int(ticks_of(tables, question.question).sum()), "ticks", key, wave, languages)
