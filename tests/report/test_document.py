import pytest

from study.base.errors import StudyError
from study.blocks.model import examples, heading, table
from study.report.document import CODES, document_of, labels
from study.report.markdown import words_of


def test_the_document_holds_every_piece_in_order_with_figures_and_prose_as_files(bound_notebook, figure):
    document = document_of(bound_notebook("Un.", figure, dict(heading("Titre").data), "Deux.", "  \n"))
    (part,) = document.data["parts"]
    assert [block["kind"] for block in part["blocks"]] == ["prose", "figure", "heading", "prose"]
    assert document.figures == {"lever-1-bars.svg": figure["svg"]}
    files = [block["file"] for block in part["blocks"] if "file" in block]
    assert files == ["prose/1", "figures/lever-1-bars.svg", "prose/2"]
    assert [words_of(tree["blocks"]) for tree in document.prose.values()] == ["Un.", "Deux."]


def test_words_are_typeset_and_what_is_no_word_is_not(bound_notebook, figure):
    row = ["Qui ?", {"text": "27 % : oui", "tone": "yes", "url": "https://example.org/a?b ;c"}]
    block = table("ma-table", "Qui agit ?", [{"label": "Qui ?"}, {"label": "Part"}], [row], note="L'un ; l'autre")
    item = {"label": "Arbois", "text": "Oui !", "source": "S ; T", "url": "https://e.org/?x ;y", "evidence": "E001 ;"}
    document = document_of(bound_notebook(dict(block.data), dict(examples("Qui ?", [item]).data), figure))
    made, shown, drawn = document.data["parts"][0]["blocks"]
    assert document.data["parts"][0]["title"] == "Qui agit\u202f?" and document.data["meta"]["title"] == "L’étude"
    assert made["rows"][0][0] == "Qui\u202f?" and made["note"] == "L’un\u202f; l’autre"
    assert made["rows"][0][1] == {"text": "27\u202f%\u00a0: oui", "tone": "yes", "url": "https://example.org/a?b ;c"}
    assert shown["items"][0]["text"] == "Oui\u202f!" and shown["items"][0]["url"] == "https://e.org/?x ;y"
    assert shown["items"][0]["evidence"] == "E001 ;"
    assert drawn["title"] == "Qui agit\u202f?" and drawn["alt"] == "Un rectangle\u00a0: noir"


def test_refused_prose_of_all_pieces_comes_in_one_error(bound_notebook, figure):
    with pytest.raises(StudyError) as caught:
        document_of(bound_notebook("![a](a.png)", "Bien.", "[b](javascript:b)"))
    assert [(problem.code, problem.value) for problem in caught.value.problems] == [
        ("prose-not-allowed", "a.png"),
        ("prose-not-allowed", "javascript:b"),
    ]


def test_every_layout_gets_words_for_the_states_and_a_separator_of_the_language():
    assert labels("fr")["separator"] == "\u00a0: " and labels("en")["separator"] == ": "
    assert labels("en")["tone_unknown"] == "unknown" and labels("fr")["contents"] == "Sommaire"
    assert {"url", "svg", "tone"} <= CODES and not CODES & {"title", "text", "label", "evidence"}
