"""Commands on what is given: start a study, seal its inputs.

Promise: `seal` writes the checksums alone, and `new` only into a folder that is empty. Left out: looking at the inputs
(`check`).
"""

from pathlib import Path
from typing import Annotated

import typer

from study.base.text import mark
from study.cli.app import Root, app, language, out, paths_of, speak

_KINDS = {"added": mark("added"), "removed": mark("removed"), "changed": mark("changed")}


@app.command()
def seal(root: Root = None) -> None:
    """Validate data/raw, list the rows that changed, and rewrite its checksums."""
    from study.intake.seal import seal as seal_inputs

    done = seal_inputs(paths_of(root))
    for change in done.changes:
        out.print(f"{change.file}: {speak(_KINDS[change.kind])}", markup=False)
        for row in change.rows:
            out.print(f"  {row.text(language())}", markup=False)
        if change.note:
            out.print(f"  [dim]{speak(change.note)}[/dim]")
    if not done.changes:
        out.print(speak("Nothing has changed since the last seal."))
    out.print(speak("{count} files sealed in {file}.", count=len(done.covered), file=done.file))


@app.command()
def new(directory: Annotated[Path, typer.Argument(help="The folder to make; it must be empty or not there.")]) -> None:
    """Start another study in a folder: a small example with comments, which builds as it is."""
    from study.scaffold.new import new_study

    made = new_study(directory)
    out.print(speak("{count} files made in {folder}. What to do next:", count=len(made), folder=directory.as_posix()))
    out.print(f"  study report --root {directory.as_posix()}", markup=False)
    out.print(
        speak("Then open {file}: it says what to change, file by file.", file=(directory / "README.md").as_posix())
    )
