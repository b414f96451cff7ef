"""The report of 2019 from the real facts: built once in a folder of its own, then read as a reader and a reviewer do."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import page
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from pypdf import PdfReader

from .chromium import chromium
from .searched import KNOWN_TIMES, TIME, files_below, found_in, squeezed, texts_of

ROOT = Path(__file__).resolve().parents[1]
NARROW = "\u202f"
# What a machine may call itself, so that a report which repeats any of it is found out.
FOLDER, HOME, TEMPORARY = "dossier-Kapokrimble", "foyer-Zyxwolk", "passage-Jumblewick"
MACHINE = {
    "USER": "usager-Qorblint",
    "LOGNAME": "usager-Qorblint",
    "HOSTNAME": "hote-Vexnarp",
    "TZ": "Pacific/Kiritimati",
}


def study(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    places = {"HOME": str(root.parent / HOME), "TMPDIR": str(root.parent / TEMPORARY)}
    environment = {**os.environ, "STUDY_LANG": "fr", **MACHINE, **places}
    environment.pop("STUDY_ROOT", None)
    return subprocess.run(
        [sys.executable, "-m", "study", *arguments, "--root", str(root)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.fixture(scope="module")
def built(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    def make(folder: Path) -> None:
        root = folder / FOLDER
        for name in (HOME, TEMPORARY):
            (folder / name).mkdir()
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        done = study(root, "report", "2019", "--lang-report", "en")
        assert done.returncode == 0, done.stderr

    return made_once("report-2019", make) / FOLDER


def extracted(pdf: Path) -> str:
    return "\n".join(leaf.extract_text() for leaf in PdfReader(pdf).pages)


@pytest.fixture(scope="module")
def text(built: Path) -> str:
    return extracted(built / "reports" / "2019" / "report.pdf")


@pytest.mark.parametrize(
    "name",
    ["report.pdf", "report.en.pdf", "territories/lille.pdf", "territories/brest.pdf", "en/territories/nantes.pdf"],
)
def test_pdf_is_accessible_and_archivable(built: Path, name: str) -> None:
    pdf = built / "reports" / "2019" / name
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(pdf, profile=profile)
        assert [failure.message for failure in report.failures] == []
        assert report.is_compliant


def test_every_metropole_has_a_sheet_of_two_pages_in_both_languages(built: Path) -> None:
    folder = built / "reports" / "2019"
    with (built / "data" / "raw" / "frame.csv").open(encoding="utf-8") as stream:
        names = {row["territory"]: row["name"] for row in csv.DictReader(stream) if row["vintage"] == "2019"}
    for start in ("", "en/"):
        sheets = sorted((folder / start / "territories").iterdir())
        assert [path.stem for path in sheets] == sorted(names)
        for path in sheets:
            reader = PdfReader(path)
            assert len(reader.pages) == 2, path
            assert reader.metadata is not None and reader.metadata.title is not None
            assert reader.metadata.title.startswith(names[path.stem].replace("'", "’"))
    done = study(built, "trace", "lever_5.intensity.numerator.lille", "--wave", "2019")
    assert done.returncode == 0 and "Lille" in done.stdout


def test_pdf_names_the_six_adopters_and_the_fifteen_members(built: Path) -> None:
    with (built / "reports" / "2019" / "numbers.csv").open(encoding="utf-8", newline="") as stream:
        numbers = {row["key"]: row for row in csv.DictReader(stream)}
    assert numbers["spaser_adopted.yes.names"]["text_fr"] == "Bordeaux, Lille, Nantes, Nice, Rennes et Strasbourg"
    assert numbers["claim.C05.documented"]["value"] == "15.0"
    assert numbers["scic_shareholding.count"]["text_fr"] == "7"
    assert numbers["scic_shareholding.share.upper"]["text_fr"] == f"100{NARROW}%"


def test_pdf_says_what_it_is_and_prints_every_chapter(text: str) -> None:
    flat = " ".join(text.split())
    assert "reconstitution indépendante, à partir de sources publiques" in flat
    for title in (
        "Méthode et sources",
        "Achats socialement responsables",
        "Foncier et tiers-lieux",
        "Qualité des données",
    ):
        assert title in flat


def test_pdf_holds_no_english_and_no_unbound_number(text: str) -> None:
    # Words that French does not have, and that our own messages and notes would leave behind.
    # Ledger keys are identifiers, in English in every language; they may break after a sign.
    words = re.sub(r"[a-z0-9-]+(?:[._:]\s?[a-z0-9-]+)+", " ", text)
    words = re.sub(r"\b(?:yes|planned|no|unknown)\s+\d+", " ", words)  # keys of one family, by their ends
    english = re.findall(r"\b(?:the|and|with|unknown|planned|undated|share of|which)\b", words)
    assert english == []
    assert "{{" not in text and "None" not in text and "nan" not in text.split()


# What the English report calls by its French name, in brackets, besides the sources' titles and publishers.
FRENCH_NAMES = (
    "schéma de promotion des achats publics socialement et écologiquement responsables",
    "Réseau des collectivités territoriales pour une économie solidaire",
    "plan local pluriannuel pour l'insertion et l'emploi",
)


def bare(text: str) -> str:
    """Return a text on one line, without the signs that a language or a line's end puts into it."""
    text = re.sub(r"\u00ad\s*|(?<=\w)[-‐]\n(?=\w)", "", text).replace("’", "'")
    return " ".join(re.sub('[“”«»"–—-]', " ", text).split())


@pytest.mark.parametrize("name", ["report.en.pdf", "report.en.html"])
def test_the_english_report_holds_no_french_but_names(built: Path, name: str) -> None:
    path = built / "reports" / "2019" / name
    soup = BeautifulSoup(path.read_bytes(), "html.parser") if name.endswith(".html") else None
    text = bare(extracted(path) if soup is None else soup.get_text(" "))
    with (built / "data" / "raw" / "evidence" / "sources.csv").open(encoding="utf-8", newline="") as stream:
        names = {bare(row[column]) for row in csv.DictReader(stream) for column in ("title", "publisher")}
    for known in sorted(names | {bare(known) for known in FRENCH_NAMES}, key=len, reverse=True):
        text = text.replace(known, " ")
    # Words that English does not have; single names may hold the rest (“et”, “de”, “la”).
    french = (
        r"\b(?:des|les|une|avec|sont|pour|dans|est|sur|qui|que|cette|ces|leurs?|aux|pas|oui|non|inconnu|leviers?)\b"
    )
    assert [text[max(0, found.start() - 40) : found.end() + 40] for found in re.finditer(french, text, re.I)] == []
    assert "{{" not in text and re.findall(r"\d\s%", text) == []
    for said in (
        "independent reconstruction, from public sources",
        "5 July 2019",
        "Every number, and where it is made",
    ):
        assert said in text, said


class Cells(HTMLParser):
    """The cells of a page's tables: (id of the table, words outside its numbers, keys and words of its numbers)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []
        self.table, self.cell, self.key = "", False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag in ("figure", "div") and (about.get("id") or "").startswith(("figure-", "table-")):
            self.table = about["id"] or ""
        elif tag in ("td", "th"):
            self.cell = True
            self.found.append((self.table, "", {}))
        elif tag == "a" and "number" in (about.get("class") or "").split():
            self.key = about["data-key"] or ""

    def handle_endtag(self, tag: str) -> None:
        self.cell = self.cell and tag not in ("td", "th")
        self.key = "" if tag == "a" else self.key

    def handle_data(self, data: str) -> None:
        if self.cell:
            table, words, numbers = self.found[-1]
            if self.key:
                numbers[self.key] = numbers.get(self.key, "") + data
            else:
                self.found[-1] = (table, words + data, numbers)


def test_no_cell_of_a_table_holds_a_number_without_its_key(built: Path) -> None:
    folder = built / "reports" / "2019"
    with (folder / "numbers.csv").open(encoding="utf-8", newline="") as stream:
        ledger = {row["key"]: row["text_fr"] for row in csv.DictReader(stream)}
    cells = Cells()
    cells.feed((folder / "report.html").read_text("utf-8"))
    in_tables = [cell for cell in cells.found if cell[0].startswith("table-")]
    assert {len(numbers) for _, _, numbers in in_tables} >= {0, 1}
    printed = [(key, words) for _, _, numbers in in_tables for key, words in numbers.items()]
    assert len(printed) > 500
    assert [(key, words) for key, words in printed if ledger.get(key) != words] == []
    # A year, a SIREN and a checksum are names; the data behind a figure is the figure's, which is traced as a whole.
    number = re.compile(r"[+−-]?\d[\d\s.,]*(?:%|€|ans?|[kM]€)?")
    name = re.compile(r"(?:19|20)\d\d|\d{9}")
    bare = [(table, words.strip()) for table, words, _ in in_tables if number.fullmatch(words.strip())]
    assert [cell for cell in bare if not name.fullmatch(cell[1])] == []


def test_the_page_is_small_and_its_permalinks_open_their_panels(built: Path) -> None:
    file = built / "reports" / "2019" / "report.html"
    assert file.stat().st_size < 3_000_000
    keys = sorted(set(re.findall(r'data-key="([^"]+)"', file.read_text("utf-8"))))
    sample = [f"n:{key}" for key in keys[:: len(keys) // 40]]
    wrong: list[str] = []
    with chromium() as browser:
        window = browser.new_page()
        window.on("console", lambda said: wrong.append(said.text))
        window.on("pageerror", lambda error: wrong.append(str(error)))
        window.on("request", lambda sent: sent.url.startswith(("file:", "data:")) or wrong.append(sent.url))
        window.goto(file.as_uri() + "#e:E789")
        panel = window.locator("dialog[open]")
        assert panel.locator("h2").inner_text().split() == ["oui", "E789"] and "Bordeaux" in panel.inner_text()
        for name in sample:
            window.evaluate("name => location.hash = name", name)
            expect(panel.locator("h2 code")).to_have_text(name[2:])
        window.keyboard.press("Escape")
        # The facts that count are those that the file of facts says to be in force.
        with (file.parent / "data" / "facts.csv").open(encoding="utf-8", newline="") as stream:
            live = [row for row in csv.DictReader(stream) if row["standing"] == "live"]
        expect(window.locator("[data-tool=count]")).to_have_text(f"{len(live)} faits sur {len(live)}")
        window.locator("[data-tool=territory]").select_option(label="Lille")
        found = [row["evidence"] for row in live if row["territory"] == "lille"]
        expect(window.locator("[data-tool=count]")).to_have_text(f"{len(found)} faits sur {len(live)}")
    assert len(sample) >= 40 and wrong == []


# What stands in the page as it was written elsewhere, or is read by programs: titles, addresses, keys, names of files.
ELSEWHERE = "script, style, svg, nav, code, details, .entries, .facts, #table-sources, #table-checksums"
SET = {
    "a straight sign": r"[\"']",
    "no narrow space before": rf"[^{NARROW}][;!?%]",
    "no space that holds before": r"[^\u00a0][:»]",
    "no space that holds after": r"«[^\u00a0]",
    "no narrow space between thousands": r"\d[ \u00a0]\d{3}(?!\d)",
    "two spaces": r"[ \u00a0]{2}",
    "points instead of an ellipsis": r"\.\.\.",
    "a hyphen instead of a dash": r" - ",
    "oe": r"(?i)\b(?:coeur|oeuvre|soeur|noeud|voeu|manoeuvre|oeil|boeuf)",
    "a capital without its accent": r"\b(?:Etat|Ecole|Economie|Election|Evaluation|Etude|Egalité|Evénement|Elue?|Equipe|"
    r"Edition|Etienne|Ecosystème|Epargne|Etablissement)s?\b",
}  # fmt: skip


def test_french_typography(built: Path, text: str) -> None:
    # The PDF's signs do not tell a space that holds from another one; the page says the same words, from one document.
    page = BeautifulSoup((built / "reports" / "2019" / "report.html").read_bytes(), "html.parser")
    for left_out in page.select(ELSEWHERE):
        left_out.decompose()
    names = ["p", "li", "th", "td", "h1", "h2", "h3", "h4", "caption", "dt", "dd"]
    pieces = [item.get_text().strip() for item in page.find_all(names) if not item.find(names)]
    pieces = [re.sub(r"https?://\S+", "", piece) for piece in pieces]
    assert len(pieces) > 1000
    found = {name: [piece[max(0, at.start() - 30) : at.end() + 20] for piece in pieces for at in re.finditer(sign, piece)]
             for name, sign in SET.items()}  # fmt: skip
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert re.findall(r"\d %", text) == [] and re.findall(r"\w'\w", text) == []


def test_manifest_lists_every_file_and_notebooks_show_their_code(built: Path) -> None:
    folder = built / "reports" / "2019"
    listed = {line.split("  ", 1)[1] for line in (folder / "MANIFEST.sha256").read_text("utf-8").splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == listed | {"MANIFEST.sha256"}
    copies = {f"{folder}notebooks/2_lever-{lever}.ipynb" for lever in range(7) for folder in ("", "en/")}
    assert copies | {"report.en.pdf", "report.en.html"} <= listed
    assert str(built) not in (folder / "notebooks" / "1_clean.ipynb").read_text("utf-8")


def test_second_run_does_nothing_and_a_commentary_edit_runs_no_notebook(built: Path, tmp_path: Path) -> None:
    # In a copy: other tests read the report meanwhile. What is up to date is so wherever it lies.
    built = Path(shutil.copytree(built.parent, tmp_path / "copy")) / FOLDER
    again = study(built, "report", "2019")
    assert "tout est à jour" in again.stdout
    prose = built / "data" / "raw" / "waves" / "2019" / "commentary" / "fr" / "overview.md"
    prose.write_text(prose.read_text("utf-8") + "\nUne phrase de plus.\n", "utf-8")
    assert study(built, "seal").returncode == 0
    edited = study(built, "report", "2019")
    # Both languages are still there, though one was asked for only once.
    assert "2019/report" in edited.stdout and "reports/2019/report.en.pdf" in edited.stdout
    assert "_lever" not in edited.stdout and "1_clean" not in edited.stdout and "3_overview" not in edited.stdout


def test_nothing_of_the_machine_and_no_time_of_day_is_in_any_file(built: Path) -> None:
    names = {name: name for name in (FOLDER, HOME, TEMPORARY, *MACHINE.values())}
    # A folder with a name of a few letters stands in any file by chance.
    names |= {name: name for name in (str(ROOT), sys.prefix) if len(squeezed(name)) >= 6}
    # The other territories' sheets and the other language are made alike, by the same code and templates.
    files = [
        path
        for path in files_below([built / "reports", built / "data" / "processed", built / ".cache"])
        if (path.parent.name != "territories" or path.stem == "lille")
        and not {"en", ".en"} & {*path.parts, *path.suffixes}
    ]
    assert len(files) > 200
    bare, times = [], set()
    for path in files:
        for name, text in texts_of(path.relative_to(built).as_posix(), path.read_bytes()):
            bare.append((name, squeezed(text)))
            times |= {(path.name, found[0]) for found in TIME.finditer(text)}
    assert found_in(bare, names, bare=True) == []
    assert {item for item in times if item[0] not in KNOWN_TIMES} == set()
