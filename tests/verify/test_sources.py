import pytest

from study.archive.record import read_edition
from study.base.errors import StudyError
from study.verify.sources import source_changes


@pytest.fixture
def changes(edition, package):
    """`changes()`: what differs between the edition's sources and today's: group, path, kind, texts of rows."""
    record, _ = read_edition(edition, "2020")
    before = {source.path: (edition.root / source.path).read_bytes() for source in record.inputs}

    def run():
        found = source_changes(edition, record, package, before)
        return [(c.group, c.path, c.kind, [row.text("en") for row in c.rows]) for c in found]

    return run


def test_nothing_has_changed_since_a_moment_ago(changes):
    assert changes() == []


def test_changed_added_and_removed_sources_are_named_and_of_tables_the_rows(changes, edition, package):
    text = edition.evidence.read_text("utf-8")
    edition.evidence.write_text(text.replace("E010,cassis,1,clauses,yes", "E010,cassis,1,clauses,no"), "utf-8")
    (package / "__main__.py").write_text("x = 1\n", "utf-8")
    (package / "new.py").touch()
    (edition.notebooks / "1_clean.ipynb").unlink()
    (edition.root / "requirements.lock").write_text("a==2\n", "utf-8")
    assert changes() == [
        ("inputs", "data/raw/evidence/evidence.csv", "changed", ["row 11, “E010”: answer was “yes”, is “no”"]),
        ("code", "notebooks/1_clean.ipynb", "removed", []),
        ("code", "src/study/__main__.py", "changed", []),
        ("code", "src/study/new.py", "added", []),
        ("lock", "requirements.lock", "changed", []),
    ]


def test_a_wave_that_is_no_longer_there_or_broken_has_none_to_compare(changes, edition):
    edition.wave_yaml("2020").write_text("wave: [", "utf-8")
    with pytest.raises(StudyError):
        changes()
    edition.wave_yaml("2020").unlink()
    with pytest.raises(StudyError):
        changes()
