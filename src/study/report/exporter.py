"""The nbconvert exporter of the report: a bound notebook becomes an accessible PDF.

Promise: `StudyPdfExporter` reads nothing but the notebook it is given; `document_of` is the document as plain data, the
same for any exporter. Every word is typeset in the report's language; figures and tables are numbered by the template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from study.base.errors import Problem, raise_if
from study.report.binding import blocks_of
from study.report.markdown import to_typst
from study.report.typography import typeset
from study.report.typst import compile_pdf

# Values that are no words: never typeset.
_AS_IS = {
    "kind",
    "key",
    "id",
    "role",
    "lang",
    "file",
    "url",
    "svg",
    "png",
    "csv",
    "tone",
    "align",
    "width",
    "evidence",
    "wave",
    "number",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The report as plain data, with its figures (SVG) and prose (Typst) by file name."""

    data: dict[str, Any]
    figures: Mapping[str, str]
    prose: Mapping[str, str]


def _words(value: Any, lang: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _words(item, lang, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_words(item, lang, key) for item in value]
    return typeset(value, lang) if isinstance(value, str) and key not in _AS_IS else value


def _written_in(origin: Mapping[str, Any]) -> str:
    """Return where a text was written: a commentary file, or a notebook and its cell."""
    return f"{origin['notebook']}, [{origin['cell']}]" if origin["cell"] else str(origin["notebook"])


def document_of(notebook: NotebookNode) -> Document:
    """Return the document of a bound notebook; StudyError when its prose holds what prose may not hold."""
    about = notebook.metadata["study"]
    lang = about["lang"]
    figures: dict[str, str] = {}
    prose: dict[str, str] = {}
    problems: list[Problem] = []
    front = {part["id"] for part in about["parts"] if part["role"] == "front"}
    blocks: dict[str, list[dict[str, Any]]] = {part["id"]: [] for part in about["parts"]}
    for cell in notebook.cells:
        origin = cell.metadata["study"]
        made = blocks[origin["part"]]
        if cell.cell_type == "markdown":
            if not cell.source.strip():
                continue
            name = f"{len(prose) + 1}.typ"
            prose[name], wrong = to_typst(cell.source, lang, _written_in(origin))
            problems += wrong
            made.append({"kind": "prose", "file": f"prose/{name}", "wide": origin["part"] in front})
            continue
        for block in blocks_of(cell):
            if block["kind"] == "figure":
                name = f"{block['key']}.svg"
                figures[name] = block["svg"]
                kept = {key: block[key] for key in ("kind", "key", "title", "alt", "source")}
                made.append({**kept, "file": f"figures/{name}"})
            else:
                made.append(dict(block))
    raise_if(problems)
    parts = [{**part, "blocks": blocks[part["id"]]} for part in about["parts"]]
    data = _words({"lang": lang, "meta": about["meta"], "parts": parts}, lang)
    return Document(data, figures, prose)


class StudyPdfExporter(Exporter):
    """Turn a bound notebook into PDF/UA-1 and PDF/A-2a, through Typst."""

    file_extension = ".pdf"
    export_from_notebook = "Study report (PDF)"
    output_mimetype = "application/pdf"

    def from_notebook_node(  # type: ignore[override]  # nbconvert names text; its PDF exporters give bytes too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF's bytes, and the resources as nbconvert expects them."""
        document = document_of(nb)
        day = date.fromisoformat(nb.metadata["study"]["date"])
        pdf = compile_pdf(document.data, document.figures, document.prose, date=day)
        ready = {**(resources or {}), "output_extension": self.file_extension}
        return pdf, ready
