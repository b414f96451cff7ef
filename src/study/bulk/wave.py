"""A wave whose survey is streamed: when it is, and what a look at it shows.

Promise: the same look as at any survey (`study.survey.summary`), with one line for each kind of refused cell instead of
one for each cell. Left out: what else is wrong with a wave's inputs (`study.intake`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from study.base.errors import Place, Severity, StudyError, raise_if
from study.base.layout import StudyPaths
from study.base.show import place_text
from study.base.text import mark, number_text, say
from study.bulk import problems as bulk
from study.bulk.collect import Watch
from study.bulk.survey import LargeSurvey, read_large
from study.codebook.load import load_study
from study.codebook.model import Study
from study.codebook.names import key_of
from study.exports.folder import response_files
from study.exports.volume import is_streamed
from study.intake.evidence import load_corrections
from study.intake.inputs import load_about
from study.intake.references import Known
from study.intake.wave import Wave
from study.survey.release import release_problems
from study.survey.rows import Fate
from study.survey.summary import QuestionSeen, Said, Summary, exports_seen, said

_REFUSED = mark("question {question}: “{value}”, in {count} cells.")
_WHY = mark("These cells count as no answer; this is the first of them.")


@dataclass(frozen=True, slots=True)
class LargeWave:
    """A wave with its streamed survey."""

    study: Study
    wave: Wave
    survey: LargeSurvey


def streams(paths: StudyPaths, wave: str, files: Sequence[Path] | None = None) -> bool:
    """Tell whether the survey of a wave (`files`, if given) is streamed: that of an open survey, once it is long."""
    held = response_files(paths.responses(wave)) if files is None else files
    return bool(held) and is_streamed(held) and load_study(paths).open_survey


def load_large(
    paths: StudyPaths, wave: str, files: Sequence[Path] | None = None, watch: Watch | None = None
) -> LargeWave:
    """Read the survey of a wave (`files`, if given) as a stream; `watch` is told of each batch.

    Raises UsageError for a wave that does not exist, StudyError with what must be settled before anything is counted.
    """
    study, about = load_about(paths, wave)
    file = paths.relative(paths.wave_yaml(wave))
    raise_if([*_corrected(paths, wave), *release_problems(about.survey, study, file)])
    held = response_files(paths.responses(wave)) if files is None else files
    named = [(path, paths.relative(path)) for path in held]
    return LargeWave(study, about, read_large(named, study, about.survey, watch=watch))


def _corrected(paths: StudyPaths, wave: str) -> list[bulk.CorrectedInBulk]:
    table, problems = load_corrections(paths, Known(None, None, None, None))
    if problems:
        raise StudyError(problems)
    file, mine = paths.relative(paths.corrections), table[table["wave"] == wave]
    return [
        bulk.CorrectedInBulk(Place(file, row=int(row)), territory)
        for row, territory in mine[["row", "territory"]].itertuples(index=False)
    ]


def _questions(survey: LargeSurvey, lang: str) -> tuple[QuestionSeen, ...]:
    refused = survey.collected.changes.refused_kinds(survey.study, lang)
    by_question = refused.groupby(["lever", "question"])["cells"].sum()
    seen = []
    for question in survey.study.questions:
        table = survey.collected.counted[key_of(question)].table()
        counts = table.groupby("status")["count"].sum()
        given, silent = int(counts.get("answered", 0)), int(counts.get("no_answer", 0))
        if {"answered", "no_answer", "not_asked"} & set(counts.index):
            cells = int(by_question.get(key_of(question), 0))
            seen.append(
                QuestionSeen(question.lever, question.question, question.label.text(lang), given + silent, given, cells)
            )
    return tuple(seen)


def _refused(survey: LargeSurvey, lang: str) -> list[Said]:
    kinds: pd.DataFrame = survey.collected.changes.refused_kinds(survey.study, lang)
    told = []
    for cell in kinds.sort_values("cells", ascending=False, kind="stable").to_dict("records"):
        place = Place(cell["file"], sheet=cell["sheet"] or None, row=cell["row"], column=cell["column"])
        count = number_text(int(cell["cells"]), lang)
        what = say(_REFUSED, lang, question=cell["question"], value=cell["raw"], count=count)
        told.append(
            Said(str(Severity.WARNING), cell["refusal"], place_text(place, lang), f"{what} {cell['reason']}",
                 say(_WHY, lang), cell["remedy"])
        )  # fmt: skip
    return told


def summary_of(large: LargeWave, lang: str) -> Summary:
    """Return what a look at a streamed survey shows, in words of a language."""
    survey = large.survey
    shown = [said(problem, lang) for problem in survey.problems] + _refused(survey, lang)
    order = {str(severity): i for i, severity in enumerate(Severity)}
    return Summary(
        large.wave.wave,
        large.wave.title.text(lang),
        exports_seen(survey.exports, lang),
        {str(fate): survey.collected.fates[str(fate)] for fate in Fate},
        0,
        (),
        (),
        _questions(survey, lang),
        tuple(sorted(shown, key=lambda item: order[item.severity])),
    )
