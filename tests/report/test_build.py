import csv
import hashlib
import io
import json
import re
import shutil
import time

import page
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from study.base.errors import StudyError
from study.report import build
from study.report.build import build_report
from study.report.manifest import NAME, intact

HEADING = "evidence,territory,lever,question,answer,as_of,as_of_precision,valid_until,source,confidence,note,note_fr\n"


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text_of(pdf):
    return " ".join("".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def built(study_with_notebooks, played):
    """The small study, its notebooks run, and its report built; with what `build_report` was given."""
    given = played(study_with_notebooks)
    build_report(study_with_notebooks, "2020", "fr", *given)
    return study_with_notebooks, given


def test_the_folder_holds_what_its_manifest_lists_and_all_that_is_promised(built):
    paths, _ = built
    held = contents(paths.reports("2020"))
    listed = dict(line.split("  ", 1)[::-1] for line in held.pop(NAME).decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    assert {"report.pdf", "report.html", "indicators.csv", "numbers.csv"} < set(held)
    names = ["1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication"]
    assert sorted(name for name in held if name.startswith("notebooks/")) == [f"notebooks/{n}.ipynb" for n in names]
    figures = {name.rpartition(".")[0] for name in held if name.startswith("figures/")}
    assert figures >= {"figures/lever-1-questions", "figures/lever-1-territories", "figures/overview-levers"}
    for figure in figures:
        assert held[f"{figure}.svg"].lstrip().startswith(b"<") and held[f"{figure}.png"].startswith(b"\x89PNG")
        assert len(held[f"{figure}.csv"].splitlines()) > 1
    assert {"tables/sources.csv", "tables/checksums.csv", "tables/replication-claims.csv"} <= set(held)


def test_the_ledger_and_the_indicators_of_all_notebooks_are_there_under_one_heading(built):
    paths, (_, computed) = built
    for name in ("indicators.csv", "numbers.csv"):
        rows = list(csv.DictReader(io.StringIO((paths.reports("2020") / name).read_text("utf-8"))))
        parts = [csv.DictReader(io.StringIO(path.read_text("utf-8"))) for path in computed if path.name == name]
        assert rows == [row for part in parts for row in part] and len(rows) > 20
        assert {row["wave"] for row in rows} == {"2020"}
    values = {row["key"]: row["text_fr"] for row in rows}
    assert (values["scheme.count"], values["scheme.yes.names"], values["frame.count"]) == ("1", "Arbois", "3")


def test_the_pdf_conforms_and_is_in_french(built):
    pdf = built[0].report_pdf("2020").read_bytes()
    for profile in ("PDF_UA_1", "PDF_A_2A"):
        assert not list(page.validate_pdf_bytes(pdf, profile=profile).failures)
    text = text_of(pdf)
    for words in ("Une petite étude", "Trois territoires inventés", "Données inventées pour les essais", "Sommaire",
                  "Écrire au réseau.", "Achats responsables", "Clauses sociales", "Méthode et sources",
                  "https://example.org/rapport"):  # fmt: skip
        assert words in text or words in annotations(pdf), words
    assert "Responsible purchasing" not in text and "{{" not in text
    assert pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "fr"


def annotations(pdf):
    found = [note.get_object() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages for note in sheet.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in found if "/A" in note and "/URI" in note["/A"]}


def test_two_builds_elsewhere_and_at_another_hour_give_the_same_bytes(make_study, built, played, monkeypatch):
    paths, _ = built
    other = make_study()
    shutil.copytree(paths.notebooks, other.notebooks)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    time.tzset()
    build_report(other, "2020", "fr", *played(other))
    monkeypatch.undo()
    time.tzset()
    one, two = contents(paths.reports("2020")), contents(other.reports("2020"))
    assert {name for name in one | two if one.get(name) != two.get(name)} == set()


def test_a_problem_leaves_the_report_as_it_was(built):
    paths, given = built
    before = contents(paths.reports("2020"))
    folder = paths.commentary("2020", "fr")
    folder.joinpath("lever-1.md").write_text("Il y en a 6.\n", "utf-8")
    folder.joinpath("overview.md").write_text("Un.\n{{ scheme.cont }}\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        build_report(paths, "2020", "fr", *given)
    assert sorted((p.place.file, p.place.line, p.value) for p in caught.value.problems) == [
        ("data/raw/waves/2020/commentary/fr/lever-1.md", 1, "6"),
        ("data/raw/waves/2020/commentary/fr/overview.md", 2, "scheme.cont"),
    ]
    assert contents(paths.reports("2020")) == before
    assert [path.name for path in (paths.root / "reports").iterdir()] == ["2020"]


def test_a_first_build_that_fails_leaves_nothing(study_with_notebooks, played):
    given = played(study_with_notebooks)
    (study_with_notebooks.commentary("2020", "fr") / "lever-1.md").write_text("Il y en a 6.\n", "utf-8")
    with pytest.raises(StudyError):
        build_report(study_with_notebooks, "2020", "fr", *given)
    assert not (study_with_notebooks.root / "reports").exists()


def test_what_prose_may_not_hold_is_named_by_the_file_it_stands_in(built):
    paths, given = built
    (paths.commentary("2020", "fr") / "lever-1.md").write_text("Un.\n\n![une carte](carte.png)\n", "utf-8")
    with pytest.raises(StudyError) as caught:
        build_report(paths, "2020", "fr", *given)
    assert [(p.code, p.value) for p in caught.value.problems] == [("prose-not-allowed", "carte.png")]
    assert caught.value.problems[0].place.file == "data/raw/waves/2020/commentary/fr/lever-1.md"


def test_commentary_is_printed_with_its_numbers_and_edited_without_any_notebook(built):
    paths, given = built
    page_of = paths.commentary("2020", "fr") / "lever-1.md"
    page_of.write_text(
        "---\nsummary: Un résumé.\n---\nLe schéma : {{ scheme.yes.names }}, {{ clauses.count }} fois.\n", "utf-8"
    )
    build_report(paths, "2020", "fr", *given)
    text = text_of(paths.report_pdf("2020").read_bytes())
    assert "Le schéma : Arbois, 1 fois." in text and "Un résumé." in text


def test_hostile_names_are_words_in_the_pdf_and_harmless_in_spreadsheets(make_study, study_with_notebooks, played):
    names = {"Arbois": '=HYPERLINK("https://evil.example";"x")', "Belleville": "@SUM(1)", "Cassis": "+#panic() *b* <i>"}

    def renamed(text):
        rows = list(csv.reader(io.StringIO(text)))
        column = rows[0].index("short_name")
        for row in rows[1:]:
            row[column] = names[row[column]]
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        return stream.getvalue()

    paths = make_study({"data/raw/frame.csv": renamed})
    shutil.copytree(study_with_notebooks.notebooks, paths.notebooks)
    build_report(paths, "2020", "fr", *played(paths))
    held = contents(paths.reports("2020"))
    cells = [
        cell
        for name, content in held.items()
        if name.startswith("tables/") and name.endswith(".csv")  # the workbook's cells: tests/workbook
        for row in csv.reader(io.StringIO(content.decode()))
        for cell in row
    ]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r-]", cell)]
    assert f"'{names['Arbois']}" in cells and f"'{names['Belleville']}" in cells
    assert "#panic()" in text_of(held["report.pdf"])


def test_a_name_that_begins_like_a_formula_is_text_in_every_csv_that_a_reader_gets(
    make_study, study_with_notebooks, played
):
    paths = make_study({"data/raw/frame.csv": lambda text: text.replace(",Arbois,", ',"=1+1",')})
    shutil.copytree(study_with_notebooks.notebooks, paths.notebooks)
    build_report(paths, "2020", "fr", *played(paths))
    bad = [
        (name, cell)
        for name, content in contents(paths.reports("2020")).items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode()))
        for cell in row
        if cell.startswith("=")
    ]
    assert bad == []


def test_no_folder_or_user_is_named_in_the_report(built, tmp_path):
    paths, _ = built
    for name, content in contents(paths.reports("2020")).items():
        assert str(tmp_path).encode() not in content, name


def test_the_executed_notebooks_are_kept_with_each_figure_once(built):
    paths, (executed, _) = built
    for copy in executed:
        kept = json.loads((paths.executed("2020") / copy.name).read_bytes())
        original = json.loads(copy.read_bytes())
        assert [cell["source"] for cell in kept["cells"]] == [cell["source"] for cell in original["cells"]]
        for mine, theirs in zip(kept["cells"], original["cells"], strict=True):
            for shown, given in zip(mine.get("outputs", []), theirs.get("outputs", []), strict=True):
                assert shown.get("data", {}).get("text/html") == given.get("data", {}).get("text/html")
    text = "".join(path.read_text("utf-8") for path in paths.executed("2020").iterdir())
    drawn = sum(path.read_text("utf-8").count("<svg ") for path in paths.figures("2020").glob("*.svg"))
    assert text.count("<svg ") == drawn and "iVBORw0KGgo" not in text


def test_the_tables_are_there_as_one_workbook_with_the_numbers_of_the_report(built):
    paths, _ = built
    book = CalamineWorkbook.from_path(paths.tables("2020") / "workbook.xlsx")
    heading, *rows = book.get_sheet_by_name("1. Achats").to_python()[3:5]
    row = dict(zip(heading, rows[0], strict=True))
    with (paths.reports("2020") / "indicators.csv").open(encoding="utf-8") as file:
        known = {line["indicator"]: line for line in csv.DictReader(file) if not line["territory"]}
    assert row["Clé"] == "scheme.count" and row["Oui"] == float(known["scheme.count"]["value"])
    for column, name in {"Part": "value", "Part, borne basse": "lower", "Part, borne haute": "upper"}.items():
        assert row[column] == pytest.approx(float(known["scheme.share"][name]))
    crate = json.loads((paths.reports("2020") / "ro-crate-metadata.json").read_text("utf-8"))
    [entity] = [item for item in crate["@graph"] if item["@id"] == "tables/workbook.xlsx"]
    assert entity["encodingFormat"].endswith("spreadsheetml.sheet")
    package = json.loads((paths.reports("2020") / "datapackage.json").read_text("utf-8"))
    [resource] = [item for item in package["resources"] if item["path"] == "tables/workbook.xlsx"]
    assert resource["format"] == "xlsx" and "schema" not in resource


def test_the_words_of_a_study_are_the_first_annex_and_a_study_without_has_none(built):
    paths, given = built
    before = (paths.reports("2020") / "report.html").read_text("utf-8")
    paths.glossary.write_text(
        "terms:\n  - term: {fr: Scic, en: SCIC}\n    meaning: {fr: Une coopérative rare., en: A rare cooperative.}\n",
        "utf-8",
    )
    build_report(paths, "2020", "fr", *given)
    page = (paths.reports("2020") / "report.html").read_text("utf-8")
    assert 'id="glossary"' in page and 'id="glossary"' not in before
    words = text_of(paths.report_pdf("2020").read_bytes())
    assert "Annexe A Glossaire" in " ".join(words.split()) and "Une coopérative rare." in words


def test_a_crash_while_writing_leaves_the_old_report_whole(built, monkeypatch):
    paths, given = built
    state = intact(paths.reports("2020"))

    def crash(folder, files):
        raise OSError("disk full")

    monkeypatch.setattr(build, "write_folder", crash)
    with pytest.raises(OSError, match="disk full"):
        build_report(paths, "2020", "fr", *given)
    assert intact(paths.reports("2020")) == state is not None
