"""Another study, as unlike the first as can be: forty invented shops, themes, German, a survey and nothing else.

It is built once by the commands that an analyst types, then read beside `recount.py`, which counts the answers again.
"""

import csv
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

import study as package
from study.base.layout import StudyPaths

from ..released import release

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
PACKAGE = Path(package.__file__).parent
WAVE = "2024"
# Words of the first study: of its subject, its territories and its country.
FIRST = re.compile(
    r"m[ée]tropole|spaser|économie sociale|\blevier|\bsiren\b|\bscic\b|Avise|RTES|\bESS\b", re.IGNORECASE
)

_spec = importlib.util.spec_from_file_location("recount", HERE / "recount.py")
recount = importlib.util.module_from_spec(_spec)
sys.modules["recount"] = recount
_spec.loader.exec_module(recount)


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "STUDY_LANG": "en"}
    environment.pop("STUDY_ROOT", None)
    return subprocess.run(
        [sys.executable, "-m", "study", *arguments, "--root", str(root)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("another") / "shops"
    shutil.copytree(HERE / "shops", root)
    shutil.copytree(REPOSITORY / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for wave in ("2023", WAVE):
        release(StudyPaths(root), wave)
    for arguments in (("seal",), ("report", WAVE)):
        done = command(root, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="module")
def folder(built) -> Path:
    return built / "reports" / WAVE


@pytest.fixture(scope="module")
def numbers(folder) -> dict[str, dict[str, str]]:
    with (folder / "numbers.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: row for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def value(numbers):
    """A number of the ledger."""
    return lambda key: float(numbers[key]["value"])


@pytest.fixture(scope="module")
def pdf(folder) -> str:
    """The PDF's text on one line, words whole."""
    pages = "\n".join(leaf.extract_text() for leaf in PdfReader(folder / "report.pdf").pages)
    return " ".join(re.sub("\u00ad\n?|\u200b", "", pages).split())


@pytest.fixture(scope="module")
def page(folder) -> str:
    """The page's visible text."""
    html = re.sub(r"<(style|script)\b.*?</\1>", " ", (folder / "report.html").read_text("utf-8"), flags=re.DOTALL)
    html = re.sub(r"</?a\b[^>]*>", "", html)  # a link stands within words: numbers in brackets are some
    return " ".join(re.sub("\u00ad|\u200b", "", re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture(scope="module")
def now():
    return recount.Survey(2024, ";")


@pytest.fixture(scope="module")
def before():
    return recount.Survey(2023, ",")


def table(folder, name):
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


CODED = [question for kinds in recount.KINDS.values() for question, kind in kinds.items() if kind == "code"]
NUMBERS = ["articles", "area_m2", "staff", "turnover_eur"]


@pytest.mark.parametrize("question", CODED)
def test_counts_shares_and_bounds_are_those_of_a_hand_count(question, now, value, numbers):
    found = now.count(question)
    yes, unknown, base = len(found.yes), len(found.unknown), found.base
    assert (value(f"{question}.yes"), value(f"{question}.planned")) == (yes, len(found.planned))
    assert (value(f"{question}.no"), value(f"{question}.unknown")) == (len(found.no), unknown)
    assert value(f"{question}.not_asked") == len(now.shops) - base
    assert value(f"{question}.count.upper") == yes + unknown
    assert value(f"{question}.share") == pytest.approx(yes / base)
    assert value(f"{question}.share.upper") == pytest.approx((yes + unknown) / base)
    if f"{question}.share_determined" in numbers:
        assert value(f"{question}.share_determined") == pytest.approx(yes / (base - unknown))
    names = [recount.SHORT[shop] for shop in found.yes]
    assert numbers[f"{question}.yes.names"]["text_en"].replace(", and ", ", ").replace(" and ", ", ") == ", ".join(
        names
    )


def test_routing_leaves_out_whoever_has_no_panels_even_if_they_answered(now, built):
    asked = now.count("battery")
    assert asked.base == len(now.shops) - sum(now.code(shop, "solar") in ("no", "planned") for shop in now.shops) == 22
    # One shop without panels answered all the same: its answer is set aside, and said to be.
    stray = [shop for shop, row in now.rows.items() if now.code(shop, "battery") is None and row["battery"]]
    assert len(stray) == 1
    with (built / "data" / "processed" / WAVE / "cleaning.csv").open(encoding="utf-8", newline="") as stream:
        log = [row for row in csv.DictReader(stream) if row["question"] == "battery" and row["rule"] == "not asked"]
    assert [(row["before"], row["after"]) for row in log] == [("nein", "")]


@pytest.mark.parametrize("question", NUMBERS)
def test_medians_and_totals_are_those_of_a_hand_count(question, now, value, numbers):
    values = now.numbers(question)
    assert value(f"{question}.documented") == len(values)
    assert value(f"{question}.median") == pytest.approx(now.median(question))
    assert (f"{question}.total" in numbers) == (question in ("staff", "turnover_eur"))
    if f"{question}.total" in numbers:
        assert value(f"{question}.total") == pytest.approx(sum(values))


def test_intensities_are_those_of_a_hand_count(now, value, numbers):
    for name, levers in (("lever_1", (1,)), ("lever_2", (2,)), ("all_levers", (1, 2))):
        yes, unknown, base = now.core(levers)
        assert value(f"{name}.intensity") == pytest.approx(yes / base)
        assert value(f"{name}.intensity.upper") == pytest.approx((yes + unknown) / base)
    # A theme without core questions has none, nor has one without yes/no questions.
    assert not {"lever_3.intensity", "lever_4.intensity"} & set(numbers)
    assert not [key for key in numbers if ".weighted_share" in key]


def test_unit_and_item_non_response_are_shown(now, value, folder, pdf, page):
    assert (len(now.rows), len(now.silent)) == (34, 6)
    assert value("responses.count") == 34 and value("responses.rate") == pytest.approx(34 / 40)
    for text in (pdf, page):
        assert "Questionnaires received: 34 of 40 Läden." in text
        for shop in now.silent:
            assert recount.SHORT[shop] in text.split("Questionnaires received", 1)[1][:200]
    rows = {row[0]: row[1:6] for row in table(folder, "quality-questions")[1:]}
    rates = {row[0]: row[6] for row in table(folder, "quality-questions")[1:]}
    kinds = {question: kind for lever in recount.KINDS.values() for question, kind in lever.items()}
    assert len(rows) == len(kinds)
    for question, label in (("turnover_eur", "Jahresumsatz"), ("outlook", "Pläne"), ("refill", "Abfüllstation")):
        known = {"number": now.numbers, "text": now.texts, "code": lambda q: [q] * (40 - len(now.count(q).unknown))}
        given = len(known[kinds[question]](question))
        assert [int(cell) for cell in rows[label]] == [40, given, 34 - given, 6, 0]
        assert rates[label] == f"{given / 34:.0%}", label
    assert [int(cell) for cell in rows["Stromspeicher"]] == [22, 16, 0, 6, 18]


def test_what_was_written_is_shown_in_its_words_and_the_rest_counted(now, pdf, page):
    assert len(now.texts("wishes")) == 16 and len(now.texts("outlook")) == 17
    for text in (pdf, page):
        assert "Fehlende Waren (10 of 16 answers)" in text and "Pläne (10 of 17 answers)" in text
        # A line break within quotes, and a text that a spreadsheet would take for a formula.
        assert "Umbau der Theke, danach ein Sommerfest mit der Nachbarschaft." in text
        assert "Seife" in text


def test_published_figures_get_their_verdicts(folder, value):
    rows = table(folder, "replication-claims")
    assert len(rows[0]) == 6
    assert {row[0]: row[5] for row in rows[1:]} == {
        "A1": "reproduced",
        "A2": "consistent",
        "A3": "contradicted",
        "A4": "not computable",
    }
    assert [value(f"claims.{verdict}") for verdict in ("count", "reproduced", "contradicted")] == [4, 1, 1]


def test_the_wave_before_is_compared_on_the_shops_of_both(before, now, value):
    both = [shop for shop in now.shops if shop in before.shops]
    assert len(both) == 37
    for question in ("refill", "solar", "volunteers"):
        pairs = [(before.code(shop, question), now.code(shop, question)) for shop in both]
        adopted = sum(then in ("no", "planned") and later == "yes" for then, later in pairs)
        ended = sum(then == "yes" and later == "no" for then, later in pairs)
        assert value(f"evolution.2023.{question}.adopted") == adopted
        assert value(f"evolution.2023.{question}.ended") == ended
        assert value(f"evolution.2023.{question}.before") == sum(then == "yes" for then, _ in pairs)


LABELS = ["Läden ohne Verpackung", "Sortiment und Abfüllung", "Räume und Energie", "Mitarbeit", "Umsatz und Ausblick",
          "Abfüllstation", "Stromspeicher", "Jahresumsatz", "Thema", "Können Ihre Kundinnen und Kunden",
          "Auskünfte der Läden", "schreibt an den Verband"]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_the_report_speaks_german_where_the_study_does(label, pdf, page):
    assert label in pdf and label in page


def test_the_prose_carries_its_numbers_as_german_writes_them(pdf, page):
    for text in (pdf, page):
        assert "Zusammen nennen die Läden 7.194.250 €." in text
        assert "31. Oktober 2024" in text
        assert "{{" not in text and "None" not in text.split() and "nan" not in text.split()


def test_no_word_of_the_first_study_is_in_the_report(pdf, page, folder):
    for name, text in (("report.pdf", pdf), ("report.html", page)):
        assert FIRST.findall(text) == [], name
    for file in [*folder.glob("tables/*.csv"), *folder.glob("figures/*.csv")]:
        assert FIRST.findall(file.read_text("utf-8")) == [], file.name


def test_what_the_study_does_not_rest_on_is_not_spoken_of(pdf, page, folder):
    names = {path.stem for path in (folder / "tables").iterdir()} | {
        path.stem for path in (folder / "figures").iterdir()
    }
    assert not {"sources", "quality-facts", "quality-levers", "method-facts"} & names
    assert [name for name in names if "map" in name] == []
    for text in (pdf, page):
        for words in ("documented", "evidence", "public source", "confidence", "opulation", "lapsed"):
            assert words not in text.split("Seal of the inputs")[0], words


def test_annexes_are_lettered_without_a_gap(pdf):
    assert re.search(
        r"A Questionnaire.*B Quality of the data.*C Every number, and where it is made.*D Seal of the inputs", pdf
    )


def test_a_theme_of_numbers_and_texts_has_its_chapter(folder, pdf):
    assert [row[:3] for row in table(folder, "lever-4-answered-numbers")[1:]] == [["Jahresumsatz", "€", "24"]]
    assert not list((folder / "figures").glob("lever-4-*"))
    assert "lever-3-questions.svg" in {path.name for path in (folder / "figures").iterdir()}


CODE = sorted(path for suffix in ("py", "typ", "j2", "css") for path in PACKAGE.rglob(f"*.{suffix}"))


def test_nothing_of_the_first_study_is_written_in_the_package():
    assert len(CODE) > 70
    pattern = re.compile(r"métropole|SPASER|Avise|\bRTES\b|\bESS\b")
    found = [(path.name, hit) for path in CODE for hit in pattern.findall(path.read_text("utf-8"))]
    assert found == []
