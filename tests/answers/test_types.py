"""Choices, multiple choices and days: what facts of a territory say together, whom they route, how tables hold them."""

import csv
from datetime import date
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from study.answers import tables
from study.answers.corrections import Corrections, case_text
from study.answers.facts import standing
from study.answers.states import STATE_COLUMNS, resolve, routed
from study.answers.survey import disagreements
from study.codebook.model import Study
from study.codebook.ticks import ticks_text

WORDS = {"en": "x"}
CODES = ["grant", "loan", "prize"]


def codes(*names):
    return [{"code": name, "label": WORDS} for name in names]


QUESTIONS = {
    "kind": {"type": "choice", "codes": codes("plan", "fund", "none")},
    "tools": {"type": "multiple", "codes": codes(*CODES)},
    "voted": {"type": "date", "minimum": date(2010, 1, 1), "maximum": date(2019, 12, 31)},
    "charter": {"type": "choice", "codes": codes("short", "long"), "validity": {"kind": "permanent"}},
    "amount": {"type": "number", "unit": "eur", "universe": {"question": "tools", "answers": ["grant", "loan"]}},
    "name": {"type": "yes_no", "universe": {"question": "kind", "answers": ["plan", "fund"]}},
}
LEVER = {
    "lever": 1,
    "title": WORDS,
    "short": WORDS,
    "questions": [
        {"question": name, "lever": 1, "label": WORDS, "wording": WORDS, **more} for name, more in QUESTIONS.items()
    ],
}
STUDY = Study.model_validate(
    {
        "languages": ["en"],
        "territory": {"one": WORDS, "many": WORDS},
        "lever_noun": {"one": WORDS, "many": WORDS},
        "codes": [],
        "levers": [LEVER],
    }
)
DAY = date(2019, 7, 5)


def facts_of(question, *facts):
    """Read facts of Arbois written "grant;loan 2018-03" or "fund 2018 until 2020"; ids E1, E2…"""
    rows = []
    for number, text in enumerate(facts, start=1):
        answer, as_of, *rest = text.split()
        precision = ("year", "month", "day")[as_of.count("-")]
        rows.append((f"E{number}", "arbois", 1, question, question, answer, as_of, precision, "".join(rest[1:])))
    columns = ["evidence", "territory", "lever", "question", "code", "answer", "as_of", "as_of_precision"]
    made = pd.DataFrame(rows, columns=[*columns, "valid_until"])
    return made.astype(dict.fromkeys(made.columns, "str") | {"lever": "int64"}).assign(confidence="high")


def of_arbois(question, *facts, corrections=None):
    states = resolve(facts_of(question, *facts), STUDY, ["arbois"], DAY, corrections).set_index("question")
    return tuple(states.loc[question, ["status", "answer", "evidence"]])


UNKNOWN = ("unknown", "", "")


@pytest.mark.parametrize(
    ("question", "facts", "expected"),
    [
        ("kind", ["plan 2018"], ("answered", "plan", "E1")),
        # The latest date governs, whatever the order; the same date in other words is a conflict.
        ("kind", ["fund 2018", "plan 2019-02"], ("answered", "plan", "E2")),
        ("kind", ["plan 2019-02", "fund 2018"], ("answered", "plan", "E1")),
        ("kind", ["plan 2018-03", "fund 2018-03"], ("conflict", "", "E1;E2")),
        ("kind", ["plan 2018-03", "plan 2018-03"], ("answered", "plan", "E1;E2")),
        # It holds as long as a yes: six years, or as its page says.
        ("kind", ["plan 2013"], ("answered", "plan", "E1")),
        ("kind", ["plan 2012"], UNKNOWN),
        ("kind", ["plan 2013", "fund 2018 until 2018"], UNKNOWN),
        ("kind", ["plan 2019-07-06"], UNKNOWN),
        ("charter", ["long 1999 until 2005"], ("answered", "long", "E1")),
        ("tools", ["grant;loan 2018"], ("answered", "grant;loan", "E1")),
        ("tools", ["loan;grant 2018"], ("answered", "grant;loan", "E1")),
        ("tools", ["loan;grant 2018", "grant;loan 2018"], ("answered", "grant;loan", "E1;E2")),
        ("tools", ["loan 2018", "grant;loan 2018"], ("conflict", "", "E1;E2")),
        ("tools", ["0 2018"], ("answered", "0", "E1")),
        ("tools", ["grant 2017", "0 2018"], ("answered", "0", "E2")),
        ("voted", ["2016-02-29 2018"], ("answered", "2016-02-29", "E1")),
        ("voted", ["2016-02-29 2018", "2016-03-01 2018"], ("conflict", "", "E1;E2")),
        ("voted", ["2016-02-29 2012"], UNKNOWN),
    ],
)
def test_the_latest_facts_govern(question, facts, expected):
    assert of_arbois(question, *facts) == expected


def test_the_rule_of_a_choice_is_named():
    facts = pd.concat(
        [facts_of("kind", "plan 2013"), facts_of("tools", "grant 2012"), facts_of("charter", "long 1999")]
    )
    found = standing(facts.reset_index(drop=True), STUDY, DAY)
    assert found["rule"].tolist() == ["years since a choice", "years since a choice", "permanent"]
    assert found["standing"].tolist() == ["live", "lapsed", "live"]


def test_a_correction_settles_ticks_in_the_codebooks_order():
    facts = ["loan 2018", "grant;prize 2018"]
    expect = case_text({"E1": "loan", "E2": "grant;prize"})
    line = pd.DataFrame(
        [["2019", "arbois", "tools", expect, "prize;grant", 2]],
        columns=["wave", "territory", "question", "expect", "answer", "row"],
    )
    corrections = Corrections(line, "2019", "corrections.csv")
    assert of_arbois("tools", *facts, corrections=corrections) == ("answered", "grant;prize", "E1;E2")
    assert corrections.expired() == []


def routed_by(gate, answer, status="answered"):
    """The status of the question that hangs on `gate`, once Arbois has said `answer` to it."""
    hangs = {"tools": "amount", "kind": "name"}[gate]
    rows = [
        ("arbois", 1, name, status if name == gate else "unknown", answer if name == gate else "", "", "")
        for name in QUESTIONS
    ]
    states = pd.DataFrame(rows, columns=STATE_COLUMNS).astype({"answer": "str", "status": "str"})
    return routed(states, STUDY).set_index("question").loc[hangs, "status"]


@pytest.mark.parametrize(
    ("gate", "answer", "expected"),
    [
        ("tools", "grant", "unknown"),
        ("tools", "loan;prize", "unknown"),
        ("tools", "prize", "not_asked"),
        ("tools", "0", "not_asked"),
        # A box that this form did not show may be what the territory does.
        ("tools", "0;~loan", "unknown"),
        ("tools", "prize;~loan;~grant", "unknown"),
        ("tools", "0;~prize", "not_asked"),
        ("kind", "plan", "unknown"),
        ("kind", "fund", "unknown"),
        ("kind", "none", "not_asked"),
    ],
)
def test_a_universe_may_hang_on_a_choice(gate, answer, expected):
    assert routed_by(gate, answer) == expected


@pytest.mark.parametrize("gate", ["tools", "kind"])
def test_an_unknown_filter_leaves_the_question_open(gate):
    assert routed_by(gate, "", status="no_answer") == "unknown"
    assert routed_by(gate, "", status="not_asked") == "not_asked"


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(CODES)), st.sets(st.sampled_from(CODES)))
def test_ticks_route_by_any_box_that_is_or_may_be_ticked(ticked, hidden):
    answer = ticks_text(ticked, CODES, hidden - ticked)
    assert (routed_by("tools", answer) == "unknown") == bool((ticked | hidden) & {"grant", "loan"})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
def test_facts_that_tick_the_same_boxes_agree(ticked):
    orders = [";".join(order) + " 2018" for order in permutations(ticked)]
    status, answer, _ = of_arbois("tools", *orders)
    assert (status, answer) == ("answered", ";".join(code for code in CODES if code in ticked))


ANSWERS = {
    "kind": ["fund", "", "plan"],
    "tools": ["grant;prize", "0;~loan", ""],
    "voted": ["2010-01-01", "", "2019-12-31"],
    "charter": ["", "", ""],
    "amount": ["1.5", "", ""],
    "name": ["yes", "", "no"],
}


def states(answers):
    rows = [
        (territory, 1, question, "answered" if answer else "unknown", answer, "E1" if answer else "", "")
        for question, given_ in answers.items()
        for territory, answer in zip(("zelle", "arbois", "mons"), given_, strict=True)
    ]
    return pd.DataFrame(rows, columns=STATE_COLUMNS)


def built(**changed):
    table = states(ANSWERS | changed)
    return tables.build(table, table, STUDY.lever(1))


def test_each_type_has_its_dtype_and_comes_back_as_it_was(tmp_path):
    made = built()
    kind = made.answers["kind"].dtype
    assert kind.categories.tolist() == ["plan", "fund", "none"] and not kind.ordered
    assert made.answers.dtypes.astype("str").to_dict() == {
        "kind": "category", "tools": "str", "voted": "str", "charter": "category", "amount": "float64",
        "name": "category",
    }  # fmt: skip
    tables.write(made, tmp_path / "one")
    tables.write(built(), tmp_path / "two")
    back = tables.read(tmp_path / "one")
    for name, table in made.items():
        pd.testing.assert_frame_equal(getattr(back, name), table)
        for kind in ("parquet", "csv"):
            assert (tmp_path / "one" / f"{name}.{kind}").read_bytes() == (
                tmp_path / "two" / f"{name}.{kind}"
            ).read_bytes()
    with (tmp_path / "one" / "answers.csv").open(encoding="utf-8", newline="") as stream:
        rows = [tuple(row.values()) for row in csv.DictReader(stream)]
    assert rows == [
        ("zelle", "fund", "grant;prize", "2010-01-01", "", "1.5", "yes"),
        ("arbois", "", "0;~loan", "", "", "", ""),
        ("mons", "plan", "", "2019-12-31", "", "", "no"),
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("tools", "prize;grant"),
        ("tools", "grant;grant"),
        ("tools", "grant;0"),
        ("tools", "gift"),
        ("tools", ";"),
        ("voted", "2019-02"),
        ("voted", "2019-02-30"),
        ("voted", "2009-12-31"),
        ("voted", "2020-01-01"),
    ],
)
def test_an_answer_that_its_question_cannot_have_is_refused(question, answer):
    with pytest.raises(SchemaErrors, match=f"an answer that {question} can have"):
        built(**{question: [answer, "", ""]})


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_a_code_of_another_question_is_no_answer():
    with pytest.raises(SchemaErrors):
        built(kind=["grant", "", ""])


def test_a_number_beyond_its_bounds_is_refused():
    study = STUDY.model_dump()
    study["levers"][0]["questions"][4]["minimum"] = 2
    bounded = Study.model_validate(study)
    with pytest.raises(SchemaErrors, match="an answer that amount can have"):
        tables.build(states(ANSWERS), states(ANSWERS), bounded.lever(1))


@pytest.mark.parametrize(
    ("question", "own", "documented", "differ"),
    [
        ("kind", "plan", "plan", False),
        ("kind", "plan", "fund", True),
        ("voted", "2016-02-29", "2016-02-29", False),
        ("voted", "2016-02-29", "2016-03-01", True),
        ("tools", "grant;loan", "grant;loan", False),
        ("tools", "grant", "grant;loan", True),
        ("tools", "0", "grant", True),
        # What was not offered could not be answered.
        ("tools", "grant;~loan", "grant;loan", False),
        ("tools", "grant;~loan", "grant", False),
        ("tools", "grant;~loan", "loan", True),
        ("tools", "0;~loan", "loan", False),
    ],
)
def test_an_answer_disagrees_with_what_is_documented(question, own, documented, differ):
    def of(answer, evidence):
        rows = [("arbois", 1, question, "answered", answer, evidence, "2019-01-01")]
        return pd.DataFrame(rows, columns=STATE_COLUMNS).astype({"answer": "str"})

    survey = of(own, "cell")
    found = disagreements(of(documented, "E1"), survey, survey, STUDY)
    assert found[["survey", "documented"]].to_numpy().tolist() == ([[own, documented]] if differ else [])
