"""Building a report as typed, from the raw files on, and what an edit runs again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading

from study.base.layout import ROOT_VARIABLE
from study.cli import build
from study.editions import publish
from study.editions.publish import Published
from study.pipeline.run import Outcome

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


def typed(paths, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in (ROOT_VARIABLE, "STUDY_LANG")}
    command = [sys.executable, "-m", "study", *arguments, "--root", str(paths.root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


# Where the tests run in the background, an interrupt is ignored by whatever they start.
HEEDING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from study.cli import main; main()"


def preview(paths):
    """Preview as a process: another save is another PDF, Ctrl-C an end like any other."""
    command = [sys.executable, "-c", HEEDING, "preview", "--root", str(paths.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        timer = threading.Timer(120, process.kill)
        timer.start()
        said = [process.stdout.readline() for _ in range(3)]
        assert "preview.pdf" in said[1] and "Ctrl-C" in said[2], said
        report = paths.report_pdf("2020").read_bytes()
        assert paths.preview("2020").read_bytes() == report
        paths.commentary("2020", "fr").joinpath("lever-1.md").write_text("Le texte, relu.\n", "utf-8")
        assert "preview.pdf" in process.stdout.readline()
        assert paths.preview("2020").read_bytes() != report == paths.report_pdf("2020").read_bytes()
        process.send_signal(signal.SIGINT)
        rest = process.communicate()
        timer.cancel()
    assert (process.returncode, rest) == (0, ("", ""))


def test_from_raw_files_to_a_report_and_what_an_edit_runs_again(study_with_notebooks, snapshot):
    # Slow: six notebooks in kernels of their own. All that needs a real run is asked of this one.
    paths = study_with_notebooks
    steps = {"check", "1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication", "sheets", "report"}

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

    # No edition of what is not in git.
    status, _, err = typed(paths, "publish")
    assert status == 1 and "git" in err and not paths.published("2020").exists()

    preview(paths)


def test_an_edition_is_published_after_its_build_and_named(small_study, study, monkeypatch, one_line):
    # Freezing itself is tests/editions'; from this clone it would be refused while its own code is being edited.
    told = []
    monkeypatch.setattr(build, "bring_up_to_date", lambda paths, names, steps: told.append(names))
    for outcome in ("new", "unchanged"):
        published = Published("reports/published/2020", outcome, 3, 100)
        monkeypatch.setattr(
            publish, "publish", lambda *given, found=published, **options: told.append(options) or found
        )
        status, out, _ = study("publish", "2020", "--replace", "--root", small_study.root)
        assert status == 0 and out.rstrip().endswith("reports/published/2020")
        assert ("à l’identique" in one_line(out)) == (outcome == "unchanged")
    assert told == [["2020"], {"replace": True}] * 2


def test_kernels_that_could_not_be_forked_are_said_with_their_reason(small_study, study, monkeypatch, one_line):
    from study.notebooks import provisioner

    monkeypatch.setattr("study.pipeline.run.run", lambda *given, **options: Outcome(("2020/report",), ()))
    monkeypatch.setattr(provisioner, "_causes", [])
    said = one_line(study("report", "2020", "--root", small_study.root)[1])
    assert "moins vite" not in said
    monkeypatch.setattr(provisioner, "_causes", ["no forks here"])
    assert "moins vite" in (said := one_line(study("report", "2020", "--root", small_study.root)[1]))
    assert "no forks here" in said


def test_a_cluster_is_asked_for_by_option_or_variable(study_with_notebooks, study, monkeypatch):
    asked = []
    nothing = Outcome(ran=(), up_to_date=("2020/report",))
    monkeypatch.setattr("study.pipeline.run.run", lambda *_, cluster, **__: asked.append(cluster) or nothing)
    monkeypatch.delenv("STUDY_CLUSTER", raising=False)
    study("report", "--root", study_with_notebooks.root)
    study("report", "--root", study_with_notebooks.root, "--cluster", "tcp://one:8786")
    monkeypatch.setenv("STUDY_CLUSTER", "tcp://two:8786")
    study("report", "--root", study_with_notebooks.root)
    monkeypatch.setenv("STUDY_CLUSTER", "")
    study("report", "--root", study_with_notebooks.root)
    assert asked == [None, "tcp://one:8786", "tcp://two:8786", None]


def test_a_cluster_that_is_none_is_said_on_one_screen(study_with_notebooks, study, snapshot, monkeypatch):
    monkeypatch.setattr("study.pipeline.cluster.CONNECT_SECONDS", 1)
    root = study_with_notebooks.root
    before = snapshot(root)
    status, out, err = study("report", "--root", root, "--cluster", "http://localhost:8787")
    assert (status, out) == (2, "") and "n’est pas l’adresse d’un scheduler Dask" in err
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        status, out, err = study("report", "--root", root, "--cluster", address)
        assert (status, out) == (1, "") and f"Aucun scheduler Dask ne répond à {address}" in err
        status, out, err = study("--lang", "en", "report", "--root", root, "--cluster", address)
        assert (status, out) == (1, "") and f"No Dask scheduler answers at {address}" in err
    assert snapshot(root) == before
