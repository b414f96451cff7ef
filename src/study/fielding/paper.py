"""The form on paper: a PDF of A4 pages, in one language, to be filled in by hand.

Promise: tagged (PDF/UA-1), the same bytes each time, in the report's fonts and colours; routing is said in words, an
option is a box, an answer to write is a line. Every string is set as text, never read as markup; what the fonts cannot
print becomes □. Left out: fields that a program could fill in. The layout is `templates/questionnaire.typ`, with the
report's `style.typ`.
"""

import datetime
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from study.base.errors import Problem, StudyError
from study.base.scratch import scratch
from study.base.text import mark, say
from study.codebook.model import QuestionType
from study.codebook.wordings import respondent_text
from study.fielding.form import Form, Item
from study.fielding.words import (
    DAY,
    IDENTIFICATION,
    REQUIRED,
    SEVERAL,
    bounds_text,
    closing_text,
    hint_text,
    introduction_texts,
    routing_text,
    unit_text,
)
from study.report.glyphs import FONT_DIR, breakable, printable
from study.report.typography import typeset
from study.report.typst import TEMPLATE_DIR as REPORT_TEMPLATES
from study.report.typst import close_streams

TEMPLATE_DIR = Path(__file__).resolve().parent / "templates"

_LINES = 4  # to write a text on
# From so many options on, those with short labels stand in columns; more than a good part of a page may be cut.
_MANY, _SHORT, _PAGE = 8, 28, 30
# Values that the template compares, or prints as they are.
_CODES = frozenset(("kind", "lang", "number"))


class PaperNotMade(Problem):
    """The compiler refused the questionnaire, or warned about it."""

    code = "questionnaire-not-made"
    what = mark("The questionnaire’s PDF could not be made: {message}")
    why = mark("A text of the questionnaire cannot be set on paper. {hint}")
    remedy = mark("Look for a text that is out of the ordinary in the questionnaire, or take --to markdown meanwhile.")


def _boxes(labels: list[tuple[str, bool]]) -> dict[str, Any]:
    """Return boxes to tick: each label, and whether there is room to write beside it."""
    longest = max(len(label) + _SHORT * written for label, written in labels)
    columns = 1 if len(labels) < _MANY or longest > 2 * _SHORT else 3 if longest <= _SHORT else 2
    options = [{"label": label, "write_in": written} for label, written in labels]
    return {"kind": "boxes", "options": options, "columns": columns, "breakable": len(labels) > _PAGE}


def _line(after: str = "") -> dict[str, Any]:
    return {"kind": "line", "after": after, "breakable": False}


def _answer(item: Item, form: Form, lang: str) -> dict[str, Any]:
    if item.options:
        return _boxes([(option.label.text(lang), option == item.write_in) for option in item.options])
    if item.question.type is QuestionType.TEXT:
        return {"kind": "lines", "count": _LINES, "breakable": False}
    return _line(say(DAY, lang) if item.question.type is QuestionType.DATE else unit_text(item, form, lang))


def _question(item: Item, form: Form, lang: str) -> dict[str, Any]:
    several = say(SEVERAL, lang) if item.question.type is QuestionType.MULTIPLE else ""
    required = say(REQUIRED, lang) if item.question.required else ""
    notes = (hint_text(item, lang), bounds_text(item, lang), several, required)
    return {
        "number": f"{item.number}.",
        "wording": item.question.wording.text(lang),
        "routing": routing_text(item, lang),
        "notes": [note for note in notes if note],
        **_answer(item, form, lang),
    }


def _unnumbered(wording: str, required: bool, answer: dict[str, Any], lang: str) -> dict[str, Any]:
    notes = [say(REQUIRED, lang)] if required else []
    return {"number": None, "wording": wording, "routing": "", "notes": notes, **answer}


def _parts(form: Form, lang: str) -> Iterator[dict[str, Any]]:
    about = []
    if form.territories:
        boxes = _boxes([(name, False) for _, name in form.territories])
        about.append(_unnumbered(respondent_text(form.study, lang), False, boxes, lang))
    about += [
        _unnumbered(contact.wording.text(lang), contact.required, _line(), lang) for contact in form.study.contact
    ]
    if about:
        yield {"title": say(IDENTIFICATION, lang), "questions": about}
    for section in form.sections:
        questions = [_question(item, form, lang) for item in section.items]
        yield {"title": section.lever.title.text(lang), "questions": questions}


def _set(value: Any, lang: str, key: str = "") -> Any:
    """Return a value whose every text is typeset, and holds only signs that the fonts have."""
    if isinstance(value, dict):
        return {name: _set(item, lang, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_set(item, lang, key) for item in value]
    return breakable(printable(typeset(value, lang))) if isinstance(value, str) and key not in _CODES else value


def _document(form: Form) -> dict[str, Any]:
    """Return the document as the template reads it."""
    lang = form.lang
    introduction = list(introduction_texts(form, lang))
    said = {
        "meta": {"title": form.title.text(lang), "description": introduction[0]},
        "labels": {"page": say("Page", lang)},
        "introduction": introduction,
        "parts": list(_parts(form, lang)),
        "closing": closing_text(lang),
    }
    return {"lang": lang, "date": [form.day.year, form.day.month, form.day.day], **_set(said, lang)}


def _compiled(document: dict[str, Any], day: datetime.date) -> tuple[bytes | None, str, str]:
    """Compile in a folder of its own: the PDF, or the message and hint of what stopped it."""
    with scratch("form") as folder:
        root = folder.resolve()
        for template in (REPORT_TEMPLATES / "style.typ", TEMPLATE_DIR / "questionnaire.typ"):
            shutil.copy(template, root)
        (root / "packages").mkdir()
        (root / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        compiler = typst.Compiler(
            str(root / "questionnaire.typ"),
            root=str(root),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)]
            ),
            package_path=str(root / "packages"),
            package_cache_path=str(root / "packages"),
        )
        midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        try:
            data, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"], timestamp=midnight)
        except typst.TypstError as error:
            return None, error.message, " ".join(error.hints)
    if warnings:
        return None, warnings[0].message, " ".join(warnings[0].hints)
    return (close_streams(data), "", "") if isinstance(data, bytes) else (None, "no file", "")


def write_paper(form: Form) -> bytes:
    """Return the PDF of a form, in its first language; StudyError (`PaperNotMade`) if it cannot be made."""
    data, message, hint = _compiled(_document(form), form.day)
    if data is None:
        raise StudyError([PaperNotMade(details={"message": message, "hint": hint})])
    return data
