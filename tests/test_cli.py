"""The command as it is typed: exit status, words, and what it leaves. A traceback never appears."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from study import cli
from study.base.layout import ROOT_VARIABLE

EVIDENCE = "data/raw/evidence/evidence.csv"


def snapshot(root):
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".cache", ".git"} & set(path.relative_to(root).parts)
    }


def one_line(text):
    return " ".join(text.split())


@pytest.fixture
def study(monkeypatch, capsys):
    """Type a command in this process: (exit status, standard output, errors), spaces made plain."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("STUDY_LANG", raising=False)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["study", *map(str, arguments)])
        try:
            cli.main()
            status = 0
        except SystemExit as stop:
            status = stop.code or 0
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return status, said.out, one_line(said.err)

    return run


def test_check_says_what_was_found_and_writes_nothing(small_study, study):
    before = snapshot(small_study.root)
    status, out, err = study("check", "--root", small_study.root)
    assert (status, err) == (0, "")
    for words in (
        "2020",
        "14 faits",
        "2 sources",
        "3 territoires",
        "E008=yes;E009=no",
        "belleville",
        "corrections.csv",
    ):
        assert words in one_line(out), words
    assert snapshot(small_study.root) == before
    assert not (small_study.root / ".cache").exists()


def test_a_bad_row_is_told_with_everything_needed_to_mend_it_in_both_languages(make_study, study):
    paths = make_study({EVIDENCE: lambda text: text.replace("E003,arbois", "E003,arbios")})
    status, out, err = study("check", "2020", "--root", paths.root)
    assert (status, out) == (1, "")
    for words in (EVIDENCE, "ligne 4", "colonne territory", "« arbios »", "« arbois »", "Pourquoi", "Que faire"):
        assert words in err, words
    status, _, err = study("--lang", "en", "check", "2020", "--root", paths.root)
    assert status == 1 and f"{EVIDENCE}, row 4, column territory" in err and "What to do" in err


def test_many_problems_fit_one_screen_unless_all_are_asked_for(make_study, study):
    def edit(text):
        rows = [f"X{i:03},nowhere{i},0,elected,yes,2020,year,,S001,high,n,n\n" for i in range(40)]
        return text + "".join(rows)

    paths = make_study({EVIDENCE: edit})
    status, _, err = study("check", "--root", paths.root)
    assert status == 1 and "nowhere0" in err and "nowhere39" not in err and "--all" in err
    status, _, err = study("check", "--all", "--root", paths.root)
    assert status == 1 and "nowhere39" in err


@pytest.mark.parametrize("command", ["check", "report", "indicators"])
def test_an_unsealed_change_is_refused_with_its_remedy_and_nothing_is_written(study_with_notebooks, study, command):
    small_study = study_with_notebooks
    small_study.evidence.write_text(
        small_study.evidence.read_text("utf-8").replace("Two people", "Three people"), "utf-8"
    )
    before = snapshot(small_study.root)
    status, _, err = study(command, "2020", "--root", small_study.root)
    assert status == 1 and EVIDENCE in err and "study seal" in err
    assert snapshot(small_study.root) == before


@pytest.mark.parametrize("command", ["check", "report", "indicators"])
def test_an_unknown_wave_is_wrong_usage_and_the_nearest_one_is_told(small_study, study, command):
    before = snapshot(small_study.root)
    status, _, err = study(command, "202", "--root", small_study.root)
    assert status == 2 and "« 202 »" in err and "« 2020 »" in err
    assert snapshot(small_study.root) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("chek",),
        ("--lang", "xx", "waves"),
        ("indicators", "--lever", "9"),
        ("indicators", "--lever", "one"),
        ("report", "--workers", "0"),
        ("check", "2020", "2021"),
        ("questions", "--lever", "9"),
    ],
)
def test_wrong_usage_ends_with_two(small_study, study, arguments, monkeypatch):
    monkeypatch.chdir(small_study.root)
    status, _, err = study(*arguments)
    assert status == 2 and err


def test_a_folder_without_a_study_is_wrong_usage(tmp_path, study, monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    for arguments in (("waves",), ("waves", "--root", tmp_path / "nowhere")):
        status, out, err = study(*arguments)
        assert (status, out) == (2, "") and "--root" in err


def test_a_study_without_waves_is_told(make_study, study):
    paths = make_study()
    shutil.rmtree(paths.wave_folder("2020"))
    status, _, err = study("check", "--root", paths.root)
    assert status == 2 and err and "« »" not in err and "«  »" not in err


def test_the_study_is_found_from_any_folder_in_it(small_study, study, monkeypatch):
    monkeypatch.chdir(small_study.evidence_folder)
    assert study("waves")[0] == 0


def test_waves_are_listed_in_the_language_asked_for(small_study, study, monkeypatch):
    status, out, _ = study("waves", "--root", small_study.root)
    assert status == 0 and "2020-12-31" in out and "Une petite étude" in out
    assert "A small study" in study("--lang", "en", "waves", "--root", small_study.root)[1]
    monkeypatch.setenv("STUDY_LANG", "en")
    (wave,) = json.loads(study("waves", "--json", "--root", small_study.root)[1])
    assert (wave["wave"], wave["title"], wave["report"]) == ("2020", "A small study", "–")


def test_questions_are_listed(small_study, study):
    everything = json.loads(study("questions", "--json", "--root", small_study.root)[1])
    assert [(question["lever"], question["question"]) for question in everything] == [
        (0, "elected"), (0, "staff"), (0, "actions"), (1, "scheme"), (1, "clauses"), (1, "purchases_eur"), (1, "actions"),
    ]  # fmt: skip
    one = json.loads(study("questions", "--lever", "1", "--json", "--root", small_study.root)[1])
    assert one == everything[3:]
    status, out, _ = study("questions", "--root", small_study.root)
    assert status == 0 and "Avez-vous adopté un schéma ?" in out
    assert "Have you adopted a scheme?" in study("--lang", "en", "questions", "--root", small_study.root)[1]


def test_indicators_as_json_are_those_of_a_hand_count(small_study, study):
    before = snapshot(small_study.root)
    status, out, err = study("indicators", "2020", "--json", "--root", small_study.root)
    assert (status, err) == (0, "")
    assert snapshot(small_study.root) == before
    rows = {(row["indicator"], row["territory"]): row for row in json.loads(out)}

    def numbers(name, territory=""):
        row = rows[name, territory]
        return tuple(row[column] for column in ("value", "lower", "upper", "base", "unknown"))

    # elected: Arbois yes, Belleville no, Cassis unknown; scheme: yes, planned, withdrawn; clauses: lapsed, conflict, yes.
    assert numbers("elected.count") == (1, 1, 2, 3, 1)
    assert numbers("scheme.count") == (1, 1, 2, 3, 1)
    assert numbers("clauses.count") == (1, 1, 3, 3, 2)
    assert numbers("scheme.share") == pytest.approx((1 / 3, 1 / 3, 2 / 3, 3, 1))
    assert rows["elected.share_determined", ""]["value"] == pytest.approx(1 / 2)
    people = 100_100 + 200_100 + 300_100
    weighted = rows["scheme.weighted_share", ""]
    assert (weighted["value"], weighted["upper"]) == pytest.approx((100_100 / people, 400_200 / people))
    assert rows["purchases_eur.total", ""]["value"] == pytest.approx(85_000_000.5)
    assert rows["purchases_eur.median", ""]["value"] == pytest.approx(42_500_000.25)
    assert rows["purchases_eur.documented", ""]["value"] == 2
    assert {row["wave"] for row in rows.values()} == {"2020"}
    assert {row["lever"] for row in rows.values()} == {0, 1}


def test_indicators_of_one_lever_as_a_table(small_study, study):
    status, out, _ = study("indicators", "--lever", "1", "--root", small_study.root)
    assert status == 0 and "elected" not in out
    (line,) = (line for line in out.splitlines() if line.strip().startswith("scheme.count"))
    assert line.split()[:6] == ["scheme.count", "1", "1", "2", "3", "1"]
    (line,) = (line for line in out.splitlines() if line.strip().startswith("scheme.share "))
    assert line.split()[1:4] == ["0,333", "0,333", "0,667"]
    rows = json.loads(study("indicators", "--lever", "1", "--json", "--root", small_study.root)[1])
    assert {row["lever"] for row in rows} == {1}


def git(paths, *arguments):
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(paths.root), *who, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_seal_lists_the_changed_rows_and_lets_the_change_in(small_study, study):
    git(small_study, "init", "-q")
    git(small_study, "add", "-A")
    git(small_study, "commit", "-q", "-m", "first")
    text = small_study.evidence.read_text("utf-8").replace(
        "E013,cassis,1,charter,yes,2019-06", "E013,cassis,1,charter,yes,2019-07"
    )
    small_study.evidence.write_text(
        text + "E015,cassis,1,scheme,yes,2020-02,month,,S001,high,Voted,[red]Voté[/red]\n", "utf-8"
    )
    assert study("check", "--root", small_study.root)[0] == 1
    status, out, _ = study("seal", "--root", small_study.root)
    out = one_line(out)
    assert status == 0
    assert "ligne 14, « E013 » : as_of" in out and "« 2019-06 »" in out and "« 2019-07 »" in out
    assert "E015" in out and EVIDENCE in out and "E012" not in out
    assert study("check", "--root", small_study.root)[0] == 0
    status, out, _ = study("seal", "--root", small_study.root)
    assert status == 0 and "E013" not in out


def test_seal_refuses_what_is_wrong_and_writes_nothing(make_study, study):
    paths = make_study()
    paths.evidence.write_text(paths.evidence.read_text("utf-8").replace("2020-07-10,day", "10/07/2020,day"), "utf-8")
    before = snapshot(paths.root)
    status, _, err = study("seal", "--root", paths.root)
    assert status == 1 and "« 10/07/2020 »" in err and "ligne 2" in err
    assert snapshot(paths.root) == before


def test_a_report_that_cannot_be_made_leaves_nothing(make_study, study_with_notebooks, study):
    paths = make_study(
        {EVIDENCE: lambda text: text.replace("E010,cassis,1,clauses,yes,2020-01", "E010,cassis,1,clauses,yes,juil.-19")}
    )
    shutil.copytree(study_with_notebooks.notebooks, paths.notebooks)
    before = snapshot(paths.root)
    status, _, err = study("report", "--root", paths.root)
    assert status == 1 and "« juil.-19 »" in err and "ligne 11" in err and "colonne as_of" in err
    assert snapshot(paths.root) == before


@pytest.mark.parametrize("arguments", [(), ("--help",), ("report", "--help")])
def test_help_is_there(study, arguments):
    status, out, err = study(*arguments)
    assert status in (0, 2) and "--" in out + err


def typed(paths, *arguments):
    environment = {name: value for name, value in os.environ.items() if name not in (ROOT_VARIABLE, "STUDY_LANG")}
    command = [sys.executable, "-m", "study", *arguments, "--root", str(paths.root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, one_line(done.stdout), one_line(done.stderr)


def test_from_raw_files_to_a_report_and_what_an_edit_runs_again(study_with_notebooks):
    # Slow: six notebooks in kernels of their own. All that needs a real run is asked of this one.
    paths = study_with_notebooks
    steps = {"check", "1_clean", "2_lever-0", "2_lever-1", "3_overview", "4_replication", "report"}

    def ran(out):
        return {word.removeprefix("2020/") for word in out.split() if word.startswith("2020/")}

    status, out, err = typed(paths, "report")
    assert (status, err) == (0, "")
    assert ran(out) == steps and out.endswith("reports/2020/report.pdf")
    assert paths.report_pdf("2020").read_bytes().startswith(b"%PDF")
    built = snapshot(paths.root)
    assert {name.split("/")[0] for name in built} == {"data", "notebooks", "reports"}

    status, out, _ = typed(paths, "report", "2020")
    assert status == 0 and "à jour" in out and ran(out) == set()
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
    status, out, _ = typed(paths, "report")
    assert status == 0 and ran(out) == {"check", "4_replication", "report"}
    after = snapshot(paths.root)
    assert "reports/2020/numbers.csv" in after
    assert {name for name in built if built[name] != after.get(name) and name.startswith("data/processed")} == {
        f"data/processed/2020/{name}"
        for name in ("checked.txt", "log/4_replication.json", "notebooks/4_replication.ipynb",
                     "replication/indicators.csv", "replication/numbers.csv")
    }  # fmt: skip
