"""The rows of a large export as batches: what is a row, and what is an error."""

import pytest

from study.base.errors import StudyError
from study.bulk.heading import head_of
from study.bulk.stream import batches, coded_columns
from study.exports.settings import SurveySettings
from study.survey.tables import read_tables

HEADING = ["Ville", "Plan", "Mode"]


def rows_of(tools, path, size=2**20):
    study = tools.open_study([
        {"question": "plan", "type": "yes_no", "label": "Plan"},
        {"question": "mode", "type": "choice", "label": "Mode", "codes": {"bike": "à vélo", "walk": "à pied"}},
    ])  # fmt: skip
    head = head_of(path, "x.csv", study, SurveySettings(), ["ville"])
    found = list(batches(head, coded_columns(head, [0]), size))
    columns = [(batch.columns[0].codes, batch.columns[0].values.to_pylist()) for batch in found]
    texts = [values[code] for codes, values in columns for code in codes]
    rows = [row for batch in found for row in batch.rows.tolist()]
    tables, _ = read_tables(path, "x.csv", study, SurveySettings(), ["ville"])
    return rows, texts, tables[0].rows["row"].tolist()


@pytest.mark.parametrize("size", [60, 2**20])
def test_notes_and_totals_under_a_table_made_by_hand_are_no_rows(bulk_tools, tmp_path, size):
    lines = [f"Ville {i};{('oui', 'non')[i % 2]};à vélo" for i in range(40)]
    under = ["", ";;", "Total;20;40", "Source : enquête;;"]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(["Réponses 2024;;", ";".join(HEADING), *lines, *under]) + "\n", "utf-8")
    rows, texts, ordinary = rows_of(bulk_tools, path, size)
    assert rows == ordinary == list(range(3, 43))
    assert texts == [f"Ville {i}" for i in range(40)]


def test_a_row_of_another_length_is_an_error_with_its_row(bulk_tools, tmp_path):
    path = tmp_path / "x.csv"
    lines = ["Lyon;oui;à vélo"] * 3_000
    lines[2_500] = "Lyon;oui;à vélo;de trop"
    path.write_text("\n".join([";".join(HEADING), *lines]) + "\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        rows_of(bulk_tools, path, 5_000)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.details) == ("row-length", 2_502, {"cells": 4, "expected": 3})


def test_a_cell_of_more_than_a_million_bytes_is_told(bulk_tools, tmp_path):
    path = tmp_path / "x.csv"
    lines = ["Lyon;oui;à vélo"] * 400_000
    lines[399_000] = "Lyon;" + "o" * 1_000_001 + ";à vélo"
    path.write_text("\n".join([";".join(HEADING), *lines]) + "\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        rows_of(bulk_tools, path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row, problem.place.column) == ("export-overlong-cell", 399_002, "B")


def test_a_column_of_no_question_that_fills_late_is_an_error_as_it_is_early(bulk_tools, tmp_path):
    path = tmp_path / "x.csv"
    lines = ["Lyon;oui;à vélo;"] * 3_000
    path.write_text("\n".join([";".join([*HEADING, "Divers"]), *lines]) + "\n", "utf-8")
    assert len(rows_of(bulk_tools, path)[0]) == 3_000
    lines[2_500] += "quelque chose"
    path.write_text("\n".join([";".join([*HEADING, "Divers"]), *lines]) + "\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        rows_of(bulk_tools, path, 5_000)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value, problem.place.column) == ("heading-of-no-question", "Divers", "D")
