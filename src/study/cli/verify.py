"""The command that asks whether published editions can be reproduced: verify.

Promise: what was found is written beside the editions, never into one, and its sum shown on a screen; the exit status
is 0 only where each edition asked about is reproduced in full. Left out: the finding (`study.verify`).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from study.base.errors import Problem, StudyError, UsageError
from study.base.files import write_atomic
from study.base.layout import StudyPaths
from study.base.show import visible
from study.base.text import mark, number_text
from study.cli.app import Root, app, language, out, paths_of, print_table, speak
from study.cli.build import ALL, bring_up_to_date, plan_of

if TYPE_CHECKING:
    from study.verify.verification import Question, Verification

_LINES = 20
"""Differences shown for each question: with the table, a screen."""

EditionOrAll = Annotated[
    str | None, typer.Argument(help="The edition, for instance 2019, or “all”; by default the latest.")
]


def _editions(paths: StudyPaths, wave: str | None) -> list[str]:
    """Return the editions asked about, by their reference dates; UsageError when there is none."""
    from study.archive.record import known_edition, list_editions
    from study.intake.wave import list_waves
    from study.verify.problems import NoEdition

    published = list_editions(paths)
    in_time = [name for name in list_waves(paths) if name in published]
    ordered = [*(name for name in published if name not in in_time), *in_time]
    if wave not in (None, ALL):
        return [known_edition(paths, str(wave))]
    if not ordered:
        raise UsageError([NoEdition()])
    return ordered if wave == ALL else ordered[-1:]


def _verified(paths: StudyPaths, wave: str) -> "Verification":
    """Ask both questions, write down what was found, and show it."""
    from study.verify import page, replication
    from study.verify.verification import verify

    out.print(speak("Edition {wave}: built again from its own sources, then compared with today's build …", wave=wave))
    found = verify(paths, wave, lambda: bring_up_to_date(paths, *plan_of(paths, wave, published=True)))
    folder = paths.verification(wave)
    write_atomic(folder / replication.NAME, replication.replication_text(found))
    write_atomic(folder / page.NAME, page.page_text(found, _report_language(paths)))
    _show(found)
    out.print(f"[bold]{paths.relative(folder / page.NAME)}[/bold]")
    return found


def _report_language(paths: StudyPaths) -> str:
    """Return the language that the study's reports are written in; that of messages where it cannot be read."""
    from study.codebook.load import load_study

    try:
        return load_study(paths).languages[0]
    except StudyError:
        return language()


def _show(found: "Verification") -> None:
    from study.verify.replication import questions_of
    from study.verify.writing import ASKED

    questions = questions_of(found)
    rows = [
        [speak(ASKED[name]), speak(question.reproduction), _counts(question)] for name, question in questions.items()
    ]
    print_table([mark("question"), mark("class"), mark("what differs")], rows)
    for reason in found.damage_reasons:
        out.print(f"  {visible(reason.text(language()))}", markup=False)
    for name, question in questions.items():
        _print_some(ASKED[name], list(_differences(question)))
    if found.today.reasons:
        _print_some(mark("Changed since the edition:"), list(_changes(found)))
    named = speak(found.reproduction)
    out.print(speak("Edition {wave}: {named}.", wave=found.edition.wave, named=named), style="bold", markup=False)


def _print_some(title: str, lines: list[str]) -> None:
    """Print lines under a title (a message), up to a screen of them; nothing where there are none."""
    if not lines:
        return
    out.print(speak(title), markup=False)
    for line in lines[:_LINES]:
        out.print(f"  {visible(line)}", markup=False)
    if len(lines) > _LINES:
        out.print(f"  {speak('… and {count} more', count=len(lines) - _LINES)}", markup=False)


def _changes(found: "Verification") -> Iterator[str]:
    for change in found.sources:
        if not change.rows:
            yield change.path
        for row in change.rows:
            yield f"{change.path}: {row.text(language())}"


def _counts(question: "Question") -> str:
    if question.comparison is None:
        return speak("the build failed")
    counts = {
        mark("{count} numbers"): len(question.comparison.moved),
        mark("{count} files, by their bytes"): len(question.comparison.other_files),
    }
    told = [speak(message, count=number_text(count, language())) for message, count in counts.items() if count]
    return ", ".join(told) or "–"


def _differences(question: "Question") -> Iterator[str]:
    """Yield what differs, line by line: in sum, then the numbers, those first that the text prints."""
    from study.verify.differences import printed_first
    from study.verify.outputs import Number

    if question.comparison is None:
        yield from question.failure.splitlines()
        return
    yield from (reason.text(language()) for reason in question.reasons)
    for item, _ in printed_first(question.comparison):
        before, after = (value.text if isinstance(value, Number) else "–" for value in (item.expected, item.recomputed))
        yield f"{item.key}: {before} → {after}"


@app.command()
def verify(wave: EditionOrAll = None, root: Root = None) -> None:
    """Verify an edition: build it again from its own sources, and compare it with what today's inputs and code give."""
    from study.verify.classes import ReproductionClass

    paths = paths_of(root)
    problems: list[Problem] = []
    classes = []
    editions = _editions(paths, wave)
    for name in editions:
        try:
            classes.append(_verified(paths, name).reproduction)
        except StudyError as error:
            if len(editions) == 1:
                raise
            problems += error.problems
    if problems:
        raise StudyError(problems)
    if any(item is not ReproductionClass.FULL for item in classes):
        raise typer.Exit(1)
