"""`study check`: what is wrong in the inputs of a wave, and what its survey holds.

Promise: one look shows everything that is to be settled, each with its cell; exit status 1 when there is something.
Nothing is written but a page that is asked for.
"""

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from study.base.errors import Severity
from study.base.files import write_atomic, writing
from study.base.layout import StudyPaths
from study.base.show import SCREEN, block, render, visible
from study.base.text import list_text, mark, number_text, percent_text
from study.cli.app import AsJson, Root, app, language, out, paths_of, print_json, speak, spoken, wave_of

if TYPE_CHECKING:
    from study.pipeline.check import CheckedWave, Look
    from study.survey.summary import Said, Summary

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def _target(paths: StudyPaths, target: str | None, wave: str | None) -> tuple[str, list[Path] | None]:
    """Return the wave that is looked at, and the file when one is named."""
    path = Path(target) if target else None
    if path is not None and (wave is not None or path.suffix or path.is_file()):
        if not path.is_file():
            raise typer.BadParameter(speak("There is no file “{file}”.", file=str(target)), param_hint="FILE")
        return wave_of(paths, wave), [path.resolve()]
    return wave_of(paths, target or wave), None


@app.command()
def check(
    target: Annotated[
        str | None, typer.Argument(metavar="[WAVE|FILE]", help="The wave, or an export to look at as one of it.")
    ] = None,
    wave: Annotated[str | None, typer.Option("--wave", help="The wave that FILE is an export of.")] = None,
    root: Root = None,
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page to send to a colleague.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every problem, however many.")] = False,
) -> None:
    """Look at the inputs of a wave and at what its survey holds: what must be settled, and where."""
    from study.pipeline.check import look

    spoken["all"] = all_
    paths = paths_of(root)
    name, files = _target(paths, target, wave)
    seen = look(paths, name, language(), files)
    if as_json:
        print_json(_plain(seen, name))
    else:
        if seen.survey is not None:
            _show_survey(seen.survey, all_)
        _show_rest(seen, name, all_)
    if html is not None and seen.survey is not None:
        from study.survey.page import check_page

        with writing(html):
            write_atomic(html, check_page(seen.survey, language()))
        if not as_json:
            out.print(f"[bold]{html}[/bold]")
    if not seen.settled:
        raise typer.Exit(1)


def _plain(seen: "Look", wave: str) -> dict[str, object]:
    from study.survey.summary import said

    return {
        "wave": wave,
        "settled": seen.settled,
        "survey": seen.survey.plain() if seen.survey else None,
        "problems": [vars_of(said(problem, language())) for problem in (*seen.problems, *seen.seal, *seen.unwritten)],
        "conflicts": seen.checked.cleaned.conflicts().to_dict("records") if seen.checked else [],
    }


def vars_of(item: "Said") -> dict[str, str]:
    """Return a problem in words as plain values."""
    return {name: getattr(item, name) for name in ("severity", "code", "place", "what", "why", "remedy")}


def _show_rest(seen: "Look", wave: str, everything: bool) -> None:
    """Show what is wrong elsewhere, or that the wave is sound, and the conflicts to settle."""
    if seen.problems:
        sys.stderr.write(render(seen.problems, language(), limit=None if everything else SCREEN) + "\n")
    if seen.seal:
        names = [problem.place.file for problem in seen.seal if problem.place]
        shown = names if everything or len(names) <= _NAMES else [*names[:_NAMES], "…"]
        message = speak("Changed since the last seal ({count}): {files}. Once they are right: study seal",
                        count=len(names), files=list_text(shown, language()))  # fmt: skip
        out.print(block(message, 0), markup=False, style=_COLOURS[Severity.ERROR])
    if seen.unwritten:
        files = list_text([problem.place.file for problem in seen.unwritten if problem.place], language())
        out.print(block(speak("Texts still to be written, which the report does without: {files}.", files=files), 0),
                  markup=False)  # fmt: skip
    if seen.checked is not None:
        _show_sound(seen.checked, wave)


def _show_sound(checked: "CheckedWave", wave: str) -> None:
    inputs = checked.inputs
    out.print(
        speak(
            "Wave {wave}: no problem. {facts} facts, {sources} sources, {territories} territories, "
            "{claims} published figures.",
            wave=wave,
            facts=len(inputs.evidence),
            sources=len(inputs.sources),
            territories=len(inputs.frame),
            claims=len(inputs.claims),
        )
    )
    for case in checked.cleaned.conflicts().to_dict("records"):
        out.print(
            speak("To settle in corrections.csv: {territory}, {question}: {expect}",
                 territory=case["territory"], question=case["question"], expect=case["expect"])
        )  # fmt: skip


def _counted(count: int) -> str:
    return number_text(count, language())


def _show_survey(summary: "Summary", everything: bool) -> None:
    from study.survey.rows import Fate
    from study.survey.summary import FATES, HEADINGS

    console = Console(highlight=False)
    out.print(summary.title, style="bold", markup=False)
    files = Table(*(speak(text) for text in _FILE_HEADINGS), box=None, header_style="bold", pad_edge=False)
    for export in summary.exports:
        file = visible(PurePosixPath(export.file).name)
        name = f"{file} ({visible(export.sheet)})" if export.sheet else file
        files.add_row(
            Text(name), export.flavour_text, _counted(export.responses), f"{export.answering_columns}/{export.columns}"
        )
    console.print(files)
    for reason in dict.fromkeys(reason for export in summary.exports for reason in export.reasons):
        out.print(block(reason, 2), markup=False, style="dim")
    told = [
        speak("{fate}: {count}", fate=speak(FATES[fate]), count=_counted(summary.fates[fate]))
        for fate in Fate
        if summary.fates[fate]
    ]
    out.print(block(speak("Responses: {counts}.", counts=", ".join(told) or "0"), 0), markup=False)
    if summary.territories:
        rate = percent_text(summary.response_rate or 0.0, language())
        answered = speak("Who answered: {count} of {base} ({rate}).", count=len(summary.answered),
                         base=summary.territories, rate=rate)  # fmt: skip
        out.print(answered, markup=False)
        if summary.missing and summary.answered:
            missing = speak("Not received: {names}.", names=list_text(summary.missing, language()))
            out.print(block(missing, 0), markup=False)
    for severity, heading in HEADINGS.items():
        items = summary.of(severity)
        if items:
            out.print(f"\n{speak(heading)} ({len(items)})", style=_COLOURS[severity], markup=False)
            _show_problems(items, None if everything else SCREEN)


_NAMES = 4
_SAID = mark("{place}: {what}")
_FILE_HEADINGS = (mark("file"), mark("read as"), mark("responses"), mark("columns of questions"))


def _show_problems(items: "tuple[Said, ...]", limit: int | None) -> None:
    """Show problems by what is to be done about them, the first of each kind first."""
    groups: dict[str, list[Said]] = {}
    for item in items:
        groups.setdefault(item.remedy, []).append(item)
    left = len(items) if limit is None else limit
    hidden = 0
    for remedy, group in groups.items():
        shown = group[: max(1, min(left, 4 if limit else len(group)))]
        for item in shown:
            text = speak(_SAID, place=item.place, what=item.what) if item.place else item.what
            out.print(block(text, 2), markup=False)
        out.print(block(speak("What to do: {text}", text=remedy), 4), markup=False, style="dim")
        left -= len(shown)
        hidden += len(group) - len(shown)
    if hidden:
        more = speak("… and {count} more: `study check --all` shows everything.", count=hidden)
        out.print(block(more, 2), markup=False)
