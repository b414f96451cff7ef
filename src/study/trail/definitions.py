"""What a number is, in one sentence: for the audit annex, the panels of the web page and `study trace`.

Promise: every number of a trail has a sentence in each language, made from its basis, never from its key's spelling;
nothing is looked up outside the trail, so thousands are made in a second. Sentences fit any noun of a study: no word
agrees with it, none is elided before it. Left out: how the number is computed (`study.trail.formulas`).
"""

from collections.abc import Sequence
from datetime import date

from study.base.text import date_text, list_text, mark, say
from study.trail import phrases
from study.trail.formulas import beside_of, formula
from study.trail.read import Record, Trail, text_in
from study.trail.words import RULE_NAMES, RULES, STANDINGS, VERDICTS, kind_of, word

__all__ = ["basis_text", "beside_of", "definition", "formula"]


def _scope(of: Record, trail: Trail, lang: str) -> str:
    """Return several questions in words: the core ones or all, of one lever or of the whole questionnaire."""
    asked = [trail.questions.get(name, {}) for name in of.get("questions", ())]
    levers = {str(question.get("lever")) for question in asked}
    core = all(question.get("core") for question in asked)
    if len(levers) == 1:
        title = trail.lever_title(next(iter(levers)), lang)
        text = mark("core questions ({lever} “{title}”)") if core else mark("questions ({lever} “{title}”)")
        return say(text, lang, lever=trail.noun("lever", "one", lang), title=title)
    return say(mark("core questions") if core else mark("questions of the questionnaire"), lang)


def _measured(of: Record, trail: Trail, lang: str, method: str) -> str:
    """Return what a measure of answers is, without its date."""
    measure, code, territory = str(of["measure"]), str(of.get("code") or ""), str(of.get("territory") or "")
    measure = phrases.SAME.get(measure, measure)
    questions: Sequence[str] = of.get("questions", ())
    one = questions[0] if len(questions) == 1 else ""
    words = {
        "label": trail.label(one, lang),
        "scope": "" if one and not measure.startswith("intensity") else _scope(of, trail, lang),
        "territories": trail.noun("territory", "many", lang),
        "territory": trail.short_name(territory),
        "code": trail.code_label(one, code, lang),
    }
    if territory and measure in phrases.OF_TERRITORY:
        return say(phrases.OF_TERRITORY[measure], lang, **words)
    if code and method.startswith("ticks") and measure in phrases.OF_TICKS:
        return say(phrases.OF_TICKS[measure], lang, **words)
    if code and measure in phrases.OF_CODE:
        return say(phrases.OF_CODE[measure], lang, **words)
    if measure in phrases.CHANGES:
        text = say(phrases.CHANGES[measure][0 if one else 1], lang, **words)
        return f"{text} ({words['territory']})" if territory else text
    measure = "yes" if measure in ("before", "after") else measure
    if one and measure != "intensity":
        text = say(phrases.OF_ANSWERS.get(measure, phrases.OTHER), lang, measure=measure, **words)
    else:
        text = say(phrases.OF_SEVERAL.get(measure, phrases.SEVERAL), lang, **words)
    return f"{text} ({words['territory']})" if territory else text


def _day(trail: Trail, moment: str, lang: str) -> str:
    """Return the date of a moment in words; its name where the trail gives none."""
    found = str(trail.moments.get(moment, {}).get("date", ""))
    return date_text(date.fromisoformat(found), lang) if found else moment.removeprefix("claim:")


def _of_answers(of: Record, trail: Trail, lang: str, method: str) -> str:
    what, measure = _measured(of, trail, lang, method), str(of["measure"])
    moments: Sequence[str] = of.get("moments", ()) or (trail.wave,)
    source, territories = kind_of(trail), trail.noun("territory", "many", lang)
    earlier, later = str(moments[0]), str(moments[-1])
    if measure in phrases.CHANGES:
        text = say(phrases.BETWEEN, lang, what=what, earlier=earlier, later=later, territories=territories)
        return say(phrases.FROM[source], lang, what=text)
    if measure in ("before", "after"):
        wave = earlier if measure == "before" else later
        text = say(phrases.EITHER_END, lang, what=what, wave=wave, territories=territories)
        return say(phrases.FROM[source], lang, what=text)
    if len(moments) > 1 or (earlier != trail.wave and not earlier.startswith("claim:")):
        text = say(phrases.EITHER_END, lang, what=what, wave=earlier, territories=territories)
        return say(phrases.FROM[source], lang, what=text)
    return say(phrases.WHEN[source], lang, what=what, date=_day(trail, earlier, lang))


def _lever_named(trail: Trail, lever: int, lang: str) -> str:
    message = mark("{lever} “{title}”")
    return say(message, lang, lever=trail.noun("lever", "one", lang), title=trail.lever_title(lever, lang))


def _of_facts(of: Record, trail: Trail, lang: str) -> str:
    standings = [str(item) for item in of.get("standing", ())]
    message = phrases.FACTS.get(frozenset(standings), phrases.FACTS_OTHER)
    own = {"high": phrases.FACTS_HIGH, "sources": phrases.FACTS_SOURCES, "left_out": phrases.FACTS_LEFT_OUT,
           "left_out_sources": phrases.FACTS_LEFT_OUT_SOURCES}  # fmt: skip
    message = own.get(str(of.get("measure")), message)
    named = list_text([say(STANDINGS.get(item, item), lang) for item in standings], lang)
    text = say(message, lang, date=_day(trail, trail.wave, lang), standings=named)
    lever, territory = of.get("lever"), of.get("territory")
    limits = [
        *([_lever_named(trail, lever, lang)] if lever is not None else []),
        *([trail.short_name(territory)] if territory else []),
        *([word(RULES, RULE_NAMES.get(str(of["rule"]), str(of["rule"])), lang)] if of.get("rule") else []),
        *([str(of["source"])] if of.get("source") else []),
    ]
    return f"{text} ({', '.join(limits)})" if limits else text


def _of_claim(of: Record, trail: Trail, lang: str) -> str:
    claim = trail.claims.get(str(of.get("claim")), {})
    measure = str(of["measure"])
    measure = phrases.SAME_CLAIM.get(measure, measure)
    statement = text_in(claim.get("statement"), lang) or str(of.get("claim"))
    text = say(phrases.CLAIM.get(measure, phrases.CLAIM_OTHER), lang, statement=statement, measure=measure)
    moments = of.get("moments", ())
    if measure == "value" or not moments:
        return text
    return say(phrases.WHEN[kind_of(trail)], lang, what=text, date=_day(trail, str(moments[0]), lang))


def _of_bridge(of: Record, trail: Trail, lang: str) -> str:
    of_what = trail.numbers.get(str(of.get("indicator")), {}).get("of")
    if of_what and of_what["kind"] == "answers":
        method = str(trail.indicator_of(str(of["indicator"])).get("method", ""))
        what = _measured(of_what, trail, lang, method)
    else:
        what = basis_text(of_what, trail, lang) if of_what else str(of.get("indicator"))
    moments = [str(moment) for moment in of.get("moments", ())] or [trail.wave]
    words = {"what": what, "earlier": moments[0], "later": moments[-1], "measure": str(of["measure"])}
    return say(phrases.BRIDGE.get(str(of["measure"]), phrases.BRIDGE_OTHER), lang, **words)


def basis_text(of: Record, trail: Trail, lang: str, method: str = "") -> str:
    """Return what a basis is in words, no sentence yet: of a number (its value), of a figure as a whole.

    `method` is that of its indicator, which tells the two bases of a multiple choice apart.
    """
    kind, measure = str(of["kind"]), str(of.get("measure", ""))
    words = {
        "territories": trail.noun("territory", "many", lang),
        "levers": trail.noun("lever", "many", lang),
        "territory": trail.short_name(str(of.get("territory") or "")),
        "label": trail.label(str(of.get("question") or ""), lang),
        "measure": measure,
    }
    match kind:
        case "answers":
            return _of_answers(of, trail, lang, method)
        case "facts":
            return _of_facts(of, trail, lang)
        case "claim":
            return _of_claim(of, trail, lang)
        case "bridge":
            return _of_bridge(of, trail, lang)
        case "claims":
            verdict = VERDICTS.get(measure)
            return say(phrases.VERDICT, lang, verdict=say(verdict, lang)) if verdict else say(phrases.CLAIMS, lang)
        case "frame" if measure == "count":
            return say(mark("number of units of the frame: the {territories} of the study"), lang, **words)
        case "frame" if of.get("territory"):
            return say(mark("municipal population of {territory}"), lang, **words)
        case "frame":
            return say(mark("municipal population of the {territories} of the study"), lang, **words)
        case "codebook" if measure == "years" and of.get("question"):
            return say(phrases.YEARS_OF_QUESTION, lang, **words)
        case "codebook" if measure in phrases.CODEBOOK:
            of_what = str(of.get("what") or of.get("question") or "–")
            return say(phrases.CODEBOOK[measure], lang, of_what=of_what, **words)
        case "survey" if of.get("question"):
            return say(phrases.SURVEY_QUESTION, lang, **words)
        case "survey" if measure in phrases.SURVEY:
            return say(phrases.SURVEY[measure], lang, **words)
        case "given":
            return say(mark("value given in {file}, line {line}"), lang, file=of["file"], line=of["line"])
        case _:
            return say(phrases.OTHER, lang, measure=measure or kind)


def _framed(beside: str, what: str, of: Record, trail: Trail, lang: str) -> str:
    """Return what stands beside a value (its bound, its base) in words."""
    measure, code = str(of.get("measure", "")), str(of.get("code") or "")
    message = phrases.BESIDE[beside]
    if of["kind"] == "answers":
        if measure == "weighted_share":
            message = phrases.BESIDE_PEOPLE.get(beside, message)
        if measure in phrases.YES_MEASURES:
            message = (phrases.BESIDE_CODE if code else phrases.BESIDE_YES).get(beside, message)
    question = next(iter(of.get("questions", ())), "")
    return say(message, lang, what=what, code=trail.code_label(question, code, lang))


def definition(key: str, trail: Trail, lang: str) -> str:
    """Return one sentence that says what a number is; KeyError when the trail does not hold it."""
    number = trail.numbers[key]
    of = number["of"]
    text = basis_text(of, trail, lang, str(trail.indicator_of(key).get("method", "")))
    # A claim's bounds and names are measures of their own, said in its own words.
    is_measure = of["kind"] == "claim" and of.get("measure") in phrases.BESIDE
    if (beside := beside_of(key, number)) and not is_measure:
        text = _framed(beside, text, of, trail, lang)
    return say(phrases.SENTENCE, lang, text=text[:1].upper() + text[1:])
