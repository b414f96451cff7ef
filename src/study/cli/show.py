"""Commands that show and write nothing: indicators, waves, questions.

Promise: each prints a table for people, or JSON for programs.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from study.base.text import mark, number_text
from study.cli.app import (
    AsJson,
    LeverNumber,
    Root,
    WaveName,
    app,
    language,
    paths_of,
    print_json,
    print_table,
    speak,
    wave_of,
)

if TYPE_CHECKING:
    import pandas as pd

    from study.base.layout import StudyPaths
    from study.codebook.model import Lever, Study


@app.command()
def indicators(
    wave: WaveName = None,
    root: Root = None,
    lever: LeverNumber = None,
    as_json: AsJson = False,
    by_territory: Annotated[
        bool, typer.Option("--by-territory", help="Of an open survey: also those of each territory.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="Of an open survey: write its answers, log and refused cells there.")
    ] = None,
) -> None:
    """Compute the indicators of a wave from its inputs, with their bounds; nothing is written unless asked for."""
    from study.bulk.wave import streams
    from study.indicators.wave import wave_indicators
    from study.pipeline.check import check_wave

    paths = paths_of(root)
    name = wave_of(paths, wave)
    if by_territory or to is not None or streams(paths, name):
        table = _streamed(paths, name, lever, by_territory, to)
    else:
        found = check_wave(paths, name)
        table = wave_indicators(found.inputs, found.cleaned, _levers(found.inputs.study, lever))
    if as_json:
        sys.stdout.write(table.to_json(orient="records", force_ascii=False, indent=1) + "\n")
        return
    columns = ("value", "lower", "upper")
    # Of an open survey territories have rows only where they are asked for.
    shown = table if by_territory else table[table["territory"] == ""]
    rows = [
        [
            *([row["territory"]] if by_territory else []),
            row["indicator"],
            *(_number(row[name], row["unit"]) for name in columns),
            _number(row["base"]),
            _number(row["unknown"]),
        ]
        for row in shown.to_dict("records")
    ]
    headings = [mark("indicator"), mark("value"), mark("lower"), mark("upper"), mark("base"), mark("unknown")]
    print_table([*([mark("territory")] if by_territory else []), *headings], rows)


def _levers(study: "Study", lever: int | None) -> "list[Lever]":
    levers = [item for item in study.levers if lever in (None, item.lever)]
    if not levers:
        raise typer.BadParameter(", ".join(str(item.lever) for item in study.levers), param_hint="--lever")
    return levers


def _streamed(paths: "StudyPaths", wave: str, lever: int | None, by_territory: bool, to: Path | None) -> "pd.DataFrame":
    """Return the indicators of an open survey, read as a stream; its results are written where `to` says."""
    from study.base.errors import raise_if
    from study.bulk.wave import load_large
    from study.bulk.written import answers_file, write_results
    from study.codebook.load import load_study
    from study.intake.checksums import verify

    study = load_study(paths)
    if not study.open_survey:
        raise typer.BadParameter(speak("The study has a frame: its territories have rows of their own."),
                                 param_hint="--by-territory, --to")  # fmt: skip
    levers = _levers(study, lever)
    raise_if(verify(paths))
    if to is None:
        return load_large(paths, wave).survey.measures(wave, levers, by_territory=by_territory)
    with answers_file(to, study) as watch:
        survey = load_large(paths, wave, watch=watch).survey
        table = survey.measures(wave, levers, by_territory=by_territory)
    write_results(survey, table, to, language())
    return table


def _number(value: Any, unit: str = "") -> str:
    if value is None or value != value:
        return "–"
    return number_text(float(value), language(), 0 if float(value).is_integer() and unit != "share" else 3)


@app.command()
def waves(root: Root = None, as_json: AsJson = False) -> None:
    """List the waves of the study."""
    from study.base.errors import raise_if
    from study.intake.wave import list_waves, load_wave

    paths = paths_of(root)
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
                wave.title.text(language()),
                paths.relative(built) if built.is_file() else "–",
            ]
        )
    headings = [mark("wave"), mark("reference date"), mark("title"), mark("report")]
    if as_json:
        print_json([dict(zip(headings, row, strict=True)) for row in rows])
        return
    print_table(headings, rows)


@app.command()
def questions(root: Root = None, lever: LeverNumber = None, as_json: AsJson = False) -> None:
    """List the questions of the questionnaire."""
    from study.codebook.load import load_study

    study: Study = load_study(paths_of(root))
    asked = [question for question in study.questions if lever in (None, question.lever)]
    if not asked:
        raise typer.BadParameter(", ".join(str(item.lever) for item in study.levers), param_hint="--lever")
    if as_json:
        print_json([question.model_dump(mode="json") for question in asked])
        return
    print_table(
        [mark("lever"), mark("question"), mark("type"), mark("core"), mark("wording")],
        [[str(q.lever), q.question, q.type.value, speak("yes") if q.core else "", q.wording.text(language())]
         for q in asked],
    )  # fmt: skip
