"""Binding: the executed notebooks, the commentary and the ledger become one notebook, in the order of the report.

Promise: the bound notebook is complete (its prose carries the ledger's words and their keys, its blocks are data), so
that any nbconvert exporter can turn it into a file without reading anything else. All problems of all prose, the wave's
titles included, come in one StudyError. Each cell says where it comes from (`metadata.study`: part, notebook, cell).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from study.base.errors import Problem, raise_if
from study.base.marks import each_text, kept, plain
from study.base.text import date_text, list_text, mark
from study.blocks.model import MIME, Block
from study.chapters.context import WaveContext
from study.intake.wave import read_wave
from study.ledger.entries import Ledger
from study.report.commentary import Prose, TypedDigit, bound, printed, problems_of
from study.report.markdown import keyed
from study.report.outline import Part, gather, parts

# What a figure holds besides words.
_DRAWN = frozenset(("svg", "png", "csv"))
# The texts of wave.yaml that are printed on the cover and at the head of pages; they may name ledger keys.
TITLES = ("title", "subtitle", "short_title")


@dataclass(frozen=True, slots=True)
class DigitInTitle(TypedDigit):
    """A number typed in a title of the wave."""

    code = "wave-typed-digit"
    remedy = mark("Write {{{{ key }}}} with a key of the ledger; only the wave’s own name and year may be typed.")


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
        return "" if wrong else bound(keyed(text.body), material.ledger, context.lang)

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
                    yield origin, _true(block, material.ledger, context.lang)
                elif block["name"] in material.commentary:
                    text = material.commentary[block["name"]]
                    yield _origin(part.id, text.file, 0), prose(text)
        for made in material.extra.get(part.id, []):
            yield _origin(part.id, "", 0), _true(made.data, material.ledger, context.lang)


def _true(block: Mapping[str, Any], ledger: Ledger, lang: str) -> dict[str, Any]:
    """Return a block, or the words around them, in which a number has a key only where the ledger prints these words.

    What others wrote can then hold no mark that a reader would take for a number of the ledger.
    """

    def holds(key: str, words: str) -> bool:
        return ledger.prints(key, words, lang)

    return {
        name: value if name in _DRAWN else each_text(value, lambda text: kept(text, holds))
        for name, value in block.items()
    }


def bind(context: WaveContext, material: Material) -> NotebookNode:
    """Return the bound notebook; StudyError with every typed digit, unknown key and bad heading of the prose."""
    problems = list(_title_problems(context, material.ledger))
    # Every text, shown or not: one that no part shows may be a misspelt name.
    problems += [problem for text in material.commentary.values() for problem in problems_of(text, material.ledger)]
    cells, used = [], set()
    for index, (origin, piece) in enumerate(_bound_cells(context, material, problems)):
        used.add(origin["study"]["part"])
        kind = {"markdown": piece} if isinstance(piece, str) else {"block": piece}
        cells.append(_cell(index, origin, **kind))
    summaries = {}
    for name, text in material.commentary.items():
        if not text.problems and not problems:
            summaries[name] = printed(text.summary, material.ledger, context.lang)
    raise_if(problems)
    shown = parts(context, used)
    about = _description(context, material.ledger, shown, summaries)
    notebook: NotebookNode = new_notebook(cells=cells, metadata={"study": _true(about, material.ledger, context.lang)})
    return notebook


def add_part(context: WaveContext, bound: NotebookNode, part: str, blocks: Iterable[Block]) -> NotebookNode:
    """Return a bound notebook with a further part that the build itself makes; the notebook given is changed."""
    about = bound.metadata["study"]
    summaries = {item["id"]: item["summary"] for item in about["parts"]}
    for block in blocks:
        bound.cells.append(_cell(len(bound.cells), _origin(part, "", 0), block=block.data))
    about["parts"] = _parts(parts(context, {*summaries, part}), summaries)
    return bound


def _parts(shown: Iterable[Part], summaries: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"id": part.id, "role": part.role, "number": part.number, "title": plain(part.title),
         "summary": summaries.get(part.id) or None}
        for part in shown
    ]  # fmt: skip


def _title_problems(context: WaveContext, ledger: Ledger) -> Iterator[Problem]:
    """Yield the typed digits and unknown keys of the wave's titles, in every language, at their place in wave.yaml."""
    wave, paths = context.wave, context.paths
    declared = (wave.wave, str(wave.reference_date.year))
    for name in TITLES:
        text = getattr(wave, name)
        for lang in context.study.languages if text else ():
            body = text.text(lang)
            for problem in problems_of(
                Prose(paths.relative(paths.wave_yaml(wave.wave)), body, declared=declared), ledger
            ):
                _, _, source = read_wave(paths, wave.wave)
                place = source.document.place((name, lang)) if source.document else source.place(name)
                digit = isinstance(problem, TypedDigit)
                yield DigitInTitle(place, problem.value) if digit else replace(problem, place=place)


def _names(context: WaveContext) -> dict[str, dict[str, str]]:
    """Return what the codes in a figure's data are called, by kind of code."""
    levers = {str(lever.lever): lever.short.text(context.lang) for lever in context.study.levers}
    questions = {item.question: item.label.text(context.lang) for item in context.study.questions}
    return {"territory": context.names, "lever": levers, "question": questions}


def _description(
    context: WaveContext, ledger: Ledger, shown: list[Part], summaries: Mapping[str, str]
) -> dict[str, Any]:
    wave, lang = context.wave, context.lang
    title, subtitle, short_title = (
        printed(text.text(lang), ledger, lang) if (text := getattr(wave, name)) else "" for name in TITLES
    )
    publishers = list_text(wave.publisher, lang) if wave.publisher else ""
    return {
        "lang": lang,
        "date": wave.publication_date.isoformat(),
        "names": _names(context),
        "meta": {
            "title": title,
            "subtitle": subtitle,
            "statement": context.statement(),
            "settle": wave.settle.text(lang),
            # A wave may reproduce no publication.
            "publisher": context.say("Reference publication: {publishers}", publishers=publishers)
            if publishers
            else "",
            "wave": wave.wave,
            "date_text": date_text(wave.publication_date, lang),
            # Not the publishers: they have not validated it.
            "authors": [context.authorship()],
            "keywords": [word.text(lang) for word in wave.keywords],
            "running_head": short_title or title,
            # On every page, so that a page taken out of a rehearsal is taken for nothing else.
            "warning": context.say("Fictitious data") if wave.fictitious else "",
        },
        "parts": _parts(shown, summaries),
    }
