"""The form as an XLSForm workbook, which KoboToolbox, ODK and their like read.

Promise: the same form gives the same bytes, and pyxform converts them without a warning. Every language of the study is
there; routing is `relevant`, bounds are `constraint`, names are those of `study.codebook.names`. A question that hangs
on one that was itself not asked is not asked either: an answer that was not given equals none. `version` is a function
of the sheets' content. Left out: a write-in answer is a choice `other` with a text question after it rather than
`or_other`, which has no translations. `${` in a text would be read as a reference: a space stands between the two.
Source: the XLSForm specification (xlsform.org).
"""

import datetime
import io
from collections.abc import Callable, Iterator, Mapping

import xlsxwriter

from study.base.files import sha256_hex
from study.codebook.model import QuestionType
from study.codebook.names import TERRITORY, FormNames, Key, key_of, xlsform_names
from study.codebook.wordings import respondent_text, write_in_text
from study.fielding.form import Form, Gate, Item
from study.fielding.words import (
    bounds_text,
    closing_text,
    hint_text,
    introduction_texts,
    language_name,
    plain_bound,
    unit_hint,
)

Row = Mapping[str, str]
Said = Callable[[str], str]

# With a hyphen, which no name of the codebook can have.
_INTRODUCTION, _CLOSING = "form-introduction", "form-closing"
_TYPES = {QuestionType.NUMBER: "decimal", QuestionType.DATE: "date", QuestionType.TEXT: "text"}
_TRANSLATED = ("label", "hint", "constraint_message")
# A workbook tells when it was made; ours does not hang on that.
_CREATED = datetime.datetime(2000, 1, 1)
_WIDTHS = {"type": 28, "name": 32, "list_name": 32}
_WIDTH = 60


def relevant_of(gate: Gate, names: FormNames) -> str:
    """Return the condition of `relevant` that a gate is."""
    name = "${" + names.questions[key_of(gate.item.question)] + "}"
    if gate.item.question.type is QuestionType.MULTIPLE:
        return " or ".join(f"selected({name}, '{option.code}')" for option in gate.answers)
    return " or ".join(f"{name} = '{option.code}'" for option in gate.answers)


def constraint_of(item: Item) -> str:
    """Return the condition that an answer's bounds are; empty when it has none."""
    ends = ((">=", item.question.minimum), ("<=", item.question.maximum))
    bounds = [(sign, plain_bound(bound)) for sign, bound in ends if bound is not None]
    shape = ". {} date('{}')" if item.question.type is QuestionType.DATE else ". {} {}"
    return " and ".join(shape.format(*bound) for bound in bounds)


def _harmless(text: str) -> str:
    return text.replace("${", "$ {")


def _texts(form: Form, key: str, said: Said) -> dict[str, str]:
    return {f"{key}::{language_name(lang)}": _harmless(said(lang)) for lang in form.languages}


def _choices(form: Form, names: FormNames) -> tuple[dict[Key, str], list[Row]]:
    """Return the list that each question offers, and the choices: one list for each set of options.

    A list is named after the first question that offers it.
    """
    rows: list[Row] = [
        {"list_name": TERRITORY, "name": key, **_texts(form, "label", dict.fromkeys(form.languages, name).__getitem__)}
        for key, name in form.territories
    ]
    known: dict[str, str] = {}
    lists: dict[Key, str] = {}
    for item in form.items:
        if not item.options:
            continue
        key = key_of(item.question)
        offered = repr([(option.code, sorted(option.label.root.items())) for option in item.options])
        lists[key] = known.setdefault(offered, names.questions[key])
        if lists[key] == names.questions[key]:
            rows += [
                {"list_name": lists[key], "name": option.code, **_texts(form, "label", option.label.text)}
                for option in item.options
            ]
    return lists, rows


def _type(item: Item, lists: Mapping[Key, str]) -> str:
    kind = item.question.type
    if kind in _TYPES:
        return _TYPES[kind]
    select = "select_multiple" if kind is QuestionType.MULTIPLE else "select_one"
    return f"{select} {lists[key_of(item.question)]}"


def _hint(item: Item, form: Form, lang: str) -> str:
    return " ".join(text for text in (hint_text(item, lang), unit_hint(item, form, lang)) if text)


def _question(item: Item, form: Form, names: FormNames, lists: Mapping[Key, str]) -> Iterator[Row]:
    question, key = item.question, key_of(item.question)
    yield {
        "type": _type(item, lists),
        "name": names.questions[key],
        **_texts(form, "label", question.wording.text),
        **_texts(form, "hint", lambda lang: _hint(item, form, lang)),
        "required": _required(question.required),
        "relevant": relevant_of(item.gate, names) if item.gate else "",
        "constraint": constraint_of(item),
        **_texts(form, "constraint_message", lambda lang: bounds_text(item, lang)),
    }
    if (option := item.write_in) is not None:
        yield {
            "type": "text",
            "name": names.others[key],
            **_texts(form, "label", lambda lang: write_in_text(option.label, lang)),
            "relevant": relevant_of(Gate(item, (option,)), names),
        }


def _required(required: bool) -> str:
    return "yes" if required else ""


def _note(form: Form, name: str, said: Said) -> Row:
    return {"type": "note", "name": name, **_texts(form, "label", said)}


def _survey(form: Form, names: FormNames, lists: Mapping[Key, str]) -> Iterator[Row]:
    yield _note(form, _INTRODUCTION, lambda lang: "\n\n".join(introduction_texts(form, lang)))
    if form.territories:
        wording = _texts(form, "label", lambda lang: respondent_text(form.study, lang))
        yield {"type": f"select_one {TERRITORY}", "name": TERRITORY, **wording, "required": _required(True)}
    for contact in form.study.contact:
        wording = _texts(form, "label", contact.wording.text)
        yield {"type": "text", "name": contact.question, **wording, "required": _required(contact.required)}
    for section in form.sections:
        group = f"lever_{section.lever.lever}"
        yield {"type": "begin_group", "name": group, **_texts(form, "label", section.lever.title.text)}
        for item in section.items:
            yield from _question(item, form, names, lists)
        yield {"type": "end_group", "name": group}
    yield _note(form, _CLOSING, closing_text)


def _columns(form: Form, *plain: str) -> list[str]:
    """Return the headings of a sheet, a translated one in each language."""

    def in_each(name: str) -> list[str]:
        return [f"{name}::{language_name(lang)}" for lang in form.languages] if name in _TRANSLATED else [name]

    return [heading for name in plain for heading in in_each(name)]


def _sheet(book: xlsxwriter.Workbook, name: str, columns: list[str], rows: list[Row]) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, _WIDTHS.get(column, _WIDTH if "::" in column else 20))
        sheet.write_string(0, position, column, bold)
        for number, row in enumerate(rows, start=1):
            if text := row.get(column, ""):
                sheet.write_string(number, position, text, wrapped)  # never a formula, whatever it begins with


def write_xlsform(form: Form) -> bytes:
    """Return the XLSForm workbook of a form, which opens in the form's first language."""
    names = xlsform_names(form.study)
    lists, choices = _choices(form, names)
    survey = list(_survey(form, names, lists))
    content = repr([[sorted(row.items()) for row in rows] for rows in (survey, choices)])
    settings = {
        "form_title": _harmless(form.title.text(form.lang)),
        "form_id": f"questionnaire-{form.wave}",
        "version": sha256_hex(content.encode("utf-8"))[:12],
        "default_language": language_name(form.lang),
    }
    plain = ("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        _sheet(book, "survey", _columns(form, *plain), survey)
        _sheet(book, "choices", _columns(form, "list_name", "name", "label"), choices)
        _sheet(book, "settings", list(settings), [settings])
    return stream.getvalue()
