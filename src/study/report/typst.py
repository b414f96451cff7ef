"""The PDF: a document in plain data becomes a tagged, archivable file, the same bytes each time.

Promise: `compile_pdf` gives PDF/UA-1 and PDF/A-2a at once, with the fonts and templates of this package only (no system
font, no package from the network, no date but the one given); the folder, user and time zone leave no trace. Every
string is set as text, never read as markup. A warning of the compiler is an error, and errors name the part and block.
Left out: what the document says (`study.report.document`), turning CommonMark into Typst (`study.report.markdown`).
Typst is the only reader of `templates/`; what fonts cannot print is replaced before it sees the text (`glyphs`).
"""

import datetime
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import typst

from study.base.errors import Problem, StudyError
from study.base.scratch import scratch
from study.base.stages import stage
from study.base.text import mark
from study.report.document import CODES, labels
from study.report.fitting import spilt, tightened
from study.report.glyphs import FONT_DIR, breakable, printable

TEMPLATE_DIR = Path(__file__).resolve().parent / "templates"

# Code in a text is raw in markup, and runs nothing.
_RAW = re.compile(r'(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|#raw\("(?:[^"\\]|\\.)*"', re.S)
_IMPORT = re.compile(r"(?<!\\)#(?:import|include)\b")
_PROSE_HEAD = '#import "/prose.typ": *\n'


@dataclass(frozen=True, slots=True)
class PageProblem(Problem):
    """The compiler refused the document, or warned about it. `details`: part, block (from 1, or ?), message, hint."""

    code = "page-not-made"
    what = mark("The PDF could not be made: {message}")
    why = mark("It happens in part “{part}”, block {block}. {hint}")
    remedy = mark("Correct the commentary, figure or table of that block, then build the report again.")


def compile_pdf(
    document: dict[str, Any],
    figures: Mapping[str, str],
    prose: Mapping[str, str],
    *,
    date: datetime.date,
    press: "ReportPress | None" = None,
) -> bytes:
    """Return the PDF of `document` (the format of `templates/report.typ`).

    `figures`: SVG text, and `prose`: Typst markup, by the file name of the blocks that show them; `date`: the wave's
    publication date, which becomes the document's; `press`: one that printed an earlier state of it, where there is
    one. Raises `StudyError` with one `PageProblem` if it cannot be made.
    """
    if refused := [*_missing(document, figures, prose), *_importing(document, prose)]:
        raise StudyError(refused)
    prepared = prepare(document, date)
    with nullcontext(press) if press else report_press() as used:
        used.put(prepared, figures, prose)
        prepared = used.fitted(prepared)
        data, message, hint = used.compiled(date)
    if data is not None:
        return data
    part, block = _culprit(prepared, figures, prose, date, message)
    raise StudyError([PageProblem(details={"part": part, "block": block, "message": message, "hint": hint})])


def page_pictures(
    document: dict[str, Any], figures: Mapping[str, str], prose: Mapping[str, str], *, date: datetime.date, ppi: float
) -> list[bytes]:
    """Return each page of `document` as PNG at `ppi` pixels per inch, laid out as in the PDF."""
    prepared = prepare(document, date)
    with report_press() as press:
        press.put(prepared, figures, prose)
        press.fitted(prepared)
        pages = press.compiler.compile(format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages] if pages else []


def prepare(document: dict[str, Any], date: datetime.date) -> dict[str, Any]:
    """Return `document` as the template reads it: only printable signs, breakable words, all labels, and the date."""
    ready: dict[str, Any] = each_text(document, lambda text: breakable(printable(text)))
    ready["labels"] = labels(document["lang"]) | ready.get("labels", {})
    ready["date"] = [date.year, date.month, date.day]
    return ready


def each_text(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Return plain data with each of its texts changed, but those under keys that hold codes."""
    if isinstance(value, str):  # first: most values are
        return value if key in CODES else change(value)
    if isinstance(value, Mapping):
        return {name: each_text(item, change, name) for name, item in value.items()}
    return [each_text(item, change, key) for item in value] if isinstance(value, list | tuple) else value


def _missing(document: dict[str, Any], figures: Mapping[str, str], prose: Mapping[str, str]) -> list[PageProblem]:
    given = {_inside("figures", name) for name in figures} | {_inside("prose", name) for name in prose}
    return [
        PageProblem(
            details={"part": part["title"], "block": at, "message": f"file not found: {block['file']}", "hint": ""}
        )
        for part in document["parts"]
        for at, block in enumerate(part["blocks"], start=1)
        if "file" in block and block["file"] not in given
    ]


def _importing(document: dict[str, Any], prose: Mapping[str, str]) -> list[PageProblem]:
    """Return the blocks of prose that import something: pandoc writes none, and Typst would fetch a package for it."""
    bad = {_inside("prose", name) for name, markup in prose.items() if _IMPORT.search(_RAW.sub("", markup))}
    return [
        PageProblem(details={"part": part["title"], "block": at, "message": "an import within a text", "hint": ""})
        for part in document["parts"]
        for at, block in enumerate(part["blocks"], start=1)
        if block.get("file") in bad
    ]


def _inside(folder: str, name: str) -> str:
    """Return the path of a file in its folder of the build; a name cannot lead out of it."""
    return f"{folder}/{PurePosixPath(name).name}"


@cache
def fonts() -> typst.Fonts:
    """Return the shipped fonts, read once; no other is ever used."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])


@dataclass(frozen=True, slots=True)
class ReportPress:
    """A folder that holds a document, and its compiler: it lays out again only what is new in the document."""

    root: Path
    compiler: typst.Compiler

    def put(self, prepared: dict[str, Any], figures: Mapping[str, str], prose: Mapping[str, str]) -> None:
        """Make this the document, and these the only files that it may read."""
        given = {_inside("figures", file): svg for file, svg in figures.items()}
        given |= {_inside("prose", file): _PROSE_HEAD + printable(markup) for file, markup in prose.items()}
        for folder in ("figures", "prose"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
            (self.root / folder).mkdir()
        for name, text in given.items():
            (self.root / name).write_text(text, encoding="utf-8")
        self._put(prepared)

    def _put(self, prepared: dict[str, Any]) -> None:
        (self.root / "document.json").write_text(json.dumps(prepared, ensure_ascii=False), encoding="utf-8")

    def fitted(self, prepared: dict[str, Any]) -> dict[str, Any]:
        """Set the parts tighter that would spill onto one more page; return the document as it is then."""
        self._put(prepared := tightened(prepared, ()))
        try:
            with stage("fit"):
                extents = json.loads(self.compiler.query("<extent>", field="value"))
        except RuntimeError:  # what is wrong is said when the document is compiled
            return prepared
        fitted = tightened(prepared, spilt(extents))
        self._put(fitted)
        return fitted

    def compiled(self, date: datetime.date) -> tuple[bytes | None, str, str]:
        """Compile once: the PDF, or the message and hint of what stopped it."""
        midnight = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
        try:
            data, warnings = self.compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=midnight
            )
        except typst.TypstError as error:
            return None, error.message, " ".join(error.hints)
        if warnings:
            return None, warnings[0].message, " ".join(warnings[0].hints)
        return (close_streams(data), "", "") if isinstance(data, bytes) else (None, "no file", "")


@contextmanager
def report_press() -> Iterator[ReportPress]:
    """Yield a press without a document, in a folder that holds everything its compiler may read, while it lasts."""
    with scratch("pdf") as folder:
        root = folder.resolve()
        shutil.copytree(TEMPLATE_DIR, root, dirs_exist_ok=True)
        (root / "packages").mkdir()
        compiler = typst.Compiler(
            str(root / "report.typ"),
            root=str(root),
            font_paths=fonts(),
            package_path=str(root / "packages"),
            package_cache_path=str(root / "packages"),
        )
        yield ReportPress(root, compiler)


def close_streams(pdf: bytes) -> bytes:
    """Return `pdf` with a full end of line between each stream and its `endstream`, every object at its place.

    The last byte of compressed data may happen to be a carriage return; with the line feed that Typst writes after it,
    readers that look for the end of line (page-validation among them) count one byte less than /Length and refuse the
    file. The line feed before `stream`, which nothing requires, makes room for a carriage return of its own.
    """
    ready = bytearray(pdf)
    at = 0
    while (at := pdf.find(b"\r\nendstream", at) + 1) > 0:
        start = pdf.rfind(b">>\nstream\n", 0, at)
        length = re.search(rb"/Length (\d+)\b", pdf[pdf.rfind(b" obj\n", 0, start) : start])
        data = start + len(b">>\nstream\n")
        if length and data + int(length[1]) == at:
            ready[start : at + 1] = b">>stream\n" + pdf[data:at] + b"\r\n"
    return bytes(ready)


def _culprit(
    prepared: dict[str, Any], figures: Mapping[str, str], prose: Mapping[str, str], date: datetime.date, message: str
) -> tuple[str, str]:
    """Find the part and its first block (from 1) up to which the same message comes; "?" where none does."""

    def fails(part: dict[str, Any], blocks: list[dict[str, Any]]) -> bool:
        alone = {**prepared, "parts": [{**part, "blocks": blocks}]}
        with report_press() as press:
            press.put(alone, figures, prose)
            return press.compiled(date)[1] == message

    for part in prepared["parts"]:
        if fails(part, part["blocks"]):
            sizes = range(1, len(part["blocks"]) + 1)
            return part["title"], str(next((n for n in sizes if fails(part, part["blocks"][:n])), "?"))
    return "?", "?"
