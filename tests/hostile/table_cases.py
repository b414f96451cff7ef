"""Tables of data/raw: what may be wrong with any of them, and with the numbers, keys and dates of each."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from . import readers
from .cases import INJECTIONS, Case, refused, right
from .seeds import sound

Rows = list[list[str]]
# A note stands for itself in the languages in which the table has no other.
_ALSO = {"note": ("note_en",)}


def written(rows: Rows, separator: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@cache
def _sound_rows(reader: str) -> Any:
    return readers.READERS[reader](sound(reader)).value


@dataclass(frozen=True)
class Table:
    """A table, a column of free text, one that is a key, and one that need not be there."""

    reader: str
    text: str
    key: str

    def rows(self) -> Rows:
        return list(csv.reader(io.StringIO(sound(self.reader).decode(), newline="")))

    def with_cell(self, column: str, value: str, row: int = 2) -> Rows:
        rows = self.rows()
        rows[row - 1][rows[0].index(column)] = value
        return rows

    def read(self) -> Any:
        return [dict(row) for row in _sound_rows(self.reader)]

    def reads(self, column: str, value: Any, row: int = 2) -> Callable[[Any], bool]:
        """Say whether a value is the sound table with one other cell."""

        def is_right(found: Any) -> bool:
            expected = self.read()
            expected[row - 2] |= dict.fromkeys(_ALSO.get(column, ()), value) | {column: value}
            return str(found) == str(expected)  # a cell without a number is no number, which equals nothing

        return is_right

    def is_sound(self, found: Any) -> bool:
        return str(found) == str(self.read())


TABLES = (
    Table("frame", "nature", "territory"),
    Table("evidence", "note", "evidence"),
    Table("sources", "title", "source"),
    Table("corrections", "reason", "territory"),
    Table("claims", "statement", "claim"),
)


def _encodings(table: Table) -> Iterator[Case]:
    text = written(table.with_cell(table.text, "é"))
    name, plain = table.reader, written(table.rows())
    for how, data in {
        "utf-16": text.encode("utf-16"),
        "utf-32": text.encode("utf-32"),
        "latin-1": text.encode("utf-8").replace("é".encode(), b"\xe9"),
        "cut sequence": text.encode().replace("é".encode(), b"\xc3"),
        "overlong sequence": text.encode().replace("é".encode(), b"\xc0\xaf"),
        "surrogate": text.encode().replace("é".encode(), b"\xed\xa0\x80"),
        "beyond the last plane": text.encode().replace("é".encode(), b"\xf4\x90\x80\x80"),
    }.items():
        row = 1 if how.startswith("utf") else 2
        yield refused(name, f"not UTF-8: {how}", data, "not-utf8", at=row)
    for how, sign in {"NUL": "\0", "escape": "\x1b[2J", "DEL": "\x7f", "C1": "\x9b", "no character": "\uffff"}.items():
        yield refused(
            name, f"control: {how}", written(table.with_cell(table.text, f"a{sign}b")), "control-character", at=2
        )
    yield right(name, "with a byte order mark", "\ufeff" + plain, table.is_sound)
    yield refused(name, "two byte order marks", "\ufeff\ufeff" + plain, "missing-column", "unknown-column", at=1)
    yield refused(name, "empty", "", "empty-file")
    yield refused(name, "blank", " \n\t\r\n", "empty-file")
    yield refused(name, "a mark and nothing", "\ufeff", "empty-file")


def _shapes(table: Table) -> Iterator[Case]:
    name, rows = table.reader, table.rows()
    head, last = rows[0], len(rows)
    for end, sign in {"CRLF": "\r\n", "CR": "\r"}.items():
        yield right(name, f"lines end with {end}", written(rows, end=sign), table.is_sound)
    yield right(name, "semicolons", written(rows, ";"), table.is_sound)
    yield right(name, "every cell in quotes", written(rows, quoting=csv.QUOTE_ALL), table.is_sound)
    yield right(name, "columns the other way round", written([row[::-1] for row in rows]), table.is_sound)
    yield right(name, "no end to the last line", written(rows).rstrip("\n"), table.is_sound)
    yield right(
        name, "rows without a text", written([*rows, [""] * len(head), [" "] * len(head)]) + "\n\n", table.is_sound
    )
    yield right(
        name, "blanks around cells", written([[f" {cell}\u00a0" for cell in row] for row in rows]), table.is_sound
    )
    yield refused(name, "tabulations", written(rows, "\t"), "missing-column", "unknown-column", at=1)
    yield refused(name, "a column gone", written([row[1:] for row in rows]), "missing-column", at=1)
    yield refused(name, "a column twice", written([[*row, row[0]] for row in rows]), "duplicate-column", at=1)
    yield refused(name, "a column too many", written([[*row, "x"] for row in rows]), "unknown-column", at=1)
    yield refused(name, "a column without a name", written([[*row, ""] for row in rows]), "unknown-column", at=1)
    yield refused(
        name,
        "a heading in capitals",
        written([[head[0].upper(), *head[1:]], *rows[1:]]),
        "missing-column",
        "unknown-column",
        at=1,
    )
    yield refused(
        name,
        "a heading that looks alike",
        written([[head[0].replace("e", "е").replace("a", "а"), *head[1:]], *rows[1:]]),
        "missing-column",
        "unknown-column",
        at=1,
    )
    yield refused(name, "no heading", written(rows[1:]), "missing-column", "unknown-column", at=1)
    yield refused(name, "a cell less", written([*rows[:-1], rows[-1][:-1]]), "row-length", at=last)
    yield refused(name, "a cell more", written([*rows[:-1], [*rows[-1], ""]]), "row-length", at=last)
    yield refused(name, "a quote that never closes", written(rows) + '"x', "broken-quotes", at=last + 1)
    yield refused(name, "a quote that closes too soon", written(rows) + '"x"y,', "broken-quotes", at=last + 1)
    yield refused(name, "a row twice", written([*rows, rows[-1]]), "duplicate-key", at=last + 1)
    # The names of a territory are its own under one key: what breaks a key breaks them too.
    more = ("alias-clash",) if name == "frame" else ()
    yield refused(name, "no key", written(table.with_cell(table.key, "")), "empty-cell", *more, at=2)
    yield refused(
        name,
        "more columns than a spreadsheet",
        ",".join(f"c{i}" for i in range(17_000)) + "\n",
        "export-too-many-columns",
        at=1,
    )


def _texts(table: Table) -> Iterator[Case]:
    own = {
        **INJECTIONS,
        "line ends": "a\nb\r\nc",
        "separators": 'a,b;c\t"d"',
        "line separator": "a\u2028b\u2029c",
        "long": "mot " * 20_000 + "fin",
        "joiners": "a\u200d\u200bb\u00ad",
        "another script": "עברית 日本 🚲",
        "looks like a number": "1e5",
        "looks like nothing": "NaN",
    }
    for how, text in own.items():
        yield right(
            table.reader, f"a text: {how}", written(table.with_cell(table.text, text)), table.reads(table.text, text)
        )


def _numbers(table: Table, column: str, kind: str, others: dict[str, str]) -> Iterator[Case]:
    """Digits that are none to a reader of numbers: none is guessed."""
    wrong = {
        "grouped": "1 000", "grouped by a no-break space": "1\u00a0000", "grouped by a comma": "1,000", "decimal comma": "1,5",
        "exponent": "1e0", "hexadecimal": "0x10", "underscore": "1_000", "plus": "+5", "leading nought": "007",
        "Arabic digits": "١٢", "full-width digits": "１２", "superscript": "2²", "infinity": "inf", "no number": "nan",
        "a point at the end": "5.", "a point at the start": ".5", "minus sign": "\u22125", "a unit": "5 €", "a formula": "=5",
        "two lines": "1\n000", "twenty digits": "1" * 20, "right to left": "\u202e12",
    }  # fmt: skip
    for how, text in (wrong | others).items():
        yield refused(table.reader, f"{column}: {how}", written(table.with_cell(column, text)), kind, at=2)


def _keys(table: Table, column: str, code: str) -> Iterator[Case]:
    more = ("alias-clash",) if table.reader == "frame" else ()
    for how, text in {"traversal": "../../x", "absolute": "/etc/passwd", "Windows": "C:\\x", "blank": "a b", "accent": "é", "formula": "=1", "look-alike": "аrbois", "bidi": "a\u202eb", "home": "~", "option": "-x", "wildcard": "*"}.items():  # fmt: skip
        yield refused(
            table.reader,
            f"{column}: {how}",
            written(table.with_cell(column, text, len(table.rows()))),
            code,
            *more,
            at=len(table.rows()),
        )


def _dates(table: Table, column: str) -> Iterator[Case]:
    for how, text in {"30 February": "2020-02-30", "month 13": "2020-13", "month 0": "2020-00", "day 0": "2020-01-00", "two digits": "20-01-01", "a moment": "2020-01-01T00:00", "Arabic digits": "٢٠٢٠", "negative": "-2020", "a range": "2019-2020", "year 0": "0000"}.items():  # fmt: skip
        yield refused(table.reader, f"{column}: {how}", written(table.with_cell(column, text)), "bad-date", at=2)
    for how, text in {"in words": "juil.-19", "with slashes": "01/02/2020", "as a serial number": "43831"}.items():
        yield refused(
            table.reader, f"{column}: rewritten {how}", written(table.with_cell(column, text)), "mangled-date", at=2
        )


def _names(table: Table) -> Iterator[Case]:
    """Names of two territories that are one once nothing but their letters counts."""
    for how, text in {"itself": "Belleville", "case": "BELLEVILLE", "full-width": "Ｂelleville", "unseen sign": "Belle\u200bville", "soft hyphen": "Belle\u00adville", "direction": "\u202aBelleville\u202c", "no-break space": "Belleville\u00a0Métropole", "decomposed": "Belleville Me\u0301tropole", "dash": "Belleville-Métropole", "apostrophe": "Metropole d’arbois"}.items():  # fmt: skip
        row = 3 if how == "apostrophe" else 2
        yield refused("frame", f"a name twice: {how}", written(table.with_cell("aliases", text, row)), "alias-clash")


def cases() -> Iterator[Case]:
    frame, evidence, sources, corrections, claims = TABLES
    for table in TABLES:
        yield from _encodings(table)
        yield from _shapes(table)
        yield from _texts(table)
    yield from _numbers(frame, "population_total", "not-whole-number", {"decimals": "1.5", "decimal nought": "5.0"})
    yield from _numbers(frame, "lon", "not-number", {})
    yield from _numbers(evidence, "lever", "not-whole-number", {"decimals": "1.5"})
    yield from _numbers(claims, "value", "not-number", {})
    for how, text, read in (("nought", "0", 0.0), ("minus nought", "-0", 0.0), ("fifteen digits", "999999999999999", 999999999999999.0), ("fractions", "0.000000000000001", 1e-15), ("a line end after", "5\n", 5.0)):  # fmt: skip
        yield right(
            "claims",
            f"value: {how}",
            written(claims.with_cell("value", text)),
            lambda rows, read=read: rows[0]["value"] == read,
        )
    for how, text in {"too many": "10000000001", "negative": "-1"}.items():
        yield refused(
            "frame",
            f"population_total: {how}",
            written(frame.with_cell("population_total", text)),
            "out-of-range",
            at=2,
        )
    yield refused("frame", "lon: beyond the globe", written(frame.with_cell("lon", "180.1")), "out-of-range", at=2)
    yield from _keys(frame, "territory", "bad-key")
    yield refused(
        "frame",
        "territory: no name of a file",
        written(frame.with_cell("territory", "a" * 121, 7)),
        "alias-clash",
        "bad-key",
        at=7,
    )
    yield from _keys(evidence, "evidence", "bad-key")
    yield from _keys(sources, "source", "bad-key")
    yield from _keys(claims, "claim", "bad-key")
    yield from _names(frame)
    yield from _dates(evidence, "as_of")
    yield from _dates(claims, "as_of")
    yield from _dates(sources, "date_published")
    for how, text in {
        "letters": "20000000A",
        "too long": "2000000010",
        "spaces": "200 000 001",
        "Arabic digits": "٢٠٠٠٠٠٠٠١",
    }.items():
        yield refused("frame", f"siren: {how}", written(frame.with_cell("siren", text)), "bad-siren", at=2)
    for how, text in {"script": "javascript:alert(1)", "data": "data:text/html,x", "file": "file:///etc/passwd", "no scheme": "//evil.example", "a blank": "https://a b", "brackets": "https://a<b>", "quote": 'https://a"onclick=x', "a line end": "https://a\nb", "capitals": "JAVASCRIPT:x", "braces": "https://a/{{7*7}}", "backslash": "https:\\\\a"}.items():  # fmt: skip
        yield refused("sources", f"url: {how}", written(sources.with_cell("url", text)), "bad-address", at=2)
    for how, text in {"traversal": "../../x", "another": "dijon", "capitals": "Arbois"}.items():
        yield refused(
            "evidence", f"territory: {how}", written(evidence.with_cell("territory", text)), "unknown-territory", at=2
        )
        yield refused(
            "corrections",
            f"territory: {how}",
            written(corrections.with_cell("territory", text)),
            "unknown-territory",
            at=2,
        )
        yield refused(
            "claims", f"names: {how}", written(claims.with_cell("names", f"arbois|{text}")), "unknown-territory", at=2
        )
    for how, text in {"traversal": "../2020", "another": "2021", "Arabic digits": "٢٠٢٠"}.items():
        yield refused("corrections", f"wave: {how}", written(corrections.with_cell("wave", text)), "unknown-wave", at=2)
    for how, text in {
        "capitals": "YES",
        "a blank within": "y es",
        "look-alike": "уes",
        "another": "maybe",
        "a formula": "=yes",
    }.items():
        yield refused(
            "evidence", f"answer: {how}", written(evidence.with_cell("answer", text)), "answer-not-allowed", at=2
        )
        yield refused(
            "corrections", f"answer: {how}", written(corrections.with_cell("answer", text)), "answer-not-allowed", at=2
        )
    for how, text in {
        "comma": "60,5",
        "grouped": "60 000",
        "exponent": "6e7",
        "infinity": "inf",
        "Arabic digits": "٦٠",
    }.items():
        yield refused(
            "evidence", f"a number: {how}", written(evidence.with_cell("answer", text, 12)), "answer-not-number", at=12
        )
