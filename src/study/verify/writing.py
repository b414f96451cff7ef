"""Markdown in one language, for the page of what verifying an edition found.

Promise: what comes from files is shown, not obeyed: no text becomes markup, none breaks a table. Left out: what is
written (`study.verify.page`, `study.verify.differences`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from study.base.show import visible
from study.base.text import mark, say

SHOWN = 40
"""Differences of one kind that are listed; replication.json has them all."""

ASKED = {
    "rebuild": mark("Do its own inputs and code build it again?"),
    "today": mark("Do today's inputs and code give the same numbers?"),
}
"""The two questions, by their names."""


def cell(text: str) -> str:
    r"""Return a text for a line or a cell of a table: on one line, and none of it markup.

    >>> cell("a|b *c*")
    'a\\|b \\*c\\*'
    """
    shown = visible(" ".join(text.split())) or "–"
    for sign in "\\`*_<>[]|":
        shown = shown.replace(sign, f"\\{sign}")
    return shown


def code(text: str) -> str:
    """Return a name as code; a dash where there is none."""
    return f"`{visible(text).replace('`', '’').replace('|', '¦')}`" if text else "–"


class Writer:
    """Lines of Markdown, in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, message: str, /, **values: Any) -> str:
        """Return a message in words."""
        return say(message, self.lang, **values)

    def heading(self, level: str, message: str) -> list[str]:
        """Return a heading (`level`: so many #) of a message."""
        return [f"{level} {self.say(message)}", ""]

    def bold(self, message: str) -> list[str]:
        """Return a message as a line of its own, bold."""
        return [f"**{self.say(message)}**", ""]

    def item(self, name: str, what: str) -> str:
        """Return an item of a list: what is said of something named."""
        return "- " + self.say("{place}: {what}", place=name, what=what)

    def cut(self, lines: Sequence[str]) -> list[str]:
        """Return a list's first lines, and how many more there are; then an empty line."""
        if len(lines) <= SHOWN:
            return [*lines, ""]
        more = self.say("… and {count} more, all of them in replication.json.", count=len(lines) - SHOWN)
        return [*lines[:SHOWN], f"- {more}", ""]

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
        """Return a table, its headings being messages and its cells Markdown."""
        heads = " | ".join(self.say(text) for text in headings)
        return [f"| {heads} |", "| --- " * len(headings) + "|", *(f"| {' | '.join(row)} |" for row in rows), ""]

    def cut_table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return a table of the first rows, and how many more there are."""
        more = self.cut([""] * len(rows))[SHOWN:] if len(rows) > SHOWN else []
        return [*self.table(headings, rows[:SHOWN]), *more]
