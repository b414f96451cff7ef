"""How many territories answered a wave's survey, and how many of the answers asked of them they gave.

Promise: unit response counts territories that sent a questionnaire, over the frame; item response counts the answers
that these gave, over the questions that were put to them, in all and for each question. Both are of the survey alone:
desk evidence adds nothing.
"""

import pandas as pd

from study.answers.states import Status
from study.indicators.table import Indicator

_KEY = ["territory", "question"]
_METHODS = {
    "responses.count": "territories with a questionnaire",
    "responses.rate": "territories with a questionnaire / territories of the frame",
    "responses.answers": "answers given by territories with a questionnaire",
    "responses.items": "answers given / answers asked of territories with a questionnaire",
}


def item_response(answers: pd.DataFrame, respondents: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Return how many were asked each question and how many answered: columns `asked`, `given`, by lever and question.

    Arguments as those of `response_indicators`; rows stand in the order of the answers.
    """
    routed = pd.MultiIndex.from_frame(states.loc[states["status"] == Status.NOT_ASKED, _KEY])
    put = answers["territory"].isin(set(respondents["territory"])) & (answers["status"] != Status.NOT_ASKED)
    asked = answers[put & ~pd.MultiIndex.from_frame(answers[_KEY]).isin(routed)]
    counts = asked.assign(asked=1, given=asked["status"] == Status.ANSWERED)
    every = answers[["lever", "question"]].drop_duplicates()
    found = counts.groupby(["lever", "question"])[["asked", "given"]].sum()
    return found.reindex(pd.MultiIndex.from_frame(every), fill_value=0).astype("int64")


def response_indicators(
    answers: pd.DataFrame, respondents: pd.DataFrame, states: pd.DataFrame, territories: int | None
) -> list[Indicator]:
    """Return the response measures of a survey; none when there was no survey.

    `answers` and `respondents` are those of `study.survey.responses`, `states` (of `study.answers.states`) tells what
    routing leaves out; `territories` is the size of the frame, None in an open survey, which has no rate.
    """
    if answers.empty:
        return []
    came = respondents["territory"].nunique()
    items = item_response(answers, respondents, states)
    given, asked = int(items["given"].sum()), int(items["asked"].sum())

    def made(name: str, value: float | None, unit: str, numerator: float, base: float) -> Indicator:
        return Indicator(None, name, value, unit, numerator, base, None, None, None, _METHODS[name])

    found = [made("responses.count", came, "territories", came, came if territories is None else territories)]
    if territories is not None:
        found.append(made("responses.rate", came / territories if territories else None, "share", came, territories))
    found += [
        made("responses.answers", given, "answers", given, asked),
        made("responses.items", given / asked if asked else None, "share", given, asked),
    ]
    for lever, question, base, known in items.reset_index().itertuples(index=False):
        value = known / base if base else None
        name = f"responses.lever_{lever}.{question}"
        found.append(
            Indicator(lever, name, value, "share", known, base, None, None, None, "answers given / answers asked")
        )
    return found
