"""Forms: XLSForm, LimeSurvey's XML and its tab-separated structure."""

from collections.abc import Iterator
from typing import Any

from .cases import INJECTIONS, Case, refused, right
from .packages import form_parts, packed, row, said, sheet
from .seeds import LSS, SURVEY, TABS

READ = {"q1": ("choice", "Une question", ["x", "y"]), "q2": ("number", "Un nombre", [])}
TEXTS = {
    **INJECTIONS,
    "another script": "עברית 日本",
    "looks like a number": "1e5",
    "yes": "yes",
    "colon": "a: b",
    "anchor": "&a *b !c",
    "percent": "%a",
}
BOMB = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "x"}">' for i in range(10)) + "]>"
EXTERNAL = '<!DOCTYPE document [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is(value: Any) -> bool:
    return value == READ


def _label(text: str):
    # Tags are no words of a question, nor is a character that directs others.
    return lambda value: value["q1"][1] == text


def _xlsform() -> Iterator[Case]:
    def form(text: str | bytes, **more: str) -> bytes:
        return packed(form_parts(text, **more))

    def one(name: str, *cells: str, heading: tuple[str, ...] = ("type", "name", "label")) -> bytes:
        return form(sheet(row(1, *heading) + row(2, *cells)))

    yield right("xlsform", "sound", form(SURVEY), _is)
    for how, text in TEXTS.items():
        if how != "html":
            yield right(
                "xlsform", f"a label: {how}", form(SURVEY.replace("Une question", _escaped(text))), _label(text)
            )
    for how, cells, code in (
        ("an unknown type", ("=cmd", "q", "Q"), "form-unknown-type"), ("an end without a beginning", ("end_group", "", ""), "form-group-not-open"),
        ("a group that does not end", ("begin_group", "g", "G"), "form-group-not-closed"), ("no name", ("text", "", "Q"), "form-name-missing"),
        ("a list that is not there", ("select_one nowhere", "q", "Q"), "form-list-missing"), ("a list upwards", ("select_one ../../x", "q", "Q"), "form-list-missing"),
        ("notes alone", ("note", "n", "N"), "form-empty"),
    ):  # fmt: skip
        yield refused("xlsform", f"a row: {how}", one(how, *cells), code)
    yield refused(
        "xlsform",
        "a name twice",
        form(sheet(row(1, "type", "name", "label") + row(2, "text", "q", "A") + row(3, "text", "q", "B"))),
        "form-name-twice",
        at=3,
    )
    yield refused(
        "xlsform",
        "an unknown language",
        one("", "text", "q", "Q", heading=("type", "name", "label::Klingonais")),
        "form-language-unknown",
        at=1,
    )
    yield refused(
        "xlsform", "no column of types", one("", "text", "q", heading=("kind", "name")), "form-column-missing"
    )
    yield refused("xlsform", "nothing in it", form(sheet("")), "form-column-missing")
    whole = SURVEY
    for how, xml in {"entities": EXTERNAL + whole.replace("Une question", "&a;"), "a bomb": BOMB + whole.replace("Une question", "&e9;"), "not closed": whole[:-5], "CDATA": whole.replace("<t>Une question</t>", "<t><![CDATA[x]]></t>"), "a cell twice": sheet(row(1, "type", "name") + row(1, "type", "name")), "not UTF-8": whole.encode().replace(b"Une", b"\xff")}.items():  # fmt: skip
        yield refused("xlsform", f"a sheet: {how}", form(xml), "form-damaged")
    for how, cell in {
        "corner": said("XFD1048576", "x"),
        "down": said("A1048576", "x"),
        "across": said("XFE9", "x"),
    }.items():
        yield refused(
            "xlsform",
            f"far away: {how}",
            form(
                whole.replace(
                    "</sheetData>", f'<row r="{cell.split(chr(34))[1].lstrip("AXFDE")}">{cell}</row></sheetData>'
                )
            ),
            "form-too-large",
        )
    yield refused("xlsform", "no workbook", packed({"a.txt": "x"}), "not-a-form")
    yield refused("xlsform", "a document", packed({"word/document.xml": "x"}), "not-a-form")
    yield refused("xlsform", "other sheets", packed({**form_parts(whole), "xl/workbook.xml": str(form_parts(whole)["xl/workbook.xml"]).replace('"survey"', '"other"')}), "no-survey-sheet")  # fmt: skip
    for how, data in {
        "cut": packed(form_parts(whole))[:700],
        "nothing after the beginning": b"PK\x03\x04",
        "an old one of noughts": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    }.items():
        yield refused("xlsform", f"damaged: {how}", data, "form-damaged")
    for how, condition in {
        "brackets without end": "(" * 2000,
        "code": "__import__('os')",
        "a regular expression": "regex(., '(a+)+$')",
        "itself": "${q2} = 1",
        "nobody": "${nobody} = 1",
    }.items():
        yield right("xlsform", f"a condition: {how}", form(whole.replace("${q1}='x'", condition)), _is)
    for how, constraint in {
        "no number": ".&gt;=inf",
        "without end": ".&gt;=" + "9" * 400,
        "brackets": "(" * 500 + ".&gt;1" + ")" * 500,
        "a day too early": ".&lt; '0001-01-01'",
        "Arabic digits": ".&gt;=٣",
    }.items():
        yield right("xlsform", f"a constraint: {how}", form(whole.replace(".&gt;=0 and .&lt;=10", constraint)), _is)
    yield right("xlsform", "a thousand groups", form(sheet(row(1, "type", "name", "label") + "".join(row(i, "begin_group", f"g{i}", "G") for i in range(2, 502)) + row(502, "text", "q", "Q") + "".join(row(i, "end_group") for i in range(503, 1003)))), lambda value: value["q"][1] == "Q")  # fmt: skip


def _lss() -> Iterator[Case]:
    yield right("lss", "sound", LSS, _is)
    yield right("lss", "with a byte order mark", "\ufeff" + LSS, _is)
    yield right("lss", "in Latin-1, as it says", LSS.replace("UTF-8", "ISO-8859-1").encode("latin-1"), _is)
    for how, text in TEXTS.items():
        shown = {"html": None, "cdata-end": "]]> &ent; A"}.get(how, text)
        if shown is not None:
            yield right(
                "lss", f"a text: {how}", LSS.replace("<![CDATA[<p>Une question</p>]]>", _escaped(text)), _label(shown)
            )
    yield right(
        "lss",
        "a script in a text",
        LSS.replace("<p>Une question</p>", "<p>Une <script>alert(1)</script>question<style>x</style></p>"),
        lambda value: "alert" not in value["q1"][1] and value["q1"][1].startswith("Une"),
    )
    yield right(
        "lss",
        "links and pictures in a text",
        LSS.replace("<p>Une question</p>", '<a href="javascript:x">Une</a> <img src=x onerror=y>question'),
        _label("Une question"),
    )
    for how, more in {"entities": EXTERNAL, "a bomb": BOMB, "an external subset": '<!DOCTYPE document SYSTEM "http://evil.example/x.dtd">', "a parameter entity": '<!DOCTYPE document [<!ENTITY % p SYSTEM "http://evil.example/x">%p;]>', "a document type": "<!DOCTYPE document>"}.items():  # fmt: skip
        yield refused(
            "lss", f"declared: {how}", LSS.replace("<document>", more + "<document>", 1), "form-xml-declarations"
        )
    damaged = {
        "cut": LSS[:900], "two roots": LSS + "<document/>", "an unknown entity": LSS.replace("Un nombre", "&foo;"), "NUL": LSS.replace("Un nombre", "\0"), "a reference to NUL": LSS.replace("Un nombre", "&#0;"),
        "not UTF-8": LSS.encode().replace(b"Un nombre", b"\xff"), "an encoding that is none": LSS.replace("UTF-8", "klingon"), "UTF-7": LSS.replace("UTF-8", "utf-7"), "elements without end": "<document>" + "<a>" * 50_000, "an attribute twice": LSS.replace("<groups>", '<groups a="1" a="2">'),
    }  # fmt: skip
    for how, data in damaged.items():
        yield refused("lss", f"damaged: {how}", data, "form-damaged")
    for how, kind in {"a group": "Group", "nothing": "", "answers": "Responses"}.items():
        yield refused(
            "lss",
            f"it is {how}",
            LSS.replace("<LimeSurveyDocType>Survey", f"<LimeSurveyDocType>{kind}"),
            "form-not-a-survey",
        )
    yield refused("lss", "another root", "<?xml version='1.0'?><html/>", "form-not-a-survey")
    yield refused(
        "lss", "an unknown type", LSS.replace("<type>N</type>", "<type>=cmd</type>"), "form-unknown-type", at=6
    )
    yield refused("lss", "no type", LSS.replace("<type>N</type>", ""), "form-unknown-type", at=6)
    yield refused(
        "lss",
        "no answers",
        LSS.replace("<answers>", "<others>").replace("</answers>", "</others>"),
        "form-answers-missing",
    )
    yield refused(
        "lss", "no questions", LSS.replace("<questions>", "<others>").replace("</questions>", "</others>"), "form-empty"
    )
    for how, order in {
        "two signs": "--5",
        "without end": "9" * 5000,
        "Arabic digits": "٥",
        "superscript": "²",
        "a word": "many",
        "a fraction": "1.5",
        "empty": "",
    }.items():
        yield right(
            "lss",
            f"an order: {how}",
            LSS.replace("<question_order>1</question_order>", f"<question_order>{order}</question_order>"),
            _is,
        )
    for how, condition in {
        "brackets without end": "(" * 3000,
        "code": "__import__('os')",
        "nobody": "nobody.NAOK == 1",
        "quotes": 'q1.NAOK == "x',
        "a long one": "q1.NAOK == &quot;x&quot; and " * 500 + "1",
    }.items():
        yield right("lss", f"a condition: {how}", LSS.replace('q1.NAOK == "x"', condition), _is)
    for how, pattern in {
        "catastrophic": "/(a+)+$/",
        "brackets": "/" + "(" * 2000 + "/",
        "no expression": "[",
        "unfinished": "/[0-9",
    }.items():
        yield right("lss", f"a pattern: {how}", LSS.replace("/^[0-9]+$/", pattern), _is)


def _tabs() -> Iterator[Case]:
    yield right("limesurvey-tabs", "sound", TABS, _is)
    yield right("limesurvey-tabs", "with a byte order mark", "\ufeff" + TABS, _is)
    yield right("limesurvey-tabs", "lines end with CRLF", TABS.replace("\n", "\r\n"), _is)
    for how, text in TEXTS.items():
        if how != "html":
            quoted = '"' + _escaped(text).replace('"', '""') + '"'
            yield right("limesurvey-tabs", f"a text: {how}", TABS.replace("<p>Une question</p>", quoted), _label(text))
    yield right(
        "limesurvey-tabs",
        "a formula masked by LimeSurvey",
        TABS.replace("<p>Une question</p>", "'=1+1"),
        _label("=1+1"),
    )
    for how, scale in {
        "without end": "9" * 5000,
        "superscript": "²",
        "Arabic digits": "٠",
        "negative": "--1",
        "a word": "x",
    }.items():
        yield right(
            "limesurvey-tabs",
            f"a scale: {how}",
            TABS.replace("A\t0\tx", f"A\t{scale}\tx"),
            lambda value: set(value["q1"][2]) == {"x", "y"},
        )
    for how, data in {"a quote never closed": TABS.replace("Un nombre", '"Un nombre'), "a quote closed too soon": TABS.replace("Un nombre", '"Un" nombre'), "not UTF-8": TABS.encode().replace(b"Un nombre", b"\xff"), "a cell without end": TABS.replace("Un nombre", "x" * 10_000_001)}.items():  # fmt: skip
        yield refused("limesurvey-tabs", f"damaged: {how}", data, "form-damaged", at=8)
    for how, sign in {"NUL": "\0", "escape": "\x1b", "C1": "\x85"}.items():
        yield refused(
            "limesurvey-tabs",
            f"a control character: {how}",
            TABS.replace("Un nombre", f"Un{sign}nombre"),
            "control-character",
            at=8,
        )
    yield refused("limesurvey-tabs", "an unknown type", TABS.replace("Q\tN", "Q\t=cmd"), "form-unknown-type", at=8)
    yield refused(
        "limesurvey-tabs",
        "an answer before any question",
        TABS.replace("Q\tL\tq1", "X\tL\tq1"),
        "form-group-not-open",
        at=6,
    )
    yield refused(
        "limesurvey-tabs",
        "a question outside any group",
        TABS.replace("G\tG0\tG", "X\tG0\tG"),
        "form-group-not-open",
        at=5,
    )
    yield refused("limesurvey-tabs", "a question twice", TABS.replace("N\tq2", "N\tq1"), "form-name-twice", at=8)
    yield refused(
        "limesurvey-tabs",
        "no column of languages",
        TABS.replace("\tlanguage\tmandatory", "\tlang\tmandatory"),
        "form-column-missing",
        at=1,
    )
    for how, data in {
        "a PDF": b"%PDF-1.7",
        "a page": b"<html></html>",
        "a table": b"a;b\n1;2\n",
        "bytes": bytes(range(256)),
        "UTF-16": TABS.encode("utf-16"),
    }.items():
        yield refused("limesurvey-tabs", f"no form: {how}", data, "not-a-form")
    yield refused("limesurvey-tabs", "answers", b"id;submitdate;lastpage;q1\n1;2020;1;x\n", "export-not-form", at=1)
    yield refused("limesurvey-tabs", "blank", b" \n", "form-empty")


def cases() -> Iterator[Case]:
    yield from _xlsform()
    yield from _lss()
    yield from _tabs()
