"""The messages that say what each kind of number is, before they are filled in.

Promise: one message for each measure of each kind of basis, and for each thing that stands beside a value. They are
noun phrases, so that `study.trail.definitions` can set one in another; none agrees with a noun of the study.
"""

from collections.abc import Mapping

from study.base.text import mark
from study.trail.words import Kind

# What a measure of answers counts, of one question.
OF_ANSWERS: Mapping[str, str] = {
    "yes": mark("number of “yes” answers to “{label}” among the {territories}"),
    "planned": mark("number of “planned” answers to “{label}” among the {territories}"),
    "no": mark("number of “no” answers to “{label}” among the {territories}"),
    "unknown": mark("number of unknown answers to “{label}” among the {territories}"),
    "not_asked": mark("number of cases, among the {territories}, in which the question “{label}” does not arise"),
    "asked": mark("number of cases, among the {territories}, in which the question “{label}” arises"),
    "answered": mark("number of known answers to “{label}” among the {territories}"),
    "conflict": mark("number of conflicting answers to “{label}”, still to settle, among the {territories}"),
    "share": mark(
        "share of “yes” answers to “{label}” among the {territories} to which it is put, unknown answers included"
    ),
    "share_determined": mark("share of “yes” answers to “{label}” among the {territories} whose answer is known"),
    "weighted_share": mark(
        "share of the inhabitants of the {territories} who live where the answer to “{label}” is “yes”"
    ),
    "documented": mark("number of known values of “{label}” among the {territories}"),
    "median": mark("median of the known values of “{label}” among the {territories}"),
    "total": mark("total of the known values of “{label}” among the {territories}"),
    "value": mark("known value of “{label}” among the {territories}"),
    "ticks": mark("number of boxes ticked in answer to “{label}” among the {territories}"),
    "known": mark("share of known answers to “{label}” among the {territories} to which it is put"),
    "no_answer": mark("number of questionnaires that leave “{label}” without a readable answer"),
    "no_response": mark("number of missing questionnaires, for “{label}”"),
}
# The same of several questions.
OF_SEVERAL: Mapping[str, str] = {
    "yes": mark("number of “yes” answers to the {scope}, over all {territories}"),
    "conflict": mark("number of conflicting answers to the {scope}, still to settle, over all {territories}"),
    "intensity": mark("share of “yes” answers to the {scope}, over all {territories}, unknown answers included"),
    "known": mark("share of known answers to the {scope}, over all {territories}"),
    "acting": mark("number of those, among the {territories}, with at least one “yes” answer to the {scope}"),
    "answered": mark("number of known answers to the {scope}, over all {territories}"),
    "asked": mark("number of answers asked for by the {scope}, over all {territories}"),
    "not_asked": mark("number of cases in which one of the {scope} does not arise, over all {territories}"),
    "no_answer": mark("number of answers to the {scope} that questionnaires leave out, over all {territories}"),
    "no_response": mark("number of answers to the {scope} missing with their questionnaire, over all {territories}"),
}
SEVERAL = mark("answers to the {scope}, over all {territories}")
SAME = {"count": "yes", "conflicts": "conflict", "conflict_count": "conflict"}

# The same of one code of a choice.
OF_CODE: Mapping[str, str] = {
    "yes": mark("number of answers to “{label}” that choose “{code}”, among the {territories}"),
    "no": mark("number of answers to “{label}” that do not choose “{code}”, among the {territories}"),
    "unknown": mark("number of unknown answers to “{label}” for “{code}”, among the {territories}"),
    "not_asked": mark("number of cases, among the {territories}, in which “{code}” is not offered in “{label}”"),
    "asked": mark("number of cases, among the {territories}, in which “{code}” is offered in “{label}”"),
    "share": mark(
        "share of the answers to “{label}” that choose “{code}”, among the {territories} to which it is put, unknown "
        "answers included"
    ),
    "share_determined": mark("share of the known answers to “{label}” that choose “{code}”, among the {territories}"),
    "weighted_share": mark(
        "share of the inhabitants of the {territories} who live where the answer to “{label}” chooses “{code}”"
    ),
}
OF_TICKS: Mapping[str, str] = {
    "share": mark("share of “{code}” among all boxes ticked in answer to “{label}” by the {territories}"),
    "share_determined": mark("share of “{code}” among the known boxes ticked in answer to “{label}”"),
    "weighted_share": mark(
        "share of “{code}” among all boxes ticked in answer to “{label}” by the {territories}, weighted by their "
        "inhabitants"
    ),
}

OF_TERRITORY: Mapping[str, str] = {
    "intensity": mark("share of “yes” answers to the {scope} for {territory}, unknown answers included"),
    "intensity_lowest": mark("lowest share of “yes” answers to the {scope} for {territory}, leaving one question out"),
    "intensity_highest": mark(
        "highest share of “yes” answers to the {scope} for {territory}, leaving one question out"
    ),
    "value": mark("known value of “{label}” for {territory}"),
    "left_out": mark("number of questions for which the sheet has no room ({territory})"),
}

CHANGES: Mapping[str, tuple[str, str]] = {
    "adopted": (
        mark("number of answers to “{label}” that went from “no” or “planned” to “yes”"),
        mark("number of answers to the {scope} that went from “no” or “planned” to “yes”"),
    ),
    "ended": (
        mark("number of answers to “{label}” that went from “yes” to “no”"),
        mark("number of answers to the {scope} that went from “yes” to “no”"),
    ),
    "newly_documented": (
        mark("number of answers to “{label}” that went from “unknown” to “yes”"),
        mark("number of answers to the {scope} that went from “unknown” to “yes”"),
    ),
    "no_longer_documented": (
        mark("number of answers to “{label}” that went from “yes” to “unknown”"),
        mark("number of answers to the {scope} that went from “yes” to “unknown”"),
    ),
    "stable": (
        mark("number of answers to “{label}” that stayed the same"),
        mark("number of answers to the {scope} that stayed the same"),
    ),
    "other": (
        mark("number of answers to “{label}” that changed in another way"),
        mark("number of answers to the {scope} that changed in another way"),
    ),
    "both": (
        mark("number of answers to “{label}” asked for at both dates"),
        mark("number of answers to the {scope} asked for at both dates"),
    ),
}
# What is told of a question at two waves: the changes, and how many say yes at either end.
COMPARED = (*CHANGES, "before", "after")
BETWEEN = mark("{what} between {earlier} and {later}, on the {territories} of both editions")
EITHER_END = mark("{what} in {wave}, on the {territories} of both editions")

FACTS: Mapping[frozenset[str], str] = {
    frozenset(("live", "lapsed", "later", "withdrawn")): mark("number of facts in the evidence file"),
    frozenset(("live", "lapsed")): mark("number of documented facts dated at or before {date}"),
    frozenset(("later",)): mark("number of documented facts dated after {date}"),
    frozenset(("live",)): mark("number of documented facts in force as of {date}"),
    frozenset(("lapsed",)): mark("number of documented facts that have lapsed as of {date}"),
    frozenset(("withdrawn",)): mark("number of facts withdrawn by the analysts"),
}
FACTS_OTHER = mark("number of documented facts of these standings as of {date}: {standings}")
FACTS_LEFT_OUT = mark("number of further documented actions for which the sheet has no room")
FACTS_LEFT_OUT_SOURCES = mark("number of pages cited for which the sheet has no room")
FACTS_HIGH = mark("number of documented facts of high confidence dated at or before {date}")
FACTS_SOURCES = mark("number of sources cited by the facts dated at or before {date}")

CODEBOOK: Mapping[str, str] = {
    "levers": mark("count of the {levers} of the questionnaire, transversal parts left out"),
    "questions": mark("number of questions of the questionnaire"),
    "core": mark("number of core questions of the questionnaire, those that make the intensities"),
    "years": mark("number of years that the questionnaire sets ({of_what})"),
}
YEARS_OF_QUESTION = mark("number of years for which an answer to “{label}” holds, by the questionnaire")
SURVEY: Mapping[str, str] = {
    "count": mark("number of questionnaires received from the {territories}"),
    "rate": mark("share of the {territories} that sent a questionnaire"),
    "answers": mark("number of answers given in the questionnaires received"),
    "items": mark("share of the answers asked for that the questionnaires received give"),
}
SURVEY_QUESTION = mark("share of the questionnaires received that answer “{label}”, among those asked")
CLAIM: Mapping[str, str] = {
    "value": mark("published figure, as published: “{statement}”"),
    "documented": mark("published figure “{statement}”, computed again"),
    "lower": mark("lower bound of the published figure “{statement}”, computed again"),
    "upper": mark("upper bound of the published figure “{statement}”, computed again"),
    "without_source": mark("published figure “{statement}”, computed again without the facts of its own source"),
    "high": mark("published figure “{statement}”, computed again with facts of high confidence only"),
    "names": mark("names counted when the published figure “{statement}” is computed again"),
}
CLAIM_OTHER = mark("published figure “{statement}” ({measure})")
SAME_CLAIM = {"without_own_source": "without_source"}
CLAIMS = mark("number of published figures set beside the answers")
VERDICT = mark("number of published figures with this verdict: {verdict}")
BRIDGE: Mapping[str, str] = {
    "before": mark("value in the edition of {earlier}: {what}"),
    "evidence": mark(
        "part of the change between {earlier} and {later} that comes from evidence found since about the past: {what}"
    ),
    "date": mark("part of the change between {earlier} and {later} that comes from the new reference date: {what}"),
    "questionnaire": mark("part of the change between {earlier} and {later} that comes from the questionnaire: {what}"),
    "code": mark("part of the change between {earlier} and {later} that comes from the program: {what}"),
    "after": mark("value in {later}: {what}"),
}
BRIDGE_OTHER = mark("change between {earlier} and {later} ({measure}): {what}")
OTHER = mark("number computed from the answers ({measure})")

WHEN = {
    Kind.DESK: mark("{what}, as of {date}, from documented facts"),
    Kind.SURVEY: mark("{what}, as of {date}, from the answers to the survey"),
    Kind.BOTH: mark("{what}, as of {date}, from the answers to the survey and documented facts"),
}
FROM = {
    Kind.DESK: mark("{what}, from documented facts"),
    Kind.SURVEY: mark("{what}, from the answers to the survey"),
    Kind.BOTH: mark("{what}, from the answers to the survey and documented facts"),
}

BESIDE: Mapping[str, str] = {
    "lower": mark("lower bound: {what}"),
    "upper": mark("upper bound: {what}"),
    "numerator": mark("numerator: {what}"),
    "base": mark("base, the number of answers concerned: {what}"),
    "unknown": mark("unknown answers within the base: {what}"),
    "median_age": mark(
        "median age in years, at the reference date, of the newest fact behind each known answer: {what}"
    ),
    "high": mark("with facts of high confidence only: {what}"),
    "names": mark("names of those counted: {what}"),
}
BESIDE_YES: Mapping[str, str] = {
    "lower": mark("lower bound, no unknown answer being a “yes”: {what}"),
    "upper": mark("upper bound, every unknown answer being a “yes”: {what}"),
}
BESIDE_CODE: Mapping[str, str] = {
    "lower": mark("lower bound, no unknown answer choosing “{code}”: {what}"),
    "upper": mark("upper bound, every unknown answer choosing “{code}”: {what}"),
}
BESIDE_PEOPLE: Mapping[str, str] = {
    "numerator": mark("numerator, in inhabitants: {what}"),
    "base": mark("base, in inhabitants: {what}"),
    "unknown": mark("inhabitants for whom the answer is unknown: {what}"),
}
YES_MEASURES = ("count", "share", "weighted_share", "intensity")

SENTENCE = mark("{text}.")
