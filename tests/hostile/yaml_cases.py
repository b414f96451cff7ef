"""YAML files: bombs, tags and other tricks of the format; values that other readers of YAML would turn into numbers."""

import re
from collections.abc import Iterator

from . import readers
from .cases import INJECTIONS, Case, refused, right
from .seeds import sound

FILES = ("study.yaml", "lever.yaml", "wave.yaml", "glossary")
# A text of each file, as it stands there: its first words and the path to it in what is read.
TEXTS = {
    "study.yaml": ("métropole", ("territory", "one", "fr")),
    "lever.yaml": ("Achats responsables", ("levers", 1, "title", "fr")),
    "wave.yaml": ("Trois territoires inventés", ("subtitle", "fr")),
    "glossary": ('"Une ligne de 2014."', ("terms", 0, "meaning", "fr")),
}


def _at(value, path):
    for step in path:
        value = value[step]
    return value


def _of_the_format(reader: str) -> Iterator[Case]:
    text = sound(reader).decode()
    expected = readers.READERS[reader](sound(reader)).value
    last = text.count("\n") + 1

    def more(name: str, added: str, code: str, at: int | None = last) -> Case:
        return refused(reader, name, text + added, code, at=at)

    yield right(reader, "with a byte order mark", "\ufeff" + text, expected)
    yield right(reader, "lines end with CRLF", text.replace("\n", "\r\n"), expected)
    yield right(reader, "comments and an end", f"# {{{{7*7}}}} *a &b !c\n---\n{text}...\n", expected)
    yield right(reader, "an anchor that nothing uses", re.sub(r"^(\w+):", r"\1: &a", text, count=1), expected)
    yield refused(reader, "empty", "", "yaml-empty")
    yield refused(reader, "blank", " \n\n", "yaml-empty")
    yield refused(reader, "comments alone", "# a\n# b\n", "yaml-empty")
    yield refused(reader, "a list", "- a\n- b\n", "yaml-not-mapping", at=1)
    yield refused(reader, "a text", "just words\n", "yaml-not-mapping", at=1)
    yield refused(reader, "UTF-16", text.encode("utf-16"), "not-utf8", at=1)
    yield refused(reader, "Latin-1", "# été\n".encode("latin-1") + text.encode(), "not-utf8", at=1)
    yield refused(reader, "a cut sequence", text.encode() + b"# \xc3\n", "not-utf8", at=last)
    yield more("a tabulation as indent", "x:\n\t- a\n", "not-yaml", last + 1)
    yield more("a list that does not close", "x: [a\n", "not-yaml", last + 1)
    yield more("a quote that does not close", 'x: "a\n', "not-yaml", last + 1)
    yield more("a second document", "---\nx: 1\n", "not-yaml")
    yield refused(reader, "another version of YAML", f"%YAML 9.9\n---\n{text}", "not-yaml", at=1)
    yield refused(reader, "a raw control character", text.replace(":", ": \x07", 1), "not-yaml")
    yield more("an escaped half of a pair", 'x: "\\ud800"\n', "not-yaml")
    yield more("an unknown escape", 'x: "\\q"\n', "not-yaml")
    yield more("a key twice", re.match(r"\w+", text)[0] + ": x\n", "yaml-duplicate-key")
    yield more("a key that is a list", "? [a, b]\n: c\n", "yaml-key-not-text")
    yield more("an unknown key", "unknown_key: 1\n", "unknown-key")
    yield more("a merge", "<<: {a: 1}\n", "unknown-key")
    yield more("a key that goes upwards", '"../../x": 1\n', "unknown-key")
    yield more("an alias", "x: &a [1]\ny: *a\n", "yaml-alias", last + 1)
    yield more(
        "a bomb",
        "".join(f"x{i}: &x{i} [{f'*x{i - 1}, *x{i - 1}' if i else 'a'}]\n" for i in range(64)),
        "yaml-alias",
        last + 1,
    )
    yield more("itself within itself", "x: &a [*a]\n", "yaml-alias")
    yield more("lists in lists", "x: " + "[" * 200 + "]" * 200 + "\n", "yaml-too-deep")
    yield more("keys in keys", "x: " + "{a: " * 200 + "}" * 200 + "\n", "yaml-too-deep")
    yield more("lists that never close", "x: " + "[" * 100_000, "yaml-too-deep")
    yield more("dashes in dashes", "x:\n" + "- " * 5_000 + "a\n", "yaml-too-deep", last + 1)
    for tag in ("!!python/object/apply:os.system [ls]", "!!python/name:os.system", "!!binary aGk=", "!!set {a}", "!!str 5", "!!int 5", "!own 5", "! 5", "!!float .inf", "!<tag:yaml.org,2002:str> a", "!!map {}", "!!omap [a: 1]"):  # fmt: skip
        yield more(f"a tag: {tag[:24]}", f"x: {tag}\n", "yaml-tag")


def _texts(reader: str) -> Iterator[Case]:
    before, path = TEXTS[reader]
    text = sound(reader).decode()
    assert before in text
    for how, given in INJECTIONS.items():
        quoted = '"' + given.replace("\\", "\\\\").replace('"', '\\"') + '"'
        data = text.replace(before, quoted, 1)
        if reader == "glossary" and re.search(r"\d", given):
            yield refused(reader, f"a text: {how}", data, "glossary-typed-number")
        else:
            yield right(reader, f"a text: {how}", data, lambda value, given=given: _at(value, path) == given)
    yield refused(reader, "an escaped NUL", text.replace(before, '"a\\0b"', 1), "control-character")
    yield refused(reader, "an escaped control", text.replace(before, '"a\\x1bb"', 1), "control-character")


def _numbers() -> Iterator[Case]:
    """A value of study.yaml that is a whole number; what YAML 1.1 makes of others is not taken."""
    text = sound("study.yaml").decode()
    for how, given in {"octal": "0o6", "old octal": "006", "hexadecimal": "0x6", "underscore": "1_0", "sexagesimal": "1:30", "infinity": ".inf", "no number": ".nan", "exponent": "1e1", "Arabic digits": "٦", "full-width": "６", "a text": '"6"', "a fraction": "6.5", "logical": "true", "nothing": "~", "a list": "[6]", "twenty digits": "1" * 20}.items():  # fmt: skip
        data = text.replace("yes_years: 6", f"yes_years: {given}")
        yield refused("study.yaml", f"a whole number: {how}", data, "wrong-type")
    for how, given in {"negative": "-1"}.items():
        yield refused(
            "study.yaml", f"a whole number: {how}", text.replace("yes_years: 6", f"yes_years: {given}"), "out-of-range"
        )
    yield right(
        "study.yaml",
        "a whole number with a sign",
        text.replace("yes_years: 6", "yes_years: +6"),
        lambda value: value["defaults"]["yes_years"] == 6,
    )
    for how, name in {"upwards": "../lever-1.yaml", "absolute": "/etc/passwd", "Windows": "..\\\\x.yaml", "of here": "./lever-1.yaml", "missing": "lever-9.yaml", "capitals": "LEVER-1.yaml", "the folder": "..", "nothing": '""', "a pattern": '"*.yaml"'}.items():  # fmt: skip
        yield refused(
            "study.yaml",
            f"a lever's file: {how}",
            text.replace("- lever-1.yaml", f"- {name}"),
            "missing-lever-file",
            "unlisted-lever-file",
        )


def _days() -> Iterator[Case]:
    text = sound("wave.yaml").decode()
    for how, given in {"30 February": "2020-02-30", "month 13": "2020-13-01", "a month": "2020-12", "slashes": "31/12/2020", "a moment": "2020-12-31T00:00:00", "Arabic digits": "٢٠٢٠-١٢-٣١", "nothing": "~", "a list": "[2020-12-31]"}.items():  # fmt: skip
        yield refused(
            "wave.yaml",
            f"a day: {how}",
            text.replace("reference_date: 2020-12-31", f"reference_date: {given}"),
            "wrong-type",
        )
    for how, given in {"traversal": "../2020", "another": "2021", "absolute": "/2020"}.items():
        yield refused(
            "wave.yaml",
            f"its name: {how}",
            text.replace('wave: "2020"', f'wave: "{given}"'),
            "wave-name-mismatch",
            at=1,
        )
    yield refused("wave.yaml", "a source that is none", text.replace("S001", "../S001"), "unknown-source")
    value = readers.READERS["wave.yaml"](text.encode()).value
    asked = value | {"status": {name: words.replace("tests", "test?s") for name, words in value["status"].items()}}
    yield right("wave.yaml", "a question mark within braces", text.replace("tests.", "test?s."), asked)


def _identifiers() -> Iterator[Case]:
    text = sound("lever.yaml").decode()
    for how, name in {"traversal": "../x", "blank": "a b", "accent": "é", "capital": "Scheme", "look-alike": "sсheme", "template": "{{x}}", "formula": "=x", "HTML": "<b>", "digits first": "1x"}.items():  # fmt: skip
        data = text.replace("question: scheme", f'question: "{name}"')
        yield refused("lever.yaml", f"a question: {how}", data, "bad-identifier")
    yield refused(
        "lever.yaml", "a question twice", text.replace("question: clauses", "question: scheme"), "duplicate-question"
    )


def _addresses() -> Iterator[Case]:
    text = sound("glossary").decode()
    for how, url in {"script": "javascript:alert(1)", "data": "data:text/html,x", "file": "file:///etc/passwd", "quote": "https://a\\\" onclick=x", "brackets": "https://a<b>", "braces": "https://a/{{x}}"}.items():  # fmt: skip
        yield refused("glossary", f"an address: {how}", text.replace("https://example.org/clause", url), "bad-address")
    yield refused("glossary", "a term twice", text + text.split("\n", 1)[1], "glossary-duplicate-term")


def cases() -> Iterator[Case]:
    for reader in FILES:
        yield from _of_the_format(reader)
        yield from _texts(reader)
    yield from _numbers()
    yield from _days()
    yield from _identifiers()
    yield from _addresses()
