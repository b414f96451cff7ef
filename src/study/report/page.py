"""The web page: a bound notebook becomes one HTML file, complete without a network or a font of its own.

Promise: `StudyPageExporter` (nbconvert's template exporter with the templates of `web/`, and no template, configuration
or preprocessor from elsewhere) prints what the PDF prints, under the same numbers of figures and tables. All words are
escaped by the templates, links lead to web or e-mail addresses only, and the page forbids itself (Content-Security-
Policy) whatever it does not hold. Ids are unique and stable: a part's is its own, a figure's `figure-<key>`, a table's
`table-<key>`; numbers carry their ledger key as `data-key`. Where the notebook holds
panels (`study.trail.panels`), a number opens its own, and the facts that count stand in a table that can be searched,
narrowed and sorted, by the one script that the page lets run, named by its hash as its style is; without it, a number
leads to its entry in the annex. Left out: what the document says (`study.report.document`), how drawings are made small
(`study.report.drawings`), and what a figure becomes inside a page (`study.report.pictures`).
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from study.base.text import mark, say
from study.report.document import Document, document_of, flat, labels
from study.report.drawings import Drawings
from study.report.markdown import allowed, anchor, sections_of, to_html
from study.report.packed import panels_json
from study.report.pictures import data_table, inline

WEB_DIR = Path(__file__).resolve().parent / "web"

# The words that only the page prints.
_WORDS = {
    "skip": mark("Skip to the content"),
    "data": mark("Data of figure {number}"),
    "settle": mark("How to settle an unknown or an error"),
    "evidence": mark("Evidence"),
    "search": mark("Search"),
    "any": mark("Any"),
    "clear": mark("Clear"),
    "facts_file": mark("The file data/facts.csv also holds the facts that were set aside."),
}
# The part that only the page has: the facts that count, by themselves.
_FACTS = "page-evidence"
_FACTS_TITLE = mark("The facts one by one")
_FACTS_SUMMARY = mark("Each documented fact in force at the reference date, with the page that says so.")
_FIELDS = {"territory": mark("Territory"), "lever": mark("Lever"), "question": mark("Question")}
_COLUMNS = {"territory": mark("Territory"), "asked": mark("Lever and question"), "answer": mark("Answer"),
            "date": mark("Date"), "source": mark("Source"), "fact": mark("Fact")}  # fmt: skip
# What the script is made of, in this order: each uses what those before it define.
_SCRIPTS = ("data.js", "contents.js", "evidence.js", "panels.js")
# The words around what a panel says, which the script reads.
_PANEL_WORDS = {
    "close": mark("Close"),
    "permalink": mark("Permalink"),
    "formula": mark("Formula"),
    "rests": mark("What it rests on"),
    "figures": mark("The numbers of this table"),
    "nothing": mark("Nothing more is shown of it."),
    "row": mark("{file}, row {row}"),
    "feeds": mark("Numbers that rest on it: {count}"),
    "found": mark("{shown} of {all} facts"),
    "more": mark("Show all {count}"),
}
# What the script fills in.
_FILLED_IN_THE_PAGE = ("file", "row", "count", "shown", "all")
# Signs that print nothing but turn or hide their neighbours.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What a block, an item of its list or a cell of its table may leave out.
_OPTIONAL: dict[str, Any] = {
    "title": "",
    "stamp": "",
    "note": "",
    "source": "",
    "across": None,
    "row_header": False,
    "wide": False,
}
_ITEM = {"key": "", "detail": "", "source": "", "url": "", "evidence": ""}
_CELL = {"text": "", "tone": "", "url": ""}
# Columns whose longest cell has more signs than this get the width of a phrase, or of a sentence.
_PHRASE, _SENTENCE = 16, 44


class StudyPageExporter(TemplateExporter):
    """Turn a bound notebook into one HTML page."""

    file_extension = ".html"
    export_from_notebook = "Study report (web page)"
    output_mimetype = "text/html"

    @default("template_paths")
    def _own_templates(self) -> list[str]:
        return [str(WEB_DIR)]

    @default("default_preprocessors")
    def _no_preprocessors(self) -> list[str]:
        return []

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        environment.undefined = StrictUndefined
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.filters["flat"] = flat
        environment.tests["link"] = lambda url: isinstance(url, str) and allowed(url)
        return environment

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own base of exporters gives notebooks
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page, and the resources as nbconvert expects them."""
        given = {**(resources or {}), "page": page_of(nb)}
        html, ready = super().from_notebook_node(nb, given, **kwargs)
        ready.pop("page")
        return UNSEEN.sub("", html), ready


def page_of(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the templates print; StudyError when the notebook's prose holds what prose may not hold."""
    document = document_of(notebook)
    lang = document.data["lang"]
    about = notebook.metadata["study"]
    drawings = Drawings(document.figures)
    numbers: dict[str, Iterator[int]] = {"figure": count(1), "table": count(1)}
    parts = [_part(part, document, drawings, numbers, about.get("names", {})) for part in document.data["parts"]]
    panels = about.get("panels")
    if panels and panels["counted"]:
        first = next((at for at, part in enumerate(parts) if part["role"] == "annex"), len(parts))
        parts.insert(first, _facts_part(lang))
    fields = {name: f"{{{name}}}" for name in _FILLED_IN_THE_PAGE}
    around = {name: say(message, lang, **fields) for name, message in _PANEL_WORDS.items()}
    script = _script() if panels else ""
    style = (WEB_DIR / "style.css").read_text("utf-8").strip()
    return {
        **document.data,
        "panels": Markup(panels_json(panels, around, UNSEEN, lang)) if panels else "",
        "script": Markup(script),
        "script_hash": _hash(script),
        "style": Markup(style),
        "style_hash": _hash(style),
        "parts": parts,
        "shared": Markup(drawings.shared()),
        "date": about["date"],
        "labels": labels(lang),
        "words": {name: say(message, lang, number="{number}") for name, message in _WORDS.items()},
    }


def _hash(text: str) -> str:
    """Return the hash by which a policy names a script or a style."""
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _script() -> str:
    """Return the page's one script: its files in one function, so that it leaves nothing behind."""
    files = "\n".join((WEB_DIR / name).read_text("utf-8") for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{files}}})();'


def _facts_part(lang: str) -> dict[str, Any]:
    """Return the part that shows the facts that count; its rows are made in the page, of the panels' data."""
    fields, columns = ([(name, say(message, lang)) for name, message in named.items()] for named in (_FIELDS, _COLUMNS))
    block = {"kind": "facts", "id": _FACTS, "fields": fields, "columns": columns}
    return {"id": _FACTS, "role": "chapter", "number": None, "title": say(_FACTS_TITLE, lang),
            "summary": say(_FACTS_SUMMARY, lang), "blocks": [block], "sections": []}  # fmt: skip


def _part(
    part: dict[str, Any],
    document: Document,
    drawings: Drawings,
    numbers: dict[str, Iterator[int]],
    names: dict[str, dict[str, str]],
) -> dict[str, Any]:
    """Return a part with its blocks ready to print, and its sections (id, title) for the contents."""
    sections: list[tuple[str, str]] = []
    taken: set[str] = set()
    texts = count(1)
    blocks = []
    for block in part["blocks"]:
        ready = {**_OPTIONAL, **block}
        match block["kind"]:
            case "prose":
                prefix = f"{part['id']}-text-{next(texts)}"
                tree = document.prose[block["file"].removeprefix("prose/")]
                sections += sections_of(tree, prefix)
                ready["html"] = Markup(to_html(tree, prefix))
            case "heading":
                ready["id"] = f"section-{part['id']}-{anchor(flat(block['text']), taken)}"
                if block["level"] == 2:
                    sections.append((ready["id"], flat(block["text"])))
            case "figure":
                svg = drawings.drawing(block["file"].removeprefix("figures/"))
                ready["number"] = next(numbers["figure"])
                ready["svg"] = Markup(inline(svg, f"figure-{block['key']}", flat(block["title"]), block["alt"]))
                ready["data"] = data_table(block["csv"], document.data["lang"], names)
            case "table":
                ready |= _table(block)
                ready["number"] = next(numbers["table"]) if ready["title"] else None
            case "entries":
                ready["groups"] = [
                    {**group, "id": f"section-{part['id']}-{anchor(group['title'], taken)}"}
                    for group in block["groups"]
                ]
                sections += [(group["id"], group["title"]) for group in ready["groups"]]
            case "terms":
                ready["items"] = [{**_ITEM, **item, "id": f"term-{anchor(flat(item['term']), taken)}"}
                                  for item in block["items"]]  # fmt: skip
            case "cards" | "examples":
                ready["items"] = [{**_ITEM, **item} for item in block["items"]]
                ready["across"] = ready["across"] or _across(len(block["items"]))
        blocks.append(ready)
    return {**part, "blocks": blocks, "sections": sections}


def _across(cards: int) -> int:
    """Return how many key figures stand in a row, as in the PDF: the last row is as full as can be."""
    return 2 if cards in (1, 2, 4) else 4 if cards in (7, 8) else 3


def _table(block: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a table, each as broad as its longest cell asks for, and its cells, all of one form."""
    rows = [[{**_CELL, **(cell if "text" in cell and isinstance(cell, dict) else {"text": cell})} for cell in row]
            for row in block["rows"]]  # fmt: skip
    columns = []
    for i, column in enumerate(block["columns"]):
        most = max((len(flat(row[i]["text"])) for row in rows), default=0)
        breadth = "sentence" if most > _SENTENCE else "phrase" if most > _PHRASE else "word"
        columns.append({"align": "left", **column, "breadth": breadth})
    return {"columns": columns, "rows": rows}
