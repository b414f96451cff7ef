"""The order of the report: which part each cell of the executed notebooks belongs to, and what the parts are called.

Promise: a cell is in the report if and only if it carries a tag `part-…` (and, for Markdown, the tag of the report's
language); parts come in the order given here, whatever the order of the cells. Left out: how a part is laid out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from nbformat import NotebookNode

from study.base.text import mark
from study.chapters.context import WaveContext

Role = Literal["front", "chapter", "annex"]

# Parts before the levers' chapters, then after them; the words of some hang on the study (`_titles`).
_BEFORE: tuple[tuple[str, Role], ...] = (("key-figures", "front"), ("method", "chapter"))
_AFTER: tuple[tuple[str, Role], ...] = (
    ("overview", "chapter"),
    ("evolution", "chapter"),
    ("bridge", "chapter"),
    ("replication", "chapter"),
    ("glossary", "annex"),
    ("questionnaire", "annex"),
    ("quality", "annex"),
    ("sources", "annex"),
    ("numbers", "annex"),
    ("checksums", "annex"),
)


def _titles(context: WaveContext) -> dict[str, str]:
    return {
        "key-figures": mark("Key figures"),
        "method": context.by_basis(mark("Method and sources"), mark("Method"), mark("Method and sources")),
        "overview": context.of_levers(mark("Across the levers"), mark("Overview: {levers}")),
        "evolution": mark("From wave to wave"),
        "bridge": mark("What has changed"),
        "replication": mark("The published figures"),
        "glossary": mark("Glossary"),
        "questionnaire": mark("Questionnaire"),
        "quality": mark("Quality of the data"),
        "sources": mark("Sources"),
        "numbers": mark("Every number, and where it is made"),
        "checksums": mark("Seal of the inputs"),
    }


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report; `commentary` is the stem of its prose file, `number` what a reader calls it by."""

    id: str
    role: Role
    title: str
    number: str | None = None


def parts(context: WaveContext, used: Collection[str] | None = None) -> list[Part]:
    """Return the parts of the report, in order: key figures, method, the levers, what looks across them, annexes.

    With `used`, only those of these ids: annexes are lettered without a gap.
    """
    titles = _titles(context)

    def kept(name: str) -> bool:
        return used is None or name in used

    def made(specs: tuple[tuple[str, Role], ...]) -> Iterator[Part]:
        annexes = iter("ABCDEFGH")
        for name, role in specs:
            if kept(name):
                yield Part(name, role, context.say(titles[name]), next(annexes) if role == "annex" else None)

    levers = [
        Part(
            f"lever-{lever.lever}",
            "chapter",
            lever.title.text(context.lang),
            None if lever.transversal else str(lever.lever),
        )
        for lever in context.study.levers
        if kept(f"lever-{lever.lever}")
    ]
    return [*made(_BEFORE), *levers, *made(_AFTER)]


def part_of(cell: NotebookNode, lever: int | None, lang: str) -> str | None:
    """Return the id of the part that a cell belongs to, or None; `lever` is that of the cell's notebook."""
    tags = cell.metadata.get("tags", [])
    named = next((tag.removeprefix("part-") for tag in tags if tag.startswith("part-")), None)
    if named is None or (cell.cell_type == "markdown" and lang not in tags):
        return None
    return f"lever-{lever}" if named == "lever" else named


def gather(notebooks: Mapping[str, NotebookNode], lang: str) -> dict[str, list[tuple[str, int, NotebookNode]]]:
    """Return the report's cells by part: (notebook, number of the cell as Jupyter shows it from 1, cell).

    `notebooks` maps a file name to an executed notebook; a lever's notebook is known by its `lever` parameter.
    """
    found: dict[str, list[tuple[str, int, NotebookNode]]] = {}
    for name, notebook in notebooks.items():
        lever = notebook.metadata.get("papermill", {}).get("parameters", {}).get("lever")
        for number, cell in enumerate(notebook.cells, start=1):
            if part := part_of(cell, lever, lang):
                found.setdefault(part, []).append((name, number, cell))
    return found
