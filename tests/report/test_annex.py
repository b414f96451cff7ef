"""The annex on numbers: whatever carries a key leads somewhere, and says where it was made."""

import re

from bs4 import BeautifulSoup

from study.report.binding import blocks_of
from study.report.exporter import StudyPdfExporter
from study.report.page import StudyPageExporter
from study.report.pieces import short_hash


def entries_of(bound):
    return [item for cell in bound.cells for block in blocks_of(cell) if block["kind"] == "entries"
            for group in block["groups"] for item in group["items"]]  # fmt: skip


def test_every_number_of_the_page_leads_to_one_entry(audited):
    _, _, material, bound, _ = audited
    soup = BeautifulSoup(StudyPageExporter().from_notebook_node(bound)[0], "html.parser")
    links = soup.select("a.number")
    assert len(links) > 100
    assert [(a["href"], a["data-key"]) for a in links if a["href"] != f"#n:{a['data-key']}"] == []
    ids = [item["id"] for item in soup.select("ul.entries li")]
    assert len(ids) == len(set(ids)) and {link["href"][1:] for link in links} <= set(ids)
    pieces = [link for link in links if link["data-key"].startswith(("figure:", "table:"))]
    assert {link.get_text() for link in links if link not in pieces} <= {
        entry.texts["fr"] for entry in material.ledger.entries.values()
    }


def test_the_pdf_holds_a_link_for_each_number_and_no_dead_one(audited):
    # Typst refuses a link that leads nowhere, so that it compiles says that each has its entry.
    pdf = StudyPdfExporter().from_notebook_node(audited[3])[0]
    assert len(re.findall(rb"/Subtype\s*/Link", pdf)) > 50 or b"/ObjStm" in pdf


def test_an_entry_says_its_value_what_stands_beside_it_and_its_cell(audited):
    _, _, material, bound, _ = audited
    found = {item["key"]: item for item in entries_of(bound)}
    assert all(item["value"] for item in found.values())
    count = found["scheme.count"]
    assert count["value"] == material.ledger.text("scheme.count", "fr")
    assert count["detail"].startswith("sur 3") and re.search(r"2_lever-1 \[\d+", count["where"])
    assert found["frame.count"]["where"].endswith("lever-1.md") or "lever-1.md" in found["frame.count"]["where"]
    assert found["scheme.asked"]["detail"] == ""


def test_a_piece_shows_the_hash_of_its_file(audited):
    found = {item["key"]: item["detail"] for item in entries_of(audited[3])}
    stamped = [block for cell in audited[3].cells for block in blocks_of(cell) if block["kind"] in ("figure", "table")]
    assert len(stamped) > 8
    for block in stamped:
        assert block["stamp"] == short_hash(block) == found[f"{block['kind']}:{block['key']}"]
