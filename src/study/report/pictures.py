"""A figure inside a web page: its drawing with the words that stand for it, and its data as a table people can read.

Promise: the drawing is one `<svg>` element that takes the width it is given and says its title and its alternative to
reading software; the table names codes (territories, questions, states) as the study does, and writes numbers as the
language does. Left out: what the drawing shows (`study.figures`), and how it is made small (`study.report.drawings`).
"""

import csv
import io
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from study.base.files import as_meant
from study.base.text import mark, number_text, say
from study.report.document import labels

# What the columns of figures' data are called.
_COLUMNS = {
    "label": mark("Subject"),
    "territory": mark("Territory"),
    "lever": mark("Lever"),
    "value": mark("Value"),
    "share": mark("Share"),
    "lower": mark("Lower bound"),
    "upper": mark("Upper bound"),
    "total": mark("Total"),
}
_DECIMALS = 3  # at most


def inline(drawing: tuple[str, str], name: str, title: str, alt: str) -> str:
    """Return a drawing (of `Drawings.drawing`) for a page: `name` opens the ids of its title and alternative."""
    attributes, inside = drawing
    told = f' role="img" aria-labelledby="{name}-title {name}-desc"'
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
    return f"<svg{told}{attributes}>{words}{inside}</svg>"


def data_table(text: str, lang: str, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return a figure's data as `columns` (label, right) and `rows`; `names` are those of codes, by kind of code."""
    heading, *rows = csv.reader(io.StringIO(text))
    states = {name.removeprefix("tone_"): word for name, word in labels(lang).items() if name.startswith("tone_")}

    def column(code: str) -> str:
        if code in _COLUMNS:
            return say(_COLUMNS[code], lang)
        return states.get(code) or names.get("question", {}).get(code, code)

    def cell(code: str, value: str) -> str:
        if code in names:
            return names[code].get(value, value)
        if value in states:
            return states[value]
        return as_meant(value) if code == "label" else _number(value, lang)

    numeric = [all(_is_number(row[i]) or not row[i] for row in rows) and i > 0 for i in range(len(heading))]
    return {
        "columns": [{"label": column(code), "right": right} for code, right in zip(heading, numeric, strict=True)],
        "rows": [[cell(code, value) for code, value in zip(heading, row, strict=True)] for row in rows],
    }


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text) is not None


def _number(text: str, lang: str) -> str:
    if not _is_number(text):
        return as_meant(text)
    decimals = f"{float(text):.{_DECIMALS}f}".rstrip("0").partition(".")[2]
    return number_text(float(text), lang, len(decimals))
