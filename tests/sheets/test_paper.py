"""The layout: hostile words, long ones, many of them; accessible, archivable, the same bytes each time."""

import datetime
import io

import page
import pytest
from pypdf import PdfReader

from study.base.errors import StudyError
from study.report.typed import typed_digits
from study.sheets.paper import TEMPLATE_DIR, pages, press
from study.sheets.problems import SheetNotMade

DAY = datetime.date(2021, 1, 15)
HOSTILE = '#panic("x") $x^2$ <script>alert(1)</script> \\u{41} [*a*] @b \u202eabc\u202c 🚲 עברית `c` // d'


def a_row(number, label="Clauses", note="Une note"):
    refs = [{"text": f"E{number} · S001", "url": "https://example.org/a?b=1&c=2"}]
    before = [{"tone": "no", "text": "non"}, {"tone": "", "text": "–"}]
    return {"label": label, "state": {"tone": "yes", "text": "oui"}, "note": note, "when": "mai 2020", "refs": refs,
            "frame": "2 sur 3", "before": before}  # fmt: skip


def a_sheet(rows=(), name="Métropole d’Arbois", **changes):
    lever = {"title": "Achats", "here": "1 sur 2", "frame": "1 sur 3", "key": "lever_1.intensity.arbois",
             "rows": list(rows), "also": "Inconnus aussi : prix."}  # fmt: skip
    listed = {"title": "Autres", "items": [], "more": ""}
    return {
        "lang": "fr",
        "meta": {"name": name, "kicker": "Une étude", "about": ["3 habitants"], "statement": "Un essai.",
                 "authors": ["Fait à partir de sources"], "keywords": ["essai"], "warning": "Données fictives"},
        "cards": [{"value": "1", "what": "oui", "detail": "de 1 à 2", "key": "lever_1.intensity.arbois"}],
        "headings": ["Action", "Réponse", "Sur quoi cela repose", "Ensemble", "2018", "2019"],
        "levers": [lever],
        "more_questions": "",
        "actions": listed,
        "evolution": {"title": "Depuis", "headings": ["Depuis", "Adoptions"], "rows": [["2018", "1"]], "note": "Note."},
        "settle": {"title": "Inconnu", "count": "Inconnues : 1.", "text": "Écrivez-nous."},
        "sources": {**listed, "items": [{"id": "S001", "title": "Une page", "about": "Elle, 2020", "url": ""}]},
        "trace": {"title": "Remonter", "text": "Par la commande", "command": "study trace a --wave 2020"},
        **changes,
    }  # fmt: skip


@pytest.fixture
def printed():
    with press(DAY) as machine:
        yield lambda data: machine.printed(data, "arbois")


def text_of(pdf):
    return "\n".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf)).pages)


def test_a_sheet_is_accessible_archivable_and_in_the_order_of_its_parts(printed, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(printed(a_sheet([a_row(number) for number in range(60)])))
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(path, profile=profile)
        assert [failure.message for failure in report.failures] == []
    reader = PdfReader(path)
    assert reader.metadata.title == "Métropole d’Arbois – Une étude" and reader.trailer["/Root"]["/Lang"] == "fr"
    assert pages(path.read_bytes()) == len(reader.pages) > 1
    text = text_of(path.read_bytes())
    order = [
        text.index(word) for word in ("Une étude", "Un essai.", "Achats", "E0", "Depuis", "Écrivez-nous", "S001 Une")
    ]
    assert order == sorted(order)
    assert all("DONNÉES FICTIVES" in leaf.extract_text() for leaf in reader.pages)
    assert [item.title for item in reader.outline] == ["Achats", "Depuis",
                                                       "Inconnu", "Autres", "Remonter"]  # fmt: skip


LONG = " ".join(["mot"] * 2000) + " XYZ"


@pytest.mark.parametrize("where", ["label", "note", "frame", "state"])
def test_a_row_taller_than_a_page_goes_on_over_the_next_to_its_last_word(printed, where):
    row = {**a_row(1), where: {"tone": "", "text": LONG} if where == "state" else LONG}
    pdf = printed(a_sheet([a_row(0), row]))
    assert pages(pdf) > 2
    assert "XYZ" in text_of(pdf)


def test_a_row_is_not_cut_at_the_foot_of_a_page(printed):
    lines = "début " + " ".join(["mot"] * 100) + " fin"
    pdf = printed(a_sheet([a_row(number, note=lines) for number in range(20)]))
    assert pages(pdf) > 1
    for leaf in PdfReader(io.BytesIO(pdf)).pages:
        words = leaf.extract_text().split()
        assert words.count("début") == words.count("fin") > 0


def test_what_others_wrote_is_text(printed):
    hostile = a_sheet([a_row(1, HOSTILE, HOSTILE)], name=HOSTILE)
    hostile["settle"]["text"] = hostile["actions"]["more"] = HOSTILE
    hostile["sources"]["items"][0] |= {"title": HOSTILE, "url": "javascript:alert(1)"}
    text = " ".join(text_of(printed(hostile)).split())
    for words in ("#panic(", "$x^2$", "<script>alert(1)</script>", "[*a*] @b", "`c` // d"):
        assert words in text, words
    assert "\u202e" not in text
    leaves = PdfReader(io.BytesIO(printed(hostile))).pages
    links = [note.get_object()["/A"]["/URI"] for leaf in leaves for note in leaf.get("/Annots", [])]
    assert set(links) == {"https://example.org/a?b=1&c=2"}


@pytest.mark.parametrize("label", ["un mot " * 57, "x" * 400, "W" * 120])
def test_long_words_stay_on_the_page(printed, label):
    data = a_sheet([a_row(1, label, label)], name=label)
    data["levers"][0]["rows"][0]["state"] = {"tone": "", "text": label}
    for leaf in PdfReader(io.BytesIO(printed(data))).pages:
        seen = []
        leaf.extract_text(visitor_text=lambda text, _, matrix, __, ___, seen=seen: seen.append((matrix[4], text)))
        assert all(0 <= x <= 595 for x, text in seen if text.strip())


def test_the_same_data_give_the_same_bytes_whatever_was_printed_before(printed):
    first = printed(a_sheet([a_row(1)]))
    printed(a_sheet([a_row(2, HOSTILE)]))
    assert printed(a_sheet([a_row(1)])) == first
    with press(DAY) as other:
        assert other.printed(a_sheet([a_row(1)]), "arbois") == first


def test_a_sheet_that_the_compiler_refuses_names_its_territory(printed, said):
    with pytest.raises(StudyError) as caught:
        printed(a_sheet(levers=[{"title": "Achats"}]))
    assert isinstance(caught.value.problems[0], SheetNotMade)
    assert "arbois" in said(caught.value.problems[0], "fr")


def test_the_template_types_no_number():
    assert typed_digits((TEMPLATE_DIR,)) == []
