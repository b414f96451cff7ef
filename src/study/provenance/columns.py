"""What stands in each column of the tables that a report gives: type and meaning.

Promise: one place says it for the data package and for the data dictionary; a column that is not known here is told
from its cells, so that a new one never breaks the description. Types are those of Table Schema. Left out: the columns
of the answers that are questions (`study.provenance.schema`), and those of the input tables (`study.provenance.raw`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from study.base.text import mark

# A whole number or a decimal, as our tables write them; one that begins with a zero is an identifier.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
PARTIAL_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""A day, a month or a year: the dates of documented facts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it means (English, a key of the message catalogue), and a pattern for its texts."""

    type: str
    meaning: str
    pattern: str = ""
    required: bool = False


_WAVE = Column("string", mark("wave: the edition of the study"), required=True)
_LEVER = Column("integer", mark("lever: the number of the part of the questionnaire"))
_TERRITORY = Column("string", mark("key of the territory; empty for all of them together"))
_UNIT = Column("string", mark("unit of the value"))

INDICATORS: Mapping[str, Column] = {
    "wave": _WAVE,
    "lever": _LEVER,
    "indicator": Column("string", mark("name of the measure: the question, then what is measured"), required=True),
    "territory": _TERRITORY,
    "value": Column("number", mark("value; empty when it could not be computed")),
    "unit": _UNIT,
    "numerator": Column("number", mark("numerator of the measure")),
    "base": Column("number", mark("base: those whom the question is put to")),
    "unknown": Column("number", mark("how many of the base are not known")),
    "lower": Column("number", mark("lower bound: what is known alone")),
    "upper": Column("number", mark("upper bound: what is known, and all that is not")),
    "method": Column("string", mark("formula, in words")),
    "median_age_years": Column("number", mark("median age of the evidence at the reference date, in years")),
    "high_count": Column("number", mark("the same count, from evidence of high confidence alone")),
}
NUMBERS: Mapping[str, Column] = {
    "key": Column("string", mark("key of the number in the ledger"), required=True),
    "value": INDICATORS["value"],
    "unit": _UNIT,
    "decimals": Column("integer", mark("decimals that are printed")),
    "indicator": Column("string", mark("measure that the number is of")),
    "wave": _WAVE,
}
CONTENTS: Mapping[str, Column] = {
    "kind": Column("string", mark("figure, table or number"), required=True),
    "number": Column("integer", mark("number of the figure or table in the report")),
    "id": Column("string", mark("key of the figure, table or number"), required=True),
    "title": Column("string", mark("title of the figure or table, or the number as printed")),
    "part": Column("string", mark("part of the report")),
    "notebook": Column("string", mark("notebook or text that prints it")),
    "cell": Column("integer", mark("cell of the notebook, counted from 1")),
    "file": Column("string", mark("file of the report that holds it")),
}
ANSWERS: Mapping[str, Column] = {
    "wave": _WAVE,
    "territory": Column("string", mark("key of the territory"), required=True),
    "name": Column("string", mark("short name of the territory")),
    "siren": Column("string", mark("SIREN of the territory at the wave’s vintage"), pattern="[0-9]{9}"),
    "lever": Column("integer", _LEVER.meaning, required=True),
    "question": Column("string", mark("question"), required=True),
    "status": Column("string", mark("how the answer came about, or why there is none"), required=True),
    "answer": Column("string", mark("answer: a code, a number, a day or a text; empty unless answered")),
    "origin": Column("string", mark("what the answer rests on: ids of facts, or the cell of a survey’s file")),
    "as_of": Column("date", mark("day of the newest fact that the answer rests on, or of the survey")),
}
FACTS: Mapping[str, Column] = {
    "evidence": Column("string", mark("id of the fact, which is never used again"), required=True),
    "territory": ANSWERS["territory"],
    "lever": ANSWERS["lever"],
    "question": ANSWERS["question"],
    "code": Column("string", mark("what the fact names; differs from the question where a text question gathers it")),
    "answer": Column("string", mark("what the fact says"), required=True),
    "as_of": Column("string", mark("date that the fact is of: a day, a month or a year"), PARTIAL_DATE, required=True),
    "as_of_precision": Column("string", mark("how precise that date is")),
    "valid_until": Column("string", mark("until when it holds, where its source says so"), PARTIAL_DATE),
    "source": Column("string", mark("id of the source"), required=True),
    "confidence": Column("string", mark("how sure the coding is"), required=True),
    "standing": Column("string", mark("whether the fact counts at the reference date"), required=True),
    "rule": Column("string", mark("rule that decided so"), required=True),
    "note": Column("string", mark("what the source says, in a few words")),
}
SOURCES: Mapping[str, Column] = {
    "source": Column("string", FACTS["source"].meaning, required=True),
    "title": Column("string", mark("title of the page"), required=True),
    "publisher": Column("string", mark("who published it")),
    "date_published": Column("string", mark("when it was published: a day, a month or a year"), PARTIAL_DATE),
    "url": Column("string", mark("address of the page"), required=True),
}


def inferred(cells: Sequence[str]) -> str:
    """Return the type of a column from its cells, empty ones apart.

    >>> inferred(["1", "", "20"]), inferred(["0.5", "2"]), inferred(["07"]), inferred([""])
    ('integer', 'number', 'string', 'string')
    """
    filled = [cell for cell in cells if cell != ""]
    if filled and all(_INTEGER.fullmatch(cell) for cell in filled):
        return "integer"
    return "number" if filled and all(_NUMBER.fullmatch(cell) for cell in filled) else "string"
