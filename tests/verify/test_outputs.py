from study.base.files import write_atomic
from study.verify.outputs import (
    Number,
    indicators_of,
    numbers_of,
    pieces_of,
    read_folder,
    records_of,
    text_column,
    trail_of,
    value_of,
)  # fmt: skip


def test_a_folder_is_read_but_for_what_an_edition_adds(tmp_path):
    for name in ("report.pdf", "figures/é.svg", "edition.json", "MANIFEST.sha256", ".DS_Store"):
        write_atomic(tmp_path / name, "x")
    assert read_folder(tmp_path) == {"report.pdf": b"x", "figures/é.svg": b"x"}
    assert read_folder(tmp_path / "nowhere") == {}


def test_the_ledger_is_read_in_the_reports_own_language():
    files = {"numbers.csv": b"key,value,text_fr,text_en\na,0.5,50 %,50%\nb,,Lille,Lille\n"}
    assert text_column(files) == "text_fr" and text_column({}) == ""
    assert numbers_of(files, "text_fr") == {"a": Number(0.5, "50 %"), "b": Number(None, "Lille")}
    assert numbers_of(files, "text_de") == {"a": Number(0.5, ""), "b": Number(None, "")}


def test_cells_that_are_no_number_have_no_value_and_short_rows_no_more_cells():
    assert [value_of(text) for text in ("1.5", "", "x", "nan")] == [1.5, None, None, None]
    assert records_of(b"a,b\n1\n1,2,3\n") == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}]
    assert records_of(None) == records_of(b"") == []
    named = indicators_of({"indicators.csv": b"lever,indicator,territory,value,unit\n,a,,1,x\n2,a,lille,,x\n"})
    assert named == {"a": {"value": 1.0}, "2/a@lille": {"value": None}}


def test_pieces_are_listed_by_kind_and_those_that_no_list_names_are_found():
    contents = b"kind,number,id,title,part,notebook,cell,file\nnumber,,a,6,p,n,1,\nother,,x,,,,,\nnumber,,a,6,p,n,2,\nfigure,1,m,M,p,n,3,figures/m.svg\n"
    files = {"contents.csv": contents, "figures/m.svg": b"", "figures/m.csv": b"", "figures/z.svg": b"", "tables/t.csv": b""}  # fmt: skip
    assert [(piece.kind, piece.id, piece.cell, piece.nth) for piece in pieces_of(files)] == [
        ("table", "t", "", 0), ("figure", "m", "3", 0), ("figure", "z", "", 0), ("number", "a", "1", 0), ("number", "a", "2", 1),
    ]  # fmt: skip


def test_a_trail_that_cannot_be_read_is_none():
    assert trail_of({"trail.json": b'{"a": 1}'}) == {"a": 1}
    assert trail_of({}) == trail_of({"trail.json": b"[1]"}) == trail_of({"trail.json": b"\xff"}) == {}


def test_tables_that_lack_a_column_have_it_empty():
    assert numbers_of({"numbers.csv": b"key,text_fr\na,Lille\n"}, "text_fr") == {"a": Number(None, "Lille")}
    (piece,) = pieces_of({"contents.csv": b"kind,id\ntable,all\n", "tables/all.csv": b"a\n"})
    assert (piece.number, piece.title, piece.part, piece.notebook, piece.cell) == ("", "", "", "", "")
