"""Texts as exports: encodings, separators, quotes, and what is no text at all."""

from collections.abc import Iterator

from .cases import INJECTIONS, Case, refused, right

HEAD = "id;Répondant;Réponse\n"
ROWS = "1;Arbois;déjà\n2;Belleville;été\n3;Cassis;œuvre\n"
CELLS = [["id", "Répondant", "Réponse"], ["1", "Arbois", "déjà"], ["2", "Belleville", "été"], ["3", "Cassis", "œuvre"]]


def _is(cells: list[list[str]]):
    return lambda value: value == {"": cells}


def _cell(text: str):
    return lambda value: value[""][1][2] == text


def cases() -> Iterator[Case]:
    text = HEAD + ROWS
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
        yield right("csv", f"encoding: {codec}", text.encode(codec), _is(CELLS))
    yield right("csv", "encoding: utf-16-be with a mark", b"\xfe\xff" + text.encode("utf-16-be"), _is(CELLS))
    yield right("csv", "encoding: marked twice", "\ufeff\ufeff".encode() + text.encode(), _is(CELLS))
    for how, sep in {"commas": ",", "tabulations": "\t", "bars": "|"}.items():
        yield right("csv", f"separator: {how}", text.replace(";", sep), _is(CELLS))
        yield right("csv", f"separator told: {how}", f"sep={sep}\n" + text.replace(";", sep), _is(CELLS))
    for how, end in {"CRLF": "\r\n", "CR": "\r"}.items():
        yield right("csv", f"lines end with {how}", text.replace("\n", end), _is(CELLS))
    yield right("csv", "no end to the last line", text.rstrip("\n"), _is(CELLS))
    yield right("csv", "rows without a text", text + ";;\n\n  ;;\n", _is(CELLS))
    yield right(
        "csv",
        "every cell in quotes",
        "".join('"' + line.replace(";", '";"') + '"\n' for line in text.splitlines()),
        _is(CELLS),
    )
    yield right(
        "csv", "under another name of a column", text.replace("id;", "=id;"), lambda value: value[""][0][0] == "=id"
    )
    yield right("csv", "rows of unequal length", text + "4;Dole\n", lambda value: value[""][4] == ["4", "Dole", ""])
    for how, given in {**INJECTIONS, "line ends": "a\nb", "separators": "a;b,c|d", "quotes": 'a "b" c', "line separator": "a\u2028b", "another script": "עברית 日本 🚲", "joiners": "a\u200d\u200bb", "looks like a number": "1e5", "an exact number": "0.1000000000000000055", "leading noughts": "007", "decimal comma": "1,5", "grouped": "1 000", "Arabic digits": "١٢", "nothing": "NaN", "logical": "TRUE", "a day": "2020-02-30", "markup": "<b>&amp;</b>"}.items():  # fmt: skip
        quoted = '"' + given.replace('"', '""') + '"'
        yield right("csv", f"a cell: {how}", f"{HEAD}1;Arbois;{quoted}\n2;B;x\n3;C;y\n", _cell(given))
    for how, data in {
        "nothing": b"",
        "blanks": b" \r\n\t\n",
        "a mark": b"\xef\xbb\xbf",
        "a mark and blanks": b"\xef\xbb\xbf\n\n",
    }.items():
        yield refused("csv", f"empty: {how}", data, "export-empty")
    for how, at, data in (("in the heading", 1, text.replace("Rép", "R\0p", 1)), ("in a row", 3, text.replace("Belle", "B\0lle")), ("at the end", 5, text + "\0")):  # fmt: skip
        yield refused("csv", f"NUL: {how}", data, "export-nul", at=at)
    for how, at, more in (
        ("never closed", 5, '4;"Dole;x\n'),
        ("closed too soon", 5, '4;"Do"le;x\n'),
        ("a lone one", 5, '"'),
    ):
        yield refused("csv", f"quotes: {how}", text + more, "export-quotes", at=at)
    yield refused(
        "csv", "two encodings", text.encode() + "4;Dôle;été\n".encode("cp1252"), "export-mixed-encodings", at=5
    )
    yield refused("csv", "UTF-16 cut in the midst", text.encode("utf-16")[:-1], "export-nul", at=1)
    yield refused(
        "csv", "more columns than a spreadsheet", ";".join("a" * 20_000) + "\n", "export-too-many-columns", at=1
    )
    yield refused("csv", "more columns in a row", text + ";".join("a" * 20_000) + "\n", "export-too-many-columns", at=5)
    yield refused("csv", "a cell of a megabyte", f"{text}4;Dole;{'x' * 1_000_001}\n", "export-overlong-cell", at=5)
    others = {
        "a PDF": (b"%PDF-1.7\n", "export-is-no-table"), "a picture": (b"\x89PNG\r\n\x1a\n", "export-is-no-table"),
        "a photograph": (b"\xff\xd8\xff\xe0", "export-is-no-table"), "RTF": (b"{\\rtf1 x}", "export-is-no-table"),
        "SQLite": (b"SQLite format 3\0" + bytes(84), "export-is-no-table"), "SPSS": (b"$FL2@(#)", "export-is-no-table"),
        "Stata": (b"<stata_dta>", "export-is-no-table"), "JSON": (b'[{"id": 1}]', "export-is-no-table"),
        "XML": (b'<?xml version="1.0"?><data/>', "export-is-no-table"),
        "XML with entities": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "export-is-no-table"),
        "Parquet": (b"PAR1" + bytes(12), "export-other-spreadsheet"), "Excel 4": (b"\x09\x04\x06\x00" + bytes(6), "export-other-spreadsheet"),
        "gzip": (b"\x1f\x8b\x08" + bytes(9), "export-is-an-archive"), "7z": (b"7z\xbc\xaf\x27\x1c", "export-is-an-archive"),
        "RAR": (b"Rar!\x1a\x07", "export-is-an-archive"), "an empty zip": (b"PK\x05\x06" + bytes(18), "export-is-an-archive"),
        "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "export-html"), "a table of a page": (b"<table><tr><td>1</td></tr></table>", "export-html"),
        "a login": (b"\n<html><form action=login>", "export-html"),
        "LimeSurvey's form": (b'<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>', "export-is-a-form"),
        "LimeSurvey's structure": (b"class\ttype/scale\tname\ttext\nQ\tS\tq\tx\n", "export-is-a-form"),
        "Excel 2003's XML": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "export-other-spreadsheet"),
        "a flat OpenDocument": (b'<?xml version="1.0"?><office:document/>', "export-other-spreadsheet"),
    }  # fmt: skip
    for how, (data, code) in others.items():
        yield refused("csv", f"no table: {how}", data, code)
