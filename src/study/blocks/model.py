"""Blocks: the pieces of a page that a notebook cell may show, as data that every exporter lays out in its own way.

Promise: a block is plain data (JSON) of MIME type `MIME`; all its words are text, never markup, so that nothing that a
territory wrote can become code. The same cell shows the block as HTML to whoever opens the notebook. Left out: layout
(`study.report`), and what the blocks say (`study.chapters`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from study.base.marks import each_text, plain

MIME = "application/vnd.study.block+json"

Cell = str | Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Block:
    """One piece of a page; `data` is JSON with at least its `kind`."""

    data: Mapping[str, Any]

    def __repr__(self) -> str:
        # Jupyter stores it beside the block itself: the whole would double the size of every executed notebook.
        return f"<{self.data['kind']} {self.data.get('key', '')}".rstrip() + ">"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {MIME: dict(self.data), "text/html": as_html(self.data)}


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """Blocks shown one after the other by one cell."""

    blocks: tuple[Block, ...] = field(default=())

    def __repr__(self) -> str:
        return f"<page {' '.join(map(repr, self.blocks))}".rstrip() + ">"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        data = {"kind": "page", "blocks": [dict(block.data) for block in self.blocks]}
        return {MIME: data, "text/html": "\n".join(as_html(block.data) for block in self.blocks)}


def page(blocks: Iterable[Block]) -> Page:
    """Return blocks that one cell shows together; there may be none."""
    return Page(tuple(blocks))


def heading(text: str, level: Literal[2, 3] = 2) -> Block:
    """Return a heading inside a part (its title is level 1)."""
    return Block({"kind": "heading", "level": level, "text": text})


def prose(markdown: str) -> Block:
    """Return running text in CommonMark; it may print ledger numbers as `{{ key }}`."""
    return Block({"kind": "prose", "markdown": markdown})


def commentary(name: str) -> Block:
    """Return the place where the wave's commentary file of that name is bound at export, if there is one."""
    return Block({"kind": "commentary", "name": name})


def cards(items: Sequence[Mapping[str, str]], across: int | None = None) -> Block:
    """Return key figures: `value`, `label`, `detail` and the ledger `key` of each; `across` to a row, if told."""
    return Block({"kind": "cards", "items": [dict(item) for item in items], "across": across})


def table(
    key: str,
    title: str,
    columns: Sequence[Mapping[str, str]],
    rows: Sequence[Sequence[Cell]],
    *,
    note: str = "",
    source: str = "",
    row_header: bool = True,
) -> Block:
    """Return a table: `columns` give label, align and width; a cell is text, or text with `tone` or `url`.

    Raises ValueError when a row has not one cell per column.
    """
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"table {key}: every row must have {len(columns)} cells")
    return Block(
        {
            "kind": "table",
            "key": key,
            "title": title,
            "columns": [{"align": "left", "width": "auto", **column} for column in columns],
            "rows": [[cell if isinstance(cell, str) else dict(cell) for cell in row] for row in rows],
            "note": note,
            "source": source,
            "row_header": row_header,
        }
    )


def examples(title: str, items: Sequence[Mapping[str, str]]) -> Block:
    """Return named examples: `label` (who), `text` (what), `source`, `url` and `evidence` (its id)."""
    return Block({"kind": "examples", "title": title, "items": [dict(item) for item in items]})


def terms(items: Sequence[Mapping[str, str]]) -> Block:
    """Return a glossary: `term`, `name` (what it is short for), `text` (what it means), `source` and `url` of each."""
    return Block({"kind": "terms", "items": [dict(item) for item in items]})


def callout(title: str, text: str) -> Block:
    """Return a boxed remark."""
    return Block({"kind": "callout", "title": title, "text": text})


def entries(groups: Sequence[Mapping[str, Any]]) -> Block:
    """Return the numbers that a report prints, in groups (`title`, `items`); an item has key, value, detail, where."""
    return Block({"kind": "entries", "groups": [dict(group) for group in groups]})


def _cell_text(cell: Cell) -> str:
    return escape(cell if isinstance(cell, str) else cell["text"])


def as_html(marked: Mapping[str, Any]) -> str:
    """Return a plain HTML view of a block, for whoever opens the notebook."""
    data = each_text(dict(marked), plain)
    match data["kind"]:
        case "heading":
            return f"<h{data['level']}>{escape(data['text'])}</h{data['level']}>"
        case "prose":
            return f"<pre>{escape(data['markdown'])}</pre>"
        case "cards":
            items = "".join(f"<li><b>{escape(i['value'])}</b> {escape(i['label'])}</li>" for i in data["items"])
            return f"<ul>{items}</ul>"
        case "figure":
            return f"<p><b>{escape(data['title'])}</b></p>{data['svg'][data['svg'].find('<svg') :]}"
        case "table":
            head = "".join(f"<th>{escape(column['label'])}</th>" for column in data["columns"])
            body = "".join(
                "<tr>" + "".join(f"<td>{_cell_text(cell)}</td>" for cell in row) + "</tr>" for row in data["rows"]
            )
            return f"<table><caption>{escape(data['title'])}</caption><tr>{head}</tr>{body}</table>"
        case "examples":
            items = "".join(
                f"<li><b>{escape(i['label'])}</b> : {escape(i['text'])} ({escape(i['source'])})</li>"
                for i in data["items"]
            )
            return f"<p><b>{escape(data['title'])}</b></p><ul>{items}</ul>"
        case "terms":
            items = "".join(f"<dt>{escape(i['term'])}</dt><dd>{escape(i['text'])}</dd>" for i in data["items"])
            return f"<dl>{items}</dl>"
        case "callout":
            return f"<p><b>{escape(data['title'])}</b> {escape(data['text'])}</p>"
        case _:
            return f"<p><i>{escape(str(data.get('name', data['kind'])))}</i></p>"
