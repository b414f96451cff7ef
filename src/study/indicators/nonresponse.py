"""How many territories answered a wave's survey, and how many of the answers asked of them they gave.

Promise: unit response counts territories that sent a questionnaire, over the frame; item response counts the answers
that these gave, over the questions that were put to them. Both are of the survey alone: desk evidence adds nothing.
"""

import pandas as pd

from study.answers.states import Status
from study.indicators.table import Indicator

_METHODS = {
    "responses.count": "territories with a questionnaire",
    "responses.rate": "territories with a questionnaire / territories of the frame",
    "responses.answers": "answers given by territories with a questionnaire",
    "responses.items": "answers given / answers asked of territories with a questionnaire",
}


def response_indicators(
    answers: pd.DataFrame, respondents: pd.DataFrame, states: pd.DataFrame, territories: int
) -> list[Indicator]:
    """Return the response measures of a survey; none when there was no survey.

    `answers` and `respondents` are those of `study.intake.responses`, `states` (of `study.answers.states`) tells what
    routing leaves out; `territories` is the size of the frame.
    """
    if answers.empty:
        return []
    came = set(respondents["territory"])
    key = ["territory", "question"]
    routed = pd.MultiIndex.from_frame(states.loc[states["status"] == Status.NOT_ASKED, key])
    asked = answers[answers["territory"].isin(came) & ~pd.MultiIndex.from_frame(answers[key]).isin(routed)]
    given = int((asked["status"] == "answered").sum())

    def made(name: str, value: float | None, unit: str, numerator: float, base: float) -> Indicator:
        return Indicator(None, name, value, unit, numerator, base, None, None, None, _METHODS[name])

    return [
        made("responses.count", len(came), "territories", len(came), territories),
        made("responses.rate", len(came) / territories if territories else None, "share", len(came), territories),
        made("responses.answers", given, "answers", given, len(asked)),
        made("responses.items", given / len(asked) if len(asked) else None, "share", given, len(asked)),
    ]
