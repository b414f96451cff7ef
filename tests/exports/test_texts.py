import codecs
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.base.errors import Place, Severity
from study.exports.texts import read_text

ENDS = ["\n", "\r\n", "\r"]
# Without what a grid strips (spaces at the ends) or a text cannot hold.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufeff")
INNER = st.text(st.one_of(LETTERS, st.sampled_from(',;|\t"\n\r ')), max_size=6)
CELL = st.builds(lambda first, inner, last: first + inner + last, LETTERS, INNER, LETTERS)
FRENCH = st.lists(
    st.sampled_from(["été", "Œuvre", "l’âge", "cœur", "ça;là", "oui, déjà", '"fût"', "à\nNîmes", "12"]),
    min_size=1,
    max_size=3,
).map(" ".join)


@st.composite
def tables(draw, cells):
    width = draw(st.integers(2, 6))
    return draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=8))


def written(rows, separator=";", end="\r\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def read(text, encoding="utf-8"):
    return read_text(text if isinstance(text, bytes) else text.encode(encoding), "f.csv")


def cells(text, encoding="utf-8"):
    grids, problems = read(text, encoding)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    return grids[0].cells.to_numpy().tolist()


def codes(text, encoding="utf-8"):
    grids, problems = read(text, encoding)
    assert grids == []
    return [problem.code for problem in problems]


@given(
    tables(CELL),
    st.sampled_from(",;|\t"),
    st.sampled_from(ENDS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
@settings(deadline=None)
def test_any_table_comes_back_in_every_dialect(rows, separator, end, encoding):
    # All cells quoted: the structure then says the separator, whatever the texts.
    text = written(rows, separator, end, csv.QUOTE_ALL)
    grids, problems = read(text, encoding)
    assert problems == []
    assert grids[0].cells.to_numpy().tolist() == rows
    assert grids[0].rows.tolist() == list(range(1, len(rows) + 1))
    assert set(grids[0].widths.tolist()) == {len(rows[0])}


@given(tables(CELL), st.sampled_from(",;|\t"), st.sampled_from(ENDS[:2]))
@settings(deadline=None)
def test_any_table_comes_back_when_its_first_line_tells_the_separator(rows, separator, end):
    # csv.writer leaves a lone carriage return bare, where rows end otherwise: no reader could tell it from an end.
    rows = [[cell.replace("\r", " ") for cell in row] for row in rows]
    text = f"sep={separator}{end}" + written(rows, separator, end)
    assert cells(text) == rows and read(text)[0][0].rows.tolist()[0] == 1


@given(tables(FRENCH), st.sampled_from(",;|\t"), st.sampled_from(ENDS), st.sampled_from(["cp1252", "mac_roman"]))
@settings(deadline=None)
def test_any_french_table_comes_back_from_windows_and_mac(rows, separator, end, encoding):
    # One word alone may be one in both: “fût” of a Mac is Windows's “fžt”.
    rows = [["Réponse à l’enquête"] * len(rows[0]), *rows]
    grids, problems = read(written(rows, separator, end, csv.QUOTE_ALL), encoding)
    assert grids[0].cells.to_numpy().tolist() == rows
    assert [problem.code for problem in problems] == ["export-encoding"]


def test_cells_may_hold_line_breaks_and_rows_are_counted_as_in_a_spreadsheet():
    grids, problems = read('"a";"b"\r\n"1\n2\n3";"x ""y"" z"\r\n\r\n"4";"\r\n5"\r\n')
    assert problems == []
    assert grids[0].cells.to_numpy().tolist() == [["a", "b"], ["1\n2\n3", 'x "y" z'], ["4", "5"]]
    assert grids[0].rows.tolist() == [1, 2, 4]


def test_titles_of_fewer_cells_are_rows_with_their_own_width():
    grids, _ = read("Enquête 2026\n\nnom;surface\nLyon;47,9\n")
    assert grids[0].widths.tolist() == [1, 2, 2] and grids[0].rows.tolist() == [1, 3, 4]
    assert grids[0].place(4, 1) == Place("f.csv", row=4, column="B")


def test_the_line_that_tells_the_separator_is_obeyed_and_not_counted():
    grids, problems = read("sep=,\r\na;b,c;d\r\n1,2\r\n")
    assert (problems, grids[0].rows.tolist()) == ([], [1, 2])
    assert grids[0].cells.to_numpy().tolist() == [["a;b", "c;d"], ["1", "2"]]
    assert cells(codecs.BOM_UTF8 + b'"sep=|"\na|b\n') == [["a", "b"]]


def test_a_mark_written_twice_is_no_part_of_the_first_heading():
    assert cells(codecs.BOM_UTF8 * 2 + b"id;name\n1;x\n")[0] == ["id", "name"]
    assert cells(codecs.BOM_UTF8 * 2 + b'"id";"name"\n"1";"x"\n')[0] == ["id", "name"]


def test_another_encoding_is_said_with_a_word_to_judge_it_by():
    grids, problems = read("nom;réponse\nGrand Nancy;déjà\n", "cp1252")
    assert grids[0].cells.iloc[0, 1] == "réponse"
    assert [(problem.code, problem.severity, problem.value, problem.details["encoding"]) for problem in problems] == [
        ("export-encoding", Severity.NOTE, "réponse", "Windows-1252")
    ]


def test_two_separators_that_do_as_well_are_named():
    _, problems = read("a|b\tc\nd|e\tf\n")
    assert [problem.code for problem in problems] == ["export-separator"]
    assert set(problems[0].details.values()) == {"the tabulation", "the vertical bar"}


def test_two_encodings_in_one_file_are_an_error_that_names_the_rows():
    utf8 = written([["nom", "réponse"], ["Orléans", "été\nà"], ["Nîmes", "oui"]]).encode()
    windows = written([["Besançon", "déjà"], ["Brest", "non"], ["Évry", "là"]]).encode("cp1252")
    grids, problems = read(utf8 + windows)
    assert grids == []
    assert [(problem.code, problem.place.row, problem.details["rows"]) for problem in problems] == [
        ("export-mixed-encodings", 4, ["4", "6"])
    ]
    assert codes(codecs.BOM_UTF8 + utf8 + windows) == ["export-mixed-encodings"]


def test_a_row_with_two_encodings_in_its_cells_is_one_too():
    row = "é".encode() + b";" + "é".encode("cp1252") + b"\n"
    _, problems = read(b"a;b\n1;2\n" + row)
    assert [(problem.code, problem.place.row) for problem in problems] == [("export-mixed-encodings", 3)]


def test_many_rows_are_not_all_named():
    rows = b"".join("é;é\n".encode() + "é;é\n".encode("cp1252") for _ in range(20))
    _, problems = read(b"a;b\n" + rows)
    assert len(problems[0].details["rows"]) == 6 and problems[0].details["rows"][-1] == "…"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a;b\n1;"2\n3;4\n', 2),
        ('a;b\n"x\ny";z\n1;"2"3;4\n5;6\n', 3),
        ('a;b\n1;"he said \\"no\\" twice"\n', 2),
        ('"a;b\n1;2\n', 1),
    ],
)
def test_quotes_that_do_not_balance_name_their_row(text, row):
    grids, problems = read(text)
    assert grids == [] and [(problem.code, problem.place.row) for problem in problems] == [("export-quotes", row)]


def test_a_quote_within_a_cell_is_a_letter_like_others():
    assert cells('a;b\n5" pipe;x"y"\n') == [["a", "b"], ['5" pipe', 'x"y"']]


def test_a_cell_that_does_not_end_names_its_row_and_column():
    _, problems = read('a;b\n1;2\n3;"' + "x y\n" * 3_000_000)
    assert [(problem.code, problem.place) for problem in problems] == [
        ("export-overlong-cell", Place("f.csv", row=3, column="B"))
    ]


def test_nul_characters_are_an_error_that_names_the_line():
    _, problems = read(b"a;b\n1;\x002\n")
    assert [(problem.code, problem.place.line) for problem in problems] == [("export-nul", 2)]
    assert codes("a;b\n1;2\n".encode("utf-16-le")) == ["export-nul"]


@pytest.mark.parametrize("text", [" \n;;\n", "sep=;\n", ";\n", '""\n'])
def test_a_text_without_any_cell_is_an_empty_export(text):
    assert codes(text) == ["export-empty"]


def test_bytes_that_contradict_their_mark_have_no_encoding():
    assert codes(codecs.BOM_UTF16_LE + b"abc") == ["export-unknown-encoding"]


def test_one_column_is_a_table():
    text = "nom\nLyon, France\nParis\nLille\n"
    assert cells(text) == [["nom"], ["Lyon, France"], ["Paris"], ["Lille"]]
