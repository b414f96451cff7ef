"""Building a report: everything that a reader or reviewer of a wave receives, in one folder, replaced as a whole.

Promise: `reports/<wave>` holds the PDF, the web page, the figures (SVG, PNG, data), the tables, the executed notebooks,
the indicators, the ledger, the list of its contents and the manifest of them all, and nothing else; when something is
wrong, the folder stays as it was.
"""

import base64
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from study.base.files import harmless
from study.base.layout import StudyPaths
from study.blocks.model import Block
from study.chapters.annexes import checksums
from study.chapters.context import open_wave
from study.ledger.entries import read_ledger
from study.report.binding import Material, bind, blocks_of
from study.report.commentary import read_commentary
from study.report.contents import contents_table
from study.report.exporter import StudyPdfExporter
from study.report.manifest import write_folder
from study.report.page import StudyPageExporter


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV, every cell harmless to a spreadsheet."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def _table(block: Mapping[str, Any]) -> bytes:
    """Return a table block as CSV."""
    rows = [[cell if isinstance(cell, str) else cell["text"] for cell in row] for row in block["rows"]]
    return _csv([[column["label"] for column in block["columns"]], *rows])


def _pieces(bound: NotebookNode) -> dict[str, bytes]:
    """Return the figures and tables of a bound notebook as files."""
    files: dict[str, bytes] = {}
    for cell in bound.cells:
        for block in blocks_of(cell):
            if block["kind"] == "figure":
                files[f"figures/{block['key']}.svg"] = block["svg"].encode("utf-8")
                files[f"figures/{block['key']}.png"] = base64.b64decode(block["png"])
                files[f"figures/{block['key']}.csv"] = block["csv"].encode("utf-8")
            elif block["kind"] == "table":
                files[f"tables/{block['key']}.csv"] = _table(block)
    return files


def _copy(notebook: NotebookNode) -> bytes:
    """Return an executed notebook as reviewers open it, each figure once; `figures/` holds their files."""
    bare = deepcopy(notebook)
    for cell in bare.cells:
        for block in blocks_of(cell):
            for name in ("svg", "png"):
                block.pop(name, None)
    text: str = nbformat.writes(bare)
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _concatenated(paths: Sequence[Path]) -> bytes:
    """Return tables of the same columns one after the other, with one heading row."""
    tables = [list(csv.reader(path.read_text("utf-8").splitlines(keepends=True))) for path in paths]
    return _csv([tables[0][0], *(row for table in tables for row in table[1:])])


def build_report(paths: StudyPaths, wave: str, lang: str, executed: Sequence[Path], computed: Sequence[Path]) -> None:
    """Bind the executed notebooks and write `reports/<wave>`.

    `computed` are the `indicators.csv` and `numbers.csv` that the notebooks left. Raises StudyError (prose, page).
    """
    context = open_wave(wave, lang, root=paths.root)
    numbers = [path for path in computed if path.name == "numbers.csv"]
    ledger = read_ledger(numbers, context.study.languages)
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in executed}
    extra: dict[str, list[Block]] = {"checksums": [checksums(context)]}
    material = Material(notebooks, read_commentary(paths, wave, context.lang), ledger, extra)
    bound = bind(context, material)
    pdf, _ = StudyPdfExporter().from_notebook_node(bound)  # type: ignore[no-untyped-call]  # traitlets' constructor
    page, _ = StudyPageExporter().from_notebook_node(bound)  # type: ignore[no-untyped-call]
    files = {
        "report.pdf": pdf,
        "report.html": page.encode("utf-8"),
        "indicators.csv": _concatenated([path for path in computed if path.name == "indicators.csv"]),
        "numbers.csv": _concatenated(numbers),
        "contents.csv": _csv(contents_table(context, material, bound)),
        **{f"notebooks/{name}": _copy(notebook) for name, notebook in notebooks.items()},
        **_pieces(bound),
    }
    write_folder(paths.reports(wave), files)
