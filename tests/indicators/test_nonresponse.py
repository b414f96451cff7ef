import pandas as pd

from study.indicators.nonresponse import response_indicators

ANSWERS = pd.DataFrame(
    [("a", "q", "answered"), ("a", "r", "no_answer"), ("b", "q", "answered"), ("b", "r", "answered"),
     ("c", "q", "no_response"), ("c", "r", "no_response"), ("d", "q", "no_response"), ("d", "r", "no_response")],
    columns=["territory", "question", "status"],
)  # fmt: skip
RESPONDENTS = pd.DataFrame({"territory": ["a", "b", "b"]})
STATES = ANSWERS


def test_unit_and_item_response_are_told_apart():
    found = {row.indicator: row for row in response_indicators(ANSWERS, RESPONDENTS, STATES, 4)}
    # Two of four sent a questionnaire (one in two files); they gave three of the four answers asked of them.
    assert (found["responses.count"].value, found["responses.count"].base) == (2, 4)
    assert found["responses.rate"].value == 0.5 and found["responses.rate"].unit == "share"
    assert found["responses.answers"].value == 3
    assert found["responses.items"].value == 0.75 and found["responses.items"].base == 4


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
