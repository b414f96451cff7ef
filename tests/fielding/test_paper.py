"""The printed questionnaire: conforming, the same bytes each time, complete, readable in its order."""

import io
from datetime import date

import page
import pypdf
import pytest

from study.base.errors import StudyError
from study.codebook.model import Localised, Study
from study.fielding import paper
from study.fielding.form import form_of
from study.fielding.paper import write_paper

HOSTILE = '#import "x" $x$ <b>x</b> *a* _b_ @ref `r` // c /* d */ \U0001f6b2 \u202ex'
FRAME = [(f"town-{i}", f"Ville numéro {i}") for i in range(12)]


def words(text):
    return {"fr": text, "en": f"{text} (en)"}


def codes(*names):
    return [{"code": name, "label": words(name.capitalize())} for name in names]


def made(lang="fr", frame=FRAME, more=(), title="Une étude"):
    questions = [
        {"question": "plan", "type": "yes_no", "required": True},
        {"question": "mode", "type": "choice", "codes": codes("public", "other"), "other": True, "hint": words("Un seul.")},
        {"question": "tools", "type": "multiple", "codes": codes(*(f"tool_{i}" for i in range(9)), "other"), "other": True, "universe": {"question": "plan", "answers": ["yes"]}},
        {"question": "budget", "type": "number", "unit": "eur", "minimum": 0.0, "maximum": 1e6},
        {"question": "since", "type": "date", "minimum": date(2000, 1, 1)},
        {"question": "more", "type": "text"},
        *more,
    ]  # fmt: skip
    noun = {"one": words("ville"), "many": words("villes")}
    asked = [{"lever": 3, "label": words("L"), "wording": words(f"Question {q['question']} ?"), **q} for q in questions]
    lever = {"lever": 3, "title": words("Thème"), "short": words("T"), "questions": asked}
    said = [
        {"code": code, "label": words(label)}
        for code, label in (("yes", "oui"), ("planned", "en projet"), ("no", "non"))
    ]
    contact = [{"question": "contact_name", "label": words("Nom"), "wording": words("Votre nom ?"), "required": True}]
    raw = {
        "languages": ["fr", "en"],
        "territory": noun,
        "lever_noun": noun,
        "codes": said,
        "units": {"eur": words("€")},
        "contact": contact,
        "levers": [lever],
    }
    titles = [Localised(words(title))]
    return form_of(Study.model_validate(raw), wave="2026", titles=titles, day=date(2026, 12, 31), territories=frame, lang=lang)  # fmt: skip


def pages(data):
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [" ".join(item.extract_text().split()) for item in reader.pages]


@pytest.fixture(scope="module")
def printed():
    return write_paper(made())


def test_it_conforms_to_pdf_ua(printed):
    result = page.validate_pdf_bytes(printed, profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id} {failure.message}" for failure in result.failures] == []


def test_it_is_a4_with_its_title_language_and_the_waves_date(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed))
    assert {(round(item.mediabox.width), round(item.mediabox.height)) for item in reader.pages} == {(595, 842)}
    assert reader.metadata.title == "Une étude" and reader.metadata.creation_date.date() == date(2026, 12, 31)
    assert reader.trailer["/Root"]["/Lang"].startswith("fr")


def test_the_same_form_gives_the_same_bytes(printed):
    assert write_paper(made()) == printed


def test_everything_is_there_in_its_order(printed):
    text = " ".join(pages(printed))
    said = [
        "Une étude", "31 décembre 2026", "Identification", "Ville numéro 0", "Ville numéro 11", "Votre nom", "Réponse indispensable.",
        "Thème", "1.", "Question plan", "oui", "en projet", "non", "2.", "Question mode", "Un seul.", "Public", "Other",
        "3.", "Seulement si vous avez répondu « oui » à la question 1.", "Plusieurs réponses", "Tool_8",
        "4.", "Réponse attendue : de 0 à 1 000 000.", "€", "5.", "Jour attendu", "jour / mois / année", "6.", "Merci de vos réponses.",
    ]  # fmt: skip
    at = 0
    for word in said:
        found = text.find(word, at)
        assert found >= 0, word
        at = found


def test_pages_are_numbered(printed):
    found = pages(printed)
    assert len(found) > 1 and all(f"Page {i} / {len(found)}" in text for i, text in enumerate(found, start=1))


def test_texts_are_never_markup():
    data = write_paper(
        made(
            title=HOSTILE, more=[{"question": "odd", "type": "text", "wording": words(HOSTILE), "hint": words(HOSTILE)}]
        )
    )
    text = " ".join(pages(data))
    assert text.count('$x$ <b>x</b> *a* _b_ @ref `r` // c /* d */') >= 3 and "□" in text  # fmt: skip


def test_long_texts_lists_and_words_leave_nothing_out():
    frame = [(f"t{i}", f"Une ville au nom plutôt long et même davantage, numéro {i:03}") for i in range(120)]
    long = {"question": "long", "type": "text", "wording": words("Mot " * 900 + "x" * 300 + " fin du texte")}
    text = " ".join(pages(write_paper(made(frame=frame, more=[long]))))
    assert all(f"numéro {i:03}" in text for i in range(120)) and "fin du texte" in text


def test_another_language():
    text = " ".join(pages(write_paper(made("en"))))
    assert "Only if you answered “oui (en)” to question 1." in text and "Thank you for your answers." in text


def test_an_open_survey_asks_no_name():
    form = made(frame=[])
    assert "Choisissez" not in " ".join(pages(write_paper(form)))


def test_what_stops_the_compiler_is_said(monkeypatch, said):
    monkeypatch.setattr(paper, "_compiled", lambda document, day: (None, "no glyph", "another font"))
    with pytest.raises(StudyError) as caught:
        write_paper(made())
    (problem,) = caught.value.problems
    assert (
        problem.code == "questionnaire-not-made"
        and "no glyph" in said(problem, "en")
        and "another font" in said(problem, "fr")
    )
