"""The two questions, asked of an edition after one thing was tampered with."""

import pytest

from study.base.errors import Place, StudyError
from study.base.files import sha256_hex, write_atomic
from study.intake import checksums
from study.verify.classes import ReproductionClass
from study.verify.compare import Verdict, compare, moved
from study.verify.damage import Damage
from study.verify.outputs import Number
from study.verify.problems import NoEdition
from study.verify.replication import replication, replication_text
from study.verify.verification import asked, verify

FULL, MINOR, PARTIAL, NOT = ReproductionClass
FACT = "E010,cassis,1,clauses,yes"


def change(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def seal(paths):
    paths.checksums.write_text(checksums.written(checksums.current(paths)), "utf-8")


def classes(found):
    return found.rebuild.reproduction, found.today.reproduction, found.reproduction


def keys(question):
    return [(item.key, item.expected.text, item.recomputed.text) for item in question.comparison.moved]


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edition_that_nothing_has_happened_to_is_reproduced_in_full(verified, edition):
    before = contents(edition.root)
    found = verified()
    assert classes(found) == (FULL, FULL, FULL)
    assert (found.edition_damage, found.build_damage, found.sources, found.environment.lock) == ((), (), (), ())
    assert found.rebuild.reasons == found.today.reasons == found.damage_reasons == ()
    # Nothing is written: not into the edition, not into git, not anywhere.
    assert contents(edition.root) == before
    assert replication_text(found) == replication_text(verified())


def test_an_evidence_row_altered_and_resealed_moves_exactly_its_numbers(verified, edition):
    change(edition.evidence, FACT, FACT.replace("yes", "no"))
    seal(edition)
    found = verified()
    assert classes(found) == (FULL, PARTIAL, PARTIAL)
    [(key, before, after)] = keys(found.today)
    assert (key, int(before) - int(after)) == ("clauses.count", 1)
    assert [item.key for item in found.today.comparison.indicators] == ["1/clauses.count"]
    wrong = found.today.comparison.differing(Verdict.DIFFERS)
    assert {(piece.kind, piece.id) for piece, _ in wrong} == {("number", key), ("table", "all"), ("figure", "map")}
    assert {(cell.row, cell.column) for _, finding in wrong for cell in finding.cells} == {("clauses", "yes")}
    [text] = found.today.comparison.texts
    assert (text.part, text.expected, text.recomputed) == ("lever-1", (f"clauses: {before}",), (f"clauses: {after}",))
    # What it can come from: the row, and nothing else.
    [source] = found.sources
    assert [row.text("en") for row in source.rows] == ["row 11, “E010”: answer was “yes”, is “no”"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('fact["answer"] == "yes"', 'fact["answer"] == "yes" and fact["evidence"] != "E010"', PARTIAL),
        ('"<svg>" + lines', "\"<svg width='1'>\" + lines", MINOR),  # drawn otherwise
        ("<h1>Report</h1>", "<h1>A report</h1>", MINOR),  # other words
        ('"%PDF "', '"%PDF-2 "', FULL),  # other bytes of what says the same
        ('fact["answer"] == "yes"', 'fact["answer"] == "never"', NOT),  # nearly all of it
    ],
)
def test_a_code_line_altered_shows_in_what_today_gives_and_leaves_the_rebuild_full(
    verified, package, old, new, expected
):
    change(package / "__main__.py", old, new)
    found = verified()
    assert classes(found) == (FULL, expected, expected)
    assert [(source.group, source.path) for source in found.sources] == [("code", "src/study/__main__.py")]
    if expected is PARTIAL:
        assert [key for key, _, _ in keys(found.today)] == ["clauses.count"]
    assert bool(found.today.reasons) == (expected is not FULL)


def test_a_build_of_today_that_fails_is_an_answer_with_what_it_said(edition, package):
    def failing(error):
        def build():
            raise error

        return verify(edition, "2020", build, package=package)

    found = failing(ZeroDivisionError("that\n"))  # code that was altered may fail in any way
    assert classes(found) == (FULL, NOT, NOT) and found.today.comparison is None
    assert found.today.failure == "ZeroDivisionError: that\\n"
    found = failing(StudyError([NoEdition(Place("data/raw/frame.csv"))]))
    assert found.today.failure == "data/raw/frame.csv: No edition is published."


def test_a_stored_output_altered_in_the_edition_is_named_with_its_numbers(verified, edition):
    folder = edition.published("2020")
    change(folder / "notebooks" / "1_clean.ipynb", "clauses: 3", "clauses: 9")
    found = verified()
    assert found.edition_damage == (Damage("notebooks/1_clean.ipynb", "changed"),)
    assert classes(found) == (MINOR, FULL, MINOR)  # no number, table or figure is another
    assert found.rebuild.comparison.other_files == ["notebooks/1_clean.ipynb"]
    change(folder / "numbers.csv", "clauses.count,3,3", "clauses.count,9,9")
    found = verified()
    assert [item.file for item in found.edition_damage] == ["notebooks/1_clean.ipynb", "numbers.csv"]
    assert classes(found) == (PARTIAL, PARTIAL, PARTIAL)
    assert keys(found.rebuild) == keys(found.today) == [("clauses.count", "9", "3")]


def test_a_manifest_line_altered_is_named_and_all_else_still_holds(verified, edition):
    manifest = edition.published("2020") / "MANIFEST.sha256"
    digest = sha256_hex((edition.published("2020") / "report.pdf").read_bytes())
    change(manifest, f"{digest}  report.pdf", f"{'0' * 64}  report.pdf")
    found = verified()
    assert found.edition_damage == (Damage("MANIFEST.sha256", "changed", ("report.pdf",)),)
    assert classes(found) == (FULL, FULL, MINOR)
    assert "MANIFEST.sha256" in found.damage_reasons[0].text("en")


def test_a_lock_line_altered_is_said_and_bytes_that_are_equal_prove_themselves(verified, edition):
    (edition.root / "requirements.lock").write_text("a==2\n", "utf-8")
    found = verified()
    assert classes(found) == (FULL, FULL, FULL)
    assert [(c.package, c.before, c.after) for c in found.environment.lock] == [("a", "1", "2")]
    assert [(source.group, source.path) for source in found.sources] == [("lock", "requirements.lock")]


def test_a_report_that_is_not_as_it_was_built_is_named_before_it_is_built_anew(verified, edition):
    (edition.reports("2020") / "report.pdf").write_bytes(b"%PDF other")
    write_atomic(edition.reports("2020") / "notes.txt", "x")
    found = verified()
    assert found.build_damage == (Damage("notes.txt", "added"), Damage("report.pdf", "changed"))
    assert classes(found) == (FULL, FULL, MINOR) and classes(verified()) == (FULL, FULL, FULL)


def test_a_rebuild_that_fails_is_an_answer_and_today_is_asked_all_the_same(verified):
    found = verified(run=lambda paths, wave: "no space left")
    assert classes(found) == (NOT, FULL, NOT)
    assert "no space left" in found.rebuild.reasons[0].text("fr") and found.rebuild.comparison is None


def test_most_of_the_results_gone_is_no_partial_reproduction(verified, edition):
    found = verified()
    published = dict(found.published)
    few = {name: content for name, content in published.items() if name.startswith("tables/")}
    assert asked(compare(published, few), of_bytes=True).reproduction is NOT


def test_what_moved_is_found_by_a_pure_function_of_two_ledgers():
    [item] = moved({"a": Number(1.0, "1"), "b": Number(2.0, "2")}, {"a": Number(1.0, "1"), "b": Number(3.0, "3")})
    assert (item.key, item.verdict) == ("b", Verdict.DIFFERS)


def test_answers_that_are_withheld_and_not_here_are_asked_for(verified, edition, package, build, commit):
    # As of a wave whose exports are not in git: the record names one, and nobody has it.
    record = edition.published("2020") / "edition.json"
    content = record.read_text("utf-8").replace("data/raw/frame.csv", "data/raw/waves/2020/responses/export.csv")
    change(record.with_name("MANIFEST.sha256"), sha256_hex(record.read_bytes()), sha256_hex(content.encode()))
    blob = content.partition("responses/export.csv")[0].rpartition('"blob": "')[2][:40]
    content = content.replace(blob, "0" * 40)
    record.write_text(content, "utf-8")
    with pytest.raises(StudyError) as caught:
        verified()
    assert [problem.code for problem in caught.value.problems] == ["withheld-source"]


def test_where_nothing_could_be_computed_all_is_said_not_to_be(edition, package):
    def refused():
        raise StudyError([NoEdition(Place(name)) for name in ("a", "b")])

    found = verify(edition, "2020", refused, run=lambda paths, wave: "no", package=package)
    first, second = found.today.failure.split("\n")
    assert first.startswith("a: ") and second.startswith("b: ") and found.rebuild.failure == "no"
    record = replication(found)
    assert {verdict for item in record["items"] for verdict in item["verdict"].values()} == {"not computed"}
