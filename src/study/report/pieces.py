"""The figures and tables of a report as files of their own, and the short hash by which a reader knows them.

Promise: a figure is SVG, PNG and the CSV of its data, a table is a CSV, every cell harmless to a spreadsheet; the hash
printed under a piece is the beginning of the SHA-256 of its file, so it can be held against MANIFEST.sha256. Left out:
what is in them.
"""

import base64
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from study.base.files import harmless, sha256_hex
from study.base.marks import plain
from study.report.binding import blocks_of

# Signs of a hash that are printed: enough to tell the pieces of a few hundred reports apart.
_SHORT = 8


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV, every cell harmless to a spreadsheet."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def table_csv(block: Mapping[str, Any]) -> bytes:
    """Return a table block as CSV."""
    rows = [[plain(cell if isinstance(cell, str) else cell["text"]) for cell in row] for row in block["rows"]]
    return csv_bytes([[column["label"] for column in block["columns"]], *rows])


def files_of(bound: NotebookNode) -> dict[str, bytes]:
    """Return the figures and tables of a bound notebook as files."""
    files: dict[str, bytes] = {}
    for cell in bound.cells:
        for block in blocks_of(cell):
            if block["kind"] == "figure":
                files[f"figures/{block['key']}.svg"] = block["svg"].encode("utf-8")
                files[f"figures/{block['key']}.png"] = base64.b64decode(block["png"])
                files[f"figures/{block['key']}.csv"] = block["csv"].encode("utf-8")
            elif block["kind"] == "table":
                files[f"tables/{block['key']}.csv"] = table_csv(block)
    return files


def file_of(block: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return the file that a figure or table is known by, from the report's folder, and its content."""
    if block["kind"] == "figure":
        return f"figures/{block['key']}.svg", block["svg"].encode("utf-8")
    return f"tables/{block['key']}.csv", table_csv(block)


def short_hash(block: Mapping[str, Any]) -> str:
    """Return the beginning of the SHA-256 of a figure's or table's file."""
    return sha256_hex(file_of(block)[1])[:_SHORT]
