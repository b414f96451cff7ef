"""Building a report: everything that a reader or reviewer of a wave receives, in one folder, replaced as a whole.

Promise: `reports/<wave>` holds the PDF, the web page, the territories' sheets, the figures (SVG, PNG, data), the
tables, as CSV and as one workbook, the executed notebooks, the indicators, the script that computes them again, the
ledger with the trail of each number, the list of its contents, the answers as open data with what describes the whole
to archives and portals, and the manifest of them all, and nothing else; when something is wrong, the folder stays as it
was. What is bound to a language is there once for each (`study.base.layout.in_language` says under which name); what is
computed is there once.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat import NotebookNode

from study.answers import tables
from study.base.errors import raise_if
from study.base.layout import StudyPaths, in_language
from study.base.stages import stage
from study.blocks.model import Block
from study.chapters.annexes import checksums
from study.chapters.context import WaveContext, open_wave
from study.chapters.glossary import glossary
from study.intake.inputs import load_inputs
from study.ledger.entries import Ledger, read_ledger
from study.provenance.files import provenance_files
from study.recount.script import audit_sql
from study.report.annex import with_numbers
from study.report.audit_trail import trail_bytes, trail_of
from study.report.binding import Material, bind, blocks_of
from study.report.commentary import read_commentary
from study.report.contents import contents_table
from study.report.exporter import typesetting
from study.report.manifest import listed, write_folder
from study.report.page import StudyPageExporter
from study.report.pieces import csv_bytes, files_of
from study.report.typed import typed_digits
from study.trail.panels import panels_of, printed_keys
from study.trail.read import Trail
from study.workbook import book

NUMBERS, PRINTED = "numbers.csv", "printed.csv"


def _copy(notebook: NotebookNode) -> bytes:
    """Return an executed notebook as reviewers open it, each figure once; `figures/` holds their files."""
    bare = deepcopy(notebook)
    for cell in bare.cells:
        for block in blocks_of(cell):
            for name in ("svg", "png"):
                block.pop(name, None)
    text: str = nbformat.writes(bare)
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _trail(
    context: WaveContext,
    material: Material,
    bound: NotebookNode,
    indicators: bytes,
    sheets: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """Return the audit trail of a bound report."""
    inputs = load_inputs(context.paths, context.wave.wave, sealed=False)
    levers = {lever.lever: context.paths.lever_dir(context.wave.wave, lever.lever) for lever in context.study.levers}
    answers = {lever: tables.read(folder) for lever, folder in levers.items()}
    table = pd.read_csv(io.BytesIO(indicators), dtype={"territory": "str"})
    return trail_of(context, inputs, material, bound, answers, table, sheets)


def _concatenated(paths: Sequence[Path]) -> list[list[str]]:
    """Return tables of the same columns one after the other, with one heading row."""
    read = [list(csv.reader(path.read_text("utf-8").splitlines(keepends=True))) for path in paths]
    return [read[0][0], *(row for table in read for row in table[1:])]


def _on_sheets(table: Path | None) -> dict[str, list[str]]:
    """Return the sheets that print each number, by its key, as `study.sheets` lists them."""
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(table.read_text("utf-8").splitlines()) if table else ():
        found.setdefault(row["key"], []).append(row["file"])
    return found


def _pdf(typeset: Callable[[], bytes]) -> bytes:
    with stage("report.pdf"):
        return typeset()


def _with_panels(bound: NotebookNode, panels: Mapping[str, Any]) -> NotebookNode:
    """Return a bound notebook with the panels that its page opens; the notebook itself stays as it is."""
    study = NotebookNode({**bound.metadata["study"], "panels": panels})
    return NotebookNode({**bound, "metadata": NotebookNode({**bound.metadata, "study": study})})


def bound_report(
    context: WaveContext, notebooks: Mapping[str, NotebookNode], ledger: Ledger
) -> tuple[Material, NotebookNode]:
    """Return what a report is made of, executed notebooks with the texts as they are now, and the report bound of it.

    Raises StudyError (templates, prose).
    """
    with stage("bind"):
        extra: dict[str, list[Block]] = {"glossary": glossary(context), "checksums": [checksums(context)]}
        commentary = read_commentary(context.paths, context.wave.wave, context.lang)
        material = Material(notebooks, commentary, ledger, extra)
        return material, with_numbers(context, material, bind(context, material))


def numbers_of(computed: Sequence[Path], made: Mapping[str, Path]) -> list[Path]:
    """Return the files that a report's ledger is read from: of the notebooks, then of the sheets."""
    return [*(path for path in computed if path.name == NUMBERS), *(made[name] for name in made if name == NUMBERS)]


def _in_language(
    context: WaveContext,
    executed: Sequence[Path],
    ledger: Ledger,
    indicators: bytes,
    sheets: Mapping[str, Sequence[str]],
    further: str = "",
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files of a report that are bound to its language, and its audit trail; `further` names the language.

    Those of a further language have names of their own.
    """
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in executed}
    material, bound = bound_report(context, notebooks, ledger)
    with stage("typeset"):
        typeset = typesetting(bound)
    # Typst leaves the interpreter to others while it lays the pages out.
    with ThreadPoolExecutor(1) as pool:
        pdf = pool.submit(copy_context().run, _pdf, typeset)
        with stage("trail.json"):
            trail = _trail(context, material, bound, indicators, sheets)
        with stage("report.html"):
            told = Trail(trail)
            paged = _with_panels(bound, panels_of(told, printed_keys(told, sheets=context.each), context.lang))
            page, _ = StudyPageExporter().from_notebook_node(paged)  # type: ignore[no-untyped-call]
        with stage(book.NAME):
            workbook = book.workbook(context, ledger)
        pages = pdf.result()
    files = {
        "report.pdf": pages,
        "report.html": page.encode("utf-8"),
        "contents.csv": csv_bytes(contents_table(context, material, bound, further)),
        **{f"notebooks/{name}": _copy(notebook) for name, notebook in notebooks.items()},
        **files_of(bound),
        book.NAME: workbook,
    }
    return {in_language(name, further): content for name, content in files.items()}, trail


def build_report(
    paths: StudyPaths,
    wave: str,
    lang: str,
    executed: Sequence[Path],
    computed: Sequence[Path],
    further: Mapping[str, Sequence[Path]] | None = None,
    sheets: Path | None = None,
) -> None:
    """Bind the executed notebooks and write `reports/<wave>`.

    `computed` are the `indicators.csv` and `numbers.csv` that the notebooks left, `further` the notebooks executed in
    each further language, `sheets` the folder of the territories' sheets, where there are any, with the numbers that
    only they print. Raises StudyError (templates, prose, page).
    """
    raise_if(typed_digits())
    context = open_wave(wave, lang, root=paths.root)
    made = {name: sheets / name for name in listed(sheets)} if sheets else {}
    numbers = numbers_of(computed, made)
    ledger = read_ledger(numbers, context.study.languages)
    indicators = csv_bytes(_concatenated([path for path in computed if path.name == "indicators.csv"]))
    on_sheets = _on_sheets(made.pop(PRINTED, None))
    bound, trail = _in_language(context, executed, ledger, indicators, on_sheets)
    files = {
        **bound,
        "indicators.csv": indicators,
        NUMBERS: csv_bytes(_concatenated(numbers)),
        "trail.json": trail_bytes(trail),
        "audit.sql": audit_sql(paths, wave).encode("utf-8"),
        **{name: path.read_bytes() for name, path in made.items() if name != NUMBERS},
    }
    for other, copies in (further or {}).items():
        files |= _in_language(replace(context, lang=other), copies, ledger, indicators, on_sheets, other)[0]
    # Last: the description names every other file. The manifest, which is no part of it, names both.
    with stage("describe"):
        described = provenance_files(context, ledger, files)
    write_folder(paths.reports(wave), files | described)
