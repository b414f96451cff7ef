import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base.files import table_bytes
from study.intake.changes import row_changes

BEFORE = b"id,a,b\nx,1,one\ny,2,two\nz,3,three\n"


def test_rows_are_matched_by_key():
    after = "id;a;b\ny;2;deux\nx;1;one\nw;4;\n".encode("utf-8-sig")
    found = [(change.kind, change.key, change.row, change.cells) for change in row_changes(BEFORE, after, ("id",))]
    assert found == [
        ("changed", "y", 2, (("b", "two", "deux"),)),
        ("added", "w", 4, ()),
        ("removed", "z", 4, ()),
    ]


def test_changes_in_words():
    after = b"id,a,b\nx,1,\x1bone\nw,4,\ny,2,two\n"
    changed, added, removed = row_changes(BEFORE, after, ("id",))
    assert changed.text("en") == "row 2, “x”: b was “one”, is “\\x1bone”"
    assert " ".join(changed.text("fr").split()) == "ligne 2, « x » : b valait « one » et vaut « \\x1bone »"
    assert added.text("en") == "row 3, “w”: new" and removed.text("en") == "“z”: gone (was row 4)"


def test_a_sorted_table_shows_no_change():
    assert row_changes(BEFORE, b"id,a,b\nz,3,three\nx,1,one\ny,2,two\n", ("id",)) == ()


def test_a_new_column_is_a_change_of_its_cells():
    [change] = row_changes(b"id\nx\ny\n", b"id,c\nx,\ny,new\n", ("id",))
    assert (change.key, change.cells) == ("y", (("c", "", "new"),))


@pytest.mark.parametrize("key", [(), ("nothing",)])
def test_without_a_key_whole_rows_are_compared(key):
    found = row_changes(b"a,b\n1,2\n1,2\n3,4\n", b"a,b\n1,2\n5,6\n", key)
    assert [(c.kind, c.key) for c in found] == [("added", "5, 6"), ("removed", "1, 2"), ("removed", "3, 4")]


def test_two_rows_with_one_key_are_compared_whole():
    found = row_changes(BEFORE, BEFORE + b"z,9,nine\n", ("id",))
    assert [(change.kind, change.key) for change in found] == [("added", "z, 9, nine")]


@given(st.dictionaries(st.text("abcdef", min_size=1), st.text("xyz,\n\"'", max_size=5)), st.data())
def test_the_changes_are_those_that_were_made(rows, data):
    import pandas as pd

    gone = data.draw(st.sets(st.sampled_from(sorted(rows)))) if rows else set()
    after = {key: value for key, value in rows.items() if key not in gone} | {"new": "n"}
    tables = [
        table_bytes(pd.DataFrame({"id": list(r), "v": list(r.values())}, columns=["id", "v"])) for r in (rows, after)
    ]
    found = row_changes(*tables, ("id",))
    assert {(c.kind, c.key) for c in found} == {("added", "new"), *(("removed", key) for key in gone)}
