"""`study texts`: what respondents wrote in their own words, to be read before it is published.

Promise: every text that is held back, with its cell, and the lines for wave.yaml that release what was read. Nothing is
written but a workbook that is asked for, and never within the study's folder.
"""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from study.base.files import write_atomic, writing
from study.base.show import block, visible
from study.base.text import mark
from study.cli.app import Root, WaveName, app, out, paths_of, speak, wave_of

if TYPE_CHECKING:
    import pandas as pd

_KINDS = {
    "text": "",
    "other": mark("other answer"),
    "comment": mark("comment"),
    "refused": mark("could not be read"),
}


@app.command()
def texts(
    wave: WaveName = None,
    root: Root = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="Write them to this workbook (.xlsx), outside the study.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also those that are released already.")] = False,
) -> None:
    """Read what respondents wrote in their own words, before it is published; ends with the lines that release it."""
    from study.intake.unread import outside, unread

    paths = paths_of(root)
    target = outside(paths, to) if to is not None else None
    name = wave_of(paths, wave)
    found = unread(paths, name)
    shown = found.texts if all_ else found.texts[found.texts["held"]]
    if shown.empty:
        out.print(speak("Wave {wave}: no text is held back.", wave=name))
        return
    if target is None:
        _show(shown, found.names)
    else:
        from study.workbook.reading import reading_book

        with writing(target.parent):
            write_atomic(target, reading_book(shown, found.names, speak, _KINDS))
        out.print(f"[bold]{target}[/bold]")
    told = mark(
        "{count} texts are held back. Once you have read them, these lines publish them: put them in {file}, under "
        "survey:. Take out the questions that are not to be published; a single text stays held back by its row, in a "
        "line such as {example}."
    )
    first = shown.iloc[0]
    file, example = paths.relative(paths.wave_yaml(name)), f"hold: {{{first['question']}: [{first['row']}]}}"
    out.print()
    out.print(block(speak(told, count=int(found.texts["held"].sum()), file=file, example=example), 0), markup=False)
    out.print(found.lines, markup=False)


def _show(shown: "pd.DataFrame", names: dict[str, str]) -> None:
    for question, rows in shown.groupby("question", sort=False):
        out.print(f"\n{question}", style="bold", markup=False)
        for row in rows.to_dict("records"):
            file = PurePosixPath(row["file"]).name + (f" ({row['sheet']})" if row["sheet"] else "")
            kind = f" [{speak(_KINDS[row['kind']])}]" if _KINDS[row["kind"]] else ""
            who = names.get(row["territory"], row["territory"])
            head = f"{visible(file)}:{row['row']}:{row['column']} {who}{kind}"
            out.print(block(head, 2), markup=False, style="dim")
            out.print(block(visible(row["text"]), 4), markup=False)
