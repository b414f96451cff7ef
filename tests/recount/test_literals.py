"""What others wrote cannot end a literal, a comment or a statement."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.recount.literals import comment, csv_file, literal, table


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_text_comes_back_as_it_was(text):
    assert duckdb.execute(f"SELECT {literal(text)}").fetchone() == (text,)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_nothing_in_a_comment_is_run(text):
    assert duckdb.execute(f"{comment(text)}\nSELECT 1").fetchone() == (1,)


def test_a_table_without_rows_keeps_its_columns():
    made = table("t", {"a": "INTEGER", "b": "VARCHAR[]"}, [])
    connection = duckdb.connect()
    connection.execute(made)
    assert connection.execute("SELECT * FROM t").fetchall() == []
    connection.execute(table("t", {"a": "INTEGER", "b": "VARCHAR[]"}, [(1, ["x'y", "z"]), (None, [])]))
    assert connection.execute("SELECT * FROM t").fetchall() == [(1, ["x'y", "z"]), (None, [])]


@pytest.mark.parametrize("folder", ["plain", "a[1]b", "a*b", "l'été ?"])
def test_a_file_is_found_whatever_its_folder_is_called(tmp_path, folder):
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / "t.csv"
    path.write_bytes('\ufeffa;b\r\n1;"x;\r\n""y"""\r\n\r\n2;\r\n'.encode())
    rows = duckdb.execute(f"SELECT a, b FROM {csv_file(path.as_posix(), ['a', 'b'], ';')}").fetchall()
    assert [row for row in rows if row[0]] == [("1", 'x;\r\n"y"'), ("2", None)]
