"""Starting a study and sealing it, as typed."""

import shutil
import subprocess

import pytest

EVIDENCE = "data/raw/evidence/evidence.csv"


def git(paths, *arguments):
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(paths.root), *who, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_seal_lists_the_changed_rows_and_lets_the_change_in(small_study, study, one_line):
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


def test_seal_refuses_what_is_wrong_and_writes_nothing(make_study, study, snapshot):
    paths = make_study()
    paths.evidence.write_text(paths.evidence.read_text("utf-8").replace("2020-07-10,day", "10/07/2020,day"), "utf-8")
    before = snapshot(paths.root)
    status, _, err = study("seal", "--root", paths.root)
    assert status == 1 and "« 10/07/2020 »" in err and "ligne 2" in err
    assert snapshot(paths.root) == before


def test_a_new_study_is_made_in_an_empty_folder_and_its_inputs_hold_no_problem(tmp_path, study, one_line):
    folder = tmp_path / "mine"
    status, out, err = study("new", folder)
    assert (status, err) == (0, "") and "README.md" in one_line(out) and "study report --root" in out
    assert study("check", "--root", folder)[0] == 0
    status, _, err = study("new", folder)
    assert status == 2 and folder.as_posix() in err
