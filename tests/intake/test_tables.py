import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.base.layout import StudyPaths
from study.intake.problems import BadSiren
from study.intake.tables import Column, Kind, read_table

COLUMNS = (
    Column("id"),
    Column("size", required=True, allowed=("small", "large")),
    Column("count", kind=Kind.INTEGER, limits=(0, 100)),
    Column("share", kind=Kind.NUMBER),
    Column("siren", pattern="[0-9]{9}", problem=BadSiren),
    Column("note"),
)
HEAD = "id,size,count,share,siren,note\n"
ROW = "a,small,1,0.5,123456789,hello\n"


def read(tmp_path, content, columns=COLUMNS, key=("id",)):
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, columns, key, StudyPaths(tmp_path))


def test_a_table_is_typed_and_knows_its_rows(tmp_path):
    table, problems = read(tmp_path, HEAD + ROW + ",,,,,\n" + "b,large,2,1,, two words \n")
    assert problems == []
    assert list(table.columns) == ["id", "size", "count", "share", "siren", "note", "row"]
    assert table["row"].tolist() == [2, 4]
    assert (table["count"].dtype, table["share"].dtype) == ("int64", "float64")
    assert table["note"].tolist() == ["hello", "two words"]
    assert table["siren"].tolist() == ["123456789", ""]


@pytest.mark.parametrize(
    "content",
    [
        HEAD + ROW,
        "\ufeff" + HEAD + ROW,
        (HEAD + ROW).replace(",", ";"),
        (HEAD + ROW).replace("\n", "\r\n"),
        "note,id,size,count,share,siren\nhello,a,small,1,0.5,123456789\n",
        '"id","size","count","share","siren","note"\n"a","small","1","0.5","123456789","hello"',
    ],
    ids=["comma", "bom", "semicolon", "crlf", "other-order", "quoted"],
)
def test_what_spreadsheets_save_reads_the_same(tmp_path, content):
    table, problems = read(tmp_path, content)
    assert problems == []
    assert table.to_dict("records") == [
        {"id": "a", "size": "small", "count": 1, "share": 0.5, "siren": "123456789", "note": "hello", "row": 2}
    ]


def test_a_line_break_within_quotes_keeps_the_spreadsheet_row(tmp_path):
    table, problems = read(tmp_path, HEAD + 'a,small,1,1,,"two\nlines"\nb,large,1,1,,x\n')
    assert problems == []
    assert table["row"].tolist() == [2, 3]
    assert table["note"][0] == "two\nlines"


def test_commas_in_a_semicolon_file_stay_in_their_cells(tmp_path):
    table, problems = read(tmp_path, HEAD.replace(",", ";") + "a;small;1;1;;x, y, z, u, v, w\n")
    assert problems == [] and table["note"][0] == "x, y, z, u, v, w"


def test_a_table_without_rows_is_fine_and_typed(tmp_path):
    table, problems = read(tmp_path, HEAD)
    assert problems == [] and len(table) == 0 and table["count"].dtype == "int64"


@pytest.mark.parametrize(
    ("content", "code", "row", "column", "value", "english", "french"),
    [
        ("", "empty-file", None, None, None, "This file is empty", "Écrivez la ligne d’en-têtes : id, size, count"),
        (" \n\n", "empty-file", None, None, None, "This file is empty", "Ce fichier est vide"),
        (
            *((HEAD + "a,small,1,1,,caf\u00e9 cr\u00e8me\n").encode("cp1252"), "not-utf8", 2, None),
            *(",small,1,1,,café crème", "save it as “CSV UTF-8", "enregistrez-le au format « CSV UTF-8"),
        ),
        (
            *((HEAD + ROW).encode("utf-16"), "not-utf8", 1, None),
            *("ÿþi\x00d\x00,\x00s\x00", "not encoded in UTF-8", "n’est pas encodé en UTF-8"),
        ),
        (HEAD + ROW + 'b,"sm', "broken-quotes", 3, None, None, "Close the quotes", "Fermez les guillemets"),
        (HEAD + 'a,"small"x,1,1,,\n', "broken-quotes", 2, None, None, "Close the quotes", "Fermez les guillemets"),
        (
            *(HEAD.replace("note", "note,colour") + ROW.replace("\n", ",\n"), "unknown-column", 1, "colour", "colour"),
            *("The column “colour” is unknown", "La colonne « colour » est inconnue"),
        ),
        (
            *(HEAD.replace(",note", "") + ROW.replace(",hello", ""), "missing-column", 1, "note", "note"),
            *("The column “note” is missing", "La colonne « note » manque"),
        ),
        (
            *(HEAD.replace("note", "note,note") + ROW.replace("\n", ",\n"), "duplicate-column", 1, "note", "note"),
            *("more than once", "plusieurs fois"),
        ),
        (HEAD + "a,small,1,1,,x,y\n", "row-length", 2, None, None, "has 7 cells; the heading has 6", "a 7 cellules"),
        (HEAD + ROW + "b,small\n", "row-length", 3, None, None, "has 2 cells; the heading has 6", "a 2 cellules"),
        (HEAD + "a,,1,1,,x\n", "empty-cell", 2, "size", None, "This cell is empty", "Cette cellule est vide"),
        (HEAD + ",small,1,1,,x\n", "empty-cell", 2, "id", None, "This cell is empty", "Cette cellule est vide"),
        (HEAD + ROW + ROW, "duplicate-key", 3, "id", "a", "already stands in row 2", "figure déjà à la ligne 2"),
        (
            *(HEAD + "a,smal,1,1,,x\n", "value-not-allowed", 2, "size", "smal"),
            *("Did you mean “small”?", "Choisissez parmi : small et large"),
        ),
        (HEAD + "a,small,1.0,1,,x\n", "not-whole-number", 2, "count", "1.0", "not a whole number", "un nombre entier"),
        (
            HEAD + "a,small,\u0661,1,,x\n",
            "not-whole-number",
            2,
            "count",
            "\u0661",
            "a whole number",
            "un nombre entier",
        ),
        (HEAD + 'a,small,1,"0,5",,x\n', "not-number", 2, "share", "0,5", "plain number", "un nombre simple"),
        (HEAD + "a,small,1,nan,,x\n", "not-number", 2, "share", "nan", "plain number", "un nombre simple"),
        (HEAD + "a,small,1,1e5,,x\n", "not-number", 2, "share", "1e5", "plain number", "un nombre simple"),
        (HEAD + "a,small,101,1,,x\n", "out-of-range", 2, "count", "101", "from 0 to 100", "de 0 à 100"),
        (HEAD + "a,small,1,1,1234,x\n", "bad-siren", 2, "siren", "1234", "not a SIREN", "n’est pas un SIREN"),
    ],
)
def test_each_fault(tmp_path, said, content, code, row, column, value, english, french):
    _, problems = read(tmp_path, content)
    assert [problem.code for problem in problems] == [code]
    [problem] = problems
    assert (problem.place.file, problem.place.row, problem.place.column) == ("t.csv", row, column)
    assert problem.value == value
    assert english in said(problem, "en")
    assert french in said(problem, "fr")


def test_a_renamed_column_is_both_unknown_and_missing_with_the_nearest(tmp_path):
    _, problems = read(tmp_path, HEAD.replace("share", "shares") + ROW)
    assert [(problem.code, problem.value) for problem in problems] == [
        ("unknown-column", "shares"),
        ("missing-column", "share"),
    ]
    assert problems[0].details["nearest"] == "share"


def test_a_missing_file_is_said_and_gives_an_empty_table(tmp_path):
    table, [problem] = read_table(tmp_path / "t.csv", COLUMNS, ("id",), StudyPaths(tmp_path))
    assert (problem.code, problem.place.file, len(table)) == ("missing-file", "t.csv", 0)
    assert table["count"].dtype == "int64"


def test_all_faults_of_a_file_come_at_once(tmp_path):
    _, problems = read(tmp_path, HEAD + "a,tiny,x,y,1,\nb\na,small,1,1,,\n,small,200,1,,\n")
    assert sorted((problem.place.row, problem.code) for problem in problems) == [
        (2, "bad-siren"),
        (2, "not-number"),
        (2, "not-whole-number"),
        (2, "value-not-allowed"),
        (3, "row-length"),
        (4, "duplicate-key"),
        (5, "empty-cell"),
        (5, "out-of-range"),
    ]


def test_a_key_of_two_columns(tmp_path):
    columns = (Column("a"), Column("b", kind=Kind.INTEGER), Column("c"))
    _, problems = read(tmp_path, "a,b,c\nx,1,\nx,2,\ny,1,\nx,1,\n", columns, ("a", "b"))
    assert [(p.code, p.place.row, p.value, p.details["first_row"]) for p in problems] == [
        ("duplicate-key", 5, "x, 1", 2)
    ]


# No text holds a control character (study.base.characters), but a cell may hold tabulations and line ends.
cells = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\t\r\n"), max_size=12)


@given(
    rows=st.lists(st.tuples(cells, cells, cells), max_size=6),
    separator=st.sampled_from(",;"),
    end=st.sampled_from(["\n", "\r\n"]),
    bom=st.booleans(),
)
def test_any_text_survives_a_spreadsheets_saving(tmp_path_factory, rows, separator, end, bom):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "x", "y", "z"])
    writer.writerows([f"k{i}", *row] for i, row in enumerate(rows))
    text = ("\ufeff" if bom else "") + stream.getvalue()
    columns = tuple(Column(name) for name in ("id", "x", "y", "z"))
    table, problems = read(tmp_path_factory.mktemp("csv"), text, columns)
    assert problems == []
    expected = [(f"k{i}", *(cell.strip() for cell in row), i + 2) for i, row in enumerate(rows)]
    assert list(table.itertuples(index=False, name=None)) == expected
