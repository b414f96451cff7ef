"""A report of what nobody would wish to lay out: it is built, shows texts as texts, and nothing lies upon anything."""

import csv
import io
import shutil

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from study.report.build import build_report

from .conftest import NOTEBOOKS
from .pdf_boxes import MARGIN, Sign, outside, overlapping, signs

HOSTILE = "#panic(1) $x_1$ <script>alert('é')</script> *b* _i_ `c` \u202egauche\u200f 🎉 \\n @nom [lien](javascript:1)"
LONG = ("Un intitulé qui n’en finit pas, comme il s’en trouve dans les questionnaires, " * 6)[:400].strip()
WORD = "intitulésansaucuneespace" * 17  # 408 signs
ASKED = ("elected", "staff", "council", "scheme")


def evidence(text: str) -> str:
    """Leave what is asked, and nothing of two territories; one fact says what no text should."""
    rows = list(csv.reader(io.StringIO(text)))
    head = rows[0]
    kept = [row for row in rows[1:] if row[head.index("question")] in ASKED and row[1] == "arbois"]
    for row in kept:
        row[head.index("note_fr")] = f"{HOSTILE} {WORD}" if row[head.index("question")] == "council" else HOSTILE
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([head, *kept])
    return stream.getvalue()


def one_question(text: str) -> str:
    """Leave a lever its first question, under a label that has no space to break at."""
    return text[: text.index("  - question: clauses")].replace("Schéma adopté", WORD)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {}


@pytest.fixture
def report(make_study, played, made) -> dict[str, bytes]:
    if not made:
        paths = make_study(
            {
                "data/raw/questionnaire/lever-0.yaml": lambda text: text.replace(
                    "{fr: Élu délégué,", f'{{fr: "{LONG}",'
                ),
                "data/raw/questionnaire/lever-1.yaml": one_question,
                "data/raw/evidence/evidence.csv": evidence,
                "data/raw/evidence/corrections.csv": lambda text: text.splitlines()[0] + "\n",
                "data/raw/waves/2020/claims.csv": lambda text: text.splitlines()[0] + "\n",
            }
        )
        shutil.copytree(NOTEBOOKS, paths.notebooks, ignore=shutil.ignore_patterns(".*"))
        build_report(paths, "2020", "fr", *played(paths))
        made |= {name: (paths.reports("2020") / name).read_bytes() for name in ("report.pdf", "report.html")}
    return made


def words(pages: list[list[Sign]]) -> str:
    return "".join(sign.letter for page in pages for sign in page)


def test_nothing_leaves_the_page_and_no_letter_lies_upon_another(report) -> None:
    pages = list(signs(report["report.pdf"]))
    assert len(pages) > 8
    assert [sign for page in pages for sign in outside(page, MARGIN)] == []
    assert [pair for page in pages for pair in overlapping(page)] == []


def test_texts_are_shown_as_they_are_but_for_what_prints_nothing(report) -> None:
    page = BeautifulSoup(report["report.html"], "html.parser")
    assert "#panic(1) $x_1$ <script>alert(" in page.get_text()
    assert not page.find("a", href=lambda to: to and to.startswith("javascript"))
    text = words(list(signs(report["report.pdf"])))
    for said in ("#panic(1)$x_1$<script>alert(", "*b*_i_`c`gauche□", "[lien](javascript:1)"):
        assert said in text, said
    assert "\u202e" not in text
    # The labels are there to their last word, wherever lines break.
    assert WORD in text.replace("-", "").replace("\u00ad", "") or text.count("intitulésans") >= 17


def test_no_page_but_the_cover_is_almost_empty(report) -> None:
    for number, page in enumerate(signs(report["report.pdf"]), start=1):
        assert len(page) > 40, number


def test_the_measures_find_what_they_look_for() -> None:
    one, other = Sign(1, "a", (10, 10, 20, 20)), Sign(1, "b", (12, 10, 22, 20))
    apart = Sign(1, "c", (20.5, 10, 30, 20))
    assert overlapping([one, other, apart]) == [(one, other)] and overlapping([one, apart]) == []
    assert outside([one, apart], 15) == [one]


def test_fixtures_make_pages_that_can_be_read(report) -> None:
    assert len(pypdfium2.PdfDocument(report["report.pdf"])) == sum(1 for _ in signs(report["report.pdf"]))
