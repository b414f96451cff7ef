"""An edition of the small study, published, verified and tampered with for real, in a repository that holds its code.

Slow: its notebooks run twice, in kernels of their own, from the repository's own code. All that needs it is asked here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from study.base.layout import StudyPaths
from study.intake import checksums
from study.report.build import build_report
from study.verify.classes import ReproductionClass
from study.verify.outputs import numbers_of, read_folder
from study.verify.replication import replication
from study.verify.verification import verify

ROOT = Path(__file__).parents[1]
FACT = "E010,cassis,1,clauses,yes"


@pytest.fixture
def repository(study_with_notebooks, commit):
    """The small study, the package and the lock, committed together."""
    paths = study_with_notebooks
    shutil.copytree(ROOT / "src", paths.root / "src", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in ("requirements.lock", "pyproject.toml", ".gitignore"):
        shutil.copyfile(ROOT / name, paths.root / name)
    commit(paths.root)
    return paths


def typed(paths, *arguments):
    """Run a command of the repository's own package; its status and what it printed, on one line."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(paths.root.parent), "PYTHONPATH": str(paths.root / "src")}
    command = [sys.executable, "-m", "study", *arguments, "--root", str(paths.root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_an_edition_is_reproduced_in_full_and_an_altered_fact_names_the_numbers_that_it_moves(
    repository, commit, played
):
    paths = repository
    status, said = typed(paths, "publish", "2020")
    assert status == 0, said
    commit(paths.root)
    status, said = typed(paths, "verify", "2020")
    assert status == 0 and "reproduction complète" in said, said

    # One row altered and resealed. What the edition's own inputs give is known by now; today's are played here.
    paths.evidence.write_text(paths.evidence.read_text("utf-8").replace(FACT, FACT.replace("yes", "no")), "utf-8")
    paths.checksums.write_text(checksums.written(checksums.current(paths)), "utf-8")
    published = paths.published("2020")

    def again(restored: StudyPaths, wave: str) -> str:
        assert FACT in restored.evidence.read_text("utf-8")
        shutil.copytree(published, restored.reports(wave))
        return ""

    found = verify(paths, "2020", lambda: build_report(paths, "2020", "fr", *played(paths)), run=again)
    full, _, partial, _ = ReproductionClass
    assert (found.rebuild.reproduction, found.today.reproduction, found.reproduction) == (full, partial, partial)
    moved = {item.key: item for item in found.today.comparison.moved}
    # Cassis said yes to the clauses; now nobody else's answer, no other question and no other lever has moved.
    before, after = (numbers_of(read_folder(folder), "text_fr") for folder in (published, paths.reports("2020")))
    assert moved.keys() == {key for key in before | after if before.get(key) != after.get(key)}
    assert moved["clauses.count"].expected.value == moved["clauses.count"].recomputed.value + 1
    questions = {key.partition(".")[0].partition("@")[0] for key in moved}
    # The rule that a no lapses by is another than a yes has, so the count of facts by rule moves too.
    assert {"clauses", "lever_1"} <= questions <= {"clauses", "lever_1", "all_levers", "evidence", "sheet"}, sorted(
        moved
    )
    said = replication(found)
    assert [row["key"] for change in said["sources"] for row in change["rows"]] == ["E010"]
    named = {item["id"] for item in said["items"] if item["kind"] == "table" and item["verdict"]["today"] == "differs"}
    assert "lever-1-indicators" in named and "lever-0-indicators" not in named
