"""A study of many territories: the frame of 1,259 EPCI is what it says, and above a number the report lists nobody."""

import csv
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from stdnum.fr import siren

from study.chapters.context import SHOWN_EACH

REPOSITORY = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("national_study", REPOSITORY / "docs" / "bench" / "national_study.py")
national = importlib.util.module_from_spec(_spec)
sys.modules["national_study"] = national
_spec.loader.exec_module(national)

MANY = SHOWN_EACH + 5
LEVER = 3


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_frame_holds_the_1259_bodies_of_2019_each_once_with_a_valid_siren():
    rows = national.bodies()
    assert len(rows) == len({row["siren"] for row in rows}) == 1259
    assert [row["name"] for row in rows if not siren.is_valid(row["siren"])] == []
    kinds = [row["nature"] for row in rows]
    # As the DGCL counted them on 1 January 2019.
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "CC": 1001,
        "CA": 223,
        "CU": 13,
        "METRO": 21,
        "MET69": 1,
    }
    assert {row["region"] for row in rows} == set(national.REGIONS)


def test_its_metropoles_are_those_of_the_study_with_the_same_populations():
    columns = (
        "siren",
        "nature",
        "population_total",
        "population_municipal",
        "communes_count",
        "departements",
        "region",
    )
    ours = [row for row in table(REPOSITORY / "data" / "raw" / "frame.csv") if row["vintage"] == "2019"]
    theirs = [row for row in national.bodies() if row["nature"] in ("METRO", "MET69")]
    assert len(ours) == 22
    assert {tuple(row[name] for name in columns) for row in ours} == {
        tuple(row[name] for name in columns) for row in theirs
    }


def test_names_and_keys_of_the_study_are_unique_and_answers_are_the_same_each_time(tmp_path):
    rows = national.frame_rows(national.bodies())
    assert len({row["territory"] for row in rows}) == len({row["name"] for row in rows}) == len(rows)
    one, other = (national.make_study(tmp_path / name, 10, levers={LEVER}) for name in ("one", "other"))
    assert one.checksums.read_bytes() == other.checksums.read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The report of more territories than a page can show one by one, by the command."""
    paths = national.make_study(tmp_path_factory.mktemp("national") / "study", MANY, levers={LEVER})
    command = [sys.executable, "-m", "study", "report", national.WAVE, "--root", str(paths.root)]
    environment = {name: value for name, value in os.environ.items() if name != "STUDY_ROOT"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return paths


def test_every_territory_has_its_sheet_and_its_answers_in_the_open_data(built):
    keys = {row["territory"] for row in table(built.frame)}
    folder = built.reports(national.WAVE)
    assert len(keys) == MANY
    assert {path.stem for path in (folder / "territories").glob("*.pdf")} == keys
    assert keys == {row["territory"] for row in table(folder / "data" / "answers.csv")}


def test_the_report_lists_no_territory_by_itself(built):
    contents = table(built.reports(national.WAVE) / "contents.csv")
    shown = {row["id"] for row in contents}
    assert f"lever-{LEVER}-questions" in shown
    assert not shown & {
        f"lever-{LEVER}-territories",
        "overview-territories",
        "overview-territories-table",
        "method-frame",
    }


def test_the_page_opens_what_the_report_prints_and_not_what_sheets_alone_print(built):
    page = built.report_html(national.WAVE).read_text("utf-8")
    key = table(built.frame)[0]["territory"]
    assert f"lever_{LEVER}.acting" in page
    assert f"lever_{LEVER}.intensity.numerator.{key}" not in page
    # They can be followed all the same.
    assert f'"lever_{LEVER}.intensity.numerator.{key}"' in (built.reports(national.WAVE) / "trail.json").read_text(
        "utf-8"
    )


def test_it_is_as_short_as_a_report_of_few(built):
    assert len(PdfReader(built.report_pdf(national.WAVE)).pages) < 25
