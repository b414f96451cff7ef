import io
import zipfile

import pytest
import xlsxwriter

from study.exports import archives
from study.exports.archives import bomb_problems, members, package_problems, plain_name, sheet_members


def archive(files, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in files:
            made.writestr(name, content)
    return zipfile.ZipFile(out)


def codes(problems):
    return [problem.code for problem in problems]


def test_a_member_that_explodes_is_refused_by_what_it_declares():
    bomb = archive([("xl/worksheets/sheet1.xml", b"0" * 40_000_000)])
    problems = bomb_problems(bomb, "f.xlsx")
    assert codes(problems) == ["export-zip-bomb"] and problems[0].details == {"size": 40, "packed": 0.0}


def test_small_members_may_be_as_regular_as_they_like():
    assert bomb_problems(archive([("a", b"0" * 9_000_000)]), "f") == []


def test_many_members_that_fill_the_memory_together_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    assert bomb_problems(archive([(str(i), b"x" * 100) for i in range(10)]), "f") == []
    assert codes(bomb_problems(archive([(str(i), b"x" * 100) for i in range(11)]), "f")) == ["export-zip-bomb"]


def test_a_member_longer_than_it_declares_is_damage():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.xml", b"x" * 1000)
    data = out.getvalue().replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert codes(package_problems(zipfile.ZipFile(io.BytesIO(data)), "f")) == ["export-damaged"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_that_readers_would_take_for_one_are_damage():
    assert codes(package_problems(archive([("xl/a.xml", b"1"), ("XL\\A.xml", b"2")]), "f")) == ["export-damaged"]
    assert codes(package_problems(archive([("xl/a.xml", b"1"), ("xl/a.xml", b"2")]), "f")) == ["export-damaged"]
    assert package_problems(archive([("xl/a.xml", b"1"), ("xl/b.xml", b"2")]), "f") == []


def test_a_password_is_told():
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    assert codes(package_problems(archive([("META-INF/manifest.xml", manifest)]), "f")) == ["export-password"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.xml", b"secret")
    data = bytearray(out.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert codes(package_problems(zipfile.ZipFile(io.BytesIO(bytes(data))), "f")) == ["export-password"]


def test_names_are_compared_whatever_their_case_and_slashes():
    assert (
        plain_name("\\XL\\Worksheets/./Sheet1.XML")
        == plain_name("/xl/worksheets/sheet1.xml")
        == "xl/worksheets/sheet1.xml"
    )
    assert set(members(archive([("A/b.xml", b""), ("a/", b"")]))) == {"a/b.xml"}


def test_the_member_of_each_sheet():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name in ("Réponses & co", "b"):
            book.add_worksheet(name)
    found = sheet_members(zipfile.ZipFile(out))
    assert {name: info.filename for name, info in found.items()} == {
        "Réponses & co": "xl/worksheets/sheet1.xml",
        "b": "xl/worksheets/sheet2.xml",
    }


def test_sheets_are_found_where_the_relations_say():
    workbook = '<w xmlns:r="urn:r"><sheets><sheet name="a" r:id="x"/><sheet name="b" r:id="y"/><sheet name="c" r:id="gone"/></sheets></w>'
    relations = '<r><Relationship Id="x" Target="/xl/Other/One.xml"/><Relationship Id="y" Target="two.xml"/></r>'
    files = [
        ("xl\\workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/other/one.xml", "1"),
        ("xl/two.xml", "2"),
    ]
    assert {name: info.filename for name, info in sheet_members(archive(files)).items()} == {
        "a": "xl/other/one.xml",
        "b": "xl/two.xml",
    }


def test_entities_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><w><sheets/></w>'
    with pytest.raises(ValueError):
        sheet_members(archive([("xl/workbook.xml", bomb), ("xl/_rels/workbook.xml.rels", "<r/>")]))
