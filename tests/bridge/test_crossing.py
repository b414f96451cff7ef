"""Inputs put together: what is left out, and of which wave corrections are."""

import csv

import pytest

from study.bridge.crossing import Combination, crossed, files_of, without
from study.bridge.groups import CORRECTIONS, Group, of_today


def combination(paths, wave="2020", **groups):
    found = of_today(paths, wave)
    kept = {name: groups.get(name, getattr(found, name)) for name in ("evidence", "date", "questionnaire")}
    return Combination(wave, **kept, of=("a", "b", "c"))


def with_file(group, name, content):
    return Group({**group.files, name: content})


def test_a_row_is_left_out_by_its_number_whatever_the_separator_and_the_line_breaks():
    table = b'\xef\xbb\xbfevidence;note\nE1;"a;\nb"\nE2;c\n\nE3;d\n'
    kept, out = without(table, "evidence.csv", {3: "x", 99: "y"})
    assert [row.key for row in out] == ["E2"]
    assert list(csv.reader(kept.decode().splitlines(keepends=True))) == [
        ["evidence", "note"],
        ["E1", "a;\nb"],
        [],
        ["E3", "d"],
    ]


def test_a_row_of_several_keys_is_named_by_all_of_them():
    table = b"wave,territory,question,expect\n2020,lille,a,x\n"
    assert [row.key for row in without(table, "corrections.csv", {2: "x"})[1]] == ["2020, lille, a"]


def test_corrections_of_other_waves_are_no_part_of_a_combination(two_waves):
    text = "wave,territory,question,expect,answer,reason,role,date\n2020,arbois,scheme,x,yes,r,r,2021-01-01\n2027,arbois,scheme,x,yes,r,r,2021-01-01\n"
    found = of_today(two_waves, "2020")
    evidence = with_file(found.evidence, CORRECTIONS, text.encode())
    kept = files_of(combination(two_waves, evidence=evidence))[CORRECTIONS].decode()
    assert kept.splitlines() == text.splitlines()[:2]


def test_a_correction_whose_case_is_another_one_there_is_left_out(two_waves, kit, tmp_path):
    line = "2020,belleville,clauses,E008=yes;E099=no,yes,Other,analyst,2021-02-01\n"
    kit.edit(two_waves, "data/raw/evidence/corrections.csv", lambda text: text + line)
    found = crossed(combination(two_waves), tmp_path / "x")
    assert [(row.file, row.key, row.because) for row in found.left_out] == [
        (CORRECTIONS, "2020, belleville, clauses", "correction-expired")
    ]


@pytest.mark.parametrize(
    ("row", "because"),
    [
        ("E200,arbois,1,awards,yes,2019,year,,S001,high,n,n\n", "unknown-question"),
        ("E200,arbois,9,scheme,yes,2019,year,,S001,high,n,n\n", "unknown-lever"),
        ("E200,arbois,1,scheme,perhaps,2019,year,,S001,high,n,n\n", "answer-not-allowed"),
        ("E200,nowhere,1,scheme,yes,2019,year,,S001,high,n,n\n", "unknown-territory"),
    ],
)
def test_a_fact_that_a_questionnaire_or_a_frame_does_not_know_is_left_out_and_named(
    two_waves, kit, tmp_path, row, because
):
    kit.edit(two_waves, kit.evidence, lambda text: text + row)
    found = crossed(combination(two_waves), tmp_path / "x")
    assert [(item.key, item.because) for item in found.left_out] == [("E200", because)]
    assert found.found.numbers[("scheme.count", "")].value == 1
    assert two_waves.evidence.read_text("utf-8").endswith(row), "the study itself is left as it is"
