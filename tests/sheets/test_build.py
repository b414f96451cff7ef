"""Sheets from raw rows to files: two pages each whatever the rows, the same bytes each time."""

import csv
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from study.base.errors import StudyError
from study.report.manifest import intact, listed
from study.sheets import build
from study.sheets.build import build_sheets, make, one_sheet
from study.sheets.limits import LADDER
from study.sheets.material import open_material
from study.sheets.problems import SheetTooLong

EVIDENCE = "data/raw/evidence/evidence.csv"
LEVER = "data/raw/questionnaire/lever-1.yaml"
WAVE = "data/raw/waves/2020/wave.yaml"
HOSTILE = "#panic() $x$ <script>x</script> \u202e🚲 "


def crowded(text):
    """A lever with many questions, with labels of 400 signs, of which one is written to be code."""
    more = "".join(
        f"""  - question: q{number}
    type: yes_no
    core: true
    label: {{fr: "{(HOSTILE + "Étiquette très longue ") * 12}", en: "Label {number}"}}
    wording: {{fr: Oui ?, en: Yes?}}
    indicators: [count, share, intensity]
"""
        for number in range(90)
    )
    return text + more


def facts(text):
    rows = "".join(
        f'E{200 + n},arbois,1,q{n},yes,2020-03,month,,S001,high,"{HOSTILE * 20}","{HOSTILE * 20}"\n' for n in range(60)
    )
    charters = "".join(
        f"E{500 + n},arbois,1,charter,yes,2020-03,month,,S002,high,Charter {n},Charte {n}\n" for n in range(40)
    )
    return text + rows + charters


def text_of(pdf):
    return " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(pdf)).pages).split())


def test_every_territory_has_two_pages_at_most_and_the_folder_is_listed(computed):
    paths = computed()
    build_sheets(paths, "2020", ["fr", "en"])
    folder = paths.sheets("2020")
    names = [f"{start}territories/{name}.pdf" for start in ("", "en/") for name in ("arbois", "belleville", "cassis")]
    assert sorted(listed(folder)) == sorted([*names, "numbers.csv", "printed.csv"]) and intact(folder)
    for name in names:
        assert len(PdfReader(folder / name).pages) <= 2
    assert "Schéma adopté" in text_of((folder / names[0]).read_bytes())
    assert "Scheme adopted" in text_of((folder / names[3]).read_bytes())
    keys = re.findall(r"(?m)^sheet\.\w+\.left_out\.\w+", (folder / "numbers.csv").read_text("utf-8"))
    assert len(keys) == len(set(keys)) == 9
    before = {name: (folder / name).read_bytes() for name in listed(folder)}
    build_sheets(paths, "2020", ["fr", "en"])
    assert {name: (folder / name).read_bytes() for name in listed(folder)} == before
    # One by itself, in any order, is the very same file.
    assert one_sheet(paths, "2020", "Cassis", "en") == ("cassis", before["en/territories/cassis.pdf"])


def test_the_numbers_that_a_sheet_prints_are_listed(computed):
    paths = computed()
    build_sheets(paths, "2020", ["fr"])
    folder, known = paths.sheets("2020"), open_material(paths, "2020").ledger.entries
    of: dict[str, set[str]] = {}
    for row in csv.DictReader((folder / "printed.csv").read_text("utf-8").splitlines()):
        of.setdefault(row["file"], set()).add(row["key"])
    assert set(of) == {f"territories/{name}.pdf" for name in ("arbois", "belleville", "cassis")}
    for file, keys in of.items():
        words = "".join(text_of((folder / file).read_bytes()).split())
        own = {key for key in keys if key.endswith(Path(file).stem)}
        others = set(of) - {file}
        assert own and not any(key.endswith(Path(other).stem) for key in keys for other in others)
        assert all("".join(known[key].texts["fr"].split()) in words for key in keys if key in known)


def test_what_does_not_fit_is_cut_by_a_rule_that_says_how_much_more_there_is(computed):
    material = open_material(computed({LEVER: crowded, EVIDENCE: facts}), "2020")
    made = next(make(material, ["arbois"], ["fr", "en"]))
    questions, actions, _ = (int(entry.value) for entry in made.entries)
    assert questions > 0 and actions > 0
    # The English labels are short: what French has no room for is left out there too.
    assert [len(PdfReader(io.BytesIO(made.pdfs[lang])).pages) for lang in ("fr", "en")] == [2, 1]
    assert f"faute de place : {questions}. Le rapport les donne toutes." in text_of(made.pdfs["fr"])
    assert f"no room here: {questions}. The report has them all." in text_of(made.pdfs["en"])
    assert "#panic() $x$ <script>x</script>" in text_of(made.pdfs["fr"])
    # Alone or with the other language, the lists are cut alike.
    assert next(make(material, ["arbois"], ["fr"])).entries == made.entries


def test_a_text_that_can_never_fit_is_a_problem_with_what_to_shorten(computed, said, monkeypatch):
    monkeypatch.setattr(build, "PAGES", 0)
    with pytest.raises(StudyError) as caught:
        list(make(open_material(computed(), "2020"), ["arbois"], ["fr"]))
    problem = caught.value.problems[0]
    assert isinstance(problem, SheetTooLong) and "wave.yaml" in said(problem, "en")


def test_texts_of_the_wave_are_cut_last(computed):
    long = "Un texte sans fin. " * 2000
    change = {WAVE: lambda text: text.replace("Écrire au réseau.", long)}
    made = next(make(open_material(computed(change), "2020"), ["arbois"], ["fr"]))
    assert len(PdfReader(io.BytesIO(made.pdfs["fr"])).pages) <= 2
    # Cut between two of its words, with the sign that says so.
    assert re.search(r"texte sans fin\. Un[\w. ]*…", text_of(made.pdfs["fr"])) and LADDER[0].text is None
