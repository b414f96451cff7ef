"""The document: a bound notebook as plain data, the same for every exporter.

Promise: `document_of` reads nothing but the notebook it is given; every word is typeset in the report's language, and
prose that holds what prose may not hold is refused, all of it at once. Left out: how a document is laid out, as a PDF
(`study.report.typst`) or as a web page (`study.report.page`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from study.base.errors import Problem, raise_if
from study.base.text import mark, say
from study.report.binding import blocks_of
from study.report.markdown import Tree, parse
from study.report.typography import typeset

# Values that programs read: never shown, so neither typeset nor fitted to a font.
CODES = frozenset(("kind", "key", "id", "role", "lang", "file", "url", "svg", "png", "csv", "tone", "align", "width"))
# Names that are shown as they are written.
_NAMES = frozenset({"evidence", "wave", "number"})

# The words that every layout prints: key in `labels` -> English message.
LABELS = {
    "contents": mark("Contents"),
    "statement": mark("What this document is"),
    "annex": mark("Annex"),
    "figure": mark("Figure"),
    "table": mark("Table"),
    "source": mark("Source"),
    "note": mark("Reading"),
    "page": mark("Page"),
    "tone_yes": mark("yes"),
    "tone_planned": mark("planned"),
    "tone_no": mark("no"),
    "tone_unknown": mark("unknown"),
    "tone_conflict": mark("in conflict"),
}


def labels(lang: str) -> dict[str, str]:
    """Return the words that layouts print, in `lang`; `separator` stands between a label and what it labels."""
    separator = "\u00a0: " if lang == "fr" else ": "
    return {key: say(message, lang) for key, message in LABELS.items()} | {"separator": separator}


@dataclass(frozen=True, slots=True)
class Document:
    """The report as plain data, with its figures (SVG) and prose by the name of the file that a block shows."""

    data: dict[str, Any]
    figures: Mapping[str, str]
    prose: Mapping[str, Tree]


def _words(value: Any, lang: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _words(item, lang, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_words(item, lang, key) for item in value]
    return typeset(value, lang) if isinstance(value, str) and key not in CODES | _NAMES else value


def _written_in(origin: Mapping[str, Any]) -> str:
    """Return where a text was written: a commentary file, or a notebook and its cell."""
    return f"{origin['notebook']}, [{origin['cell']}]" if origin["cell"] else str(origin["notebook"])


def document_of(notebook: NotebookNode) -> Document:
    """Return the document of a bound notebook; StudyError when its prose holds what prose may not hold."""
    about = notebook.metadata["study"]
    lang = about["lang"]
    figures: dict[str, str] = {}
    prose: dict[str, Tree] = {}
    problems: list[Problem] = []
    front = {part["id"] for part in about["parts"] if part["role"] == "front"}
    blocks: dict[str, list[dict[str, Any]]] = {part["id"]: [] for part in about["parts"]}
    for cell in notebook.cells:
        origin = cell.metadata["study"]
        made = blocks[origin["part"]]
        if cell.cell_type == "markdown":
            if not cell.source.strip():
                continue
            name = str(len(prose) + 1)
            prose[name], wrong = parse(cell.source, lang, _written_in(origin))
            problems += wrong
            made.append({"kind": "prose", "file": f"prose/{name}", "wide": origin["part"] in front})
            continue
        for block in blocks_of(cell):
            if block["kind"] == "figure":
                name = f"{block['key']}.svg"
                figures[name] = block["svg"]
                kept = {key: block[key] for key in ("kind", "key", "title", "alt", "source", "csv")}
                made.append({**kept, "file": f"figures/{name}"})
            else:
                made.append(dict(block))
    raise_if(problems)
    parts = [{**part, "blocks": blocks[part["id"]]} for part in about["parts"]]
    data = {"lang": lang, "meta": about["meta"], "parts": parts}
    return Document(_words(data, lang), figures, prose)
