"""Table Schemas: the questionnaire's questions and our own columns, as a data package describes them.

Promise: a field of a question has its label as title and its wording as description, its codes as categories and as the
only answers allowed, its bounds, and every reason for which an answer may be missing, labelled. The standard is Table
Schema of Data Package 2.0. Left out: which files there are (`study.provenance.datapackage`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from study.base.text import say
from study.codebook.model import Question, QuestionType, Study
from study.codebook.ticks import ticks_pattern
from study.provenance.columns import Column, inferred
from study.provenance.words import MISSING, labels_of, status_text

_TYPES = {QuestionType.NUMBER: "number", QuestionType.DATE: "date"}

Field = dict[str, Any]


def categories(labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Return codes with their labels, as Table Schema lists them."""
    return [{"value": code, "label": label} for code, label in labels.items()]


def missing_values(lang: str) -> list[dict[str, str]]:
    """Return the words that stand for a missing answer in the wide tables, each with its reason."""
    return [{"value": status.value, "label": status_text(status, lang)} for status in MISSING]


def _bound(bound: date | float | None) -> str | float | None:
    return bound.isoformat() if isinstance(bound, date) else bound


def question_field(question: Question, study: Study, lang: str) -> Field:
    """Return the field of a question's column in a wide table."""
    labels = labels_of(question, study, lang)
    field: Field = {
        "name": question.question,
        "type": _TYPES.get(question.type, "string"),
        "title": question.label.text(lang),
        "description": question.wording.text(lang),
    }
    bounds = {"minimum": _bound(question.minimum), "maximum": _bound(question.maximum)}
    constraints: Field = {name: bound for name, bound in bounds.items() if bound is not None}
    if question.type is QuestionType.MULTIPLE:
        # Several codes in one cell, so that they are no categories of the cell; they are listed all the same.
        constraints["pattern"] = ticks_pattern(labels)
        field["codes"] = categories(labels)
    elif labels:
        constraints["enum"] = list(labels)
        field["categories"] = categories(labels)
    if question.unit:
        field["unit"] = question.unit
    return field | ({"constraints": constraints} if constraints else {})


def _column_field(name: str, column: Column, lang: str) -> Field:
    constraints: Field = {"required": True} if column.required else {}
    if column.pattern:
        constraints["pattern"] = column.pattern
    field: Field = {"name": name, "type": column.type, "description": say(column.meaning, lang)}
    return field | ({"constraints": constraints} if constraints else {})


def columns_schema(
    heading: Sequence[str], columns: Mapping[str, Column], rows: Sequence[Sequence[str]], lang: str
) -> Field:
    """Return the schema of one of our tables; a column not among `columns` has the type that its cells have."""
    fields = [
        _column_field(name, columns[name], lang)
        if name in columns
        else {"name": name, "type": inferred([row[index] for row in rows])}
        for index, name in enumerate(heading)
    ]
    return {"fields": fields}


def wide_schema(questions: Sequence[Question], study: Study, lang: str) -> Field:
    """Return the schema of a lever's wide table of answers."""
    territory = {
        "name": "territory",
        "type": "string",
        "title": study.territory.one.text(lang),
        "constraints": {"required": True},
    }
    fields = [territory, *(question_field(question, study, lang) for question in questions)]
    return {"fields": fields, "primaryKey": ["territory"], "missingValues": missing_values(lang)}
