import codecs
import io
import zipfile

import pytest
import xlsxwriter
import xlwt
from xlwt.CompoundDoc import XlsDoc

from study.base.show import what_text
from study.exports.kinds import Kind, kind_of


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def streams(name):
    """A compound file whose one stream has another name than xlwt's."""
    out = io.BytesIO()
    XlsDoc().save(out, b"\0" * 5000)
    old = "Workbook".encode("utf-16-le").ljust(64, b"\0") + (18).to_bytes(2, "little")
    new = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    assert out.getvalue().count(old) == 1
    return out.getvalue().replace(old, new)


def xlsx():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "x")
    return out.getvalue()


def xls():
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "x")
    book.save(out)
    return out.getvalue()


def opened(what):
    return zipped(mimetype=f"application/vnd.oasis.opendocument.{what}")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"id;name\n1;x\n", Kind.TEXT),
        ("id;name\n".encode("utf-16"), Kind.TEXT),
        (b'"<p>Quel <b>nom</b> ?</p>";"x"\n', Kind.TEXT),
        (b"<p>Quel nom ?</p>;x\n", Kind.TEXT),
        (b'[1] x;"y"\n', Kind.TEXT),
        (b'{"a"};b\n', Kind.TEXT),
        (b"JSON,PDF\n", Kind.TEXT),
        (xlsx(), Kind.XLSX),
        (xls(), Kind.XLS),
        (streams("Book"), Kind.XLS),
        (opened("spreadsheet"), Kind.ODS),
        (opened("spreadsheet-template"), Kind.ODS),
    ],
)
def test_what_is_read_is_told_by_its_content(data, kind):
    assert kind_of(data, "f.bin") is kind


PAGE = b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"%PDF-1.7", "export-is-no-table", "PDF"),
        (b"\x89PNG\r\n", "export-is-no-table", "image"),
        (b"\xff\xd8\xff\xe0", "export-is-no-table", "image"),
        (b"{\\rtf1", "export-is-no-table", "text document"),
        (b'{"a": 1}', "export-is-no-table", "JSON"),
        (b'\n[ {"a": 1} ]', "export-is-no-table", "JSON"),
        (b"[]\n", "export-is-no-table", "JSON"),
        (b'<?xml version="1.0"?><data/>', "export-is-no-table", "XML"),
        (b"SQLite format 3\0", "export-is-no-table", "database"),
        (b"$FL2@(#)", "export-is-no-table", "statistics"),
        (streams("WordDocument"), "export-is-no-table", "text document"),
        (streams("PowerPoint Document"), "export-is-no-table", "presentation"),
        (streams("Elsewhere"), "export-is-no-table", "Office file"),
        (zipped(word__document_xml="x"), "export-is-no-table", "text document"),
        (zipped(ppt__presentation_xml="x"), "export-is-no-table", "presentation"),
        (opened("text"), "export-is-no-table", "text document"),
        (opened("presentation"), "export-is-no-table", "presentation"),
        (zipped(xl__workbook_bin="x"), "export-other-spreadsheet", "XLSB"),
        (zipped(Index__Document_iwa="x"), "export-other-spreadsheet", "Numbers"),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "export-other-spreadsheet",
            "2003",
        ),
        (b'<?xml version="1.0"?><office:document xmlns:office="x">', "export-other-spreadsheet", "flat"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "export-other-spreadsheet", "Excel 4"),
        (b"PAR1", "export-other-spreadsheet", "Parquet"),
        (zipped(a_csv="x;y", b_csv="z"), "export-is-an-archive", "archive"),
        (zipped(), "export-is-an-archive", "archive"),
        (b"\x1f\x8b\x08", "export-is-an-archive", "archive"),
        (streams("EncryptedPackage"), "export-password", "password"),
        (PAGE, "export-html", "web page"),
        (b"\n <!-- x --> <html>", "export-html", "web page"),
        (b"<table><tr>", "export-html", "web page"),
        (codecs.BOM_UTF8 + PAGE, "export-html", "web page"),
        (PAGE.decode().encode("utf-16"), "export-html", "web page"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="x">', "export-html", "web page"),
        (b"MIME-Version: 1.0\n", "export-html", "web page"),
        (
            b'<?xml version="1.0"?>\n<document>\n <LimeSurveyDocType>Survey</LimeSurveyDocType>',
            "export-is-a-form",
            "LimeSurvey",
        ),
        (b"<document><LimeSurveyDocType>Responses</LimeSurveyDocType>", "export-is-no-table", "XML"),
        (b"PK\x03\x04 cut", "export-damaged", "damaged"),
        (xlsx()[:-40], "export-damaged", "damaged"),
        (xls()[:100], "export-damaged", "damaged"),
    ],
)
def test_what_is_not_read_is_said_by_name(data, code, words):
    problem = kind_of(data, "responses/export.xls")
    assert problem.code == code and problem.place.file == "responses/export.xls"
    assert words in what_text(problem, "en")
