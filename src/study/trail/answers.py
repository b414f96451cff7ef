"""What a number computed from answers rests on: territories by state, each with its rule and its facts.

Promise: one question is shown territory by territory; several (an intensity) as counts by territory, and question by
question once a territory is named; a comparison shows both moments of each answer. Those whom the number counts come
first, the others follow.
"""

from collections.abc import Sequence

from study.base.text import list_text, mark
from study.trail.branches import Branches
from study.trail.node import Node
from study.trail.phrases import CHANGES
from study.trail.read import Record
from study.trail.ruling import state_word
from study.trail.words import STATES, word

_ORDER = ("yes", "planned", "answered", "no", "unknown", "conflict", "no_answer", "no_response", "not_asked")
_UNKNOWN = ("unknown", "conflict", "no_answer", "no_response")

CHANGE_WORDS = {
    "adopted": mark("“no” or “planned”, then “yes”"),
    "ended": mark("“yes”, then “no”"),
    "newly_documented": mark("“unknown”, then “yes”"),
    "no_longer_documented": mark("“yes”, then “unknown”"),
    "stable": mark("the same answer"),
    "other": mark("any other change"),
}
_NAMED = {
    ("no", "yes"): "adopted",
    ("planned", "yes"): "adopted",
    ("yes", "no"): "ended",
    ("unknown", "yes"): "newly_documented",
    ("yes", "unknown"): "no_longer_documented",
}
_COUNTED = mark("{state}: {count}, counted")
_NOT_COUNTED = mark("{state}: {count}")


def answers_nodes(of: Record, told: Branches, territory: str) -> list[Node]:
    """Return what a basis of answers rests on; `territory` keeps one territory's branches."""
    questions = [str(question) for question in of.get("questions", ())]
    moments = [str(moment) for moment in of.get("moments", ())] or [told.trail.wave]
    measure = str(of.get("measure"))
    if len(moments) > 1 and measure in ("before", "after", "both"):
        return _compared(told, questions, moments, territory)
    if len(moments) > 1 and measure in CHANGES:
        return _changes(of, told, questions, moments, territory)
    moment = moments[0]
    if len(questions) == 1 and not measure.startswith("intensity"):
        return states_nodes(told, moment, questions[0], str(of.get("code") or ""), of.get("states", ()), territory)
    if measure.startswith("conflict"):
        cases = [(q, t) for q in questions for t in _who(told, moment, q, territory)
                 if _word(told, moment, q, t) == "conflict"]  # fmt: skip
        return [told.case(moment, q, t, f"{told.trail.short_name(t)}, {told.trail.label(q, told.lang)}")
                for q, t in cases]  # fmt: skip
    return _several(told, moment, questions, territory)


def _who(told: Branches, moment: str, question: str, territory: str) -> list[str]:
    known = told.trail.states.get(moment, {}).get(question, {})
    return [territory] if territory in known else [] if territory else list(known)


def _word(told: Branches, moment: str, question: str, territory: str, code: str = "") -> str:
    state = told.trail.states.get(moment, {}).get(question, {}).get(territory, {})
    return state_word(told.trail.questions.get(question, {}), state, code)


def states_nodes(
    told: Branches, moment: str, question: str, code: str, counted: Sequence[str], territory: str
) -> list[Node]:
    """Return the territories of one question by state, those counted first."""
    groups: dict[str, list[str]] = {}
    for name in _who(told, moment, question, territory):
        groups.setdefault(_word(told, moment, question, name, code), []).append(name)
    if not groups:
        return [_unnamed(told)]
    short = told.trail.short_name
    order = sorted(groups, key=lambda state: (state not in counted, _ORDER.index(state) if state in _ORDER else 99))
    found = []
    for state in order:
        names = groups[state]
        message = _COUNTED if state in counted else _NOT_COUNTED
        shown = told.say(message, state=word(STATES, state, told.lang), count=len(names))
        data = {"state": state, "counted": state in counted, "territories": names}
        found.append(
            told.some("state", shown, data, names, lambda name: told.case(moment, question, name, short(name), code))
        )
    about = told.say(mark("answers to “{label}”, {moment}"), label=told.trail.label(question, told.lang),
                     moment=told.moment(moment))  # fmt: skip
    asked = told.trail.questions.get(question, {})
    line = [told.line(str(asked["file"]), int(asked["line"]))] if asked.get("file") and asked.get("line") else []
    return [Node("question", about, {"question": question, "moment": moment}, [*line, *found])]


def _unnamed(told: Branches) -> Node:
    return Node(
        "none", told.say(mark("no answer of a single one is shown: nobody may be named, or nobody is concerned"))
    )


def _several(told: Branches, moment: str, questions: Sequence[str], territory: str) -> list[Node]:
    """Return, for several questions, the counts of each territory; with one territory, question by question."""
    territories = list(
        dict.fromkeys(name for question in questions for name in _who(told, moment, question, territory))
    )
    if not territories:
        return [_unnamed(told)]
    found = []
    for name in territories:
        words = [_word(told, moment, question, name) for question in questions]
        asked = [item for item in words if item != "not_asked"]
        counts = {state: asked.count(state) for state in ("yes", "planned", "no")}
        counts["unknown"] = sum(item in _UNKNOWN for item in asked)
        counts["answered"] = asked.count("answered")
        parts = [told.say(mark("{state} {count}"), count=count, state=word(STATES, state, told.lang))
                 for state, count in counts.items() if count]  # fmt: skip
        shown = told.say(mark("{territory}: {counts}, of {base}"), territory=told.trail.short_name(name),
                         counts=list_text(parts, told.lang) or "0", base=len(asked))  # fmt: skip
        below = [told.case(moment, question, name, told.trail.label(question, told.lang)) for question in questions
                 ] if territory or told.by_question else []  # fmt: skip
        found.append(Node("territory", shown, {"territory": name, "counts": counts, "base": len(asked)}, below))
    message = (
        mark("{questions} questions, {moment}")
        if territory
        else mark("{questions} questions × {territories} {nouns}, {moment}")
    )
    title = told.say(
        message,
        questions=len(questions),
        territories=len(territories),
        nouns=told.trail.noun("territory", "many", told.lang),
        moment=told.moment(moment),
    )
    hint = (
        []
        if territory or told.by_question
        else [Node("hint", told.say(mark("--territory shows the questions one by one")), dim=True)]
    )
    names = [told.trail.label(question, told.lang) for question in questions]
    listed = Node("questions", told.say(mark("questions: {names}"), names=told.say(mark("; ")).join(names)),
                  {"questions": list(questions)})  # fmt: skip
    return [listed, Node("territories", title, {"moment": moment}, found, cut=True), *hint]


def _pairs(told: Branches, questions: Sequence[str], moments: Sequence[str], territory: str) -> list[tuple[str, ...]]:
    """Return question, territory, state before and after, of all that both moments asked."""
    found = []
    for question in questions:
        for name in _who(told, moments[-1], question, territory):
            if name not in told.trail.states.get(moments[0], {}).get(question, {}):
                continue
            words = [_word(told, moment, question, name) for moment in (moments[0], moments[-1])]
            if "not_asked" not in words:
                found.append((question, name, *("unknown" if item in _UNKNOWN else item for item in words)))
    return found


def _both(told: Branches, pair: Sequence[str], moments: Sequence[str], one: bool) -> Node:
    """Return an answer at both moments."""
    question, name, before, after = pair
    shown = told.trail.short_name(name)
    shown = shown if one else f"{shown}, {told.trail.label(question, told.lang)}"
    text = told.say(mark("{shown}: {before}, then {after}"), shown=shown, before=word(STATES, before, told.lang),
                    after=word(STATES, after, told.lang))  # fmt: skip
    below = [told.case(moment, question, name, told.moment(moment)) for moment in (moments[0], moments[-1])]
    return Node("change", text, {"question": question, "territory": name, "before": before, "after": after}, below)


def _changes(
    of: Record, told: Branches, questions: Sequence[str], moments: Sequence[str], territory: str
) -> list[Node]:
    groups: dict[str, list[tuple[str, ...]]] = {}
    for pair in _pairs(told, questions, moments, territory):
        change = "stable" if pair[2] == pair[3] else _NAMED.get((pair[2], pair[3]), "other")
        groups.setdefault(change, []).append(pair)
    measure, one = str(of["measure"]), len(questions) == 1
    found = []
    for change in sorted(CHANGE_WORDS, key=lambda item: item != measure):
        pairs = groups.get(change, [])
        message = _COUNTED if change == measure else _NOT_COUNTED
        shown = told.say(message, state=told.say(CHANGE_WORDS[change]), count=len(pairs))
        below = [_both(told, pair, moments, one) for pair in pairs] if one or territory or change == measure else []
        found.append(Node("change_group", shown, {"change": change, "counted": change == measure, "count": len(pairs)},
                          below, dim=not pairs, cut=True))  # fmt: skip
    return found


def _compared(told: Branches, questions: Sequence[str], moments: Sequence[str], territory: str) -> list[Node]:
    """Return every answer at both moments, those that are yes at one of them first."""
    pairs = sorted(_pairs(told, questions, moments, territory), key=lambda pair: "yes" not in pair[2:])
    shown = told.say(mark("answers at {earlier} and {later}"), earlier=told.moment(moments[0]),
                     later=told.moment(moments[-1]))  # fmt: skip
    below = [_both(told, pair, moments, len(questions) == 1) for pair in pairs]
    return [Node("compared", shown, {"moments": list(moments)}, below, cut=True)]
