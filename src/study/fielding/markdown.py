"""The form as Markdown in one language: to be read, discussed, sent around before it is fielded.

Promise: CommonMark; what the questionnaire says is text, whatever signs it holds, and never mark-up. Routing and bounds
are said in words; an option is a box to tick, an answer to write a dotted line. Left out: numbers and boxes that a
program would read back: a form to fill in is `xlsform`, `limesurvey` or `paper`.
"""

import re
from collections.abc import Iterator, Sequence

from study.base.text import say
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

_BOX, _LINE = "☐", "…" * 12
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def escaped(text: str) -> str:
    r"""Return a text as CommonMark that shows it unchanged within a line.

    >>> escaped("a *b* <c>")
    'a \\*b\\* \\<c\\>'
    """
    return _SIGNS.sub(r"\\\1", " ".join(text.splitlines()))


def _answer(item: Item, form: Form, lang: str) -> list[str]:
    """Return where the answer goes: boxes, or a dotted line."""
    if item.options:
        written = item.write_in
        return [
            f"- {_BOX} {escaped(option.label.text(lang))}{f' {_LINE}' if option == written else ''}"
            for option in item.options
        ]
    if item.question.type is QuestionType.DATE:
        return [f"{_LINE} ({say(DAY, lang)})"]
    return [f"{_LINE} {escaped(unit_text(item, form, lang))}".strip()]


def _about(item: Item, lang: str) -> list[str]:
    """Return what is said about a question, each in a paragraph of its own: who answers it, how, within what."""
    several = say(SEVERAL, lang) if item.question.type is QuestionType.MULTIPLE else ""
    required = say(REQUIRED, lang) if item.question.required else ""
    said = (routing_text(item, lang), hint_text(item, lang), bounds_text(item, lang), several, required)
    return [f"*{escaped(text)}*" for text in said if text]


def _asked(wording: str, about: Sequence[str], answer: Sequence[str]) -> Iterator[str]:
    yield wording
    yield from about
    yield "\n".join(answer)


def _identification(form: Form, lang: str) -> Iterator[str]:
    if not form.territories and not form.study.contact:
        return
    yield f"## {say(IDENTIFICATION, lang)}"
    if form.territories:
        boxes = [f"- {_BOX} {escaped(name)}" for _, name in form.territories]
        yield from _asked(f"**{escaped(respondent_text(form.study, lang))}**", [], boxes)
    for contact in form.study.contact:
        about = [f"*{say(REQUIRED, lang)}*"] if contact.required else []
        yield from _asked(f"**{escaped(contact.wording.text(lang))}**", about, [_LINE])


def write_markdown(form: Form) -> str:
    """Return the form as CommonMark, in its first language."""
    lang = form.lang
    paragraphs = [f"# {escaped(form.title.text(lang))}", *map(escaped, introduction_texts(form, lang))]
    paragraphs += _identification(form, lang)
    for section in form.sections:
        paragraphs.append(f"## {escaped(section.lever.title.text(lang))}")
        for item in section.items:
            wording = f"**{item.number}.** {escaped(item.question.wording.text(lang))}"
            paragraphs += _asked(wording, _about(item, lang), _answer(item, form, lang))
    return "\n\n".join([*paragraphs, escaped(closing_text(lang))]) + "\n"
