"""What LimeSurvey's question types are in a study: one question, one per row of a table, or none.

Promise: every type of LimeSurvey 2.05 to 6 by its sign; answers that the program itself offers (yes/no, gender, scales)
are written out, in the study's languages. A table gives one question per row, named as LimeSurvey names its columns:
`Q1_SQ001`. Source: LimeSurvey's manual, “Question types”, and its codes of fixed answers. Left out: what is said beside
a question (conditions, bounds: `from_limesurvey`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from study.base.show import Term
from study.codebook.model import QuestionType
from study.forms import import_notes as notes
from study.forms.form_words import study_word
from study.forms.imported import Option, Texts
from study.forms.lime_form import LimeOption, LimeQuestion
from study.forms.plain_text import from_html

WRITE_IN = "-oth-"
"""LimeSurvey's own code of an answer of one's own."""

LEFT_OUT: dict[str, Term] = {
    "X": notes.SHOWN, "*": notes.COMPUTED, "|": notes.FILES, "R": notes.RANKING, "I": notes.LANGUAGE,
}  # fmt: skip
_WHOLE = {
    "Y": QuestionType.CHOICE, "L": QuestionType.CHOICE, "!": QuestionType.CHOICE, "O": QuestionType.CHOICE,
    "5": QuestionType.CHOICE, "G": QuestionType.CHOICE, "M": QuestionType.MULTIPLE, "P": QuestionType.MULTIPLE,
    "N": QuestionType.NUMBER, "D": QuestionType.DATE, "S": QuestionType.TEXT, "T": QuestionType.TEXT,
    "U": QuestionType.TEXT,
}  # fmt: skip
_ROWS = {
    "A": QuestionType.CHOICE, "B": QuestionType.CHOICE, "C": QuestionType.CHOICE, "E": QuestionType.CHOICE,
    "F": QuestionType.CHOICE, "H": QuestionType.CHOICE, "K": QuestionType.NUMBER, "Q": QuestionType.TEXT,
}  # fmt: skip
_CELLS = {":": QuestionType.NUMBER, ";": QuestionType.TEXT}
_DUAL = "1"
# Codes of fixed answers, with the word for each; the words of the scales are their own numbers.
_FIXED = {
    "Y": {"Y": "yes", "N": "no"},
    "G": {"F": "female", "M": "male"},
    "C": {"Y": "yes", "U": "uncertain", "N": "no"},
    "E": {"I": "increase", "S": "same", "D": "decrease"},
    "5": dict.fromkeys("12345", ""),
    "A": dict.fromkeys("12345", ""),
    "B": dict.fromkeys((str(number) for number in range(1, 11)), ""),
}
_WITH_COMMENTS = ("O", "P")
TYPES = (*LEFT_OUT, *_WHOLE, *_ROWS, *_CELLS, _DUAL)
"""The signs of all types."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question out of one of LimeSurvey's: `part` are the texts of its row and column, empty for a whole one."""

    name: str
    type: QuestionType
    part: Texts
    options: tuple[Option, ...] = ()


def plain_texts(texts: Texts, languages: tuple[str, ...]) -> Texts:
    """Return texts without HTML, by language; one that names no language is in each of them."""
    found = {lang: from_html(text) for lang, text in texts.items()}
    spread = dict.fromkeys(languages, found[""]) if "" in found else {}
    return {lang: text for lang, text in {**spread, **found}.items() if lang and text}


def has_comments(question: LimeQuestion) -> bool:
    """Tell whether respondents may write a comment beside their answers."""
    return question.type in _WITH_COMMENTS


def _options(options: tuple[LimeOption, ...], languages: tuple[str, ...], scale: int = 0) -> tuple[Option, ...]:
    return tuple(Option(item.code, plain_texts(item.texts, languages)) for item in options if item.scale == scale)


def _fixed(question: LimeQuestion, languages: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(code, study_word(word, languages) if word else dict.fromkeys(languages, code))
        for code, word in _FIXED[question.type].items()
    )


def _write_in(question: LimeQuestion, languages: tuple[str, ...]) -> tuple[Option, ...]:
    if not takes_other(question):
        return ()
    said = plain_texts(question.attributes.get("other_replace_text", {}), languages)
    return (Option(WRITE_IN, {**study_word("other", languages), **said}),)


def takes_other(question: LimeQuestion) -> bool:
    """Tell whether respondents may write an answer of their own; other types than lists ignore the setting."""
    return question.other and question.type in ("L", "!", "M", "P")


def _joined(*texts: Texts) -> Texts:
    languages = dict.fromkeys(lang for text in texts for lang in text)
    return {lang: " – ".join(text[lang] for text in texts if text.get(lang)) for lang in languages}


def _cells(question: LimeQuestion, languages: tuple[str, ...]) -> Iterator[Asked]:
    """Return the questions of a table of boxes: one per box, or per row where boxes are ticked."""
    rows = _options(question.subquestions, languages)
    columns = _options(question.subquestions, languages, 1)
    ticked = question.type == ":" and question.attribute("multiflexible_checkbox") == "1"
    for row in rows:
        name = f"{question.code}_{row.code}"
        if ticked:
            yield Asked(name, QuestionType.MULTIPLE, row.labels, columns)
        else:
            for column in columns:
                part = _joined(row.labels, column.labels)
                yield Asked(f"{name}_{column.code}", _CELLS[question.type], part)


def _dual(question: LimeQuestion, languages: tuple[str, ...]) -> Iterator[Asked]:
    for row in _options(question.subquestions, languages):
        for scale, letter in enumerate("AB"):
            heading = plain_texts(question.attributes.get(f"dualscale_header{letter}", {}), languages)
            options = _options(question.answers, languages, scale)
            part = _joined(row.labels, heading)
            yield Asked(f"{question.code}_{row.code}_{scale}", QuestionType.CHOICE, part, options)


def asked_of(question: LimeQuestion, languages: tuple[str, ...]) -> list[Asked]:
    """Return the questions that one of LimeSurvey's types asks; none for a type that is left out or unknown."""
    sign = question.type
    if sign in _CELLS:
        return list(_cells(question, languages))
    if sign == _DUAL:
        return list(_dual(question, languages))
    rows = _options(question.subquestions, languages)
    fixed = _fixed(question, languages) if sign in _FIXED else None
    if sign in _WHOLE:
        kind = _WHOLE[sign]
        options = fixed or (rows if kind is QuestionType.MULTIPLE else _options(question.answers, languages))
        own = () if kind not in (QuestionType.CHOICE, QuestionType.MULTIPLE) else options
        return [Asked(question.code, kind, {}, (*own, *_write_in(question, languages)))]
    if sign in _ROWS:
        options = fixed or _options(question.answers, languages)
        offered = options if _ROWS[sign] is QuestionType.CHOICE else ()
        return [Asked(f"{question.code}_{row.code}", _ROWS[sign], row.labels, offered) for row in rows]
    return []
