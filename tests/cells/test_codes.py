"""What a cell says to a question with one answer among codes."""

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from study.cells.decoding import decode
from study.cells.spellings import bare
from study.codebook.model import Study
from study.codebook.names import limesurvey_answers

BOTH = {"fr": "x", "de": "x"}
YES_NO = {"yes": ("Oui", "Ja"), "planned": ("En projet", "geplant"), "no": ("Non", "Nein"), "unknown": ("inconnu", "unbekannt")}  # fmt: skip


def coded(codes):
    return [{"code": code, "label": {"fr": fr, "de": de}} for code, (fr, de) in codes.items()]


def study(*questions, codes=YES_NO):
    asked = [{"lever": 1, "label": BOTH, "wording": BOTH, **question} for question in questions]
    return Study.model_validate(
        {
            "languages": ["fr", "de"],
            "territory": {"one": BOTH, "many": BOTH},
            "lever_noun": {"one": BOTH, "many": BOTH},
            "codes": coded(codes),
            "levers": [{"lever": 1, "title": BOTH, "short": BOTH, "questions": asked}],
        }
    )


PATHS = {"a1": ("Régie", "Eigenbetrieb"), "a2": ("Délégation de service", "Konzession"), "france_active": ("L’aide de France Active", "France Active hilft"), "other": ("Divers", "Diverses")}  # fmt: skip
STUDY = study({"question": "scheme", "type": "yes_no"}, {"question": "path", "type": "choice", "codes": coded(PATHS), "other": True})  # fmt: skip


def read(question, *cells):
    """Each cell as its answer, or as the reason why it has none."""
    found = decode(pd.Series(cells, dtype="str"), STUDY.question(question), STUDY)
    return [reason or answer for answer, reason in zip(found.answer, found.reason, strict=True)]


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("yes", ["yes", "YES", "Oui", "oui", " OUI ", "Ja", "vrai", "TRUE", "1", "o", "Oui.", "« oui »", "<p>Oui</p>", "o\u200bui", "OUÍ"]),
        ("planned", ["planned", "proposed", "plann", "en projet", "En-Projet", "en\u00a0projet", "GEPLANT"]),
        ("no", ["no", "Non", "nein", "faux", "0", "N", "non !"]),
        ("", ["", "  ", "inconnu", "Unbekannt", "NSP", "ne sait pas", "N/A", "k. A.", "weiß nicht", "<br>"]),
        ("yes", ["yes [Oui]", "Oui [yes]", "yes. Oui", "yes: ja", "Oui (yes)", "yes - Oui"]),
        ("not-a-code", ["peut-être", "x", "2", "-", "?", "conflict", "Oui/Non", "nous"]),
        ("says-more", ["Oui, en partie", "oui (2020)", "Non mais bientôt", "en projet pour 2027", "Oui\nNon", "yes no"]),
        ("code-and-label", ["yes [Non]", "no. Oui", "Oui (no)"]),
    ],
)  # fmt: skip
def test_a_yes_no_cell(answer, cells):
    assert dict(zip(cells, read("scheme", *cells), strict=True)) == dict.fromkeys(cells, answer)


def test_a_choice():
    assert read(
        "path", "A1", "régie", "REGIE", "Konzession", "a2. Délégation de service", "l'aide de france active"
    ) == ["a1", "a1", "a1", "a2", "a2", "france_active"]
    assert read("path", "franc", "france_active", "-oth-", "Autre", "other", "Divers") == [
        "france_active",
        "france_active",
        *["other"] * 4,
    ]
    assert read("path", "a2. Régie", "A3", "1", "oui") == ["code-and-label", "not-a-code", "not-a-code", "not-a-code"]


def test_what_was_probably_meant_is_proposed_and_not_taken():
    found = decode(
        pd.Series(["Regi", "Délégation", "rien de tout cela", "Régie et concession"]), STUDY.question("path"), STUDY
    )
    assert list(found.nearest) == ["a1", "a2", "", "a1"]
    assert set(found.answer) == {""} and set(found.status) == {"no_answer"}


def test_a_wrong_column_of_many_texts_is_refused_without_a_proposal_for_each():
    cells = pd.Series([f"Régie{i}" for i in range(3_000)], dtype="str")
    found = decode(cells, STUDY.question("path"), STUDY)
    assert set(found.reason) == {"not-a-code"}
    assert list(found.nearest[:3]) == ["a1"] * 3 and set(found.nearest[1_000:]) == {""}


def test_a_label_that_is_a_word_in_another_sense_is_that_label():
    made = study({"question": "q", "type": "choice", "codes": coded({"yes": ("N", "J"), "no": ("Non", "Nein")})})
    found = decode(pd.Series(["n", "N", "non", "j"]), made.question("q"), made)
    assert list(found.answer) == ["yes", "yes", "no", "yes"]


def test_what_the_platform_did_not_show_was_not_asked():
    found = decode(pd.Series(["{question_not_shown}", "Oui"]), STUDY.question("scheme"), STUDY)
    assert list(found.status) == ["not_asked", "answered"] and list(found.reason) == ["", ""]


LABELS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(lambda t: any(c.isalnum() for c in t) and "&" not in t)  # fmt: skip
CODES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True), min_size=1, max_size=6, unique=True)
HABITS = (
    lambda t: t,
    lambda t: f"  {t} ",
    lambda t: t.replace(" ", "\u00a0"),
    lambda t: f"<b>{t}</b>",
    lambda t: t + "\u200e",
)


@settings(deadline=None)
@given(st.data(), CODES)
def test_every_answer_comes_back_in_every_spelling(data, codes):
    labels = data.draw(st.lists(LABELS, min_size=len(codes), max_size=len(codes), unique=True))
    made = study(
        {"question": "q", "type": "choice", "codes": coded({c: (t, t) for c, t in zip(codes, labels, strict=True)})}
    )
    short = limesurvey_answers(codes)
    owners = {}
    for code, label in zip(codes, labels, strict=True):
        for text in (code, label, short[code]):
            owners.setdefault(bare(text), set()).add(code)
    assume(all(len(codes) == 1 for codes in owners.values()) and "" not in owners)
    habit = data.draw(st.sampled_from(HABITS))
    for code, label in zip(codes, labels, strict=True):
        found = decode(pd.Series([habit(text) for text in (code, label, short[code])]), made.question("q"), made)
        assert list(found.answer) == [code] * 3


@settings(deadline=None)
@given(st.lists(st.text(max_size=40), max_size=20))
def test_no_text_raises_and_no_answer_is_out_of_the_codes(cells):
    for name, codes in (("scheme", ["yes", "planned", "no"]), ("path", list(PATHS))):
        found = decode(pd.Series(cells, dtype="str"), STUDY.question(name), STUDY)
        assert set(found.answer) <= {*codes, ""}
        assert ((found.answer != "") == (found.status == "answered")).all()
        assert not ((found.answer != "") & (found.reason != "")).any()
