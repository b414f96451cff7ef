import pytest

from study.base.layout import StudyPaths
from study.trail.raw import RawFiles

TEXT = 'evidence,note,answer\nE1,"two\nlines",yes\n\nE2,"a ""quote""",no\n'


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.csv").write_text(TEXT, "utf-8")
    return RawFiles(StudyPaths(tmp_path), {})


def test_rows_are_a_spreadsheet_s_whatever_the_line_breaks_within_cells(files):
    file = files.file("a.csv")
    assert [cells[:1] for cells, _ in file.records] == [["evidence"], ["E1"], [], ["E2"]]
    assert file.cell(2, "answer") == "yes" and file.row(2)[1] == 'E1,"two\nlines",yes'
    assert file.row(4)[1] == 'E2,"a ""quote""",no' and file.row(5) is None and file.row(0) is None
    assert file.cell(3, "answer") == "" == file.cell(2, "no such column")


def test_columns_are_named_by_name_or_letter(files):
    file = files.file("a.csv")
    assert [file.column(said) for said in ("answer", "ANSWER", "C", "c", "A", "D", "ZZZZ", "é")] == [
        "answer", "answer", "answer", "answer", "evidence", None, None, None,
    ]  # fmt: skip


def test_a_row_is_found_again_by_its_id_once_the_file_has_changed(files, tmp_path):
    assert files.row_of("a.csv", 2, "evidence", "E1") == 2
    assert files.row_of("a.csv", 7, "evidence", "E2") == 4
    assert files.row_of("a.csv", 2, "evidence", "E9") is None
    assert files.changed == ["a.csv"]  # sealed under no hash at all


def test_a_file_that_is_gone_or_broken_stops_nothing(files, tmp_path):
    assert files.file("none.csv").data is None and files.file("none.csv").row(1) is None
    (tmp_path / "b.csv").write_bytes(b'\xef\xbb\xbfa;b\r\n1;"x\r\n')
    assert files.file("b.csv").heading == ["a", "b"]
    (tmp_path / "c.csv").write_bytes(b"a,b\n\xff,2\n")
    assert files.file("c.csv").cell(2, "b") == "2"
