"""Who is counted: ledger entries for the territories in each state of a question.

Promise: `<question>.<state>` is how many, `<question>.<state>.names` is who, in the order of the frame, so that prose
can name territories without typing them.
"""

from collections.abc import Iterator, Mapping, Sequence

from study.answers.tables import LeverAnswers
from study.codebook.model import Lever, QuestionType
from study.indicators.shares import tally
from study.ledger.entries import Entry, names_entry, number_entry


def tally_entries(
    lever: Lever, tables: LeverAnswers, names: Mapping[str, str], wave: str, languages: Sequence[str]
) -> Iterator[Entry]:
    """Yield the entries of every yes/no question of a lever: `<question>.<state>` and `<question>.<state>.names`.

    `names` gives the words for each territory.
    """
    for question in lever.questions:
        if question.type is not QuestionType.YES_NO:
            continue
        found = tally(tables, question.question)
        for state, group in (
            ("yes", found.yes),
            ("planned", found.planned),
            ("no", found.no),
            ("unknown", found.unknown),
            ("not_asked", found.not_asked),
            ("asked", [*found.yes, *found.planned, *found.no, *found.unknown]),
        ):
            key = f"{question.question}.{state}"
            yield number_entry(key, len(group), "territories", key, wave, languages)
            yield names_entry(f"{key}.names", [names[territory] for territory in group], key, wave, languages)
