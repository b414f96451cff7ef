import datetime
import io

import nbconvert
import page
import pypdf

from study.blocks.model import callout, cards
from study.report.exporter import StudyPdfExporter


def test_the_exporter_makes_a_conforming_pdf_the_same_each_time(bound_notebook, figure):
    pieces = ("Un *mot* : « oui » ?", figure, dict(cards([{"value": "6", "label": "x", "detail": "", "key": "k"}]).data),
              dict(callout("Titre", "#panic() *non*").data))  # fmt: skip
    pdf, resources = StudyPdfExporter().from_notebook_node(bound_notebook(*pieces))
    assert resources["output_extension"] == ".pdf"
    assert StudyPdfExporter().from_notebook_node(bound_notebook(*pieces))[0] == pdf
    for profile in ("PDF_UA_1", "PDF_A_2A"):
        assert not list(page.validate_pdf_bytes(pdf, profile=profile).failures)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "#panic() *non*" in " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert reader.metadata.creation_date.date() == datetime.date(2021, 1, 15)


def test_nbconvert_finds_the_exporter_by_its_name():
    assert nbconvert.get_exporter("study-pdf") is StudyPdfExporter
