"""Commands that make what people read, and say what making it would take: report, why, publish.

Promise: what is up to date is left alone; `why` runs nothing; `publish` builds first, so that an edition is never older
than its inputs.
"""

import time
from typing import Annotated

import typer

from study.base.layout import StudyPaths
from study.base.text import number_text
from study.cli.app import Root, WaveName, all_waves, app, language, out, paths_of, speak, wave_of
from study.pipeline.tasks import Step

ALL = "all"

Workers = Annotated[int | None, typer.Option("--workers", "-n", min=1, help="Notebooks run at once.")]
WaveOrAll = Annotated[str | None, typer.Argument(help="The wave, for instance 2019, or “all”; by default the latest.")]


def plan_of(paths: StudyPaths, wave: str | None) -> tuple[list[str], list[Step]]:
    """Return the waves named, and their tasks; of all waves, those whose answers are not in this copy are left out."""
    from study.codebook.load import load_study
    from study.intake.withheld import withheld_files
    from study.pipeline.tasks import plan

    names = [] if wave == ALL else [wave_of(paths, wave)]
    if wave == ALL:
        withheld = withheld_files(paths)
        names = [name for name in all_waves(paths) if name not in withheld]
        for name in withheld:
            out.print(speak("Wave {wave} is skipped: its responses are withheld.", wave=name), style="yellow")
    study = load_study(paths)
    return names, plan(paths, study, names, study.languages[0])


def bring_up_to_date(paths: StudyPaths, names: list[str], steps: list[Step], workers: int | None = None) -> None:
    """Run what is stale of some waves' tasks (`plan_of`), telling each that is done; StudyError on failure."""
    from study.pipeline.run import WORKERS, run

    started: dict[str, float] = {}

    def told(task: str, done: bool) -> None:
        if not done:
            started[task] = time.monotonic()
            return
        seconds = number_text(time.monotonic() - started[task], language(), 1)
        out.print(f"[green]✓[/green] {task}  [dim]{seconds} s[/dim]")

    outcome = run(steps, paths, workers=workers or WORKERS, on=told)
    for name in names:
        if not any(task.startswith(f"{name}/") for task in outcome.ran):
            out.print(speak("Wave {wave}: everything is up to date.", wave=name))


@app.command()
def report(wave: WaveOrAll = None, root: Root = None, workers: Workers = None) -> None:
    """Build the report of a wave, or of all: what is stale is run again, the rest is left alone."""
    paths = paths_of(root)
    names, steps = plan_of(paths, wave)
    bring_up_to_date(paths, names, steps, workers)
    for name in names:
        for built in (paths.report_pdf(name), paths.report_html(name)):
            out.print(f"[bold]{paths.relative(built)}[/bold]")


@app.command()
def why(wave: WaveOrAll = None, root: Root = None) -> None:
    """Say what is stale and why: which file, which parameter; nothing is run."""
    from study.pipeline.reasons import stale_text
    from study.pipeline.why import explain

    paths = paths_of(root)
    names, steps = plan_of(paths, wave)
    found = explain(steps, paths)
    if not found:
        for name in names:
            out.print(speak("Wave {wave}: everything is up to date.", wave=name))
    out.print(stale_text(found, language()), markup=False, end="")


@app.command()
def publish(
    wave: WaveName = None,
    root: Root = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put a new edition in place of the one there.")] = False,
) -> None:
    """Freeze the report of a wave as an edition, with the git blob and SHA-256 of all that it rests on."""
    from study.editions.publish import publish as freeze

    paths = paths_of(root)
    name = wave_of(paths, wave)
    bring_up_to_date(paths, *plan_of(paths, name))
    done = freeze(paths, name, replace=replace)
    if done.outcome == "unchanged":
        out.print(speak("The edition {wave} is published already, and is the same.", wave=name))
    out.print(f"[bold]{done.folder}[/bold]")
