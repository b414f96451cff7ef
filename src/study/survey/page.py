"""The look at a survey as one web page, to send to a colleague who does not run the command.

Promise: one file without scripts, addresses or personal data; every text is escaped; headings, captions and column
heads are there for screen readers; the same summary gives the same bytes. Left out: what it says (`summary`).
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from study.base.text import list_text, mark, number_text, percent_text, say
from study.survey.rows import Fate
from study.survey.summary import FATES, HEADINGS, Summary

TEMPLATES = Path(__file__).resolve().parent / "web"

_WORDS = {
    "title": mark("Look at the survey: {title}"),
    "to_settle": mark("Problems to settle before the report can be built: {count}."),
    "nothing": mark("Nothing stops the report."),
    "received": mark("What was received"),
    "files": mark("Files"),
    "file": mark("File"),
    "read_as": mark("Read as"),
    "why": mark("Why"),
    "responses": mark("Responses"),
    "columns": mark("Columns"),
    "answering": mark("Columns that answer a question"),
    "sheet": mark("sheet {sheet}"),
    "answered": mark("Who answered: {count} of {base} ({rate})."),
    "missing": mark("Not received: {names}."),
    "where": mark("Where"),
    "what": mark("What"),
    "remedy": mark("What to do"),
    "by_question": mark("Question by question"),
    "given": mark("Answers given, of those asked"),
    "question": mark("Question"),
    "label": mark("Label"),
    "asked": mark("Asked"),
    "answered_column": mark("Answered"),
    "unreadable": mark("Unreadable"),
    "item_response": mark("Item response"),
}


def check_page(summary: Summary, lang: str) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        number=lambda value: number_text(value, lang),
        percent=lambda value: "–" if value is None else percent_text(value, lang),
        sentence=lambda items: list_text(list(items), lang),
    )
    return environment.get_template("check.html.j2").render(
        summary=summary,
        lang=lang,
        word=lambda name, **values: say(_WORDS[name], lang, **values),
        groups=[(str(kind), say(text, lang), summary.of(kind)) for kind, text in HEADINGS.items()],
        fates=[(say(FATES[fate], lang), summary.fates[fate]) for fate in Fate],
    )
