"""What one cell says to a multiple choice: every way of cutting it must come to the same boxes."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.decoding import decode
from study.codebook.model import Study
from study.codebook.ticks import ticks_text

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


TOOLS = {
    "loans": ("Prêts, garanties", "Darlehen"),
    "grants": ("Subventions", "Zuschüsse"),
    "calls_for_projects": ("Appels à projets ; concours", "Wettbewerbe"),
    "calls": ("Appels", "Aufrufe"),
    "other": ("Divers", "Diverses"),
}
PARTS = {"budget": ("Budget", "B"), "shared": ("Participatif", "P"), "both": ("Budget participatif", "BP"), "gluten": ("Gluten", "G"), "free": ("Libre", "F"), "gluten_free": ("Sans gluten", "GF")}  # fmt: skip
STUDY = study({"question": "tools", "type": "multiple", "other": True, "codes": coded(TOOLS)}, {"question": "parts", "type": "multiple", "codes": coded(PARTS)})  # fmt: skip


def read(question, *cells):
    found = decode(pd.Series(cells, dtype="str"), STUDY.question(question), STUDY)
    return [reason or answer for answer, reason in zip(found.answer, found.reason, strict=True)]


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("loans;grants", ["loans grants", "grants loans", "grants;loans", "GRANTS | loans", "loans,grants", "loans\r\ngrants"]),
        ("loans;grants", ["Prêts, garanties Subventions", "Prêts, garanties, Subventions", "subventions; prets, garanties", "Prêts, garanties\nSubventions", "Darlehen, Zuschüsse"]),
        ("loans", ["loans", "Prêts, garanties", "  PRÊTS, GARANTIES "]),
        ("calls_for_projects", ["calls_for_projects", "Appels à projets ; concours", "Appels à projets ; concours;"]),
        ("grants;calls_for_projects;calls", ["Appels à projets ; concours, Appels, Subventions", "grants calls_for_projects calls"]),
        ("grants;other", ["Subventions Divers", "grants other", "Subventions; Autre"]),
        ("", ["", " ", "NSP", "N/A", "sans réponse"]),
        ("left-over", ["Subventions, piscine", "piscine", "loans loans", "Prêts", "Appels à projets", "0", "loansgrants", ";"]),
    ],
)  # fmt: skip
def test_boxes_side_by_side(answer, cells):
    assert dict(zip(cells, read("tools", *cells), strict=True)) == dict.fromkeys(cells, answer)


def test_two_ways_of_cutting_are_refused_and_a_clear_join_settles_them():
    assert read("parts", "Budget participatif", "Budget, participatif", "Budget; Participatif") == [
        "several-codes",
        "budget;shared",
        "budget;shared",
    ]
    # Names are never cut at an underscore, nor put together at a blank.
    assert read("parts", "gluten_free", "gluten free", "gluten_free free") == [
        "gluten_free",
        "gluten;free",
        "free;gluten_free",
    ]


def test_a_text_cut_in_very_many_ways_is_refused_at_once():
    codes = {f"c{i}": (" ".join("a" for _ in range(i + 1)), "x" * (i + 1)) for i in range(40)}
    made = study({"question": "q", "type": "multiple", "codes": coded(codes)})
    found = decode(pd.Series(["a " * 100, "a " * 5_000, "x " * 5_000]), made.question("q"), made)
    assert list(found.reason) == ["several-codes", "left-over", "left-over"]


JOINS = st.sampled_from([" ", ", ", ",", ";", " ; ", "\n", "\r\n", "|", " | "])


@settings(deadline=None)
@given(st.data())
def test_every_set_of_boxes_comes_back_by_code_and_by_label(data):
    codes = data.draw(st.lists(st.from_regex(r"[a-m][a-m_]{0,8}", fullmatch=True), min_size=1, max_size=8, unique=True))
    # Labels of words that no other label has, with the joins among them: whatever stands between, one cut is right.
    words = iter([f"{letter}{number}" for number in range(40) for letter in "éqz"])
    labels = [data.draw(st.sampled_from(["{} {}", "{}, {}", "{} ; {} {}", "{}", "{}-{}"])) for _ in codes]
    labels = [label.format(*(next(words) for _ in range(label.count("{}")))) for label in labels]
    made = study(
        {
            "question": "q",
            "type": "multiple",
            "codes": coded({c: (t, t + "de") for c, t in zip(codes, labels, strict=True)}),
        }
    )
    ticked = data.draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
    join = data.draw(JOINS)
    cells = [" ".join(ticked), join.join(labels[codes.index(code)] for code in ticked)]
    found = decode(pd.Series(cells), made.question("q"), made)
    assert list(found.answer) == [ticks_text(ticked, codes)] * 2


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("aelnorstu ,;|\n_"), max_size=30) | st.text(max_size=30), max_size=10))
def test_no_text_raises_and_no_box_is_ticked_that_is_not_there(cells):
    found = decode(pd.Series(cells, dtype="str"), STUDY.question("tools"), STUDY)
    assert all(set(answer.split(";")) <= {*TOOLS, ""} for answer in found.answer)
    assert ((found.answer != "") == (found.status == "answered")).all()
