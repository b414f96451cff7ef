import re
from string import Formatter

import pytest

from study.base.errors import Place, Problem
from study.base.show import Term, remedy_text, what_text, why_text
from study.exports import file_problems

CLASSES = [
    item
    for item in vars(file_problems).values()
    if isinstance(item, type) and issubclass(item, Problem) and item is not Problem
]
# What a class names in its sentences, as the readers fill it.
DETAILS = {
    "export-too-large": {"limit": 2},
    "export-too-many-columns": {"columns": 20_000, "limit": 16_384},
    "export-too-many-cells": {"rows": 1_048_576, "columns": 16_384},
    "export-overlong-cell": {"limit": 1},
    "export-mixed-encodings": {"rows": ["4", "6"]},
    "export-encoding": {"encoding": "Windows-1252"},
    "export-separator": {"taken": Term("the comma"), "rival": Term("the semicolon")},
    "export-is-a-form": {"form": "XLSForm"},
    "export-other-spreadsheet": {"kind": Term("a flat OpenDocument")},
    "export-is-no-table": {"kind": Term("an image")},
    "export-zip-bomb": {"size": 40, "packed": 0.1},
    "export-hidden-sheets": {"sheets": ["a", "b"]},
    "export-hidden-cells": {"rows": 1, "columns": 2},
    "export-formula-without-value": {"cells": ["A1"]},
}


def test_codes_are_different_and_say_that_they_are_about_exports():
    codes = [item.code for item in CLASSES]
    assert len(set(codes)) == len(codes) >= 24 and all(code.startswith("export-") for code in codes)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda item: item.code)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_problem_says_what_why_and_what_to_do_with_all_its_fields(kind, lang):
    problem = kind(Place("responses/f.xlsx"), "été", DETAILS.get(kind.code, {}))
    named = {
        field for text in (kind.what, kind.why, kind.remedy) for _, field, _, _ in Formatter().parse(text) if field
    }
    assert named - {"value"} == set(DETAILS.get(kind.code, {}))
    for text in (what_text(problem, lang), why_text(problem, lang), remedy_text(problem, lang)):
        assert text.endswith(".") and not re.search(r"[{}]", text)
