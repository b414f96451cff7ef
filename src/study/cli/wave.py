"""Commands on one wave as such: `study wave new`.

Promise: a wave is made whole or not at all, and the next steps are said. Left out: listing waves (`study waves`).
"""

from typing import Annotated

import typer

from study.base.text import list_text
from study.cli.app import Root, app, language, out, paths_of, speak, wave_of

wave_app = typer.Typer(help="Open a wave.", no_args_is_help=True)
app.add_typer(wave_app, name="wave")


@wave_app.command("new")
def new(
    wave: Annotated[str, typer.Argument(help="The new wave’s name, for instance 2026.")],
    reference_date: Annotated[str, typer.Option("--reference-date", help="The day that answers hold at: 2026-12-31.")],
    earlier: Annotated[
        str | None, typer.Option("--from", help="The wave to start from; by default the latest.")
    ] = None,
    publication_date: Annotated[
        str | None, typer.Option("--publication-date", help="The day of the report; by default the reference date.")
    ] = None,
    committed: Annotated[bool, typer.Option("--committed", help="Put the answers received into git too.")] = False,
    root: Root = None,
) -> None:
    """Open a wave: its folder in data/raw/waves, from an earlier wave’s, with what is to be written still empty."""
    from study.scaffold.wave import new_wave, next_steps

    paths = paths_of(root)
    start = wave_of(paths, earlier)
    made = new_wave(paths, wave, start, reference_date, publication_date, withheld=not committed, lang=language())
    folder = paths.relative(paths.wave_folder(wave))
    out.print(speak("Wave {wave}: {count} files made in {folder}.", wave=wave, count=len(made.files), folder=folder))
    if made.renamed:
        out.print(
            speak(
                "“{earlier}” has become “{wave}” in these texts of wave.yaml: {keys}. Read them again: a year may be "
                "that of something else.",
                earlier=made.earlier,
                wave=wave,
                keys=list_text(made.renamed, language()),
            ),
            markup=False,
        )
    places = {
        "file": paths.relative(paths.wave_yaml(wave)),
        "responses": f"{paths.relative(paths.responses(wave))}/",
    }
    for number, (what, command) in enumerate(next_steps(wave), start=1):
        out.print(f"{number}. {speak(what, **places)} {command}".rstrip(), markup=False)
