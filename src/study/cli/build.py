"""Commands that make what people read, and say what making it would take: report, why, publish.

Promise: what is up to date is left alone; `why` runs nothing; `publish` builds first, so that an edition is never older
than its inputs.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from study.base.errors import Problem, UsageError
from study.base.layout import StudyPaths
from study.base.show import block
from study.base.stages import collected
from study.base.text import list_text, mark, number_text
from study.cli.app import Root, WaveName, all_waves, app, language, out, paths_of, speak, wave_of
from study.pipeline.tasks import Step

ALL = "all"
STARTED = time.monotonic()  # the command line has just begun to load
_NAMES = 4


class NoWorkers(Problem):
    """Fewer notebooks than one are to be run at once."""

    code = "no-workers"
    what = mark("--workers is {value}.")
    why = mark("It says how many notebooks are run at once, so at least one.")
    remedy = mark(
        "Give a number of 1 or more, or leave the option out: as many are run as there are cores, two at least."
    )


def _at_least_one(workers: int | None) -> int | None:
    # Not the option's own `min`: what is said of it is in English only.
    if workers is not None and workers < 1:
        raise UsageError([NoWorkers(None, str(workers))])
    return workers


Workers = Annotated[
    int | None, typer.Option("--workers", "-n", help="Notebooks run at once, 1 or more.", callback=_at_least_one)
]
Further = Annotated[
    list[str] | None,
    typer.Option("--lang-report", metavar="LANG", help="A further language of the report, for instance en; it stays."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        envvar="STUDY_CLUSTER",
        metavar="ADDRESS",
        help="Run the tasks on a Dask cluster that is there: its scheduler's address, as in tcp://host:8786.",
    ),
]
WaveOrAll = Annotated[str | None, typer.Argument(help="The wave, for instance 2019, or “all”; by default the latest.")]


@contextmanager
def alone(paths: StudyPaths) -> Iterator[None]:
    """Build in a study's folder alone: another build there is waited for, and it is said."""
    from study.pipeline.turn import turn

    def waiting(other: str) -> None:
        message = mark("Another build of this study is running (process {process}); this one waits until it has ended.")
        out.print(speak(message, process=other), style="yellow", markup=False)

    with turn(paths, waiting):
        yield


def plan_of(
    paths: StudyPaths, wave: str | None, asked: Sequence[str] = (), *, published: bool = False
) -> tuple[list[str], list[Step]]:
    """Return the waves named, and their tasks; of all waves, those whose answers are not in this copy are left out.

    `asked` are further languages of the report; with `published`, those of a wave's edition are asked for too.
    """
    from study.codebook.load import load_study
    from study.intake.withheld import withheld_files
    from study.pipeline.languages import report_languages
    from study.pipeline.tasks import plan

    names = [] if wave == ALL else [wave_of(paths, wave)]
    if wave == ALL:
        withheld = withheld_files(paths)
        names = [name for name in all_waves(paths) if name not in withheld]
        for name in withheld:
            out.print(speak("Wave {wave} is skipped: its responses are withheld.", wave=name), style="yellow")
    study = load_study(paths)
    further = {name: report_languages(paths, study.languages, name, asked, published=published) for name in names}
    return names, plan(paths, study, names, study.languages[0], further)


def bring_up_to_date(
    paths: StudyPaths,
    names: list[str],
    steps: list[Step],
    workers: int | None = None,
    cluster: str | None = None,
    *,
    profile: bool = False,
) -> None:
    """Run what is stale of some waves' tasks (`plan_of`), one build at a time, telling each that is done.

    StudyError on failure.

    With `profile`, where the time went is told last.
    """
    with collected() as stages, alone(paths):
        _bring_up_to_date(paths, names, steps, workers, cluster)
    if profile:
        from study.cli.profile import show

        show(stages, STARTED, time.monotonic())


def _bring_up_to_date(
    paths: StudyPaths, names: list[str], steps: list[Step], workers: int | None, cluster: str | None
) -> None:
    from study.pipeline.run import run
    from study.pipeline.why import explain

    if not explain(steps, paths):  # in a third of the time that pytask takes to see it
        for name in names:
            out.print(speak("Wave {wave}: everything is up to date.", wave=name))
        return
    started: dict[str, float] = {}

    def told(task: str, done: bool) -> None:
        if not done:
            if task in started:
                out.print(speak("{task} is run again: its worker was lost.", task=task), style="yellow", markup=False)
            started[task] = time.monotonic()
            return
        seconds = number_text(time.monotonic() - started[task], language(), 1)
        out.print(f"[green]✓[/green] {task}  [dim]{seconds} s[/dim]")

    outcome = run(steps, paths, workers=workers, on=told, cluster=cluster)
    if cause := outcome.slow or _slow():
        message = mark("Notebooks were run more slowly than they could be, each in a Python started anew: {cause}.")
        out.print(speak(message, cause=cause), style="yellow", markup=False)
    for name in names:
        if not any(task.startswith(f"{name}/") for task in outcome.ran):
            out.print(speak("Wave {wave}: everything is up to date.", wave=name))


def _slow() -> str:
    """Return why kernels could not be forked; empty when they were, or when none was needed."""
    provisioner = sys.modules.get("study.notebooks.provisioner")
    return str(provisioner.fallen_back()) if provisioner else ""


@app.command()
def report(
    wave: WaveOrAll = None,
    root: Root = None,
    workers: Workers = None,
    further: Further = None,
    cluster: Cluster = None,
    profile: Annotated[bool, typer.Option("--profile", help="Say where the time went.")] = False,
) -> None:
    """Build the report of a wave, or of all: what is stale is run again, the rest is left alone."""
    paths = paths_of(root)
    names, steps = plan_of(paths, wave, further or ())
    bring_up_to_date(paths, names, steps, workers, cluster or None, profile=profile)
    for name in names:
        for lang in ("", *_given_in(paths, name)):
            for built in (paths.report_pdf(name, lang), paths.report_html(name, lang)):
                out.print(f"[bold]{paths.relative(built)}[/bold]")


def _given_in(paths: StudyPaths, wave: str) -> tuple[str, ...]:
    """Return the further languages that a wave's report is given in, having named the texts that one does without."""
    from study.codebook.load import load_study
    from study.pipeline.languages import missing_texts, report_languages

    languages = load_study(paths).languages
    given = report_languages(paths, languages, wave)
    for lang in given:
        if missing := missing_texts(paths, languages, wave, lang):
            shown = missing if len(missing) <= _NAMES else [*missing[:_NAMES], "…"]
            message = speak("Texts still to be written, which the report does without: {files}.",
                            files=list_text(shown, language()))  # fmt: skip
            out.print(block(message, 0), style="yellow", markup=False)
    return given


@app.command()
def why(wave: WaveOrAll = None, root: Root = None, further: Further = None) -> None:
    """Say what is stale and why: which file, which parameter; nothing is run."""
    from study.pipeline.reasons import stale_text
    from study.pipeline.why import explain

    paths = paths_of(root)
    names, steps = plan_of(paths, wave, further or ())
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
    bring_up_to_date(paths, *plan_of(paths, name, published=True))
    with alone(paths):
        done = freeze(paths, name, replace=replace)
    if done.outcome == "unchanged":
        out.print(speak("The edition {wave} is published already, and is the same.", wave=name))
    out.print(f"[bold]{done.folder}[/bold]")
