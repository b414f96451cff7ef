import json
from datetime import date

import pytest

from study.verify.replication import replication, replication_text

FACT = "E010,cassis,1,clauses,yes"


@pytest.fixture
def moved(verified, edition):
    """What is found after a fact was altered."""
    edition.evidence.write_text(edition.evidence.read_text("utf-8").replace(FACT, FACT.replace("yes", "no")), "utf-8")
    return verified()


def items(found, kind):
    return {item["id"]: item for item in json.loads(replication_text(found))["items"] if item["kind"] == kind}


def test_every_table_figure_and_number_has_its_place_program_values_and_verdict(verified):
    found = verified()
    said = json.loads(replication_text(found))
    assert (said["format"], said["wave"], said["class"], said["reasons"]) == (1, "2020", "full reproduction", [])
    assert len(items(found, "number")) == 7 and items(found, "table").keys() == {"all"}
    assert items(found, "figure")["map"] == {
        "id": "map",
        "kind": "figure",
        "place": {"part": "lever-1", "number": "1", "title": "Map", "file": "figures/map.svg"},
        "program": {"notebook": "notebooks/1_clean.ipynb", "cell": "4"},
        "inputs": {"files": [], "questions": []},
        "expected": found.rebuild.comparison.files["figures/map.svg"].expected,
        "recomputed": dict.fromkeys(("rebuild", "today"), found.rebuild.comparison.files["figures/map.svg"].expected),
        "verdict": {"rebuild": "identical", "today": "identical"},
    }
    assert items(found, "file").keys() == found.published.keys()


def test_what_moved_is_named_with_what_was_published_and_what_comes_now(moved):
    said = replication(moved)
    assert said["class"] == "partial reproduction"
    assert [reason["kind"] for reason in said["reasons"]] == ["Discrepancy in output"] * 2  # numbers; words
    today = said["questions"]["today"]
    assert (today["class"], today["failure"]) == ("partial reproduction", "")
    assert [set(reason) for reason in said["reasons"]] == [{"kind", "question", "text"}] * 2
    assert {reason["question"] for reason in said["reasons"]} == {"today"}
    assert said["environment"].keys() == {"lock", "installed"}
    assert today["moved"] == [
        {"key": "clauses.count", "verdict": "differs", "expected": {"value": 3.0, "text": "3"}, "recomputed": {"value": 2.0, "text": "2"}}
    ]  # fmt: skip
    assert said["questions"]["rebuild"]["moved"] == []
    number = items(moved, "number")["clauses.count"]
    assert (number["expected"], number["recomputed"]) == ("3", {"rebuild": "3", "today": "2"})
    assert number["verdict"] == {"rebuild": "identical", "today": "differs"}
    assert items(moved, "table")["all"]["cells"] == {
        "today": [{"row": "clauses", "column": "yes", "expected": "3", "recomputed": "2"}]
    }
    # Why the PDF differs: these numbers, this table, this figure, these words.
    explained = {"numbers": ["clauses.count"], "tables": ["all"], "figures": ["map"], "texts": ["lever-1"]}
    assert today["documents"] == [{"file": name, **explained} for name in ("report.pdf", "report.html")]
    [source] = said["sources"]
    assert source["rows"] == [{"kind": "changed", "key": "E010", "row": 11, "cells": [["answer", "yes", "no"]]}]


def test_a_pdf_that_differs_by_its_bytes_alone_is_said_to(verified, package):
    code = package / "__main__.py"
    code.write_text(code.read_text("utf-8").replace('"%PDF "', '"%PDF-2 "'), "utf-8")
    [document] = replication(verified())["questions"]["today"]["documents"]
    assert document == {"file": "report.pdf", "numbers": [], "tables": [], "figures": [], "texts": []}


def test_what_was_not_computed_is_said_so(verified):
    found = verified(run=lambda paths, wave: "no")
    assert items(found, "figure")["map"]["verdict"] == {"rebuild": "not computed", "today": "identical"}
    assert replication(found)["questions"]["rebuild"]["failure"] == "no"


def test_the_record_says_nothing_of_when_where_or_by_whom(moved, edition):
    text = replication_text(moved)
    assert str(edition.root.parent) not in text and date.today().isoformat() not in text


def test_a_figure_that_is_drawn_otherwise_explains_the_documents(verified, package):
    code = package / "__main__.py"
    text = code.read_text("utf-8").replace('"<svg>" + lines', "\"<svg width='1'>\" + lines")
    code.write_text(text.replace('"%PDF "', '"%PDF-2 "'), "utf-8")
    found = verified()
    assert items(found, "figure")["map"]["verdict"]["today"] == "same content, other bytes"
    assert items(found, "table")["all"]["verdict"]["today"] == "identical"
    [document] = replication(found)["questions"]["today"]["documents"]
    assert document == {"file": "report.pdf", "numbers": [], "tables": [], "figures": ["map"], "texts": []}
