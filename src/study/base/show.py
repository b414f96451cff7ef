"""Problems as a user reads them: one screen of text, grouped by file, in the user's language.

Promise: each problem says its place, the value, what is wrong, why it matters and what to do; what several problems
share is said once. Values from files are shown, not obeyed: control characters are made visible, long ones are cut.
Left out: colours and the terminal (the command line prints the text as it is), and choosing the language.
"""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

from study.base.errors import Place, Problem
from study.base.text import list_text, mark, say

SCREEN = 12
"""Problems shown when not all are asked for: with their reasons and remedies, about one screen."""

_WIDTH = 100
_VALUE_LENGTH = 120

_PLACE = mark("{file}, {rest}")
_SHEET = mark("sheet {sheet}")
_LINE = mark("line {line}")
_ROW = mark("row {row}")
_COLUMN = mark("column {column}")
_QUOTED = mark("“{value}”")
_SAID = mark("{place}: {what}")
_WHY = mark("Why: {text}")
_REMEDY = mark("What to do: {text}")
_NEAREST = mark("Did you mean “{nearest}”?")
_ONE = mark("One problem to settle")
_MANY = mark("{count} problems to settle")
_ONE_MORE = mark("… and one more: `study check --all` shows everything.")
_MORE = mark("… and {count} more: `study check --all` shows everything.")


class Term(str):
    """A word among a problem's details that is itself a message to translate (`Term(mark("a date"))`)."""

    __slots__ = ()


def visible(value: str) -> str:
    r"""Return a value safe to print on one line: control characters escaped, cut when long.

    >>> visible("a" + chr(27) + "[31m")
    'a\\x1b[31m'
    """
    text = "".join(c if c.isprintable() or c in "\u00a0\u202f\u2009" else ascii(c)[1:-1] for c in value)
    return text if len(text) <= _VALUE_LENGTH else text[: _VALUE_LENGTH - 1] + "…"


def _said(value: Any, lang: str) -> Any:
    if isinstance(value, Term):
        return say(value, lang)
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return list_text([str(_said(item, lang)) for item in items], lang)
    return "" if value is None else value


def _values(problem: Problem, lang: str) -> Mapping[str, Any]:
    return {name: _said(value, lang) for name, value in problem.fields().items()}


def what_text(problem: Problem, lang: str) -> str:
    """Return what is wrong, in one sentence that holds the value, and the suggestion if there is one."""
    values = _values(problem, lang)
    text = say(problem.what, lang, **values)
    shown = values["value"]
    if shown and shown not in text:
        text = f"{say(_QUOTED, lang, value=shown)} {text}"
    if values.get("nearest"):
        text = f"{text} {say(_NEAREST, lang, nearest=values['nearest'])}"
    return text


def why_text(problem: Problem, lang: str) -> str:
    """Return why the problem matters."""
    return say(problem.why, lang, **_values(problem, lang))


def remedy_text(problem: Problem, lang: str) -> str:
    """Return what to do about the problem."""
    return say(problem.remedy, lang, **_values(problem, lang))


def place_text(place: Place | None, lang: str, *, with_file: bool = True) -> str:
    """Return a place in words, such as `data/raw/frame.csv, row 12, column siren`; empty when nothing is known."""
    if place is None:
        return ""
    parts = []
    if place.sheet is not None:
        parts.append(say(_SHEET, lang, sheet=visible(place.sheet)))
    if place.line is not None:
        parts.append(say(_LINE, lang, line=place.line))
    if place.row is not None:
        parts.append(say(_ROW, lang, row=place.row))
    if place.column is not None:
        parts.append(say(_COLUMN, lang, column=visible(place.column)))
    rest = ", ".join(parts)
    if not with_file:
        return rest
    return say(_PLACE, lang, file=visible(place.file), rest=rest) if rest else visible(place.file)


def _order(problem: Problem) -> tuple[str, str, int]:
    place = problem.place or Place("")
    return place.file, place.sheet or "", place.line or place.row or 0


def _chosen(problems: Sequence[Problem], limit: int | None) -> list[Problem]:
    """Choose the first problem of each kind in each file, then others in order, up to `limit`."""
    if limit is None or len(problems) <= limit:
        return list(problems)
    kinds: set[tuple[str, str]] = set()
    first: list[int] = []
    others: list[int] = []
    for i, problem in enumerate(problems):
        kind = (problem.code, problem.place.file if problem.place else "")
        (others if kind in kinds else first).append(i)
        kinds.add(kind)
    return [problems[i] for i in sorted((first + others)[:limit])]


def block(text: str, indent: int) -> str:
    """Return a text as indented lines of a screen's width."""
    return fill(
        text,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _file_lines(problems: Sequence[Problem], lang: str) -> list[str]:
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((why_text(problem, lang), remedy_text(problem, lang)), []).append(problem)
    lines = []
    for (why, remedy), group in groups.items():
        for problem in group:
            where = place_text(problem.place, lang)
            what = what_text(problem, lang)
            lines.append(block(say(_SAID, lang, place=where, what=what) if where else what, 2))
        lines.append(block(say(_WHY, lang, text=why), 4))
        lines.append(block(say(_REMEDY, lang, text=remedy), 4))
    return lines


def render(problems: Sequence[Problem], lang: str, limit: int | None = SCREEN) -> str:
    """Return the problems as text: a heading, then file by file; at most `limit` of them, None for all."""
    ordered = sorted(problems, key=_order)
    shown = _chosen(ordered, limit)
    lines = [say(_ONE, lang) if len(ordered) == 1 else say(_MANY, lang, count=len(ordered))]
    by_file: dict[str, list[Problem]] = {}
    for problem in shown:
        by_file.setdefault(problem.place.file if problem.place else "", []).append(problem)
    for group in by_file.values():
        lines += ["", *_file_lines(group, lang)]
    if hidden := len(ordered) - len(shown):
        lines += ["", say(_ONE_MORE, lang) if hidden == 1 else say(_MORE, lang, count=hidden)]
    return "\n".join(lines) + "\n"
