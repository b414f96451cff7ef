import pytest

from study.base.errors import StudyError, UsageError
from study.base.files import write_atomic
from study.verify.damage import Damage, build_damage, edition_damage


def damage(paths):
    return edition_damage(paths, "2020")[1]


def test_an_intact_edition_has_none(edition):
    record, found = edition_damage(edition, "2020")
    assert record.wave == "2020" and found == ()


def test_files_edited_lost_and_added_are_named(edition):
    folder = edition.published("2020")
    (folder / "report.pdf").write_bytes(b"x")
    (folder / "numbers.csv").unlink()
    write_atomic(folder / "notes.txt", "x")
    assert sorted(damage(edition), key=lambda item: item.file) == [
        Damage("notes.txt", "added"),
        Damage("numbers.csv", "missing"),
        Damage("report.pdf", "changed"),
    ]


@pytest.mark.parametrize("name", ["report.pdf", "edition.json"])
def test_the_line_of_a_manifest_is_named(edition, name):
    manifest = edition.published("2020") / "MANIFEST.sha256"
    lines = manifest.read_text("utf-8").splitlines(keepends=True)
    altered = ["0" * 64 + line[64:] if line.endswith(f"  {name}\n") else line for line in lines]
    assert altered != lines
    manifest.write_text("".join(altered), "utf-8")
    record, found = edition_damage(edition, "2020")
    # Of edition.json and its line, nobody can tell which was edited; the edition is verified all the same.
    assert Damage("MANIFEST.sha256", "changed", (name,)) in found and record.wave == "2020"
    assert {item.file for item in found} == {"MANIFEST.sha256"} | ({name} if name == "edition.json" else set())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("MANIFEST.sha256", None, "missing-edition-file"),
        ("edition.json", None, "missing-edition-file"),
        ("edition.json", "{", "broken-edition"),
        ("edition.json", '{"format": 1}', "broken-edition"),
        ("edition.json", '{"format": 2}', "unknown-edition-format"),
    ],
)
def test_an_edition_without_manifest_or_record_cannot_be_verified(edition, name, content, code):
    path = edition.published("2020") / name
    path.unlink() if content is None else path.write_text(content, "utf-8")
    with pytest.raises(StudyError) as caught:
        edition_damage(edition, "2020")
    [problem] = caught.value.problems
    assert (problem.code, problem.place.file) == (code, f"reports/published/2020/{name}")


def test_a_wave_that_was_never_published_is_wrong_usage(edition):
    with pytest.raises(UsageError) as caught:
        edition_damage(edition, "2021")
    assert caught.value.problems[0].details["nearest"] == "2020"


def test_a_report_is_held_against_its_own_manifest(edition):
    folder = edition.reports("2020")
    assert build_damage(folder) == build_damage(folder / "nowhere") == ()
    (folder / "report.pdf").write_bytes(b"x")
    (folder / "numbers.csv").unlink()
    write_atomic(folder / "notes.txt", "x")
    expected = (("notes.txt", "added"), ("numbers.csv", "missing"), ("report.pdf", "changed"))
    assert build_damage(folder) == tuple(Damage(*item) for item in expected)
    (folder / "MANIFEST.sha256").unlink()
    assert build_damage(folder) == (Damage("MANIFEST.sha256", "missing"),)
