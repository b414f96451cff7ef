"""Everything that a wave is computed from, read and checked as a whole.

Promise: `load_inputs` returns inputs in which every reference holds, or raises one StudyError with all the problems of
all the files, the seal included. What is only to be looked at comes with the inputs (`notices`). Nothing is written.
Left out: answers, and anything computed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from study.base.errors import Place, Problem, StudyError, raise_if
from study.base.layout import StudyPaths
from study.codebook.load import read_study
from study.codebook.model import Study
from study.codebook.problems import MissingKey
from study.exports.folder import response_files
from study.exports.volume import is_large
from study.intake.checksums import verify
from study.intake.claims import load_claims
from study.intake.evidence import load_corrections, load_evidence, load_sources
from study.intake.frame import (
    load_frames,
    names_of,
    no_frames,
    of_responses,
    of_vintage,
    population_problems,
    territories,
)
from study.intake.glossary import read_glossary
from study.intake.outline import point_problems, read_outline
from study.intake.raw_names import name_problems
from study.intake.references import Known
from study.intake.wave import Wave, WaveSource, known_wave, list_waves, read_wave, waves_in_order
from study.intake.withheld import withheld_files
from study.survey.matching import settings_problems
from study.survey.release import all_released, outdated, release_problems
from study.survey.response_problems import ResponsesWithheld, StreamedOnly
from study.survey.responses import Responses, load_responses, must_be_settled, no_responses
from study.survey.roster import Roster, roster


@dataclass(frozen=True, slots=True)
class Inputs:
    """The checked inputs of one wave.

    `frame` holds the territories of the wave's frame vintage with the populations of its population vintage;
    `frames_all` every vintage as it stands in the file. `evidence` still holds withdrawn rows. Evidence, sources,
    corrections and responses are empty where the study has no such folder. In an open survey the frame is the
    responses that count. `notices` are warnings and notes about the survey, none of which stops anything.
    """

    paths: StudyPaths
    study: Study
    wave: Wave
    frame: pd.DataFrame
    frames_all: pd.DataFrame
    evidence: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    claims: pd.DataFrame
    responses: Responses
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Common:
    """What all waves share; a table that has problems may be empty, so what refers to it is then not checked."""

    study: Study | None
    frames: pd.DataFrame
    frames_sound: bool
    evidence: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    known: Known
    problems: tuple[Problem, ...]


def _load_common(paths: StudyPaths, *, evidence: bool = True) -> _Common:
    """Read what all waves share; without `evidence`, only what a survey needs."""
    study, problems = read_study(paths)
    frames, faults = no_frames() if study is not None and study.open_survey else load_frames(paths)
    frames_sound = not faults
    problems += faults
    if study is not None:
        problems += read_outline(paths, study)[1]
        problems += read_glossary(paths, study.languages)[1]
        # A cell that is no number has been reported, and is as empty as one that never held any.
        problems += [] if faults else point_problems(study, frames, paths.relative(paths.frame))
    waves, faults = waves_in_order(paths)
    problems += faults
    sources, faults = load_sources(paths) if evidence else (pd.DataFrame({"source": []}, dtype="str"), [])
    problems += faults
    known = Known(
        study,
        territories(frames) if len(frames) or frames_sound else None,
        # Where the study has no desk evidence there is no list of pages, and nothing that names one is checked.
        [str(key) for key in sources["source"]] if paths.has_evidence and (len(sources) or not faults) else None,
        waves,
    )
    if not evidence:
        return _Common(study, frames, frames_sound, sources, sources, sources, known, tuple(problems))
    facts, faults = load_evidence(paths, known)
    problems += faults
    corrections, faults = load_corrections(paths, known)
    problems += faults
    return _Common(study, frames, frames_sound, facts, sources, corrections, known, tuple(problems))


def _load_wave(
    paths: StudyPaths, name: str, common: _Common, *, unread: bool = False
) -> tuple[Inputs | None, list[Problem]]:
    """Load one wave, with its problems; `unread` exports of an open survey that must be streamed are none."""
    known = common.known
    languages = common.study.languages if common.study else ()
    sources = list(known.sources) if known.sources is not None else None
    wave, problems, source = read_wave(paths, name, languages, sources)
    claims, faults = load_claims(paths, name, known)
    problems += faults
    if wave is None or known.territories is None:
        return None, problems
    frame, faults = _frame_of(wave, source, common)
    problems += faults
    if common.study is None or (frame.empty and not common.study.open_survey):
        return None, problems
    if common.frames_sound and not problems:
        problems += population_problems(frame, common.study, paths)
    if common.study.open_survey and is_large(response_files(paths.responses(name))):
        responses = no_responses()
        notices: list[Problem] = []
        problems += [] if unread else [StreamedOnly(Place(paths.relative(paths.responses(name))))]
    else:
        responses, notices = survey_of(paths, wave, common.study, frame, common.frames)
    problems += must_be_settled(notices)
    if problems:
        return None, problems
    inputs = Inputs(
        paths,
        common.study,
        wave,
        of_responses(responses.respondents) if common.study.open_survey else frame,
        common.frames,
        common.evidence,
        common.sources,
        common.corrections,
        claims,
        responses,
        tuple(notices),
    )
    return inputs, problems


def _frame_of(wave: Wave, source: WaveSource, common: _Common) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the wave's frame, with the populations of the vintage that it names; of an open survey, an empty one."""
    if common.study is not None and common.study.open_survey:
        return common.frames.iloc[:0], []
    vintage, population = wave.frame_vintage, wave.populations_vintage
    if vintage is None or population is None:
        return common.frames.iloc[:0], [MissingKey(source.place("frame_vintage"), "frame_vintage")]
    frame, problems = of_vintage(common.frames, vintage, source.place("frame_vintage"))
    if population != vintage:
        place = source.place("population_vintage")
        problems += of_vintage(common.frames, population, place)[1]
        if not problems:
            frame, problems = of_vintage(common.frames, vintage, place, population)
    return frame, problems


def roster_of(wave: Wave, frame: pd.DataFrame, frames: pd.DataFrame) -> Roster:
    """Return who may answer a wave: the territories of `frame`, under their names of every vintage in `frames`."""
    names = names_of(frames)
    sirens = frames[frames["siren"] != ""] if "siren" in frames else frames.iloc[:0]
    return roster(
        [str(key) for key in frame["territory"]],
        wave.frame_vintage or 0,
        zip(names["territory"], names["name"], strict=True),
        zip(sirens["territory"], sirens["siren"], strict=True),
    )


def survey_of(
    paths: StudyPaths,
    wave: Wave,
    study: Study,
    frame: pd.DataFrame,
    frames: pd.DataFrame,
    files: Sequence[Path] | None = None,
) -> tuple[Responses, list[Problem]]:
    """Return the survey of one wave with all that is to be settled or known about it; of `files` instead, if given."""
    may = None if study.open_survey else roster_of(wave, frame, frames)
    file = paths.relative(paths.wave_yaml(wave.wave))
    problems = settings_problems(wave.survey, may, file) if may else []
    problems += release_problems(wave.survey, study, file)
    problems += outdated(wave.survey, response_files(paths.responses(wave.wave)), file) if files is None else []
    responses, faults = load_responses(paths, wave.wave, study, wave.survey, may, files)
    return responses, [*problems, *faults]


@dataclass(frozen=True, slots=True)
class Survey:
    """The survey of a wave by itself; `names` are the short names of its territories by key, in the frame's order."""

    study: Study
    wave: Wave
    responses: Responses
    problems: tuple[Problem, ...]
    names: Mapping[str, str]


def load_survey(paths: StudyPaths, wave: str, files: Sequence[Path] | None = None, *, whole: bool = False) -> Survey:
    """Load the survey of a wave by itself, or `files` as its exports, so that it can be looked at before it is built.

    `whole` gives the texts that are held back as well, for whoever is to read them.
    Raises UsageError for a wave that does not exist, StudyError when codebook, frame or wave.yaml hold problems.
    """
    common, about, source = _about(paths, wave)
    assert common.study is not None
    frame, problems = _frame_of(about, source, common)
    raise_if(problems)
    if whole:
        released = all_released(response_files(paths.responses(wave)) if files is None else files, common.study)
        about = about.model_copy(update={"survey": about.survey.model_copy(update={"released": released})})
    responses, problems = survey_of(paths, about, common.study, frame, common.frames, files)
    names = dict(zip(frame["territory"], frame["short_name"], strict=True))
    return Survey(common.study, about, responses, tuple(problems), names)


def _about(paths: StudyPaths, wave: str) -> tuple[_Common, Wave, WaveSource]:
    known_wave(paths, wave)
    common = _load_common(paths, evidence=False)
    raise_if(common.problems)
    assert common.study is not None
    about, problems, source = read_wave(paths, wave, common.study.languages)
    raise_if(problems)
    assert about is not None
    return common, about, source


def load_about(paths: StudyPaths, wave: str) -> tuple[Study, Wave]:
    """Load the codebook and what wave.yaml says of one wave; raises as `load_survey`."""
    common, about, _ = _about(paths, wave)
    assert common.study is not None
    return common.study, about


def load_inputs(paths: StudyPaths, wave: str, *, sealed: bool = True) -> Inputs:
    """Load and check everything that one wave is computed from; with `sealed`, refuse files that differ from the seal.

    Raises UsageError for a wave that does not exist, else StudyError with all the problems of all the files.
    """
    known_wave(paths, wave)
    withheld = withheld_files(paths)
    if wave in withheld:
        raise StudyError([ResponsesWithheld(Place(paths.relative(paths.responses(wave))))])
    problems = verify(paths, [name for names in withheld.values() for name in names]) if sealed else []
    common = _load_common(paths)
    inputs, faults = _load_wave(paths, wave, common)
    raise_if([*problems, *common.problems, *faults])
    assert inputs is not None  # for mypy: without problems there are inputs
    return inputs


def input_problems(paths: StudyPaths) -> list[Problem]:
    """Return every problem of every input of every wave, the seal left aside.

    Exports of an open survey that are too large to be held as a whole are not opened.
    """
    common = _load_common(paths)
    problems = [*name_problems(paths), *common.problems]
    withheld = withheld_files(paths)
    for wave in (name for name in list_waves(paths) if name not in withheld):
        problems += _load_wave(paths, wave, common, unread=True)[1]
    return problems
