"""The data of a report as a Data Package: datapackage.json, which data portals and statistical programs read.

Promise: every table of the report's folder is a resource with its size, SHA-256 and Table Schema; the package has the
report's title, licence, keywords and the pages that it cites; nothing in it tells when or where it was built. Checked
against the standard by frictionless, in the tests. Left out: how a column is described (`study.provenance.schema`).
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from study.answers.states import Status
from study.base.files import sha256_hex
from study.base.text import say
from study.provenance.about import About
from study.provenance.answers import ANSWERS_FILE, FACTS_FILE, SOURCES_FILE, wide_file
from study.provenance.columns import ANSWERS, CONTENTS, FACTS, INDICATORS, NUMBERS, SOURCES, Column
from study.provenance.schema import Field, categories, columns_schema, wide_schema
from study.provenance.words import status_text

NAME = "datapackage.json"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

Rows = list[list[str]]


def read_csv(content: bytes) -> Rows:
    """Return the rows of a table of ours, its heading first."""
    return list(csv.reader(content.decode("utf-8").splitlines(keepends=True)))


def _resource(name: str, path: str, content: bytes, title: str, schema: Field) -> Field:
    return {
        "name": name,
        "type": "table",
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256_hex(content)}",
        "schema": {"$schema": _TABLE_PROFILE, **schema},
    }


def _named(path: str) -> str:
    """Return a resource's name from its path: in small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9._-]+", "-", path.removesuffix(".csv").lower()).strip("-")


def _long_schema(about: About, rows: Rows, lang: str) -> Field:
    schema = columns_schema(rows[0], ANSWERS, rows[1:], lang)
    for field in schema["fields"]:
        allowed: Sequence[Any] = ()
        if field["name"] == "status":
            allowed = [status.value for status in Status]
            field["categories"] = categories({status.value: status_text(status, lang) for status in Status})
        elif field["name"] == "lever":
            allowed = [lever.lever for lever in about.context.study.levers]
        elif field["name"] == "question":
            allowed = list(dict.fromkeys(question.question for question in about.context.study.questions))
        if allowed:
            field["constraints"] = {**field.get("constraints", {}), "enum": list(allowed)}
    return schema | {"primaryKey": ["territory", "lever", "question"]}


def _facts_schema(rows: Rows, there: Mapping[str, bytes], lang: str) -> Field:
    schema = columns_schema(rows[0], FACTS, rows[1:], lang) | {"primaryKey": ["evidence"]}
    # Notes in each language are texts, whatever they hold.
    schema["fields"] = [
        field | ({"type": "string"} if field["name"].startswith("note") else {}) for field in schema["fields"]
    ]
    key = {"fields": ["source"], "reference": {"resource": _named(SOURCES_FILE), "fields": ["source"]}}
    return schema | ({"foreignKeys": [key]} if SOURCES_FILE in there else {})


def _answers(about: About, files: Mapping[str, bytes], lang: str) -> Iterator[Field]:
    """Yield the resources of the answers, and of the facts and pages behind them."""
    if ANSWERS_FILE in files:
        content = files[ANSWERS_FILE]
        schema = _long_schema(about, read_csv(content), lang)
        yield _resource(_named(ANSWERS_FILE), ANSWERS_FILE, content, say("Every answer, with its status", lang), schema)
    for lever in about.context.study.levers:
        if (path := wide_file(lever.lever)) in files:
            title = say("Answers – {lever}", lang, lever=lever.title.text(lang))
            yield _resource(_named(path), path, files[path], title,
                            wide_schema(lever.questions, about.context.study, lang))  # fmt: skip
    if FACTS_FILE in files:
        content = files[FACTS_FILE]
        schema = _facts_schema(read_csv(content), files, lang)
        yield _resource(_named(FACTS_FILE), FACTS_FILE, content, say("Documented facts", lang), schema)
    if SOURCES_FILE in files:
        content = files[SOURCES_FILE]
        rows = read_csv(content)
        schema = columns_schema(rows[0], SOURCES, rows[1:], lang) | {"primaryKey": ["source"]}
        yield _resource(_named(SOURCES_FILE), SOURCES_FILE, content, say("Public pages cited", lang), schema)


def _own(files: Mapping[str, bytes], lang: str) -> Iterator[Field]:
    tables: Mapping[str, tuple[str, Mapping[str, Column]]] = {
        "indicators.csv": (say("Every measure, with its base and bounds", lang), INDICATORS),
        "numbers.csv": (say("Every number that the report may print", lang), NUMBERS),
        "contents.csv": (say("Figures, tables and numbers of the report, and where each is made", lang), CONTENTS),
    }
    for name, (title, columns) in tables.items():
        for path in (path for path in sorted(files) if PurePosixPath(path).name == name):
            rows = read_csv(files[path])
            yield _resource(_named(path), path, files[path], title, columns_schema(rows[0], columns, rows[1:], lang))


def printed_schema(heading: Sequence[str], rows: Rows, *, printed: bool) -> tuple[Field, Field]:
    """Return the schema of a figure's data or of a table as `printed` (its cells are texts), and what to say of it.

    A heading with an empty or repeated name cannot name columns: it is then skipped, and the columns are numbered.
    """
    plain = len(set(heading)) == len(heading) and all(name.strip() for name in heading)
    names = list(heading) if plain else [f"column_{number}" for number, _ in enumerate(heading, start=1)]
    schema = {"fields": [{"name": name, "type": "string"} for name in names]} if printed else (
        columns_schema(names, {}, rows, ""))  # fmt: skip
    if not plain:
        for field, title in zip(schema["fields"], heading, strict=True):
            field["title"] = title
    return schema, {} if plain else {"dialect": {"header": False, "commentRows": [1]}}


def contents_rows(files: Mapping[str, bytes]) -> list[list[str]]:
    """Return what a report holds, in each language that it is given in: the rows of its lists of contents."""
    lists = (content for name, content in sorted(files.items()) if PurePosixPath(name).name == "contents.csv")
    return [row for content in lists for row in read_csv(content)[1:]]


def _pieces(files: Mapping[str, bytes]) -> Iterator[Field]:
    """Yield the report's figures (their data) and tables, under their titles, in each language."""
    titles = {row[-1]: row[3] for row in contents_rows(files)}
    for path in sorted(files):
        folder = PurePosixPath(path).parent.name
        if folder in ("figures", "tables") and path.endswith(".csv"):
            rows = read_csv(files[path])
            schema, more = printed_schema(rows[0], rows[1:], printed=folder == "tables")
            title = titles.get(path) or titles.get(f"{path.removesuffix('.csv')}.svg", "")
            yield _resource(_named(path), path, files[path], title or path, schema) | more


def _workbooks(files: Mapping[str, bytes], lang: str) -> Iterator[Field]:
    """Yield the workbooks as they are: what their sheets hold is described where it is a table of its own."""
    for path in (path for path in sorted(files) if path.endswith(".xlsx")):
        content = files[path]
        yield {
            "name": _named(path.removesuffix(".xlsx")),
            "path": path,
            "title": say("The tables of the report as a workbook", lang),
            "format": "xlsx",
            "mediatype": WORKBOOK_TYPE,
            "bytes": len(content),
            "hash": f"sha256:{sha256_hex(content)}",
        }


def _sources(files: Mapping[str, bytes]) -> list[Field]:
    """Return the pages cited, as the package's sources."""
    rows = read_csv(files.get(SOURCES_FILE, b""))
    return [{"title": f"{row[1]} ({row[2]})", "path": row[4]} for row in rows[1:]]


def datapackage_json(about: About, files: Mapping[str, bytes]) -> bytes:
    """Return datapackage.json for the files of a report's folder (relative name → content)."""
    context, lang = about.context, about.context.lang
    licence = about.licence
    package: Field = {
        "$schema": _PROFILE,
        "name": _named(f"wave-{context.wave.wave}"),
        "title": about.name(lang),
        "description": about.description(lang),
        "created": f"{context.wave.publication_date.isoformat()}T00:00:00Z",
        "keywords": [word.text(lang) for word in context.wave.keywords],
        "licenses": [{"name": licence.name, "path": licence.url or licence.file, "title": licence.title}]
        if licence
        else [],
        "sources": _sources(files),
        "resources": [*_answers(about, files, lang), *_own(files, lang), *_pieces(files), *_workbooks(files, lang)],
    }
    kept = {name: value for name, value in package.items() if value != []}
    if licence and not licence.name:
        del kept["licenses"][0]["name"]
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
