from hypothesis import given
from hypothesis import strategies as st

from study.ledger.entries import Ledger, number_entry
from study.workbook.sheets import number, of_ledger, sheet_name


@given(st.lists(st.text(max_size=50), max_size=6))
def test_names_of_sheets_are_what_a_spreadsheet_takes_and_differ_in_more_than_case(texts):
    names = []
    for text in texts:
        names.append(sheet_name(text, names))
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert all(not name.startswith("'") and not name.endswith("'") for name in names)
    assert len({name.casefold() for name in names}) == len(names) and "history" not in {n.casefold() for n in names}


def test_a_name_that_is_taken_gets_a_number():
    assert sheet_name("Codes", ["CODES", "codes (2)"]) == "Codes (3)"
    assert sheet_name("History", []) == "History (2)"


def test_a_number_of_the_ledger_keeps_its_value_and_is_written_as_the_report_writes_it():
    ledger = Ledger(("en",))
    entries = [("a", 1 / 3, "share"), ("b", 22.0, "territories"), ("c", 1.4373, "years"), ("d", None, "share")]
    ledger.add([number_entry(key, value, unit, key, "2020", ("en",)) for key, value, unit in entries])
    cells = {key: of_ledger(ledger, key, "en") for key in ("a", "b", "c", "d", "e")}
    assert [cells[key].content for key in "abc"] == [1 / 3, 22.0, 1.4373]
    assert [cells[key].form for key in "abc"] == ["0%", "#,##0", "#,##0.0"]
    assert (cells["d"].content, cells["e"].content) == ("not known", "–")


def test_a_number_shows_no_decimal_that_it_has_not():
    assert [number(value).form for value in (0, 12, -3.0, 0.25)] == ["#,##0"] * 3 + ["#,##0.##"]
