import datetime
import io

import nbconvert
import page
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from study.base.errors import StudyError
from study.blocks.model import MIME, callout, cards, examples, heading, table
from study.report.exporter import StudyPdfExporter, document_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
FIGURE = {"kind": "figure", "key": "lever-1-bars", "title": "Qui agit ?", "alt": "Un rectangle : noir", "source": "Faits",
          "svg": SVG, "png": "cGln", "csv": "a ?\n"}  # fmt: skip


def bound(*pieces, lang="fr"):
    """A bound notebook of one part; a piece is Markdown or a block's data."""
    cells = []
    for number, piece in enumerate(pieces):
        about = {"study": {"part": "lever-1", "notebook": "2_lever-1.ipynb", "cell": number + 1}}
        if isinstance(piece, str):
            cells.append(new_markdown_cell(piece, id=f"b{number}", metadata=about))
        else:
            output = new_output("display_data", data={MIME: piece})
            cells.append(new_code_cell(id=f"b{number}", metadata=about, outputs=[output]))
    meta = dict.fromkeys(("subtitle", "statement", "publisher", "wave", "date_text", "running_head"), "x")
    part = {"id": "lever-1", "role": "chapter", "number": "1", "title": "Qui agit ?", "summary": "Un : deux"}
    study = {
        "lang": lang,
        "date": "2021-01-15",
        "meta": {**meta, "title": "L'étude", "authors": ["a"], "keywords": ["k"]},
        "parts": [part],
    }
    return new_notebook(cells=cells, metadata={"study": study})


def test_the_document_holds_every_piece_in_order_with_figures_and_prose_as_files():
    document = document_of(bound("Un.", FIGURE, dict(heading("Titre").data), "Deux.", "  \n"))
    (part,) = document.data["parts"]
    assert [block["kind"] for block in part["blocks"]] == ["prose", "figure", "heading", "prose"]
    assert document.figures == {"lever-1-bars.svg": SVG}
    files = [block["file"] for block in part["blocks"] if "file" in block]
    assert files == ["prose/1.typ", "figures/lever-1-bars.svg", "prose/2.typ"]
    assert [text.strip() for text in document.prose.values()] == ["Un.", "Deux."]


def test_words_are_typeset_and_what_is_no_word_is_not():
    row = ["Qui ?", {"text": "27 % : oui", "tone": "yes", "url": "https://example.org/a?b ;c"}]
    block = table("ma-table", "Qui agit ?", [{"label": "Qui ?"}, {"label": "Part"}], [row], note="L'un ; l'autre")
    item = {"label": "Arbois", "text": "Oui !", "source": "S ; T", "url": "https://e.org/?x ;y", "evidence": "E001 ;"}
    document = document_of(bound(dict(block.data), dict(examples("Qui ?", [item]).data), FIGURE))
    made, shown, figure = document.data["parts"][0]["blocks"]
    assert document.data["parts"][0]["title"] == "Qui agit\u202f?" and document.data["meta"]["title"] == "L’étude"
    assert made["rows"][0][0] == "Qui\u202f?" and made["note"] == "L’un\u202f; l’autre"
    assert made["rows"][0][1] == {"text": "27\u202f%\u00a0: oui", "tone": "yes", "url": "https://example.org/a?b ;c"}
    assert shown["items"][0]["text"] == "Oui\u202f!" and shown["items"][0]["url"] == "https://e.org/?x ;y"
    assert shown["items"][0]["evidence"] == "E001 ;"
    assert figure["title"] == "Qui agit\u202f?" and figure["alt"] == "Un rectangle\u00a0: noir"


def test_refused_prose_of_all_pieces_comes_in_one_error():
    with pytest.raises(StudyError) as caught:
        document_of(bound("![a](a.png)", "Bien.", "[b](javascript:b)"))
    assert [(problem.code, problem.value) for problem in caught.value.problems] == [
        ("prose-not-allowed", "a.png"),
        ("prose-not-allowed", "javascript:b"),
    ]


def test_the_exporter_makes_a_conforming_pdf_the_same_each_time():
    pieces = ("Un *mot* : « oui » ?", FIGURE, dict(cards([{"value": "6", "label": "x", "detail": "", "key": "k"}]).data),
              dict(callout("Titre", "#panic() *non*").data))  # fmt: skip
    pdf, resources = StudyPdfExporter().from_notebook_node(bound(*pieces))
    assert resources["output_extension"] == ".pdf"
    assert StudyPdfExporter().from_notebook_node(bound(*pieces))[0] == pdf
    for profile in ("PDF_UA_1", "PDF_A_2A"):
        assert not list(page.validate_pdf_bytes(pdf, profile=profile).failures)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert "#panic() *non*" in " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert reader.metadata.creation_date.date() == datetime.date(2021, 1, 15)


def test_nbconvert_finds_the_exporter_by_its_name():
    assert nbconvert.get_exporter("study-pdf") is StudyPdfExporter
