"""A ledger, and texts that try to be more than text."""

from collections.abc import Callable
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from study.answers import tables
from study.blocks.model import MIME
from study.chapters.annexes import checksums
from study.chapters.context import open_wave
from study.intake.inputs import load_inputs
from study.ledger.entries import Ledger, names_entry, number_entry, read_ledger
from study.report.annex import with_numbers
from study.report.audit_trail import trail_of
from study.report.binding import Material, bind
from study.report.commentary import read_prose
from study.report.page import StudyPageExporter
from study.trail.panels import panels_of, printed_keys
from study.trail.read import Trail

from ..chromium import chromium

HOSTILE = "note</script><img src=x onerror=alert(1)>"


@pytest.fixture
def make_ledger() -> Callable[..., Ledger]:
    """`make_ledger({key: number, or list of names})`: a ledger in French and English."""

    def make(numbers: dict[str, float | list[str] | None]) -> Ledger:
        ledger = Ledger(("fr", "en"))
        for key, value in numbers.items():
            if isinstance(value, list):
                ledger.add([names_entry(key, value, key, "2020", ("fr", "en"))])
            else:
                ledger.add([number_entry(key, value, "territories", key, "2020", ("fr", "en"))])
        return ledger

    return make


@pytest.fixture
def ledger(make_ledger: Callable[..., Ledger]) -> Ledger:
    """A ledger with two numbers."""
    return make_ledger({"spaser_adopted.count": 6, "frame.count": 1234})


@pytest.fixture
def figure() -> dict[str, Any]:
    """A figure block with a drawing of its own."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20"/></svg>'
    return {"kind": "figure", "key": "lever-1-bars", "title": "Qui agit ?", "alt": "Un rectangle : noir",
            "source": "Faits", "svg": svg, "png": "cGln", "csv": "label,yes\na ?,1\n"}  # fmt: skip


@pytest.fixture
def bound_notebook() -> Callable[..., NotebookNode]:
    """`bound_notebook(*pieces)`: a bound notebook of one part; a piece is Markdown or a block's data."""

    def make(*pieces: Any, lang: str = "fr", **meta: Any) -> NotebookNode:
        cells = []
        for number, piece in enumerate(pieces):
            about = {"study": {"part": "lever-1", "notebook": "2_lever-1.ipynb", "cell": number + 1}}
            if isinstance(piece, str):
                cells.append(new_markdown_cell(piece, id=f"b{number}", metadata=about))
            else:
                output = new_output("display_data", data={MIME: piece})
                cells.append(new_code_cell(id=f"b{number}", metadata=about, outputs=[output]))
        words = dict.fromkeys(
            ("subtitle", "statement", "settle", "publisher", "wave", "date_text", "running_head"), "x"
        )
        part = {"id": "lever-1", "role": "chapter", "number": "1", "title": "Qui agit ?", "summary": "Un : deux"}
        study = {
            "lang": lang,
            "date": "2021-01-15",
            "meta": {**words, "title": "L'étude", "authors": ["a"], "keywords": ["k"], **meta},
            "parts": [part],
        }
        return new_notebook(cells=cells, metadata={"study": study})

    return make


@pytest.fixture
def audited(study_with_notebooks, played):
    """The small study, bound with its annex on numbers: (context, inputs, material, bound notebook, trail)."""
    paths = study_with_notebooks
    executed, computed = played(paths)
    context = open_wave("2020", "fr", root=paths.root)
    ledger = read_ledger([path for path in computed if path.name == "numbers.csv"], context.study.languages)
    text = read_prose("Il y a {{ frame.count }} territoires.", "data/raw/waves/2020/commentary/fr/lever-1.md")
    notebooks = {path.name: nbformat.read(path, as_version=4) for path in executed}
    material = Material(notebooks, {"lever-1": text}, ledger, {"checksums": [checksums(context)]})
    bound = with_numbers(context, material, bind(context, material))
    inputs = load_inputs(paths, "2020", sealed=False)
    answers = {lever.lever: tables.read(paths.lever_dir("2020", lever.lever)) for lever in context.study.levers}
    found = [pd.read_csv(path, dtype={"territory": "str"}) for path in computed if path.name == "indicators.csv"]
    sheets = {key: ["territories/arbois.pdf"] for key in ("scheme.count", "lever_1.intensity.arbois")}
    trail = trail_of(context, inputs, material, bound, answers, pd.concat(found, ignore_index=True), sheets)
    return context, inputs, material, bound, trail


@pytest.fixture(scope="module")
def kept_site(tmp_path_factory):
    """Where the page of `site` is kept: made once, by the first test of a module that asks for it."""
    return {"file": tmp_path_factory.mktemp("site") / "report.html"}


@pytest.fixture
def site(kept_site, request):
    """The small study's page with its panels, one note hostile, as a file: (address, trail).

    A test module may change the trail before: by a function `prepared(data)` of its own.
    """
    if "trail" not in kept_site:
        *_, bound, data = request.getfixturevalue("audited")
        data["facts"]["E005"] |= {name: HOSTILE for name in data["facts"]["E005"] if name.startswith("note")}
        getattr(request.module, "prepared", lambda _: None)(data)
        kept_site["trail"] = trail = Trail(data)
        bound.metadata["study"]["panels"] = panels_of(trail, printed_keys(trail), "fr")
        kept_site["file"].write_text(StudyPageExporter().from_notebook_node(bound)[0], "utf-8")
    return kept_site["file"].as_uri(), kept_site["trail"]


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium; a test that asks for it is skipped where there is none."""
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser, site):
    """A function: the page at an address's end, in a window; in the end, nothing was complained of or fetched."""
    wrong, pages = [], []

    def run(end="", width=1280, **how):
        page = browser.new_page(viewport={"width": width, "height": 800}, **how)
        page.on("console", lambda said: wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda sent: sent.url.startswith(("file:", "data:")) or wrong.append(sent.url))
        page.on("dialog", lambda shown: (wrong.append(shown.message), shown.dismiss()))
        page.goto(site[0] + end)
        pages.append(page)
        return page

    yield run
    for page in pages:
        page.close()
    assert pages and wrong == []
