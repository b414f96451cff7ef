"""The annex on numbers: every number, figure and table that the report prints, by its key, with the cell that made it.

Promise: whatever carries a key in the report has one entry here, to which it leads; under each figure and table stand
its key and the beginning of its file's hash. Entries come part by part, in the order in which they are first printed.
Left out: what a number rests on (`study.trail`), which the page opens beside it and `study trace` prints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nbformat import NotebookNode

from study.base.marks import plain
from study.base.text import mark
from study.blocks.model import Block, entries
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.report.binding import Material, add_part, blocks_of
from study.report.outline import parts
from study.report.pieces import short_hash
from study.report.printed import COVER, Printed, made_in, printed

PART = "numbers"
# What stands beside a measure, in the order in which it is read.
_BESIDE = (
    ("base", mark("of {value}")),
    ("unknown", mark("unknown: {value}")),
    ("lower", mark("from {value}")),
    ("upper", mark("to {value}")),
)


def _detail(context: WaveContext, ledger: Ledger, key: str) -> str:
    """Return the base, the unknown and the bounds that the ledger holds beside a number, in words."""
    entry = ledger.entries[key]
    if entry.key != entry.indicator and not entry.key.startswith(f"{entry.indicator}."):
        return ""
    at = entry.key.removeprefix(entry.indicator)
    if at.split(".")[1:2] and at.split(".")[1] in ("base", "unknown", "lower", "upper", "numerator", "high", "names"):
        return ""
    found = ((message, f"{entry.indicator}.{name}{at}") for name, message in _BESIDE)
    said = [context.say(message, value=ledger.text(of, context.lang)) for message, of in found if of in ledger.entries]
    return ", ".join(said)


def _where(places: Iterable[tuple[str, int]]) -> str:
    """Return where a number is printed: executed notebooks with their cells, and files of prose."""
    cells: dict[str, list[int]] = {}
    for notebook, cell in places:
        found = cells.setdefault(notebook.removeprefix("notebooks/").removesuffix(".ipynb"), [])
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
    made: list[Block] = []
    for part, title in ((COVER, titles[COVER]), *titles.items()):
        items = [entry for of, entry in found if of == part]
        if items and part not in [block.data["part"] for block in made]:
            made.append(entries(part, title, items))
    return add_part(context, bound, PART, made) if made else bound
