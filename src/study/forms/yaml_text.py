"""A questionnaire as YAML that people read and change: study.yaml, and one file per lever.

Promise: the same study gives the same bytes, and reading them gives the same study; keys stand in the order of the
codebook's model, long texts are folded, “yes” and “no” are quoted, what is the default is not written. Comments come
from the caller. Left out: writing files (`take_in`).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap

from study.base.layout import StudyPaths
from study.codebook.model import Bound, Code, Defaults, Lever, Localised, Question, Study, TerritoryNoun

_WIDTH = 120
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
# Words that YAML readers take for true, false or nothing.
_RESERVED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
_BREAKS = re.compile("[^\\S \u00a0\u202f\u2009]| {2}|\ufeff")

Lines = Iterator[str]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _word(text: str) -> str:
    """Return a name or a code, quoted unless every YAML reader takes it for a text."""
    return text if _PLAIN.fullmatch(text) and text not in _RESERVED else _quoted(text)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    mantissa, e, power = repr(value).partition("e")
    return (mantissa if "." in mantissa else f"{mantissa}.0") + e + power


def _bound(value: Bound) -> str:
    return value.isoformat() if isinstance(value, date) else _number(value)


def _flow(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_word(lang)}: {_quoted(text)}" for lang, text in texts.items()) + "}"


def _folded(text: str, before: str) -> list[str]:
    """Return the lines of a folded text; none where folding would change it."""
    if _BREAKS.search(text) or text != text.strip() or not text:
        return []
    return [before + line for line in wrap(text, _WIDTH - len(before), break_long_words=False, break_on_hyphens=False)]


def _text_lines(key: str, texts: Localised, depth: int) -> Lines:
    """Write a text in each language: on one line where it fits, else one language below the other."""
    before = "  " * depth
    one = f"{before}{key}: {_flow(texts.root)}"
    if len(one) <= _WIDTH:
        yield one
        return
    yield f"{before}{key}:"
    for lang, text in texts.root.items():
        line = f"{before}  {_word(lang)}: {_quoted(text)}"
        folded = _folded(text, f"{before}    ") if len(line) > _WIDTH else []
        yield from [f"{before}  {_word(lang)}: >-", *folded] if folded else [line]


def _code_lines(codes: Sequence[Code], depth: int) -> Lines:
    before = "  " * depth
    yield f"{before}codes:"
    for code in codes:
        one = f"{before}  - {{code: {_word(code.code)}, label: {_flow(code.label.root)}}}"
        if len(one) <= _WIDTH:
            yield one
        else:
            yield f"{before}  - code: {_word(code.code)}"
            yield from _text_lines("label", code.label, depth + 2)


def _flags(**flags: bool) -> Lines:
    yield from (f"    {name}: true" for name, is_so in flags.items() if is_so)


def _question_lines(question: Question) -> Lines:
    yield f"  - question: {_word(question.question)}"
    yield f"    type: {question.type.value}"
    yield from _flags(core=question.core)
    yield from _text_lines("label", question.label, 2)
    yield from _text_lines("wording", question.wording, 2)
    if question.hint is not None:
        yield from _text_lines("hint", question.hint, 2)
    yield from _flags(required=question.required)
    if question.codes:
        yield from _code_lines(question.codes, 2)
    yield from _flags(other=question.other)
    ends = {"minimum": question.minimum, "maximum": question.maximum}
    yield from (f"    {key}: {_bound(end)}" for key, end in ends.items() if end is not None)
    if (universe := question.universe) is not None:
        answers = ", ".join(_word(answer) for answer in universe.answers)
        yield f"    universe: {{question: {_word(universe.question)}, answers: [{answers}]}}"
    if (validity := question.validity) is not None:
        years = "" if validity.years is None else f", years: {validity.years}"
        yield f"    validity: {{kind: {validity.kind}{years}}}"
    if question.unit is not None:
        yield f"    unit: {_word(question.unit)}"
    yield from _flags(additive=question.additive)
    if question.indicators:
        yield f"    indicators: [{', '.join(measure.value for measure in question.indicators)}]"


def _comment_lines(comments: Sequence[str]) -> Lines:
    for comment in comments:
        yield from (f"# {line}" for line in wrap(comment, _WIDTH - 2, break_long_words=False, break_on_hyphens=False))


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def lever_text(lever: Lever, comments: Sequence[str] = ()) -> str:
    """Return the file of a lever, `comments` (a paragraph each) at its top."""

    def lines() -> Lines:
        yield from _comment_lines(comments)
        yield f"lever: {lever.lever}"
        yield from _text_lines("title", lever.title, 0)
        yield from _text_lines("short", lever.short, 0)
        if lever.transversal:
            yield "transversal: true"
        yield from ("", "questions:")
        for i, question in enumerate(lever.questions):
            yield from [""] if i else []
            yield from _question_lines(question)

    return _joined(lines())


def _noun_lines(key: str, noun: TerritoryNoun) -> Lines:
    yield f"{key}:"
    yield from _text_lines("one", noun.one, 1)
    yield from _text_lines("many", noun.many, 1)


def _contact_lines(study: Study) -> Lines:
    yield from ("", "contact:")
    for contact in study.contact:
        yield f"  - question: {_word(contact.question)}"
        yield from _text_lines("label", contact.label, 2)
        yield from _text_lines("wording", contact.wording, 2)
        yield from _flags(required=contact.required)


def study_text(study: Study, files: Sequence[str], comments: Sequence[str] = ()) -> str:
    """Return study.yaml, which lists the levers' `files`; `comments` (a paragraph each) stand at its top."""

    def lines() -> Lines:
        yield from _comment_lines(comments)
        yield f"languages: [{', '.join(_word(lang) for lang in study.languages)}]"
        yield ""
        yield from _noun_lines("territory", study.territory)
        yield from _noun_lines("lever_noun", study.lever_noun)
        if study.elections:
            yield from ("", f"elections: [{', '.join(day.isoformat() for day in study.elections)}]")
        if study.defaults != Defaults():
            yield from ("", "defaults:")
            yield from (f"  {name}: {years}" for name, years in study.defaults.model_dump().items())
        yield ""
        yield from _code_lines(study.codes, 0)
        if study.units:
            yield from ("", "units:")
            for unit, texts in study.units.items():
                yield from _text_lines(_word(unit), texts, 1)
        if study.map is not None:
            yield from ("", f"map: {{outline: {_quoted(study.map.outline)}}}")
        if study.open_survey:
            yield from ("", "open_survey: true")
        if study.contact:
            yield from _contact_lines(study)
        yield from ("", "levers:")
        yield from (f"  - {_quoted(name) if not _FILE.fullmatch(name) else name}" for name in files)

    return _joined(lines())


_FILE = re.compile(r"[a-z][a-z0-9_-]*\.yaml")


def questionnaire_texts(
    study: Study, paths: StudyPaths, comments: Sequence[str] = (), lever_comments: Sequence[str] = ()
) -> dict[str, str]:
    """Return every file of a questionnaire by its name, study.yaml first."""
    names = {lever.lever: paths.lever_yaml(lever.lever).name for lever in study.levers}
    levers = {names[lever.lever]: lever_text(lever, lever_comments) for lever in study.levers}
    return {paths.study_yaml.name: study_text(study, list(levers), comments), **levers}
