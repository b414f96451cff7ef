import pandas as pd

from study.indicators.nonresponse import response_indicators

ANSWERS = pd.DataFrame(
    [("a", "q", "answered"), ("a", "r", "no_answer"), ("b", "q", "answered"), ("b", "r", "answered"),
     ("c", "q", "no_response"), ("c", "r", "no_response"), ("d", "q", "no_response"), ("d", "r", "no_response")],
    columns=["territory", "question", "status"],
).assign(lever=1)  # fmt: skip
RESPONDENTS = pd.DataFrame({"territory": ["a", "b", "b"]})
STATES = ANSWERS


def test_unit_and_item_response_are_told_apart():
    found = {row.indicator: row for row in response_indicators(ANSWERS, RESPONDENTS, STATES, 4)}
    # Two of four sent a questionnaire (one in two files); they gave three of the four answers asked of them.
    assert (found["responses.count"].value, found["responses.count"].base) == (2, 4)
    assert found["responses.rate"].value == 0.5 and found["responses.rate"].unit == "share"
    assert found["responses.answers"].value == 3
    assert found["responses.items"].value == 0.75 and found["responses.items"].base == 4
    # Question by question: both answered q, one of them r.
    q, r = found["responses.lever_1.q"], found["responses.lever_1.r"]
    assert (q.value, q.numerator, q.base, q.lever, q.unit) == (1.0, 2, 2, 1, "share")
    assert (r.value, r.numerator, r.base) == (0.5, 1, 2)
    assert {name.split(".")[-1]: (row.unit, row.method) for name, row in found.items()} == {
        "count": ("territories", "territories with a questionnaire"),
        "rate": ("share", "territories with a questionnaire / territories of the frame"),
        "answers": ("answers", "answers given by territories with a questionnaire"),
        "items": ("share", "answers given / answers asked of territories with a questionnaire"),
        "q": ("share", "answers given / answers asked"),
        "r": ("share", "answers given / answers asked"),
    }


def test_a_wave_without_a_survey_has_no_response_rate():
    assert response_indicators(ANSWERS[:0], RESPONDENTS[:0], STATES, 4) == []


def test_questionnaires_that_hold_nothing_are_questionnaires():
    blank = ANSWERS.assign(status="no_answer")
    found = {row.indicator: row.value for row in response_indicators(blank, RESPONDENTS, STATES, 4)}
    assert found["responses.rate"] == 0.5 and found["responses.items"] == 0.0


def test_what_routing_leaves_out_is_not_asked():
    routed = STATES.assign(status=["answered", "not_asked", *STATES["status"][2:]])
    found = {row.indicator: row for row in response_indicators(ANSWERS, RESPONDENTS, routed, 4)}
    # Not put to a: three answers were asked of the two respondents, and given.
    assert (found["responses.items"].value, found["responses.items"].base) == (1.0, 3)
    assert (found["responses.lever_1.r"].value, found["responses.lever_1.r"].base) == (1.0, 1)


def test_what_a_platform_did_not_ask_is_not_asked():
    unasked = ANSWERS.assign(status=["answered", "not_asked", *ANSWERS["status"][2:]])
    found = {row.indicator: row for row in response_indicators(unasked, RESPONDENTS, unasked, 4)}
    assert (found["responses.items"].value, found["responses.items"].base) == (1.0, 3)


def test_an_open_survey_has_answers_and_no_rate():
    found = {row.indicator: row for row in response_indicators(ANSWERS, RESPONDENTS, STATES, None)}
    assert found["responses.count"].value == 2 and "responses.rate" not in found
    assert found["responses.items"].value == 0.75


def test_a_question_that_nobody_was_asked_has_no_rate():
    routed = STATES.assign(status=["answered", "not_asked", "answered", "not_asked", *STATES["status"][4:]])
    found = {row.indicator: row for row in response_indicators(ANSWERS, RESPONDENTS, routed, 4)}
    assert found["responses.lever_1.r"].value is None and found["responses.lever_1.r"].base == 0
