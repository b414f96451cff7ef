"""The corpus of hostile and malformed files: each gives the errors that are named, at their place, or is read right."""

import re
from collections import Counter
from pathlib import Path

import pytest

from study.base.show import render

from .cases import Case
from .corpus import cases
from .readers import READERS

CASES = list(cases())
RELIABILITY = Path(__file__).parents[2] / "docs" / "reliability.md"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id.encode("ascii", "replace").decode())
def test_each_file_gives_its_errors_or_is_read_right(case: Case) -> None:
    read = READERS[case.reader](case.data)
    assert read.codes == case.codes
    if not case.codes:
        assert case.is_right(read.value)
        return
    errors = [problem for problem in read.problems if problem.severity == "error"]
    assert all(problem.place and problem.place.file for problem in errors)
    if case.at is not None:
        assert case.at in {place.row or place.line for problem in errors if (place := problem.place)}
    # What is said of it can be printed, and nothing of the file goes to the terminal as more than signs.
    for lang in ("fr", "en"):
        said = render(errors, lang)
        assert said.strip() and "Traceback" not in said
        assert all(sign == "\n" or sign.isprintable() or sign in "\u00a0\u202f\u2009" for sign in said)


def test_the_cases_are_many_and_none_stands_twice() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({(case.reader, case.data) for case in CASES}) > 0.97 * len(CASES)
    assert len(CASES) >= 500 and {case.reader for case in CASES} == set(READERS)


def test_the_document_counts_them() -> None:
    counted = Counter(case.reader for case in CASES)
    rows = re.findall(r"^\| `([\w.-]+)` \| (\d+) \|", RELIABILITY.read_text("utf-8"), re.MULTILINE)
    assert {reader: int(number) for reader, number in rows if reader in READERS} == counted
