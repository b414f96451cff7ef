"""What stands in each column of the input tables, for the data dictionary.

Promise: every column that the readers of `data/raw` know has its meaning here, in English (a test holds the two against
each other); whether it may be empty, and what it may hold, is asked of the readers themselves. Left out: the
questionnaire, and the tables of a report (`study.provenance.columns`).
"""

from collections.abc import Mapping, Sequence

from study.intake import claims, evidence, frame
from study.intake.tables import Column

_SOURCE = "id of the source, in sources.csv"
_TERRITORY = "key of the territory"

TABLES: Mapping[str, tuple[Sequence[Column], Mapping[str, str]]] = {
    "frame.csv": (
        frame.COLUMNS,
        {
            "territory": f"{_TERRITORY}: stable, whatever its name and SIREN",
            "vintage": "year that the row describes",
            "siren": "SIREN at that vintage",
            "name": "full name",
            "short_name": "name in lists, charts and maps",
            "aliases": "other names, separated by `|`",
            "nature": "legal form",
            "population_total": "total population",
            "population_municipal": "municipal population, the weight of weighted shares",
            "communes_count": "number of communes",
            "departements": "codes of the departments, separated by `|`",
            "region": "code of the region",
            "region_name": "name of the region",
            "lon": "longitude of the point on the maps, in degrees",
            "lat": "latitude of the point on the maps, in degrees",
            "source": "where the row comes from",
        },
    ),
    "evidence/evidence.csv": (
        evidence.EVIDENCE,
        {
            "evidence": "id of the fact: never used again, never renumbered",
            "territory": _TERRITORY,
            "lever": "number of the lever",
            "question": "question, or a code that a text question of the lever gathers",
            "answer": "what the fact says: a code, a number, a day or a text",
            "as_of": "date that the fact is of: a day, a month or a year",
            "as_of_precision": "how precise that date is; `inferred` is a year",
            "valid_until": "until when it holds, where its source says so",
            "source": _SOURCE,
            "confidence": "how sure the coding is; a `withdrawn` fact is kept and never counted",
            "note": "what the source says, in a few words; `note_<language>` beside it where the study translates them",
        },
    ),
    "evidence/sources.csv": (
        evidence.SOURCES,
        {
            "source": "id of the source",
            "title": "title of the page",
            "publisher": "who published it",
            "date_published": "when: a day, a month or a year",
            "url": "its address",
        },
    ),
    "evidence/corrections.csv": (
        evidence.CORRECTIONS,
        {
            "wave": "wave that the correction is of",
            "territory": _TERRITORY,
            "question": "question",
            "expect": "text of the cell, or facts in conflict with their answers; what no longer fits has expired",
            "answer": "the answer that holds",
            "reason": "why",
            "role": "who decided, by their role",
            "date": "when",
        },
    ),
    "waves/<wave>/claims.csv": (
        claims.COLUMNS,
        {
            "claim": "id of the claim",
            "edition": "publication that the figure is of",
            "as_of": "date that it is computed at",
            "statement": "the figure in words; `statement_<language>` beside it",
            "value": "the published value",
            "unit": "its unit",
            "base": "its base, as published",
            "indicator": "measure that should give it",
            "names": "territories that it names, separated by `|`",
            "not_computable_because": "why no measure can give it; `not_computable_because_<language>` beside it",
            "source": _SOURCE,
        },
    ),
}


def allowed(column: Column) -> str:
    """Return what a column may hold, beside its meaning: its kind, its codes, whether it may be missing or empty."""
    words = [column.kind.value]
    if column.allowed:
        words.append("one of " + ", ".join(f"`{word}`" for word in column.allowed))
    if column.optional:
        words.append("may be missing")
    return "; ".join(words)
