"""CommonMark for the page: pandoc reads and writes, and nothing but prose gets through.

Promise: raw blocks, HTML and maths are text; images and tables are refused, because figures and tables are emitted by
the package with their alternatives; links lead to web or e-mail addresses only; words get the language's typography.
Typst and HTML are written from the same tree, so both refuse and print the same. A number keeps its ledger key in HTML:
`keyed` marks it before binding, in a way that no one can type.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import count
from typing import Any

import pypandoc

from study.base.errors import Place, Problem
from study.base.nearest import plain as folded
from study.base.show import Term
from study.base.text import mark
from study.report.typography import typeset_parts

# A text as pandoc's own document.
Tree = dict[str, Any]

# Plain CommonMark: pandoc's extensions would pass Typst code through (raw blocks, attributes of spans and divs), and
# turn $x$ into maths without the alternative that PDF/UA requires. Pipe tables are read so that they can be refused.
_FORMAT = "commonmark+pipe_tables+footnotes"
_SCHEMES = ("https://", "http://", "mailto:")
_REFUSED = {"Image": mark("an image"), "Table": mark("a table"), "Link": mark("a link that leads to no web address")}

# A note that names a note: pandoc loses the inner one, and writes one that names itself without end.
_NOTE_IN_NOTE = re.compile(
    r"^[\s>*+-]*\[\^[^\]\s]+\]:(?:[^\n]|\n(?!\s*\n|[\s>*+-]*\[\^[^\]\s]+\]:)|\n\s*\n(?=[ \t]))*?(\[\^[^\]\s]+\])(?!:)",
    re.M,
)
_NOTE_WITHIN = mark("a note within a note")
_DEEP = mark("quotes, lists or emphasis too deeply within each other")
_TOO_MUCH = mark("more than can be read within memory")
_MEMORY = ("+RTS", "-M256m", "-RTS")
# Levels of pandoc's document, three or so to a quote or list: each takes some of Python's stack.
_DEEPEST = 150
_STRING, _BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"'), re.compile(r"[][{}]")
_NOTHING: Tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": []}

# Where a key stays bare: in the target of a link a mark would be no longer a target, in code it would be code.
_BARE = r"\]\([^)]*\)|<https?://[^>]*>|`[^`]*`"
_KEY = re.compile(rf"{_BARE}|(?P<tag><)(?=/?data\b)|\{{\{{\s*(?P<key>[\w.:/-]+)\s*\}}\}}")
_OPENING = re.compile(r'<data data-key="([^"<>]*)">')
_CLOSING = "</data>"


@dataclass(frozen=True, slots=True)
class NotProse(Problem):
    """Prose holds what only the package may put on a page, or a link that leads nowhere a reader may go."""

    code = "prose-not-allowed"
    what = mark("The text holds {kind} (“{value}”).")
    why = mark(
        "Prose is plain CommonMark: figures and tables are made by the notebooks, and links lead to web addresses."
    )
    remedy = mark("Take it out, or write it as plain text.")


def allowed(url: str) -> bool:
    """Tell whether a link may lead there: the web, or somebody's letter box."""
    return url.lower().startswith(_SCHEMES)


def keyed(markdown: str) -> str:
    """Return prose whose every `{{ key }}` says its key around it, so that the number that comes there keeps it.

    >>> keyed("Il y en a {{ frame.count }}.")
    'Il y en a <data data-key="frame.count">{{ frame.count }}</data>.'
    """

    def marked(found: re.Match[str]) -> str:
        if found["key"]:
            return f'<data data-key="{found["key"]}">{found[0]}{_CLOSING}'
        # Such a tag that somebody typed is printed, as all HTML is.
        return "\\<" if found["tag"] else found[0]

    return _KEY.sub(marked, markdown)


def parse(markdown: str, lang: str, file: str) -> tuple[Tree, list[Problem]]:
    """Return prose as a tree with nothing but prose in it, and a problem for each thing that prose may not hold."""
    if within := _NOTE_IN_NOTE.search(markdown):
        return _NOTHING, [NotProse(Place(file), within[1], {"kind": Term(_NOTE_WITHIN)})]
    read = _read(markdown)
    if _depth(read) > _DEEPEST:
        return _NOTHING, [NotProse(Place(file), "…", {"kind": Term(_DEEP if read else _TOO_MUCH)})]
    tree: Tree = json.loads(read)
    problems: list[Problem] = list(_refusals(tree["blocks"], file))
    return {**tree, "blocks": _typeset(tree["blocks"], lang)}, problems


@lru_cache(maxsize=256)  # each text is read once per exporter
def _read(markdown: str) -> str:
    """Return pandoc's own document as JSON; empty where pandoc gives up within the memory that it may take."""
    try:
        return str(pypandoc.convert_text(markdown, "json", format=_FORMAT, extra_args=_MEMORY, verify_format=False))
    except RuntimeError:
        return ""


def _depth(text: str) -> int:
    """Return how deep the lists and objects of a JSON text are nested; beyond any of it for none."""
    depth = deepest = 0
    for sign in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest or _DEEPEST + 1


def to_typst(tree: Tree) -> str:
    """Return a tree as Typst markup; a number is a call of the template's `number(key)[words]`."""
    return _written(_numbers(tree, _typst_number), "typst")


def to_html(tree: Tree, prefix: str) -> str:
    """Return a tree as HTML: headings one level lower (the part's title is h2), every id opening with `prefix`."""
    html = _written(_numbers(_lowered(tree, set()), _html_number), "html5", f"--id-prefix={prefix}-")
    # pandoc makes a landmark of each list of notes, and a page may hold many.
    return html.replace(' role="doc-endnotes"', "")


def sections_of(tree: Tree, prefix: str) -> list[tuple[str, str]]:
    """Return the sections of a tree as (id in the HTML of that prefix, words of the heading)."""
    headings = [node["c"] for node in _lowered(tree, set())["blocks"] if node["t"] == "Header"]
    return [(f"{prefix}-{about[0]}", words_of(words)) for level, about, words in headings if level == 3]


def words_of(tree: Any) -> str:
    """Return the words of a tree, or of a piece of one, as plain text."""
    found = (node["c"][1] if node["t"] in ("Code", "CodeBlock") else _text(node) for node in _nodes(tree))
    return "".join(text for text in found if text is not None)


def anchor(words: str, taken: set[str]) -> str:
    """Return an id made of some words, other than those `taken`, and add it to them.

    >>> taken = set(); anchor("Où l’on achète", taken), anchor("Où l’on achète", taken)
    ('ou-l-on-achete', 'ou-l-on-achete-2')
    """
    name = re.sub(r"\W+", "-", folded(words)).strip("-") or "section"
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    found = next(item for item in numbered if item not in taken)
    taken.add(found)
    return found


def _written(tree: Tree, to: str, *options: str) -> str:
    # The formats are known: asking pandoc for them takes as long as the conversion.
    given = {"format": "json", "extra_args": ["--wrap=none", *options], "verify_format": False}
    return str(pypandoc.convert_text(json.dumps(tree), to, **given))


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for item in tree if isinstance(tree, list) else tree.values() if isinstance(tree, dict) else ():
        if isinstance(item, dict) and "t" in item:
            yield item
        yield from _nodes(item)


def _refusals(tree: Any, file: str) -> Iterator[NotProse]:
    for node in _nodes(tree):
        target = node["c"][2][0] if node["t"] in ("Link", "Image") else ""
        if node["t"] in ("Image", "Table") or (node["t"] == "Link" and not allowed(target)):
            yield NotProse(Place(file), target, {"kind": Term(_REFUSED[node["t"]])})


_NO_ATTRIBUTES: list[Any] = ["", [], []]


def _untagged(text: str) -> str:
    return _OPENING.sub("", text).replace(_CLOSING, "")


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of pandoc's tree with nothing in it that a writer could take for code.

    HTML becomes the text that was typed, code loses its language, and a heading stays below the part's own title.
    """
    match node["t"]:
        case "RawBlock":
            return {"t": "Para", "c": [{"t": "Str", "c": _untagged(node["c"][1]).strip()}]}
        case "Code" | "CodeBlock":
            return {"t": node["t"], "c": [_NO_ATTRIBUTES, node["c"][1]]}
        case "Header":
            return {"t": "Header", "c": [min(max(node["c"][0], 2), 3), _NO_ATTRIBUTES, node["c"][2]]}
    return node


def _text(node: dict[str, Any]) -> str | None:
    """Return what a node adds to a sentence as plain text; None when it is something else."""
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak":
            return " "
        case "RawInline":
            return str(node["c"][1])
    return None


def _sentences(inlines: list[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """Join words and spaces that follow each other, so that typography sees whole sentences; numbers keep their key."""
    made: list[dict[str, Any]] = []
    run: list[tuple[str, str]] = []
    key = ""

    def close() -> None:
        for (_, of), text in zip(run, typeset_parts([text for text, _ in run], lang), strict=True):
            words = {"t": "Str", "c": text}
            made.append({"t": "Span", "c": [["", [], [["data-key", of]]], [words]]} if of else words)
        run.clear()

    for node in inlines:
        text = _text(node)
        if text is None:
            close()
            made.append(_typeset(node, lang))
        elif node["t"] == "RawInline" and (opening := _OPENING.fullmatch(text)):
            key = opening[1]
        elif node["t"] == "RawInline" and text == _CLOSING:
            key = ""
        elif run and run[-1][1] == key:
            run[-1] = (run[-1][0] + text, key)
        else:
            run.append((text, key))
    close()
    return made


def _typeset(tree: Any, lang: str) -> Any:
    if isinstance(tree, list):
        if tree and all(isinstance(item, dict) and "t" in item for item in tree):
            return _sentences([_plain(item) for item in tree], lang)
        return [_typeset(item, lang) for item in tree]
    if isinstance(tree, dict):
        if tree.get("t") in ("Code", "CodeBlock"):
            return tree
        return {key: _typeset(value, lang) for key, value in tree.items()}
    return tree


def _numbers(tree: Any, number: Callable[[str, list[Any]], list[Any]]) -> Any:
    """Return a tree with the numbers that carry a key made into what a format prints for them.

    Within a link a number leads nowhere of its own: it is words there, which keep their key.
    """
    if isinstance(tree, list):
        made: list[Any] = []
        for item in tree:
            of = _key_of(item)
            made += number(of, item["c"][1]) if of else [_numbers(item, number)]
        return made
    if not isinstance(tree, dict):
        return tree
    inside = _typst_words if tree.get("t") == "Link" and number is _typst_number else number
    inside = _html_words if tree.get("t") == "Link" and number is _html_number else inside
    return {key: _numbers(value, inside) for key, value in tree.items()}


def _key_of(node: Any) -> str:
    """Return the ledger key of a node that is a number; empty for any other."""
    if not isinstance(node, dict) or node.get("t") != "Span":
        return ""
    return str(dict(node["c"][0][2]).get("data-key", ""))


def _typst_number(key: str, words: list[Any]) -> list[Any]:
    return [
        {"t": "RawInline", "c": ["typst", f"#number({json.dumps(key)})["]},
        *words,
        {"t": "RawInline", "c": ["typst", "]"]},
    ]


def _typst_words(key: str, words: list[Any]) -> list[Any]:
    return words


def _html_words(key: str, words: list[Any]) -> list[Any]:
    return [{"t": "Span", "c": [["", [], [["data-key", key]]], words]}]


def _html_number(key: str, words: list[Any]) -> list[Any]:
    # Not a link of pandoc's own: it would put the prefix of ids before the entry that the number leads to.
    named = escape(key)
    return [
        {"t": "RawInline", "c": ["html", f'<a class="number" href="#n:{named}" data-key="{named}">']},
        *words,
        {"t": "RawInline", "c": ["html", "</a>"]},
    ]


def _lowered(tree: Any, taken: set[str]) -> Any:
    """Return a tree with its headings one level lower, and for each an id made of its words."""
    if isinstance(tree, list):
        return [_lowered(item, taken) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if tree.get("t") == "Header":
        level, _, words = tree["c"]
        return {"t": "Header", "c": [level + 1, [anchor(words_of(words), taken), [], []], words]}
    return {key: _lowered(value, taken) for key, value in tree.items()}
