"""Opening a form's file: kinds by content, and everything that is no form."""

import io
import os
import zipfile

import pytest
import xlwt
from fielding_form_makers import kinds, lss, survey, workbook

from study.forms.form_file import Kind, answer_columns, kind_of, read_bytes, read_workbook

TABS = "id\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (workbook(survey=survey()), Kind.WORKBOOK),
        (lss(), Kind.XML),
        (b"\xef\xbb\xbf" + lss(), Kind.XML),
        (TABS.encode(), Kind.TABS),
        (("\ufeff" + TABS.replace("\t", '"\t"')).encode(), Kind.TABS),
    ],
)
def test_the_kind_is_told_by_the_content(data, kind):
    assert kind_of(data, "form") == (kind, [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7 ...", "NotAForm"),
        (b"<html><body>login</body></html>", "NotAForm"),
        (b"a;b;c\n1;2;3\n", "NotAForm"),
        (b'"id";"submitdate";"lastpage";"Q1"\n', "ExportNotForm"),
        ("\ufeffstart,end,q,_id,_uuid,_submission_time\n".encode(), "ExportNotForm"),
        (bytes(range(256)), "NotAForm"),
    ],
)
def test_what_is_no_form_is_said(data, problem):
    kind, problems = kind_of(data, "file")
    assert (kind, kinds(problems)) == (None, [problem])


def test_a_missing_or_empty_file(tmp_path):
    assert kinds(read_bytes(tmp_path / "absent.xlsx")[1]) == ["FormNotRead"]
    assert kinds(read_bytes(tmp_path)[1]) == ["FormNotRead"]
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(b" \n")
    assert kinds(read_bytes(empty)[1]) == ["EmptyForm"]


def test_a_huge_file_is_not_even_read(tmp_path):
    huge = tmp_path / "huge.xlsx"
    huge.touch()
    os.truncate(huge, 1 << 31)  # a hole: no byte of it is on the disk
    data, problems = read_bytes(huge)
    assert (data, kinds(problems)) == (b"", ["FormTooLarge"])


def test_a_workbook_that_would_swell_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(65 << 20))
    assert len(stream.getvalue()) < 1 << 20
    assert kinds(read_workbook(stream.getvalue(), "bomb.xlsx")[1]) == ["FormTooLarge"]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and then nothing",
        workbook(survey=survey())[:-200],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_a_damaged_workbook(data):
    sheets, problems = read_workbook(data, "form.xlsx")
    assert (sheets, kinds(problems)) == ([], ["DamagedForm"])
    assert problems[0].details["reason"]


def test_a_workbook_with_a_password():
    # Office puts an encrypted workbook into an OLE file whose directory names this stream.
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert kinds(read_workbook(data, "form.xlsx")[1]) == ["EncryptedForm"]


def test_cells_are_texts_at_their_places():
    rows = [[], ["", "type"], ["text", 1, 2.5, True]]
    sheets, problems = read_workbook(workbook(survey=rows), "form.xlsx")
    assert problems == []
    assert sheets[0].rows[1][1] == "type"
    assert sheets[0].rows[2] == ("text", "1", "2.5", "true")


def test_an_old_workbook_is_read_alike():
    book = xlwt.Workbook()
    sheet = book.add_sheet("survey")
    for j, cell in enumerate(("type", "name", "été")):
        sheet.write(0, j, cell)
    stream = io.BytesIO()
    book.save(stream)
    assert kind_of(stream.getvalue(), "form.xls") == (Kind.WORKBOOK, [])
    sheets, problems = read_workbook(stream.getvalue(), "form.xls")
    assert (sheets[0].name, sheets[0].rows, problems) == ("survey", (("type", "name", "été"),), [])


def test_columns_that_only_answers_have():
    assert answer_columns(["type", "name", "label"]) == []
    assert answer_columns([" _uuid", "SubmitDate", "q1", "meta/rootUuid/_uuid"]) == [
        "_uuid",
        "SubmitDate",
        "meta/rootUuid/_uuid",
    ]
