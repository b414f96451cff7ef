"""What a survey's cells say, by the type of their question.

Promise: every text is an answer in one notation (a code; boxes as `study.codebook.ticks` writes them; the shortest
plain decimal; an ISO day; the text itself), silence, or refused with a reason: nothing is guessed, nothing raises.
Columns are read whole, each different text once. Left out: which column is which question (`columns`), routing and
corrections (`study.answers`).
"""

import pandas as pd

from study.cells.amounts import read_amounts
from study.cells.boxes import combine_ticks, decode_ticks
from study.cells.codes import proposer, read_code
from study.cells.days import read_days
from study.cells.decoded import Decoded, decoded, decoded_by
from study.cells.refusals import Refusal
from study.cells.spellings import spellings
from study.cells.summaries import Cutter
from study.cells.words import NOT_SHOWN
from study.codebook.model import Question, QuestionType, Study
from study.exports.settings import Flavour

__all__ = ["Decoded", "Refusal", "as_written", "combine_ticks", "decode", "decode_ticks"]


def as_written(cells: "pd.Series[str]", flavour: Flavour | None = None) -> "pd.Series[str]":
    """Return texts as people wrote them, with line ends of one kind.

    LimeSurvey puts an apostrophe before a sign of equality, so that no spreadsheet computes what follows.
    """
    text = cells.str.strip()
    if text.str.contains("\r", regex=False).any():
        text = text.str.replace("\r\n", "\n", regex=False).str.replace("\r", "\n", regex=False)
    if flavour is not Flavour.LIMESURVEY or not (quoted := text.str.startswith("'=")).any():
        return text
    return text.mask(quoted, text.str.slice(1))


def _texts(cells: "pd.Series[str]", flavour: Flavour | None) -> Decoded:
    text = as_written(cells, flavour)
    hidden = text == NOT_SHOWN
    return decoded(text, text == "", not_asked=hidden)


def decode(cells: "pd.Series[str]", question: Question, study: Study, flavour: Flavour | None = None) -> Decoded:
    """Read the cells of one question, those of a multiple choice being summaries; the result has their index.

    `flavour` is the kind of program that wrote them, where that is known: its short codes then come before others, and
    a platform that checks its numbers vouches for their decimal point.
    """
    if question.type is QuestionType.NUMBER:
        return read_amounts(cells, question, study, flavour)
    if question.type is QuestionType.DATE:
        return read_days(cells, question, study)
    if question.type is QuestionType.TEXT:
        return _texts(cells, flavour)
    known = spellings(question, study, flavour)
    if question.type is QuestionType.MULTIPLE:
        return decoded_by(cells, Cutter(known).read)
    propose = proposer(known)
    return decoded_by(cells, lambda text: read_code(text, known, propose))
