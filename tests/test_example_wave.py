"""The wave to learn on: its export comes from its script, and its faults are where its README says."""

import csv
import importlib.util
import io
import re
from pathlib import Path

import pytest

from study.base.layout import StudyPaths
from study.codebook.load import load_study
from study.codebook.names import limesurvey_names
from study.exports.grid import letters
from study.intake.wave import load_wave

ROOT = Path(__file__).parents[1]
PATHS = StudyPaths(ROOT)
FOLDER = PATHS.wave_folder("example")
EXPORT = PATHS.responses("example") / "results-survey.csv"
README = (FOLDER / "README.md").read_text("utf-8")
HIDDEN = {"U+200F": "\u200f", "⏎": "\n"}


def script():
    spec = importlib.util.spec_from_file_location("make_export", FOLDER / "make_export.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def planted():
    """The README's table: (row and column in a spreadsheet, heading, what is read there)."""
    lines = re.findall(r"^\| (\d+) \| ([A-Z]+) \| `(\w+)` \| `(.+?)` \|", README, flags=re.M)
    for row, column, heading, text in lines:
        for shown, meant in HIDDEN.items():
            text = text.replace(shown, meant)
        yield int(row), column, heading, text


@pytest.fixture(scope="module")
def study():
    return load_study(PATHS)


@pytest.fixture(scope="module")
def rows():
    """The export as Python's own reader takes it: the heading is row 1."""
    text = EXPORT.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_script_gives_the_export_that_is_kept(study):
    made = script().export(study)
    assert made == EXPORT.read_bytes(), "run data/raw/waves/example/make_export.py, then `study seal`"


def test_it_is_written_as_limesurvey_writes(study, rows):
    data = EXPORT.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    assert data.count(b"\r\n") == len(rows) and b"\r" not in data.replace(b"\r\n", b"")
    assert rows[0][:3] == ["id", "submitdate", "lastpage"]
    assert {len(row) for row in rows} == {len(rows[0])}
    questions = [limesurvey_names(study)[item.lever, item.question] for item in study.questions]
    assert [heading for heading in rows[0] if heading in questions] == questions
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.parametrize(("row", "column", "heading", "text"), list(planted()))
def test_each_fault_is_where_the_readme_says(rows, row, column, heading, text):
    cell = rows[row - 1][rows[0].index(heading)]
    assert letters(rows[0].index(heading)) == column
    # A short text within a long one (an address, a mark) is part of its cell; all others are the whole cell.
    assert cell == text or (len(cell) > 40 and text in cell)


def test_the_readme_tells_every_fault_that_the_script_plants(rows):
    module = script()
    where = {number: row for row, (number, _, _) in enumerate(module.RESPONSES, start=2)}
    told = {(row, heading) for row, _, heading, _ in planted()}
    # Two opinions and the two yes that lead to the counts of staff need no line of their own.
    quiet = {(where[20], "L0essstaff"), (where[25], "L0essstaff"), (where[18], "avisformulaire")}
    quiet |= {(where[21], "L0esselected"), (where[6], "L0essgovernance")}
    assert {(where[number], heading) for number, heading in module.PLANTED} - told == quiet
    assert len(told) >= 25


def test_seventeen_of_the_twenty_two_are_there_to_be_counted(rows):
    # Complete responses, the one of Roubaix apart, each territory once.
    module = script()
    complete = {number for number, *_ in module.RESPONSES} - set(module.INCOMPLETE)
    known = {territory for number, territory, _ in module.RESPONSES if number in complete} - {"roubaix"}
    assert len(known) == 17 and len(rows) == 1 + len(module.RESPONSES)
    submitted = rows[0].index("submitdate")
    assert {int(row[0]) for row in rows[1:] if not row[submitted]} == set(module.INCOMPLETE)


def test_what_looks_personal_belongs_to_nobody(rows):
    text = EXPORT.read_text("utf-8-sig")
    assert set(re.findall(r"@([\w.-]+)", text)) == {"example.org"}
    # RFC 5737's network for examples, and the numbers that the French regulator keeps for fiction (01 99 00).
    assert all(re.fullmatch(r"192\.0\.2\.\d+", row[rows[0].index("ipaddr")]) for row in rows[1:])
    assert re.findall(r"\b0\d(?: \d\d){4}\b", text) == ["01 99 00 12 34"]


def test_the_wave_says_that_it_is_invented_and_settles_what_must_be():
    wave, problems = load_wave(PATHS, "example", ["fr", "en"])
    assert problems == [] and wave.fictitious
    assert "inventées" in wave.status.text("fr") and "invented" in wave.status.text("en")
    assert wave.survey.respondents == {"Métropole de Grenobles": "grenoble"}
    assert wave.survey.ignored_columns == ("avisformulaire",) and not wave.survey.withheld
