"""How a number is computed, in symbols and words, the symbols named.

Promise: for every measure and for whatever stands beside it, the formula that the design gives (section 6), then what
each of its symbols is: `y / N (y: “yes” answers; …)`. Left out: the values, which stand beside it in the trail.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from study.base.text import mark, say
from study.trail.phrases import BESIDE, COMPARED
from study.trail.read import Record, Trail

# What a symbol is. N is y + p + n + u for a yes/no question; a code of a choice knows no plans.
_SYMBOLS: Mapping[str, str] = {
    "y": mark("y: “yes” answers"),
    "p": mark("p: “planned” answers"),
    "n": mark("n: “no” answers"),
    "u": mark("u: unknown answers, for want of evidence, in conflict or not given"),
    "N": mark("N = y + p + n + u: all to which the question is put"),
    "P": mark("P(…): the inhabitants behind these answers"),
    "v": mark("v: known values"),
    "M": mark("M = v + u: all to which the question is put"),
    "T": mark("T: all boxes ticked"),
    "k": mark("k: number of boxes"),
    "a": mark("a: known answers"),
}
_OF_CODE: Mapping[str, str] = {
    "y": mark("y: answers that choose “{code}”"),
    "n": mark("n: known answers that do not"),
    "N": mark("N = y + n + u: all to which it is offered"),
}
_OF_INTENSITY: Mapping[str, str] = {
    "N": mark("N: core questions put"),
    "q": mark("y(q): 1 if the answer to q is “yes”, else 0"),
}

# measure → beside → formula; "" is the value. What a measure lacks is made of the parts below.
_FORMULAS: Mapping[str, Mapping[str, str]] = {
    "count": {"": "y", "lower": "y", "upper": "y + u", "numerator": "y", "base": "N", "unknown": "u"},
    "share": {"": "y / N", "lower": "y / N", "upper": "(y + u) / N", "numerator": "y", "base": "N", "unknown": "u"},
    "share_determined": {"": "y / (y + p + n)", "numerator": "y", "base": "y + p + n", "unknown": "u"},
    "weighted_share": {
        "": "P(y) / P(N)",
        "lower": "P(y) / P(N)",
        "upper": "(P(y) + P(u)) / P(N)",
        "numerator": "P(y)",
        "base": "P(N)",
        "unknown": "P(u)",
    },
    "documented": {"": "v", "lower": "v", "upper": "v + u", "numerator": "v", "base": "M", "unknown": "u"},
    "yes": {"": "y"},
    "planned": {"": "p"},
    "no": {"": "n"},
    "unknown": {"": "u"},
    "asked": {"": "N"},
    "answered": {"": "a"},
    "ticks": {"": "T"},
    "known": {"": "a / (a + u)", "lower": "a / (a + u)", "numerator": "a", "base": "a + u", "unknown": "u"},
    "intensity": {"": "y / N", "lower": "y / N", "upper": "(y + u) / N", "numerator": "y", "base": "N", "unknown": "u"},
}
_TICKS: Mapping[str, Mapping[str, str]] = {
    "share": {"": "y / T", "lower": "y / (T + u (k − 1))", "upper": "(y + u) / (T + u)", "numerator": "y", "base": "T"},
    "share_determined": {"": "y / T", "numerator": "y", "base": "T"},
    "weighted_share": {
        "": "P(y) / P(T)",
        "lower": "P(y) / (P(T) + P(u) (k − 1))",
        "upper": "(P(y) + P(u)) / (P(T) + P(u))",
        "numerator": "P(y)",
        "base": "P(T)",
    },
}

# What is said in words alone.
_IN_WORDS: Mapping[str, str] = {
    "median": mark("median of the v known values: the middle one once they are sorted, or the mean of the middle two"),
    "total": mark("sum of the v known values"),
    "value": mark("the value of the latest fact, or of the territory’s own answer"),
    "not_asked": mark("count of those whom the answer to an earlier question is known to leave out"),
    "acting": mark("count of those with at least one “yes”"),
    "no_answer": mark("count of the answers asked for that a questionnaire received does not give"),
    "no_response": mark("count of the answers asked for whose questionnaire never came"),
    "conflict": mark("count of the answers in which facts of the same date disagree"),
    "intensity_lowest": mark("least of (y − y(q)) / (N − 1), each core question q left out in turn; {symbols}"),
    "intensity_highest": mark("greatest of (y − y(q)) / (N − 1), each core question q left out in turn; {symbols}"),
    "adopted": mark("count of the answers “no” or “planned” at the earlier date and “yes” at the later one"),
    "ended": mark("count of the answers “yes” at the earlier date and “no” at the later one"),
    "newly_documented": mark("count of the answers “unknown” at the earlier date and “yes” at the later one"),
    "no_longer_documented": mark("count of the answers “yes” at the earlier date and “unknown” at the later one"),
    "stable": mark("count of the answers that are the same at both dates"),
    "other": mark("count of the answers that changed in any other way"),
    "both": mark("count of the answers asked for at both dates"),
    "left_out": mark("count of the questions beyond those that two pages hold"),
    "before": mark("count of the answers “yes” at the earlier date"),
    "after": mark("count of the answers “yes” at the later date"),
}
_BESIDE_IN_WORDS: Mapping[str, str] = {
    "lower": mark("lower bound: the same number"),
    "upper": mark("upper bound: the same number"),
    "numerator": mark("the part of the base that is counted"),
    "base": mark("count of the answers that the computation is about"),
    "unknown": mark("count of the unknown answers"),
    "median_age": mark("median, over the known answers, of (reference date − date of the newest fact) / 365.25 days"),
    "high": mark("the same count, with facts of high confidence only"),
    "names": mark("list of those whom the number counts"),
}
_BASE_OF_CHANGES = mark("count of the answers asked for at both dates")
_KNOWN_VALUES = mark("v: known values")
_KINDS: Mapping[str, str] = {
    "facts": mark("count of the rows of the evidence file that are so"),
    "sources": mark("count of the different sources of these rows of the evidence file"),
    "left_out": mark("count of those beyond what two pages hold"),
    "frame": mark("count of the rows of the frame"),
    "population_municipal": mark("sum of the column population_municipal of the frame"),
    "codebook": mark("count in the files of the questionnaire"),
    "survey": mark("count over the responses received"),
    "rate": mark("questionnaires received / size of the frame"),
    "items": mark("answers given / answers asked for, over the questionnaires received"),
    "claim": mark("the formula of the figure’s own indicator ({indicator}), at the date of the figure"),
    "claim_value": mark("as published"),
    "claims": mark("count of the published figures"),
    "bridge": mark(
        "difference between two computations that differ in one thing only; the parts add up to the whole change"
    ),
    "bridge_end": mark("the value itself"),
    "given": mark("as written in the file"),
}
_WITH_SYMBOLS = mark("{formula} ({symbols})")


@cache
def _symbols_in(formula: str) -> tuple[str, ...]:
    """Return the symbols of a formula in the order of `_SYMBOLS`, with those that make up N or M."""
    used = set(re.findall(r"[A-Za-z]", formula))
    used |= {*"ypnu"} if "N" in used else set()
    used |= {*"vu"} if "M" in used else set()
    return tuple(symbol for symbol in _SYMBOLS if symbol in used)


def _named(symbols: Iterable[str], own: Mapping[str, str], lang: str, code: str = "") -> str:
    """Return what symbols are, in words."""
    return say(mark("; "), lang).join(say(own.get(symbol) or _SYMBOLS[symbol], lang, code=code) for symbol in symbols)


def _with_symbols(formula: str, lang: str, code: str, of_intensity: bool) -> str:
    symbols, own = _symbols_in(formula), _OF_CODE if code else {}
    if of_intensity:
        symbols, own = tuple(symbol for symbol in symbols if symbol in formula), _OF_INTENSITY
    if code:  # chosen or not: nobody plans to choose it
        symbols = tuple(symbol for symbol in symbols if symbol != "p")
    return say(_WITH_SYMBOLS, lang, formula=formula, symbols=_named(symbols, own, lang, code)) if symbols else formula


def _of_answers(of: Record, beside: str, trail: Trail, lang: str, method: str) -> str:
    measure, question = str(of["measure"]), next(iter(of.get("questions", ())), "")
    code = str(of.get("code") or "")
    code_label = trail.code_label(question, code, lang) if code else ""
    measure = {"conflicts": "conflict"}.get(measure, measure)
    formulas = _TICKS if code and method.startswith("ticks") and measure in _TICKS else _FORMULAS
    formula = formulas.get(measure, {}).get(beside, "")
    if formula:
        formula = formula.replace(" + p", "") if code else formula
        return _with_symbols(formula, lang, code_label, measure == "intensity" and len(of.get("questions", ())) != 1)
    if beside == "base" and measure in COMPARED:
        return say(_BASE_OF_CHANGES, lang)
    if beside == "base" and measure in ("median", "total"):
        return say(_KNOWN_VALUES, lang)
    if beside:
        return say(_BESIDE_IN_WORDS[beside], lang)
    if measure not in _IN_WORDS:
        return method or measure
    return say(_IN_WORDS[measure], lang, symbols=_named(("y", "N", "q"), _OF_INTENSITY, lang))


def _of_kind(of: Record, trail: Trail) -> tuple[str, dict[str, str]]:
    """Return the message of a basis that is not of answers, and its fields."""
    kind, measure = str(of["kind"]), str(of.get("measure", ""))
    if kind == "claim":
        indicator = str(trail.claims.get(str(of.get("claim")), {}).get("indicator", "")) or "–"
        return ("claim_value" if measure == "value" else "claim"), {"indicator": indicator}
    if kind == "bridge":
        return ("bridge_end" if measure in ("before", "after") else "bridge"), {}
    if kind == "survey" and measure in ("rate", "items"):
        return measure, {}
    if kind == "facts" and measure == "sources":
        return "sources", {}
    if kind == "facts" and measure.startswith("left_out"):
        return "left_out", {}
    if kind == "codebook" and measure == "years":
        return "given", {}
    if kind == "frame" and measure != "count":
        return "population_municipal", {}
    return kind, {}


def basis_formula(of: Record, beside: str, trail: Trail, lang: str, method: str = "") -> str:
    """Return the formula of a basis, or of what stands beside its value (`beside`)."""
    if of["kind"] == "answers":
        return _of_answers(of, beside, trail, lang, method)
    kind, words = _of_kind(of, trail)
    if beside in ("median_age", "names", "base", "unknown") and of.get("measure") != beside:
        return say(_BESIDE_IN_WORDS[beside], lang)
    return say(_KINDS[kind], lang, **words) if kind in _KINDS else method or kind


def beside_of(key: str, number: Record) -> str:
    """Return what a number is beside its indicator's value: lower, upper, base…; empty for the value itself."""
    if said := number["of"].get("beside"):
        return str(said)
    stem = str(number.get("indicator", ""))
    rest = key[len(stem) + 1 :].split(".")[0] if stem and key.startswith(f"{stem}.") else ""
    return rest if rest in BESIDE else ""


def formula(key: str, trail: Trail, lang: str) -> str:
    """Return how a number is computed, in symbols and words; KeyError when the trail does not hold it."""
    number = trail.numbers[key]
    method = str(trail.indicator_of(key).get("method", ""))
    beside = beside_of(key, number)
    if beside in ("lower", "upper") and number.get("value") is None:
        return say(mark("this number has no such bound"), lang)
    return basis_formula(number["of"], beside, trail, lang, method)
