"""The state of each question for each territory at a reference date.

Promise: one row for every territory × question, never a gap; what is not known is `unknown`, what live evidence disputes
is `conflict`; each state names the evidence it rests on. Source of the rules: the design, section 6, points 2 to 7.
Left out: which facts hold (`study.answers.facts`), how the table is stored (`study.answers.tables`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from study.answers.corrections import Corrections
from study.answers.facts import PLANS, Standing, standing
from study.codebook.model import Question, QuestionType, Study

STATE_COLUMNS = ["territory", "lever", "question", "status", "answer", "evidence", "as_of"]

# Between several texts of one territory; evidence holds no such character.
SEPARATOR = " | "


class Status(StrEnum):
    """How an answer came about, or why there is none."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"
    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"
    NO_RESPONSE = "no_response"


@dataclass(frozen=True, slots=True)
class State:
    """One territory's answer to one question; `answer` is empty unless answered, `rows` are the facts it rests on."""

    status: Status
    answer: str
    rows: pd.DataFrame

    @property
    def evidence(self) -> str:
        """Return the evidence ids, in the order of the raw file."""
        return ";".join(self.rows["evidence"])

    @property
    def as_of(self) -> str:
        """Return the newest date among its facts, as an ISO day; empty when it rests on none."""
        return "" if self.rows.empty else str(self.rows["sort_date"].max().date())


def _latest(facts: pd.DataFrame) -> pd.DataFrame:
    return facts[facts["sort_date"] == facts["sort_date"].max()]


def _live(facts: pd.DataFrame) -> pd.DataFrame:
    return facts[facts["standing"] == Standing.LIVE]


def _of_latest(facts: pd.DataFrame) -> State:
    """Return what the latest facts say: older ones are not revived when those have lapsed."""
    live = _live(_latest(facts)) if not facts.empty else facts
    if live.empty:
        return State(Status.UNKNOWN, "", live)
    answers = sorted(set(live["answer"]))
    if len(answers) > 1:
        return State(Status.CONFLICT, "", live)
    return State(Status.ANSWERED, answers[0], live)


def _yes_no(facts: pd.DataFrame) -> State:
    is_plan = facts["answer"].isin(PLANS)
    firm, plans = facts[~is_plan], _live(facts[is_plan])
    state = _of_latest(firm)
    if plans.empty or state.status is Status.CONFLICT or state.answer == "yes":
        return state
    newest = _latest(plans)
    if firm.empty or newest["sort_date"].iloc[0] >= firm["sort_date"].max():
        return State(Status.ANSWERED, "planned", newest)
    return state


def _number(facts: pd.DataFrame) -> State:
    # "60000" and "60000.0" are one value: compared as numbers, shown as the shortest writing.
    texts = facts["answer"].map(lambda text: f"{float(text):.10g}" if abs(float(text)) < 1e10 else f"{float(text):.0f}")
    return _of_latest(facts.assign(answer=texts))


def _text(facts: pd.DataFrame) -> State:
    live = _live(facts)
    if live.empty:
        return State(Status.UNKNOWN, "", live)
    # A named example shows which code it is; a plain text question has its own name as code.
    named = [
        answer if code == question else f"{code}={answer}"
        for question, code, answer in live[["question", "code", "answer"]].itertuples(index=False)
    ]
    return State(Status.ANSWERED, SEPARATOR.join(dict.fromkeys(named)), live)


_RESOLVE = {QuestionType.YES_NO: _yes_no, QuestionType.NUMBER: _number, QuestionType.TEXT: _text}


def _outside_universe(question: Question, states: dict[tuple[str, str], State], territory: str) -> bool:
    """Tell whether routing is known to leave the territory out; an unknown filter leaves it in, as unknown."""
    if question.universe is None:
        return False
    gate = states[(question.universe.question, territory)]
    if gate.status is Status.NOT_ASKED:
        return True
    return gate.status is Status.ANSWERED and gate.answer not in question.universe.answers


def resolve(
    evidence: pd.DataFrame,
    study: Study,
    territories: Sequence[str],
    reference_date: date,
    corrections: Corrections | None = None,
) -> pd.DataFrame:
    """Return the states at `reference_date`: one row per territory × question, columns `STATE_COLUMNS` (str; lever int).

    `evidence` is the checked table of `study.intake.evidence`. `answer` is yes/planned/no, a number's text, or texts
    joined by `SEPARATOR`; `evidence` holds ids joined by `;`; `as_of` is an ISO day. `corrections` settle conflicts, and
    keep for themselves which of them did not match.
    """
    facts = standing(evidence, study, reference_date)
    known = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    groups = dict(list(known.groupby(["lever", "question", "territory"], sort=False)))
    nothing = known.iloc[:0]
    rows = []
    states: dict[tuple[str, str], State] = {}
    for question in study.questions:
        for territory in territories:
            state = _RESOLVE[question.type](groups.get((question.lever, question.question, territory), nothing))
            if state.status is Status.CONFLICT and corrections is not None:
                answer = corrections.settle(territory, question.question, state.rows)
                state = State(Status.ANSWERED, answer, state.rows) if answer is not None else state
            if _outside_universe(question, states, territory):
                state = State(Status.NOT_ASKED, "", nothing)
            states[(question.question, territory)] = state
            rows.append((territory, question.lever, question.question, state.status.value, state.answer, state.evidence, state.as_of))
    return pd.DataFrame(rows, columns=STATE_COLUMNS).astype({"lever": "int64"})
