"""What the tasks of a wave do: check, run a notebook, make the sheets, make the report.

Promise: what an act needs is imported when it runs, so that a run that finds everything up to date does not wait for
pandas, papermill and Typst; what comes next is imported while this process, or a core, has nothing else to do. Left
out: what each reads and leaves (`study.pipeline.tasks`), and the work itself.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from study.base.files import write_atomic
from study.base.layout import StudyPaths


def run_check(paths: StudyPaths, wave: str, done: Path) -> None:
    """Check the inputs of a wave and say so in `done`; StudyError with all their problems."""
    from study.notebooks import preload

    preload.start(paths.notebooks)  # it imports what kernels need while this process checks
    from study.pipeline.check import check_wave

    check_wave(paths, wave)
    # The same words each time: what comes after depends on the inputs themselves, not on when they were checked.
    write_atomic(done, f"The inputs of wave {wave} hold no problem.\n")


def run_notebook(
    source: Path, executed: Path, parameters: Mapping[str, Any], root: Path, log_path: Path, ahead: Sequence[str] = ()
) -> None:
    """Run a notebook of the study `root` with its parameters and write its executed copy and its log.

    `ahead` names modules that the tasks after it import: they are imported meanwhile, since its kernel is a process of
    its own and this one only waits for it. StudyError when the notebook cannot be run, or fails.
    """
    from study.notebooks import preload

    preload.start(source.parent)  # it imports what kernels need while this process imports papermill
    from study.notebooks.execute import execute

    early = Thread(target=lambda: [import_module(module) for module in ahead], daemon=True)
    early.start()
    execute(source, executed, parameters, root=root, log_path=log_path)
    early.join()


def run_sheets(paths: StudyPaths, wave: str, languages: Sequence[str]) -> None:
    """Make the sheets of a wave's territories in some languages."""
    from study.sheets.build import build_sheets

    build_sheets(paths, wave, languages)


def run_report(
    paths: StudyPaths,
    wave: str,
    lang: str,
    executed: Sequence[Path],
    computed: Sequence[Path],
    further: Mapping[str, Sequence[Path]],
    sheets: Path | None,
) -> None:
    """Make the report of a wave (`study.report.build.build_report` says of what)."""
    from study.report.build import build_report

    build_report(paths, wave, lang, executed, computed, further, sheets)
