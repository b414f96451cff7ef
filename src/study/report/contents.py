"""What a report holds, piece by piece: its figures, tables and in-text numbers, where each is made, and its file.

Promise: `contents_table` lists them all, in the report's order, under the numbers that the PDF and the page print;
`contents_list` says the same in a few lines of Markdown, for the README. A number in the text is one that prose, a
summary, a title or caption, a note or a key figure prints by its ledger key. Left out: the numbers inside figures and
the rows of tables (the annex on numbers and `trail.json` have those), and how each was computed (`indicators.csv`).
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from study.base.files import write_atomic
from study.base.layout import in_language
from study.base.marks import plain
from study.chapters.context import WaveContext
from study.report.binding import TITLES, Material, blocks_of
from study.report.printed import COVER, in_block, in_markdown, in_text, made_in

COLUMNS = ("kind", "number", "id", "title", "part", "notebook", "cell", "file")
BEGIN, END = "<!-- contents:begin -->", "<!-- contents:end -->"

# What differs from lever to lever, and from wave to wave.
_LEVER = re.compile(r"(?<=-)\d+(?=[-.]|$)")
_WAVE = re.compile(r"(?<=/waves/)[^/]+")

Row = tuple[str, str, str, str, str, str, str, str]


def _number_rows(found: Iterable[tuple[str, str]], part: str, notebook: str, cell: str) -> Iterator[Row]:
    for key, words in found:
        yield "number", "", key, words, part, notebook, cell, "numbers.csv"


def _block_rows(
    block: Mapping[str, Any], part: str, notebook: str, cell: str, counters: Mapping[str, Iterator[int]]
) -> Iterator[Row]:
    kind = block["kind"]
    yield from _number_rows(in_block(block), part, notebook, cell)
    if kind in counters:
        # What has no title is not numbered.
        number = str(next(counters[kind])) if block["title"] else ""
        file = f"{kind}s/{block['key']}.{'svg' if kind == 'figure' else 'csv'}"
        yield kind, number, block["key"], plain(block["title"]), part, notebook, cell, file


def _rows(context: WaveContext, material: Material, bound: NotebookNode) -> Iterator[Row]:
    ledger, lang = material.ledger, context.lang
    wave_yaml = context.paths.relative(context.paths.wave_yaml(context.wave.wave))
    for name in TITLES:
        if text := getattr(context.wave, name):
            yield from _number_rows(in_text(text.text(lang), ledger, lang), COVER, wave_yaml, "")
    shown = {part["id"] for part in bound.metadata["study"]["parts"]}
    counters = {"figure": count(1), "table": count(1)}
    for part, cells in groupby(bound.cells, key=lambda cell: cell.metadata["study"]["part"]):
        # A summary opens its part; a text that no part is called after has none that is printed.
        summary = material.commentary.get(part)
        if part in shown and summary is not None:
            yield from _number_rows(in_text(summary.summary, ledger, lang), part, summary.file, "")
        for item in cells:
            notebook, position = made_in(item)
            cell = str(position or "")
            if item.cell_type == "markdown":
                yield from _number_rows(in_markdown(item.source), part, notebook, cell)
            for block in blocks_of(item):
                yield from _block_rows(block, part, notebook, cell, counters)


def _named_in(row: Row, further: str) -> Row:
    """Return a row with the names that its files have in a further language; the ledger and the texts have one."""
    kind, number, id_, title, part, notebook, cell, file = row
    notebook = in_language(notebook, further) if notebook.startswith("notebooks/") else notebook
    file = in_language(file, further) if file.startswith(("figures/", "tables/")) else file
    return kind, number, id_, title, part, notebook, cell, file


def contents_table(context: WaveContext, material: Material, bound: NotebookNode, further: str = "") -> list[Row]:
    """Return the heading row (`COLUMNS`), then one row per figure, table and in-text number of a bound notebook.

    `notebook` is the executed copy in `reports/<wave>`, with `cell` counted from 1 in it, or the text's file from the
    study's root, without a cell; both are empty for what the build adds. `title` of a number is what is printed.
    A number that a text prints twice has one row. `further` is the report's language where it is not the first.
    """
    return [COLUMNS, *dict.fromkeys(_named_in(row, further) for row in _rows(context, material, bound))]


def _general(text: str) -> str:
    return _LEVER.sub("<n>", _WAVE.sub("<wave>", text))


def contents_list(tables: Iterable[Sequence[Sequence[str]]]) -> str:
    """Return the contents of one or more waves (tables of `contents_table`) as Markdown, in the order of the first.

    One line per kind of figure and table: `<n>` stands for a lever or an earlier wave, `<wave>` for the wave.
    """
    pieces: dict[str, dict[tuple[str, str], dict[str, None]]] = {"figure": {}, "table": {}, "number": {}}
    for table in tables:
        for row in table[1:]:
            kind, _, key, _, part, notebook, cell, _ = row
            place = f"`{_general(notebook)}`" + (f" [{cell}]" if cell else "") if notebook else "the build itself"
            name = "" if kind == "number" else _general(key)
            pieces[kind].setdefault((name, _general(part)), {})[place] = None
    lines = []
    for kind, title, files in (
        ("figure", "Figures", "`figures/<figure>.svg`, `.png` and `.csv` (its data)"),
        ("table", "Tables", "`tables/<table>.csv`"),
        ("number", "Numbers in the text", "`numbers.csv`"),
    ):
        heads = ["part", "made in"] if kind == "number" else [kind, "part", "made in"]
        lines += [f"**{title}**: {files}", "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
        for (name, part), places in pieces[kind].items():
            cells = [f"`{name}`"] * (kind != "number") + [f"`{part}`", ", ".join(places)]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def with_contents(text: str, tables: Iterable[Sequence[Sequence[str]]]) -> str:
    """Return a text with the list of contents between its two markers; ValueError when it has not both."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the text has no {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{contents_list(tables)}{END}{after}"


def main(readme: Path, tables: Sequence[Path]) -> None:
    """Write the list of some waves' `contents.csv` into a README, the latest wave first."""
    read = [
        list(csv.reader(path.read_text("utf-8").splitlines(keepends=True))) for path in sorted(tables, reverse=True)
    ]
    write_atomic(readme, with_contents(readme.read_text("utf-8"), read))


if __name__ == "__main__":  # python -m study.report.contents README.md reports/*/contents.csv
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
