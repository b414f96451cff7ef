"""The workbook of texts to read: each text whole in a row with its cell, none of them a formula, the same bytes."""

import io

import openpyxl
import pandas as pd

from study.workbook.reading import reading_book

TEXTS = pd.DataFrame(
    {
        "file": ["r/a.csv", "r/a.csv"],
        "sheet": ["", ""],
        "row": [2, 3],
        "column": ["F", "F"],
        "territory": ["arbois", "r0001"],
        "question": ["actions", "scheme"],
        "kind": ["text", "refused"],
        "text": ["=cmd|'/c calc'!A1", "selon Mme Untel"],
    }
)
KINDS = {"text": "", "refused": "could not be read"}


def book():
    return reading_book(TEXTS, {"arbois": "Arbois"}, lambda message, **values: message.format(**values), KINDS)


def test_each_text_stands_in_a_row_with_its_cell():
    sheet = openpyxl.load_workbook(io.BytesIO(book())).active
    rows = [[cell for cell in row if cell not in (None, "")] for row in sheet.iter_rows(values_only=True)]
    assert ["actions", "Arbois", "'=cmd|'/c calc'!A1", "a.csv", 2, "F"] in rows
    assert ["scheme", "r0001", "could not be read", "selon Mme Untel", "a.csv", 3, "F"] in rows
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_same_texts_give_the_same_bytes():
    assert book() == book()
