"""A proof is what the report prints, and follows the texts."""

import io

import pypdf
import pytest

from study.base.errors import StudyError
from study.report.build import build_report
from study.report.proof import proofs


def text_of(pdf):
    return " ".join("".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_a_proof_is_the_report_and_follows_its_texts_back_and_forth(study_with_notebooks, played):
    paths = study_with_notebooks
    given = played(paths)
    build_report(paths, "2020", "fr", *given)
    report = paths.report_pdf("2020").read_bytes()
    text = paths.commentary("2020", "fr") / "lever-1.md"
    with proofs(paths, "2020", "fr", *given, None) as proof:
        assert proof() == report
        text.write_text("Un paragraphe neuf, {{ scheme.count }} schéma.\n", "utf-8")
        edited = proof()
        assert "Un paragraphe neuf, 1 schéma." in text_of(edited)
        text.write_text("Il y en a 12.\n", "utf-8")
        with pytest.raises(StudyError) as error:
            proof()
        assert [(p.code, p.value) for p in error.value.problems] == [("prose-typed-digit", "12")]
        text.unlink()
        assert proof() == report

    # Printed by a press that saw nothing before, the edited text gives the same bytes.
    text.write_text("Un paragraphe neuf, {{ scheme.count }} schéma.\n", "utf-8")
    with proofs(paths, "2020", "fr", *given, None) as proof:
        assert proof() == edited
