"""What a survey's cell says, by the type of its question.

Promise: a yes/no cell is a code of the study or its label in any of the study's languages, whatever the case and
accents; a number may have a decimal comma and spaces between its thousands as long as it can be read in one way only;
a text is taken as it is. An empty cell, and the code `unknown` (does not know), are no answer. Everything else is
refused, nothing is guessed. Columns are read whole: each different text once, numbers by patterns.
"""

from dataclasses import dataclass

import pandas as pd

from study.base.nearest import plain
from study.codebook.model import Question, QuestionType, Study
from study.intake.references import allowed_answers

DOES_NOT_KNOW = "unknown"
_PLANS = {"proposed": "planned"}

# Between thousands: the space, the no-break one, the narrow one, the thin one.
_SPACES = r"[ \u00a0\u202f\u2009]"
_WHOLE = r"-?(?:0|[1-9][0-9]{0,14})"
_GROUPED = rf"-?[1-9][0-9]{{0,2}}(?:{_SPACES}[0-9]{{3}}){{1,4}}"
_NUMBER = rf"(?:{_WHOLE}|{_GROUPED})(?:[.,][0-9]{{1,15}})?"
# 1,234 is a thousand and more to some, one and a bit to others; 0,234 and 1234,567 are clear.
_AMBIGUOUS = r"-?[1-9][0-9]{0,2},[0-9]{3}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A column as read: `answer` (str, empty for none) and which cells are refused; `allowed` are what may be said."""

    answer: "pd.Series[str]"
    refused: "pd.Series[bool]"
    ambiguous: "pd.Series[bool]"
    allowed: tuple[str, ...] = ()


def readings(question: Question, study: Study) -> dict[str, str]:
    """Return what each text, in `plain` form, means for a coded or number question: a code, or "" for no answer.

    A code is read before any label; a label that two codes share is no reading at all.
    """
    codes = dict.fromkeys([*allowed_answers(question), DOES_NOT_KNOW])
    meaning = {code: "" if code == DOES_NOT_KNOW else _PLANS.get(code, code) for code in codes}
    labels: dict[str, set[str]] = {}
    for code in (*study.codes, *question.codes):
        if code.code in codes:
            for label in code.label.root.values():
                labels.setdefault(plain(label), set()).add(meaning[code.code])
    clear = {label: said.copy().pop() for label, said in labels.items() if len(said) == 1}
    clear.pop("", None)  # of a label without a letter, which a dash in a cell would otherwise mean
    return clear | {plain(code): said for code, said in meaning.items()}


def _coded(cells: "pd.Series[str]", question: Question, study: Study) -> Decoded:
    known = readings(question, study)
    said = {text: known.get(plain(text)) if text else "" for text in cells.unique()}
    answer = cells.map(said)
    refused = answer.isna()
    allowed = dict.fromkeys([*(item for item in allowed_answers(question) if item not in _PLANS), DOES_NOT_KNOW])
    return Decoded(answer.fillna("").astype("str"), refused, refused & False, tuple(allowed))


def _number(cells: "pd.Series[str]", question: Question, study: Study) -> Decoded:
    silent = pd.Series(False, index=cells.index)
    number = cells.str.fullmatch(_NUMBER).astype(bool)
    if not number.all():
        words = readings(question, study)
        # Those are few: what is no number is empty, "does not know", or refused.
        silent = ~number & cells.map({t: not t or plain(t) in words for t in cells[~number].unique()}).eq(True)
    ambiguous = cells.str.fullmatch(_AMBIGUOUS).astype(bool)
    # As short as it can be written, so that 60000 and 60 000,00 are one value.
    answer = cells.str.replace(_SPACES, "", regex=True).str.replace(",", ".", regex=False)
    answer = answer.str.replace(r"\.0+$", "", regex=True).str.replace(r"(\.[0-9]*?)0+$", r"\1", regex=True)
    answer = answer.replace("-0", "0").where(number & ~ambiguous, "")
    return Decoded(answer, ~number & ~silent, ambiguous)


def decode(cells: "pd.Series[str]", question: Question, study: Study) -> Decoded:
    """Read the stripped cells of one question; the result has their index."""
    if question.type is QuestionType.YES_NO:
        return _coded(cells, question, study)
    if question.type is QuestionType.NUMBER:
        return _number(cells, question, study)
    none = pd.Series(False, index=cells.index)
    return Decoded(cells, none, none)
