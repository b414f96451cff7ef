"""The annex on numbers: every number, figure and table that the report prints, by its key, with the cell that made it.

Promise: whatever carries a key in the report has one entry here, to which it leads; under each figure and table stand
its key and the beginning of its file's hash. Entries come part by part, in the order in which they are first printed.
Left out: what a number rests on (`study.trail`), which the page opens beside it and `study trace` prints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from nbformat import NotebookNode

from study.base.marks import plain
from study.base.text import mark
from study.blocks.model import callout, entries
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.report.binding import Material, add_part, blocks_of
from study.report.outline import parts
from study.report.pieces import short_hash
from study.report.printed import COVER, Printed, made_in, printed

PART = "numbers"
# What stands beside a number, and has no such things itself.
_BESIDE = ("base", "unknown", "lower", "upper", "numerator", "high", "names", "median_age")


def _detail(context: WaveContext, ledger: Ledger, key: str) -> str:
    """Return the base, the unknown and the bounds that the ledger holds beside a number, in words."""
    entry = ledger.entries[key]
    if entry.key != entry.indicator and not entry.key.startswith(f"{entry.indicator}."):
        return ""
    at, lang = entry.key.removeprefix(entry.indicator), context.lang
    if at and at.split(".")[1] in _BESIDE:
        return ""
    base, unknown, low, high = (f"{entry.indicator}.{name}{at}" for name in _BESIDE[:4])
    said = []
    if unknown in ledger.entries and base in ledger.entries:
        said.append(context.say(mark("of {base}, unknown {unknown}"), base=ledger.text(base, lang),
                                unknown=ledger.text(unknown, lang)))  # fmt: skip
    if all(ledger.value(end) is not None for end in (low, high)) and ledger.value(low) != ledger.value(high):
        said.append(context.say("{low} to {high}", low=ledger.text(low, lang), high=ledger.text(high, lang)))
    return ", ".join(said)


def _where(places: Iterable[tuple[str, int]]) -> str:
    """Return where a number is printed: executed notebooks with their cells, and files of prose."""
    cells: dict[str, list[int]] = {}
    for notebook, cell in places:
        found = cells.setdefault(PurePosixPath(notebook).name.removesuffix(".ipynb"), [])
        if cell and cell not in found:
            found.append(cell)
    return "; ".join(f"{name} [{', '.join(map(str, at))}]" if at else name for name, at in cells.items() if name)


def _numbers(context: WaveContext, ledger: Ledger, found: Sequence[Printed]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each number with the part that first prints it."""
    places: dict[str, list[Printed]] = {}
    for item in found:
        if item.key in ledger.entries:
            places.setdefault(item.key, []).append(item)
    for key, items in places.items():
        where = _where((item.notebook, item.cell) for item in items)
        entry = {"key": key, "value": items[0].words, "detail": _detail(context, ledger, key), "where": where}
        yield items[0].part, entry


def _pieces(cells: Iterable[NotebookNode]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each figure and table with its part, and stamp it with its hash."""
    for cell in cells:
        for block in blocks_of(cell):
            if block["kind"] in ("figure", "table"):
                block["stamp"] = short_hash(block)
                key = f"{block['kind']}:{block['key']}"
                where = _where([made_in(cell)])
                entry = {"key": key, "value": plain(block["title"]), "detail": block["stamp"], "where": where}
                yield cell.metadata["study"]["part"], entry


def with_numbers(context: WaveContext, material: Material, bound: NotebookNode) -> NotebookNode:
    """Return a bound notebook with the annex on numbers; the notebook given is changed."""
    pieces = list(_pieces(bound.cells))
    found = [*_numbers(context, material.ledger, list(printed(context, material, bound))), *pieces]
    titles: Mapping[str, str] = {part.id: part.title for part in parts(context)} | {COVER: context.say("Cover")}
    groups: list[dict[str, Any]] = []
    for part, title in {COVER: titles[COVER], **titles}.items():
        if items := [entry for of, entry in found if of == part]:
            groups.append({"title": title, "items": items})
    note = context.say(
        "Each number of this document leads here. After its key come its value, what stands beside it, and the cell of "
        "the executed notebook, or the text, that prints it. “study trace”, followed by a key, shows what it rests on, "
        "down to the rows of the raw files."
    )
    return add_part(context, bound, PART, [callout(context.say("How to follow a number"), note), entries(groups)])
