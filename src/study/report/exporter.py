"""The nbconvert exporter of the report: a bound notebook becomes an accessible PDF.

Promise: `StudyPdfExporter` reads nothing but the notebook it is given; figures and tables are numbered by the template.
Left out: the document itself (`study.report.document`), and its layout (`study.report.typst`).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from study.report.document import document_of
from study.report.markdown import to_typst
from study.report.typst import ReportPress, compile_pdf


def typesetting(bound: NotebookNode, press: ReportPress | None = None) -> Callable[[], bytes]:
    """Return what prints a bound notebook as PDF, all that Python has to do for it done; it may raise StudyError.

    `press`: one that printed an earlier state of it, where there is one.
    """
    document = document_of(bound)
    prose = {name: to_typst(tree) for name, tree in document.prose.items()}
    day = date.fromisoformat(bound.metadata["study"]["date"])
    return partial(compile_pdf, document.data, document.figures, prose, date=day, press=press)


class StudyPdfExporter(Exporter):
    """Turn a bound notebook into PDF/UA-1 and PDF/A-2a, through Typst."""

    file_extension = ".pdf"
    export_from_notebook = "Study report (PDF)"
    output_mimetype = "application/pdf"

    def from_notebook_node(  # type: ignore[override]  # nbconvert names text; its PDF exporters give bytes too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF's bytes, and the resources as nbconvert expects them."""
        ready = {**(resources or {}), "output_extension": self.file_extension}
        return typesetting(nb)(), ready
