"""CommonMark as Typst markup: pandoc reads and writes, and nothing but prose gets through.

Promise: raw blocks, HTML and maths are text; images and tables are refused, because figures and tables are emitted by
the package with their alternatives; links lead to web or e-mail addresses only; words get the language's typography.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypandoc

from study.base.errors import Place, Problem
from study.base.text import mark
from study.report.typography import typeset

# Plain CommonMark: pandoc's extensions would pass Typst code through (raw blocks, attributes of spans and divs), and
# turn $x$ into maths without the alternative that PDF/UA requires. Pipe tables are read so that they can be refused.
_FORMAT = "commonmark+pipe_tables+footnotes"
_SCHEMES = ("https://", "http://", "mailto:")
_REFUSED = {"Image": mark("an image"), "Table": mark("a table"), "Link": mark("a link that leads to no web address")}


@dataclass(frozen=True, slots=True)
class NotProse(Problem):
    """Prose holds what only the package may put on a page, or a link that leads nowhere a reader may go."""

    code = "prose-not-allowed"
    what = mark("The text holds {kind} (“{value}”).")
    why = mark(
        "Prose is plain CommonMark: figures and tables are made by the notebooks, and links lead to web addresses."
    )
    remedy = mark("Take it out, or write it as plain text.")


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for item in tree if isinstance(tree, list) else tree.values() if isinstance(tree, dict) else ():
        if isinstance(item, dict) and "t" in item:
            yield item
        yield from _nodes(item)


def _refusals(tree: Any, file: str) -> Iterator[NotProse]:
    for node in _nodes(tree):
        target = node["c"][2][0] if node["t"] in ("Link", "Image") else ""
        if node["t"] in ("Image", "Table") or (node["t"] == "Link" and not target.lower().startswith(_SCHEMES)):
            yield NotProse(Place(file), target, {"kind": _REFUSED[node["t"]]})


def _joined(inlines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join words and spaces that follow each other into one string, so that typography sees whole sentences."""
    joined: list[dict[str, Any]] = []
    for item in inlines:
        text = item["c"] if item["t"] == "Str" else " " if item["t"] in ("Space", "SoftBreak") else None
        if text is not None and joined and joined[-1]["t"] == "Str":
            joined[-1] = {"t": "Str", "c": joined[-1]["c"] + text}
        else:
            joined.append(item if text is None else {"t": "Str", "c": text})
    return joined


_NO_ATTRIBUTES: list[Any] = ["", [], []]


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of pandoc's tree with nothing in it that its Typst writer could take for code.

    HTML becomes the text that was typed, code loses its language, and a heading stays below the part's own title.
    """
    match node["t"]:
        case "RawInline":
            return {"t": "Str", "c": node["c"][1]}
        case "RawBlock":
            return {"t": "Para", "c": [{"t": "Str", "c": node["c"][1].strip()}]}
        case "Code" | "CodeBlock":
            return {"t": node["t"], "c": [_NO_ATTRIBUTES, node["c"][1]]}
        case "Header":
            return {"t": "Header", "c": [min(max(node["c"][0], 2), 3), _NO_ATTRIBUTES, node["c"][2]]}
    return node


def _typeset(tree: Any, lang: str) -> Any:
    if isinstance(tree, list):
        plain = [_plain(item) if isinstance(item, dict) and "t" in item else item for item in tree]
        inlines = plain and all(isinstance(item, dict) and "t" in item for item in plain)
        return [_typeset(item, lang) for item in (_joined(plain) if inlines else plain)]
    if isinstance(tree, dict):
        if tree.get("t") == "Str":
            return {"t": "Str", "c": typeset(tree["c"], lang)}
        if tree.get("t") in ("Code", "CodeBlock"):
            return tree
        return {key: _typeset(value, lang) for key, value in tree.items()}
    return tree


def to_typst(markdown: str, lang: str, file: str) -> tuple[str, list[Problem]]:
    """Return prose as Typst markup, and a problem for each thing in it that prose may not hold."""
    document = json.loads(pypandoc.convert_text(markdown, "json", format=_FORMAT))
    problems: list[Problem] = list(_refusals(document["blocks"], file))
    document["blocks"] = _typeset(document["blocks"], lang)
    markup = pypandoc.convert_text(json.dumps(document), "typst", format="json", extra_args=["--wrap=none"])
    return markup, problems
