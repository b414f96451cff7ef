"""The beginning of a large export: where its rows start, and what keeps it from being streamed."""

import pytest
import xlsxwriter

from study.base.errors import StudyError
from study.bulk.heading import head_of
from study.exports.settings import SurveySettings

ROW = "1;2024-05-02;Lyon;Y;Y;bike;;Y;;alone;1200;2020-05-01;;"


def head(tools, path):
    return head_of(path, "responses/export.csv", tools.study, SurveySettings(), tools.nouns)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("before", ["", "sep=;\n", '"Mon enquête\nen deux lignes";;\n\n'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_begin_under_the_heading_whatever_stands_over_it(bulk_tools, tmp_path, mark, before, end):
    text = before.replace("\n", end) + ";".join(bulk_tools.heading) + end
    path = tmp_path / "export.csv"
    path.write_bytes(mark + (text + ROW + end).encode())
    found = head(bulk_tools, path)
    assert path.read_bytes()[found.offset :].decode() == ROW + end
    assert (found.first, found.width, found.separator) == (
        4 if "enquête" in before else 2,
        len(bulk_tools.heading),
        ";",
    )


def told(tools, path):
    with pytest.raises(StudyError) as caught:
        head(tools, path)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "export-empty"), (b" \n\n", "export-empty"), ("id;été\n1;2\n".encode("cp1252"), "large-not-utf8"),
        (b'id;name;x\n1;2;3\n4;5;6\n7;"8;9\n', "export-quotes"), (b"%PDF-1.7", "export-is-no-table"), (b"PAR1 and no more", "export-unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_streamed_is_told(bulk_tools, tmp_path, content, code):
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert told(bulk_tools, path) == [code]


def test_a_workbook_is_no_stream_and_a_missing_file_is_told(bulk_tools, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "export.xlsx") as book:
        book.add_worksheet().write_row(0, 0, bulk_tools.heading)
    assert told(bulk_tools, tmp_path / "export.xlsx") == ["large-no-stream"]
    assert told(bulk_tools, tmp_path / "none.csv") == ["export-unreadable"]
