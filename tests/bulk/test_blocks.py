"""Blocks of a long text: the same records as the csv module gives, wherever the text is cut."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.base.errors import StudyError
from study.bulk import blocks
from study.bulk.blocks import Text

CELL = st.text(alphabet='ab;"\n é', max_size=6)
LINES = st.lists(
    st.one_of(
        st.lists(CELL, min_size=3, max_size=3).map(lambda cells: ("row", cells)),
        st.sampled_from([("raw", ""), ("raw", ' "a;b"; c;'), ("raw", 'x"y;5";z'), ("raw", ";;"), ("raw", 'a;b"";c')]),
    ),
    min_size=1,
    max_size=30,
)


def text_of(lines, ends):
    text = io.StringIO()
    for kind, held in lines:
        if kind == "row":
            csv.writer(text, delimiter=";", lineterminator=ends).writerow(held)
        else:
            text.write(held + ends)
    return text.getvalue()


def read(path, size):
    text, number, found = Text(path, "x.csv", ";", 3), 1, []
    for data in text.pieces(0, size):
        rows = text.read(data, number, [0, 2])
        number = rows.next
        cells = zip(*(column.to_pylist() for column in rows.columns), strict=True)
        found += [(int(row), [cell.strip() for cell in line]) for row, line in zip(rows.rows, cells, strict=True)]
    return [(row, cells) for row, cells in found if any(cells)], number


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=LINES, ends=st.sampled_from(["\n", "\r\n", "\r"]), size=st.sampled_from([7, 40, 2**20]), last=st.booleans()
)
def test_records_are_those_of_the_ordinary_reader_wherever_a_text_is_cut(tmp_path, lines, ends, size, last):
    text = text_of(lines, ends)
    text = text if last else text.rstrip(ends)
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    shown = [(i, [cell.strip() for cell in [*record, "", "", ""][:3]]) for i, record in enumerate(records, start=1)]
    assert read(path, size) == ([(i, cells) for i, cells in shown if any(cells)], len(records) + 1)


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        (b'a;b;c\n1;"2;3\n4;5;6\n', "export-quotes", 2),
        (b'a;b;c\n1;2;3\n4;"5"6;7\n', "export-quotes", 3),
        (b"a;b;c\n1;\xe9;3\n", "large-not-utf8", None),
        (b"a;b;c\n1;\0;3\n", "export-nul", None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(tmp_path, text, code, row):
    path = tmp_path / "x.csv"
    path.write_bytes(text)
    with pytest.raises(StudyError) as caught:
        read(path, 2**20)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert row is None or problem.place.row == row


def test_a_row_with_cells_too_many_says_how_many(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("1;2;3\n4;5;6;7\n8;9\n", "utf-8")
    rows = Text(path, "x.csv", ";", 3).read(path.read_bytes(), 5, [])
    assert (rows.widths.tolist(), rows.filled.tolist(), rows.rows.tolist()) == ([3, 4, 2], [3, 4, 2], [5, 6, 7])


def test_a_record_that_does_not_end_is_told_before_it_fills_the_memory(tmp_path, monkeypatch, said):
    monkeypatch.setattr(blocks, "_LONGEST_RECORD", 2**20)
    path = tmp_path / "x.csv"
    path.write_bytes(b'a;b;c\n1;"2;3\n' + b"4;5;6\n" * 600_000)
    with pytest.raises(StudyError) as caught:
        read(path, 2**18)
    (problem,) = caught.value.problems
    assert problem.code == "large-row" and problem.place.file == "x.csv"
    assert "This row is longer than 1 MB" in said(problem, "en") and "Close the quotation mark" in said(problem, "en")
