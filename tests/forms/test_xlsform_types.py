"""The types of XLSForm rows, as forms spell them; pyxform's own list says whether any is forgotten."""

import pytest
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from study.codebook.model import QuestionType
from study.forms import import_notes as notes
from study.forms.xlsform_types import RowType, row_type, type_names


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("text", RowType(QuestionType.TEXT)),
        ("integer", RowType(QuestionType.NUMBER, whole=True)),
        (" Decimal ", RowType(QuestionType.NUMBER)),
        ("dateTime", RowType(QuestionType.DATE)),
        ("select_one list_1", RowType(QuestionType.CHOICE, "list_1")),
        ("select one list_1", RowType(QuestionType.CHOICE, "list_1")),
        ("select_multiple list or_other", RowType(QuestionType.MULTIPLE, "list", or_other=True)),
        ("phone number", RowType(QuestionType.TEXT)),
        ("select_multiple list or other", RowType(QuestionType.MULTIPLE, "list", or_other=True)),
    ],
)
def test_what_is_asked(text, asked):
    assert row_type(text) == asked


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("note", notes.SHOWN), ("end", notes.DEVICE), ("phonenumber", notes.DEVICE), ("start-geopoint", notes.DEVICE), ("calculate", notes.COMPUTED), ("geopoint", notes.PLACES),
        ("image", notes.FILES), ("rank list", notes.RANKING), ("time", notes.TIME), ("acknowledge", notes.ACKNOWLEDGED),
        ("select_one_from_file towns.csv", notes.OUTSIDE_LIST), ("hidden", notes.COMPUTED),
    ],
)  # fmt: skip
def test_what_is_left_out(text, reason):
    assert row_type(text) == RowType(reason=reason)


@pytest.mark.parametrize("text", ["begin_group", "begin group", "Begin Group"])
def test_groups_open(text):
    assert row_type(text) == RowType(opens="group")


def test_repeats_open_and_say_why_they_are_left_out():
    assert row_type("begin_repeat") == RowType(opens="repeat", reason=notes.REPEATED)
    assert row_type("end repeat") == RowType(closes="repeat")


@pytest.mark.parametrize("text", ["", "txt", "select_one", "integerr", "notes", "begin", "select_two list"])
def test_anything_else_is_unknown(text):
    assert row_type(text) is None


def test_every_type_that_pyxform_knows_is_known():
    # Spellings that no documentation shows.
    old = ("add ", "q ", "number of days", "percentage", "uri:")
    unknown = [name for name in QUESTION_TYPE_DICT if row_type(name) is None and row_type(f"{name} list") is None]
    assert [name for name in unknown if not name.startswith(old)] == []


def test_suggestions_are_types_themselves():
    assert all(row_type(name) or row_type(f"{name} list") for name in type_names())
