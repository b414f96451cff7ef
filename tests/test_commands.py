"""The commands that the documents tell a reader to type: each is run, or held against what would run it.

The analyst's guide is played from end to end by tests/test_guide.py. Of the other documents, `study …` is read by the
command line's own parser, down to the last option; those that only look are run, on what a clean clone holds; `make …`
is run dry, so that its target and files are there; whatever else is typed stands below, with the test that runs it or
why none does.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from study import cli
from study.cli.app import app

ROOT = Path(__file__).parents[1]
# Played elsewhere; what might be done about sizes.
LEFT_OUT = ("guide-analyste.md", "dependencies.md")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FIRST_WORDS = ("make", "study", "duckdb", "dask", "git", "cd", "kubectl", "python", "pip", "sbatch")
# What stands for something in a command: (as written, as it might be typed).
STANDS_FOR = {
    "[WAVE\\|all]": "all", "[WAVE\\|FILE]": "2019", "[WAVE]": "2019", "WAVE=…": "WAVE=2019", " A B": " 2021 2025",
    "TERRITORY": "lille", "FORM": "form.xlsx", "DIR": "folder", "NAME": "2026", " ADDRESS": " tcp://host:8786",
}  # fmt: skip

# Run here, on the inputs and the published editions: they write nothing.
LOOKS = {
    "study trace spaser_adopted.count --wave 2019": "22",
    "study trace --cell data/raw/evidence/evidence.csv:790 --wave 2019": "evidence.csv",
    "study indicators --lever 5": "spaser_adopted",
    "study waves": "2025",
    "study questions": "spaser_adopted",
}

# Neither `make` nor `study`: the test that runs it, or why none does.
OTHERS = {
    "duckdb -csv < reports/2019/audit.sql": "tests/recount/test_run.py runs the script with duckdb-cli",
    "cd reports/2019 && sha256sum -c MANIFEST.sha256": "tests/test_report_2019.py checks each line of the manifest",
    "dask scheduler --host 10.0.0.2": "tests/test_report_on_cluster.py starts one, on this machine",
    "dask worker tcp://10.0.0.2:8786": "tests/test_report_on_cluster.py starts two, on this machine",
    "dask scheduler --scheduler-file /shared/ess.json": "needs a folder that several machines share",
    "dask worker --scheduler-file /shared/ess.json": "needs a folder that several machines share",
    "kubectl delete -f cluster.yaml": "needs a Kubernetes cluster",
    "kubectl get svc": "needs a Kubernetes cluster",
    "sbatch --wrap": "needs a Slurm site",
    'python -c "import pytask"': "no instruction: what docs/bench measures",
    ".venv/bin/pre-commit install": "changes the repository that the tests are run in, and fetches its hooks",
    ".venv/bin/python -m pytest tests/answers -q": "this is a run of it",
    ".venv/bin/ruff format src tests": "make lint, in CI, checks the same",
    ".venv/bin/ruff check src tests": "make lint, in CI, runs it",
    ".venv/bin/mypy": "make lint, in CI, runs it",
    ".venv/bin/python docs/images/guide/make_images.py": "takes pictures of a browser; tests/test_guide.py holds them",
    ".venv/bin/python -m study.report.contents README.md reports/20*/contents.csv": "tests/report/test_contents.py",
}


def commands(path):
    """The commands of a document: (command, whether it stands in a block)."""
    text = path.read_text("utf-8")
    for block in re.findall(r"^```(?:sh|console)?\n(.*?)^```$", text, flags=re.M | re.S):
        yield from ((line, True) for line in block.splitlines())
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    yield from ((code, False) for code in re.findall(r"`([^`\n]+)`", prose))


def found():
    """Each command once, without its remark: command → whether a block holds it."""
    held = {}
    for path in DOCUMENTS:
        if path.name in LEFT_OUT:
            continue
        for line, in_block in commands(path):
            command = re.sub(r"\s+#.*|\s*&$", "", line).strip()
            for written, typed in STANDS_FOR.items():
                command = command.replace(written, typed)
            first = command.split(" ")[0]
            is_one = first.startswith(".venv/bin/") or (first in FIRST_WORDS and (" " in command))
            if is_one and "…" not in command:
                held[command] = held.get(command, False) or in_block
    return held


FOUND = found()
OF_STUDY = {
    command: block for command, block in FOUND.items() if command.removeprefix(".venv/bin/").startswith("study ")
}
OF_MAKE = sorted(command for command in FOUND if re.match(r"make [a-zA-Z]", command))


def parsed(words):
    """Read a command line as `study` does, running nothing; raise its UsageError."""
    command, context = typer.main.get_command(app), None
    while True:
        context = command.make_context(command.name or "study", list(words), parent=context)
        if not hasattr(command, "resolve_command"):
            return context
        rest = [*context._protected_args, *context.args]
        if not rest:
            return context
        _, command, words = command.resolve_command(context, rest)


def test_there_is_something_to_hold():
    assert len(OF_STUDY) > 30 and len(OF_MAKE) > 8
    with pytest.raises(typer.BadParameter.__base__):
        parsed(["report", "2019", "--nothing-like-it"])
    with pytest.raises(typer.BadParameter.__base__):
        parsed(["nothing-like-it"])


@pytest.mark.parametrize("command", sorted(OF_STUDY))
def test_a_study_command_is_one(command):
    words = shlex.split(command)[1:]
    try:
        parsed(words)
    except typer.BadParameter as error:
        assert type(error).__name__ == "MissingParameter", error
        # The bare name of a command, in a sentence.
        assert not OF_STUDY[command] and not any(word.startswith("-") for word in words), command


@pytest.mark.parametrize("command", OF_MAKE)
def test_a_make_command_has_its_target(command):
    dry = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True)
    assert dry.returncode == 0, dry.stderr


@pytest.mark.parametrize("command", LOOKS)
def test_a_command_that_only_looks_shows_what_is_asked(command, monkeypatch, capsys):
    assert {command, f".venv/bin/{command}"} & set(FOUND), "no document tells it any more"
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "200")
    try:
        cli.main()
        status = 0
    except SystemExit as stop:
        status = stop.code or 0
    assert status == 0 and LOOKS[command] in capsys.readouterr().out


def test_whatever_else_is_typed_is_run_by_a_test_or_says_why_not():
    assert set(FOUND) - set(OF_STUDY) - set(OF_MAKE) == set(OTHERS)
