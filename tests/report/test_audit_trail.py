"""The audit trail of the small study, held against its raw files."""

import csv
import json
import re

from study.base.files import file_sha256
from study.report.audit_trail import trail_bytes


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return [[], *csv.reader(stream)]


def test_every_fact_and_source_is_the_row_that_it_names(audited):
    context, _, _, _, trail = audited
    for name, path in (("facts", context.paths.evidence), ("sources", context.paths.sources)):
        rows = rows_of(path)
        assert len(trail[name]) > 1
        assert all(rows[item["row"]][0] == key for key, item in trail[name].items())
    frame = rows_of(context.paths.frame)
    assert all(key in frame[item["row"]] for key, item in trail["territories"].items())


def test_a_question_is_on_the_line_that_it_names(audited):
    context, _, _, _, trail = audited
    for key, question in trail["questions"].items():
        line = (context.paths.root / question["file"]).read_text("utf-8").splitlines()[question["line"] - 1]
        assert key.rpartition(".")[2] in line


def test_a_number_of_years_leads_to_the_line_that_sets_it(audited):
    context, _, _, _, trail = audited
    found = 0
    for key, number in trail["numbers"].items():
        if key.startswith("years."):
            of = number["of"]
            line = (context.paths.root / of["file"]).read_text("utf-8").splitlines()[of["line"] - 1]
            assert re.search(rf"years:.*\b{number['value']:g}\b", line), (key, line)
            found += 1
    assert found > 4


def test_every_number_of_the_ledger_has_a_basis_and_says_where_it_is_printed(audited):
    _, _, material, _, trail = audited
    assert list(trail["numbers"]) == list(material.ledger.entries)
    assert all(number["of"]["kind"] for number in trail["numbers"].values())
    printed = trail["numbers"]["scheme.count"]["printed"]
    assert {"lever-1"} <= {place["part"] for place in printed} and "numbers" not in {p["part"] for p in printed}


def test_a_number_that_only_a_sheet_prints_says_on_which_one(audited):
    numbers = audited[4]["numbers"]
    sheet = {"part": "sheets", "notebook": "territories/arbois.pdf", "cell": None, "in": "sheet"}
    assert numbers["lever_1.intensity.arbois"]["printed"] == [sheet]
    assert sheet not in numbers["scheme.count"]["printed"], "the report itself prints it"


def test_counts_are_those_of_the_states_that_they_rest_on(audited):
    trail = audited[4]
    checked = 0
    for key, number in trail["numbers"].items():
        of = number["of"]
        plain = of["kind"] == "answers" and of["measure"] in ("count", "yes", "planned", "no") and not of["beside"]
        if plain and not of["territory"]:
            states = trail["states"][of["moments"][0]][of["questions"][0]].values()
            same = [state for state in states if state["status"] == "answered" and state["answer"] in of["states"]]
            assert number["value"] == len(same), key
            checked += 1
    assert checked > 8


def test_files_are_known_by_their_seal_and_the_bytes_are_the_same_each_time(audited):
    context, _, _, _, trail = audited
    assert all(file_sha256(context.paths.root / name) == digest for name, digest in trail["sha256"].items())
    assert trail_bytes(trail) == trail_bytes(json.loads(trail_bytes(trail)))
    text = trail_bytes(trail).decode("utf-8")
    assert json.loads(text) == trail
    for key, number in trail["numbers"].items():  # a record is a line
        assert sum(line.startswith(f'"{key}": ') and json.loads("{" + line.rstrip(",") + "}") == {key: number}
                   for line in text.splitlines()) == 1, key  # fmt: skip
    assert str(context.paths.root) not in text and "\ufdd0" not in text


def test_figures_and_tables_say_what_they_rest_on(audited):
    trail = audited[4]
    assert trail["figures"]["lever-1-questions"]["of"]["questions"] == ["scheme", "clauses"]
    assert "scheme.yes" in trail["tables"]["lever-1-indicators"]["numbers"]
    assert all(piece["file"].endswith((".svg", ".csv")) and len(piece["hash"]) == 8
               for piece in (*trail["figures"].values(), *trail["tables"].values()))  # fmt: skip
