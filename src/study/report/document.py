"""The document: a bound notebook as plain data, the same for every exporter.

Promise: `document_of` reads nothing but the notebook it is given; every word is typeset in the report's language, and
prose that holds what prose may not hold is refused, all of it at once. Left out: how a document is laid out, as a PDF
(`study.report.typst`) or as a web page (`study.report.page`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nbformat import NotebookNode

from study.base.errors import Problem, raise_if
from study.base.marks import parts, plain
from study.base.text import mark, say
from study.report.binding import blocks_of
from study.report.markdown import Tree, parse
from study.report.typography import typeset, typeset_parts

# Values that programs read: never shown, so neither typeset nor fitted to a font.
CODES = frozenset(
    (
        "kind",
        "key",
        "id",
        "role",
        "lang",
        "file",
        "url",
        "svg",
        "png",
        "csv",
        "tone",
        "align",
        "width",
        "stamp",
        "where",
    )
)
# Names that are shown as they are written.
_NAMES = frozenset({"evidence", "wave", "number"})

# What reading software or a program reads: numbers are words there, and lead nowhere.
_PLAIN = frozenset(("alt", "label", "authors", "keywords", "running_head", "statement", "csv"))

# The words that every layout prints: key in `labels` -> English message.
LABELS = {
    "contents": mark("Contents"),
    "edition": mark("Edition"),
    "statement": mark("What this document is"),
    "annex": mark("Annex"),
    "figure": mark("Figure"),
    "table": mark("Table"),
    "source": mark("Source"),
    "note": mark("Reading"),
    "page": mark("Page"),
    "key": mark("Key"),
    "tone_yes": mark("yes"),
    "tone_planned": mark("planned"),
    "tone_no": mark("no"),
    "tone_unknown": mark("unknown"),
    "tone_conflict": mark("in conflict"),
}


def labels(lang: str) -> dict[str, str]:
    """Return the words that layouts print, in `lang`; `separator` stands between a label and what it labels."""
    separator = "\u00a0: " if lang == "fr" else ": "
    return {key: say(message, lang) for key, message in LABELS.items()} | {"separator": separator}


@dataclass(frozen=True, slots=True)
class Document:
    """The report as plain data, with its figures (SVG) and prose by the name of the file that a block shows.

    Words that hold numbers of the ledger are `{"runs": [{"text", "key"}, …]}`, the key empty between numbers; all other
    words are text.
    """

    data: dict[str, Any]
    figures: Mapping[str, str]
    prose: Mapping[str, Tree]


def _words(value: Any, lang: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _words(item, lang, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_words(item, lang, key) for item in value]
    if not isinstance(value, str) or key in CODES | _NAMES:
        return value
    words = _typeset(value, lang)
    if isinstance(words, str):
        return words
    if key in _PLAIN:
        return "".join(text for text, _ in words)
    return {"runs": [{"text": text, "key": of} for text, of in words]}


@lru_cache(1 << 14)
def _typeset(value: str, lang: str) -> str | tuple[tuple[str, str], ...]:
    """Return a text typeset: a text, or where it holds numbers its runs as (words, key)."""
    cut = parts(value)
    if not any(of for _, of in cut):
        return typeset(plain(value), lang)
    words = typeset_parts([text for text, _ in cut], lang)
    return tuple((text, of) for text, (_, of) in zip(words, cut, strict=True))


def worded(data: Any, lang: str) -> Any:
    """Return plain data with every text typeset in `lang`, numbers of the ledger as runs with their keys."""
    return _words(data, lang)


def flat(words: Any) -> str:
    """Return words as plain text, whether they hold numbers (runs) or not."""
    return words if isinstance(words, str) else "".join(run["text"] for run in words["runs"])


def _written_in(origin: Mapping[str, Any]) -> str:
    """Return where a text was written: a commentary file, or a notebook and its cell."""
    return f"{origin['notebook']}, [{origin['cell']}]" if origin["cell"] else str(origin["notebook"])


def document_of(notebook: NotebookNode) -> Document:
    """Return the document of a bound notebook; StudyError when its prose holds what prose may not hold."""
    about = notebook.metadata["study"]
    lang = about["lang"]
    figures: dict[str, str] = {}
    prose: dict[str, Tree] = {}
    problems: list[Problem] = []
    front = {part["id"] for part in about["parts"] if part["role"] == "front"}
    blocks: dict[str, list[dict[str, Any]]] = {part["id"]: [] for part in about["parts"]}
    for cell in notebook.cells:
        origin = cell.metadata["study"]
        made = blocks[origin["part"]]
        if cell.cell_type == "markdown":
            if not cell.source.strip():
                continue
            name = str(len(prose) + 1)
            prose[name], wrong = parse(cell.source, lang, _written_in(origin))
            problems += wrong
            made.append({"kind": "prose", "file": f"prose/{name}", "wide": origin["part"] in front})
            continue
        for block in blocks_of(cell):
            if block["kind"] == "figure":
                name = f"{block['key']}.svg"
                figures[name] = block["svg"]
                names = ("kind", "key", "title", "alt", "source", "csv", "stamp")
                kept = {key: block[key] for key in names if key in block}
                made.append({**kept, "file": f"figures/{name}"})
            else:
                made.append(dict(block))
    raise_if(problems)
    shown = [{**part, "blocks": blocks[part["id"]]} for part in about["parts"]]
    entries = [item["key"] for made in blocks.values() for block in made if block["kind"] == "entries"
               for group in block["groups"] for item in group["items"]]  # fmt: skip
    data = {"lang": lang, "meta": about["meta"], "parts": shown, "keys": dict.fromkeys(entries, True)}
    return Document(_words(data, lang), figures, prose)
