"""A committed study with a report that was built, and a small package of its own, in repositories of the test's."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from study.base.errors import StudyError
from study.base.layout import StudyPaths
from study.editions.publish import publish
from study.report.manifest import write_folder

REPORT = {"report.pdf": b"%PDF-1.7 \xff", "numbers.csv": b"key,value\na,1\n", "figures/départ.svg": b"<svg/>"}
Git = Callable[..., str]


@pytest.fixture
def git() -> Git:
    """`git(folder, *arguments)`: run git there and return what it prints."""
    if shutil.which("git") is None:
        pytest.skip("git is not there")

    def run(folder: Path, *arguments: str) -> str:
        who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(folder), *who, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture
def commit(git: Git) -> Callable[[Path], None]:
    """`commit(folder)`: commit everything there, in a new repository if there is none."""

    def run(folder: Path) -> None:
        if not (folder / ".git").exists():
            git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x")

    return run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two files, with what Python leaves beside them, in a folder with a lock."""
    folder = tmp_path / "tool" / "src" / "study"
    for name, content in {
        "src/study/__init__.py": "",
        "src/study/room/a.py": "A = 1\n",
        "src/study/__pycache__/a.pyc": "x",
        "requirements.lock": "tool==1\n",
        ".gitignore": "__pycache__/\n",
    }.items():
        (tmp_path / "tool" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tool" / name).write_text(content, "utf-8")
    return folder


@pytest.fixture
def study(small_study: StudyPaths, package: Path, commit: Callable[[Path], None]) -> StudyPaths:
    """The small study with a notebook, a lock and a report of 2020; it and the package are committed, not the report."""
    small_study.notebooks.mkdir()
    (small_study.notebooks / "1_clean.ipynb").write_text("{}\n", "utf-8")
    (small_study.root / "requirements.lock").write_text("a==1\n", "utf-8")
    (small_study.root / ".gitignore").write_text("reports/*\n!reports/published/\n", "utf-8")
    write_folder(small_study.reports("2020"), REPORT)
    commit(small_study.root)
    commit(package.parents[1])
    return small_study


@pytest.fixture
def refused(package: Path) -> Callable[..., list[tuple[str, str]]]:
    """`refused(paths)`: the code and file of each problem that keeps wave 2020 from being published, sorted."""

    def problems(paths: StudyPaths, **options: bool) -> list[tuple[str, str]]:
        with pytest.raises(StudyError) as caught:
            publish(paths, "2020", package=package, **options)
        return sorted((problem.code, problem.place.file if problem.place else "") for problem in caught.value.problems)

    return problems


@pytest.fixture
def add_wave() -> Callable[..., None]:
    """`add_wave(paths, name, day, fictitious=False)`: add a wave with a file of each kind that one may hold."""

    def add(paths: StudyPaths, name: str, day: str, *, fictitious: bool = False) -> None:
        text = paths.wave_yaml("2020").read_text("utf-8")
        text = text.replace('wave: "2020"', f'wave: "{name}"').replace("2020-12-31", day)
        text = text.replace("fictitious: true", f"fictitious: {str(fictitious).lower()}")
        files = {"wave.yaml": text, "claims.csv": "x", "commentary/fr/a.md": "x", "responses/export.csv": "x"}
        for file, content in files.items():
            path = paths.wave_folder(name) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")

    return add
