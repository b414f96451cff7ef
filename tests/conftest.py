"""What every room's tests share: a small study of our own in a folder of its own, sealed, ready to be broken."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from study.base.errors import Problem
from study.base.layout import ROOT_VARIABLE, StudyPaths
from study.base.show import render
from study.intake import checksums

SMALL_STUDY = Path(__file__).parent / "fixtures" / "small_study"

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
def said() -> Callable[[Problem, str], str]:
    """The screen that a problem makes in a language, on one line, every kind of space a plain one."""
    return lambda problem, lang: " ".join(render([problem], lang).split())
