"""The `study` command itself: its options, how it speaks, how it ends.

Promise: a mistake of the user ends with one screen that says what to do, status 1 for problems in the data and 2 for
wrong usage, never with a traceback. Every command takes `--root`. Left out: the commands (`build`, `inputs`, `show`),
and all computation; imports that are slow wait until a command needs them.
"""

import atexit
import gc
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from study.base.errors import Place, Problem, StudyError, UsageError
from study.base.files import full_folder, not_writable
from study.base.layout import StudyPaths, find_root
from study.base.show import SCREEN, render
from study.base.text import mark, say

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

out = Console(highlight=False, soft_wrap=True)

# The language of the messages; set by the option, kept for `main`, which prints problems after the command has ended.
spoken = {"lang": "fr", "all": False}


def language() -> str:
    """Return the language of the messages."""
    return str(spoken["lang"])


def speak(message: str, /, **values: Any) -> str:
    """Return a message in the language asked for."""
    return say(message, language(), **values)


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
    spoken["lang"] = lang


def paths_of(root: Path | None) -> StudyPaths:
    """Return the places of the study that a command is about; UsageError when there is none."""
    if root is None:
        return StudyPaths(find_root(root))
    resolved = root.resolve()
    return StudyPaths(resolved if (resolved / "data" / "raw").is_dir() else find_root(resolved))


def all_waves(paths: StudyPaths) -> list[str]:
    """Return the names of the study's waves, oldest first, fictitious ones aside unless there is no other.

    Raises UsageError when the study has no wave at all.
    """
    from study.intake.wave import list_waves, real_waves

    if not (known := real_waves(paths) or list_waves(paths)):
        raise UsageError([NoWave(Place(paths.relative(paths.waves)))])
    return known


def wave_of(paths: StudyPaths, wave: str | None) -> str:
    """Return the wave that a command is about, the latest when it names none; UsageError when it does not exist.

    A fictitious wave is meant only when it is named.
    """
    from study.intake.wave import known_wave

    return known_wave(paths, wave or all_waves(paths)[-1])


def print_table(headings: list[str], rows: list[list[str]]) -> None:
    """Print rows under their headings (messages), as wide as the screen."""
    table = Table(*(speak(heading) for heading in headings), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)


def print_json(value: Any) -> None:
    """Print a value for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Run the command; problems of the study are printed, and become the exit status."""
    # Before it ends, Python looks for cycles in all that is left: half a second after a report, for nothing.
    atexit.register(gc.freeze)
    try:
        app()
    except StudyError as error:
        _end(error)
    except OSError as error:
        # Wherever it was met: a full disk is no fault of ours.
        if (folder := full_folder(error, Path(gettempdir()))) is None:
            raise
        _end(not_writable(folder, error))


def _end(error: StudyError) -> NoReturn:
    limit = len(error.problems) if spoken["all"] else SCREEN
    sys.stderr.write(render(error.problems[:], language(), limit=limit) + "\n")
    sys.exit(error.exit_status)
