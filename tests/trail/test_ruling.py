import pytest

from study.trail.read import Trail
from study.trail.ruling import correction_of, ruling, state_word


def fates(trail, question, territory, moment="2020"):
    return {item.evidence: item.fate for item in ruling(trail, moment, question, territory).facts}


@pytest.mark.parametrize(
    ("question", "territory", "word", "rule"),
    [
        ("elected", "arbois", "yes", "the latest fact governs"),
        ("elected", "cassis", "unknown", "no evidence: no fact speaks of it"),
        ("staff", "belleville", "not_asked", "routing: the answer to “{gate}” leaves it out"),
        ("scheme", "belleville", "planned", "a plan that holds, not older than the latest firm fact, makes it planned"),
        ("scheme", "cassis", "unknown", "no evidence: its facts are all dated after the reference date, or withdrawn"),
        ("clauses", "arbois", "unknown", "the latest fact has lapsed, and older ones are not revived"),
        ("clauses", "belleville", "yes", "the correction settles what the facts dispute"),
        ("clauses", "cassis", "no", "the territory’s own answer to the survey stands before documented facts"),
        ("purchases_eur", "arbois", "answered", "the latest fact governs"),
        ("themes", "cassis", "no_answer", "the questionnaire leaves it empty or does not know, and no fact tells"),
    ],
)
def test_each_state_has_the_rule_that_decided_it(trail, question, territory, word, rule):
    found = ruling(trail, "2020", question, territory)
    assert (found.word, found.rule) == (word, rule)


def test_every_fact_of_a_case_has_its_fate(trail):
    assert fates(trail, "elected", "arbois") == {"E001": "governs"}
    assert fates(trail, "scheme", "cassis") == {"E014": "set aside: withdrawn"}
    assert fates(trail, "clauses", "arbois") == {"E007": "set aside: lapsed"}
    assert fates(trail, "clauses", "cassis") == {"E010": "set aside: the territory’s own answer stands before it"}
    assert fates(trail, "clauses", "belleville") == {"E008": "governs", "E009": "governs"}
    assert fates(trail, "elected", "arbois", "2018") == {"E001": "set aside: dated after the reference date"}


def test_a_fact_behind_a_newer_one_and_a_plan_are_told_apart(trail):
    def of(question, territory, state, facts):
        data = dict(trail.data)
        data["facts"] = {
            name: {**trail.facts["E005"], "question": question, "territory": territory, "row": 90 + i, "answer": answer,
                   "as_of": day, "as_of_precision": "year", "standing": {"2020": ["live", "permanent"]}}
            for i, (name, answer, day) in enumerate(facts)
        }  # fmt: skip
        data["states"] = {
            "2020": {question: {territory: dict(zip(("status", "answer", "origin"), state, strict=True))}}
        }
        return fates(Trail(data), question, territory)

    older = [("A", "yes", "2015"), ("B", "no", "2019")]
    assert of("scheme", "arbois", ("answered", "no", "B"), older) == {
        "B": "governs",
        "A": "set aside: a newer fact governs",
    }
    plans = [("A", "yes", "2019"), ("B", "planned", "2020")]
    assert of("scheme", "arbois", ("answered", "yes", "A"), plans)["B"].startswith("set aside: a plan does not replace")
    firm = [("A", "no", "2018"), ("B", "proposed", "2020")]
    assert of("scheme", "arbois", ("answered", "planned", "B"), firm)["A"].startswith(
        "set aside: a plan that is not older"
    )
    assert of("scheme", "arbois", ("unknown", "", ""), older)["A"].startswith("set aside: a newer fact has lapsed")


def test_a_correction_counts_only_for_its_own_case(trail):
    state = trail.states["2020"]["clauses"]["belleville"]
    assert correction_of(trail, "2020", "clauses", "belleville", state)["row"] == 2
    assert correction_of(trail, "2018", "clauses", "belleville", state) is None
    assert correction_of(trail, "2020", "clauses", "arbois", state) is None
    assert correction_of(trail, "2020", "clauses", "belleville", {**state, "origin": "E008"}) is None


def test_a_code_of_a_choice_is_ticked_or_not_or_not_offered(trail):
    themes = trail.questions["themes"]
    assert [
        state_word(themes, {"status": "answered", "answer": answer}, "food")
        for answer in ("food;waste", "waste", "0", "waste;~food")
    ] == ["yes", "no", "no", "not_asked"]
    assert state_word(themes, {"status": "conflict", "answer": ""}, "food") == "conflict"
