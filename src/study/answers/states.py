"""The state of each question for each territory at a reference date.

Promise: one row for every territory × question, never a gap; what is not known is `unknown`, what live evidence
disputes is `conflict`; each state names the evidence it rests on. Source of the rules: the design, section 6, points
2 to 7. Left out: which facts hold (`study.answers.facts`), how the table is stored (`study.answers.tables`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from study.answers.corrections import Corrections, case_text
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
class Fact:
    """One documented fact of a territory on a question, dated at or before the reference date."""

    evidence: str
    code: str
    question: str
    answer: str
    sort_date: date
    live: bool


@dataclass(frozen=True, slots=True)
class State:
    """One territory's answer to one question; `answer` is empty unless answered, `facts` are those it rests on."""

    status: Status
    answer: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def evidence(self) -> str:
        """Return the evidence ids, in the order of the raw file."""
        return ";".join(fact.evidence for fact in self.facts)

    @property
    def as_of(self) -> str:
        """Return the newest date among its facts, as an ISO day; empty when it rests on none."""
        return max((fact.sort_date.isoformat() for fact in self.facts), default="")


def _newest(facts: Sequence[Fact]) -> date:
    return max(fact.sort_date for fact in facts)


def _latest(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    newest = max((fact.sort_date for fact in facts), default=None)
    return tuple(fact for fact in facts if fact.sort_date == newest)


def _of_latest(facts: Sequence[Fact], read: Callable[[str], str] = str) -> State:
    """Return what the latest facts say, as `read`: older ones are not revived when those have lapsed."""
    live = tuple(fact for fact in _latest(facts) if fact.live)
    if not live:
        return State(Status.UNKNOWN)
    answers = {read(fact.answer) for fact in live}
    return State(Status.ANSWERED, answers.pop(), live) if len(answers) == 1 else State(Status.CONFLICT, "", live)


def _yes_no(facts: Sequence[Fact]) -> State:
    firm = [fact for fact in facts if fact.answer not in PLANS]
    plans = [fact for fact in facts if fact.answer in PLANS and fact.live]
    state = _of_latest(firm)
    if not plans or state.status is Status.CONFLICT or state.answer == "yes":
        return state
    if not firm or _newest(plans) >= _newest(firm):
        return State(Status.ANSWERED, "planned", _latest(plans))
    return state


def _shortest(number: str) -> str:
    """Return the shortest writing of a number, so that `60000` and `60000.0` are one value."""
    value = float(number)
    return str(int(value)) if value.is_integer() else repr(value)


def _number(facts: Sequence[Fact]) -> State:
    return _of_latest(facts, _shortest)


def _text(facts: Sequence[Fact]) -> State:
    live = tuple(fact for fact in facts if fact.live)
    if not live:
        return State(Status.UNKNOWN)
    # A named example shows which code it is; a plain text question has its own name as code.
    named = [fact.answer if fact.code == fact.question else f"{fact.code}={fact.answer}" for fact in live]
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


def _settled(question: Question, answer: str) -> str:
    """Return a correction's answer as the states write it."""
    if question.type is QuestionType.NUMBER:
        return _shortest(answer)
    return "planned" if question.type is QuestionType.YES_NO and answer in PLANS else answer


def _grouped(facts: pd.DataFrame) -> dict[tuple[int, str, str], list[Fact]]:
    """Return the facts that are not later nor withdrawn, by lever, question and territory, in the file's order."""
    known = facts[facts["standing"].isin([Standing.LIVE, Standing.LAPSED])]
    groups: dict[tuple[int, str, str], list[Fact]] = {}
    columns = ["lever", "territory", "standing", "sort_date", "evidence", "code", "question", "answer"]
    # Plain values: a table for each of a thousand small groups would take seconds.
    for lever, territory, standing_, day, evidence, code, question, answer in known[columns].itertuples(index=False):
        fact = Fact(evidence, code, question, answer, day.date(), standing_ == Standing.LIVE)
        groups.setdefault((lever, question, territory), []).append(fact)
    return groups


def resolve(
    evidence: pd.DataFrame,
    study: Study,
    territories: Sequence[str],
    reference_date: date,
    corrections: Corrections | None = None,
) -> pd.DataFrame:
    """Return the states at `reference_date`: a row per territory × question, columns `STATE_COLUMNS` (str; lever int).

    `evidence` is the checked table of `study.intake.evidence`. `answer` is yes/planned/no, a number's text, or texts
    joined by `SEPARATOR`; `evidence` holds ids joined by `;`; `as_of` is an ISO day. `corrections` settle conflicts,
    and keep for themselves which of them did not match.
    """
    groups = _grouped(standing(evidence, study, reference_date))
    rows = []
    states: dict[tuple[str, str], State] = {}
    for question in study.questions:
        for territory in territories:
            state = _RESOLVE[question.type](groups.get((question.lever, question.question, territory), ()))
            if state.status is Status.CONFLICT and corrections is not None:
                answer = corrections.settle(
                    territory, question.question, case_text({fact.evidence: fact.answer for fact in state.facts})
                )
                if answer is not None:
                    state = State(Status.ANSWERED, _settled(question, answer), state.facts)
            if _outside_universe(question, states, territory):
                state = State(Status.NOT_ASKED)
            states[(question.question, territory)] = state
            shown = (state.status.value, state.answer, state.evidence, state.as_of)
            rows.append((territory, question.lever, question.question, *shown))
    return pd.DataFrame(rows, columns=STATE_COLUMNS).astype({"lever": "int64"})
