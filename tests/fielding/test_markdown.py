"""The Markdown: what a reader sees once it is rendered, whatever the texts hold."""

import json
from datetime import date

import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from study.codebook.model import Localised, Study
from study.fielding.form import form_of
from study.fielding.markdown import escaped, write_markdown

LINE = "…" * 12
FRAME = [("lyon", "Métropole de *Lyon*"), ("brest", "Brest")]


def words(text):
    return {"fr": text, "en": f"{text} (en)"}


def codes(*names):
    return [{"code": name, "label": words(name.capitalize())} for name in names]


def made(lang="fr", wording="Quel *mode* <b>?", title="Titre #1"):
    questions = [
        {"question": "plan", "type": "yes_no", "required": True},
        {"question": "mode", "type": "choice", "wording": words(wording), "codes": codes("public", "other"), "other": True, "hint": words("Un seul.")},
        {"question": "tools", "type": "multiple", "codes": codes("fund", "fair"), "universe": {"question": "plan", "answers": ["yes"]}},
        {"question": "budget", "type": "number", "unit": "eur", "minimum": 0.0},
        {"question": "since", "type": "date"},
        {"question": "more", "type": "text"},
    ]  # fmt: skip
    noun = {"one": words("ville"), "many": words("villes")}
    asked = [{"lever": 3, "label": words("L"), "wording": words(f"Question {q['question']} ?"), **q} for q in questions]
    lever = {"lever": 3, "title": words("Thème"), "short": words("T"), "questions": asked}
    said = [{"code": code, "label": words(label)} for code, label in (("yes", "oui"), ("no", "non"))]
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
    return form_of(Study.model_validate(raw), wave="2026", titles=titles, day=date(2026, 12, 31), territories=FRAME, lang=lang)  # fmt: skip


def flat(inlines):
    return "".join(
        item["c"] if item["t"] == "Str" else " " if item["t"] in ("Space", "SoftBreak") else flat(item["c"])
        for item in inlines
    )


def blocks(markdown):
    """What is rendered: (kind, text) for each heading and paragraph, (kind, texts) for each list."""
    for block in json.loads(pypandoc.convert_text(markdown, "json", format="commonmark"))["blocks"]:
        if block["t"] == "Header":
            yield f"h{block['c'][0]}", flat(block["c"][2])
        elif block["t"] == "Para":
            yield "p", flat(block["c"])
        elif block["t"] == "BulletList":
            yield "list", [flat(item[0]["c"]) for item in block["c"]]
        else:
            raise AssertionError(block)


def test_what_is_asked_in_its_order():
    found = list(blocks(write_markdown(made())))
    assert [item for item in found if item[0].startswith("h")] == [
        ("h1", "Titre #1"),
        ("h2", "Identification"),
        ("h2", "Thème"),
    ]
    assert ("list", ["☐ Métropole de *Lyon*", "☐ Brest"]) in found
    start = found.index(("h2", "Thème"))
    assert found[start + 1 : start + 8] == [
        ("p", "1. Question plan ?"),
        ("p", "Réponse indispensable."),
        ("list", ["☐ oui", "☐ non"]),
        ("p", "2. Quel *mode* <b>?"),
        ("p", "Un seul."),
        ("list", ["☐ Public", f"☐ Other {LINE}"]),
        ("p", "3. Question tools ?"),
    ]
    rest = [text for _, text in found[start + 8 :]]
    assert rest[0] == "Seulement si vous avez répondu «\u00a0oui\u00a0» à la question\u00a01."
    assert rest[1] == "Plusieurs réponses sont possibles." and rest[2] == ["☐ Fund", "☐ Fair"]
    assert rest[4] == "Réponse attendue\u00a0: au moins 0." and rest[5] == f"{LINE} €"
    assert rest[7] == f"{LINE} (jour / mois / année)" and rest[9] == LINE
    assert rest[-1] == "Merci de vos réponses."


def test_it_is_in_one_language():
    text = write_markdown(made("en"))
    assert "Question plan ? (en)" in text and "Merci" not in text and "Only if you answered “oui (en)”" in text


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("ab *_`[]()<>#|~&$\\!.-+=:;'\"{}1é\n"), min_size=1).map(str.strip).filter(bool))
def test_a_text_is_shown_as_it_is_whatever_its_signs(text):
    ((kind, shown),) = blocks(f"**1.** {escaped(text)}")
    assert kind == "p" and shown.split() == f"1. {text}".split()
