"""Typing a command in this process, and what it leaves on disk."""

import sys

import pytest

from study import cli


def taken(root):
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".cache", ".git"} & set(path.relative_to(root).parts)
    }


def on_one_line(text):
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
        return status, said.out, on_one_line(said.err)

    return run


@pytest.fixture
def snapshot():
    """Every file under a folder: its bytes and when it was last written."""
    return taken


@pytest.fixture
def one_line():
    """A text on one line."""
    return on_one_line
