"""Sheets as an XLSX file: styled, filtered, frozen and set up for printing; the same bytes each time.

Promise: no cell is ever a formula: texts are written as texts, and those that a spreadsheet would run once they are
copied elsewhere are marked as in our CSV files (`study.base.files.harmless`); only addresses of the web are links. What
a spreadsheet could not hold is shortened, never dropped. Nothing tells when or where the file was made but the day it
is given. Source: the limits of a sheet in ECMA-376 and Excel's specifications. Left out: what the sheets say.
"""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from study.base.files import harmless
from study.provenance.about import clean
from study.workbook.sheets import Cell, Sheet, Table, Tone

# The report's own colours (`src/study/report/templates/style.typ`).
_INK, _QUIET, _ACCENT, _PALE, _LINE = "#1c2b30", "#55636a", "#0b5c6b", "#eef4f4", "#cdd8da"
_TONES: Mapping[Tone, Mapping[str, Any]] = {
    "": {},
    "yes": {"bg_color": "#d5e8ea"},
    "planned": {"bg_color": "#fbf1e9"},
    "missing": {"font_color": _QUIET, "italic": True},
    "label": {"bold": True},
}
_FONT = {"font_name": "Calibri", "font_size": 10, "font_color": _INK, "valign": "top"}
# The most that a cell, an address and a sheet may hold.
_TEXT_LIMIT, _URL_LIMIT, _LINKS = 32_767, 2_000, 60_000
_NARROWEST = 8
# A4 across, in signs of the sheet's font at full size.
_PAGE = 125
_A4 = 9
# How tall a line of words is, and the tallest row that a spreadsheet takes, in points.
_LINE_POINTS, _TALLEST = 13.5, 409.0
# A header takes no more.
_HEADER_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself; `warning` stands at the head of every printed page, `page` is the word for it."""

    title: str
    author: str
    about: str
    keywords: str
    day: datetime.date
    warning: str
    page: str


def text_of(text: str) -> str:
    """Return a text as a cell holds it.

    >>> text_of("=1+1"), text_of("a")
    ("'=1+1", 'a')
    """
    safe = harmless(clean(text))
    return safe if len(safe) <= _TEXT_LIMIT else f"{safe[: _TEXT_LIMIT - 1]}…"


def _shown(cell: Cell) -> str:
    """Return about what a cell shows, to tell how wide it is."""
    if isinstance(cell.content, str):
        return cell.content
    if isinstance(cell.content, datetime.date):
        return cell.content.isoformat()
    return f"{cell.content:.0%}" if "%" in cell.form else f"{cell.content:,.1f}"


def _widths(sheet: Sheet) -> list[float]:
    """Return how wide each column is: as its longest cell asks for, no more than it may be, a heading's words whole."""
    widths: list[float] = []
    for table in sheet.tables:
        for i, column in enumerate(table.columns):
            most = max((len(_shown(row[i])) for row in table.rows), default=0) + 2
            # A filter's arrow stands beside the heading.
            words = max((len(word) for word in column.label.split(" ")), default=0) + 3
            width = max(min(most, column.most), words, _NARROWEST)
            widths[i : i + 1] = [max([width, *widths[i : i + 1]])]
    return widths


def _lines(text: str, width: int) -> int:
    # Most texts are short: they are not cut to see so.
    return 1 if len(text) <= width and "\t" not in text else len(wrap(text, width)) or 1


def _tall(texts: Sequence[tuple[str, float]]) -> float | None:
    """Return how tall a row is that shows these texts, each as wide as it says, whole; None for an ordinary row.

    Not every spreadsheet works it out by itself when it opens a file.

    >>> _tall([("one", 20)]), _tall([("one two", 20), ("one two", 4)])
    (None, 27.0)
    """
    talls = (sum(_lines(part, max(int(width) - 1, 1)) for part in text.split("\n")) for text, width in texts)
    most = max(talls, default=1)
    return min(most * _LINE_POINTS, _TALLEST) if most > 1 else None


class _Book:
    """A file while it is written: its formats by what they say, and how many links it holds."""

    def __init__(self, stream: io.BytesIO, properties: Properties) -> None:
        self.properties = properties
        self.file = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.formats: dict[str, Any] = {}
        self.links = 0
        midnight = datetime.datetime(properties.day.year, properties.day.month, properties.day.day)
        said = {"title": properties.title, "author": properties.author, "comments": properties.about,
                "keywords": properties.keywords}  # fmt: skip
        self.file.set_properties({name: clean(text) for name, text in said.items()} | {"created": midnight})

    def form(self, **said: Any) -> Any:
        """Return the format that says so, made once."""
        key = repr(sorted(said.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format(_FONT | said)
        return self.formats[key]

    def cell(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        """Write one cell of a table."""
        said: dict[str, Any] = {"bottom": 1, "bottom_color": _LINE, **_TONES[cell.tone]}
        if isinstance(cell.content, datetime.date):
            day = datetime.datetime(cell.content.year, cell.content.month, cell.content.day)
            sheet.write_datetime(row, column, day, self.form(**said, num_format=cell.form, align="left"))
        elif not isinstance(cell.content, str):
            sheet.write_number(row, column, cell.content, self.form(**said, num_format=cell.form))
        else:
            self._words(sheet, row, column, cell, said | {"text_wrap": True})

    def _words(self, sheet: Worksheet, row: int, column: int, cell: Cell, said: dict[str, Any]) -> None:
        text = text_of(str(cell.content))
        web = cell.url.startswith(("https://", "http://")) and len(cell.url) <= _URL_LIMIT and self.links < _LINKS
        if not text or not (web or cell.sheet):
            sheet.write_string(row, column, text, self.form(**said))
            return
        self.links += 1
        name = cell.sheet.replace("'", "''")
        url = clean(cell.url) if web else f"internal:'{name}'!A1"
        sheet.write_url(row, column, url, self.form(**said, font_color=_ACCENT, underline=1), text)


def _heading(book: _Book, sheet: Worksheet, row: int, table: Table, widths: Sequence[float]) -> int:
    """Write a table's bands and heading; return the row of its heading."""
    for words, first, last in table.bands:
        band = book.form(bold=True, font_color=_ACCENT, bg_color=_PALE, left=1, left_color=_LINE)
        text = text_of(words)
        if first == last:
            sheet.write_string(row, first, text, band)
        else:
            sheet.merge_range(row, first, row, last, "", band)
            sheet.write_string(row, first, text, band)
    row += 1 if table.bands else 0
    said = {"bold": True, "font_color": "#ffffff", "bg_color": _ACCENT, "text_wrap": True, "valign": "vcenter"}
    for i, column in enumerate(table.columns):
        cells = [cells[i] for cells in table.rows if cells[i].tone != "missing"]
        of_numbers = bool(cells) and all(isinstance(cell.content, float) for cell in cells)
        form = book.form(**said, align="right" if of_numbers else "left")
        sheet.write_string(row, i, text_of(column.label), form)
    # A filter's arrow stands beside the words.
    sheet.set_row(row, _tall([(column.label, width - 2) for column, width in zip(table.columns, widths, strict=False)]))
    return row


def _note(book: _Book, sheet: Worksheet, row: int, text: str, widths: Sequence[float]) -> None:
    """Write a line of words under the tables, over as many columns as a page is wide."""
    wide = list(accumulate(widths))
    last = next((i for i, width in enumerate(wide) if width >= _PAGE), len(wide) - 1)
    form = book.form(font_color=_QUIET, text_wrap=True)
    if last:
        sheet.merge_range(row, 0, row, last, "", form)
    sheet.write_string(row, 0, text_of(text), form)
    sheet.set_row(row, _tall([(text, wide[last])]))


def _print_setup(
    book: _Book, sheet: Worksheet, name: str, heading: int | None, table: Table, widths: Sequence[float]
) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    # In headers, “&” begins a code.
    warning, page = (
        text[:_HEADER_LIMIT].replace("&", "&&") for text in (book.properties.warning, book.properties.page)
    )
    sheet.set_header(f"&L&8&B{warning}" if warning else "")
    sheet.set_footer(f"&L&8&A&R&8{page} &P / &N")
    if heading is not None:
        sheet.repeat_rows(heading - (1 if table.bands else 0), heading)
    if table.bands:
        # Too wide for one page: one for each band, the first column on all of them.
        sheet.repeat_columns(0)
        sheet.set_v_pagebreaks([first for _, first, _ in table.bands[1:]])
        widest = max(widths[0] + sum(widths[first : last + 1]) for _, first, last in table.bands)
        sheet.set_print_scale(max(10, min(100, int(100 * _PAGE / widest))))
    else:
        sheet.fit_to_pages(1, 0)


def _sheet(book: _Book, shown: Sheet, *, opens: bool) -> None:
    """Write one sheet; the one that opens has no filter, and its first table no heading."""
    sheet = book.file.add_worksheet(shown.name)
    widths = _widths(shown)
    for i, width in enumerate(widths):
        sheet.set_column(i, i, width, book.form())
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.write_string(0, 0, text_of(shown.title), book.form(bold=True, font_size=15, font_color=_ACCENT))
    sheet.set_row(0, 22)
    sheet.write_string(1, 0, text_of(shown.told), book.form(font_color=_QUIET))
    row, first = 3, None
    for table in shown.tables:
        if any(column.label for column in table.columns):
            row = _heading(book, sheet, row, table, widths)
            first = row if first is None and not opens else first
            row += 1
        for cells in table.rows:
            for i, cell in enumerate(cells):
                book.cell(sheet, row, i, cell)
            sheet.set_row(row, _tall([(_shown(cell), width) for cell, width in zip(cells, widths, strict=False)]))
            row += 1
        row += 1
    for note in shown.notes:
        _note(book, sheet, row, note, widths)
        row += 1
    table = shown.tables[0]
    if first is not None:
        sheet.freeze_panes(first + 1, 1)
        sheet.autofilter(first, 0, first + len(table.rows), len(table.columns) - 1)
    _print_setup(book, sheet, shown.name, first, table, widths)


def written(sheets: Sequence[Sheet], properties: Properties) -> bytes:
    """Return a file with these sheets; it opens on the first, which says what it is."""
    stream = io.BytesIO()
    book = _Book(stream, properties)
    for number, shown in enumerate(sheets):
        _sheet(book, shown, opens=number == 0)
    book.file.close()
    return stream.getvalue()
