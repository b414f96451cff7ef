"""Binding: the executed notebooks, the commentary and the ledger become one notebook, in the order of the report.

Promise: the bound notebook is complete (its prose carries the ledger's words, its blocks are data), so that any
nbconvert exporter can turn it into a file without reading anything else. All problems of all prose come in one
StudyError. Each cell says where it comes from (`metadata.study`: part, notebook, cell).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from study.base.errors import Problem, raise_if
from study.base.text import date_text, list_text
from study.blocks.model import MIME, Block
from study.chapters.context import WaveContext
from study.ledger.entries import Ledger
from study.report.commentary import Prose, bound, plain, problems_of
from study.report.outline import Part, gather, parts


@dataclass(frozen=True, slots=True)
class Material:
    """What is bound: executed notebooks by file name, commentary by stem, the ledger, further blocks by part."""

    notebooks: Mapping[str, NotebookNode]
    commentary: Mapping[str, Prose]
    ledger: Ledger
    extra: Mapping[str, list[Block]]


def blocks_of(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    """Yield the blocks that an executed code cell shows."""
    for output in cell.get("outputs", []):
        if block := output.get("data", {}).get(MIME):
            yield from block["blocks"] if block["kind"] == "page" else [block]


def _origin(part: str, notebook: str, cell: int) -> dict[str, Any]:
    return {"study": {"part": part, "notebook": notebook, "cell": cell}}


def _cell(
    index: int, origin: dict[str, Any], *, markdown: str | None = None, block: Mapping[str, Any] | None = None
) -> NotebookNode:
    name = f"bound-{index}"
    made: NotebookNode
    if markdown is not None:
        made = new_markdown_cell(markdown, id=name, metadata=origin)
    else:
        made = new_code_cell(id=name, metadata=origin, outputs=[new_output("display_data", data={MIME: block})])
    return made


def _bound_cells(
    context: WaveContext, material: Material, problems: list[Problem]
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield (origin, Markdown text or block) for every piece of the report, in order."""
    found = gather(material.notebooks, context.lang)

    def prose(text: Prose) -> str:
        wrong = problems_of(text, material.ledger)
        problems.extend(problem for problem in wrong if problem not in problems)
        return "" if wrong else bound(text.body, material.ledger, context.lang)

    for part in parts(context):
        for name, number, cell in found.get(part.id, []):
            origin = _origin(part.id, name, number)
            if cell.cell_type == "markdown":
                file = f"{context.paths.relative(context.paths.notebooks / name)}, [{number}]"
                declared = tuple(str(item) for item in cell.metadata.get("years", []))
                yield origin, prose(Prose(file, cell.source, declared=declared))
                continue
            for block in blocks_of(cell):
                if block["kind"] == "prose":
                    yield origin, prose(Prose(f"{name}, [{number}]", block["markdown"]))
                elif block["kind"] != "commentary":
                    yield origin, block
                elif block["name"] in material.commentary:
                    text = material.commentary[block["name"]]
                    yield _origin(part.id, text.file, 0), prose(text)
        for made in material.extra.get(part.id, []):
            yield _origin(part.id, "", 0), made.data


def bind(context: WaveContext, material: Material) -> NotebookNode:
    """Return the bound notebook; StudyError with every typed digit, unknown key and bad heading of the prose."""
    # Every text, shown or not: one that no part shows may be a misspelt name.
    problems = [problem for text in material.commentary.values() for problem in problems_of(text, material.ledger)]
    cells, used = [], set()
    for index, (origin, piece) in enumerate(_bound_cells(context, material, problems)):
        used.add(origin["study"]["part"])
        kind = {"markdown": piece} if isinstance(piece, str) else {"block": piece}
        cells.append(_cell(index, origin, **kind))
    summaries = {}
    for name, text in material.commentary.items():
        if not text.problems and not problems:
            summaries[name] = plain(text.summary, material.ledger, context.lang)
    raise_if(problems)
    shown = [part for part in parts(context) if part.id in used]
    notebook: NotebookNode = new_notebook(
        cells=cells, metadata={"study": _description(context, material.ledger, shown, summaries)}
    )
    return notebook


def _description(
    context: WaveContext, ledger: Ledger, shown: list[Part], summaries: Mapping[str, str]
) -> dict[str, Any]:
    wave, lang = context.wave, context.lang
    title = plain(wave.title.text(lang), ledger, lang)
    return {
        "lang": lang,
        "date": wave.publication_date.isoformat(),
        "meta": {
            "title": title,
            "subtitle": plain(wave.subtitle.text(lang), ledger, lang),
            "statement": wave.status.text(lang),
            "publisher": context.say(
                "Publication reproduced: {publishers}", publishers=list_text(wave.publisher, lang)
            ),
            "wave": wave.wave,
            "date_text": date_text(wave.publication_date, lang),
            # Not the publishers: they have not validated it.
            "authors": [context.say("Independent reconstruction from public sources")],
            "keywords": [word.text(lang) for word in wave.keywords],
            "running_head": wave.short_title.text(lang) if wave.short_title else title,
        },
        "parts": [
            {
                "id": part.id,
                "role": part.role,
                "number": part.number,
                "title": part.title,
                "summary": summaries.get(part.id) or None,
            }
            for part in shown
        ],
    }
