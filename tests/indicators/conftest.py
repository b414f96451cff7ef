"""A question with codes of its own, and the tables of its answers, for the measures of choices."""

from collections.abc import Callable

import pandas as pd
import pytest

from study.answers.tables import LeverAnswers, dtype_of
from study.codebook.model import Question

WORDS = {"en": "x"}


@pytest.fixture(scope="session")
def choice() -> Callable[..., Question]:
    """`choice("multiple", "a", "b", measures=[…])`: a question of lever 3 with these codes."""

    def make(kind: str, *codes: str, measures=("count", "share", "share_determined", "weighted_share")) -> Question:
        more = {"codes": [{"code": code, "label": WORDS} for code in codes]} if codes else {}
        return Question.model_validate(
            {
                "question": "q",
                "lever": 3,
                "type": kind,
                "label": WORDS,
                "wording": WORDS,
                "indicators": measures,
                **more,
            }
        )

    return make


@pytest.fixture(scope="session")
def answered() -> Callable[..., LeverAnswers]:
    """`answered(question, ["a", None, "-"])`: the tables of a question, of territories t0, t1…

    None is unknown, `-` not asked, and `!` a conflict.
    """

    def make(question: Question, answers: list, high: list | None = None, as_of: str = "2019-01-01") -> LeverAnswers:
        index = pd.Index([f"t{number}" for number in range(len(answers))], name="territory", dtype="str")
        words = {None: "unknown", "-": "not_asked", "!": "conflict"}

        def typed(values: list) -> pd.DataFrame:
            said = [None if value in words else value for value in values]
            return pd.DataFrame({"q": pd.Series(said, index=index, dtype="object").astype(dtype_of(question))})

        def frame(values: list) -> pd.DataFrame:
            return pd.DataFrame({"q": pd.Series(values, index=index, dtype="str")})

        status = [words.get(value, "answered") for value in answers]
        return LeverAnswers(
            typed(answers), frame(status), frame(["E1"] * len(answers)), frame([as_of] * len(answers)),
            typed(answers if high is None else high),
        )  # fmt: skip

    return make
