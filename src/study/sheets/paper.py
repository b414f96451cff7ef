"""Sheets on paper: one compiler for all, a folder that holds the templates, a document put in it for each sheet.

Promise: each is PDF/UA-1 and PDF/A-2a with the report's fonts and look, the same bytes each time, whatever was compiled
before it; a warning of the compiler is an error that names the territory. The fonts are read once and the templates
once, so that a sheet costs no more than its own two pages. Left out: what it says (`study.sheets.content`).
"""

import datetime
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import typst

from study.base.errors import StudyError
from study.base.scratch import scratch
from study.report.document import flat, labels, worded
from study.report.glyphs import breakable, printable
from study.report.typst import TEMPLATE_DIR as REPORT_TEMPLATES
from study.report.typst import close_streams, each_text, fonts
from study.sheets.problems import SheetNotMade

TEMPLATE_DIR = Path(__file__).resolve().parent / "templates"

_PAGE = re.compile(rb"/Type\s*/Page\b")


class Press:
    """The compiler of sheets, while its folder lasts (`press`)."""

    def __init__(self, root: Path, date: datetime.date) -> None:
        self._root, self._date = root, date
        self._midnight = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
        packages = str(root / "packages")
        self._compiler = typst.Compiler(
            str(root / "sheet.typ"),
            root=str(root),
            font_paths=fonts(),
            package_path=packages,
            package_cache_path=packages,
        )

    def printed(self, data: Mapping[str, Any], territory: str) -> bytes:
        """Return a sheet (`study.sheets.content`) as PDF; StudyError (`SheetNotMade`) if it cannot be made."""
        lang = str(data["lang"])
        ready = each_text(data, partial(_typeset, lang)) | {
            "labels": labels(lang),
            "date": [self._date.year, self._date.month, self._date.day],
        }
        (self._root / "document.json").write_text(json.dumps(ready, ensure_ascii=False), encoding="utf-8")
        try:
            pdf, warnings = self._compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=self._midnight
            )
        except typst.TypstError as error:
            raise _refused(territory, error.message, error.hints) from error
        if warnings or not isinstance(pdf, bytes):
            said = warnings[0] if warnings else None
            raise _refused(territory, said.message if said else "no file", said.hints if said else ())
        return close_streams(pdf)


@lru_cache(1 << 15)
def _typeset(lang: str, text: str) -> str:
    """Return a text typeset, as the fonts can print it; most texts of a sheet are those of the sheets before.

    A number is words here, since no sheet has an annex to lead to.
    """
    return breakable(printable(flat(worded(text, lang))))


def _refused(territory: str, message: str, hints: Any) -> StudyError:
    return StudyError([SheetNotMade(None, territory, {"message": message, "hint": " ".join(hints)})])


@contextmanager
def press(date: datetime.date) -> Iterator[Press]:
    """Yield a press that dates its sheets; what it needs on the disk is gone afterwards."""
    with scratch("sheets") as folder:
        root = folder.resolve()
        for template in (REPORT_TEMPLATES / "style.typ", REPORT_TEMPLATES / "tables.typ", TEMPLATE_DIR / "sheet.typ"):
            shutil.copy(template, root)
        (root / "packages").mkdir()
        yield Press(root, date)


def pages(pdf: bytes) -> int:
    """Return how many pages a sheet has."""
    return len(_PAGE.findall(pdf))
