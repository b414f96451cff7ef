"""Where each number of the ledger is printed: in prose, on a card, in a table, in the words around them.

Promise: every number that carries its key is found, in the report's order, with the cell or file that prints it and
the piece it stands in. The numbers drawn inside a figure stand for themselves: a figure is traced as a whole. Left out:
finding numbers that carry no key (`study.report.commentary` for prose, the tests for tables).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nbformat import NotebookNode

from study.base.marks import keys
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.report.binding import TITLES, Material, blocks_of
from study.report.commentary import bound as words_bound
from study.report.markdown import keyed

COVER = "cover"
_KEYED = re.compile(r'(?<!\\)<data data-key="([^"<>]*)">(.*?)</data>', flags=re.S)
_ESCAPED = re.compile(r"\\(.)")
# What a block shows as words, besides what has a place of its own below.
_UNSEEN = frozenset(("kind", "key", "alt", "svg", "png", "csv", "file", "url", "stamp"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: `notebook` is a file of the report or a text, `cell` from 1, 0 where there is none.

    `inside` is prose, title, summary, cards, callout, examples, or `table:<key>` and `figure:<key>`.
    """

    key: str
    words: str
    part: str
    notebook: str
    cell: int
    inside: str


def in_markdown(text: str) -> Iterator[tuple[str, str]]:
    """Yield (key, words) for each number of a bound text."""
    for key, words in _KEYED.findall(text):
        yield key, _ESCAPED.sub(r"\1", words)


def in_text(text: str, ledger: Ledger, lang: str) -> Iterator[tuple[str, str]]:
    """Yield (key, words) for each number of a text as written, with `{{ key }}`."""
    return in_markdown(words_bound(keyed(text), ledger, lang))


def in_value(value: Any) -> list[tuple[str, str]]:
    """Return (key, words) for each number in the words of plain data."""
    found: list[tuple[str, str]] = []

    def look(value: Any) -> None:
        if isinstance(value, str):
            found.extend(keys(value))
        elif isinstance(value, Mapping):
            for name, item in value.items():
                if name not in _UNSEEN:
                    look(item)
        elif isinstance(value, list | tuple):
            for item in value:
                look(item)

    look(value)
    return found


def in_block(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, words) for each number that a block shows outside its rows (a table's are `in_rows`)."""
    if block["kind"] == "cards":
        for item in block["items"]:
            if item.get("key"):
                yield item["key"], item["value"]
            yield from in_value({name: text for name, text in item.items() if name != "value"})
    else:
        yield from in_value({name: value for name, value in block.items() if name != "rows"})


def in_rows(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, words) for each number in the rows of a table."""
    yield from in_value(block.get("rows", []))


def place_of(block: Mapping[str, Any]) -> str:
    """Return the piece that a block is, as `Printed.inside` names it."""
    return f"{block['kind']}:{block['key']}" if block["kind"] in ("table", "figure") else str(block["kind"])


def printed(context: WaveContext, material: Material, bound: NotebookNode) -> Iterator[Printed]:
    """Yield every number of a bound notebook, with the titles of the wave and the summaries of its parts."""
    ledger, lang = material.ledger, context.lang
    wave_yaml = context.paths.relative(context.paths.wave_yaml(context.wave.wave))
    for name in TITLES:
        if text := getattr(context.wave, name):
            for key, words in in_text(text.text(lang), ledger, lang):
                yield Printed(key, words, COVER, wave_yaml, 0, "title")
    shown = {part["id"] for part in bound.metadata["study"]["parts"]}
    for part, cells in groupby(bound.cells, key=lambda cell: cell.metadata["study"]["part"]):
        summary = material.commentary.get(part)
        if part in shown and summary is not None:
            for key, words in in_text(summary.summary, ledger, lang):
                yield Printed(key, words, part, summary.file, 0, "summary")
        for cell in cells:
            notebook, position = made_in(cell)
            if cell.cell_type == "markdown":
                for key, words in in_markdown(cell.source):
                    yield Printed(key, words, part, notebook, position, "prose")
            for block in blocks_of(cell):
                for key, words in (*in_block(block), *in_rows(block)):
                    yield Printed(key, words, part, notebook, position, place_of(block))


def made_in(cell: NotebookNode) -> tuple[str, int]:
    """Return what made a bound cell: an executed notebook and the cell in it, or a text's file and 0."""
    origin = cell.metadata["study"]
    position = int(origin["cell"])
    return (f"notebooks/{origin['notebook']}" if position else str(origin["notebook"])), position
