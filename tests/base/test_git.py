"""Asking git: answers, refusals and silence."""

import shutil
import subprocess

import pytest

from study.base import git


@pytest.fixture
def repository(tmp_path):
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    return tmp_path


def test_an_answer_holds_what_git_prints(repository):
    answer = git.ask(repository, "rev-parse", "--is-inside-work-tree")
    assert answer.ok and answer.output == b"true\n" and answer.said == ""


def test_a_refusal_holds_the_first_line_of_gits_complaint(tmp_path):
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    answer = git.ask(tmp_path, "rev-parse", "--git-dir")
    assert not answer.ok and answer.said.startswith("fatal: not a git repository")


def test_the_repository_asked_is_that_of_the_folder_whatever_a_hook_has_set(repository, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path_factory.mktemp("elsewhere")))
    assert git.ask(repository, "rev-parse", "--is-inside-work-tree").ok


def test_no_git_is_an_answer_too(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert git.ask(tmp_path, "status") == git.Answer(-1, b"", "git: FileNotFoundError")
