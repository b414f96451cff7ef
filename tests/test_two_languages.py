"""A report in two languages: complete in each, computed once, in one folder that its manifest lists whole."""

import csv
import hashlib
import io
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import page
import pypdf
import pytest
from bs4 import BeautifulSoup

from study.base.layout import StudyPaths, in_language
from study.codebook.load import load_study
from study.pipeline.tasks import WavePlan
from study.report.build import build_report
from study.report.commentary import read_commentary
from study.report.manifest import NAME

ROOT = Path(__file__).parents[1]
# What is there once for all languages: computed, or in every language of the study by itself.
SHARED = {"LICENSE-DATA", "audit.sql", "codebook.ddi.xml", "datapackage.json", "indicators.csv", "numbers.csv",
          "ro-crate-metadata.json", "trail.json"}  # fmt: skip
ENGLISH = "Two of three: {{ scheme.count }}.\n"


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


_MADE: dict[str, SimpleNamespace] = {}


@pytest.fixture
def both(request):
    """The small study's report, in French and in English, as its tasks would build it; made once, in memory."""
    if "both" not in _MADE:
        _MADE["both"] = made(*map(request.getfixturevalue, ("study_with_notebooks", "played")))
    return _MADE["both"]


def made(study_with_notebooks, played):
    paths = study_with_notebooks
    text = paths.commentary("2020", "en") / "lever-1.md"
    text.parent.mkdir()
    text.write_text(ENGLISH, "utf-8")
    executed, computed = played(paths)
    folder = paths.processed("2020")
    before = {name: data for name, data in files_of(folder).items() if not name.startswith("notebooks/")}
    kept = {path: path.read_bytes() for path in executed}
    copies = [folder / "notebooks" / "en" / path.name for path in played(paths, "en")[0]]
    copies[0].parent.mkdir()
    for (path, content), copy in zip(kept.items(), copies, strict=True):
        path.rename(copy)
        path.write_bytes(content)
    after = {name: data for name, data in files_of(folder).items() if not name.startswith("notebooks/")}
    build_report(paths, "2020", "fr", executed, computed, {"en": copies})
    files = files_of(paths.reports("2020"))
    build_report(paths, "2020", "fr", executed, computed)
    return SimpleNamespace(files=files, before=before, after=after, alone=files_of(paths.reports("2020")))


def test_what_notebooks_compute_is_the_same_in_every_language(both):
    assert both.before == both.after and len(both.before) > 30


def test_every_file_that_holds_words_is_there_in_both_and_the_manifest_lists_all(both):
    listed = dict(line.split("  ", 1)[::-1] for line in both.files[NAME].decode().splitlines())
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in both.files.items() if name != NAME}
    first = {name for name in listed if ".en." not in name and not name.startswith("en/")}
    bound = {name for name in first if name not in SHARED and not name.startswith("data/")}
    assert {"report.pdf", "report.html", "contents.csv", "notebooks/1_clean.ipynb"} < bound
    assert set(listed) - first == {in_language(name, "en") for name in bound}


def test_the_first_language_has_the_bytes_that_it_has_alone(both):
    described = {NAME, "ro-crate-metadata.json", "datapackage.json"}
    assert {name for name in both.alone if both.alone[name] != both.files[name]} == described


def test_the_english_report_is_english_with_its_own_text_and_its_numbers_lead_to_their_entries(both):
    soup = BeautifulSoup(both.files["report.en.html"], "html.parser")
    assert soup.html["lang"] == "en" and soup.h1.get_text() == "A small study"
    assert "Two of three: 1." in " ".join(soup.find(id="lever-1").get_text().split())
    ids = {tag["id"] for tag in soup.find_all(id=True)}
    links = [tag["href"][1:] for tag in soup.find_all("a", class_="number")]
    assert len(links) > 20 and set(links) <= ids
    pdf = pypdf.PdfReader(io.BytesIO(both.files["report.en.pdf"]))
    assert pdf.trailer["/Root"]["/Lang"].startswith("en")
    text = " ".join("".join(sheet.extract_text() for sheet in pdf.pages).split())
    for words in ("Contents", "Every number, and where it is made", "Two of three: 1."):
        assert words in text, words
    # The French one says so in French, from the same study.
    french = BeautifulSoup(both.files["report.html"], "html.parser").get_text()
    assert "Two of three" not in french and "Sommaire" in french


def test_the_english_pdf_is_accessible_and_archivable(both, tmp_path):
    (tmp_path / "report.en.pdf").write_bytes(both.files["report.en.pdf"])
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        found = page.validate_pdf(tmp_path / "report.en.pdf", profile=profile)
        assert [failure.message for failure in found.failures] == [] and found.is_compliant


def test_each_list_of_contents_names_its_own_pieces_with_the_hashes_that_are_printed_under_them(both):
    one, other = (list(csv.DictReader(io.StringIO(both.files[name].decode()))) for name in
                  ("contents.csv", "en/contents.csv"))  # fmt: skip
    assert {row["file"] for row in other} <= both.files.keys()
    keys = [
        [(row["kind"], row["id"], row["number"]) for row in rows if row["kind"] != "number"] for rows in (one, other)
    ]
    assert keys[0] == keys[1] != []
    titles = [{row["id"]: row["title"] for row in rows if row["kind"] == "figure"} for rows in (one, other)]
    assert all(titles[0][key] != titles[1][key] for key in titles[0])
    soup = BeautifulSoup(both.files["report.en.html"], "html.parser").get_text()
    for row in other:
        if row["kind"] != "number" and row["number"]:
            assert hashlib.sha256(both.files[row["file"]]).hexdigest()[:8] in soup, row["id"]


def test_the_descriptions_name_what_each_language_was_made_from(both):
    graph = {item["@id"]: item for item in json.loads(both.files["ro-crate-metadata.json"])["@graph"]}
    parts = {part["@id"] for part in graph["./"]["hasPart"]}
    assert set(both.files) - {NAME, "ro-crate-metadata.json"} <= parts
    step = graph["#2_lever-1.en"]
    assert "lang = en" in step["description"] and {"@id": "en/notebooks/2_lever-1.ipynb"} in step["result"]
    assert "lang = fr, en" in graph["#report"]["description"]
    texts = [item["@id"] for item in graph["#report"]["object"] if "commentary" in item["@id"]]
    assert any("/fr/" in name for name in texts)
    tables = {resource["path"] for resource in json.loads(both.files["datapackage.json"])["resources"]}
    assert {name for name in both.files if name.endswith(".csv")} <= tables


KEY = re.compile(r"\{\{\s*(.*?)\s*\}\}")
LINK = re.compile(r"\]\(([^)\s]*)\)")


@pytest.mark.parametrize("wave", ["2019", "2021", "2025"])
def test_each_text_says_the_same_in_both_languages_by_its_numbers_links_and_headings(wave):
    french, english = (read_commentary(StudyPaths(ROOT), wave, lang) for lang in ("fr", "en"))
    assert french.keys() == english.keys() and len(french) >= 11
    for name, text in french.items():
        other = english[name]
        for found in (KEY, LINK):
            one, two = (sorted(found.findall(prose.summary + prose.body)) for prose in (text, other))
            assert one == two, f"{other.file}: {set(one) ^ set(two)}"
        assert text.declared == other.declared, other.file
        shapes = [[line.partition(" ")[0] for line in prose.body.splitlines() if line.startswith(("#", "- "))]
                  for prose in (text, other)]  # fmt: skip
        assert shapes[0] == shapes[1], other.file


def test_a_further_language_adds_a_task_for_each_notebook_and_changes_no_other(study_with_notebooks):
    paths = study_with_notebooks
    study = load_study(paths)
    alone = {step.name: step for step in WavePlan(paths, study, "2020", "fr").steps()}
    more = {step.name: step for step in WavePlan(paths, study, "2020", "fr", further=("en",)).steps()}
    added = more.keys() - alone.keys()
    assert added == {f"{name}.en" for name in alone if not re.search("check|sheets|report", name)}
    assert [name for name in alone if alone[name].values != more[name].values] == ["2020/sheets", "2020/report"]
    for name in added:
        first = alone[name.removesuffix(".en")]
        assert dict(more[name].values["parameters"]) == dict(first.values["parameters"]) | {"lang": "en"}
        # After the first language's: it needs all that was made from.
        assert set(more[name].reads) == {*first.reads, *first.produces[1:]}
    made = [path for step in more.values() for path in step.produces]
    assert len(made) == len(set(made))
    text = paths.commentary("2020", "en") / "lever-1.md"
    text.parent.mkdir()
    shutil.copy(paths.commentary("2020", "fr") / "introduction.md", text)
    steps = {step.name: step for step in WavePlan(paths, study, "2020", "fr", further=("en",)).steps()}
    assert {name for name, step in steps.items() if text in step.reads} == {"2020/check", "2020/report"}
