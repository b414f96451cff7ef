"""Asking whether editions can be reproduced, as typed: what is shown, what is written, how it ends."""

import json
import shutil
import subprocess
import sys
from functools import partial

import pytest

from study.cli import verify as command
from study.editions.publish import publish
from study.verify import verification

FACT = "E010,cassis,1,clauses,yes"
# A package of a few lines: it prints how many facts say yes.
CODE = """
import hashlib, pathlib, sys
root, wave = pathlib.Path(sys.argv[sys.argv.index("--root") + 1]), sys.argv[2]
count = (root / "data/raw/evidence/evidence.csv").read_text("utf-8").count(",yes,")
folder = root / "reports" / wave
folder.mkdir(parents=True, exist_ok=True)
files = {"numbers.csv": f"key,value,text_fr\\nyes.count,{count},{count}\\n", "report.pdf": f"%PDF {count}"}
for name, text in files.items():
    (folder / name).write_text(text)
lines = (f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\\n" for name, text in sorted(files.items()))
(folder / "MANIFEST.sha256").write_text("".join(lines))
"""


@pytest.fixture
def edition(committed_study, package, commit, monkeypatch):
    """The small study with an edition of 2020, built and verified with the small package."""
    (package / "__main__.py").write_text(CODE, "utf-8")

    def build(paths, *_, **__):
        arguments = [sys.executable, "-m", "study", "report", "2020", "--root", str(paths.root)]
        subprocess.run(arguments, check=True, cwd=package.parent)

    shutil.rmtree(committed_study.reports("2020"))
    build(committed_study)
    commit(package.parents[1])
    publish(committed_study, "2020", package=package)
    commit(committed_study.root)
    monkeypatch.setattr(command, "bring_up_to_date", build)
    monkeypatch.setattr(verification, "verify", partial(verification.verify, package=package))
    return committed_study


def test_a_full_reproduction_ends_with_0_and_is_written_beside_the_edition(edition, study, snapshot, git):
    before = snapshot(edition.published("2020"))
    for arguments in ((), ("2020",), ("all",)):
        status, out, err = study("verify", *arguments, "--root", edition.root)
        assert (status, err) == (0, "") and "reproduction complète" in out
        assert out.rstrip().endswith("reports/verification/2020/replication.md")
    folder = edition.verification("2020")
    said = (folder / "replication.json").read_bytes()
    assert json.loads(said)["class"] == "full reproduction"
    assert (folder / "replication.md").read_text("utf-8").startswith("# Réplication de l’édition 2020\n")
    assert snapshot(edition.published("2020")) == before
    assert git(edition.root, "status", "--short", "--untracked-files=all") == ""
    study("verify", "2020", "--root", edition.root)
    assert (folder / "replication.json").read_bytes() == said


def test_what_moved_is_on_the_screen_with_the_row_it_comes_from_and_ends_with_1(edition, study):
    text = edition.evidence.read_text("utf-8")
    edition.evidence.write_text(text.replace(FACT, FACT.replace("yes", "no")), "utf-8")
    for arguments in (("2020",), ("all",)):
        status, out, _ = study("--lang", "en", "verify", *arguments, "--root", edition.root)
        count = text.count(",yes,")
        assert status == 1 and f"yes.count: {count} → {count - 1}" in out
        assert "partial reproduction" in out and "row 11, “E010”: answer was “yes”, is “no”" in out


def test_files_edited_in_the_edition_or_the_report_are_named(edition, study):
    for folder in (edition.published("2020"), edition.reports("2020")):
        (folder / "report.pdf").write_bytes(b"x")
    status, out, _ = study("--lang", "en", "verify", "--root", edition.root)
    assert status == 1 and out.count("report.pdf") >= 2
    assert "The edition is not as it was published" in out and "not as it had been built" in out


def test_an_edition_that_is_not_there_is_wrong_usage_and_those_that_are_there_are_named(edition, study):
    status, out, err = study("verify", "2021", "--root", edition.root)
    assert (status, out) == (2, "")
    assert "« 2021 »" in err and ": 2020" in err.replace("\u00a0", " ") and "study publish" in err


def test_a_study_that_has_published_nothing_says_so(small_study, study):
    for arguments in ((), ("all",)):
        status, _, err = study("verify", *arguments, "--root", small_study.root)
        assert status == 2 and "Aucune édition n’est publiée" in err


def test_an_edition_without_manifest_is_told_to_be_restored_and_the_others_are_verified(edition, study):
    shutil.copytree(edition.published("2020"), edition.published("2019"))
    (edition.published("2019") / "MANIFEST.sha256").unlink()
    status, out, err = study("verify", "all", "--root", edition.root)
    assert status == 1 and "reports/published/2019/MANIFEST.sha256" in err
    assert "reports/verification/2020/replication.md" in out
    assert not edition.verification("2019").exists()


def test_a_shallow_clone_is_told_to_fetch_its_history(edition, study, commit, git, tmp_path):
    edition.evidence.write_text(edition.evidence.read_text("utf-8") + "\n", "utf-8")
    commit(edition.root)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{edition.root}", "shallow")
    status, _, err = study("verify", "2020", "--root", tmp_path / "shallow")
    assert status == 1 and "git fetch --unshallow" in err and "data/raw/evidence/evidence.csv" in err
