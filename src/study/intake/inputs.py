"""Everything that a wave is computed from, read and checked as a whole.

Promise: `load_inputs` returns inputs in which every reference holds, or raises one StudyError with all the problems of
all the files, the seal included. Nothing is written. Left out: answers, and anything computed.
"""

from dataclasses import dataclass

import pandas as pd

from study.base.errors import Problem, raise_if
from study.base.layout import StudyPaths
from study.codebook.load import read_study
from study.codebook.model import Study
from study.intake.checksums import verify
from study.intake.claims import load_claims
from study.intake.evidence import load_corrections, load_evidence, load_sources
from study.intake.frame import load_frames, of_vintage, population_problems, territories
from study.intake.outline import point_problems, read_outline
from study.intake.references import Known
from study.intake.responses import Responses, load_responses
from study.intake.wave import Wave, known_wave, list_waves, read_wave, waves_in_order


@dataclass(frozen=True, slots=True)
class Inputs:
    """The checked inputs of one wave.

    `frame` holds the territories of the wave's frame vintage with the populations of its population vintage;
    `frames_all` every vintage as it stands in the file. `evidence` still holds withdrawn rows. Evidence, sources,
    corrections and responses are empty where the study has no such folder.
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


def _load_common(paths: StudyPaths) -> _Common:
    study, problems = read_study(paths)
    frames, faults = load_frames(paths)
    frames_sound = not faults
    problems += faults
    if study is not None:
        problems += read_outline(paths, study)[1]
        # A cell that is no number has been reported, and is as empty as one that never held any.
        problems += [] if faults else point_problems(study, frames, paths.relative(paths.frame))
    waves, faults = waves_in_order(paths)
    problems += faults
    sources, faults = load_sources(paths)
    problems += faults
    known = Known(
        study,
        territories(frames) if len(frames) else None,
        # Where the study has no desk evidence there is no list of pages, and nothing that names one is checked.
        [str(key) for key in sources["source"]]
        if paths.evidence_folder.is_dir() and (len(sources) or not faults)
        else None,
        waves,
    )
    evidence, faults = load_evidence(paths, known)
    problems += faults
    corrections, faults = load_corrections(paths, known)
    problems += faults
    return _Common(study, frames, frames_sound, evidence, sources, corrections, known, tuple(problems))


def _load_wave(paths: StudyPaths, name: str, common: _Common) -> tuple[Inputs | None, list[Problem]]:
    known = common.known
    languages = common.study.languages if common.study else ()
    sources = list(known.sources) if known.sources is not None else None
    wave, problems, source = read_wave(paths, name, languages, sources)
    claims, faults = load_claims(paths, name, known)
    problems += faults
    if wave is None or known.territories is None:
        return None, problems
    vintage, population = wave.frame_vintage, wave.population_vintage
    frame, faults = of_vintage(common.frames, vintage, source.place("frame_vintage"))
    problems += faults
    if population != vintage:
        place = source.place("population_vintage")
        _, faults = of_vintage(common.frames, population, place)
        problems += faults
        if not problems:
            frame, faults = of_vintage(common.frames, vintage, place, population)
            problems += faults
    if common.study is None or frame.empty:
        return None, problems
    if common.frames_sound and not problems:
        problems += population_problems(frame, common.study, paths)
    responses, faults = load_responses(paths, wave, common.study, frame, common.frames)
    problems += faults
    if problems:
        return None, problems
    inputs = Inputs(
        paths,
        common.study,
        wave,
        frame,
        common.frames,
        common.evidence,
        common.sources,
        common.corrections,
        claims,
        responses,
    )
    return inputs, problems


def load_inputs(paths: StudyPaths, wave: str, *, sealed: bool = True) -> Inputs:
    """Load and check everything that one wave is computed from; with `sealed`, refuse files that differ from the seal.

    Raises UsageError for a wave that does not exist, else StudyError with all the problems of all the files.
    """
    known_wave(paths, wave)
    problems = verify(paths) if sealed else []
    common = _load_common(paths)
    inputs, faults = _load_wave(paths, wave, common)
    raise_if([*problems, *common.problems, *faults])
    assert inputs is not None  # for mypy: without problems there are inputs
    return inputs


def input_problems(paths: StudyPaths) -> list[Problem]:
    """Return every problem of every input of every wave, the seal left aside."""
    common = _load_common(paths)
    problems = list(common.problems)
    for wave in list_waves(paths):
        problems += _load_wave(paths, wave, common)[1]
    return problems
