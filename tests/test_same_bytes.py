"""Two builds of the same study give the same files, byte for byte, however different the circumstances.

What is set aside is the run log alone (`data/processed/<wave>/log`): durations belong there and nowhere else.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

ROOT = Path(__file__).resolve().parents[1]
SMALL_STUDY = ROOT / "tests" / "fixtures" / "small_study"
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and how a study is built."""

    folder: str
    workers: int
    umask: int
    environment: Mapping[str, str]
    backwards: bool
    """The order in which the inputs are put there, which is how some file systems list them."""


ONE = Circumstances(
    folder="a",
    workers=1,
    umask=0o077,
    environment={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1", "USER": "one"},
    backwards=False,
)
OTHER = Circumstances(
    folder="un dossier/bien plus profond/à côté",
    workers=3,
    umask=0o022,
    environment={
        "TZ": "America/Adak",
        "LC_ALL": "fr_FR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4294967295",
        "USER": "l’autre",
        "MPLBACKEND": "svg",
        "COLUMNS": "40",
    },
    backwards=True,
)


def another_user() -> list[str]:
    """What runs a command as another user: for root only, and where the interpreter can be run by another user."""
    if os.getuid() != 0:
        return []
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    # An interpreter below root's own folder is readable with this capability, which allows no writing.
    # Tried as a kernel is started: by an interpreter that has come up as that user itself.
    child = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', 'import json']))"
    read = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    for prefix in (user, [*user, *read]):
        try:
            done = subprocess.run([*prefix, sys.executable, "-c", child], capture_output=True, check=False)
        except OSError:
            return []
        if done.returncode == 0:
            return prefix
    return []


def put(root: Path, *, backwards: bool) -> None:
    """Copy the small study and the repository's notebooks, file by file."""
    files = {path: root / path.relative_to(SMALL_STUDY) for path in SMALL_STUDY.rglob("*") if path.is_file()}
    files |= {path: root / "notebooks" / path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    for i, (source, target) in enumerate(sorted(files.items(), reverse=backwards)):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        os.utime(target, (10**9 + i, 10**9 + i))


def build(top: Path, how: Circumstances, prefix: list[str]) -> Path:
    """Seal and build a copy of the small study in these circumstances; return its root."""
    root = top / how.folder / "study"
    put(root, backwards=how.backwards)
    home = top / how.folder / "home"
    home.mkdir()
    if prefix:
        for path in (top, *top.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    # Nothing is taken from this process's environment but what finds programs.
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), **how.environment}
    for command in (["seal"], ["report", "2020", "--workers", str(how.workers)]):
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "study", *command, "--root", str(root)],
            cwd=home,
            env=environment,
            umask=how.umask,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    """Two empty folders, not below pytest's own, which is closed to another user."""
    made = Path(mkdtemp()), Path(mkdtemp())
    yield made
    for folder in made:
        shutil.rmtree(folder)


def outputs(root: Path) -> dict[str, bytes]:
    """Everything that a build leaves for people or for the next step, by name; the run log is set aside."""
    folders = (root / "reports" / "2020", root / "data" / "processed" / "2020")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    log = folders[1] / "log"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if log not in path.parents}


def test_two_builds_give_the_same_files(folders: tuple[Path, Path]) -> None:
    prefix = another_user()
    with ThreadPoolExecutor(2) as pool:
        roots = list(pool.map(build, folders, (ONE, OTHER), ([], prefix)))

    # The circumstances did differ.
    first, second = ((root / "reports" / "2020" / "report.pdf").stat() for root in roots)
    assert (first.st_mode & 0o777, second.st_mode & 0o777) == (0o600, 0o644)
    assert second.st_uid == (NOBODY if prefix else os.getuid())

    one, other = map(outputs, roots)
    assert {Path(name).suffix for name in one} >= {".pdf", ".svg", ".png", ".csv", ".ipynb", ".parquet", ".sha256"}
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []
    for root, files in zip(roots, (one, other), strict=True):
        assert [name for name, content in files.items() if os.fsencode(root) in content] == []
