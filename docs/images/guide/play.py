"""Plays docs/guide-analyste.md in a copy of the repository: types its commands, makes its edits.

Promise: the guide is taken as its reader takes it, from the first block to the last, and nothing outside the copy is
touched. The conventions, all of them in the blocks' first lines:

* ```console: commands, one a line. A command ends with status 0; one with the remark `# s’arrête…` ends with status 1,
  since something is to be settled. `source …` holds for all that follow, as in one terminal.
* ```text: what the commands of the block before print, blanks and line ends aside; a line `…` stands for anything.
* ```csv, yaml or markdown with the name of a file: an edit. Rows of a CSV are added, or replace the row of their key;
  a key of a YAML is replaced, or begun with these lines where the block ends with `# …`; any other text is written.
* any other block is shown and nothing else.

Used by `tests/test_guide.py`, which checks, and by `make_images.py`, which takes pictures. Left out: fetching anything:
the copy has an environment ready, in which `make setup` finds nothing to do.
"""

import csv
import io
import os
import re
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from study.intake.changes import KEYS

REPOSITORY = Path(__file__).resolve().parents[3]
GUIDE = REPOSITORY / "docs" / "guide-analyste.md"
STOPS = "# s’arrête"
REST = "…"

_BLOCK = re.compile(r"^```(\w+)(?: +(\S+))?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
_FOLDERS = ("data/raw", "notebooks", "src")
_FILES = ("Makefile", "pyproject.toml", "requirements.lock", "bootstrap.lock", ".gitignore", ".gitattributes")
_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its kind (`console`, `text`, …), the file that it edits or "", its text and its line."""

    kind: str
    file: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that was typed: its line in the guide, how it should end, how it did, and all that it printed."""

    command: str
    line: int
    expected: int
    status: int
    output: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the guide says that the commands of a block print, and what they printed."""

    text: str
    line: int
    output: str

    @property
    def holds(self) -> bool:
        """Return whether they printed it, piece by piece in this order."""
        printed, at = " ".join(self.output.split()), 0
        for piece in re.split(rf"^{REST}$", self.text, flags=re.MULTILINE):
            words = " ".join(piece.split())
            if (found := printed.find(words, at)) < 0:
                return False
            at = found + len(words)
        return True


@dataclass(frozen=True, slots=True)
class Edited:
    """A file that was changed, named from the root of the copy."""

    file: str
    line: int


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a guide, in their order."""
    return [
        Block(found[1], found[2] or "", found[3], text.count("\n", 0, found.start()) + 1)
        for found in _BLOCK.finditer(text)
    ]


def edited(before: str, block: Block) -> str:
    """Return what a file holds once a block is applied to it; `before` is empty for a file that is not there yet."""
    if block.kind == "csv":
        return _with_rows(before, block)
    return _with_key(before, block) if block.kind == "yaml" else block.text


def _with_rows(before: str, block: Block) -> str:
    key = KEYS[Path(block.file).name]
    rows = list(csv.reader(io.StringIO(before, newline="")))
    columns = [rows[0].index(name) for name in key]
    for row in csv.reader(io.StringIO(block.text, newline="")):
        same = [i for i, old in enumerate(rows) if [old[c] for c in columns] == [row[c] for c in columns]]
        rows[same[0] if same else len(rows) :] = [row, *rows[same[0] + 1 :]] if same else [row]
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n" if "\r\n" in before else "\n").writerows(rows)
    return made.getvalue()


def _with_key(before: str, block: Block) -> str:
    lines, new = before.splitlines(), block.text.splitlines()
    key = new[0].partition(":")[0] + ":"
    start = next(i for i, line in enumerate(lines) if line.startswith(key))
    if new[-1].strip() == f"# {REST}":
        lines[start : start + 1] = new[:-1]
        return "\n".join(lines) + "\n"
    end = next((i for i in range(start + 1, len(lines)) if not lines[i].startswith(" ")), len(lines))
    lines[start:end] = new
    return "\n".join(lines) + "\n"


def copy_repository(folder: Path) -> Path:
    """Make, in a folder that is not there, a committed copy of the repository with an environment of its own."""
    ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in _FOLDERS:
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignored)
    for name in _FILES:
        shutil.copy2(REPOSITORY / name, folder / name)
    environment = folder / ".venv"
    venv.create(environment, with_pip=False, symlinks=True)
    packages = next((environment / "lib").glob("python*/site-packages"))
    # The copy's own package first; then what is installed here, whose own links to the repository are not followed.
    (packages / "copy.pth").write_text(f"{folder / 'src'}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    command = environment / "bin" / "study"
    command.write_text(f"#!{environment / 'bin' / 'python'}\nfrom study.cli import main\n\nmain()\n", encoding="utf-8")
    command.chmod(0o755)
    (environment / ".ready").touch()
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Copie")):
        subprocess.run(["git", *arguments], cwd=folder, env=_environment({}), check=True, capture_output=True)
    return folder


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return what a reader's terminal has: nothing of this study's or this process's, French by default, a git user."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    who = {f"GIT_{role}_{key}": f"analyste{end}" for role in ("AUTHOR", "COMMITTER")
           for key, end in (("NAME", ""), ("EMAIL", "@example.org"))}  # fmt: skip
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONUNBUFFERED": "1"}
    return kept | who | quiet | {"LC_ALL": "C.UTF-8", "COLUMNS": "100"} | dict(more)


def play(folder: Path, taken: list[Block], more: Mapping[str, str] | None = None) -> Iterator[Ran | Shown | Edited]:
    """Play blocks in a copy (`copy_repository`), `more` being further variables; tell what was done."""
    sources: list[str] = []
    printed = ""
    for block in taken:
        if block.kind == "console":
            printed = ""
            for number, command in enumerate(block.text.splitlines(), start=block.line + 1):
                ran = _run(folder, sources, command, number, more or {})
                sources += [command] if command.startswith("source ") else []
                printed += ran.output
                yield ran
        elif block.kind == "text":
            yield Shown(block.text, block.line, printed)
        elif block.file:
            path = folder / block.file
            before = path.read_bytes().decode("utf-8") if path.is_file() else ""
            path.write_bytes(edited(before, block).encode("utf-8"))
            yield Edited(block.file, block.line)


def _run(folder: Path, sources: list[str], command: str, line: int, more: Mapping[str, str]) -> Ran:
    done = subprocess.run(
        ["bash", "-c", "\n".join([*sources, command])],
        cwd=folder, env=_environment(more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", timeout=_SECONDS, check=False,
    )  # fmt: skip
    return Ran(command, line, 1 if STOPS in command else 0, done.returncode, done.stdout)
