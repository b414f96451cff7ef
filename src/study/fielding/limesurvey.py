"""The form as LimeSurvey's tab-separated survey structure (.txt), which its "Import a survey" takes.

Promise: the same form gives the same bytes; a group per lever, every language of the study in full one after the other,
codes by `study.codebook.names`. Texts are HTML to LimeSurvey, and `{…}` an expression: both are escaped, so that what
is written is what is read; a text is one line and holds no tab. Sources: LimeSurvey's manual, "Tab Separated Value
survey structure", "Question type - …" and "ExpressionScript"; the importer's code (`TSVImportSurvey`). Left out:
anything that LimeSurvey has a default for.

No LimeSurvey runs where this was made. Read in its sources and not tried: that ids given here are taken over as they
are; that `encrypted` is ignored by versions that do not know it; that an HTML filter set for accounts other than the
administrator's leaves `&#123;` as it is; that titles, which are plain text elsewhere, show `&amp;` as `&`.
"""

import csv
import html
import io
from collections.abc import Iterable, Iterator, Mapping

from study.base.text import say
from study.codebook.model import QuestionType
from study.codebook.names import (
    TERRITORY,
    Key,
    key_of,
    limesurvey_answers,
    limesurvey_contact,
    limesurvey_names,
    limesurvey_territories,
)
from study.codebook.wordings import respondent_text
from study.fielding.form import Form, Gate, Item
from study.fielding.words import (
    IDENTIFICATION,
    closing_text,
    hint_text,
    introduction_texts,
    plain_bound,
    unit_text,
)

Row = Mapping[str, str]

COLUMNS = (
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "encrypted",
    "other",
    "default",
    "same_default",
    # Attributes of questions: any further column is one.
    "date_max",
    "date_min",
    "max_num_value_n",
    "min_num_value_n",
    "other_replace_text",
    "suffix",
)
"""The headings, in LimeSurvey's order."""

_DROPDOWN, _RADIO, _MULTIPLE, _NUMBER, _DATE, _LONG_TEXT, _SHORT_TEXT = "!", "L", "M", "N", "D", "T", "S"
_TYPES = {
    QuestionType.YES_NO: _RADIO,
    QuestionType.CHOICE: _RADIO,
    QuestionType.MULTIPLE: _MULTIPLE,
    QuestionType.NUMBER: _NUMBER,
    QuestionType.DATE: _DATE,
    QuestionType.TEXT: _LONG_TEXT,
}
_BOUNDS = {QuestionType.NUMBER: ("min_num_value_n", "max_num_value_n"), QuestionType.DATE: ("date_min", "date_max")}
_ALWAYS = "1"
_OTHER = "-oth-"  # LimeSurvey's own code of the write-in answer of a list
_BYTE_ORDER_MARK = "\ufeff"  # as LimeSurvey's own structures have, so that spreadsheets read the accents


def escaped(text: str) -> str:
    r"""Return a text as LimeSurvey shows it unchanged: no HTML, no expression, one line.

    >>> escaped('a < b & "{c}"\nd')
    'a &lt; b &amp; &quot;&#123;c&#125;&quot;<br />d'
    """
    safe = html.escape(text, quote=False).replace('"', "&quot;").replace("{", "&#123;").replace("}", "&#125;")
    return "<br />".join(" ".join(line.split("\t")) for line in safe.splitlines())


def _codes(item: Item) -> dict[str, str]:
    """Return what each option is called: an answer, or a subquestion of a multiple choice."""
    return limesurvey_answers([option.code for option in item.options])


def _chosen(item: Item, code: str, names: Mapping[Key, str]) -> str:
    """Return the expression that is true where an option was chosen."""
    name = names[key_of(item.question)]
    written = item.write_in is not None and code == item.write_in.code
    if item.question.type is QuestionType.MULTIPLE:
        return f'{name}_other.NAOK != ""' if written else f'{name}_{_codes(item)[code]}.NAOK == "Y"'
    return f'{name}.NAOK == "{_OTHER if written else _codes(item)[code]}"'


def relevance_of(gate: Gate, names: Mapping[Key, str]) -> str:
    """Return the expression of a gate. `NAOK`: a question that was not shown is no answer, rather than an error."""
    return " or ".join(_chosen(gate.item, option.code, names) for option in gate.answers)


def _question(item: Item, form: Form, names: Mapping[Key, str], lang: str) -> Row:
    question, written = item.question, item.write_in
    ends = zip(_BOUNDS.get(question.type, ()), (question.minimum, question.maximum), strict=False)
    # What holds in every language is said once, in the first.
    attributes = {name: plain_bound(end) for name, end in ends if end is not None} if lang == form.lang else {}
    return {
        "class": "Q",
        "type/scale": _TYPES[question.type],
        "name": names[key_of(question)],
        "relevance": relevance_of(item.gate, names) if item.gate else _ALWAYS,
        "text": escaped(question.wording.text(lang)),
        "help": escaped(hint_text(item, lang)),
        "mandatory": _yes(question.required),
        "other": _yes(written is not None),
        "other_replace_text": escaped(written.label.text(lang)) if written else "",
        "suffix": escaped(unit_text(item, form, lang)),
        **attributes,
    }


def _options(item: Item, lang: str) -> Iterator[Row]:
    """Return the options as answers or subquestions; the write-in one is made by LimeSurvey."""
    kind = "SQ" if item.question.type is QuestionType.MULTIPLE else "A"
    codes = _codes(item)
    for option in item.options:
        if option != item.write_in:
            yield {"class": kind, "name": codes[option.code], "text": escaped(option.label.text(lang))}


def _yes(value: bool) -> str:
    return "Y" if value else "N"


def _group(number: int, name: str) -> Row:
    return {"class": "G", "type/scale": str(number), "name": escaped(name), "relevance": _ALWAYS}


def _identification(form: Form, lang: str) -> Iterator[Row]:
    asked = {"class": "Q", "relevance": _ALWAYS, "other": "N"}
    if form.territories:
        wording = escaped(respondent_text(form.study, lang))
        yield {**asked, "type/scale": _DROPDOWN, "name": TERRITORY, "text": wording, "mandatory": "Y"}
        codes = limesurvey_territories(key for key, _ in form.territories)
        for key, name in form.territories:
            yield {"class": "A", "name": codes[key], "text": escaped(name)}
    for contact in form.study.contact:
        code, wording = limesurvey_contact(contact.question), escaped(contact.wording.text(lang))
        required = _yes(contact.required)
        yield {**asked, "type/scale": _SHORT_TEXT, "name": code, "text": wording, "mandatory": required}


def _content(form: Form, lang: str) -> Iterator[Row]:
    """Return every group, question and option in one language."""
    identification = list(_identification(form, lang))
    if identification:
        yield _group(1, say(IDENTIFICATION, lang))
        yield from identification
    names = limesurvey_names(form.study)
    for number, section in enumerate(form.sections, start=2 if identification else 1):
        yield _group(number, section.lever.title.text(lang))
        for item in section.items:
            yield _question(item, form, names, lang)
            yield from _options(item, lang)


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """Give ids: groups their own count, questions and subquestions one; an answer has its question's."""
    groups = questions = asked = 0
    for row in rows:
        kind = row["class"]
        if kind == "G":
            groups += 1
        elif kind in ("Q", "SQ"):
            questions += 1
            asked = questions if kind == "Q" else asked
        yield {**row, "id": str({"G": groups, "A": asked}.get(kind, questions))}


def _settings(form: Form) -> Iterator[Row]:
    said = {
        "language": form.lang,
        "additional_languages": " ".join(form.languages[1:]),
        "format": "G",  # a page per group
        "anonymized": "N",
        "datestamp": "Y",
        "allowprev": "Y",
        "allowsave": "Y",
        "showprogress": "Y",
    }
    yield from ({"class": "S", "name": name, "text": text} for name, text in said.items() if text)


def _language_settings(form: Form, lang: str) -> Iterator[Row]:
    said = {
        "surveyls_language": lang,
        "surveyls_title": form.title.text(lang),
        "surveyls_welcometext": "\n".join(introduction_texts(form, lang)),
        "surveyls_endtext": closing_text(lang),
    }
    yield from ({"class": "SL", "name": name, "text": escaped(text), "language": lang} for name, text in said.items())


def _rows(form: Form) -> Iterator[Row]:
    yield from _settings(form)
    for lang in form.languages:
        yield from _language_settings(form, lang)
    for lang in form.languages:
        for row in _numbered(_content(form, lang)):
            encrypted = "N" if row["class"] == "Q" else ""
            yield {**row, "language": lang, "encrypted": encrypted}


def write_limesurvey(form: Form) -> str:
    """Return the tab-separated structure of a form, as text to be written in UTF-8; the first language is its base."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(form))
    return _BYTE_ORDER_MARK + stream.getvalue()
