"""The nbconvert exporter of the report: a bound notebook becomes an accessible PDF.

Promise: `StudyPdfExporter` reads nothing but the notebook it is given; figures and tables are numbered by the template.
Left out: the document itself (`study.report.document`), and its layout (`study.report.typst`).
"""

from datetime import date
from typing import Any

from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from study.report.document import document_of
from study.report.markdown import to_typst
from study.report.typst import ReportPress, compile_pdf


def pdf_of(bound: NotebookNode, press: ReportPress | None = None) -> bytes:
    """Return the PDF of a bound notebook, by a press that printed it before, where there is one; may StudyError."""
    document = document_of(bound)
    prose = {name: to_typst(tree) for name, tree in document.prose.items()}
    day = date.fromisoformat(bound.metadata["study"]["date"])
    return compile_pdf(document.data, document.figures, prose, date=day, press=press)


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
        return pdf_of(nb), ready
