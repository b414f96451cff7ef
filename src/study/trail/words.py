"""The words of the trail's codes: states, standings, rules, verdicts, and what a wave's answers rest on.

Promise: a message for every code that a trail may hold; an unknown one is shown as it is. Left out: whole sentences.
"""

from collections.abc import Mapping
from enum import StrEnum

from study.base.text import mark, say
from study.trail.read import Trail


class Kind(StrEnum):
    """What the answers of a wave rest on."""

    DESK = "desk"
    SURVEY = "survey"
    BOTH = "both"


def kind_of(trail: Trail) -> Kind:
    """Return what the wave's answers rest on."""
    if not trail.surveyed:
        return Kind.DESK
    return Kind.BOTH if trail.facts else Kind.SURVEY


STATES: Mapping[str, str] = {
    "yes": mark("yes"),
    "planned": mark("planned"),
    "no": mark("no"),
    "unknown": mark("unknown"),
    "conflict": mark("conflicting"),
    "not_asked": mark("not asked"),
    "no_answer": mark("no answer given"),
    "no_response": mark("no questionnaire"),
    "answered": mark("answered"),
}

STANDINGS: Mapping[str, str] = {
    "live": mark("in force"),
    "lapsed": mark("lapsed"),
    "later": mark("later than the reference date"),
    "withdrawn": mark("withdrawn"),
}

# The rule that decided a fact's standing; `study.answers.facts.Rule` has the codes.
RULES: Mapping[str, str] = {
    "withdrawn": mark("withdrawn by the analysts"),
    "after the reference date": mark("dated after the reference date"),
    "permanent": mark("permanent: does not lapse"),
    "valid_until": mark("end date given by the source"),
    "mandate": mark("holds for a term of office"),
    "years since a yes": mark("a yes or a text holds for some years"),
    "years since a no": mark("a no is a snapshot, and holds for some years"),
    "years since a plan": mark("a plan holds for some years"),
    "years since a number": mark("a number holds for some years"),
    "years since a choice": mark("a choice or a date holds for some years"),
}

# The same rules as keys of the ledger name them (`evidence.rule.lapsed.no_years`).
RULE_NAMES: Mapping[str, str] = {
    "after_reference_date": "after the reference date",
    "yes_years": "years since a yes",
    "no_years": "years since a no",
    "plan_years": "years since a plan",
    "number_years": "years since a number",
    "choice_years": "years since a choice",
}

CONFIDENCE: Mapping[str, str] = {
    "high": mark("high confidence"),
    "medium": mark("medium confidence"),
    "low": mark("low confidence"),
    "withdrawn": mark("withdrawn"),
}

VERDICTS: Mapping[str, str] = {
    "reproduced": mark("reproduced"),
    "consistent": mark("consistent"),
    "contradicted": mark("contradicted"),
    "not_computable": mark("not computable"),
}


def word(codes: Mapping[str, str], code: str, lang: str) -> str:
    """Return the word for a code; the code itself where it has none.

    >>> word(STATES, "planned", "en"), word(STATES, "other", "en")
    ('planned', 'other')
    """
    return say(codes[code], lang) if code in codes else code
