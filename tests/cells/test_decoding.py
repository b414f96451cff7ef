"""What a survey's cells say, whatever the type of their question."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.cells.decoding import Refusal, decode
from study.codebook.model import Study
from study.exports.settings import Flavour

BOTH = {"fr": "x", "en": "x"}
CODES = [{"code": "loans", "label": {"fr": "Prêts", "en": "Loans"}}, {"code": "grants", "label": {"fr": "Subventions", "en": "Grants"}}]  # fmt: skip
QUESTIONS = [
    {"question": "scheme", "type": "yes_no"},
    {"question": "tool", "type": "choice", "codes": CODES},
    {"question": "tools", "type": "multiple", "codes": CODES},
    {"question": "budget", "type": "number", "unit": "eur"},
    {"question": "day", "type": "date"},
    {"question": "notes", "type": "text"},
]
STUDY = Study.model_validate(
    {
        "languages": ["fr", "en"],
        "territory": {"one": BOTH, "many": BOTH},
        "lever_noun": {"one": BOTH, "many": BOTH},
        "codes": [{"code": code, "label": {"fr": fr, "en": code}} for code, fr in (("yes", "oui"), ("planned", "en projet"), ("no", "non"))],
        "levers": [
            {"lever": 1, "title": BOTH, "short": BOTH, "questions": [
                {"lever": 1, "label": BOTH, "wording": BOTH, **item} for item in QUESTIONS]}
        ],
    }
)  # fmt: skip
NAMES = [item["question"] for item in QUESTIONS]


def read(question, *cells, flavour=None):
    found = decode(pd.Series(cells, dtype="str"), STUDY.question(question), STUDY, flavour)
    return [reason or answer for answer, reason in zip(found.answer, found.reason, strict=True)]


def test_each_type_has_its_own_notation():
    assert read("scheme", "Oui", "rien") == ["yes", "not-a-code"]
    assert read("tool", "Prêts", "Prêts Subventions") == ["loans", "says-more"]
    assert read("tools", "Subventions Prêts") == ["loans;grants"]
    assert read("budget", "1,5 M€") == ["1500000"]
    assert read("day", "5/3/2026") == ["2026-03-05"]


def test_a_text_is_kept_as_it_is_but_for_its_ends():
    cells = ["  Une note,\r\nsur deux lignes.\r", "NSP", "=1+1", "🙂 \u200fעברית", "", " \r\n "]
    assert read("notes", *cells) == ["Une note,\nsur deux lignes.", "NSP", "=1+1", "🙂 \u200fעברית", "", ""]


@pytest.mark.parametrize("question", NAMES)
def test_what_is_not_there_is_no_answer_and_what_was_not_shown_was_not_asked(question):
    cells = pd.Series(["", "   ", "{question_not_shown}"], index=[4, 2, 9])
    found = decode(cells, STUDY.question(question), STUDY)
    assert found.status.to_dict() == {4: "no_answer", 2: "no_answer", 9: "not_asked"}
    assert set(found.answer) == set(found.reason) == {""} and found.blank.all()


def test_the_flavour_decides_whose_short_code_it_is():
    codes = [{"code": code, "label": {"fr": f"Mot {i}", "en": f"Word {i}"}} for i, code in enumerate(["planned", "plan_nedly", "plan2"])]  # fmt: skip
    question = STUDY.question("tool").model_copy(update={"codes": STUDY.question("tool").model_validate({**QUESTIONS[1], "lever": 1, "label": BOTH, "wording": BOTH, "codes": codes}).codes})  # fmt: skip
    cells = pd.Series(["plan2"])
    assert list(decode(cells, question, STUDY, Flavour.LIMESURVEY).answer) == ["plan_nedly"]
    assert list(decode(cells, question, STUDY).answer) == ["plan2"]


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.text(max_size=50), max_size=10), st.sampled_from([None, *Flavour]))
def test_decoding_never_raises_and_is_always_one_of_four(question, cells, flavour):
    found = decode(pd.Series(cells, dtype="str"), STUDY.question(question), STUDY, flavour)
    answered, refused = found.answer != "", found.reason != ""
    assert len(found.answer) == len(cells) and not (answered & refused).any()
    assert (answered == (found.status == "answered")).all()
    assert set(found.reason) <= {*map(str, Refusal), ""} and not (refused & found.blank).any()


def test_a_text_of_limesurvey_loses_the_apostrophe_that_kept_it_from_being_computed():
    assert read("notes", "'=1+1", " 'hello", flavour=Flavour.LIMESURVEY) == ["=1+1", "'hello"]
    assert read("notes", "'=1+1") == ["'=1+1"]
