"""The codebook for people: docs/codebook.md, every question and every column of a study, in English.

Promise: made from the questionnaire and from the readers of the tables alone, so that it cannot tell another story than
the code; each question has its wording in every language of the study. A test says when the committed file is stale;
`make docs` renews it. Left out: what was answered (`codebook.ddi.xml`, in each report).
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from study.answers.facts import validity_of
from study.base.files import write_atomic
from study.base.layout import StudyPaths, find_root
from study.base.text import say
from study.codebook.load import load_study
from study.codebook.model import Code, Lever, Localised, Question, QuestionType, Study
from study.provenance.columns import ANSWERS, CONTENTS, FACTS, INDICATORS, NUMBERS, SOURCES, Column
from study.provenance.raw import TABLES, allowed
from study.provenance.words import STATUSES, labels_of

_LANG = "en"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")
_TYPES = {
    QuestionType.YES_NO: "yes / planned / no",
    QuestionType.CHOICE: "one code of several",
    QuestionType.MULTIPLE: "several codes at once, joined by `;` (`0`: none ticked; `~code`: not offered)",
    QuestionType.NUMBER: "number",
    QuestionType.DATE: "day",
    QuestionType.TEXT: "text",
}
_OUTPUTS: Mapping[str, Mapping[str, Column]] = {
    "indicators.csv": INDICATORS,
    "numbers.csv": NUMBERS,
    "contents.csv": CONTENTS,
    "data/answers.csv": ANSWERS,
    "data/facts.csv": FACTS,
    "data/sources.csv": SOURCES,
}

Lines = Iterator[str]


def escaped(text: str) -> str:
    r"""Return a text on one line, none of it markup.

    >>> escaped("a|b\n*c*")
    'a\\|b \\*c\\*'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _languages(study: Study) -> list[str]:
    """Return the study's languages, English first where it speaks it."""
    return sorted(study.languages, key=lambda lang: lang != _LANG)


def _texts(text: Localised, study: Study) -> str:
    return " / ".join(dict.fromkeys(escaped(text.text(lang)) for lang in _languages(study)))


def _codes(codes: Iterable[Code], study: Study) -> str:
    return "; ".join(f"`{code.code}` {_texts(code.label, study)}" for code in codes)


def _answers(question: Question, study: Study) -> str:
    """Return what a question can be answered with."""
    told = [_TYPES[question.type]]
    if question.unit:
        told.append(f"in {escaped(study.unit_text(question.unit, _languages(study)[0]))} (`{question.unit}`)")
    for word, bound in (("from", question.minimum), ("to", question.maximum)):
        if bound is not None:
            told.append(f"{word} {bound:g}" if isinstance(bound, float) else f"{word} {bound}")
    if question.additive:
        told.append("may be added up")
    return ", ".join(told)


def _question(question: Question, study: Study) -> Lines:
    yield from (f"### `{question.question}`", "", f"**{_texts(question.label, study)}**", "")
    for lang in _languages(study):
        yield from (f"> {lang}: {escaped(question.wording.text(lang))}", ">" if lang != _languages(study)[-1] else "")
    if question.hint:
        yield f"* Hint: {_texts(question.hint, study)}"
    yield f"* Answer: {_answers(question, study)}"
    if question.codes:
        name = "Gathers, as named examples" if question.type is QuestionType.TEXT else "Codes"
        yield f"* {name}: {_codes(question.codes, study)}"
    if question.universe:
        earlier = study.question(question.universe.question)
        labels = labels_of(earlier, study, _languages(study)[0])
        said = ", ".join(f"`{answer}` ({escaped(labels.get(answer, answer))})" for answer in question.universe.answers)
        yield f"* Asked of: those who answer {said} to `{earlier.question}`"
    validity = validity_of(question, study.defaults)
    holds = f"{validity.years} years" if validity.kind == "years" else validity.kind
    yield f"* A documented answer holds: {holds}" + ("" if question.validity else " (the study's default)")
    if question.core:
        yield "* Counts in the intensity of its lever"
    if question.indicators:
        measures = [f"`{name}.{measure}`" for name in question.counted for measure in question.indicators]
        yield f"* Measures: {', '.join(measures)}"
    yield ""


def _lever(lever: Lever, study: Study) -> Lines:
    kind = " (transversal: not counted among the levers)" if lever.transversal else ""
    yield from (f"## Lever {lever.lever}: {_texts(lever.title, study)}{kind}", "")
    for question in lever.questions:
        yield from _question(question, study)


def _table(rows: Iterable[tuple[str, str, str]], heads: tuple[str, str, str]) -> Lines:
    yield f"| {' | '.join(heads)} |"
    yield "| --- | --- | --- |"
    yield from (f"| `{name}` | {kind} | {meaning.replace('|', chr(92) + '|')} |" for name, kind, meaning in rows)
    yield ""


def _states(study: Study) -> Lines:
    yield from (
        "## How an answer came about",
        "",
        "Column `status` of `data/answers.csv`; in the wide tables, all but `answered` stand in the answer's place.",
        "",
    )
    for status, message in STATUSES.items():
        # “unknown: why” says its own word first.
        yield f"* `{status.value}`: {message.partition(': ')[2] or 'a fact or a response says so'}"
    yield ""
    yield f"Yes/no questions: {_codes(study.codes, study)}."
    yield ""


def _dictionary() -> Lines:
    yield from ("## Tables that are given (`data/raw`)", "")
    for name, (columns, meanings) in TABLES.items():
        yield from (f"### `{name}`", "")
        told = ((column.name, allowed(column), meanings[column.name]) for column in columns)
        yield from _table(told, ("column", "holds", "meaning"))
    yield from ("## Tables of a report (`reports/<wave>`)", "")
    yield from (
        "`datapackage.json` describes each of them, and the wide tables `data/answers-lever-<n>.csv`, by Table Schema.",
        "",
    )
    for name, given in _OUTPUTS.items():
        yield from (f"### `{name}`", "")
        told = ((column, about.type, say(about.meaning, _LANG)) for column, about in given.items())
        yield from _table(told, ("column", "type", "meaning"))


def codebook_md(study: Study) -> str:
    """Return the codebook of a study as Markdown."""
    lines = [
        "# Codebook",
        "",
        "<!-- generated by `make docs` from data/raw/questionnaire and the package: do not edit -->",
        "",
        "Every question of the questionnaire, then every column of the tables. The same for programs, in each report:",
        "`codebook.ddi.xml` (DDI-Codebook 2.5) and `datapackage.json` (Table Schema).",
        "",
        *_states(study),
    ]
    for lever in study.levers:
        lines += _lever(lever, study)
    lines += _dictionary()
    return "\n".join(lines).rstrip("\n") + "\n"


def codebook_file(paths: StudyPaths) -> Path:
    """Return where the codebook of a study is kept."""
    return paths.root / "docs" / "codebook.md"


def main(root: Path) -> None:
    """Write a study's codebook; StudyError when its questionnaire cannot be read."""
    paths = StudyPaths(root)
    write_atomic(codebook_file(paths), codebook_md(load_study(paths)))


if __name__ == "__main__":  # python -m study.provenance.codebook [ROOT]
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else find_root())
