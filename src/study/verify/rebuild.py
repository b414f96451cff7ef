"""An edition built again from its own inputs, code and lock, in a folder of its own that is removed afterwards.

Promise: nothing but what the edition names goes in, each file being what its hash says; its own code runs, not today's,
in a process of its own whose environment is emptied; a build that fails or does not end is an answer, with what it
said. Files that are not to be had are raised (`study.archive.recover`). Left out: installing the edition's lock: the
programs are those installed today, and `study.verify.environment` says where they differ.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import dropwhile
from pathlib import Path

from study.archive.record import Edition, SourceFile
from study.archive.recover import recovered, restore
from study.base.files import sha256_hex, writing
from study.base.layout import StudyPaths, further_languages
from study.base.scratch import scratch
from study.base.show import visible
from study.base.text import mark
from study.pipeline.digest import PACKAGE
from study.verify.outputs import read_folder

SECONDS = 1800
"""A build takes a minute or two; one that takes this long waits for something that does not come."""

# What finds programs and libraries; nothing that says who or where one is, or how another study is set up.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_LINES = 30
_TRACEBACK = "Traceback (most recent call last)"

TIMED_OUT = mark("It did not end within {minutes} minutes, and was stopped.")

Run = Callable[[StudyPaths, str], str]
"""Builds a wave of a restored study; returns what went wrong, empty when nothing did."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The report as built again; `failure` is what the build said when it failed.

    `sources` are the contents that it was built from, by path.
    """

    files: Mapping[str, bytes]
    failure: str = ""
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def _said(done: "subprocess.Popen[str]", output: str, errors: str) -> str:
    """Return the screen of a failed build; of a traceback what was raised alone, without the way to it."""
    text = errors.strip() or output.strip() or f"exit status {done.returncode}"
    if _TRACEBACK in text:
        lines = text.rpartition(_TRACEBACK)[2].splitlines()[1:]
        text = "\n".join(dropwhile(lambda line: line.startswith(" "), lines)).strip()
    return "\n".join(visible(line) for line in text.splitlines()[-_LINES:])


def run_edition(paths: StudyPaths, wave: str, *, seconds: int = SECONDS, further: Sequence[str] = ()) -> str:
    """Run the package restored in a study's own `src` on it, as a reader of the edition would: `study report <wave>`.

    `further` are the languages that the edition is given in besides the study's first. Its kernels end with it, however
    it ends. Returns what it said when it failed; else nothing.
    """
    home = paths.root.with_name(f"{paths.root.name}-home")
    with writing(home.parent):
        home.mkdir(exist_ok=True)
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": str(home), "PYTHONPATH": str(paths.root / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}
    asked = [word for lang in further for word in ("--lang-report", lang)]
    command = [sys.executable, "-m", PACKAGE.name, "report", wave, *asked, "--root", str(paths.root)]
    started = subprocess.Popen(
        command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        output, errors = started.communicate(timeout=seconds)
    except BaseException as error:  # an interrupt too: nothing that was started is left behind
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            return TIMED_OUT.format(minutes=seconds // 60)
        raise
    # The folder's name is another one each time.
    return _said(started, output, errors).replace(str(paths.root), "…") if started.returncode else ""


def _of_installed(source: SourceFile, package: Path) -> bytes | None:
    """Return a file of the package from where it is installed, if it still is the edition's."""
    folder, _, name = source.path.partition(f"{package.name}/")
    path = package / name
    if folder == "src/" and path.is_file() and sha256_hex(content := path.read_bytes()) == source.sha256:
        return content
    return None


def rebuilt(paths: StudyPaths, edition: Edition, *, run: Run | None = None, package: Path = PACKAGE) -> Rebuilt:
    """Recover what an edition rests on, build it, and return the report's files.

    Raises StudyError with a problem for each file that is neither in the folder nor in git.
    """
    sources = (*edition.inputs, *edition.code, *edition.lock)
    found = {source.path: _of_installed(source, package) for source in edition.code}
    installed = {path: content for path, content in found.items() if content is not None}
    others = [source for source in sources if source.path not in installed]
    contents = installed | recovered(paths, edition, others, package_root=package.parents[1])
    with scratch("verify") as folder:
        restored = restore(folder / "edition", contents, objects_of=paths.root)
        run = run or partial(run_edition, further=further_languages(file.path for file in edition.files))
        failure = run(restored, edition.wave)
        return Rebuilt({} if failure else read_folder(restored.reports(edition.wave)), failure, contents)
