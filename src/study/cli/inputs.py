"""Commands on what is given: start a study, check its inputs, seal them.

Promise: `check` writes nothing; `seal` writes the checksums alone, and `new` only into a folder that is empty.
"""

from pathlib import Path
from typing import Annotated

import typer

from study.base.text import mark
from study.cli.app import Root, WaveName, app, language, out, paths_of, speak, spoken, wave_of

_KINDS = {"added": mark("added"), "removed": mark("removed"), "changed": mark("changed")}


@app.command()
def check(
    wave: WaveName = None,
    root: Root = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every problem, however many.")] = False,
) -> None:
    """Look for problems in the inputs of a wave; nothing is written."""
    from study.pipeline.check import check_wave

    spoken["all"] = all_
    paths = paths_of(root)
    name = wave_of(paths, wave)
    found = check_wave(paths, name)
    conflicts = found.cleaned.conflicts()
    out.print(
        speak(
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
        out.print(
            speak("To settle in corrections.csv: {territory}, {question}: {expect}",
                 territory=case["territory"], question=case["question"], expect=case["expect"])
        )  # fmt: skip


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
