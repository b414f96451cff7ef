"""Why a territory's answer at a moment is what it is: the rule that decided, and what became of each of its facts.

Promise: read off the trail, which holds the state, what it rests on and each fact's standing; no state is computed
again. Every fact of the case is there, those set aside with the reason. Source of the rules: the design, section 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from study.base.dates import parse
from study.base.text import mark
from study.codebook.ticks import read_ticks
from study.trail.read import Record, Trail

_PLANS = ("planned", "proposed")

_OWN_ANSWER = mark("the territory’s own answer to the survey stands before documented facts")
_CORRECTED = mark("the correction settles what the facts dispute")
_CORRECTED_CELL = mark("the correction settles what the cell says")
_LATEST = mark("the latest fact governs")
_LATEST_PLAN = mark("a plan that holds, not older than the latest firm fact, makes it planned")
_TEXTS = mark("all facts in force are collected")
_NO_FACT = mark("no evidence: no fact speaks of it")
_ONLY_LATER = mark("no evidence: its facts are all dated after the reference date, or withdrawn")
_LAPSED = mark("the latest fact has lapsed, and older ones are not revived")
_DISPUTED = mark("facts in force of the same date disagree, and no correction settles it")
_ROUTED = mark("routing: the answer to “{gate}” leaves it out")
_NO_ANSWER = mark("the questionnaire leaves it empty or does not know, and no fact tells")
_NO_RESPONSE = mark("no questionnaire came back, and no fact tells")

_GOVERNS = mark("governs")
_BEHIND_SURVEY = mark("set aside: the territory’s own answer stands before it")
_BEHIND_ROUTING = mark("set aside: the question does not arise")
_NEWER = mark("set aside: a newer fact governs")
_BEHIND_PLAN = mark("set aside: a plan that is not older makes it planned")
_BEHIND_YES = mark("set aside: a plan does not replace a yes in force, nor a newer firm fact")
_NOT_REVIVED = mark("set aside: a newer fact has lapsed, and older ones are not revived")
_SET_ASIDE = {
    "lapsed": mark("set aside: lapsed"),
    "later": mark("set aside: dated after the reference date"),
    "withdrawn": mark("set aside: withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Considered:
    """A fact of the case: whether it governs, what became of it (a message), its standing and the rule of that."""

    evidence: str
    governs: bool
    fate: str
    standing: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A state: its word, its answer, the rule that decided (a message), the facts considered, the cell, the correction.

    `word` is yes, planned, no, answered, or a status; `cell` is the place of a survey's cell, empty without one.
    """

    word: str
    status: str
    answer: str
    rule: str
    gate: str
    facts: tuple[Considered, ...]
    cell: str
    correction: Record | None


def state_word(question: Record, state: Record, code: str = "") -> str:
    """Return the group that a state belongs to; of a choice's `code`, yes is to have chosen it."""
    status, answer = str(state.get("status", "unknown")), str(state.get("answer", ""))
    if status != "answered":
        return status
    if code:
        ticks = read_ticks(answer)
        return "yes" if code in ticks.ticked else "not_asked" if code in ticks.not_offered else "no"
    return answer if question.get("type") == "yes_no" else "answered"


def is_cell(origin: str) -> bool:
    """Tell whether an origin is a survey's cell, not evidence ids."""
    return "#" in origin


def _case(answers: Mapping[str, str]) -> str:
    return ";".join(f"{evidence}={answer}" for evidence, answer in sorted(answers.items()))


def correction_of(trail: Trail, moment: str, question: str, territory: str, state: Record) -> Record | None:
    """Return the line of corrections.csv that a state rests on; None when none applied."""
    origin = str(state.get("origin", ""))
    if state.get("status") != "answered" or not origin:
        return None
    wave = trail.wave if moment.startswith("claim:") else moment
    if is_cell(origin):
        found = str(trail.cells.get(origin, {}).get("raw", ""))
    else:
        found = _case({key: str(trail.facts.get(key, {}).get("answer", "")) for key in origin.split(";")})
    for line in trail.corrections:
        mine = (line.get("wave"), line.get("territory"), line.get("question")) == (wave, territory, question)
        expect = str(line.get("expect", ""))
        if mine and (";".join(sorted(expect.split(";"))) == ";".join(sorted(found.split(";")))):
            return line
    return None


def _day(fact: Record) -> str:
    try:
        return parse(str(fact["as_of"]), str(fact.get("as_of_precision") or "") or None).first_day.isoformat()
    except ValueError:
        return str(fact["as_of"])


def _fate(trail: Trail, evidence: str, standing: str, word: str, origin: str, governing: set[str]) -> str:
    """Return what became of a fact, as a message."""
    if evidence in governing:
        return _GOVERNS
    if standing in _SET_ASIDE:
        return _SET_ASIDE[standing]
    if is_cell(origin):
        return _BEHIND_SURVEY
    if word == "not_asked":
        return _BEHIND_ROUTING
    if not governing:
        return _NOT_REVIVED
    is_plan = trail.facts[evidence]["answer"] in _PLANS
    if is_plan and word != "planned":
        return _BEHIND_YES
    return _BEHIND_PLAN if word == "planned" and not is_plan else _NEWER


def _rule(status: str, word: str, question: Record, considered: list[Considered], cell: str, corrected: bool) -> str:
    """Return the rule that decided a state, as a message."""
    if status == "answered":
        if corrected:
            return _CORRECTED_CELL if cell else _CORRECTED
        if cell:
            return _OWN_ANSWER
        if question.get("type") == "text":
            return _TEXTS
        return _LATEST_PLAN if word == "planned" else _LATEST
    if status == "unknown":
        if not considered:
            return _NO_FACT
        counted = any(item.standing in ("live", "lapsed") for item in considered)
        return _LAPSED if counted else _ONLY_LATER
    others = {
        "conflict": _DISPUTED,
        "not_asked": _ROUTED,
        "no_answer": _NO_ANSWER,
        "no_response": _NO_RESPONSE,
    }
    return others.get(status, status)


def ruling(trail: Trail, moment: str, question: str, territory: str, code: str = "") -> Ruling:
    """Return why one territory's answer to a question is what it is at a moment.

    Facts stand the newest first, governing ones before the others. A case without a state is unknown.
    """
    asked: Record = trail.questions.get(question, {})
    state: Record = trail.states.get(moment, {}).get(question, {}).get(territory, {})
    status, origin = str(state.get("status", "unknown")), str(state.get("origin", ""))
    word = state_word(asked, state)
    governing = set() if is_cell(origin) else {key for key in origin.split(";") if key}
    considered = []
    for evidence in trail.facts_by_case.get((question, territory), ()):
        standing, rule = ([*trail.facts[evidence].get("standing", {}).get(moment, ()), "", ""])[:2]
        fate = _fate(trail, evidence, standing, word, origin, governing)
        considered.append(Considered(evidence, evidence in governing, fate, standing, rule))
    considered.sort(key=lambda item: _day(trail.facts[item.evidence]), reverse=True)
    considered.sort(key=lambda item: not item.governs)
    correction = correction_of(trail, moment, question, territory, state)
    cell = origin if is_cell(origin) else ""
    rule = _rule(status, word, asked, considered, cell, correction is not None)
    gate = str((asked.get("universe") or {}).get("question", ""))
    shown = state_word(asked, state, code)
    return Ruling(shown, status, str(state.get("answer", "")), rule, gate, tuple(considered), cell, correction)
