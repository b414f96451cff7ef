import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from study.base.errors import Place
from study.exports.kinds import Kind
from study.exports.texts import read_text
from study.exports.workbooks import read_workbook

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
VALUE = '<table:table-cell office:value-type="string"><text:p>v</text:p></table:table-cell>'


def xlsx(fill, **options):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()


def one(fill, **options):
    """The grid of a workbook of one sheet, and what is said of it."""
    grids, problems = read_workbook(
        xlsx(lambda book: fill(book, book.add_worksheet("S")), **options), Kind.XLSX, "f.xlsx"
    )
    assert len(grids) == 1
    return grids[0], problems


def xls(fill):
    out = io.BytesIO()
    book = xlwt.Workbook()
    fill(book)
    book.save(out)
    return out.getvalue()


def ods(body, styles=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
        made.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def table(rows, name="S", more=""):
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def cells(grid):
    return grid.cells.to_numpy().tolist()


def codes(data, kind):
    grids, problems = read_workbook(data, kind, "f")
    assert grids == []
    return [problem.code for problem in problems]


def typed(book, sheet):
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    clock = book.add_format({"num_format": "hh:mm:ss"})
    hours = book.add_format({"num_format": "[h]:mm:ss"})
    sheet.write_row(0, 0, [1_200_000, 0.5, -3, 1e15, 1e22, 1e-7, 1 / 3, 244900015])
    sheet.write_row(1, 0, [True, False, "  12,5 ", "007"])
    sheet.write_datetime(2, 0, datetime(2026, 3, 5), day)
    sheet.write_datetime(2, 1, datetime(2026, 3, 5), moment)
    sheet.write_datetime(2, 2, datetime(2026, 3, 5, 10, 20, 30), moment)
    sheet.write_datetime(2, 3, datetime(2026, 12, 31, 23, 59, 59, 700_000), moment)
    sheet.write_datetime(2, 4, time(9, 5), clock)
    sheet.write_datetime(2, 5, timedelta(hours=30, minutes=2), hours)


TYPED = [
    [
        "1200000",
        "0.5",
        "-3",
        "1000000000000000",
        "10000000000000000000000",
        "0.0000001",
        "0.3333333333333333",
        "244900015",
    ],
    ["true", "false", "12,5", "007", "", "", "", ""],
    ["2026-03-05", "2026-03-05", "2026-03-05 10:20:30", "2027-01-01", "09:05:00", "30:02:00", "", ""],
]


@pytest.mark.parametrize("since_1904", [False, True])
def test_values_are_written_plainly(since_1904):
    grid, problems = one(typed, date_1904=since_1904)
    assert cells(grid) == TYPED and problems == []
    assert {str(kind) for kind in grid.cells.dtypes} == {"str"}


def test_values_of_an_old_workbook_are_written_alike():
    def fill(book):
        sheet = book.add_sheet("S é")
        for i, value in enumerate([1_200_000, 0.5, True, " é ", 10**12]):
            sheet.write(3, i + 2, value)
        sheet.write(4, 2, datetime(2026, 3, 5, 10, 20, 30), xlwt.easyxf(num_format_str="DD/MM/YYYY HH:MM"))
        sheet.write(4, 3, date(2026, 3, 5), xlwt.easyxf(num_format_str="DD/MM/YYYY"))

    (grid,), problems = read_workbook(xls(fill), Kind.XLS, "f.xls")
    assert (grid.file, grid.sheet, problems) == ("f.xls", "S é", [])
    assert cells(grid) == [
        ["", "", "1200000", "0.5", "true", "é", "1000000000000"],
        ["", "", "2026-03-05 10:20:30", "2026-03-05", "", "", ""],
    ]
    assert grid.rows.tolist() == [4, 5] and grid.widths.tolist() == [7, 7]


def test_values_of_an_open_document_are_written_alike():
    def cell(kind, value, more=""):
        return f'<table:table-cell office:value-type="{kind}" office:{value} {more}><text:p>shown</text:p></table:table-cell>'

    row = "".join(
        [
            cell("float", 'value="1200000"'),
            cell("percentage", 'value="0.5"'),
            cell("currency", 'value="12.5"'),
            cell("boolean", 'boolean-value="true"'),
        ]
        + [
            cell("date", f'date-value="{day}"')
            for day in ("2026-03-05", "2026-03-05T00:00:00", "2026-03-05T10:20:30.4")
        ]
        + [cell("time", 'time-value="PT09H05M00S"')]
    )
    lines = '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>'
    rows = f'<table:table-row table:number-rows-repeated="2"/><table:table-row>{row}</table:table-row><table:table-row>{lines}</table:table-row>'
    (grid,), problems = read_workbook(ods(table(rows)), Kind.ODS, "f.ods")
    assert problems == [] and grid.rows.tolist() == [3, 4]
    assert cells(grid)[0] == [
        "1200000",
        "0.5",
        "12.5",
        "true",
        "2026-03-05",
        "2026-03-05",
        "2026-03-05 10:20:30",
        "09:05:00",
    ]
    assert cells(grid)[1][0] == "a  b\nc"


def test_cells_stand_where_the_spreadsheet_shows_them():
    def fill(book, sheet):
        sheet.write(4, 3, "heading")
        sheet.write(9, 4, "answer")
        sheet.write_blank(30, 30, None, book.add_format({"bold": True}))

    grid, _ = one(fill)
    assert cells(grid) == [["", "", "", "heading", ""], ["", "", "", "", "answer"]]
    assert grid.rows.tolist() == [5, 10]
    assert grid.place(10, 4) == Place("f.xlsx", sheet="S", row=10, column="E")


def test_formulas_are_named_and_give_their_value():
    def fill(_, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '=T("x")', None, "x")

    grid, problems = one(fill)
    assert cells(grid) == [["a", "b"], ["2", "x"]] and problems == []
    assert grid.formulas == {(2, 0), (2, 1)}


def test_formulas_that_were_never_computed_are_said():
    rows = "".join(
        f'<table:table-row>{VALUE}<table:table-cell table:formula="of:=X"/></table:table-row>' for _ in range(7)
    )
    (grid,), problems = read_workbook(ods(table(rows)), Kind.ODS, "f.ods")
    assert [(problem.code, problem.place.sheet, problem.details["cells"]) for problem in problems] == [
        ("export-formula-without-value", "S", ["B1", "B2", "B3", "B4", "B5", "…"])
    ]
    assert grid.formulas == {(row, 1) for row in range(1, 8)}


def test_errors_keep_their_sign_in_every_format():
    def fill(_, sheet):
        sheet.write(0, 0, "a")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 4, "=X", None, "#NAME?")

    expected = [["a", "", "", "", ""], ["", "#DIV/0!", "", "", ""], ["", "", "", "", "#NAME?"]]
    assert cells(one(fill)[0]) == expected

    def fill_old(book):
        sheet = book.add_sheet("S")
        sheet.write(0, 0, "a")
        sheet.row(1).set_cell_error(1, 0x07)
        sheet.row(3).set_cell_error(4, 0x1D)

    (old,), _ = read_workbook(xls(fill_old), Kind.XLS, "f.xls")
    assert cells(old) == expected and old.rows.tolist() == [1, 2, 4]
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    zero = '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>Err:502</text:p></table:table-cell>'
    (new,), _ = read_workbook(ods(table(f"<table:table-row>{VALUE}{error}{zero}</table:table-row>")), Kind.ODS, "f.ods")
    assert cells(new) == [["v", "#DIV/0!", "Err:502"]]


def merged(book, sheet):
    sheet.merge_range(0, 0, 1, 3, "Enquête de 2026")
    sheet.merge_range(2, 0, 3, 0, "Territoire")
    sheet.merge_range(2, 1, 2, 3, "Budget")
    sheet.write_row(3, 1, [2024, 2025, 2026])
    sheet.merge_range(4, 0, 5, 0, "Lyon")
    sheet.write_row(4, 1, [1, 2, 3])
    sheet.write_row(5, 1, [4, 5, 6])
    sheet.merge_range(6, 0, 6, 3, "Source : nous")


MERGED = [
    ["Enquête de 2026", "", "", ""],
    ["Territoire", "Budget", "Budget", "Budget"],
    ["Territoire", "2024", "2025", "2026"],
    ["Lyon", "1", "2", "3"],
    ["Lyon", "4", "5", "6"],
    ["Source : nous", "", "", ""],
]


def test_a_merged_area_gives_its_value_to_its_cells_unless_it_is_a_title():
    grid, _ = one(merged)
    assert cells(grid) == MERGED and grid.rows.tolist() == [1, 3, 4, 5, 6, 7]


def test_merged_areas_of_the_other_formats_are_filled_alike():
    def fill(book):
        sheet = book.add_sheet("S")
        sheet.write_merge(0, 1, 0, 3, "Enquête de 2026")
        sheet.write_merge(2, 3, 0, 0, "Territoire")
        sheet.write_merge(2, 2, 1, 3, "Budget")
        sheet.write_merge(4, 5, 0, 0, "Lyon")
        sheet.write_merge(6, 6, 0, 3, "Source : nous")
        for row, values in {3: [2024, 2025, 2026], 4: [1, 2, 3], 5: [4, 5, 6]}.items():
            for i, value in enumerate(values):
                sheet.write(row, 1 + i, value)

    (grid,), _ = read_workbook(xls(fill), Kind.XLS, "f.xls")
    assert cells(grid) == MERGED
    down = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Lyon</text:p></table:table-cell>'
    rows = f"<table:table-row>{down}{VALUE}</table:table-row><table:table-row><table:covered-table-cell/>{VALUE}</table:table-row>"
    (grid,), _ = read_workbook(ods(table(rows)), Kind.ODS, "f.ods")
    assert cells(grid) == [["Lyon", "v"], ["Lyon", "v"]]


def test_a_merged_area_beyond_the_table_makes_it_no_larger():
    def fill(_, sheet):
        sheet.merge_range(0, 1, 999, 50, "x")
        sheet.write(0, 0, "a")
        sheet.write(1, 0, "b")

    assert cells(one(fill)[0]) == [["a", "x"], ["b", "x"]]


def test_hidden_sheets_rows_and_columns_are_read_and_said():
    def fill(book):
        seen, hidden, very, empty = (book.add_worksheet(name) for name in ("seen", "caché", "very", "empty"))
        hidden.hide()
        very.very_hidden()
        empty.hide()
        for sheet in (seen, hidden, very):
            sheet.write_row(0, 0, ["a", "b", "c"])
            sheet.write_row(1, 0, [1, 2, 3])
        seen.set_row(1, None, None, {"hidden": True})
        seen.set_column(1, 2, None, None, {"hidden": True})

    grids, problems = read_workbook(xlsx(fill), Kind.XLSX, "f.xlsx")
    assert [grid.sheet for grid in grids] == ["seen", "caché", "very"]
    assert all(cells(grid) == [["a", "b", "c"], ["1", "2", "3"]] for grid in grids)
    assert [(problem.code, problem.place.sheet, problem.details) for problem in problems] == [
        ("export-hidden-cells", "seen", {"rows": 1, "columns": 2}),
        ("export-hidden-sheets", None, {"sheets": ["caché", "very"]}),
    ]


def test_hidden_sheets_and_rows_of_the_other_formats_are_said():
    def fill(book):
        sheet = book.add_sheet("a")
        sheet.write(0, 0, "x")
        sheet.row(0).hidden = True
        book.add_sheet("b").write(0, 0, "y")
        book.get_sheet(1).visibility = 1

    _, problems = read_workbook(xls(fill), Kind.XLS, "f.xls")
    assert [problem.code for problem in problems] == ["export-hidden-cells", "export-hidden-sheets"]
    style = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    row = f"<table:table-row>{VALUE}</table:table-row>"
    data = ods(table(row, "a") + table(row, "b", 'table:style-name="t"'), style)
    _, problems = read_workbook(data, Kind.ODS, "f.ods")
    assert [(problem.code, problem.details) for problem in problems] == [("export-hidden-sheets", {"sheets": ["b"]})]


def test_sheets_of_charts_are_no_tables():
    def fill(book):
        book.add_worksheet("S").write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=S!$A$1"})
        book.add_chartsheet("C").set_chart(chart)

    grids, problems = read_workbook(xlsx(fill), Kind.XLSX, "f.xlsx")
    assert [grid.sheet for grid in grids] == ["S"] and problems == []


def test_a_workbook_without_any_cell_is_an_error():
    assert codes(xlsx(lambda book: book.add_worksheet()), Kind.XLSX) == ["export-without-cells"]
    assert codes(xls(lambda book: book.add_sheet("a")), Kind.XLS) == ["export-without-cells"]
    assert codes(ods(table("<table:table-row/>")), Kind.ODS) == ["export-without-cells"]


def test_a_password_is_an_error_in_every_format():
    def protected(name, content):
        out = io.BytesIO(ods(table(f"<table:table-row>{VALUE}</table:table-row>")))
        with zipfile.ZipFile(out) as old, zipfile.ZipFile(made := io.BytesIO(), "w") as new:
            for info in old.infolist():
                new.writestr(info.filename, content if info.filename == name else old.read(info))
        return made.getvalue()

    assert codes(protected("META-INF/manifest.xml", "<m><encryption-data/></m>"), Kind.ODS) == ["export-password"]


def test_tables_that_memory_would_not_hold_are_refused_before_they_are_read():
    far = xlsx(lambda book: book.add_worksheet("S").write(1_048_575, 16_383, "x"))
    assert codes(far, Kind.XLSX) == ["export-too-many-cells"]
    repeated = VALUE.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16000"')
    rows = f'<table:table-row table:number-rows-repeated="1000000">{repeated}</table:table-row>'
    assert codes(ods(table(rows)), Kind.ODS) == ["export-too-many-cells"]
    wide = VALUE.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16385"')
    assert codes(ods(table(f"<table:table-row>{wide}</table:table-row>")), Kind.ODS) == ["export-too-many-columns"]
    long = VALUE.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2000"').replace(
        "v<", "v" * 600_000 + "<"
    )
    assert codes(ods(table(f"<table:table-row>{long}</table:table-row>")), Kind.ODS) == ["export-too-many-cells"]


def test_empty_cells_that_repeat_are_no_table():
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = f'<table:table-row>{VALUE}{empty}</table:table-row><table:table-row table:number-rows-repeated="1048575">{empty}</table:table-row>'
    (grid,), problems = read_workbook(ods(table(rows)), Kind.ODS, "f.ods")
    assert cells(grid) == [["v"]] and problems == []


def test_an_overlong_cell_names_its_place():
    data = ods(
        table(
            f"<table:table-row/><table:table-row><table:table-cell/>{VALUE.replace('v<', 'v' * 1_000_001 + '<')}</table:table-row>"
        )
    )
    _, problems = read_workbook(data, Kind.ODS, "f.ods")
    assert [(problem.code, problem.place) for problem in problems] == [
        ("export-overlong-cell", Place("f.ods", sheet="S", row=2, column="B"))
    ]


def test_damage_is_said_in_the_readers_words():
    assert codes(ods('<table:table table:name="S"><table:table-row>'), Kind.ODS) == ["export-damaged"]
    bad = VALUE.replace('"string"', '"float" office:value="abc"')
    _, problems = read_workbook(ods(table(f"<table:table-row>{bad}</table:table-row>")), Kind.ODS, "f.ods")
    assert [problem.code for problem in problems] == ["export-damaged"]
    assert codes(b"PK", Kind.XLSX) == ["export-damaged"] and codes(b"", Kind.XLS) == ["export-damaged"]


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("kind", [Kind.XLSX, Kind.XLS])
def test_whatever_is_damaged_nothing_is_raised(kind, at, noise):
    data = bytearray(
        xlsx(lambda book: merged(book, book.add_worksheet("S")))
        if kind is Kind.XLSX
        else xls(lambda book: book.add_sheet("S").write(0, 0, "x"))
    )
    at %= len(data)
    data[at : at + len(noise)] = noise
    grids, problems = read_workbook(bytes(data), kind, "f")
    assert grids or problems


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"], exclude_characters="\ufeff=_{}'")
TEXT = st.text(LETTERS, min_size=1, max_size=8)
ROWS = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(TEXT, min_size=width, max_size=width),
        st.lists(
            st.lists(
                st.one_of(
                    st.just(""),
                    TEXT,
                    st.integers(-(10**9), 10**9),
                    st.booleans(),
                    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
                ),
                min_size=width,
                max_size=width,
            ),
            max_size=6,
        ),
    ).map(lambda parts: [parts[0], *parts[1]])
)


def as_csv(rows):
    def text(value):
        if isinstance(value, bool):
            return str(value).lower()
        return (
            f"{value:.10f}".rstrip("0").rstrip(".").replace("-0", "0")
            if isinstance(value, float) and value == 0
            else _plain(value)
        )

    def _plain(value):
        return format(value, ".3f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([[text(value) for value in row] for row in rows])
    return out.getvalue().encode()


def as_xlsx(rows):
    def fill(book):
        sheet = book.add_worksheet("S")
        write = {str: sheet.write_string, bool: sheet.write_boolean, int: sheet.write_number, float: sheet.write_number}
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value != "":
                    write[type(value)](i, j, value)

    return xlsx(fill)


def as_ods(rows):
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="S")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, bool):
                cell = TableCell(valuetype="boolean", booleanvalue=str(value).lower())
            elif isinstance(value, str):
                cell = TableCell(valuetype="string") if value else TableCell()
                cell.addElement(P(text=value)) if value else None
            else:
                cell = TableCell(valuetype="float", value=repr(value))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


@given(ROWS)
@settings(deadline=None, max_examples=60)
def test_the_same_table_gives_the_same_grid_in_every_format(rows):
    grids = [
        read_text(as_csv(rows), "f")[0][0],
        *read_workbook(as_xlsx(rows), Kind.XLSX, "f")[0],
        *read_workbook(as_ods(rows), Kind.ODS, "f")[0],
    ]
    assert len(grids) == 3
    first, *others = grids
    for other in others:
        assert cells(other) == cells(first)
        assert other.rows.tolist() == first.rows.tolist() and other.widths.tolist() == first.widths.tolist()
