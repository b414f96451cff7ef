"""The command for whoever writes the texts: a new PDF a second after each save.

Promise: the preview lies in data/processed, never in reports, so that nothing unsealed is taken for the report; a text
with a mistake is told and leaves the preview as it was; what the texts do not change (a number that is stale) is told,
not recomputed. It ends with Ctrl-C and leaves nothing running. Left out: what a preview is made of
(`study.report.proof`).
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from study.base.errors import StudyError
from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.show import block, render
from study.base.text import list_text, mark, number_text
from study.cli.app import Root, WaveName, app, language, out, paths_of, speak, wave_of
from study.cli.build import bring_up_to_date, plan_of
from study.pipeline.tasks import COMPUTED, Step

# How often the files are looked at: a save is seen before its writer looks up. Dates and sizes are asked for, some two
# hundred of them, which network drives answer too.
_EVERY_SECONDS = 0.2


def _stamps(paths: StudyPaths, wave: str, reads: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return date and size of each file that is there: the texts, whichever they are now, and all else that is read."""
    texts = paths.waves.joinpath(wave).rglob("*.md")
    found = {}
    for path in (*texts, *reads):
        try:
            about = path.stat()
        except OSError:  # deleted, or just being put in place
            continue
        found[path] = (about.st_mtime_ns, about.st_size)
    return found


def _told(error: StudyError) -> None:
    out.print(render(error.problems[:], language()), markup=False, style="red")


def _print(paths: StudyPaths, target: Path, proof: Callable[[], bytes]) -> None:
    """Print one preview and say so, or what is wrong."""
    began = time.monotonic()
    try:
        write_atomic(target, proof())
    except StudyError as error:
        _told(error)
        return
    seconds = number_text(time.monotonic() - began, language(), 1)
    out.print(f"[green]✓[/green] {paths.relative(target)}  [dim]{seconds} s[/dim]")


def _tell_stale(paths: StudyPaths, steps: list[Step], wave: str) -> None:
    """Say which tasks that give numbers no longer fit their inputs."""
    from study.pipeline.why import explain

    aside = {f"{wave}/check", f"{wave}/report", f"{wave}/sheets"}
    if stale := [item.step for item in explain(steps, paths) if item.certain and item.step not in aside]:
        message = mark("The numbers are those of the last build; these would be run again by “study report”: {tasks}.")
        out.print(block(speak(message, tasks=list_text(stale, language())), 0), style="yellow", markup=False)


@dataclass(frozen=True, slots=True)
class _Ours:
    """What a preview is printed from, in one language, and the files whose change asks for a new one."""

    lang: str
    executed: tuple[Path, ...]
    computed: tuple[Path, ...]
    sheets: Path | None
    watched: tuple[Path, ...]


def _ours(paths: StudyPaths, wave: str, lang: str | None, report: Step) -> _Ours:
    first, *_ = report.values["lang"]
    made = [path for path in report.reads if path.is_relative_to(paths.processed(wave))]
    folder = paths.processed(wave) / "notebooks"
    if lang not in (None, first):
        folder /= str(lang)
    return _Ours(
        lang or first,
        tuple(path for path in made if path.parent == folder and path.suffix == ".ipynb"),
        tuple(path for path in made if path.name in COMPUTED and path.parent != paths.sheets(wave)),
        paths.sheets(wave) if paths.sheets_manifest(wave) in made else None,
        tuple(path for path in report.reads if path not in made),
    )


@app.command()
def preview(
    wave: WaveName = None,
    root: Root = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang-report", metavar="LANG", help="The language of the texts; by default the first."),
    ] = None,
) -> None:
    """Print the PDF anew at each save of a text, until Ctrl-C; no notebook is run, the report stays as it is."""
    paths = paths_of(root)
    name = wave_of(paths, wave)
    _, steps = plan_of(paths, name, (lang,) if lang else ())
    report = next(step for step in steps if step.name == f"{name}/report")
    ours = _ours(paths, name, lang, report)
    try:
        bring_up_to_date(paths, [name], [step for step in steps if step is not report])
    except StudyError as error:
        if not all(path.is_file() for path in (*ours.executed, *ours.computed)):
            raise
        _told(error)  # a text that is not sealed yet keeps nobody from looking at it
    from study.report.proof import proofs

    target = paths.preview(name)
    with proofs(paths, name, ours.lang, ours.executed, ours.computed, ours.sheets) as proof:
        seen = _stamps(paths, name, ours.watched)
        _print(paths, target, proof)
        out.print(speak("Each save of a text prints it anew; Ctrl-C ends the preview."))
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(_EVERY_SECONDS)
                if (now := _stamps(paths, name, ours.watched)) != seen:
                    seen = now
                    _print(paths, target, proof)
                    _tell_stale(paths, steps, name)
