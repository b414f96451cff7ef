"""The command that leads from a number to the raw cells it rests on, and from a raw cell to the numbers it feeds.

Promise: it reads the trail that the report left beside it and the raw files, and nothing else: no table is opened,
nothing is computed or written. One screen says what was wrong with the question.
"""

import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from study.base.errors import UsageError
from study.base.layout import StudyPaths
from study.base.text import mark
from study.cli.app import AsJson, Root, app, language, paths_of, print_json, speak, wave_of

if TYPE_CHECKING:
    from study.trail.node import Node
    from study.trail.read import Trail

Key = Annotated[str | None, typer.Argument(help="The number’s key, for instance spaser_adopted.count; or a figure’s.")]
Wave = Annotated[str | None, typer.Option("--wave", help="The wave; by default the latest, or all that are built.")]
Territory = Annotated[str | None, typer.Option("--territory", help="Keep the branches of one territory.")]
CellOption = Annotated[
    str | None, typer.Option("--cell", metavar="FILE:ROW[:COLUMN]", help="A raw cell: what does it feed?")
]
All = Annotated[bool, typer.Option("--all", help="Show long lists whole.")]

_BOLD = ("number", "cell", "wave", "state", "figure", "table")
_GUIDE = "dim"


@app.command()
def trace(
    key: Key = None,
    wave: Wave = None,
    territory: Territory = None,
    cell: CellOption = None,
    root: Root = None,
    everything: All = False,
    as_json: AsJson = False,
) -> None:
    """Lead from a number down to the raw cells it rests on; or, with --cell, from a cell to all that it feeds."""
    from study.trail.node import as_data
    from study.trail.problems import KeyOrCell

    if (key is None) == (cell is None):
        given = mark("both are given") if key is not None else mark("none is given")
        raise UsageError([KeyOrCell(None, None, {"given": speak(given)})])
    paths = paths_of(root)
    if cell is not None:
        tree = _of_cell(cell, wave, paths)
    else:
        tree = _of_key(str(key), territory or "", wave_of(paths, wave), paths, wave is not None, everything or as_json)
    if as_json:
        print_json(as_data(tree))
        return
    _print(tree, everything)


def _of_cell(cell: str, wave: str | None, paths: StudyPaths) -> "Node":
    from study.trail.cells import cell_tree
    from study.trail.read import read_trail, traced_waves

    waves = traced_waves(paths) if wave is None else [wave_of(paths, wave)]
    return cell_tree(cell, [read_trail(paths, name) for name in waves], paths, language())


def _of_key(key: str, territory: str, wave: str, paths: StudyPaths, named: bool, everything: bool) -> "Node":
    from study.trail.read import read_trail
    from study.trail.tree import figure_tree, number_tree, table_tree

    trail = read_trail(paths, wave)
    # As links and panels of the report write the key of a figure or table.
    key = key.removeprefix("figure:").removeprefix("table:")
    one = _territory(territory, trail) if territory else ""
    if key in trail.numbers:
        return number_tree(key, trail, paths, language(), one, everything=everything)
    if key in trail.figures:
        return figure_tree(key, trail, paths, language(), one, everything=everything)
    if key in trail.tables:
        return table_tree(key, trail, paths, language())
    raise _unknown(key, trail, paths, named)


def _unknown(key: str, trail: "Trail", paths: StudyPaths, named: bool) -> UsageError:
    """Return the error of a key that the wave does not have: another wave may, or a key like it."""
    from study.base.nearest import nearest
    from study.trail.problems import KeyOfAnotherWave, UnknownNumber
    from study.trail.read import read_trail, traced_waves

    if not named:
        others = [name for name in traced_waves(paths) if name != trail.wave and key in read_trail(paths, name).numbers]
        if others:
            details = {"wave": trail.wave, "waves": others, "first": others[0]}
            return UsageError([KeyOfAnotherWave(None, key, details)])
    known = [*trail.numbers, *trail.figures, *trail.tables]
    file = str(PurePosixPath(trail.file).with_name(paths.numbers(trail.wave).name))
    return UsageError([UnknownNumber(None, key, {"wave": trail.wave, "file": file, "nearest": nearest(key, known)})])


def _territory(said: str, trail: "Trail") -> str:
    """Return the key of the territory that is meant; UsageError when the wave has none so called."""
    from study.base.nearest import nearest, plain
    from study.trail.problems import NobodyNamed, UnknownTerritory

    if not trail.territories:
        raise UsageError([NobodyNamed(None, said, {"wave": trail.wave})])
    known = {
        plain(str(name)): key
        for key, item in trail.territories.items()
        for name in (item["name"], item["short_name"], key)
    }
    if plain(said) in known:
        return known[plain(said)]
    near = known.get(plain(nearest(said, known) or ""))
    raise UsageError(
        [UnknownTerritory(None, said, {"wave": trail.wave, "known": list(trail.territories), "nearest": near})]
    )


def _print(tree: "Node", everything: bool) -> None:
    """Print a tree: in colours and wrapped between words on a terminal, as plain whole lines elsewhere."""
    from study.trail.node import lines

    console = Console(highlight=False, soft_wrap=True)
    width = console.width if console.is_terminal else 0
    if not width:
        sys.stdout.write(
            "".join(f"{line.guides}{line.text}\n" for line in lines(tree, language(), everything=everything))
        )
        return
    for line in lines(tree, language(), width=width, everything=everything):
        style = "dim" if line.dim else "yellow" if line.kind == "warning" else "bold" if line.kind in _BOLD else ""
        console.print(Text.assemble((line.guides, _GUIDE), (line.text, style)))
