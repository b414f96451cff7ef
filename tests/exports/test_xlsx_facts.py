import io
from xml.parsers.expat import ExpatError

import pytest

from study.exports.sheet_facts import Area
from study.exports.xlsx_facts import xlsx_facts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def facts(rows, before="", after=""):
    xml = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return xlsx_facts(io.BytesIO(xml.encode()))


def test_a_sheet_reaches_as_far_as_its_last_value():
    rows = '<row r="3"><c r="B3"><v>1</v></c><c r="AF3" t="inlineStr"><is><t>x</t></is></c><c r="XFD3" s="2"/></row><row r="9"><c r="A9" s="1"/></row>'
    found = facts(rows)
    assert (found.last_row, found.last) == (3, 31)
    assert (facts("").last_row, facts("").last) == (0, -1)


def test_cells_without_an_address_follow_one_another():
    found = facts(
        "<row><c><v>1</v></c></row><row><c/><c><f>A1</f><v>1</v></c></row><row r='7'><c><f>A1</f><v>1</v></c></row>"
    )
    assert found.formulas == {(2, 1), (7, 0)} and (found.last_row, found.last) == (7, 1)


def test_formulas_of_every_spelling_are_found_at_their_cells():
    rows = (
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f t="shared" ref="B2:B3" si="0">A2</f><v>2</v></c>'
        '<c r="C2" t="str"><f t="array" ref="C2">T(A2)</f><v></v></c><c r="D2"><v>3</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
    )
    found = facts(rows, after="<extLst><ext><x14:f xmlns:x14='y'>A1</x14:f></ext></extLst>")
    assert found.formulas == {(2, 0), (2, 1), (2, 2), (3, 1)}
    assert found.uncomputed == set(), "an empty text is a result"


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_number_was_never_computed(value):
    assert facts(f'<row r="1"><c r="A1"><f>1+1</f>{value}</c></row>').uncomputed == {(1, 0)}


def test_errors_keep_their_sign():
    found = facts(
        '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C4" t="str"><v>#REF!</v></c></row>'
    )
    assert found.errors == {(4, 0): "#N/A", (4, 1): "#DIV/0!"} and found.formulas == {(4, 1)}


def test_hidden_rows_with_values_and_hidden_columns_are_found():
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="true"/><row r="3"><c r="C3"><v>1</v></c></row>'
    found = facts(rows, before='<cols><col min="2" max="16384" hidden="1"/><col min="1" max="1" hidden="0"/></cols>')
    assert found.hidden_rows == {1} and found.hidden_positions == [1, 2]


def test_merged_areas():
    assert facts("", after='<mergeCells><mergeCell ref="B2:AA3"/></mergeCells>').merged == [Area(2, 1, 3, 26)]


def test_the_same_under_a_prefix():
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="B1" t="e"><x:f>X</x:f><x:v>#NAME?</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    found = xlsx_facts(io.BytesIO(xml.encode()))
    assert found.formulas == {(1, 1)} and found.errors == {(1, 1): "#NAME?"}


def test_entities_and_damage_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(ValueError, match="document type"):
        xlsx_facts(io.BytesIO(bomb.encode()))
    with pytest.raises(ExpatError):
        xlsx_facts(io.BytesIO(b"<worksheet><sheetData>"))
    with pytest.raises(ValueError, match="no column"):
        facts('<row r="1"><c r="ÀB1"><v>1</v></c></row>')
