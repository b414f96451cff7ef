import io
from xml.parsers.expat import ExpatError

import pytest

from study.exports.ods_facts import ods_facts
from study.exports.sheet_facts import Area

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
EMPTY = "<table:table-cell/>"


def sheets(body):
    xml = f"<office:document-content {SPACES}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    return ods_facts(io.BytesIO(xml.encode()))


def facts(rows):
    return sheets(f'<table:table table:name="S">{rows}</table:table>')["S"]


def cell(text="v", kind="string", more=""):
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'


def repeated(times, text="v"):
    return cell(text, more=f'table:number-columns-repeated="{times}"')


def test_a_sheet_reaches_as_far_as_its_last_value_however_it_is_repeated():
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="3">{EMPTY}{repeated(4)}<table:table-cell table:number-columns-repeated="16379"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = facts(rows)
    assert (found.last_row, found.last) == (5, 4)


def test_text_that_repeats_is_reckoned_and_not_written_out():
    found = facts(
        f'<table:table-row table:number-rows-repeated="1000000">{repeated(1_000_000, "abcde")}</table:table-row>'
    )
    assert (found.last_row, found.last, found.characters) == (1_000_000, 999_999, 5 * 10**12)


def test_formulas_and_those_never_computed():
    sum_of_two = cell("3", "float", 'table:formula="of:=1+2" office:value="3"')
    rows = (
        f"<table:table-row>{EMPTY}{sum_of_two}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:formula="of:=X" table:number-columns-repeated="2"/></table:table-row>'
    )
    found = facts(rows)
    assert found.uncomputed == {(2, 0), (2, 1), (3, 0), (3, 1)}
    assert found.formulas == found.uncomputed | {(1, 1)}


@pytest.mark.parametrize("sign", ["#DIV/0!", "#REF!", "#N/A", "#NAME?", "Err:502"])
def test_errors_of_any_program_keep_their_sign(sign):
    with_type = cell(sign, "string", 'table:formula="of:=1/0" office:string-value="" calcext:value-type="error"')
    without = cell(sign, "float", 'table:formula="of:=1/0" office:value="0"')
    typed = cell(sign)
    assert facts(f"<table:table-row>{with_type}{without}{typed}</table:table-row>").errors == {
        (1, 0): sign,
        (1, 1): sign,
    }


def test_an_error_in_the_words_of_a_language_is_one():
    french = cell("#VALEUR !", "string", 'table:formula="of:=X" calcext:value-type="error"')
    assert facts(f"<table:table-row>{french}</table:table-row>").errors == {(1, 0): "#VALEUR !"}


def test_comments_are_no_text_of_their_cell():
    noted = '<table:table-cell table:formula="of:=X"><office:annotation><text:p>note</text:p></office:annotation></table:table-cell>'
    found = facts(f"<table:table-row>{noted}</table:table-row>")
    assert found.uncomputed == {(1, 0)} and found.last == -1


def test_merged_areas_and_what_is_hidden():
    merged = cell(more='table:number-columns-spanned="3" table:number-rows-spanned="2"')
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        f'<table:table-row>{EMPTY}{merged}<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
        f'<table:table-row table:visibility="filter">{cell()}</table:table-row><table:table-row table:visibility="collapse">{EMPTY}</table:table-row>'
    )
    found = facts(rows)
    assert found.merged == [Area(1, 1, 2, 3)]
    assert found.hidden_rows == {2} and found.hidden_positions == [1]


def test_each_sheet_has_its_own():
    one = f'<table:table table:name="A"><table:table-row>{cell()}</table:table-row></table:table>'
    two = f'<table:table table:name="B"><table:table-row>{EMPTY}{cell()}</table:table-row></table:table>'
    assert {name: (found.last_row, found.last) for name, found in sheets(one + two).items()} == {
        "A": (1, 0),
        "B": (1, 1),
    }


def test_entities_and_damage_are_refused():
    with pytest.raises(ValueError, match="document type"):
        ods_facts(io.BytesIO(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))
    with pytest.raises(ExpatError):
        ods_facts(io.BytesIO(b"<x>"))
    with pytest.raises(ValueError):
        facts('<table:table-row table:number-rows-repeated="many"/>')
