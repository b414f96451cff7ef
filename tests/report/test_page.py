"""The page as a browser and reading software take it: complete, by itself, numbered like the PDF, safe."""

import base64
import hashlib
import itertools
import json
import re
import shutil
import socket
from collections import Counter

import nbconvert
import pytest
from bs4 import BeautifulSoup

from study.blocks.model import callout, cards, examples, heading, table, terms
from study.chapters.context import open_wave
from study.report import page as page_module
from study.report.binding import bind
from study.report.build import build_report
from study.report.document import document_of
from study.report.document import flat as flat_words
from study.report.markdown import words_of
from study.report.page import WEB_DIR, StudyPageExporter

HOSTILE = "<script>alert(1)</script> ]]> & \"x\" 'y' {{ 7*7 }} {% raw %} </style></title><img src=x onerror=alert(1)>"
STATES = ("yes", "planned", "no", "unknown", "conflict")


def rendered(notebook):
    return StudyPageExporter().from_notebook_node(notebook)[0]


def soup_of(notebook):
    return BeautifulSoup(rendered(notebook), "html.parser")


def flat(text):
    return " ".join(flat_words(text).split())


def states_table(**changes):
    rows = [["Arbois", *({"text": "", "tone": tone} for tone in STATES)]]
    columns = [{"label": label} for label in ("Territoire", *STATES)]
    return {**table("etats", "Qui fait quoi", columns, rows, note="À lire.", source="Faits").data, **changes}


@pytest.fixture
def built(study_with_notebooks, played, monkeypatch):
    """The small study's page as `build_report` writes it, and the bound notebook that it was made of."""
    kept = []

    def keep(context, material):
        kept.append(bind(context, material))
        return kept[-1]

    monkeypatch.setattr("study.report.build.bind", keep)
    build_report(study_with_notebooks, "2020", "fr", *played(study_with_notebooks))
    text = (study_with_notebooks.reports("2020") / "report.html").read_text("utf-8")
    return text, BeautifulSoup(text, "html.parser"), kept[0]


def test_the_whole_report_is_in_the_page(built):
    _, soup, notebook = built
    document = document_of(notebook)
    said = flat(soup.get_text())
    for tree in document.prose.values():
        for block in tree["blocks"]:
            for sentence in re.split(r"(?<=[.!?]) ", flat(words_of([block]))):
                assert sentence in said
    for part in document.data["parts"]:
        section = soup.find("section", id=part["id"])
        assert flat(part["title"]) in flat(section.h2.get_text())
        assert flat(part["summary"] or "") in flat(section.get_text())
        for block in part["blocks"]:
            texts = [block.get(key) for key in ("title", "text", "note", "source", "alt")]
            texts += [
                item.get(key)
                for item in block.get("items", [])
                for key in ("value", "label", "detail", "text", "source", "evidence")
            ]
            texts += [
                cell if isinstance(cell, str) else cell.get("text", cell)
                for row in block.get("rows", [])
                for cell in row
            ]
            assert [text for text in texts if text and flat(text) not in flat(section.get_text())] == []
    for words in (
        "Une petite étude",
        "Trois territoires inventés",
        "Données inventées pour les essais.",
        "Écrire au réseau.",
        "15 janvier 2021",
    ):
        assert words in said
    assert "{{" not in said and "Undefined" not in said


def test_figures_and_tables_are_numbered_in_the_order_of_the_document(built):
    _, soup, notebook = built
    blocks = [block for part in document_of(notebook).data["parts"] for block in part["blocks"]]
    figures = [block for block in blocks if block["kind"] == "figure"]
    tables = [block for block in blocks if block["kind"] == "table" and block["title"]]
    assert len(figures) > 3 and len(tables) > 5
    for number, block in enumerate(figures, start=1):
        caption = soup.find("figure", id=f"figure-{block['key']}").figcaption
        assert flat(caption.get_text()).startswith(flat(f"Figure {number} {flat_words(block['title'])}"))
    for number, block in enumerate(tables, start=1):
        caption = soup.find(id=f"table-{block['key']}").caption
        assert flat(caption.get_text()) == flat(f"Tableau {number} {flat_words(block['title'])}")


def test_every_figure_has_its_alternative_and_its_data(built):
    _, soup, notebook = built
    for block in (b for part in document_of(notebook).data["parts"] for b in part["blocks"] if b["kind"] == "figure"):
        figure = soup.find("figure", id=f"figure-{block['key']}")
        (drawing,) = figure.find_all("svg")
        assert drawing["role"] == "img"
        title, description = (drawing.find(id=name) for name in drawing["aria-labelledby"].split())
        assert (title.name, description.name) == ("title", "desc")
        assert (title.get_text(), description.get_text()) == (flat_words(block["title"]), block["alt"])
        rows = figure.details.find_all("tr")
        assert len(rows) == len(block["csv"].strip().splitlines())
        assert all(row.find("th")["scope"] == "row" for row in rows[1:])


def test_ids_are_unique_and_every_reference_leads_to_one(built):
    _, soup, _ = built
    ids = Counter(tag["id"] for tag in soup.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []
    references = [link["href"][1:] for link in soup.find_all("a", href=re.compile("^#"))]
    references += [use.get("xlink:href", use.get("href", ""))[1:] for use in soup.find_all("use")]
    references += [
        name for tag in soup.find_all(attrs={"aria-labelledby": True}) for name in tag["aria-labelledby"].split()
    ]
    references += re.findall(r"url\(#([^)]+)\)", str(soup))
    assert len(references) > 50 and set(references) <= set(ids)


def test_the_page_fetches_nothing_and_runs_nothing_but_its_own_script(built):
    text, soup, _ = built
    assert not soup.find_all(["iframe", "object", "embed", "img", "audio", "video", "form", "base"])
    assert [link["href"] for link in soup.find_all("link")] == ["data:,"]
    assert not soup.find_all(src=True) and not soup.find_all(srcset=True)
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.lower().startswith("on")]
    styles = " ".join([soup.style.get_text(), *(tag["style"] for tag in soup.find_all(style=True))])
    assert "@import" not in styles and "@font-face" not in styles
    assert all(target.startswith("#") for target in re.findall(r"url\((.*?)\)", text))
    links = {link["href"] for link in soup.find_all("a")}
    assert all(href.startswith(("#", "https://", "http://", "mailto:")) for href in links)
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    # The one script that may run is the panels' own, which the policy names by its hash.
    running = [script.string for script in soup.find_all("script") if script.get("type") != "application/json"]
    hashes = [base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in running]
    assert "default-src 'none'" in policy and len(running) < 2
    assert re.findall(r"script-src ([^;]*);", policy) == [f"'sha256-{digest}'" for digest in hashes]


def test_landmarks_headings_and_tables_are_those_that_reading_software_looks_for(built):
    text, soup, _ = built
    assert text.startswith("<!DOCTYPE html>") and soup.html["lang"] == "fr"
    assert soup.title.get_text() == soup.h1.get_text() == "Une petite étude"
    assert [len(soup.find_all(name)) for name in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    assert soup.body.a["href"] == "#page-content" and soup.main["id"] == "page-content"
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for found in soup.find_all("table"):
        assert all(cell["scope"] == "col" for cell in found.thead.find_all("th"))
        region = found.find_parent(role="region")
        assert region["tabindex"] == "0" and (region.get("aria-label") or region.get("aria-labelledby"))
    listed = [link["href"][1:] for link in soup.nav.find_all("a")]
    assert [name for name in listed if soup.find("section", id=name)] == [
        s["id"] for s in soup.main.find_all("section", class_="part")
    ]
    sections = [tag["id"] for tag in soup.main.find_all("h3") if not tag.find_parent("blockquote")]
    assert set(sections) <= set(listed)


def test_numbers_of_cards_and_commentary_carry_their_key(study_with_notebooks, played):
    folder = study_with_notebooks.commentary("2020", "fr")
    (folder / "lever-1.md").write_text("Il y en a {{ scheme.count }} : {{ scheme.yes.names }}.\n", "utf-8")
    build_report(study_with_notebooks, "2020", "fr", *played(study_with_notebooks))
    soup = BeautifulSoup((study_with_notebooks.reports("2020") / "report.html").read_text("utf-8"), "html.parser")
    prose = soup.find("section", id="lever-1").find_all(class_="prose")
    keys = {tag["data-key"]: tag.get_text() for text in prose for tag in text.find_all(attrs={"data-key": True})}
    assert keys == {"scheme.count": "1", "scheme.yes.names": "Arbois"}
    card = soup.find("section", id="key-figures").find(attrs={"data-key": "frame.count"})
    assert card.get_text() == "3"


def test_states_are_said_in_words(bound_notebook):
    cells = soup_of(bound_notebook(states_table())).find(id="table-etats").tbody.find_all("td")
    assert [cell.get_text(strip=True) for cell in cells] == ["oui", "en projet", "non", "inconnu", "contradictoire"]
    assert all(cell.find(class_="sign")["aria-hidden"] == "true" for cell in cells)


def with_panels(notebook, note):
    notebook.metadata["study"]["panels"] = {
        "texts": ["6", note], "files": {}, "sources": {}, "nodes": [["f", "E1", 0]],
        "questions": [], "counted": [],
        "facts": {"E1": [2, 0, 0, 0, 1, ""]}, "panels": {"a.count": [0, 1, -1, [], [0]]},
    }  # fmt: skip
    return notebook


def test_the_one_script_that_runs_is_named_by_its_hash(bound_notebook):
    soup = soup_of(with_panels(bound_notebook("Un."), "Note"))
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    data, script = soup.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode("utf-8")).digest()).decode("ascii")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["script-src"] == f"'sha256-{digest}'" and rules["default-src"] == "'none'"
    style = base64.b64encode(hashlib.sha256(soup.style.string.encode("utf-8")).digest()).decode("ascii")
    assert rules["style-src"] == f"'sha256-{style}'" and not soup.find_all(style=True)
    assert (data["type"], data["id"], script.attrs) == ("application/json", "panels", {})
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|fetch\(|import\(", script.string)
    dialog = soup.find("dialog")
    assert not dialog.has_attr("open") and not dialog.get_text()


def test_panels_are_data_whatever_they_say(bound_notebook):
    text = rendered(with_panels(bound_notebook("Un."), "a</script><img src=x onerror=alert(1)>\u2028b"))
    soup = BeautifulSoup(text, "html.parser")
    assert len(soup.find_all("script")) == 2 and not soup.find_all("img") and "\u2028" not in text
    data = json.loads(soup.find(id="panels").string)
    assert "a</script><img src=x onerror=alert(1)>\u2028b" in data["texts"]
    assert data["words"]["close"] == "Fermer"


def test_a_page_without_panels_has_no_script(bound_notebook):
    soup = soup_of(bound_notebook("Un."))
    assert not soup.find_all(["script", "dialog"])
    assert "script-src" not in soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]


def test_a_table_without_title_has_no_number_and_does_not_count(bound_notebook):
    first, second = states_table(key="un", title=""), states_table(key="deux")
    soup = soup_of(bound_notebook(first, second))
    assert soup.find(id="table-un").caption is None
    assert soup.find(id="table-deux").caption.get_text(" ", strip=True) == "Tableau 1 Qui fait quoi"


def test_examples_cite_their_source_and_evidence(bound_notebook):
    item = {
        "label": "Arbois",
        "text": "Elle achète.",
        "source": "Journal",
        "url": "https://e.org/?a=1&b=2",
        "evidence": "E001",
    }
    other = {"label": "Cassis", "text": "Aussi.", "source": "Autre", "url": "javascript:alert(1)", "evidence": "E002"}
    found = soup_of(bound_notebook(dict(examples("Exemples", [item, other]).data))).find(class_="examples")
    assert [(link["href"], link.get_text()) for link in found.find_all("a")] == [(item["url"], "Journal")]
    assert [tag["data-evidence"] for tag in found.find_all(class_="evidence")] == ["E001", "E002"]
    assert "Autre" in found.get_text()


def test_a_term_has_an_address_and_its_source(bound_notebook):
    items = [
        {
            "term": "Scic",
            "name": "coopérative",
            "text": "Une société.",
            "source": "Une loi",
            "url": "https://e.org/loi",
        },
        {"term": "Élu", "name": "", "text": "Une personne.", "source": "", "url": ""},
        {"term": "Scic", "name": "", "text": "Encore.", "source": "Autre", "url": "javascript:alert(1)"},
    ]
    found = soup_of(bound_notebook(dict(terms(items).data))).find("dl", class_="terms")
    assert [tag.get_text() for tag in found.find_all("dfn")] == ["Scic", "Élu", "Scic"]
    assert len({tag["id"] for tag in found.find_all("div")}) == 3 and found.div["id"] == "term-scic"
    assert [(link["href"], link.get_text()) for link in found.find_all("a")] == [("https://e.org/loi", "Une loi")]
    assert [len(tag.find_all("dd")) for tag in found.find_all("div")] == [2, 1, 2]


def test_hostile_texts_are_words_everywhere(bound_notebook, figure):
    items = [{"label": HOSTILE, "text": HOSTILE, "source": HOSTILE, "url": "javascript:alert(1)", "evidence": HOSTILE}]
    cell = {"text": HOSTILE, "tone": "yes", "url": "data:text/html,<b>"}
    columns = [{"label": HOSTILE}, {"label": HOSTILE}]
    words = ("title", "subtitle", "statement", "settle", "publisher", "date_text", "running_head")
    notebook = bound_notebook(
        HOSTILE.partition("{{")[0],
        dict(heading(HOSTILE).data),
        dict(cards([{"value": HOSTILE, "label": HOSTILE, "detail": HOSTILE, "key": HOSTILE}]).data),
        {**figure, **dict.fromkeys(("title", "alt", "source"), HOSTILE), "csv": 'label,yes\n"<script>1</script>",2\n'},
        dict(table("t", HOSTILE, columns, [[HOSTILE, cell]], note=HOSTILE, source=HOSTILE).data),
        dict(examples(HOSTILE, items).data),
        dict(callout(HOSTILE, HOSTILE).data),
        dict(terms([dict.fromkeys(("term", "name", "text", "source", "url"), HOSTILE)]).data),
        **dict.fromkeys(words, HOSTILE),
        authors=[HOSTILE],
        keywords=[HOSTILE],
    )
    part = notebook.metadata["study"]["parts"][0]
    part["title"] = part["summary"] = HOSTILE
    text = rendered(notebook)
    soup = BeautifulSoup(text, "html.parser")
    assert not soup.find_all(["script", "img"]) and len(soup.find_all("style")) == 1
    assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]
    assert {link["href"].partition(":")[0] for link in soup.find_all("a") if not link["href"].startswith("#")} == set()
    assert "49" not in soup.get_text() and soup.get_text().count("<script>alert(1)</script> ]]> &") > 15
    shown = soup.h1.get_text()
    assert shown == soup.title.get_text() and shown.endswith("</style></title><img src=x onerror=alert(1)>")


def test_signs_that_hide_or_turn_their_neighbours_are_left_out(bound_notebook):
    text = rendered(bound_notebook("Un \u202emot\u202c.", dict(callout("a\x00b\x1b[31m", "\u2066c\u2069").data)))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "Un mot." in text


def test_a_wave_without_publisher_has_no_empty_line(bound_notebook):
    assert soup_of(bound_notebook("Un.", publisher="")).find(class_="publisher") is None
    assert soup_of(bound_notebook("Un.", publisher="P")).find(class_="publisher").get_text() == "P"


def test_annexes_are_lettered(bound_notebook):
    notebook = bound_notebook("Un.")
    notebook.metadata["study"]["parts"][0] |= {"role": "annex", "number": "B", "title": "Sources"}
    soup = soup_of(notebook)
    assert flat(soup.main.h2.get_text()) == flat(soup.nav.a.get_text()) == "Annexe B Sources"


def test_the_same_bytes_wherever_and_whoever(bound_notebook, figure, tmp_path, monkeypatch):
    notebook = bound_notebook("Un.", figure, states_table())
    once = rendered(notebook)
    # A template of that name where nbconvert looks for a user's own, and a network that nobody may use.
    theirs = tmp_path / "nbconvert" / "templates"
    shutil.copytree(WEB_DIR, theirs / "base")
    (theirs / "base" / "index.html.j2").write_text("Autre chose", "utf-8")
    for name in ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "socket", None)
    assert rendered(notebook) == once
    assert {path.name for path in tmp_path.iterdir()} == {"nbconvert"}
    assert not re.search(r"generator|nbconvert|jupyter", once, flags=re.I)


def test_the_page_of_another_language_is_in_it(study_with_notebooks, played):
    build_report(study_with_notebooks, "2020", "en", *played(study_with_notebooks, "en"))
    soup = BeautifulSoup((study_with_notebooks.reports("2020") / "report.html").read_text("utf-8"), "html.parser")
    assert soup.html["lang"] == "en" and soup.h1.get_text() == "A small study"
    assert soup.nav.h2.get_text() == "Contents" and "Sommaire" not in soup.get_text()
    assert open_wave("2020", "en", root=study_with_notebooks.root).wave.title.text("en") == soup.title.get_text()


def test_facts_that_count_have_a_part_before_the_annexes_and_none_where_there_are_none(bound_notebook):
    notebook = with_panels(bound_notebook("Un."), "Note")
    notebook.metadata["study"]["panels"] |= {"questions": [[0, 1]], "counted": [["E1", 0, 0, "2020"]]}
    part = notebook.metadata["study"]["parts"][0]
    notebook.metadata["study"]["parts"] += [{**part, "id": "sources", "role": "annex", "number": "A"}]
    soup = soup_of(notebook)
    assert [tag["id"] for tag in soup.main.find_all("section")] == ["lever-1", "page-evidence", "sources"]
    assert [a["href"] for a in soup.nav.find_all("a")] == ["#lever-1", "#page-evidence", "#sources"]
    shown = soup.find(id="page-evidence")
    for field in shown.find_all(["input", "select"]):
        assert shown.find("label", attrs={"for": field["id"]}).get_text()
    # Nothing is offered that needs the script before it runs.
    assert shown.find(class_="facts").has_attr("hidden")
    assert soup_of(with_panels(bound_notebook("Un."), "Note")).find(id="page-evidence") is None


def test_a_fault_in_a_template_shows(bound_notebook, monkeypatch, tmp_path):
    shutil.copytree(WEB_DIR, tmp_path / "web")
    index = tmp_path / "web" / "index.html.j2"
    index.write_text(index.read_text("utf-8").replace("{{ blocks.said(meta.title) }}", "{{ meta.titel }}"), "utf-8")
    monkeypatch.setattr(page_module, "WEB_DIR", tmp_path / "web")
    with pytest.raises(Exception, match="titel"):
        rendered(bound_notebook("Un."))


def test_nbconvert_finds_the_exporter_by_its_name():
    assert nbconvert.get_exporter("study-html") is StudyPageExporter
