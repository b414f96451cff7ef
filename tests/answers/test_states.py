"""What the facts of a territory say together, by planted facts and by properties."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.answers.states import STATE_COLUMNS, resolve
from study.codebook.model import Study

WORDS = {"en": "x"}
QUESTIONS = {
    "scheme": {"type": "yes_no"},
    "label": {"type": "yes_no", "validity": {"kind": "permanent"}},
    "detail": {"type": "yes_no", "universe": {"question": "scheme", "answers": ["yes"]}},
    "depth": {"type": "number", "unit": "pages", "universe": {"question": "detail", "answers": ["yes", "no"]}},
    "budget": {"type": "number", "unit": "eur"},
    "actions": {"type": "text", "codes": [{"code": "charter", "label": WORDS}, {"code": "prize", "label": WORDS}]},
}
STUDY = Study.model_validate(
    {
        "languages": ["en"],
        "territory": {"one": WORDS, "many": WORDS},
        "lever_noun": {"one": WORDS, "many": WORDS},
        "codes": [],
        "levers": [
            {
                "lever": 1,
                "title": WORDS,
                "short": WORDS,
                "questions": [
                    {"question": name, "lever": 1, "label": WORDS, "wording": WORDS, **more}
                    for name, more in QUESTIONS.items()
                ],
            }
        ],
    }
)
TERRITORIES = ["arbois", "belleville", "cassis"]
DAY = date(2019, 7, 5)
COLUMNS = ["evidence", "territory", "lever", "question", "code", "answer", "as_of", "as_of_precision", "valid_until"]


def table(*lines):
    """Read facts written "E1 arbois scheme yes 2018-03" (a gathered code as "actions/charter"), "E1 … until 2020"."""
    rows = []
    for line in lines:
        evidence, territory, name, answer, as_of, *rest = line.split()
        question, _, code = name.partition("/")
        precision = ("year", "month", "day")[as_of.count("-")]
        until = rest[1] if rest[:1] == ["until"] else ""
        rows.append((evidence, territory, 1, question, code or question, answer, as_of, precision, until))
    made = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(COLUMNS, "str") | {"lever": "int64"})
    return made.assign(confidence="high")


def states(*lines, day=DAY):
    return resolve(table(*lines), STUDY, TERRITORIES, day).set_index(["question", "territory"])


def of_arbois(question, *facts, day=DAY):
    """Return (status, answer, evidence) of a question for Arbois, from facts written "yes 2018-03"; ids E1, E2…."""
    lines = [f"E{number} arbois {question} {text}" for number, text in enumerate(facts, start=1)]
    found = states(*lines, day=day).loc[(question, "arbois")]
    return found["status"], found["answer"], found["evidence"]


UNKNOWN = ("unknown", "", "")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], UNKNOWN),
        (["yes 2018"], ("answered", "yes", "E1")),
        (["no 2018"], ("answered", "no", "E1")),
        # The latest date governs, whatever the order of the rows.
        (["no 2018", "yes 2019-02"], ("answered", "yes", "E2")),
        (["yes 2019-02", "no 2018"], ("answered", "yes", "E1")),
        (["yes 2017", "no 2018-12-31"], ("answered", "no", "E2")),
        # A fact to come changes nothing yet; one of the same month or year counts.
        (["yes 2018", "no 2019-07-06"], ("answered", "yes", "E1")),
        (["yes 2018", "no 2019-07"], ("answered", "no", "E2")),
        # A year sorts as its first day, before its months.
        (["no 2018", "yes 2018-02"], ("answered", "yes", "E2")),
        # Once the latest has lapsed, older facts are not revived.
        (["yes 2015", "no 2016-06"], UNKNOWN),
        (["yes 2011 until 2030", "yes 2012"], UNKNOWN),
        (["yes 2011 until 2030", "yes 2012 until 2018"], UNKNOWN),
        # Of the latest date, what still holds speaks alone.
        (["yes 2016", "no 2016"], ("answered", "yes", "E1")),
        (["yes 2012", "no 2012 until 2020"], ("answered", "no", "E2")),
        # Same date: agreement merges, disagreement is a conflict; a year and its first day are one date.
        (["yes 2018-03", "yes 2018-03"], ("answered", "yes", "E1;E2")),
        (["yes 2018-03", "no 2018-03"], ("conflict", "", "E1;E2")),
        (["yes 2018", "no 2018-01-01"], ("conflict", "", "E1;E2")),
        (["no 2018-01", "yes 2017", "yes 2018"], ("conflict", "", "E1;E3")),
        # A later fact settles an old conflict, an older one does not.
        (["yes 2018-03", "no 2018-03", "no 2018-04"], ("answered", "no", "E3")),
        (["yes 2018-03", "no 2018-03", "no 2018-02"], ("conflict", "", "E1;E2")),
    ],
)
def test_the_latest_firm_facts_govern(facts, expected):
    assert of_arbois("scheme", *facts) == expected


@pytest.mark.parametrize("word", ["planned", "proposed"])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (["{plan} 2018"], ("answered", "planned", "E1")),
        (["{plan} 2016"], ("answered", "planned", "E1")),
        (["{plan} 2015"], UNKNOWN),
        (["{plan} 2019-07-06"], UNKNOWN),
        # Beside a no: the newer of the two, and the plan on the same date.
        (["no 2018-02", "{plan} 2018-03"], ("answered", "planned", "E2")),
        (["no 2018-02", "{plan} 2018-02"], ("answered", "planned", "E2")),
        (["{plan} 2018", "no 2018-01-01"], ("answered", "planned", "E1")),
        (["no 2018-03", "{plan} 2018-02"], ("answered", "no", "E1")),
        (["no 2018-03", "{plan} 2018"], ("answered", "no", "E1")),
        # Never in the place of a yes in force.
        (["yes 2017", "{plan} 2019"], ("answered", "yes", "E1")),
        (["{plan} 2019", "yes 2017"], ("answered", "yes", "E2")),
        # A yes that has lapsed leaves its place to a newer plan, not to an older one.
        (["yes 2011", "{plan} 2017"], ("answered", "planned", "E2")),
        (["yes 2017 until 2018", "{plan} 2016"], UNKNOWN),
        (["yes 2017 until 2018", "{plan} 2017"], ("answered", "planned", "E2")),
        (["no 2016-06", "{plan} 2016-05"], UNKNOWN),
        (["no 2016-06", "{plan} 2016-07"], ("answered", "planned", "E2")),
        # A conflict stays.
        (["yes 2018-03", "no 2018-03", "{plan} 2019"], ("conflict", "", "E1;E2")),
        # Plans of the same date merge; an older plan is not shown beside the latest.
        (["{plan} 2017", "{plan} 2018", "planned 2018"], ("answered", "planned", "E2;E3")),
    ],
)
def test_a_plan_counts_only_where_nothing_firmer_speaks(facts, expected, word):
    assert of_arbois("scheme", *[text.format(plan=word) for text in facts]) == expected


def test_a_permanent_yes_gives_way_to_a_newer_no_and_not_to_time():
    assert of_arbois("label", "yes 1999 until 2001") == ("answered", "yes", "E1")
    assert of_arbois("label", "yes 1999", "no 2018") == ("answered", "no", "E2")
    assert of_arbois("label", "yes 1999", "no 2010") == UNKNOWN


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (["60000 2018", "60000.0 2018"], ("answered", "60000", "E1;E2")),
        (["0.5 2018", "0.50 2018-01-01"], ("answered", "0.5", "E1;E2")),
        (["60000 2018", "60000.5 2018"], ("conflict", "", "E1;E2")),
        (["60000 2018", "70000 2019"], ("answered", "70000", "E2")),
        (["1300000000 2017-11"], ("answered", "1300000000", "E1")),
        (["-12.5 2018"], ("answered", "-12.5", "E1")),
        (["0 2018"], ("answered", "0", "E1")),
        (["60000 2016"], ("answered", "60000", "E1")),
        (["60000 2015"], UNKNOWN),
        (["60000 2014 until 2030", "70000 2015"], UNKNOWN),
    ],
)
def test_equal_numbers_merge_and_different_ones_are_a_conflict(facts, expected):
    assert of_arbois("budget", *facts) == expected


@pytest.mark.parametrize(
    "number", ["123456789.12", "1234567890.5", "12345678901.25", "0.000000012345", "999999999999999"]
)
def test_a_number_keeps_its_value(number):
    status, answer, _ = of_arbois("budget", f"{number} 2018")
    assert (status, float(answer)) == ("answered", float(number))


@pytest.mark.parametrize(("one", "other"), [("123456789.12", "123456789.14"), ("12345678901.25", "12345678901.75")])
def test_numbers_that_differ_by_cents_differ(one, other):
    assert of_arbois("budget", f"{one} 2018", f"{other} 2018") == ("conflict", "", "E1;E2")


def test_a_text_question_collects_every_live_fact():
    facts = ["yes 2018", "yes 2016", "Vice-presidency 2012", "no 2017"]
    names = ["actions/charter", "actions/prize", "actions", "actions/charter"]
    lines = [f"E{i} arbois {name} {text}" for i, (name, text) in enumerate(zip(names, facts, strict=True), start=1)]
    found = states(*lines).loc[("actions", "arbois")]
    assert (found["status"], found["answer"]) == ("answered", "charter=yes | prize=yes | charter=no")
    assert (found["evidence"], found["as_of"]) == ("E1;E2;E4", "2018-01-01")


def test_a_text_said_twice_is_written_once_and_plain_texts_bare():
    found = states("E1 arbois actions Council 2018", "E2 arbois actions Council 2019", "E3 arbois actions Prize 2019")
    assert found.loc[("actions", "arbois"), "answer"] == "Council | Prize"
    assert found.loc[("actions", "arbois"), "evidence"] == "E1;E2;E3"
    assert states("E1 arbois actions Council 2012").loc[("actions", "arbois"), "status"] == "unknown"


@pytest.mark.parametrize(
    ("gate", "own", "expected"),
    [
        (["yes 2018"], ["yes 2018"], ("answered", "yes")),
        (["yes 2018"], [], ("unknown", "")),
        (["no 2018"], [], ("not_asked", "")),
        (["no 2018"], ["yes 2018"], ("not_asked", "")),
        (["planned 2018"], [], ("not_asked", "")),
        # Nothing says that the filter leaves the territory out: it stays in, as unknown.
        ([], [], ("unknown", "")),
        ([], ["yes 2018"], ("answered", "yes")),
        (["no 2015"], [], ("unknown", "")),
        (["yes 2018", "no 2018"], [], ("unknown", "")),
    ],
)
def test_routing_leaves_out_only_whom_it_is_known_to_leave_out(gate, own, expected):
    lines = [f"E{i} arbois scheme {text}" for i, text in enumerate(gate, start=1)]
    lines += [f"E{i} arbois detail {text}" for i, text in enumerate(own, start=7)]
    found = states(*lines).loc[("detail", "arbois")]
    assert (found["status"], found["answer"]) == expected


def test_who_is_not_asked_a_question_is_not_asked_what_hangs_on_it():
    found = states("E1 arbois scheme no 2018", "E2 arbois depth 12 2018", "E3 cassis depth 12 2018")
    assert found.loc[("depth", "arbois"), ["status", "answer", "evidence"]].tolist() == ["not_asked", "", ""]
    assert found.loc[("depth", "cassis"), ["status", "answer", "evidence"]].tolist() == ["answered", "12", "E3"]


def test_every_territory_has_a_row_for_every_question_in_order():
    found = resolve(table("E1 cassis scheme yes 2018"), STUDY, TERRITORIES, DAY)
    assert list(found.columns) == STATE_COLUMNS
    assert list(found[["question", "territory"]].itertuples(index=False, name=None)) == [
        (question, territory) for question in QUESTIONS for territory in TERRITORIES
    ]
    assert (found["status"] == "unknown").sum() == len(found) - 1
    assert found["lever"].eq(1).all()


def test_one_territory_s_facts_say_nothing_of_another():
    found = states("E1 arbois scheme yes 2018", "E2 belleville scheme no 2018", "E3 arbois label yes 2018")
    assert found.loc["scheme", "answer"].tolist() == ["yes", "no", ""]
    assert found.loc["label", "answer"].tolist() == ["yes", "", ""]


def test_a_state_is_dated_by_its_newest_fact():
    assert states("E1 arbois scheme yes 2018-03").loc[("scheme", "arbois"), "as_of"] == "2018-03-01"
    assert states("E1 arbois scheme yes 2012").loc[("scheme", "arbois"), "as_of"] == ""
    conflict = states("E1 arbois scheme yes 2018", "E2 arbois scheme no 2018-01-01")
    assert conflict.loc[("scheme", "arbois"), "as_of"] == "2018-01-01"


def test_withdrawn_facts_say_nothing():
    evidence = table("E1 arbois scheme no 2018", "E2 arbois scheme yes 2019").assign(confidence=["high", "withdrawn"])
    found = resolve(evidence, STUDY, TERRITORIES, DAY).set_index(["question", "territory"])
    assert found.loc[("scheme", "arbois"), ["answer", "evidence"]].tolist() == ["no", "E1"]


ANSWERS = {"scheme": ["yes", "no", "planned", "proposed"], "budget": ["10", "10.0", "20"], "actions": ["A", "B"]}
DATES = [f"{year}{rest}" for year in (2012, 2015, 2016, 2018, 2019) for rest in ("", "-01", "-03", "-01-01")]


@st.composite
def written_facts(draw):
    question = draw(st.sampled_from(sorted(ANSWERS)))
    until = draw(st.sampled_from(["", "", " until 2018", " until 2030"]))
    territory = draw(st.sampled_from(TERRITORIES[:2]))
    return f"{territory} {question} {draw(st.sampled_from(ANSWERS[question]))} {draw(st.sampled_from(DATES))}{until}"


FACTS = st.lists(written_facts(), max_size=8).map(lambda lines: [f"E{i} {line}" for i, line in enumerate(lines)])


def comparable(found):
    """Return states without the order in which ids and texts are listed."""
    return found.assign(
        evidence=[frozenset(text.split(";")) for text in found["evidence"]],
        answer=[frozenset(text.split(" | ")) for text in found["answer"]],
    )


@settings(max_examples=25, deadline=None)
@given(lines=FACTS, data=st.data())
def test_the_order_of_the_rows_changes_no_state(lines, data):
    shuffled = data.draw(st.permutations(lines))
    pd.testing.assert_frame_equal(comparable(states(*lines)), comparable(states(*shuffled)))


@settings(max_examples=25, deadline=None)
@given(
    lines=FACTS,
    question=st.sampled_from(sorted(ANSWERS)),
    later=st.sampled_from(["2019-07-06", "2019-08", "2020", "2031-01"]),
    data=st.data(),
)
def test_a_fact_that_is_still_to_come_changes_nothing(lines, question, later, data):
    answer = data.draw(st.sampled_from(ANSWERS[question]))
    pd.testing.assert_frame_equal(states(*lines), states(f"E99 arbois {question} {answer} {later}", *lines))


@settings(max_examples=25, deadline=None)
@given(lines=FACTS)
def test_a_state_names_facts_of_its_own_that_say_it(lines):
    rows = {line.split()[0]: line.split() for line in lines}
    for (question, territory), found in states(*lines).iterrows():
        cited = [rows[evidence] for evidence in found["evidence"].split(";") if evidence]
        assert bool(cited) == (found["status"] in ("answered", "conflict"))
        assert {tuple(row[1:3]) for row in cited} <= {(territory, question)}
        said = {"planned" if row[3] == "proposed" else row[3].removesuffix(".0") for row in cited}
        if found["status"] == "answered":
            assert said == set(found["answer"].split(" | "))
        else:
            assert len(said) == (2 if found["status"] == "conflict" else 0)
