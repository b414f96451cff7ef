"""What every room's tests share: a small study of our own in a folder of its own, sealed, ready to be broken."""

import ast
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from study.base.errors import Problem
from study.base.layout import ROOT_VARIABLE, StudyPaths
from study.base.show import render
from study.intake import checksums
from study.report.manifest import write_folder

SMALL_STUDY = Path(__file__).parent / "fixtures" / "small_study"
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"

REPORT = {"report.pdf": b"%PDF-1.7 \xff", "numbers.csv": b"key,value\na,1\n", "figures/départ.svg": b"<svg/>"}
Git = Callable[..., str]

# What a file becomes: its whole content, None to remove it, or a function from its text to another one.
Content = str | bytes | None | Callable[[str], str]
MakeStudy = Callable[..., StudyPaths]


def change(paths: StudyPaths, name: str, content: Content) -> Path:
    """Change one file of a study (named from its root) and return its path."""
    path = paths.root / name
    if content is None:
        path.unlink()
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(content):
        content = content(path.read_text(encoding="utf-8"))
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@pytest.fixture
def make_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeStudy:
    """A factory: `make_study({"data/raw/frame.csv": …}, sealed=True)` copies the small study, changes files, seals it.

    Three territories (arbois, belleville, cassis), lever 0 (governance) and lever 1 (purchasing), one wave, 2020.
    """
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    made = 0

    def make(files: Mapping[str, Content] | None = None, *, sealed: bool = True) -> StudyPaths:
        nonlocal made
        made += 1
        paths = StudyPaths(tmp_path / (f"study-{made}" if made > 1 else "study"))
        shutil.copytree(SMALL_STUDY, paths.root)
        for name, content in (files or {}).items():
            change(paths, name, content)
        if sealed:
            paths.checksums.write_text(checksums.written(checksums.current(paths)), encoding="utf-8")
        return paths

    return make


@pytest.fixture
def small_study(make_study: MakeStudy) -> StudyPaths:
    """The small study as it is, valid and sealed."""
    return make_study()


@pytest.fixture
def study_with_notebooks(small_study: StudyPaths) -> StudyPaths:
    """The small study with the repository's notebooks, sealed: a report can be built from it."""
    shutil.copytree(NOTEBOOKS, small_study.notebooks, ignore=shutil.ignore_patterns(".*"))
    return small_study


def _shown(value: object) -> dict[str, Any]:
    if hasattr(value, "_repr_mimebundle_"):
        return dict(value._repr_mimebundle_())
    return {"text/plain": repr(value)}


def play(paths: StudyPaths, stem: str, name: str, parameters: Mapping[str, Any]) -> Path:
    """Run a notebook's cells in this process, without a kernel, and store the copy where the pipeline would."""
    notebook: NotebookNode = nbformat.read(paths.notebooks / f"{stem}.ipynb", as_version=4)
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, stem, "exec"), names)
        if "parameters" in cell.metadata.get("tags", ()):
            names |= parameters
        if last is not None and (value := eval(compile(ast.Expression(last.value), stem, "eval"), names)) is not None:
            cell.outputs = [new_output("execute_result", data=_shown(value), execution_count=1)]
    notebook.metadata["papermill"] = {"parameters": dict(parameters)}
    copy = paths.processed(parameters["wave"]) / "notebooks" / f"{name}.ipynb"
    copy.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, copy)
    return copy


@pytest.fixture
def play_notebook(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """`play_notebook(paths, stem, name, parameters)`: run one notebook in this process; returns the executed copy."""

    def run(paths: StudyPaths, stem: str, name: str, parameters: Mapping[str, Any]) -> Path:
        with monkeypatch.context() as patch:
            patch.setenv(ROOT_VARIABLE, str(paths.root))
            return play(paths, stem, name, parameters)

    return run


@pytest.fixture
def played(play_notebook: Callable[..., Path]) -> Callable[..., tuple[list[Path], list[Path]]]:
    """A function: run all notebooks of a study's wave 2020 in this process (seconds instead of a minute).

    It returns the executed copies, and the tables that they left for the report, in the pipeline's order.
    """

    def run(paths: StudyPaths, lang: str = "fr") -> tuple[list[Path], list[Path]]:
        wave = {"wave": "2020", "lang": lang}
        executed = [play_notebook(paths, "1_clean", "1_clean", wave)]
        executed += [play_notebook(paths, "2_lever", f"2_lever-{lever}", {**wave, "lever": lever}) for lever in (0, 1)]
        executed += [play_notebook(paths, stem, stem, wave) for stem in ("3_overview", "4_replication")]
        folders = ("clean", "lever-0", "lever-1", "overview", "replication")
        tables = ("indicators.csv", "numbers.csv")
        return executed, [paths.processed("2020") / folder / table for folder in folders for table in tables]

    return run


@pytest.fixture
def said() -> Callable[[Problem, str], str]:
    """The screen that a problem makes in a language, on one line, every kind of space a plain one."""
    return lambda problem, lang: " ".join(render([problem], lang).split())


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
def committed_study(small_study: StudyPaths, package: Path, commit: Callable[[Path], None]) -> StudyPaths:
    """The small study with a notebook, a lock and a report of 2020; it and the package are committed, not the report."""
    small_study.notebooks.mkdir()
    (small_study.notebooks / "1_clean.ipynb").write_text("{}\n", "utf-8")
    (small_study.root / "requirements.lock").write_text("a==1\n", "utf-8")
    (small_study.root / ".gitignore").write_text("reports/*\n!reports/published/\n", "utf-8")
    write_folder(small_study.reports("2020"), REPORT)
    commit(small_study.root)
    commit(package.parents[1])
    return small_study
