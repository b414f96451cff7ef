"""`replication.json`: what verifying an edition found, for programs: every piece with its place, program and verdict.

Promise: the same findings give the same bytes; no time, duration, folder or user. A piece is a table, a figure, a
number in the text or a file, as the data editor's template asks for them; a number that is printed nowhere appears when
it moved. Left out: the page for people (`study.verify.page`).
"""

import json
from collections.abc import Iterable
from typing import Any

from study.verify.compare import CellChange, Comparison, Finding, Moved, Verdict
from study.verify.damage import Damage
from study.verify.environment import VersionChange
from study.verify.inputs import feeds_of
from study.verify.outputs import Number, Piece, pieces_of, trail_of
from study.verify.sources import SourceChange
from study.verify.verification import Question, Verification

FORMAT = 1
NAME = "replication.json"
QUESTIONS = ("rebuild", "today")
NOT_COMPUTED = "not computed"

Json = dict[str, Any]


def questions_of(found: Verification) -> dict[str, Question]:
    """Return the two questions by name, in their order."""
    return dict(zip(QUESTIONS, (found.rebuild, found.today), strict=True))


def _number(value: Any) -> Any:
    return {"value": value.value, "text": value.text} if isinstance(value, Number) else value


def _moved(items: Iterable[Moved]) -> list[Json]:
    return [
        {
            "key": item.key,
            "verdict": str(item.verdict),
            "expected": _number(item.expected),
            "recomputed": _number(item.recomputed),
        }
        for item in items
    ]


def _cells(cells: Iterable[CellChange]) -> list[Json]:
    return [
        {"row": cell.row, "column": cell.column, "expected": cell.expected, "recomputed": cell.recomputed}
        for cell in cells
    ]


def explained(comparison: Comparison, file: str) -> Json:
    """Return what differs of that which the PDF or the page (`file`) shows: numbers, tables, figures, parts' words."""
    wrong = comparison.differing(Verdict.DIFFERS, Verdict.GONE, Verdict.NEW)
    drawn = [pair for pair in comparison.differing(Verdict.SAME) if pair[0].kind == "figure"]
    by_kind = {
        kind: list(dict.fromkeys(piece.id for piece, _ in [*wrong, *drawn] if piece.kind == kind))
        for kind in ("number", "table", "figure")
    }
    return {
        "file": file,
        "numbers": by_kind["number"],
        "tables": by_kind["table"],
        "figures": by_kind["figure"],
        "texts": list(dict.fromkeys(change.part for change in comparison.texts)),
    }


def shown_otherwise(comparison: Comparison) -> list[Json]:
    """Return what differs of that which the PDF and the page show, where they differ; nothing: their bytes alone."""
    files = ("report.pdf", "report.html")
    return [explained(comparison, file) for file in files if file in comparison.other_files]


def _question(question: Question) -> Json:
    comparison = question.comparison
    about: Json = {
        "class": str(question.reproduction),
        "reasons": [{"kind": str(reason.kind), "text": reason.text("en")} for reason in question.reasons],
        "failure": question.failure,
    }
    if comparison is None:
        return about
    return about | {
        "numbers": comparison.numbers,
        "moved": _moved(comparison.moved),
        "indicators": _moved(comparison.indicators),
        "documents": shown_otherwise(comparison),
        "texts": [
            {"part": item.part, "expected": list(item.expected), "recomputed": list(item.recomputed)}
            for item in comparison.texts
        ],
    }


def findings_of(found: Verification) -> list[tuple[Piece, dict[str, Finding]]]:
    """Return every table, figure and number in the text with what each question found, new ones last of their kind."""
    pieces: dict[Any, Piece] = {piece.key: piece for piece in pieces_of(found.published)}
    told: dict[Any, dict[str, Finding]] = {}
    for name, question in questions_of(found).items():
        for piece, finding in question.comparison.pieces if question.comparison else ():
            pieces.setdefault(piece.key, piece)
            told.setdefault(piece.key, {})[name] = finding
    order = ("table", "figure", "number")
    keys = sorted(pieces, key=lambda key: order.index(key[0]))
    return [(pieces[key], told.get(key, {})) for key in keys]


def files_found(found: Verification) -> dict[str, dict[str, Finding]]:
    """Return every file with what each question found, by name."""
    told: dict[str, dict[str, Finding]] = {name: {} for name in found.published}
    for name, question in questions_of(found).items():
        for file, finding in question.comparison.files.items() if question.comparison else ():
            told.setdefault(file, {})[name] = finding
    return {file: told[file] for file in sorted(told)}


def _answers(findings: dict[str, Finding]) -> Json:
    expected = next((finding.expected for finding in findings.values()), "")
    answers: Json = {
        "expected": expected,
        "recomputed": {name: findings[name].recomputed if name in findings else None for name in QUESTIONS},
        "verdict": {name: str(findings[name].verdict) if name in findings else NOT_COMPUTED for name in QUESTIONS},
    }
    cells = {name: _cells(findings[name].cells) for name in findings if findings[name].cells}
    return answers | ({"cells": cells} if cells else {})


def _items(found: Verification) -> list[Json]:
    trail = trail_of(found.published)
    items: list[Json] = []
    for piece, findings in findings_of(found):
        feeds = feeds_of(trail, piece.kind, piece.id)
        items.append(
            {
                "id": piece.id,
                "kind": piece.kind,
                "place": {"part": piece.part, "number": piece.number, "title": piece.title, "file": piece.file},
                "program": {"notebook": piece.notebook, "cell": piece.cell},
                "inputs": {"files": list(feeds.files), "questions": list(feeds.questions)},
                **_answers(findings),
            }
        )
    # A file's program is the whole build.
    files = files_found(found).items()
    return items + [{"id": name, "kind": "file", **_answers(findings)} for name, findings in files]


def _damage(items: Iterable[Damage]) -> list[Json]:
    return [{"file": item.file, "kind": item.kind, "lines": list(item.lines)} for item in items]


def _versions(items: Iterable[VersionChange]) -> list[Json]:
    return [{"package": item.package, "before": item.before, "after": item.after} for item in items]


def _source(change: SourceChange) -> Json:
    rows = [
        {"kind": row.kind, "key": row.key, "row": row.row, "cells": [list(cell) for cell in row.cells]}
        for row in change.rows
    ]
    return {"group": change.group, "path": change.path, "kind": change.kind, "rows": rows}


def replication(found: Verification) -> Json:
    """Return the whole record as plain values."""
    questions = questions_of(found)
    reasons = [("", reason) for reason in found.damage_reasons]
    reasons += [(name, reason) for name, question in questions.items() for reason in question.reasons]
    return {
        "format": FORMAT,
        "wave": found.edition.wave,
        "edition": {"sha256": found.record, "package": found.edition.package.model_dump(mode="json")},
        "class": str(found.reproduction),
        "reasons": [{"kind": str(item.kind), "question": name, "text": item.text("en")} for name, item in reasons],
        "damage": {"edition": _damage(found.edition_damage), "build": _damage(found.build_damage)},
        "environment": {
            "lock": _versions(found.environment.lock),
            "installed": _versions(found.environment.installed),
        },
        "sources": [_source(change) for change in found.sources],
        "questions": {name: _question(question) for name, question in questions.items()},
        "items": _items(found),
    }


def replication_text(found: Verification) -> str:
    """Return the content of `replication.json`."""
    return json.dumps(replication(found), ensure_ascii=False, indent=1) + "\n"
