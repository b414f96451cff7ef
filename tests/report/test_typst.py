"""The PDF of a report: conforming, the same each time, complete, and safe from what outside texts hold."""

import datetime
import importlib.util
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from PIL import Image

from study.base.errors import StudyError
from study.base.show import render
from study.report.document import LABELS, labels
from study.report.typst import TEMPLATE_DIR, close_streams, compile_pdf, page_pictures

from ..contrast import contrast

_SPEC = importlib.util.spec_from_file_location("sample_document", Path(__file__).with_name("sample_document.py"))
assert _SPEC and _SPEC.loader
sample = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sample)

DAY = datetime.date(2019, 7, 5)
HOSTILE = (
    '#import "x" $x$ <script>alert(1)</script> \U0001f6b2 \u202eabc\u202c'
    " *a* _b_ @ref <lab> \\ `r` // c /* d */ ~ -- \x00\x07"
)
LONG_LABEL = ("Schéma métropolitain " * 20)[:400]
ENDLESS = "x" * 400


@pytest.fixture(scope="module")
def figures() -> dict[str, str]:
    return sample.figures()


@pytest.fixture(scope="module")
def prose() -> dict[str, str]:
    return sample.prose()


@pytest.fixture(scope="module")
def pdf(figures: dict[str, str], prose: dict[str, str]) -> bytes:
    return compile_pdf(sample.document(), figures, prose, date=DAY)


def hostile_document() -> dict[str, Any]:
    """The sample, plus a part for each hostile text, which stands wherever a text may stand."""
    document = sample.document()
    document["meta"] |= {"title": HOSTILE, "running_head": LONG_LABEL, "subtitle": ENDLESS}
    for number, text in enumerate((HOSTILE, LONG_LABEL, ENDLESS)):
        states = [{"text": text, "tone": "conflict", "url": "javascript:alert(1)"}] * 4
        wide = [{"label": text, "width": width} for width in ("auto", *["1fr"] * 4, *["16mm"] * 4)]
        blocks = [
            {"kind": "heading", "level": 2, "text": text, "id": None},
            {"kind": "cards", "items": [{"value": text, "label": text, "detail": text}] * 3},
            {
                "kind": "examples",
                "title": text,
                "items": [
                    {"label": text, "text": text, "source": text, "url": "javascript:alert(1)", "evidence": text}
                ],
            },
            {"kind": "callout", "title": text, "text": text},
            {
                "kind": "terms",
                "items": [{"term": text, "name": text, "text": text, "source": text, "url": "javascript:alert(1)"}],
            },
            {"kind": "table", "title": text, "columns": wide[:3], "rows": [[text] * 3], "note": text, "source": text},
            {
                "kind": "table",
                "title": text,
                "columns": wide,
                "rows": [[text, *states, *[text] * 4]],
                "row_header": True,
            },
            {"kind": "table", "title": "", "columns": wide[:2], "rows": []},
            sample.figure(0, text) | {"key": f"hostile-{number}", "alt": text, "source": text},
        ]
        part = {"id": f"h{number}", "role": "chapter", "number": "9", "title": text, "summary": text, "blocks": blocks}
        document["parts"].append(part)
    return document


def failures(data: bytes) -> list[str]:
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    results = [page.validate_pdf_bytes(data, profile=profile) for profile in profiles]
    return [f"{failure.rule_id} {failure.message}" for result in results for failure in result.failures]


def texts(data: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]


def structure(data: bytes) -> Iterator[str]:
    """Yield the type of every element of the structure tree."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, list):
            for item in node:
                yield from walk(item)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def bookmarks(entries: list[Any], depth: int = 1) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(entry, depth + 1)
        else:
            yield depth, str(entry.title)


def assert_margins_blank(pictures: list[bytes]) -> None:
    """No sign may stand in the outer 16 mm on either side (margins are 22 mm; the cover is one colour there)."""
    for number, data in enumerate(pictures, start=1):
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        width, height = picture.size
        strip = round(width * 16 / 210)
        for left in (0, width - strip):
            side = picture.crop((left, 0, left + strip, height))
            # Backgrounds run to the edge in whole rows: within a row, the colour never changes.
            mixed = [y for y in range(height) if len(set(side.crop((0, y, strip, y + 1)).get_flattened_data())) > 1]
            assert not mixed, f"page {number}: something is printed in the margin"


def test_the_independent_validator_finds_no_failure(pdf: bytes) -> None:
    assert failures(pdf) == []


def test_same_bytes_whatever_the_folder_and_time_zone(
    pdf: bytes, figures: dict[str, str], prose: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        again = compile_pdf(sample.document(), dict(reversed(figures.items())), prose, date=DAY)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again == pdf
    assert os.fsencode(tempfile.gettempdir()) not in pdf
    assert list(tmp_path.iterdir()) == []


def test_titles_contents_and_bookmarks(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    pages = texts(pdf)
    marks = list(bookmarks(reader.outline))
    for part in sample.document()["parts"]:
        assert part["title"] in pages[1]
        assert part["title"] in " ".join(pages[2:])
        assert (1, " ".join(filter(None, [part["number"], part["title"]]))) in marks
    assert (2, "Ce que les métropoles déclarent") in marks
    assert (3, "Par question") in marks


def test_metadata_say_what_the_document_is(pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    meta = sample.document()["meta"]
    assert reader.metadata is not None
    assert reader.metadata.title == meta["title"]
    assert reader.metadata.author == meta["authors"][0]
    assert reader.metadata.creation_date == datetime.datetime(2019, 7, 5, tzinfo=datetime.UTC)
    assert reader.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]


def test_only_shipped_fonts_are_used(pdf: bytes) -> None:
    used = {
        font.get_object()["/BaseFont"].split("+")[1]
        for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in sheet["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
    }
    assert used
    assert all(name.startswith(("SourceSans3-", "SourceSerif4-", "SourceSerif4Display-")) for name in used)


def test_tables_are_tagged_and_repeat_their_head(pdf: bytes) -> None:
    kinds = list(structure(pdf))
    tables = [block for part in sample.document()["parts"] for block in part["blocks"] if block["kind"] == "table"]
    assert kinds.count("/TH") == sum(len(table["columns"]) for table in tables)
    assert kinds.count("/Figure") == 3
    annex = [text for text in texts(pdf) if re.search(r"\bS0\d\d\b", text)]
    assert len(annex) > 2
    assert all("Éditeur" in text and "Adresse" in text for text in annex)


def test_figures_are_numbered_and_commentary_refers_to_them(pdf: bytes) -> None:
    everything = " ".join(texts(pdf))
    assert "Figure 1 montre leur part" in everything
    assert "Figure 3 De une à neuf actions" in everything


def test_a_glossary_prints_each_term_with_its_meaning_and_links_its_source(pdf: bytes) -> None:
    everything = " ".join(texts(pdf))
    for words in ("économie sociale et solidaire", "Lieu partagé.", "Une page sans adresse", "article 1er"):
        assert words in everything, words
    assert everything.index("Tiers-lieu") > everything.index("SPASER schéma de promotion")


def test_hostile_texts_are_printed_as_text(figures: dict[str, str], prose: dict[str, str]) -> None:
    data = compile_pdf(hostile_document(), figures, prose, date=DAY)
    assert failures(data) == []
    everything = " ".join(texts(data))
    assert '#import "x" $x$ <script>alert(1)</script> □ abc *a* _b_ @ref <lab> \\ `r` // c /* d */ ~ --' in everything
    assert b"javascript" not in data
    assert_margins_blank(page_pictures(hostile_document(), figures, prose, date=DAY, ppi=36))


def test_nothing_is_printed_in_the_margins(figures: dict[str, str], prose: dict[str, str]) -> None:
    pictures = page_pictures(sample.document(), figures, prose, date=DAY, ppi=36)
    assert len(pictures) > 10
    assert_margins_blank(pictures)


def test_the_margin_check_sees_an_overflow(figures: dict[str, str]) -> None:
    document = sample.document()
    document["parts"] = [document["parts"][0] | {"blocks": [{"kind": "prose", "file": "prose/wide.typ"}]}]
    pictures = page_pictures(document, {}, {"wide.typ": "#rect(width: 180mm)"}, date=DAY, ppi=36)
    with pytest.raises(AssertionError, match="page 3"):
        assert_margins_blank(pictures)


@pytest.mark.parametrize(
    ("markup", "svg", "says"),
    [
        ("Voir #link(<nowhere>)[là].", None, "nowhere"),
        ("=== Trois sans deux", None, "level 1 to 3"),
        ("Bien.", "<svg", "SVG"),
    ],
)
def test_an_error_names_part_and_block(figures: dict[str, str], markup: str, svg: str | None, says: str) -> None:
    document = sample.document()
    bad = {"kind": "prose", "file": "prose/bad.typ"} if svg is None else sample.figure(9, "Neuf")
    document["parts"] = [
        document["parts"][3],
        document["parts"][3] | {"id": "bad", "title": "Fautive", "blocks": [bad]},
    ]
    with pytest.raises(StudyError) as raised:
        compile_pdf(document, figures | {"sample-9.svg": svg or "<svg/>"}, {"bad.typ": markup}, date=DAY)
    (problem,) = raised.value.problems
    assert problem.details["part"] == "Fautive"
    assert problem.details["block"] == "1"
    assert says in problem.details["message"]
    shown = " ".join(render([problem], "en").split())
    assert "The PDF could not be made" in shown and "It happens in part “Fautive”, block 1" in shown


def test_every_missing_file_is_named_at_once(figures: dict[str, str]) -> None:
    with pytest.raises(StudyError) as raised:
        compile_pdf(sample.document(), {}, {}, date=DAY)
    files = [problem.details["message"].split(": ")[1] for problem in raised.value.problems]
    assert sorted(set(files)) == ["figures/sample-0.svg", "figures/sample-1.svg", "figures/sample-2.svg", "prose/1.typ"]


@pytest.mark.parametrize("name", ["../../escape.svg", "/etc/escape.svg"])
def test_a_file_name_cannot_leave_the_build_folder(figures: dict[str, str], prose: dict[str, str], name: str) -> None:
    compile_pdf(sample.document(), figures | {name: "<svg/>"}, prose, date=DAY)
    assert not Path("/etc/escape.svg").exists()
    assert not (Path(tempfile.gettempdir()).parent / "escape.svg").exists()


def test_streams_that_end_in_a_carriage_return_get_their_own_line_end() -> None:
    def stream(data: bytes, closing: bytes) -> bytes:
        return b"<</Length %d/Filter/FlateDecode>>%s" % (len(data), closing) + data

    before = b"4 0 obj\n" + stream(b"ab\r", b"\nstream\n") + b"\nendstream\nendobj\n5 0 obj\n"
    after = b"4 0 obj\n" + stream(b"ab\r", b"stream\n") + b"\r\nendstream\nendobj\n5 0 obj\n"
    other = b"4 0 obj\n" + stream(b"abc", b"\nstream\n") + b"\nendstream\nendobj\n"
    assert close_streams(before + other) == after + other
    assert len(before) == len(after)


def test_every_word_the_templates_print_has_a_message() -> None:
    used = {
        name for path in TEMPLATE_DIR.glob("*.typ") for name in re.findall(r"\blabels\.(\w+)", path.read_text("utf-8"))
    }
    assert used - {"at", "separator"} <= set(LABELS)
    assert labels("en")["tone_unknown"] == "unknown"


def test_text_stands_out_from_its_ground() -> None:
    style = (TEMPLATE_DIR / "style.typ").read_text("utf-8")
    colours = dict(re.findall(r'#let ([\w-]+) = rgb\("(#\w{6})"\)', style))
    assert set(colours) == {"ink", "quiet", "accent", "warm", "pale", "pale-warm"}
    pairs = [(colours[text], ground) for text in ("ink", "quiet", "accent") for ground in ("#ffffff", colours["pale"])]
    pairs += [(colours["warm"], "#ffffff"), (colours["warm"], colours["pale-warm"]), ("#ffffff", colours["accent"])]
    pairs += [("#e3f0f1", colours["accent"]), (colours["warm"], colours["pale"])]
    states = re.findall(
        r'ground: rgb\("(#\w{6})"\), ink: (?:rgb\("(#\w{6})"\)|(\w+))', (TEMPLATE_DIR / "tables.typ").read_text("utf-8")
    )
    assert len(states) == 4
    pairs += [(ink or colours[name], ground) for ground, ink, name in states]
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}
