"""Numbers typed in the templates: none may be, since a typed number would not follow the data.

Promise: every digit that a template would print (words between its tags, in a content block, in a string) is a problem
with file and line, before anything is bound; sizes, colours and names (h2, a4) are none. A template may declare numbers
as a text does, in a comment: `years`, `law`, `page` or `version`, a colon, the numbers. Left out: digits in prose and
titles (`study.report.commentary`, `study.report.binding`).
"""

import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

from study.base.errors import Place
from study.base.text import mark
from study.report.commentary import TypedDigit
from study.report.page import WEB_DIR
from study.report.typst import TEMPLATE_DIR

_PACKAGE = Path(__file__).resolve().parents[1]
# Not within a name, a colour or the code of a sign in an address.
_NUMBER = re.compile(r"(?<![\w#%])\d(?:[\d.,\u202f\u00a0-]*\d)?")
_ESCAPE = re.compile(r"\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
_DECLARED = re.compile(r"\b(?:years|law|page|version):([^\n]*)")
_READ_ALOUD = frozenset(("alt", "title", "aria-label", "aria-description", "placeholder", "label"))
_TYPST = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|.', flags=re.S)
_STATEMENT = re.compile(r"(?:let|set|show|if|for|while|import|include|return|context)\b")
_SCRIPT = re.compile(
    r"(?P<comment>/\*.*?\*/|^\s*//[^\n]*)|(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)",
    flags=re.S | re.M,
)

Words = list[tuple[int, str]]
"""What a template prints: (offset in the file, text)."""


class DigitInTemplate(TypedDigit):
    """A number typed in a template."""

    code = "template-typed-digit"
    what = mark("The number “{value}” is typed in a template.")
    remedy = mark("Print a value of the document instead, or declare it in a comment (years, law, page, version).")


def typst_words(source: str) -> tuple[Words, str]:
    r"""Return what a Typst file prints, and its comments: markup at the top and in `[…]`, strings in code.

    >>> typst_words('#let a = [of 22] // page: 1\n= x')[0]
    [(10, 'of 22'), (27, '\n= x')]
    """
    found: Words = []
    comments: list[str] = []
    # Which bracket closes what is open; "" is the file, "#" an expression in markup, "\n" a statement in markup.
    open_: list[str] = [""]
    text, start = "", 0

    def close() -> None:
        nonlocal text
        if text:
            found.append((start, text))
        text = ""

    for token in _TYPST.finditer(source):
        sign, at = token.group(), token.start()
        if len(sign) > 1 and sign[0] == "/":
            close()
            comments.append(sign)
            continue
        goes_on = len(sign) == 1 and (sign.isalnum() or sign in "_-.([{")
        if (open_[-1] == "#" and not goes_on) or (open_[-1] == "\n" and sign in "\n;])}"):
            open_.pop()
        if open_[-1] in ("", "]"):
            if sign == "#":
                close()
                open_.append("\n" if _STATEMENT.match(source, at + 1) else "#")
            elif sign == open_[-1]:
                close()
                open_.pop()
            else:
                start = start if text else at
                text += sign
        elif sign in "([{":
            open_.append({"(": ")", "[": "]", "{": "}"}[sign])
        elif sign == open_[-1]:
            open_.pop()
        elif sign[0] == '"':
            found.append((at, sign))
    close()
    return found, "\n".join(comments)


class _Html(HTMLParser):
    """The words of a page's template, its tags apart."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Words = []
        self.lines = [0]
        self.ruled = False

    def read(self, source: str) -> Words:
        for line in source.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.feed(source)
        self.close()
        return self.found

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ruled = tag in ("style", "script")
        self.found += [(self._here(), value or "") for name, value in attrs if name in _READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:
        self.ruled = False

    def handle_data(self, data: str) -> None:
        if not self.ruled:
            self.found.append((self._here(), data))


def html_words(source: str) -> tuple[Words, str]:
    """Return what a Jinja template of HTML prints, and its comments: its words, and the strings of its expressions."""
    strings: Words = []
    comments: list[str] = []
    bare, at = "", 0
    for _, kind, value in Environment(autoescape=True, keep_trailing_newline=True).lex(source):
        at = source.index(value, at)
        bare += source[len(bare) : at].translate(_BLANK)
        # A tag that an expression names is a tag all the same.
        named = value.translate(_BLANK)
        bare += value if kind == "data" else f"x{named[1:]}" if bare.endswith(("<", "</")) else named
        if kind == "string":
            strings.append((at, value))
        elif kind == "comment":
            comments.append(value)
        at += len(value)
    return [*strings, *_Html().read(bare)], "\n".join(comments)


class _Blank(dict[int, str]):
    """What every sign but a line's end becomes: a space, so that offsets stay."""

    def __missing__(self, sign: int) -> str:
        return chr(sign) if sign == ord("\n") else " "


_BLANK = _Blank()


def script_words(source: str) -> tuple[Words, str]:
    """Return the strings of a script or a style sheet, and its comments."""
    found = list(_SCRIPT.finditer(source))
    texts = [(match.start(), match["text"]) for match in found if match["text"]]
    return texts, "\n".join(match["comment"] for match in found if match["comment"])


_READERS = {".typ": typst_words, ".j2": html_words, ".js": script_words, ".css": script_words}


def typed_digits(folders: tuple[Path, ...] = (TEMPLATE_DIR, WEB_DIR)) -> list[DigitInTemplate]:
    """Return every number typed in the templates of these folders and not declared there, with its file and line."""
    problems = []
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.suffix in _READERS):
        source = path.read_text("utf-8")
        words, comments = _READERS[path.suffix](source)
        declared = {number for told in _DECLARED.findall(comments) for number in _NUMBER.findall(told)}
        name = path.relative_to(_PACKAGE.parents[1]) if path.is_relative_to(_PACKAGE) else Path(path.name)
        for at, text in sorted(words):
            # Escapes are signs by their number: they keep their length, so that what follows keeps its line.
            shown = _ESCAPE.sub(lambda match: " " * len(match.group()), text)
            for found in _NUMBER.finditer(shown):
                if found.group() not in declared:
                    line = source.count("\n", 0, at + found.start()) + 1
                    problems.append(DigitInTemplate(Place(name.as_posix(), line=line), found.group()))
    return problems
