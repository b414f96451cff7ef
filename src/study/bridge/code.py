"""The code of an edition, run on inputs that its own time did not have.

Promise: code is the same when every module of the rooms that indicators are made in is the same, whatever changed in
how they are printed; other code runs as it was, in a process and a folder of its own, and what it says when it refuses
is handed on. Left out: which inputs (`study.bridge.crossing`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from study.archive.record import Edition, SourceFile
from study.archive.recover import recovered
from study.base.errors import StudyError
from study.base.files import file_sha256, write_atomic
from study.base.git import FOREIGN
from study.base.layout import ROOT_VARIABLE, StudyPaths
from study.bridge.problems import NoAnswer
from study.bridge.values import Key, Number, numbers_of

PACKAGE = Path(__file__).resolve().parents[1]
ROOMS = ("base", "codebook", "exports", "cells", "layouts", "survey", "intake", "answers", "indicators")
"""The rooms that `study.indicators` imports, and itself: all that decides an indicator. A test holds it to the code."""

_SECONDS = 300
_SAID = 5


def _computing(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 4 and parts[:2] == ["src", PACKAGE.name] and parts[2] in ROOMS and name.endswith(".py")


def changed_modules(edition: Edition) -> tuple[str, ...]:
    """Return the modules in which the code that computes indicators is not an edition's: changed, new, gone; sorted."""
    then = {source.path: source.sha256 for source in edition.code if _computing(source.path)}
    here = PACKAGE.parents[1]
    names = {path.relative_to(here).as_posix(): path for room in ROOMS for path in (PACKAGE / room).glob("*.py")}
    now = {name.removeprefix("src/"): file_sha256(path) for name, path in names.items()}
    then = {name.removeprefix("src/"): digest for name, digest in then.items()}
    return tuple(sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name)))


def lay_out(paths: StudyPaths, edition: Edition, folder: Path) -> Path:
    """Write the package of an edition into a folder, and return that folder; StudyError when it is not to be had."""
    package: Iterable[SourceFile] = [source for source in edition.code if source.path.startswith("src/")]
    for name, content in recovered(paths, edition, package, package_root=PACKAGE.parents[1]).items():
        write_atomic(folder / name, content)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    ours = ("STUDY_LANG", ROOT_VARIABLE, "PYTHONPATH", "PYTHONHOME", *FOREIGN)
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"PYTHONPATH": str(folder / "src"), "STUDY_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1"}


def _first_lines(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(lines[:_SAID]) or "–"


def run(folder: Path, paths: StudyPaths, wave: str) -> dict[Key, Number]:
    """Return the numbers that the package laid out in `folder` computes for a wave of the study at `paths`.

    Raises StudyError (`NoAnswer`) with what it says when it refuses, fails or does not end.
    """
    command = [sys.executable, "-m", PACKAGE.name, "indicators", wave, "--root", str(paths.root), "--json"]
    try:
        done = subprocess.run(
            command, env=_environment(folder), cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise StudyError([NoAnswer(None, None, {"wave": wave, "said": f"> {_SECONDS} s"})]) from None
    if done.returncode != 0:
        raise StudyError([NoAnswer(None, None, {"wave": wave, "said": _first_lines(done.stderr)})])
    try:
        return numbers_of(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        raise StudyError([NoAnswer(None, None, {"wave": wave, "said": _first_lines(done.stdout)})]) from None
