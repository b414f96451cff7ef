"""Building a report as typed, from the raw files on, and what an edit runs again."""

import os
import shutil
import subprocess
import sys

from study.base.layout import ROOT_VARIABLE

EVIDENCE = "data/raw/evidence/evidence.csv"


def test_a_report_that_cannot_be_made_leaves_nothing(make_study, study_with_notebooks, study, snapshot):
    paths = make_study(
        {EVIDENCE: lambda text: text.replace("E010,cassis,1,clauses,yes,2020-01", "E010,cassis,1,clauses,yes,juil.-19")}
    )
    shutil.copytree(study_with_notebooks.notebooks, paths.notebooks)
    before = snapshot(paths.root)
    status, _, err = study("report", "--root", paths.root)
    assert status == 1 and "« juil.-19 »" in err and "ligne 11" in err and "colonne as_of" in err
    assert snapshot(paths.root) == before


def git(paths, *arguments):
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(paths.root), *who, *arguments], check=True, capture_output=True)


def typed(paths, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in (ROOT_VARIABLE, "STUDY_LANG")}
    command = [sys.executable, "-m", "study", *arguments, "--root", str(paths.root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_from_raw_files_to_a_report_and_what_an_edit_runs_again(study_with_notebooks, snapshot):
    # Slow: six notebooks in kernels of their own. All that needs a real run is asked of this one.
    paths = study_with_notebooks
    steps = {"check", "1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication", "report"}

    def ran(out):
        return {word.removeprefix("2020/") for word in out.split() if word.startswith("2020/")}

    status, out, err = typed(paths, "report")
    assert (status, err) == (0, "")
    assert ran(out) == steps and out.endswith("reports/2020/report.pdf reports/2020/report.html")
    assert paths.report_pdf("2020").read_bytes().startswith(b"%PDF")
    assert paths.report_html("2020").read_text("utf-8").startswith("<!DOCTYPE html>")
    built = snapshot(paths.root)
    assert {name.split("/")[0] for name in built} == {"data", "notebooks", "reports"}

    for command in ("why", "report"):
        status, out, _ = typed(paths, command, "2020")
        assert status == 0 and "à jour" in out and ran(out) == set(), command
    assert snapshot(paths.root) == built

    good = paths.evidence.read_text("utf-8")
    paths.evidence.write_text(good.replace("E003,arbois", "E003,arbios"), "utf-8")
    status, _, err = typed(paths, "report")
    assert status == 1
    for words in (EVIDENCE, "ligne 4", "colonne territory", "« arbios »", "Que faire"):
        assert words in err, words
    now = snapshot(paths.root)
    assert {name for name in built | now if built.get(name) != now.get(name)} == {EVIDENCE}
    paths.evidence.write_text(good, "utf-8")

    # A published figure and a text: of the notebooks, only the replication runs. A page deleted by hand is made again.
    claims = paths.claims("2020")
    claims.write_text(claims.read_text("utf-8").replace("Territoires venus", "Territoires présents"), "utf-8")
    paths.commentary("2020", "fr").joinpath("lever-1.md").write_text("Le schéma : {{ scheme.count }}.\n", "utf-8")
    (paths.reports("2020") / "numbers.csv").unlink()
    assert typed(paths, "seal")[0] == 0
    before = snapshot(paths.root)
    status, out, _ = typed(paths, "why")
    assert status == 0 and ran(out) == {"check", "4_replication", "report"}
    for words in ("data/raw/waves/2020/claims.csv", "lever-1.md", "reports/2020/numbers.csv"):
        assert words in out, words
    assert snapshot(paths.root) == before
    status, out, _ = typed(paths, "report", "all")
    assert status == 0 and ran(out) == {"check", "4_replication", "report"}
    after = snapshot(paths.root)
    assert "reports/2020/numbers.csv" in after
    assert {name for name in built if built[name] != after.get(name) and name.startswith("data/processed")} == {
        f"data/processed/2020/{name}"
        for name in ("checked.txt", "log/4_replication.json", "notebooks/4_replication.ipynb",
                     "replication/indicators.csv", "replication/numbers.csv")
    }  # fmt: skip

    # Frozen as an edition, once what it rests on is in git.
    status, _, err = typed(paths, "publish")
    assert status == 1 and "git" in err and not paths.published("2020").exists()
    git(paths, "init", "-q")
    git(paths, "add", "-A", "data/raw", "notebooks")
    (paths.root / "requirements.lock").write_text("pandas==3.0.0\n")
    git(paths, "add", "requirements.lock")
    git(paths, "commit", "-q", "-m", "first")
    status, out, err = typed(paths, "publish", "2020")
    assert (status, err) == (0, "") and out.endswith("reports/published/2020")
    assert (paths.published("2020") / "report.pdf").read_bytes() == paths.report_pdf("2020").read_bytes()
    status, out, _ = typed(paths, "publish", "2020")
    assert status == 0 and "à l’identique" in out
