"""The command that makes one territory's sheet.

Promise: it prints what the notebooks left, computes nothing but counts of its own, and runs none of them; the file is
the one that the report's build makes. One screen says what was wrong: a territory that the wave does not have, a wave
that was never built, a survey that names nobody.
"""

from pathlib import Path
from typing import Annotated

import typer

from study.cli.app import Root, app, out, paths_of, wave_of

Territory = Annotated[
    str, typer.Argument(help="The territory: its key, its name or its short name, for instance lille.")
]
Wave = Annotated[str | None, typer.Option("--wave", help="The wave, for instance 2019; by default the latest.")]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="Where the sheet goes; by default among the others.")
]
Lang = Annotated[str | None, typer.Option("--lang-report", metavar="LANG", help="The language of the sheet.")]


@app.command()
def sheet(territory: Territory, wave: Wave = None, to: To = None, root: Root = None, lang: Lang = None) -> None:
    """Make the sheet of one territory: two pages on what is known of it, beside the whole frame."""
    from study.base.files import write_atomic, writing
    from study.codebook.load import load_study
    from study.pipeline.languages import report_languages
    from study.sheets.build import one_sheet

    paths = paths_of(root)
    name = wave_of(paths, wave)
    languages = load_study(paths).languages
    report_languages(paths, languages, name, [lang] if lang else [])
    key, pdf = one_sheet(paths, name, territory, lang or languages[0])
    further = lang if lang and lang != languages[0] else ""
    file = to if to is not None else paths.territory_sheet(name, key, further)
    with writing(file.parent):
        write_atomic(file, pdf)
    out.print(f"[bold]{paths.relative(file.resolve())}[/bold]")
