"""The state of each question for each territory at a reference date.

Promise: one row for every territory × question, never a gap; what is not known is `unknown`, what live evidence
disputes is `conflict`; a territory's own answer to the wave's survey stands before both. Each state names what it rests
on. Source of the rules: the design, section 6, points 2 to 7. Left out: which facts hold (`study.answers.facts`), how
the table is stored (`study.answers.tables`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

import numpy as np
import pandas as pd

from study.answers.corrections import Corrections, case_text
from study.answers.facts import PLANS, Standing, standing
from study.codebook.model import Question, QuestionType, Study, Universe
from study.codebook.ticks import read_ticks, ticks_text

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


def ticks_in_order(question: Question, text: str) -> str:
    """Return the answer to a multiple choice with each code once, in the codebook's order, so that equals are equal."""
    said = read_ticks(text)
    return ticks_text(said.ticked, [code.code for code in question.codes], said.not_offered)


def _text(facts: Sequence[Fact]) -> State:
    live = tuple(fact for fact in facts if fact.live)
    if not live:
        return State(Status.UNKNOWN)
    # A named example shows which code it is; a plain text question has its own name as code.
    named = [fact.answer if fact.code == fact.question else f"{fact.code}={fact.answer}" for fact in live]
    return State(Status.ANSWERED, SEPARATOR.join(dict.fromkeys(named)), live)


def _read(question: Question, answer: str) -> str:
    """Return an answer in the one way in which the states write it."""
    if question.type is QuestionType.NUMBER:
        return _shortest(answer)
    return ticks_in_order(question, answer) if question.type is QuestionType.MULTIPLE else answer


def _resolved(question: Question, facts: Sequence[Fact]) -> State:
    if question.type is QuestionType.YES_NO:
        return _yes_no(facts)
    if question.type is QuestionType.TEXT:
        return _text(facts)
    return _of_latest(facts, partial(_read, question))


def _settled(question: Question, answer: str) -> str:
    """Return a correction's answer as the states write it."""
    answer = _read(question, answer)
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


def documented(
    evidence: pd.DataFrame,
    study: Study,
    territories: Sequence[str],
    reference_date: date,
    corrections: Corrections | None = None,
) -> pd.DataFrame:
    """Return the states that desk evidence alone gives, before routing: as `resolve`, and by the same arguments.

    Rows stand by question, in the study's order, then by territory, in the order given.
    """
    questions, territories = study.questions, list(territories)
    start = {(item.lever, item.question): i * len(territories) for i, item in enumerate(questions)}
    position = {territory: i for i, territory in enumerate(territories)}
    size = len(questions) * len(territories)
    empty = State(Status.UNKNOWN)
    shown = {name: np.full(size, getattr(empty, name), dtype=object) for name in ("answer", "evidence", "as_of")}
    status = np.full(size, empty.status.value, dtype=object)
    asked = {(item.lever, item.question): item for item in questions}
    for (lever, name, territory), facts in _grouped(standing(evidence, study, reference_date)).items():
        if territory not in position or (lever, name) not in asked:
            continue  # a territory of another vintage
        question = asked[lever, name]
        state = _resolved(question, facts)
        if state.status is Status.CONFLICT and corrections is not None:
            case = case_text({fact.evidence: fact.answer for fact in state.facts})
            answer = corrections.settle(territory, name, case)
            if answer is not None:
                state = State(Status.ANSWERED, _settled(question, answer), state.facts)
        at = start[lever, name] + position[territory]
        status[at] = state.status.value
        for column, values in shown.items():
            values[at] = getattr(state, column)
    count = len(territories)
    return pd.DataFrame(
        {
            "territory": pd.array(territories * len(questions), dtype="str"),
            "lever": np.repeat(np.array([item.lever for item in questions], dtype="int64"), count),
            "question": pd.array(
                np.repeat(np.array([item.question for item in questions], dtype=object), count), "str"
            ),
            "status": pd.array(status, dtype="str"),
            **{column: pd.array(values, dtype="str") for column, values in shown.items()},
        }
    )[STATE_COLUMNS]


def with_survey(states: pd.DataFrame, survey: pd.DataFrame | None) -> pd.DataFrame:
    """Return states in which a territory's own answers stand before what is documented.

    An answer given always does; a missing one (no_answer, no_response) is the state of what is otherwise unknown.
    `survey` has `STATE_COLUMNS`, one row at most per territory and question (`study.answers.survey`).
    """
    if survey is None or survey.empty:
        return states
    keys = ["territory", "lever", "question"]
    own = states[keys].merge(survey, how="left", on=keys, validate="one_to_one")
    given = (own["status"] == Status.ANSWERED).to_numpy()
    missing = own["status"].notna().to_numpy() & ~given & (states["status"] == Status.UNKNOWN).to_numpy()
    taken = {column: own[column] for column in ("status", "answer", "evidence")}
    taken["as_of"] = own["as_of"].where(given, "")
    return states.assign(**{column: states[column].mask(given | missing, taken[column]) for column in taken})


def shuts_out(answer: str, universe: Universe, gate: Question) -> bool:
    """Tell whether an answer to the filter `gate` is known to leave a territory out of a universe.

    Of a multiple choice, a box that was not offered is as open as an unknown filter.
    """
    if gate.type is not QuestionType.MULTIPLE:
        return answer not in universe.answers
    said = read_ticks(answer)
    return not {*said.ticked, *said.not_offered} & set(universe.answers)


def routed(states: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return states in which questions are not asked where routing is known to leave the territory out.

    An unknown filter leaves it in, as unknown. Rows stand as `documented` leaves them.
    """
    questions = study.questions
    if not any(item.universe for item in questions):
        return states
    shape = (len(questions), -1)
    columns = {
        column: states[column].to_numpy(dtype=object, copy=True).reshape(shape)
        for column in ("status", "answer", "evidence", "as_of")
    }
    status, answer = columns["status"], columns["answer"]
    place = {item.question: i for i, item in enumerate(questions)}
    for i, question in enumerate(questions):
        if question.universe is None:
            continue
        gate = place[question.universe.question]  # an earlier question, so its own routing is done
        shut = {text: shuts_out(text, question.universe, questions[gate]) for text in pd.unique(answer[gate])}
        outside = (status[gate] == Status.NOT_ASKED.value) | (
            (status[gate] == Status.ANSWERED.value) & pd.Series(answer[gate]).map(shut).to_numpy(dtype=bool)
        )
        for values in columns.values():
            values[i][outside] = ""
        status[i][outside] = Status.NOT_ASKED.value
    return states.assign(**{column: pd.array(values.reshape(-1), dtype="str") for column, values in columns.items()})


def resolve(
    evidence: pd.DataFrame,
    study: Study,
    territories: Sequence[str],
    reference_date: date,
    corrections: Corrections | None = None,
    survey: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the states at `reference_date`: a row per territory × question, columns `STATE_COLUMNS` (str; lever int).

    `evidence` is the checked table of `study.intake.evidence`. `answer` is yes/planned/no, a code, ticks
    (`study.codebook.ticks`), an ISO day, a number's text, or texts joined by `SEPARATOR`; `evidence` holds ids joined
    by `;`, or the place of a survey's cell; `as_of` is an ISO day. `corrections` settle conflicts, and keep for
    themselves which of them did not match. `survey`, the table of `study.answers.survey.survey_states`, counts from its
    own day on.
    """
    states = documented(evidence, study, territories, reference_date, corrections)
    if survey is not None:
        survey = survey[survey["as_of"] <= reference_date.isoformat()]
    return routed(with_survey(states, survey), study)
