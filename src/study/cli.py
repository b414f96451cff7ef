"""The `study` command: what analysts and reviewers type.

Promise: a mistake of the user ends with one screen that says what to do, status 1 for problems in the data and 2 for
wrong usage, never with a traceback. Every command takes `--root`. Left out: all computation; imports that are slow wait
until a command needs them.
"""

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from study.base.errors import Place, Problem, StudyError, UsageError
from study.base.layout import StudyPaths, find_root
from study.base.show import SCREEN, render
from study.base.text import mark, number_text, say

if TYPE_CHECKING:
    from study.codebook.model import Study

app = typer.Typer(
    help="A reproducible survey study: reports, checks and indicators.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)

Root = Annotated[Path | None, typer.Option("--root", help="The study's folder; by default the one you are in.")]
WaveName = Annotated[str | None, typer.Argument(help="The wave, for instance 2019; by default the latest.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
LeverNumber = Annotated[int | None, typer.Option("--lever", help="One lever only.")]

_out = Console(highlight=False, soft_wrap=True)
_KINDS = {"added": mark("added"), "removed": mark("removed"), "changed": mark("changed")}

# The language of the messages; set by the option, kept for `main`, which prints problems after the command has ended.
_said = {"lang": "fr", "all": False}


def _say(message: str, /, **values: Any) -> str:
    return say(message, str(_said["lang"]), **values)


@dataclass(frozen=True, slots=True)
class NoWave(Problem):
    """The study has no wave at all."""

    code = "no-wave"
    what = mark("This study has no wave yet.")
    why = mark("A report, a check or indicators are those of a wave.")
    remedy = mark("Make a folder data/raw/waves/<name>/ that holds a wave.yaml.")


@app.callback()
def _language(
    lang: Annotated[
        str, typer.Option("--lang", envvar="STUDY_LANG", help="Language of the messages: fr or en.")
    ] = "fr",
) -> None:
    if lang not in ("fr", "en"):
        raise typer.BadParameter("fr, en", param_hint="--lang")
    _said["lang"] = lang


def _paths(root: Path | None) -> StudyPaths:
    return StudyPaths(find_root(root) if root is None else _named(root))


def _named(root: Path) -> Path:
    resolved = root.resolve()
    return resolved if (resolved / "data" / "raw").is_dir() else find_root(resolved)


def _wave(paths: StudyPaths, wave: str | None) -> str:
    from study.intake.wave import known_wave, list_waves

    known = list_waves(paths)
    if not known:
        raise UsageError([NoWave(Place(paths.relative(paths.waves)))])
    return known_wave(paths, wave or known[-1])


@app.command()
def report(
    wave: WaveName = None,
    root: Root = None,
    workers: Annotated[int | None, typer.Option("--workers", "-n", min=1, help="Notebooks run at once.")] = None,
) -> None:
    """Build the report of a wave: what is stale is run again, the rest is left alone."""
    from study.codebook.load import load_study
    from study.pipeline.run import WORKERS, run
    from study.pipeline.tasks import WavePlan

    paths = _paths(root)
    name = _wave(paths, wave)
    study = load_study(paths)
    started: dict[str, float] = {}
    steps = WavePlan(paths, study, name, study.languages[0]).steps()

    def told(task: str, done: bool) -> None:
        if not done:
            started[task] = time.monotonic()
            return
        seconds = number_text(time.monotonic() - started[task], str(_said["lang"]), 1)
        _out.print(f"[green]✓[/green] {task}  [dim]{seconds} s[/dim]")

    outcome = run(steps, paths, workers=workers or WORKERS, on=told)
    if not outcome.ran:
        _out.print(_say("Wave {wave}: everything is up to date.", wave=name))
    _out.print(f"[bold]{paths.relative(paths.report_pdf(name))}[/bold]")


@app.command()
def check(
    wave: WaveName = None,
    root: Root = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every problem, however many.")] = False,
) -> None:
    """Look for problems in the inputs of a wave; nothing is written."""
    from study.pipeline.check import check_wave

    _said["all"] = all_
    paths = _paths(root)
    name = _wave(paths, wave)
    found = check_wave(paths, name)
    conflicts = found.cleaned.conflicts()
    _out.print(
        _say(
            "Wave {wave}: no problem. {facts} facts, {sources} sources, {territories} territories, "
            "{claims} published figures.",
            wave=name,
            facts=len(found.inputs.evidence),
            sources=len(found.inputs.sources),
            territories=len(found.inputs.frame),
            claims=len(found.inputs.claims),
        )
    )
    for case in conflicts.to_dict("records"):
        _out.print(
            _say("To settle in corrections.csv: {territory}, {question}: {expect}",
                 territory=case["territory"], question=case["question"], expect=case["expect"])
        )  # fmt: skip


@app.command()
def seal(root: Root = None) -> None:
    """Validate data/raw, list the rows that changed, and rewrite its checksums."""
    from study.intake.seal import seal as seal_inputs

    done = seal_inputs(_paths(root))
    for change in done.changes:
        _out.print(f"{change.file}: {_say(_KINDS[change.kind])}", markup=False)
        for row in change.rows:
            _out.print(f"  {row.text(str(_said['lang']))}", markup=False)
        if change.note:
            _out.print(f"  [dim]{_say(change.note)}[/dim]")
    if not done.changes:
        _out.print(_say("Nothing has changed since the last seal."))
    _out.print(_say("{count} files sealed in {file}.", count=len(done.covered), file=done.file))


@app.command()
def indicators(wave: WaveName = None, root: Root = None, lever: LeverNumber = None, as_json: AsJson = False) -> None:
    """Compute the indicators of a wave from its inputs, with their bounds; nothing is written."""
    from study.indicators.wave import wave_indicators
    from study.pipeline.check import check_wave

    paths = _paths(root)
    found = check_wave(paths, _wave(paths, wave))
    levers = [item for item in found.inputs.study.levers if lever in (None, item.lever)]
    if not levers:
        raise typer.BadParameter(", ".join(str(item.lever) for item in found.inputs.study.levers), param_hint="--lever")
    table = wave_indicators(found.inputs, found.cleaned, levers)
    if as_json:
        sys.stdout.write(table.to_json(orient="records", force_ascii=False, indent=1) + "\n")
        return
    columns = ("value", "lower", "upper")
    rows = [
        [
            row["indicator"],
            *(_number(row[name], row["unit"]) for name in columns),
            _number(row["base"]),
            _number(row["unknown"]),
        ]
        for row in table[table["territory"] == ""].to_dict("records")
    ]
    headings = [mark("indicator"), mark("value"), mark("lower"), mark("upper"), mark("base"), mark("unknown")]
    _print_table(headings, rows)


def _number(value: Any, unit: str = "") -> str:
    if value is None or value != value:
        return "–"
    return number_text(float(value), str(_said["lang"]), 0 if float(value).is_integer() and unit != "share" else 3)


def _print_table(headings: list[str], rows: list[list[str]]) -> None:
    table = Table(*(_say(heading) for heading in headings), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)


@app.command()
def waves(root: Root = None, as_json: AsJson = False) -> None:
    """List the waves of the study."""
    from study.base.errors import raise_if
    from study.intake.wave import list_waves, load_wave

    paths = _paths(root)
    rows = []
    for name in list_waves(paths):
        wave, problems = load_wave(paths, name)
        raise_if(problems)
        assert wave is not None
        built = paths.report_pdf(name)
        rows.append(
            [
                name,
                wave.reference_date.isoformat(),
                wave.title.text(str(_said["lang"])),
                paths.relative(built) if built.is_file() else "–",
            ]
        )
    headings = [mark("wave"), mark("reference date"), mark("title"), mark("report")]
    if as_json:
        _print_json([dict(zip(headings, row, strict=True)) for row in rows])
        return
    _print_table(headings, rows)


@app.command()
def questions(root: Root = None, lever: LeverNumber = None, as_json: AsJson = False) -> None:
    """List the questions of the questionnaire."""
    from study.codebook.load import load_study

    study: Study = load_study(_paths(root))
    asked = [question for question in study.questions if lever in (None, question.lever)]
    if not asked:
        raise typer.BadParameter(", ".join(str(item.lever) for item in study.levers), param_hint="--lever")
    if as_json:
        _print_json([question.model_dump(mode="json") for question in asked])
        return
    _print_table(
        [mark("lever"), mark("question"), mark("type"), mark("core"), mark("wording")],
        [[str(q.lever), q.question, q.type.value, _say("yes") if q.core else "", q.wording.text(str(_said["lang"]))]
         for q in study.questions],
    )  # fmt: skip


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Run the command; problems of the study are printed, and become the exit status."""
    try:
        app()
    except StudyError as error:
        limit = len(error.problems) if _said["all"] else SCREEN
        sys.stderr.write(render(error.problems[:], str(_said["lang"]), limit=limit) + "\n")
        sys.exit(error.exit_status)
