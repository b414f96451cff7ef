"""Commentary and the outline of the maps: the two other files that people write by hand, or take from elsewhere."""

import json
import re
from collections.abc import Iterator

from .cases import Case, refused, right

SQUARE = [[0, 45], [1, 45], [1, 46], [0, 45]]


def _words(text: str):
    """Say whether these are the words, French typography taken off."""

    def is_right(value) -> bool:
        typed = re.sub("«\u00a0|\u00a0»", '"', value["words"]).replace("’", "'")
        return re.sub("\u202f(?=[;?!])", " " if " ?" in text else "", typed) == text

    return is_right


def _headed(heading: str) -> str:
    return f"---\n{heading}\n---\nDu texte.\n"


def _commentary() -> Iterator[Case]:
    # What is markup elsewhere is text here; words are those of the page.
    shown = {
        "raw HTML": ("<script>alert(x)</script>", "<script>alert(x)</script>"), "HTML within a line": ("a <b onclick=x>b</b>", "a <b onclick=x>b</b>"),
        "a form": ("<form action='https://evil.example'><input></form>", "<form action='https://evil.example'><input></form>"),
        "a comment of HTML": ("<!-- x -->", "<!-- x -->"), "CDATA": ("<![CDATA[x]]>", "<![CDATA[x]]>"), "an instruction": ("<?php x ?>", "<?php x ?>"),
        "Typst's import": ('#import "/etc/passwd": \\*', '#import "/etc/passwd": *'), "Typst's read": ('#read("/etc/passwd")', '#read("/etc/passwd")'),
        "Typst's equation": ("$ x $", "$ x $"), "Typst's label": ("a @ref &lt;lab&gt;", "a @ref <lab>"), "LaTeX": ("\\\\input{/etc/passwd}", "\\input{/etc/passwd}"),
        "pandoc's raw span": ("`x`{=html}", "x{=html}"), "pandoc's raw block": ("```{=typst}\n#panic()\n```", "#panic()"), "pandoc's attributes": ("[a]{.b onclick=x}", "[a]{.b onclick=x}"),
        "a block of code": ("    #panic()", "#panic()"), "a template": ("{% raw %}{{ x.y }}{% endraw %}", "{% raw %}{{ x.y }}{% endraw %}"), "a formula": ("=HYPERLINK(x)", "=HYPERLINK(x)"),
        "an entity": ("&lt;b&gt; &amp;ent;", "<b> &ent;"), "a direction": ("a\u202eb\u202c", "a\u202eb\u202c"), "a script of elsewhere": ("עברית 日本", "עברית 日本"),
        "a note of two paragraphs": ("a[^b]\n\n[^b]: c\n\n    d\n\ne", "acde"),
        "a link of the web": ("[a](https://example.org/?q=%3Cb%3E)", "a"), "a heading": ("# Titre", "Titre"), "quotes in quotes": ("> " * 20 + "a", "a"),
    }  # fmt: skip
    for how, (text, words) in shown.items():
        yield right("commentary", f"shown: {how}", text + "\n", _words(words))
    not_allowed = {
        "a script": "[a](javascript:alert)", "a script in capitals": "[a](JAVASCRIPT:alert)", "a script by entities": "[a](&#106;avascript:alert)", "a script with a blank": "[a](<java script:alert>)",
        "data": "[a](data:text/html,x)", "VBScript": "[a](vbscript:x)", "a file": "[a](file:///etc/passwd)", "of here": "[a](../../../etc/passwd)", "without a scheme": "[a](//evil.example)",
        "an address in brackets": "<javascript:alert>", "by reference": "[a][b]\n\n[b]: javascript:alert", "in a list": "- *[a](javascript:alert)*", "in a note": "a[^b]\n\n[^b]: [a](javascript:alert)", "in a quote": "> [a](javascript:alert)",
        "a picture": "![a](https://example.org/a.png)", "a picture of here": "![a](/etc/passwd)", "a picture by reference": "![a][b]\n\n[b]: /etc/passwd", "a table": "|a|b|\n|-|-|\n|c|d|",
    }  # fmt: skip
    for how, text in not_allowed.items():
        yield refused("commentary", f"not allowed: {how}", text + "\n", "prose-not-allowed")
    for how, text in {
        "a note that names itself": "a[^b]\n\n[^b]: c[^b]",
        "two notes that name each other": "a[^b]\n\n[^b]: c[^d]\n\n[^d]: e[^b]",
        "a note within a note": "a[^b]\n\n[^b]: c\n d [^e]\n\n[^e]: f",
        "in its second paragraph": "a[^b]\n\n[^b]: c\n\n    d[^b]",
        "in a quote": "a[^b]\n\n> [^b]: c[^b]",
        "a bomb of notes": "a[^n0]\n\n"
        + "".join(f"[^n{i}]: [^n{i + 1}][^n{i + 1}]\n\n" for i in range(40))
        + "[^n40]: z",
        "quotes without end": "> " * 2000 + "a",
        "lists without end": "\n".join("  " * i + "- a" for i in range(300)),
        "emphasis without end": "*" * 2000 + "a" + "*" * 2000,
    }.items():
        yield refused("commentary", f"not laid out: {how}", text + "\n", "prose-not-allowed")
    for how, text, at in (("a number", "Ils sont 12.", 1), ("a number in Arabic digits", "Ils sont ١٢.", 1), ("a number in full width", "Ils sont １２.", 1), ("in a heading", "a\n\n# En 2020", 3), ("in HTML", "<b>5</b>", 1), ("after a key", "{{ a.b }} 5", 1), ("in a template", "{{7*7}} 7", 1)):  # fmt: skip
        yield refused("commentary", f"typed: {how}", text + "\n", "prose-typed-digit", at=at)
    for how, heading in {"a key that is unknown": "script: x", "a list": "- a", "words": "just words", "a list that does not close": "years: [", "a year that is a table": "years: {a: b}", "years within years": "years: [[2019]]", "a summary that is a list": "summary: [a]", "a summary that is a table": "summary: {a: b}", "a tabulation": "\tsummary: a", "two documents": "summary: a\n... x"}.items():  # fmt: skip
        yield refused("commentary", f"heading: {how}", _headed(heading), "prose-bad-heading", at=1)
    for how, heading, code in (("a bomb", "summary: &a [x]\nyears: [*a, *a]", "yaml-alias"), ("an object", "summary: !!python/object/apply:os.system [ls]", "yaml-tag"), ("a tag", "summary: !!str 5", "yaml-tag"), ("lists in lists", "years: " + "[" * 50_000, "yaml-too-deep"), ("a key twice", "summary: a\nsummary: b", "yaml-duplicate-key"), ("an escaped NUL", 'summary: "\\0"', "control-character"), ("a key that is a list", "? [a]\n: b", "yaml-key-not-text")):  # fmt: skip
        yield refused("commentary", f"heading: {how}", _headed(heading), code)
    for how, written, declared in (("an underscore", "2_019", "2_019"), ("a sexagesimal", "20:19", "20:19"), ("an old octal", "0123", "0123"), ("a hexadecimal", "0x1F", "0x1F"), ("a day", "2019-07-05", "2019-07-05"), ("a text", '"2019"', "2019")):  # fmt: skip
        yield right(
            "commentary",
            f"declared: {how}",
            _headed(f"years: [{written}]"),
            lambda value, declared=declared: value["declared"] == (declared,),
        )
    for how, data in {"Latin-1": "été".encode("latin-1"), "UTF-16": "été".encode("utf-16"), "a cut sequence": b"a\xc3", "a surrogate": b"\xed\xa0\x80", "in its heading": b"---\nsummary: \xe9\n---\na"}.items():  # fmt: skip
        yield refused("commentary", f"not UTF-8: {how}", data, "not-utf8", at=2 if how == "in its heading" else 1)
    for how, sign in {"NUL": "\0", "escape": "\x1b[2J", "DEL": "\x7f", "C1": "\x9d"}.items():
        yield refused("commentary", f"control: {how}", f"a\n{sign}b\n", "control-character", at=2)
    yield right(
        "commentary",
        "with a byte order mark",
        "\ufeff" + _headed("summary: Bref"),
        lambda value: value["summary"] == "Bref",
    )
    yield right(
        "commentary",
        "lines end with CRLF",
        _headed("summary: Bref").replace("\n", "\r\n"),
        lambda value: value["summary"] == "Bref" and value["words"] == "Du texte.",
    )
    yield right(
        "commentary", "a heading that does not close", "---\nsummary: a\n", lambda value: "summary: a" in value["words"]
    )


def _outline() -> Iterator[Case]:
    def polygon(rings: object) -> str:
        return json.dumps({"type": "Polygon", "coordinates": rings})

    def drawn(value) -> bool:
        return value == (tuple((float(x), float(y)) for x, y in SQUARE),)

    yield right("outline", "sound", polygon([SQUARE]), drawn)
    yield right("outline", "with heights", polygon([[[*point, 9] for point in SQUARE]]), drawn)
    yield right("outline", "turned the other way", polygon([SQUARE[::-1]]), drawn)
    yield right("outline", "with a byte order mark", "\ufeff" + polygon([SQUARE]), drawn)
    broken = {
        "nothing": "", "no JSON": "{", "Latin-1": '{"é": 1}'.encode("latin-1"), "UTF-16": polygon([SQUARE]).encode("utf-16"), "lists without end": "[" * 100_000, "objects without end": '{"type":' * 50_000,
        "five thousand digits": polygon([SQUARE]).replace("45", "4" * 5000, 1), "a list": "[]", "a text": '"Polygon"', "no type": "{}", "another type": '{"type": "Point", "coordinates": [0, 0]}', "a type that is a list": '{"type": ["Polygon"]}',
        "coordinates that are none": '{"type": "Polygon", "coordinates": {"a": 1}}', "no coordinates": '{"type": "Polygon"}', "rings that are numbers": polygon([1, 2]), "a collection in a collection": '{"type": "FeatureCollection", "features": [{"type": "FeatureCollection", "features": []}]}',
        "features that are none": '{"type": "FeatureCollection", "features": [1]}', "a feature without a shape": '{"type": "Feature", "geometry": null}', "a shape elsewhere": '{"type": "Feature", "geometry": {"$ref": "file:///etc/passwd"}}',
    }  # fmt: skip
    for how, data in broken.items():
        yield refused("outline", f"no outline: {how}", data, "not-geojson")
    for how, point in {
        "beyond the pole": [0, 91],
        "beyond the line": [181, 0],
        "a text": ["0", 45],
        "logical": [True, 45],
        "nothing": [None, 45],
        "one number": [0],
        "no list": 5,
    }.items():
        yield refused("outline", f"a position: {how}", polygon([[point, *SQUARE[1:-1], point]]), "position-outside")
    for how, word in {
        "infinity": "Infinity",
        "no number": "NaN",
        "more than any number": "1e999",
        "twenty digits": "1" * 20,
    }.items():
        yield refused("outline", f"a position: {how}", polygon([SQUARE]).replace("46", word), "position-outside")
    for how, ring in {"open": [*SQUARE[:-1], [5, 5]], "of two": [SQUARE[0], SQUARE[0]], "empty": []}.items():
        yield refused("outline", f"a ring: {how}", polygon([ring]), "broken-ring")
    for how, empty in {
        "no polygon": {"type": "MultiPolygon", "coordinates": []},
        "no feature": {"type": "FeatureCollection", "features": []},
        "no ring": {"type": "Polygon", "coordinates": []},
    }.items():
        yield refused("outline", f"empty: {how}", json.dumps(empty), "outline-without-polygon")


def cases() -> Iterator[Case]:
    yield from _commentary()
    yield from _outline()
